// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/builtparts.h"

#include "core/logging.h"
#include "pg/connection.h"
#include "sql/inspiteofcancel.h"

namespace quiver::index {

namespace {

// A build writes down itself how many rows it has put in (index_update_stats() in index.c).
constexpr auto partsSql = R"(
    SELECT p.relid::pg_catalog.oid, COALESCE(pg_catalog.pg_stat_get_tuples_inserted(p.relid), 0), i.indexrelid, x.reltuples
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL pg_catalog.pg_partition_tree(c.oid) p
    LEFT JOIN (pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid) ON i.indrelid = p.relid AND i.indisvalid
    WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'p' AND p.isleaf)";

pg::Result readParts(pg::Connection &connection, const QString &schema, const QString &table)
{
    return connection.exec({partsSql, {pg::Param::text(schema), pg::Param::text(table)}});
}

} // namespace

PartsBefore partsBefore(pg::Connection &connection, const QString &schema, const QString &table)
{
    PartsBefore before;
    const pg::Result parts = readParts(connection, schema, table);
    for (qint64 row = 0; row < parts.rowCount(); ++row) {
        before.inserts.emplace(quint32(parts.integer(row, 0)), parts.integer(row, 1));
        if (!parts.isNull(row, 2))
            before.indexes.insert(quint32(parts.integer(row, 2)));
    }
    return before;
}

std::vector<BuiltPart> builtParts(pg::Connection &connection, const core::JobContext &job, const QString &schema, const QString &table, const PartsBefore &before)
{
    std::vector<BuiltPart> built;
    if (before.inserts.empty() || connection.isBroken())
        return built;
    try {
        const sql::InSpiteOfCancel tidy(connection, job);
        const pg::Result parts = readParts(connection, schema, table);
        for (qint64 row = 0; row < parts.rowCount(); ++row) {
            const auto inserts = before.inserts.find(quint32(parts.integer(row, 0)));
            if (!parts.isNull(row, 2) && !before.indexes.contains(quint32(parts.integer(row, 2))) && inserts != before.inserts.end())
                built.push_back({quint32(parts.integer(row, 2)), parts.real(row, 3), inserts->second});
        }
    } catch (const core::Error &e) { // the journal then does not know when the parts were built
        qCDebug(core::lcPg, "parts of a build: %s", e.what());
    }
    return built;
}

} // namespace quiver::index
