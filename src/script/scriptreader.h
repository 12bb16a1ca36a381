// SPDX-License-Identifier: GPL-3.0-or-later
// Reads objects from the catalogues and turns them into pieces of a script; internal to the scripts of this room.
//
// Its statements name catalogues without their schema: script.cpp runs them with a search path of pg_catalog alone, by which
// the server's own functions (pg_get_indexdef and others) write every other name with its schema.
#pragma once

#include "pg/connection.h"
#include "script/script.h"
#include "script/scriptpiece.h"
#include "script/scriptrows.h"

#include <map>
#include <set>

namespace quiver::script {

class ScriptReader
{
public:
    /// \p circles: what stood in circles when it was read before. Of tables among it, defaults and checks come by themselves.
    ScriptReader(pg::Connection &connection, const ScriptOptions &options, std::set<CatalogId> circles = {});

    // Each reads the objects of these OIDs in one or two statements.
    void readSchemas(const Oids &oids);
    void readExtensions(const Oids &oids);
    void readTypes(const Oids &oids);
    void readFunctions(const Oids &oids);
    void readSequences(const Oids &oids);
    void readTables(const Oids &oids); ///< with their keys, checks and constraints to others
    void readViews(const Oids &oids);  ///< materialized ones, too
    // What belongs to these relations:
    void readIndexes(const Oids &relations);
    void readStatistics(const Oids &relations);
    void readTriggers(const Oids &relations);
    void readRules(const Oids &relations);
    void readPolicies(const Oids &relations);
    // One by itself:
    void readIndex(pg::Oid index);
    void readConstraint(pg::Oid constraint);
    void readTrigger(pg::Oid trigger);
    void readColumn(pg::Oid relation, int column);

    /// Adds comments, owners and privileges to what was read, and puts it in order.
    std::vector<Piece> finish();
    const std::set<CatalogId> &circles() const { return m_circles; } ///< after finish()
    pg::Result ask(const QByteArray &sql, const Oids &oids);

private:
    struct Sequence {
        QString schema, name, qualified, type;
        qint64 start = 1, increment = 1, smallest = 1, largest = 1, cache = 1;
        bool cycles = false, isUnlogged = false;
    };

    // scripttables.cpp
    std::vector<RelationRow> relationsOf(const Oids &oids);
    void addTable(const RelationRow &relation, const std::vector<ColumnRow> &columns, const std::vector<ConstraintRow> &constraints);
    void addAttach(const RelationRow &relation);
    void separateParts(const RelationRow &relation, std::vector<ColumnRow> &columns, std::vector<ConstraintRow> &constraints);
    QString createTable(const RelationRow &relation, const std::vector<ColumnRow> &columns,
                        const std::vector<ConstraintRow> &constraints) const;
    // scriptcolumns.cpp
    std::vector<ColumnRow> columnsOf(const Oids &relations);
    QString columnText(const RelationRow &relation, const ColumnRow &column) const;
    QString identityText(const RelationRow &relation, const ColumnRow &column) const;
    QString columnSettings(const QString &table, const ColumnRow &column) const;
    void addColumn(Piece &piece, const RelationRow &relation, const ColumnRow &column) const;
    // scriptconstraints.cpp
    std::vector<ConstraintRow> constraintsWhere(const char *condition, const Oids &oids);
    void addConstraint(const ConstraintRow &constraint);
    QString indexMarks(const ConstraintRow &constraint) const;
    void readIndexesWhere(const char *condition, const Oids &oids, bool asked);
    void addIndexAttach(const Piece &index, const QString &name, pg::Oid relation, pg::Oid oid, const QString &parentName, pg::Oid parent);
    void readTriggersWhere(const char *condition, const Oids &oids);
    /// In a tree of partitions that is read, indexes and triggers come when it stands.
    void needTree(Piece &piece, pg::Oid relation) const;
    // scriptsequences.cpp
    void loadSequences(const Oids &sequences);
    QString sequenceOptions(const Sequence &sequence) const;
    // scriptfinish.cpp
    void addOwnersAndPrivileges();
    void addComments();
    std::vector<Dependency> dependencies();

    QString ifNotExists() const { return m_options.ifNotExists ? QStringLiteral("IF NOT EXISTS ") : QString(); }
    QString orReplace() const { return m_options.ifNotExists ? QStringLiteral("OR REPLACE ") : QString(); }

    pg::Connection &m_connection;
    const ScriptOptions m_options;
    const int m_version;
    std::set<CatalogId> m_circles;
    std::vector<Piece> m_pieces;
    std::map<pg::Oid, Sequence> m_sequences; // of identity columns and those asked for
    std::map<pg::Oid, Oids> m_partitions;    // of those that are read, by parent
    std::set<pg::Oid> m_attached;            // those of which ATTACH is a piece
};

QStringList jsonTexts(const QString &json);
/// "fillfactor = 70" from "fillfactor=70"; \p prefix stands before each name ("toast.").
QStringList storageOptions(const QStringList &options, const QString &prefix = {});
/// " OPTIONS (name 'value')" of foreign tables and columns; empty where there are none.
QString foreignOptionsText(const QStringList &options);

} // namespace quiver::script
