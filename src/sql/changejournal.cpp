// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/changejournal.h"

#include "pg/statementlog.h"
#include "sql/changejson.h"

#include <QJsonDocument>

namespace quiver::sql {

store::ChangeEntry journalEntry(const ChangeReport &report, const ChangePlace &place)
{
    using Outcome = store::ChangeEntry::Outcome;
    ChangeReport told = report;
    for (ChangeStep &step : told.change.steps) {
        step.sql = pg::StatementLog::redacted(step.sql);
        step.undo = pg::StatementLog::redacted(step.undo);
    }
    for (StepReport &step : told.steps)
        step.message = pg::StatementLog::redacted(step.message);
    if (told.error)
        told.error = pg::Error::client(pg::StatementLog::redacted(told.error->message()));
    store::ChangeEntry entry;
    entry.startedAt = report.startedAt;
    entry.profileId = place.profileId;
    entry.server = place.server;
    entry.database = place.database;
    entry.title = report.change.title;
    entry.object = report.change.object;
    entry.script = changeScript(told.change);
    if (const Change undo = told.undo(); !undo.isEmpty())
        entry.undoScript = changeScript(undo);
    entry.outcome = report.cancelled ? Outcome::Cancelled : report.error ? Outcome::Failed : Outcome::Done;
    entry.message = told.summary();
    entry.durationMs = qRound64(report.durationMs);
    entry.report = QJsonDocument(toJson(told)).toJson(QJsonDocument::Compact);
    return entry;
}

std::optional<ChangeReport> reportOf(const store::ChangeEntry &entry)
{
    return reportFromJson(QJsonDocument::fromJson(entry.report).object());
}

} // namespace quiver::sql
