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

using Outcome = store::BuildEntry::Outcome;
using State = sql::StepState;

/// The index as it is now, valid or not.
std::optional<IndexFound> indexOf(pg::Connection &connection, const CarePlan::Rebuild &rebuild)
{
    const auto table = catalog::tableFacts(connection, rebuild.tableSchema, rebuild.table);
    if (!table)
        return std::nullopt;
    const std::vector<IndexFound> all = foundIndexes(connection, IndexSql(connection), *table);
    const auto found = std::ranges::find_if(all, [&](const IndexFound &each) { return each.table == table->oid && each.spec.name == rebuild.name; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

/// When \p step ended. Steps follow each other at once, but for what they wait for before their statements.
QDateTime endOf(const sql::ChangeReport &report, std::size_t step)
{
    double after = 0;
    for (std::size_t i = step + 1; i < report.steps.size(); ++i)
        after += report.steps[i].durationMs;
    return report.startedAt.addMSecs(qint64(report.durationMs - after));
}

/// How the rebuild by \p step ended; nothing: it was not run.
std::optional<Outcome> outcomeOf(const sql::ChangeReport &report, std::size_t step)
{
    switch (report.steps[step].state) {
    case State::Done: return Outcome::Valid;
    case State::Waiting:
    case State::Running:
    case State::AlreadyDone:
    case State::RolledBack: return std::nullopt;
    case State::Unknown: return Outcome::Lost;
    case State::Cancelled: return Outcome::Cancelled;
    case State::Failed:
    case State::CleanedUp:
    case State::LeftBehind: break;
    }
    // With a cancel the run ends, with a failure perhaps not.
    const bool isLast = std::ranges::all_of(report.steps.begin() + qsizetype(step) + 1, report.steps.end(), [](const sql::StepReport &later) { return later.state == State::Waiting; });
    if (isLast && report.error && !report.error->connectionUsable())
        return Outcome::Lost;
    return isLast && report.cancelled ? Outcome::Cancelled : Outcome::Failed;
}

QString wordsFor(Outcome outcome, const QString &index, const QString &message)
{
    const QString why = message.isEmpty() ? u"."_s : u": "_s + message + u'.';
    switch (outcome) {
    case Outcome::Valid: return u"%1 was built anew."_s.arg(index);
    case Outcome::Cancelled: return u"Building %1 anew was cancelled"_s.arg(index) + why;
    case Outcome::Lost: return u"Whether %1 was built anew is not known"_s.arg(index) + why;
    default: return u"%1 was not built anew"_s.arg(index) + why;
    }
}

/// What only one that is whole tells.
void addResult(pg::Connection &connection, const IndexFound &built, BuildRecord &record)
{
    const pg::Result facts = connection.exec({"SELECT reltuples, pg_catalog.pg_relation_size(oid) FROM pg_catalog.pg_class WHERE oid = $1",
                                              {pg::Param::text(QString::number(built.oid), pg::oid::Oid_)}});
    if (facts.rowCount() == 0)
        return;
    record.server.indexOid = built.oid;
    record.entry.rows = facts.real(0, 0);
    record.entry.indexBytes = facts.integer(0, 1);
}

} // namespace

QList<store::BuildEntry> rebuildEntries(pg::Connection &connection, const std::vector<CarePlan::Rebuild> &rebuilds, const sql::ChangeReport &report,
                                        const sql::ChangePlace &place)
{
    QList<store::BuildEntry> entries;
    for (const CarePlan::Rebuild &rebuild : rebuilds) {
        const auto at = std::ranges::find(report.change.steps, rebuild.sql, &sql::ChangeStep::sql);
        const std::size_t step = std::size_t(at - report.change.steps.begin());
        const auto outcome = step < report.steps.size() ? outcomeOf(report, step) : std::nullopt;
        const auto found = outcome ? indexOf(connection, rebuild) : std::nullopt;
        if (!found || (outcome == Outcome::Valid && !found->isValid)) // somebody else has been at it since
            continue;
        BuildRecord record;
        record.spec = found->spec;
        record.server.serverVersion = connection.serverVersion();
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
        entry.method = found->spec.method;
        entry.ddl = rebuild.sql;
        if (!found->spec.keys.empty())
            entry.dimensions = std::max(0, indexedType(found->spec.keys.front()).dimensions);
        if (outcome == Outcome::Valid)
            addResult(connection, *found, record);
        entry.outcome = *outcome;
        entry.message = wordsFor(*outcome, rebuild.name, report.steps[step].message);
        entries << entryOf(record);
    }
    return entries;
}

} // namespace quiver::index
