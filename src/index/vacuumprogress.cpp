// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/vacuumprogress.h"

#include "pg/connection.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// Columns that only newer servers have are asked for by name.
constexpr auto vacuumsSql = R"(
SELECT p.pid, p.datname, p.relid, n.nspname, t.relname, a.usename, a.application_name, a.backend_type = 'autovacuum worker', p.phase,
    p.heap_blks_total, p.heap_blks_scanned, p.heap_blks_vacuumed, p.index_vacuum_count,
    (pg_catalog.to_jsonb(p) ->> 'indexes_total')::pg_catalog.int8, (pg_catalog.to_jsonb(p) ->> 'indexes_processed')::pg_catalog.int8,
    EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.query_start)
FROM pg_catalog.pg_stat_progress_vacuum p LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
LEFT JOIN pg_catalog.pg_class t ON t.oid = p.relid AND p.datname = pg_catalog.current_database()
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
ORDER BY a.query_start, p.pid)";

} // namespace

double VacuumProgress::fraction() const
{
    const auto part = [](qint64 done, qint64 total) { return total > 0 ? std::clamp(double(done) / double(total), 0.0, 1.0) : -1; };
    if (phase == "scanning heap"_L1)
        return part(blocksScanned, blocksTotal);
    if (phase == "vacuuming heap"_L1)
        return part(blocksVacuumed, blocksTotal);
    if (phase == "vacuuming indexes"_L1 || phase == "cleaning up indexes"_L1)
        return part(indexesDone, indexesTotal);
    return -1;
}

std::vector<VacuumProgress> readVacuums(pg::Connection &connection)
{
    pg::Query query(vacuumsSql);
    query.isPolled = true;
    const pg::Result rows = connection.exec(query);
    std::vector<VacuumProgress> vacuums;
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        VacuumProgress vacuum;
        vacuum.pid = int(rows.integer(row, 0));
        vacuum.database = rows.text(row, 1);
        vacuum.tableOid = quint32(rows.integer(row, 2));
        vacuum.schema = rows.text(row, 3);
        vacuum.table = rows.text(row, 4);
        vacuum.user = rows.text(row, 5);
        vacuum.application = rows.text(row, 6);
        vacuum.isAutomatic = !rows.isNull(row, 7) && rows.boolean(row, 7);
        vacuum.phase = rows.text(row, 8);
        vacuum.blocksTotal = rows.integer(row, 9);
        vacuum.blocksScanned = rows.integer(row, 10);
        vacuum.blocksVacuumed = rows.integer(row, 11);
        vacuum.indexPasses = rows.integer(row, 12);
        vacuum.indexesTotal = rows.integer(row, 13);
        vacuum.indexesDone = rows.integer(row, 14);
        vacuum.runningSeconds = rows.isNull(row, 15) ? 0 : std::max(0.0, rows.real(row, 15));
        vacuums.push_back(std::move(vacuum));
    }
    return vacuums;
}

} // namespace quiver::index
