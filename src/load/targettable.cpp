// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/targettable.h"

#include "catalog/indexdefinition.h"
#include "pg/connection.h"
#include "sql/quoter.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::Param;
using pg::TypeKind;

namespace {

// A name alone is looked up as the server would; where it is not found, a table would be made in the first schema of the path.
constexpr char tableFacts[] = R"(
SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence,
       pg_catalog.has_any_column_privilege(c.oid, 'INSERT'), pg_catalog.has_any_column_privilege(c.oid, 'UPDATE'),
       pg_catalog.has_table_privilege(c.oid, 'SELECT'), pg_catalog.pg_has_role(c.relowner, 'USAGE'),
       pg_catalog.row_security_active(c.oid),
       EXISTS (SELECT FROM pg_catalog.pg_constraint f WHERE f.contype = 'f' AND (f.conrelid = c.oid OR f.confrelid = c.oid))
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = pg_catalog.to_regclass($1)
)";

constexpr char columnFacts[] = R"(
WITH RECURSIVE base AS (
    SELECT a.attnum, a.atttypid AS type, a.atttypmod AS modifier, false AS not_null
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT b.attnum, t.typbasetype, CASE WHEN b.modifier <> -1 THEN b.modifier ELSE t.typtypmod END, b.not_null OR t.typnotnull
    FROM base b
    JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype = 'd'
)
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), pg_catalog.format_type(a.atttypid, -1), a.atttypid,
       b.type, b.modifier, a.attnotnull OR b.not_null, a.atthasdef OR a.attidentity <> '', a.attgenerated <> '',
       a.attidentity = 'a',
       (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(s.relname)
        FROM pg_catalog.pg_class s
        JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
        JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid AND q.seqincrement > 0
        WHERE s.oid IN (
            SELECT d.objid FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
            UNION ALL
            SELECT d.refobjid FROM pg_catalog.pg_attrdef f
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.objid = f.oid
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
            WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum)
        ORDER BY s.oid LIMIT 1)
FROM base b
JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype <> 'd'
JOIN pg_catalog.pg_attribute a ON a.attrelid = $1 AND a.attnum = b.attnum
ORDER BY a.attnum
)";

constexpr char keyFacts[] = R"(
SELECT i.indexrelid, c.relname, i.indisprimary, a.attname,
       COALESCE((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) -- from PostgreSQL 15 on
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k(place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]
WHERE i.indrelid = $1 AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
ORDER BY i.indisprimary DESC, c.relname, k.place
)";

constexpr char indexFacts[] = R"(
SELECT n.nspname, c.relname, pg_catalog.pg_get_indexdef(i.indexrelid), pg_catalog.obj_description(i.indexrelid, 'pg_class'),
       m.amname, pg_catalog.pg_relation_size(i.indexrelid), i.indisunique, i.indisclustered, i.indisreplident, i.indisvalid,
       c.relispartition OR c.relkind = 'I', pg_catalog.pg_get_expr(i.indpred, i.indrelid), pg_catalog.quote_ident(s.spcname),
       (SELECT pg_catalog.string_agg(a.attnum || ' SET STATISTICS ' || a.attstattarget, ',' ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0)
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_am m ON m.oid = c.relam
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = CASE
    WHEN c.reltablespace <> 0 THEN c.reltablespace
    WHEN pg_catalog.current_setting('default_tablespace') <> '' -- which a new index would go to
        THEN (SELECT b.dattablespace FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database())
    END
WHERE i.indrelid = $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY c.relname
)";

// Privileges are asked for in an order that never asks about what does not exist.
constexpr char surroundings[] = R"(
SELECT CASE
           WHEN pg_catalog.to_regnamespace('quiver') IS NULL
               THEN pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
           WHEN NOT pg_catalog.has_schema_privilege('quiver', 'USAGE') THEN false
           WHEN pg_catalog.to_regclass('quiver.load_progress') IS NULL
               THEN pg_catalog.has_schema_privilege('quiver', 'CREATE')
           ELSE pg_catalog.has_table_privilege('quiver.load_progress', 'SELECT')
                AND pg_catalog.has_table_privilege('quiver.load_progress', 'INSERT')
                AND pg_catalog.has_table_privilege('quiver.load_progress', 'UPDATE')
                AND pg_catalog.has_table_privilege('quiver.load_progress', 'DELETE')
       END,
       pg_catalog.current_schema(),
       (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = 'vector'),
       (SELECT pg_catalog.bool_and(pg_catalog.pg_type_is_visible(t.oid)) FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_type t ON t.typnamespace = e.extnamespace AND t.typname = 'vector' WHERE e.extname = 'vector'),
       (SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = 'vector')
)";

/// Leaves the search_path of the session as it is: definitions then name every schema.
class QualifiedNames
{
public:
    explicit QualifiedNames(pg::Connection &connection)
    {
        if (connection.transactionStatus() != pg::TransactionStatus::Idle)
            return;
        m_transaction.emplace(connection);
        connection.exec("SET LOCAL search_path = pg_catalog");
    }

private:
    std::optional<pg::Transaction> m_transaction; // rolls back
};

TargetTable::Kind kindOf(const QString &relkind)
{
    if (relkind == "r"_L1)
        return TargetTable::Kind::Table;
    if (relkind == "p"_L1)
        return TargetTable::Kind::Partitioned;
    if (relkind == "v"_L1)
        return TargetTable::Kind::View;
    return relkind == "f"_L1 ? TargetTable::Kind::Foreign : TargetTable::Kind::Other;
}

void readColumns(pg::Connection &connection, TargetTable &table)
{
    const pg::Result rows = connection.exec({columnFacts, {Param::integer(table.oid)}});
    std::vector<pg::Oid> types;
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        types.push_back(pg::Oid(rows.integer(row, 3)));
        types.push_back(pg::Oid(rows.integer(row, 4)));
    }
    connection.types()->resolve(connection, types);
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        TargetColumn column;
        column.name = rows.text(row, 0);
        column.type = rows.text(row, 1);
        column.bareType = rows.text(row, 2);
        column.typeOid = pg::Oid(rows.integer(row, 3));
        column.baseOid = pg::Oid(rows.integer(row, 4));
        column.modifier = int(rows.integer(row, 5));
        column.notNull = rows.boolean(row, 6);
        column.hasDefault = rows.boolean(row, 7);
        column.isGenerated = rows.boolean(row, 8);
        column.isIdentityAlways = rows.boolean(row, 9);
        column.sequence = rows.text(row, 10);
        const pg::TypeShape shape = connection.types()->shape(column.baseOid);
        column.kind = shape.kind;
        column.element = shape.element;
        column.elementKind = shape.element ? connection.types()->shape(shape.element).kind : TypeKind::Unknown;
        table.columns.push_back(std::move(column));
    }
}

void readKeys(pg::Connection &connection, TargetTable &table)
{
    const pg::Result rows = connection.exec({keyFacts, {Param::integer(table.oid)}});
    QString last;
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        if (rows.text(row, 0) != last)
            table.keys.push_back({rows.text(row, 1), {}, rows.boolean(row, 2), rows.boolean(row, 4)});
        last = rows.text(row, 0);
        table.keys.back().columns += rows.text(row, 3);
    }
}

void readIndexes(pg::Connection &connection, TargetTable &table)
{
    const sql::Quoter quoter(connection);
    const pg::Result rows = connection.exec({indexFacts, {Param::integer(table.oid)}});
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        TargetIndex index;
        index.name = quoter.qualified(rows.text(row, 0), rows.text(row, 1));
        index.definition = catalog::withTablespace(rows.text(row, 2), rows.text(row, 11), rows.text(row, 12));
        if (!rows.isNull(row, 3))
            index.settings += u"COMMENT ON INDEX %1 IS %2"_s.arg(index.name, quoter.literal(rows.text(row, 3)));
        for (const QString &statistics : rows.text(row, 13).split(u',', Qt::SkipEmptyParts))
            index.settings += u"ALTER INDEX %1 ALTER COLUMN %2"_s.arg(index.name, statistics);
        index.method = rows.text(row, 4);
        index.bytes = rows.integer(row, 5);
        if (rows.boolean(row, 6))
            index.stays = u"it keeps values unique"_s;
        else if (rows.boolean(row, 7))
            index.stays = u"the table is clustered on it"_s;
        else if (rows.boolean(row, 8))
            index.stays = u"it is the table's replica identity"_s;
        else if (!rows.boolean(row, 9))
            index.stays = u"it is not valid"_s;
        else if (rows.boolean(row, 10))
            index.stays = u"it belongs to a partitioned index"_s;
        table.indexes.push_back(std::move(index));
    }
}

} // namespace

int TargetColumn::dimensions() const
{
    switch (kind) {
    case TypeKind::Vector:
    case TypeKind::Halfvec:
    case TypeKind::Sparsevec:
    case TypeKind::Bit: return modifier;
    default: return -1;
    }
}

const TargetColumn *TargetTable::column(const QString &columnName) const
{
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const TargetColumn &c) { return c.name == columnName; });
    return found == columns.end() ? nullptr : &*found;
}

TableName resolveTable(pg::Connection &connection, const QString &schema, const QString &name)
{
    const pg::Result rows = connection.exec(
        {"SELECT n.nspname, c.relname, pg_catalog.current_schema() FROM (VALUES (pg_catalog.to_regclass($1))) AS t(oid)"
         " LEFT JOIN pg_catalog.pg_class c ON c.oid = t.oid LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace",
         {Param::text(sql::Quoter(connection).qualified(schema, name))}});
    if (rows.isNull(0, 0))
        return {schema.isEmpty() ? rows.text(0, 2) : schema, name};
    return {rows.text(0, 0), rows.text(0, 1)};
}

TargetTable readTarget(pg::Connection &connection, const QString &schema, const QString &name)
{
    const sql::Quoter quoter(connection);
    TargetTable table;
    table.serverVersion = connection.serverVersion();
    table.timeZone = connection.parameterStatus("TimeZone");
    table.databaseEncoding = QString::fromLatin1(connection.parameterStatus("server_encoding"));

    const pg::Result around = connection.exec(surroundings);
    if (!around.boolean(0, 0))
        table.noProgress = u"this user may not keep a note of it in the schema quiver"_s;
    table.pgvectorSchema = around.text(0, 2);
    table.pgvector = around.text(0, 4);
    table.pgvectorVisible = !around.isNull(0, 3) && around.boolean(0, 3);

    const pg::Result found = connection.exec({tableFacts, {Param::text(quoter.qualified(schema, name))}});
    if (found.rowCount() == 0) {
        table.schema = schema.isEmpty() ? around.text(0, 1) : schema;
        table.name = name;
        table.sqlName = quoter.qualified(table.schema, name);
        return table;
    }
    table.oid = pg::Oid(found.integer(0, 0));
    table.schema = found.text(0, 1);
    table.name = found.text(0, 2);
    table.sqlName = quoter.qualified(table.schema, table.name);
    table.kind = kindOf(found.text(0, 3));
    table.isUnlogged = found.text(0, 4) == "u"_L1;
    table.isTemporary = found.text(0, 4) == "t"_L1;
    table.mayInsert = found.boolean(0, 5);
    table.mayUpdate = found.boolean(0, 6);
    const bool mayRead = found.boolean(0, 7);
    table.isOwner = found.boolean(0, 8);
    table.rowSecurity = found.boolean(0, 9);
    table.isReferenced = found.boolean(0, 10);
    if (table.isTemporary)
        table.noProgress = u"a temporary table ends with its session"_s;
    // Policies may hide rows that are there.
    table.isEmpty = mayRead && !table.rowSecurity && table.kind != TargetTable::Kind::Foreign
                    && connection.exec(u"SELECT NOT EXISTS (SELECT FROM "_s + table.sqlName + u')').boolean(0, 0);
    readColumns(connection, table);
    readKeys(connection, table);
    const QualifiedNames qualified(connection);
    readIndexes(connection, table);
    return table;
}

namespace {

struct TypeName {
    QString base;           ///< without schema, modifier and brackets
    std::vector<int> modifiers;
    bool isArray = false;
};

TypeName parseTypeName(const QString &type)
{
    TypeName result;
    QString text = type.simplified().toLower();
    if (text.endsWith("[]"_L1)) {
        result.isArray = true;
        text = text.chopped(2).trimmed();
    }
    if (const qsizetype open = text.indexOf(u'('); open >= 0) {
        const qsizetype close = text.indexOf(u')', open);
        for (const QString &number : text.mid(open + 1, close - open - 1).split(u','))
            result.modifiers.push_back(number.trimmed().toInt());
        text = (text.left(open) + text.mid(close + 1)).simplified();
    }
    result.base = text.mid(text.lastIndexOf(u'.') + 1).remove(u'"');
    return result;
}

struct KnownType {
    TypeKind kind;
    pg::Oid oid;
};

// Types of extensions have no OID before one asks the server: these stand in for them.
constexpr pg::Oid madeUp = 0xFFFFFF00;

KnownType knownType(const QString &name)
{
    static const std::unordered_map<QString, KnownType> types{
        {u"boolean"_s, {TypeKind::Bool, pg::oid::Bool}}, {u"bool"_s, {TypeKind::Bool, pg::oid::Bool}},
        {u"smallint"_s, {TypeKind::Int2, pg::oid::Int2}}, {u"int2"_s, {TypeKind::Int2, pg::oid::Int2}},
        {u"integer"_s, {TypeKind::Int4, pg::oid::Int4}}, {u"int"_s, {TypeKind::Int4, pg::oid::Int4}},
        {u"int4"_s, {TypeKind::Int4, pg::oid::Int4}}, {u"bigint"_s, {TypeKind::Int8, pg::oid::Int8}},
        {u"int8"_s, {TypeKind::Int8, pg::oid::Int8}}, {u"real"_s, {TypeKind::Float4, pg::oid::Float4}},
        {u"float4"_s, {TypeKind::Float4, pg::oid::Float4}}, {u"double precision"_s, {TypeKind::Float8, pg::oid::Float8}},
        {u"float8"_s, {TypeKind::Float8, pg::oid::Float8}}, {u"numeric"_s, {TypeKind::Numeric, pg::oid::Numeric}},
        {u"decimal"_s, {TypeKind::Numeric, pg::oid::Numeric}}, {u"text"_s, {TypeKind::Text, pg::oid::Text}},
        {u"varchar"_s, {TypeKind::Text, pg::oid::Varchar}}, {u"character varying"_s, {TypeKind::Text, pg::oid::Varchar}},
        {u"character"_s, {TypeKind::Text, pg::oid::Bpchar}}, {u"char"_s, {TypeKind::Text, pg::oid::Bpchar}},
        {u"bytea"_s, {TypeKind::Bytea, pg::oid::Bytea}}, {u"uuid"_s, {TypeKind::Uuid, pg::oid::Uuid}},
        {u"date"_s, {TypeKind::Date, pg::oid::Date}}, {u"time"_s, {TypeKind::Time, pg::oid::Time}},
        {u"timestamp"_s, {TypeKind::Timestamp, pg::oid::Timestamp}},
        {u"timestamp without time zone"_s, {TypeKind::Timestamp, pg::oid::Timestamp}},
        {u"timestamptz"_s, {TypeKind::Timestamptz, pg::oid::Timestamptz}},
        {u"timestamp with time zone"_s, {TypeKind::Timestamptz, pg::oid::Timestamptz}},
        {u"json"_s, {TypeKind::Json, pg::oid::Json}}, {u"jsonb"_s, {TypeKind::Jsonb, pg::oid::Jsonb}},
        {u"bit"_s, {TypeKind::Bit, pg::oid::Bit}}, {u"bit varying"_s, {TypeKind::Bit, pg::oid::Varbit}},
        {u"varbit"_s, {TypeKind::Bit, pg::oid::Varbit}}, {u"vector"_s, {TypeKind::Vector, madeUp + 1}},
        {u"halfvec"_s, {TypeKind::Halfvec, madeUp + 2}}, {u"sparsevec"_s, {TypeKind::Sparsevec, madeUp + 3}},
    };
    const auto found = types.find(name);
    return found == types.end() ? KnownType{TypeKind::Unknown, madeUp} : found->second;
}

/// As the server packs it into atttypmod.
int packedModifier(const KnownType &type, const std::vector<int> &modifiers)
{
    constexpr int head = 4;
    if (modifiers.empty())
        return type.oid == pg::oid::Bit ? 1 : type.oid == pg::oid::Bpchar ? head + 1 : -1;
    if (type.kind == TypeKind::Numeric)
        return ((modifiers[0] << 16) | (modifiers.size() > 1 ? modifiers[1] & 0x7FF : 0)) + head;
    return type.kind == TypeKind::Text ? modifiers[0] + head : modifiers[0];
}

} // namespace

TargetColumn columnOfType(const QString &name, const QString &type)
{
    const TypeName parsed = parseTypeName(type);
    const KnownType known = knownType(parsed.base);
    TargetColumn column;
    column.name = name;
    column.type = type;
    column.bareType = parsed.base;
    column.typeOid = column.baseOid = known.oid;
    column.kind = known.kind;
    column.modifier = packedModifier(known, parsed.modifiers);
    if (parsed.isArray && known.kind != TypeKind::Unknown) {
        column.elementKind = known.kind;
        column.element = known.oid;
        column.kind = TypeKind::Array;
        column.typeOid = column.baseOid = madeUp + 0x10 + known.oid % 0x80;
        column.modifier = -1;
    }
    return column;
}

} // namespace quiver::load
