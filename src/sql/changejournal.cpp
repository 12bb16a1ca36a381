// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/changejournal.h"

#include "pg/statementlog.h"
#include "sql/changejson.h"

#include <QJsonDocument>

#include <algorithm>
#include <tuple>

namespace quiver::sql {

using namespace Qt::StringLiterals;
using store::ChangeEntry;

namespace {

const QString restMark = u"The rest of: "_s;

bool isSameChange(const Change &a, const Change &b)
{
    // Not by their SQL: planned anew, a step knows more of the table.
    return a.title == b.title && a.object == b.object
           && std::ranges::equal(a.steps, b.steps, {}, &ChangeStep::title, &ChangeStep::title);
}

/// Whether the run did the step, or may have: it was not done before, and is now.
bool hasDone(const ChangeReport &report, std::size_t index)
{
    const StepReport &step = report.steps[index];
    return step.state == StepState::Done || step.state == StepState::Unknown || step.byEarlierRun
           || (step.rows > 0 && report.change.steps[index].repeat == ChangeStep::Repeat::UntilNoRows);
}

} // namespace

store::ChangeEntry journalEntry(const ChangeReport &report, const ChangePlace &place)
{
    using Outcome = ChangeEntry::Outcome;
    ChangeReport told = report;
    for (ChangeStep &step : told.change.steps) {
        step.sql = pg::StatementLog::redacted(step.sql);
        step.undo = pg::StatementLog::redacted(step.undo);
        step.undoByReturned = pg::StatementLog::redacted(step.undoByReturned);
    }
    for (StepReport &step : told.steps) {
        step.message = pg::StatementLog::redacted(step.message);
        step.undo = pg::StatementLog::redacted(step.undo);
    }
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

std::optional<ChangeReport> reportOf(const ChangeEntry &entry)
{
    return reportFromJson(QJsonDocument::fromJson(entry.report).object());
}

ChangeReport brokenOff(ChangeReport report)
{
    report.error = pg::Error::client(u"the program that ran it ended before it did"_s);
    const QString why = u"the program ended before the server's answer came"_s;
    bool wentOn = false; // a step after the group was begun
    const std::vector<StepGroup> groups = stepGroups(report.change);
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        const auto first = report.steps.begin() + std::ptrdiff_t(group->begin), last = report.steps.begin() + std::ptrdiff_t(group->end);
        const bool isOver = std::all_of(first, last, [](const StepReport &step) { return step.state == StepState::Done || step.state == StepState::AlreadyDone; });
        for (auto step = first; step != last && !wentOn; ++step) {
            const bool isAffected = step->state == StepState::Running || (group->inTransaction && step->state == StepState::Done);
            if (!isAffected)
                continue;
            step->state = group->inTransaction && !isOver ? StepState::RolledBack : StepState::Unknown;
            if (step->state == StepState::Unknown)
                step->message = why;
        }
        wentOn = wentOn || std::any_of(first, last, [](const StepReport &step) { return step.state != StepState::Waiting; });
    }
    return report;
}

qint64 joinEarlierRuns(ChangeReport &report, const QList<ChangeEntry> &earlier)
{
    std::vector<std::size_t> open; // steps whose origin is not known yet
    for (std::size_t i = 0; i < report.steps.size(); ++i) {
        if (report.steps[i].state == StepState::AlreadyDone)
            open.push_back(i);
    }
    qint64 newest = 0;
    for (const ChangeEntry &entry : earlier) {
        const bool isAnother = entry.title != report.change.title || entry.undoneAt.isValid() || entry.undoes > 0;
        const auto run = open.empty() || isAnother ? std::nullopt : reportOf(entry);
        if (!run || !isSameChange(run->change, report.change))
            continue;
        std::erase_if(open, [&](std::size_t i) {
            const bool isOurs = hasDone(*run, i);
            if (isOurs) {
                report.steps[i].byEarlierRun = true;
                ChangeStep &step = report.change.steps[i];
                const ChangeStep &then = run->change.steps[i];
                std::tie(step.undo, step.undoSet, step.undoReset) = std::tie(then.undo, then.undoSet, then.undoReset); // planned anew, it would lead back to what that run left
                newest = newest > 0 ? newest : entry.id;
            }
            return isOurs || run->steps[i].state == StepState::AlreadyDone; // or it was there before that run
        });
    }
    return newest;
}

QString restTitle(const QString &title)
{
    return restMark + title;
}

std::optional<Change> wholeChange(const ChangeEntry &entry, const QList<ChangeEntry> &earlier)
{
    ChangeEntry begun = entry;
    bool isWhole = !entry.title.startsWith(restMark);
    for (const ChangeEntry &each : earlier) {
        const bool wentOn = isWhole ? each.id == begun.continues : each.undoes == 0 && entry.title == restTitle(each.title);
        if (!wentOn)
            continue;
        begun = each;
        isWhole = true;
    }
    const auto report = isWhole ? reportOf(begun) : std::nullopt;
    return report ? std::optional(report->change) : std::nullopt;
}

UndoFacts undoFacts(const ChangeEntry &entry, const QList<ChangeEntry> &newer)
{
    UndoFacts facts{.undoneAt = entry.undoneAt};
    for (const ChangeEntry &each : newer) {
        if (each.undoes == entry.id && each.outcome == ChangeEntry::Outcome::Running)
            facts.underWay = each.id;
        if (each.continues == entry.id && !each.undoneAt.isValid())
            facts.continuedBy = each.id;
    }
    const auto report = reportOf(entry);
    const Change undo = report ? report->undo() : Change();
    if (entry.object.isEmpty() || std::ranges::all_of(undo.steps, [](const ChangeStep &step) { return step.mustAffect >= 0; }))
        return facts;
    std::ranges::copy_if(newer, std::back_inserter(facts.standing), [&](const ChangeEntry &each) {
        return each.id > entry.id && each.undoes == 0 && each.object == entry.object && !each.undoneAt.isValid() && !each.undoScript.isEmpty();
    });
    return facts;
}

} // namespace quiver::sql
