// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/runfacts.h"

#include "pg/connection.h"

#include <algorithm>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

const QStringList keptSettings{u"hnsw.ef_search"_s, u"hnsw.iterative_scan"_s, u"hnsw.max_scan_tuples"_s, u"hnsw.scan_mem_multiplier"_s, u"ivfflat.probes"_s,
                               u"ivfflat.iterative_scan"_s, u"ivfflat.max_probes"_s, u"shared_buffers"_s, u"effective_cache_size"_s, u"work_mem"_s,
                               u"max_parallel_workers_per_gather"_s, u"random_page_cost"_s, u"enable_indexscan"_s, u"enable_seqscan"_s, u"jit"_s, u"plan_cache_mode"_s};

void readSettings(pg::Connection &connection, RunFacts &facts, const RunSpec &spec)
{
    QStringList wanted = keptSettings;
    for (const auto &[name, value] : spec.settings)
        wanted << name;
    wanted.removeDuplicates();
    for (const QString &name : std::as_const(wanted)) {
        const pg::Result value = connection.exec({"SELECT pg_catalog.current_setting($1, true)", {pg::Param::text(name)}});
        if (!value.isNull(0, 0))
            facts.settings.insert(name, value.text(0, 0));
    }
}

// Of a partitioned table each partition has an index of its own, also one of a partition's partitions.
void readIndexes(pg::Connection &connection, const BoundWorkload &workload, RunFacts &facts)
{
    for (const QString &name : std::as_const(facts.indexesUsed)) {
        const pg::Result found = connection.exec({"WITH RECURSIVE tree (oid) AS (SELECT $2::pg_catalog.oid UNION SELECT h.inhrelid FROM tree JOIN pg_catalog.pg_inherits h ON h.inhparent = tree.oid) "
                                                  "SELECT a.amname, pg_catalog.pg_get_indexdef(i.indexrelid), pg_catalog.pg_relation_size(i.indexrelid) "
                                                  "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am a ON a.oid = c.relam "
                                                  "WHERE c.relname = $1 AND i.indrelid IN (SELECT oid FROM tree)",
                                                  {pg::Param::text(name), pg::Param::text(QString::number(workload.table.facts.oid))}});
        for (qint64 row = 0; row < found.rowCount(); ++row) {
            if (!catalog::isAnnMethod(found.text(row, 0)))
                continue;
            facts.indexMethod = found.text(row, 0);
            facts.indexDefinition = found.text(row, 1);
            facts.indexBytes = std::max<qint64>(facts.indexBytes, 0) + found.integer(row, 2);
        }
    }
}

} // namespace

RunFacts readFacts(pg::Connection &connection, const BoundWorkload &workload, const RunSpec &spec, const QStringList &indexesUsed)
{
    RunFacts facts;
    facts.database = connection.exec("SELECT pg_catalog.current_database()").text(0, 0);
    facts.serverVersion = QString::fromUtf8(connection.parameterStatus("server_version"));
    facts.pgvectorVersion = workload.table.pgvector;
    facts.rows = workload.table.facts.rows();
    facts.dimensions = int(search::dimensionsOf(workload.queries.vectors.front()));
    facts.tableBytes = workload.table.facts.heapBytes + workload.table.facts.toastBytes;
    facts.indexesUsed = indexesUsed;
    readSettings(connection, facts, spec);
    readIndexes(connection, workload, facts);
    return facts;
}

} // namespace quiver::bench
