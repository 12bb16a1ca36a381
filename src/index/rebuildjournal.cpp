// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/rebuildjournal.h"

#include "index/buildrecord.h"
#include "index/indexddl.h"
#include "index/indextable.h"
#include "pg/connection.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

std::optional<IndexFound> builtOf(pg::Connection &connection, const CarePlan::Rebuild &rebuild)
{
    const auto table = catalog::tableFacts(connection, rebuild.tableSchema, rebuild.table);
    if (!table)
        return std::nullopt;
    const std::vector<IndexFound> all = foundIndexes(connection, IndexSql(connection), *table);
    const auto found = std::ranges::find_if(all, [&](const IndexFound &each) { return each.table == table->oid && each.spec.name == rebuild.name; });
    return found == all.end() || !found->isValid ? std::nullopt : std::optional(*found);
}

/// When \p step ended. Steps follow each other at once, but for what they wait for before their statements.
QDateTime endOf(const sql::ChangeReport &report, std::size_t step)
{
    double after = 0;
    for (std::size_t i = step + 1; i < report.steps.size(); ++i)
        after += report.steps[i].durationMs;
    return report.startedAt.addMSecs(qint64(report.durationMs - after));
}

} // namespace

QList<store::BuildEntry> rebuildEntries(pg::Connection &connection, const std::vector<CarePlan::Rebuild> &rebuilds, const sql::ChangeReport &report,
                                        const sql::ChangePlace &place)
{
    QList<store::BuildEntry> entries;
    for (const CarePlan::Rebuild &rebuild : rebuilds) {
        const auto at = std::ranges::find(report.change.steps, rebuild.sql, &sql::ChangeStep::sql);
        const std::size_t step = std::size_t(at - report.change.steps.begin());
        if (step >= report.steps.size() || report.steps[step].state != sql::StepState::Done)
            continue;
        const auto built = builtOf(connection, rebuild);
        if (!built)
            continue;
        const pg::Result facts = connection.exec({"SELECT reltuples, pg_catalog.pg_relation_size(oid) FROM pg_catalog.pg_class WHERE oid = $1",
                                                  {pg::Param::text(QString::number(built->oid), pg::oid::Oid_)}});
        if (facts.rowCount() == 0)
            continue;
        BuildRecord record;
        record.spec = built->spec;
        record.server.serverVersion = connection.serverVersion();
        record.server.indexOid = built->oid;
        record.server.tableInserts = rebuild.tableInserts;
        store::BuildEntry &entry = record.entry;
        entry.durationMs = qint64(report.steps[step].durationMs);
        entry.startedAt = endOf(report, step).addMSecs(-entry.durationMs);
        entry.profileId = place.profileId;
        entry.server = place.server;
        entry.database = place.database;
        entry.schema = rebuild.schema;
        entry.table = rebuild.table;
        entry.index = rebuild.name;
        entry.method = built->spec.method;
        entry.ddl = rebuild.sql;
        entry.rows = facts.real(0, 0);
        entry.indexBytes = facts.integer(0, 1);
        if (!built->spec.keys.empty())
            entry.dimensions = std::max(0, indexedType(built->spec.keys.front()).dimensions);
        entry.outcome = store::BuildEntry::Outcome::Valid;
        entry.message = u"%1 was built anew."_s.arg(rebuild.name);
        entries << entryOf(record);
    }
    return entries;
}

} // namespace quiver::index
