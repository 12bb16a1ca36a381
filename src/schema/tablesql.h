// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that make a designed table; internal to this room.
#pragma once

#include "schema/tabledesign.h"
#include "sql/quoter.h"

namespace quiver::schema {

class TableSql
{
public:
    /// \p typePrefix: `schema.` of pgvector's types and functions, quoted; empty where they are found without it.
    /// \p language: of the full text, as it stands in a literal.
    TableSql(const sql::Quoter &quote, const TableDesign &design, QString typePrefix, QString language);

    QString table() const; ///< schema.name
    QString qualified(const QString &name) const; ///< schema.NAME of anything beside it
    QString createTable() const;
    QString setStorage(const EmbeddingColumn &column) const;
    QString createPartition(std::size_t index, const QString &name) const; ///< in the order of partitionNames()
    QString createTouchFunction(const QString &name) const;
    QString dropTouchFunction(const QString &name) const; ///< unless a trigger uses it
    QString createTrigger(const QString &function) const;
    QString createGin(const QString &index, const QString &column, const QString &opclass = {}) const;
    QString createKeyIndex(const QString &index, const QString &key) const;
    QString commentOnTable() const;
    QString commentOnColumn(const EmbeddingColumn &column) const;

    // SELECTs of one boolean: whether that is done.
    QString tableIsThere() const;
    QString storageIsSet(const EmbeddingColumn &column) const;
    QString relationIsThere(const QString &name) const;
    QString functionIsThere(const QString &name) const;
    QString triggerIsThere(const QString &name) const;
    QString tableHasComment() const;
    QString columnHasComment(const EmbeddingColumn &column) const;

    QString typeText(const catalog::VectorType &type) const;
    /// The body of the trigger's function; one that has it is shared by all tables of the schema.
    QString touchBody() const;
    /// What the values of the partitions are, as a type's name.
    QString partitionType() const;
    /// A bound of a range or its absence; a value of a list.
    QString bound(const QString &value, const QString &unbounded) const;

private:
    struct Line {
        QString name, type;
        int typmod = -1;
        QString rest;
    };
    std::vector<Line> columns() const;
    QString unitCheck(const EmbeddingColumn &column, QStringList &names) const;
    QString searchedText() const;
    QString regclass(const QString &name) const;
    QString dollarQuoted(const QString &text) const;

    const sql::Quoter &m_quote;
    const TableDesign &m_design;
    const QString m_typePrefix;
    const QString m_language;
};

} // namespace quiver::schema
