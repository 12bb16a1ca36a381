// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/keptrun.h"

#include "sql/stepparameters.h"
#include "store/workspace.h"

#include <limits>

namespace quiver::sql {

using namespace Qt::StringLiterals;
using Outcome = store::ChangeEntry::Outcome;

namespace {

constexpr qint64 rowsEveryMs = 1000; // how often the rows of a repeated step are written down
constexpr int mostEarlier = 50;      // runs that are looked through

} // namespace

KeptRun::KeptRun(store::Workspace *workspace, ChangePlace place, ChangeListener *listener, qint64 undoes)
    : m_workspace(workspace), m_place(std::move(place)), m_listener(listener)
{
    m_entry.undoes = undoes;
}

ChangeReport KeptRun::run(const Change &change, pg::Connection &connection, core::JobContext &job, StepParameters *parameters)
{
    m_report.change = change;
    m_report.startedAt = QDateTime::currentDateTimeUtc();
    m_report.steps.resize(change.steps.size());
    begin();
    try {
        refuseSecondUndo();
        m_report = runChange(Change(m_report.change), this, parameters, connection, job);
    } catch (...) {
        m_report.error = pg::Error::client(core::describe(std::current_exception()));
        write(true);
        throw;
    }
    joinEarlierRuns(m_report, m_earlier);
    write(true);
    return m_report;
}

void KeptRun::begin()
{
    if (!m_workspace)
        return;
    try {
        if (!m_report.change.object.isEmpty() && m_entry.undoes == 0) {
            store::ChangeFilter same;
            same.server = m_place.server;
            same.object = m_report.change.object;
            m_earlier = m_workspace->changes(same, mostEarlier).result();
        }
        store::ChangeEntry entry = journalEntry(brokenOff(m_report), m_place);
        entry.outcome = Outcome::Running;
        entry.undoes = m_entry.undoes;
        m_entry.id = m_workspace->addChange(entry).result();
        m_sinceWritten.start();
    } catch (const core::Error &error) {
        m_trouble = error.message();
    }
}

/// Whoever asked for it looked into the journal at some time before. Of two at the same time the one that was written down first
/// goes on.
void KeptRun::refuseSecondUndo()
{
    if (m_entry.undoes == 0 || m_entry.id == 0)
        return;
    const QList<store::ChangeEntry> undone = m_workspace->changes({}, 1, m_entry.undoes + 1).result();
    if (undone.isEmpty() || undone.first().id != m_entry.undoes)
        return;
    store::ChangeFilter newer;
    newer.afterId = m_entry.undoes;
    newer.object = undone.first().object;
    const QList<store::ChangeEntry> since = m_workspace->changes(newer, std::numeric_limits<int>::max(), m_entry.id).result();
    const UndoFacts facts = undoFacts(undone.first(), since);
    if (facts.undoneAt.isValid())
        throw core::Error(u"change %1 was undone at %2 already"_s.arg(m_entry.undoes).arg(facts.undoneAt.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s)));
    if (facts.underWay > 0)
        throw core::Error(u"change %1 is being undone just now, by change %2"_s.arg(m_entry.undoes).arg(facts.underWay));
    if (facts.continuedBy > 0)
        throw core::Error(u"change %1 went on from change %2: undo that one, and both are taken back"_s.arg(facts.continuedBy).arg(m_entry.undoes));
    leaveOutUndone(since);
}

/// A statement like DROP TABLE cannot say for itself that it is done.
void KeptRun::leaveOutUndone(const QList<store::ChangeEntry> &newer)
{
    std::vector<ChangeStep> &steps = m_report.change.steps;
    for (const store::ChangeEntry &entry : newer) {
        const auto run = entry.undoes == m_entry.undoes ? reportOf(entry) : std::nullopt;
        for (std::size_t i = 0; run && i < run->steps.size(); ++i) {
            const ChangeStep &done = run->change.steps[i];
            const auto same = std::ranges::find_if(steps, [&](const ChangeStep &each) { return each.sql == done.sql && each.isDone == done.isDone; });
            if (run->steps[i].state == StepState::Done && same != steps.end())
                same->isDone = u"SELECT true"_s;
        }
    }
}

void KeptRun::stepChanged(std::size_t index, const StepReport &report)
{
    const bool goesOn = m_report.steps[index].state == StepState::Running && report.state == StepState::Running;
    m_report.steps[index] = report;
    // Waits for the disk: what is written down is never behind what is committed.
    if (!goesOn || m_sinceWritten.elapsed() >= rowsEveryMs)
        write(false);
    if (m_listener)
        m_listener->stepChanged(index, report);
}

void KeptRun::write(bool isOver)
{
    if (m_entry.id == 0)
        return;
    ChangeReport told = isOver ? m_report : brokenOff(m_report);
    m_entry.continues = joinEarlierRuns(told, m_earlier); // also while it runs: whatever ends it, the next run finds what was done before
    store::ChangeEntry entry = journalEntry(told, m_place);
    if (!isOver)
        entry.outcome = Outcome::Running;
    entry.id = m_entry.id;
    entry.undoes = m_entry.undoes;
    entry.continues = m_entry.continues;
    try {
        m_workspace->updateChange(entry).waitForFinished();
        m_sinceWritten.start();
    } catch (const core::Error &error) {
        m_trouble = error.message();
    }
}

} // namespace quiver::sql
