// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/tablemark.h"

#include "bench/truth.h"
#include "pg/connection.h"

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostRead = qint64(8) * 1024 * 1024 * 1024; // bytes of heap

// With the files, which TRUNCATE and rewrites replace. Of partitions and heirs, too.
QByteArray countersOf(pg::Connection &connection, quint32 table)
{
    const pg::Result found = connection.exec(
        {"WITH RECURSIVE tree AS (SELECT $1::pg_catalog.oid AS relid UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON tree.relid = i.inhparent) "
         "SELECT pg_catalog.current_setting('track_counts')::pg_catalog.bool, pg_catalog.string_agg(pg_catalog.concat_ws(' ', tree.relid, pg_catalog.pg_relation_filenode(tree.relid), "
         "s.n_tup_ins + s.n_tup_upd + s.n_tup_del), ',' ORDER BY tree.relid) FROM tree LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = tree.relid",
         {pg::Param::text(QString::number(table))}});
    return found.boolean(0, 0) ? found.text(0, 1).toUtf8() : QByteArray();
}

} // namespace

TableMark markOf(pg::Connection &connection, const BoundWorkload &workload, bool mayRead)
{
    using Kind = catalog::Relation::Kind;
    const catalog::TableFacts &facts = workload.table.facts;
    if (facts.kind == Kind::View || facts.kind == Kind::ForeignTable)
        return {};
    if (mayRead && facts.heapBytes <= mostRead)
        return {RunResult::Watch::Rows, tableFingerprint(connection, workload)};
    const QByteArray counters = countersOf(connection, facts.oid);
    return counters.isEmpty() ? TableMark() : TableMark{RunResult::Watch::Counters, counters};
}

} // namespace quiver::bench
