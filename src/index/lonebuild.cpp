// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/lonebuild.h"

#include "index/workerforecast.h"
#include "pg/connection.h"

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

/// The server plans them by the table's size, or as its own parallel_workers has it.
constexpr auto workersSql =
    "SELECT e.extversion, pg_catalog.current_setting('max_parallel_maintenance_workers')::pg_catalog.int4 > 0 AND EXISTS ("
    "SELECT FROM pg_catalog.pg_class c WHERE (c.oid = $1 OR c.oid IN (SELECT p.relid FROM pg_catalog.pg_partition_tree($1) p)) "
    "AND (pg_catalog.pg_relation_size(c.oid) >= pg_catalog.pg_size_bytes(pg_catalog.current_setting('min_parallel_table_scan_size')) "
    "OR EXISTS (SELECT FROM pg_catalog.pg_options_to_table(c.reloptions) o WHERE o.option_name = 'parallel_workers' AND o.option_value <> '0')) "
    "AND c.relkind IN ('r', 'm')) FROM pg_catalog.pg_extension e WHERE e.extname = 'vector'";

} // namespace

bool wouldGetUnsafeWorkers(pg::Connection &connection, const QString &method, pg::Oid table)
{
    if (method != "hnsw"_L1)
        return false;
    const pg::Result found = connection.exec({QByteArray(workersSql), {pg::Param::text(QString::number(table), pg::oid::Oid_)}});
    return found.rowCount() > 0 && found.boolean(0, 1) && mustBuildAlone(method, found.text(0, 0));
}

} // namespace quiver::index
