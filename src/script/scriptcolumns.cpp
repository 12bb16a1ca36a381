// SPDX-License-Identifier: GPL-3.0-or-later
// Columns: as they stand in CREATE TABLE, what only ALTER TABLE can say of them, and one by itself.
#include "script/scriptreader.h"

#include <QRegularExpression>

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

// Of views only what can be set on their columns is used.
QByteArray columnsSql(int version)
{
    const QByteArray compression = version >= 140000 ? "a.attcompression" : "''";
    // A NOT NULL is a constraint with a name from PostgreSQL 18 on.
    const QByteArray notNull = version >= 180000
        ? "quote_ident(k.conname), COALESCE(k.conname <> c.relname || '_' || a.attname || '_not_null', false), k.oid,"
          " COALESCE(k.convalidated, true), NOT COALESCE(k.connoinherit, false), COALESCE(k.conislocal, true)"
        : "NULL, false, NULL, true, true, true";
    const QByteArray notNullJoin =
        version >= 180000 ? "LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum]" : "";
    return R"(
    SELECT a.attrelid, a.attnum, a.attname, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        (SELECT quote_ident(n.nspname) || '.' || quote_ident(l.collname)
         FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
         WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation),
        a.attnotnull, a.attislocal, d.oid, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
        CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, )" + compression + R"(, COALESCE(a.attstattarget, -1),
        array_to_json(a.attoptions), array_to_json(a.attfdwoptions), s.identity, array_to_json(s.owned), array_to_json(s.names),
        )" + notNull + R"(
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    )" + notNullJoin + R"(
    LEFT JOIN LATERAL (
        SELECT max(p.objid) FILTER (WHERE p.deptype = 'i') AS identity,
            array_agg(p.objid::text ORDER BY p.objid) FILTER (WHERE p.deptype = 'a') AS owned,
            array_agg(p.objid::regclass::text ORDER BY p.objid) FILTER (WHERE p.deptype = 'a') AS names
        FROM pg_depend p
        JOIN pg_class q ON q.oid = p.objid AND q.relkind = 'S'
        WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass AND p.refobjid = a.attrelid
            AND p.refobjsubid = a.attnum) s ON true
    WHERE a.attrelid = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum)";
}

QString storageWord(const QString &code)
{
    return code == "p"_L1 ? u"PLAIN"_s : code == "e"_L1 ? u"EXTERNAL"_s : code == "m"_L1 ? u"MAIN"_s : u"EXTENDED"_s;
}

} // namespace

std::vector<ColumnRow> ScriptReader::columnsOf(const Oids &relations)
{
    const pg::Result result = ask(columnsSql(m_version), relations);
    std::vector<ColumnRow> list;
    Oids sequences;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        ColumnRow column;
        column.relation = in.oid();
        column.number = int(in.integer());
        column.plainName = in.text();
        column.name = in.text();
        column.type = in.text();
        column.collation = in.text();
        column.notNull = in.boolean();
        column.isLocal = in.boolean();
        column.defaultOid = in.oid();
        column.expression = in.text();
        column.identity = in.text();
        column.generated = in.text();
        column.storage = in.text();
        column.compression = in.text();
        column.statistics = in.integer();
        // The server's own mark of a column's version (security releases of November 2026); it cannot be set.
        column.options = in.texts().filter(QRegularExpression(u"^(?!pg_attver=)"_s));
        column.foreignOptions = in.texts();
        column.sequence = in.oid();
        for (const QString &oid : in.texts())
            column.owned.push_back(oid.toUInt());
        column.ownedNames = in.texts();
        column.notNullName = in.text();
        column.notNullIsNamed = in.boolean();
        column.notNullOid = in.oid();
        column.notNullValid = in.boolean();
        column.notNullInherits = in.boolean();
        column.notNullIsLocal = in.boolean();
        if (column.sequence)
            sequences.push_back(column.sequence);
        list.push_back(std::move(column));
    }
    loadSequences(sequences);
    return list;
}

QString ScriptReader::identityText(const RelationRow &relation, const ColumnRow &column) const
{
    const Sequence &sequence = m_sequences.at(column.sequence);
    QStringList options;
    const QString usual = relation.name + u'_' + column.plainName + u"_seq"_s;
    if (sequence.schema != relation.schema || sequence.name != usual || usual.toUtf8().size() > 63)
        options << u"SEQUENCE NAME "_s + sequence.qualified;
    if (const QString more = sequenceOptions(sequence); !more.isEmpty())
        options << more;
    return u" GENERATED %1 AS IDENTITY%2"_s.arg(column.identity == "a"_L1 ? u"ALWAYS"_s : u"BY DEFAULT"_s,
                                                options.isEmpty() ? QString() : u" ("_s + options.join(u' ') + u')');
}

// A partition of an identity column has the identity from its parent, without a sequence of its own.
QString ScriptReader::columnText(const RelationRow &relation, const ColumnRow &column) const
{
    QString text = column.name;
    if (relation.ofType.isEmpty())
        text += u' ' + column.type + foreignOptionsText(column.foreignOptions);
    else
        text += u" WITH OPTIONS"_s;
    if (!column.collation.isEmpty() && relation.ofType.isEmpty())
        text += u" COLLATE "_s + column.collation;
    const bool isIdentity = column.sequence != 0;
    if (isIdentity)
        text += identityText(relation, column);
    else if (!column.generated.isEmpty())
        text += u" GENERATED ALWAYS AS (%1)%2"_s.arg(column.expression, column.generated == "v"_L1 ? QString() : u" STORED"_s);
    else if (!column.expression.isEmpty())
        text += u" DEFAULT "_s + column.expression;
    if (column.notNull && column.notNullValid && (!isIdentity || column.notNullIsNamed)) {
        text += column.notNullIsNamed ? u" CONSTRAINT %1 NOT NULL"_s.arg(column.notNullName) : u" NOT NULL"_s;
        if (!column.notNullInherits)
            text += u" NO INHERIT"_s;
    }
    return text;
}

QString ScriptReader::columnSettings(const QString &table, const ColumnRow &column) const
{
    const QString alter = u"ALTER TABLE ONLY %1 ALTER COLUMN %2 "_s.arg(table, column.name);
    QString text;
    if (!column.storage.isEmpty())
        text += alter + u"SET STORAGE %1;\n"_s.arg(storageWord(column.storage));
    if (!column.compression.isEmpty())
        text += alter + u"SET COMPRESSION %1;\n"_s.arg(column.compression == "l"_L1 ? u"lz4"_s : u"pglz"_s);
    if (column.statistics >= 0)
        text += alter + u"SET STATISTICS %1;\n"_s.arg(column.statistics);
    if (!column.options.isEmpty())
        text += alter + u"SET (%1);\n"_s.arg(storageOptions(column.options).join(u", "_s));
    if (column.notNull && !column.notNullValid)
        text += u"ALTER TABLE %1 ADD CONSTRAINT %2 NOT NULL %3 NOT VALID;\n"_s.arg(table, column.notNullName, column.name);
    return text;
}

// What the column adds to a table's piece beside its line in CREATE TABLE.
void ScriptReader::addColumn(Piece &piece, const RelationRow &relation, const ColumnRow &column) const
{
    piece.create += columnSettings(relation.qualified, column);
    piece.comments.push_back({{catalogs::relation, column.relation}, column.number, u"COLUMN %1.%2"_s.arg(relation.qualified, column.name)});
    if (column.notNullOid) {
        piece.comments.push_back({{catalogs::constraint, column.notNullOid}, 0, u"CONSTRAINT %1 ON %2"_s.arg(column.notNullName, relation.qualified)});
        piece.objects.push_back({catalogs::constraint, column.notNullOid});
    }
    if (column.defaultOid)
        piece.objects.push_back({catalogs::attributeDefault, column.defaultOid});
    if (column.sequence) {
        piece.objects.push_back({catalogs::relation, column.sequence});
        const Sequence &sequence = m_sequences.at(column.sequence);
        piece.comments.push_back({{catalogs::relation, column.sequence}, 0, u"SEQUENCE "_s + sequence.qualified});
        piece.possessions.push_back({{catalogs::relation, column.sequence}, {}, u"SEQUENCE "_s + sequence.qualified, u's'});
        if (m_version >= 150000 && sequence.isUnlogged != relation.isUnlogged)
            piece.after += u"ALTER SEQUENCE %1 SET %2;\n"_s.arg(sequence.qualified, sequence.isUnlogged ? u"UNLOGGED"_s : u"LOGGED"_s);
    }
    for (qsizetype i = 0; i < column.ownedNames.size(); ++i) {
        piece.needs.push_back({catalogs::relation, column.owned[std::size_t(i)]});
        piece.after += u"ALTER SEQUENCE %1 OWNED BY %2.%3;\n"_s.arg(column.ownedNames[i], relation.qualified, column.name);
    }
}

void ScriptReader::readColumn(pg::Oid relation, int number)
{
    const auto tables = relationsOf({relation});
    for (const ColumnRow &column : columnsOf({relation})) {
        if (tables.empty() || column.number != number)
            continue;
        const RelationRow &table = tables.front();
        readSequences(column.owned);
        Piece piece;
        piece.schema = table.schema;
        piece.relation = table.name;
        piece.objects = {{catalogs::relation, relation}};
        piece.create = u"ALTER TABLE %1 ADD COLUMN %2%3;\n"_s.arg(table.qualified, ifNotExists(), columnText(table, column));
        piece.drop = u"ALTER TABLE %1 DROP COLUMN IF EXISTS %2;\n"_s.arg(table.qualified, column.name);
        addColumn(piece, table, column);
        m_pieces.push_back(std::move(piece));
    }
}

} // namespace quiver::script
