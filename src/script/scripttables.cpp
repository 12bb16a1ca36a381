// SPDX-License-Identifier: GPL-3.0-or-later
// Tables: plain, partitioned with their partitions, foreign.
#include "script/scriptreader.h"

#include "sql/identifier.h"

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

// A temporary table's own schema is nobody else's, so it is never asked for.
constexpr auto relationsSql = R"(
    SELECT c.oid, n.nspname, c.relname, c.oid::regclass::text, c.relkind, c.relpersistence = 'u', c.relispartition,
        pg_get_expr(c.relpartbound, c.oid), CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
        array_to_json(c.reloptions), array_to_json(o.reloptions), quote_ident(s.spcname),
        CASE WHEN m.amname <> 'heap' THEN quote_ident(m.amname) END,
        CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
        (SELECT json_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid),
        (SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno LIMIT 1),
        c.relreplident, c.relrowsecurity, c.relforcerowsecurity, c.reltype,
        (SELECT t.typarray FROM pg_type t WHERE t.oid = c.reltype), quote_ident(v.srvname), array_to_json(f.ftoptions)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
    LEFT JOIN pg_am m ON m.oid = c.relam
    LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
    LEFT JOIN pg_foreign_server v ON v.oid = f.ftserver
    WHERE c.oid = ANY ($1)
    ORDER BY c.oid)";

QString indented(const QStringList &lines)
{
    return lines.isEmpty() ? u"()"_s : u"(\n    "_s + lines.join(u",\n    "_s) + u"\n)"_s;
}

} // namespace

std::vector<RelationRow> ScriptReader::relationsOf(const Oids &oids)
{
    const pg::Result result = ask(relationsSql, oids);
    std::vector<RelationRow> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        RelationRow relation;
        relation.oid = in.oid();
        relation.schema = in.text();
        relation.name = in.text();
        relation.qualified = in.text();
        relation.kind = in.text();
        relation.isUnlogged = in.boolean();
        relation.isPartition = in.boolean();
        relation.bound = in.text();
        relation.partitionKey = in.text();
        relation.options = storageOptions(in.texts());
        relation.options += storageOptions(in.texts(), u"toast."_s);
        relation.tablespace = in.text();
        relation.accessMethod = in.text();
        relation.ofType = in.text();
        relation.parents = in.texts();
        relation.parent = in.oid();
        relation.replicaIdentity = in.text();
        relation.rowSecurity = in.boolean();
        relation.forceRowSecurity = in.boolean();
        relation.rowType = in.oid();
        relation.arrayType = in.oid();
        relation.server = in.text();
        relation.foreignOptions = in.texts();
        list.push_back(std::move(relation));
    }
    return list;
}

void ScriptReader::readTables(const Oids &oids)
{
    const std::vector<RelationRow> relations = relationsOf(oids);
    std::map<pg::Oid, std::vector<ColumnRow>> columns;
    for (ColumnRow &column : columnsOf(oids))
        columns[column.relation].push_back(std::move(column));
    std::map<pg::Oid, std::vector<ConstraintRow>> constraints;
    for (ConstraintRow &constraint : constraintsWhere("n.conrelid = ANY ($1)", oids))
        constraints[constraint.relation].push_back(std::move(constraint));
    const std::set<pg::Oid> all(oids.begin(), oids.end());
    for (const RelationRow &relation : relations) {
        if (!relation.isPartition || !all.contains(relation.parent))
            continue;
        m_attached.insert(relation.oid);
        m_partitions[relation.parent].push_back(relation.oid);
    }
    for (const RelationRow &relation : relations) {
        if (m_circles.contains({catalogs::relation, relation.oid}) && !relation.isPartition)
            separateParts(relation, columns[relation.oid], constraints[relation.oid]);
        addTable(relation, columns[relation.oid], constraints[relation.oid]);
        if (relation.isPartition)
            addAttach(relation);
        for (const ConstraintRow &constraint : constraints[relation.oid]) {
            // What a partition has from its parent comes when it is attached.
            const bool isInherited = constraint.kind == "f"_L1 ? constraint.parent != 0 : constraint.kind == "c"_L1 && !constraint.isLocal;
            if (!constraint.standsWithTable() && !isInherited && (m_options.withParts || constraint.kind != "f"_L1))
                addConstraint(constraint);
        }
    }
}

// A partition is written as a table of its own that is attached: so its columns keep their order, its defaults may be its own.
QString ScriptReader::createTable(const RelationRow &relation, const std::vector<ColumnRow> &columns,
                                  const std::vector<ConstraintRow> &constraints) const
{
    QStringList lines;
    for (const ColumnRow &column : columns) {
        const bool fromType = !relation.ofType.isEmpty() && column.expression.isEmpty() && !column.notNull;
        if ((column.isLocal || relation.isPartition) && !fromType)
            lines << columnText(relation, column);
    }
    for (const ConstraintRow &constraint : constraints) {
        if (constraint.standsWithTable() && (constraint.isLocal || relation.isPartition))
            lines << u"CONSTRAINT %1 %2"_s.arg(constraint.name, constraint.definition);
    }
    QString text = u"CREATE %1TABLE %2%3"_s.arg(relation.isForeign() ? u"FOREIGN "_s : relation.isUnlogged ? u"UNLOGGED "_s : QString(),
                                                ifNotExists(), relation.qualified);
    if (!relation.ofType.isEmpty()) {
        text += u" OF "_s + relation.ofType;
        if (!lines.isEmpty())
            text += u' ' + indented(lines);
    } else {
        text += u' ' + indented(lines);
    }
    if (!relation.isPartition && !relation.parents.isEmpty())
        text += u"\nINHERITS (%1)"_s.arg(relation.parents.join(u", "_s));
    if (relation.isPartitioned())
        text += u"\nPARTITION BY "_s + relation.partitionKey;
    if (relation.isForeign())
        text += u"\nSERVER "_s + relation.server + foreignOptionsText(relation.foreignOptions);
    if (!relation.accessMethod.isEmpty())
        text += u"\nUSING "_s + relation.accessMethod;
    if (!relation.options.isEmpty())
        text += u"\nWITH (%1)"_s.arg(relation.options.join(u", "_s));
    if (!relation.tablespace.isEmpty())
        text += u"\nTABLESPACE "_s + relation.tablespace;
    return text + u";\n"_s;
}

void ScriptReader::addTable(const RelationRow &relation, const std::vector<ColumnRow> &columns,
                            const std::vector<ConstraintRow> &constraints)
{
    const CatalogId id{catalogs::relation, relation.oid};
    const QString words = (relation.isForeign() ? u"FOREIGN TABLE "_s : u"TABLE "_s) + relation.qualified;
    const QString alter = u"ALTER TABLE ONLY %1 "_s.arg(relation.qualified);
    Piece piece;
    piece.schema = relation.schema;
    piece.relation = relation.name;
    piece.create = createTable(relation, columns, constraints);
    piece.drop = u"DROP %1TABLE IF EXISTS %2;\n"_s.arg(relation.isForeign() ? u"FOREIGN "_s : QString(), relation.qualified);
    piece.objects = {id, {catalogs::type, relation.rowType}, {catalogs::type, relation.arrayType}};
    piece.comments = {{id, 0, words}};
    piece.possessions = {{id, u"ALTER "_s + words, u"TABLE "_s + relation.qualified, u'r'}};
    for (const ColumnRow &column : columns) {
        // What a child changes of a column that it inherits.
        if (!column.isLocal && !relation.isPartition && !column.expression.isEmpty() && column.generated.isEmpty())
            piece.create += alter + u"ALTER COLUMN %1 SET DEFAULT %2;\n"_s.arg(column.name, column.expression);
        if (!column.isLocal && !relation.isPartition && column.notNull && column.notNullIsLocal)
            piece.create += alter + u"ALTER COLUMN %1 SET NOT NULL;\n"_s.arg(column.name);
        addColumn(piece, relation, column);
    }
    for (const ConstraintRow &constraint : constraints) {
        if (!constraint.standsWithTable())
            continue;
        piece.objects.push_back({catalogs::constraint, constraint.oid});
        if (constraint.index) {
            piece.objects.push_back({catalogs::relation, constraint.index});
            piece.comments.push_back({{catalogs::relation, constraint.index}, 0, u"INDEX "_s + constraint.indexName});
        }
        if (constraint.isLocal || relation.isPartition)
            piece.comments.push_back({{catalogs::constraint, constraint.oid}, 0, u"CONSTRAINT %1 ON %2"_s.arg(constraint.name, relation.qualified)});
        piece.create += indexMarks(constraint);
    }
    if (!relation.isForeign() && (relation.replicaIdentity == "n"_L1 || relation.replicaIdentity == "f"_L1))
        piece.create += alter + u"REPLICA IDENTITY %1;\n"_s.arg(relation.replicaIdentity == "n"_L1 ? u"NOTHING"_s : u"FULL"_s);
    if (relation.rowSecurity)
        piece.create += u"ALTER TABLE %1 ENABLE ROW LEVEL SECURITY;\n"_s.arg(relation.qualified);
    if (relation.forceRowSecurity)
        piece.create += alter + u"FORCE ROW LEVEL SECURITY;\n"_s;
    m_pieces.push_back(std::move(piece));
}

// A default or a check may call a function that itself reads the table.
void ScriptReader::separateParts(const RelationRow &relation, std::vector<ColumnRow> &columns, std::vector<ConstraintRow> &constraints)
{
    for (ConstraintRow &constraint : constraints)
        constraint.isSeparate = constraint.kind == "c"_L1 && constraint.isLocal;
    for (ColumnRow &column : columns) {
        if (column.expression.isEmpty() || !column.generated.isEmpty() || column.sequence)
            continue;
        Piece piece;
        piece.schema = relation.schema;
        piece.relation = relation.name;
        piece.part = Piece::Part::Constraint;
        piece.name = column.plainName;
        piece.create = u"ALTER TABLE ONLY %1 ALTER COLUMN %2 SET DEFAULT %3;\n"_s.arg(relation.qualified, column.name, column.expression);
        piece.objects = {{catalogs::attributeDefault, column.defaultOid}};
        piece.needs = {{catalogs::relation, relation.oid}};
        m_pieces.push_back(std::move(piece));
        column.expression.clear();
        column.defaultOid = 0;
    }
}

// Where the parent comes with it, a partition is attached before its parent has an index, and its own indexes are attached one
// by one. A parent that is there already takes those indexes over that it finds, so they come first.
void ScriptReader::addAttach(const RelationRow &relation)
{
    Piece piece;
    piece.schema = relation.schema;
    piece.relation = relation.name;
    piece.part = m_attached.contains(relation.oid) ? Piece::Part::Attach : Piece::Part::LateAttach;
    piece.create = u"ALTER TABLE ONLY %1 ATTACH PARTITION %2 %3;\n"_s.arg(relation.parents.value(0), relation.qualified, relation.bound);
    piece.objects = {{catalogs::attachedPartition, relation.oid}};
    piece.needs = {{catalogs::relation, relation.oid}, {catalogs::relation, relation.parent}};
    m_pieces.push_back(std::move(piece));
}

void ScriptReader::needTree(Piece &piece, pg::Oid relation) const
{
    if (m_attached.contains(relation))
        piece.needs.push_back({catalogs::attachedPartition, relation});
    if (const auto found = m_partitions.find(relation); found != m_partitions.end()) {
        for (const pg::Oid partition : found->second)
            piece.needs.push_back({catalogs::attachedPartition, partition});
    }
}

} // namespace quiver::script
