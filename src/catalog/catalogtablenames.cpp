// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a whole database, for choosing one.
#include "catalog/catalog.h"
#include "catalog/fragments.h"
#include "pg/connection.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

// $1 is the limit plus one, so that a cut can be told from a full list. No sizes: those would wait for exclusive locks.
constexpr auto tablesSql = R"(
    WITH )" QUIVER_SQL_VECTOR_TYPES R"(, vectors AS MATERIALIZED (
        SELECT a.attrelid, pg_catalog.count(*) AS columns
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        WHERE a.attnum > 0 AND NOT a.attisdropped
            AND (t.oid IN (SELECT v.oid FROM vector_types v) OR t.typbasetype IN (SELECT v.oid FROM vector_types v))
        GROUP BY a.attrelid
    )
    SELECT c.oid, n.nspname, c.relname, c.relkind,
        CASE WHEN c.relkind = 'p' OR c.reltuples < 0 OR (c.relpages = 0
                AND pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 140000)
            THEN -1 ELSE c.reltuples END::pg_catalog.int8,
        COALESCE(v.columns, 0),
        pg_catalog.has_any_column_privilege(c.oid, 'SELECT') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
        pg_catalog.has_any_column_privilege(c.oid, 'INSERT') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN vectors v ON v.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND NOT )" QUIVER_SQL_HIDDEN_SCHEMA("n") " AND NOT " QUIVER_SQL_SYSTEM_SCHEMA("n") R"(
    ORDER BY n.nspname, c.relname
    LIMIT $1)";

Relation::Kind kindOf(const QString &relkind)
{
    using Kind = Relation::Kind;
    switch (relkind.isEmpty() ? 'r' : relkind.front().toLatin1()) {
    case 'p': return Kind::PartitionedTable;
    case 'v': return Kind::View;
    case 'm': return Kind::MaterializedView;
    case 'f': return Kind::ForeignTable;
    default: return Kind::Table;
    }
}

} // namespace

TableNames tableNames(pg::Connection &connection, int limit)
{
    const pg::Result result = connection.exec({tablesSql, {pg::Param::integer(limit + 1)}});
    TableNames names;
    names.isComplete = result.rowCount() <= limit;
    const qint64 rows = std::min<qint64>(result.rowCount(), limit);
    names.tables.reserve(std::size_t(rows));
    for (qint64 row = 0; row < rows; ++row) {
        TableName table;
        table.oid = pg::Oid(result.integer(row, 0));
        table.schema = result.text(row, 1);
        table.name = result.text(row, 2);
        table.kind = kindOf(result.text(row, 3));
        table.estimatedRows = result.integer(row, 4);
        table.vectorColumns = int(result.integer(row, 5));
        table.canSelect = result.boolean(row, 6);
        table.canInsert = result.boolean(row, 7);
        names.tables.push_back(std::move(table));
    }
    return names;
}

} // namespace quiver::catalog
