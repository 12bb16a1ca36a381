// SPDX-License-Identifier: GPL-3.0-or-later
// Constraints: keys with what their index is, checks, exclusions, and references to other tables.
#include "script/scriptreader.h"

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

// pg_get_constraintdef() leaves out what belongs to a key's index; it stands before DEFERRABLE.
QByteArray constraintsSql(const char *condition)
{
    return QByteArray(R"(
    SELECT n.oid, n.conrelid, n.conindid, n.conparentid, quote_ident(n.conname), n.contype, n.conrelid::regclass::text,
        pg_get_constraintdef(n.oid), n.condeferrable, s.nspname, c.relname, n.conislocal, n.convalidated, c.relispartition,
        c.relkind = 'p', h.inhparent::regclass::text, h.inhparent, i.oid::regclass::text, COALESCE(x.indisclustered, false),
        COALESCE(x.indisreplident, false), COALESCE(x.indisvalid, true), array_to_json(i.reloptions), quote_ident(t.spcname),
        n.conname
    FROM pg_constraint n
    JOIN pg_class c ON c.oid = n.conrelid
    JOIN pg_namespace s ON s.oid = c.relnamespace
    LEFT JOIN pg_index x ON x.indexrelid = n.conindid AND n.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_class i ON i.oid = x.indexrelid
    LEFT JOIN pg_tablespace t ON t.oid = i.reltablespace
    LEFT JOIN pg_inherits h ON h.inhrelid = i.oid
    WHERE n.contype IN ('c', 'p', 'u', 'x', 'f') AND )")
           + condition + " ORDER BY n.contype <> 'p', n.conname";
}

QString withIndexParts(QString definition, bool isDeferrable, const QStringList &options, const QString &tablespace)
{
    QString parts;
    if (!options.isEmpty())
        parts += u" WITH (%1)"_s.arg(storageOptions(options).join(u", "_s));
    if (!tablespace.isEmpty())
        parts += u" USING INDEX TABLESPACE "_s + tablespace;
    if (parts.isEmpty())
        return definition;
    const qsizetype at = isDeferrable ? definition.lastIndexOf(" DEFERRABLE"_L1) : -1;
    return definition.insert(at < 0 ? definition.size() : at, parts);
}

} // namespace

std::vector<ConstraintRow> ScriptReader::constraintsWhere(const char *condition, const Oids &oids)
{
    const pg::Result result = ask(constraintsSql(condition), oids);
    std::vector<ConstraintRow> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        ConstraintRow constraint;
        constraint.oid = in.oid();
        constraint.relation = in.oid();
        constraint.index = in.oid();
        constraint.parent = in.oid();
        constraint.name = in.text();
        constraint.kind = in.text();
        constraint.table = in.text();
        constraint.definition = in.text();
        const bool isDeferrable = in.boolean();
        constraint.schema = in.text();
        constraint.tableName = in.text();
        constraint.isLocal = in.boolean();
        constraint.isValid = in.boolean();
        constraint.isPartition = in.boolean();
        constraint.ofPartitioned = in.boolean();
        constraint.parentIndex = in.text();
        constraint.parentIndexOid = in.oid();
        constraint.indexName = in.text();
        constraint.isClustered = in.boolean();
        constraint.isReplicaIdentity = in.boolean();
        constraint.indexIsValid = in.boolean();
        const QStringList options = in.texts();
        const QString tablespace = in.text();
        constraint.plainName = in.text();
        if (constraint.isKey())
            constraint.definition = withIndexParts(constraint.definition, isDeferrable, options, tablespace);
        else if (constraint.kind == "x"_L1 && !tablespace.isEmpty()) // its WITH is there already
            constraint.tablespace = tablespace;
        if (constraint.kind == "f"_L1) // the index is the other table's
            constraint.index = 0;
        list.push_back(std::move(constraint));
    }
    return list;
}

// What is said of a key's index once it is there.
QString ScriptReader::indexMarks(const ConstraintRow &constraint) const
{
    QString text;
    const QString index = constraint.name; // an index is in the schema of its table and has the name of its constraint
    if (!constraint.tablespace.isEmpty())
        text += u"ALTER INDEX %1 SET TABLESPACE %2;\n"_s.arg(constraint.indexName, constraint.tablespace);
    if (constraint.isClustered)
        text += u"ALTER TABLE %1 CLUSTER ON %2;\n"_s.arg(constraint.table, index);
    if (constraint.isReplicaIdentity)
        text += u"ALTER TABLE ONLY %1 REPLICA IDENTITY USING INDEX %2;\n"_s.arg(constraint.table, index);
    return text;
}

void ScriptReader::addConstraint(const ConstraintRow &constraint)
{
    const bool isReference = constraint.kind == "f"_L1;
    Piece piece;
    piece.rank = isReference ? Piece::Rank::ForeignKey : Piece::Rank::Table;
    piece.schema = constraint.schema;
    piece.relation = constraint.tableName;
    piece.part = Piece::Part::Constraint;
    piece.name = constraint.plainName;
    // A check or a reference of a table holds for its children, too; a key is each one's own.
    const bool only = constraint.kind != "c"_L1 && !(isReference && constraint.ofPartitioned);
    const QString table = (only ? u"ONLY "_s : QString()) + constraint.table;
    if (constraint.index && !constraint.indexIsValid && !constraint.ofPartitioned)
        piece.create += u"-- The index of this constraint is invalid where it was read.\n"_s;
    piece.create += u"ALTER TABLE %1\n    ADD CONSTRAINT %2 %3;\n"_s.arg(table, constraint.name, constraint.definition) + indexMarks(constraint);
    piece.drop = u"ALTER TABLE IF EXISTS %1 DROP CONSTRAINT IF EXISTS %2;\n"_s.arg(table, constraint.name);
    piece.objects = {{catalogs::constraint, constraint.oid}};
    piece.needs = {{catalogs::relation, constraint.relation}};
    piece.comments = {{{catalogs::constraint, constraint.oid}, 0, u"CONSTRAINT %1 ON %2"_s.arg(constraint.name, constraint.table)}};
    if (constraint.index) {
        piece.objects.push_back({catalogs::relation, constraint.index});
        piece.comments.push_back({{catalogs::relation, constraint.index}, 0, u"INDEX "_s + constraint.indexName});
    }
    needTree(piece, constraint.relation);
    if (constraint.parentIndexOid)
        addIndexAttach(piece, constraint.indexName, constraint.relation, constraint.index, constraint.parentIndex, constraint.parentIndexOid);
    m_pieces.push_back(std::move(piece));
}

void ScriptReader::addIndexAttach(const Piece &index, const QString &name, pg::Oid relation, pg::Oid oid, const QString &parentName,
                                  pg::Oid parent)
{
    if (!m_attached.contains(relation))
        return;
    Piece piece;
    piece.rank = index.rank;
    piece.schema = index.schema;
    piece.relation = index.relation;
    piece.part = Piece::Part::IndexAttach;
    piece.name = index.name;
    piece.create = u"ALTER INDEX %1 ATTACH PARTITION %2;\n"_s.arg(parentName, name);
    piece.needs = {{catalogs::relation, oid}, {catalogs::relation, parent}};
    m_pieces.push_back(std::move(piece));
}

void ScriptReader::readConstraint(pg::Oid oid)
{
    for (const ConstraintRow &constraint : constraintsWhere("n.oid = ANY ($1)", {oid}))
        addConstraint(constraint);
}

} // namespace quiver::script
