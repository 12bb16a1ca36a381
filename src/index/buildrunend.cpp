// SPDX-License-Identifier: GPL-3.0-or-later
// How a build ends: what became of it, in words, and what the journal of builds keeps of it.
#include "index/buildrun.h"

#include "core/reply.h"
#include "index/rowsputin.h"
#include "store/workspace.h"

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;
using Outcome = store::BuildEntry::Outcome;

namespace {

/// Of a run that gave up waiting: an imperative that goes on.
QString whatStands(const sql::ChangeReport &report)
{
    const auto isBuild = [&](std::size_t step) { return report.change.steps[step].sql.startsWith("CREATE "_L1); };
    const auto built = std::ranges::count_if(report.standing(), isBuild);
    return built == 0 ? u"Nothing was changed; try again"_s
                      : u"What was built before stands and is not built twice (%1 of %2 indexes); build it again"_s.arg(built).arg(
                            std::ranges::count_if(report.change.steps, [](const sql::ChangeStep &step) { return step.sql.startsWith("CREATE "_L1); }));
}

} // namespace

bool isCancelByOthers(const sql::ChangeReport &report, qint64 timeoutMs)
{
    if (!report.error || report.error->sqlState() != "57014"_L1)
        return false;
    using State = sql::StepState;
    const auto failed = std::ranges::find_if(report.steps, [](const sql::StepReport &step) {
        return step.state == State::Failed || step.state == State::CleanedUp || step.state == State::LeftBehind;
    });
    return timeoutMs <= 0 || failed == report.steps.end() || failed->durationMs < double(timeoutMs);
}

void BuildRun::reported(const Ran &ran)
{
    const sql::ChangeReport &report = ran.report;
    m_record.entry.indexBytes = ran.indexBytes;
    m_record.server.indexOid = ran.indexOid;
    m_record.server.parts = ran.parts;
    BuildOutcome outcome;
    outcome.report = report;
    outcome.words = report.summary();
    outcome.journalTrouble = ran.journalTrouble;
    const bool lost = report.error && !report.error->connectionUsable();
    if (m_left && lost) {
        outcome.outcome = Outcome::LeftRunning;
        outcome.words = u"The server goes on building %1 in session %2. It is followed again when Quiver is started."_s.arg(m_record.entry.index).arg(m_pid);
    } else if (lost && m_record.entry.statementStartedUs > 0) {
        outcome.outcome = Outcome::Running; // a statement whose client is gone goes on
        outcome.words += u"\nThe server may go on building %1 in session %2: it is looked for as soon as the server answers, and followed to its end."_s
                             .arg(m_record.entry.index).arg(m_pid);
    } else if (lost) {
        outcome.outcome = Outcome::Lost;
    } else if (report.cancelled) {
        outcome.outcome = m_gaveUp.isEmpty() ? Outcome::Cancelled : Outcome::Failed;
        if (!m_gaveUp.isEmpty())
            outcome.words = m_gaveUp + u' ' + whatStands(report) + u" when that is over."_s;
    } else {
        outcome.outcome = report.succeeded() ? Outcome::Valid : isCancelByOthers(report, m_record.setting(u"statement_timeout"_s)) ? Outcome::Cancelled : Outcome::Failed;
        if (const QString remedy = report.error ? remedyFor(*report.error, alarmFacts()) : QString(); !remedy.isEmpty())
            outcome.words += u'\n' + remedy;
    }
    conclude(std::move(outcome));
}

void BuildRun::broke(const std::exception_ptr &error)
{
    BuildOutcome outcome;
    outcome.outcome = Outcome::Failed;
    outcome.report.change = m_order.change;
    outcome.words = core::describe(error) + u". Nothing was changed."_s;
    conclude(std::move(outcome));
}

/// Of the statements that build, without what they waited for other sessions: forecasts learn from it. -1: this run built nothing.
qint64 BuildRun::builtMs(const sql::ChangeReport &report) const
{
    using State = sql::StepState;
    double sum = -1;
    for (std::size_t i = 0; i < report.steps.size(); ++i) {
        const sql::StepReport &step = report.steps[i];
        const bool ran = step.state != State::Waiting && step.state != State::AlreadyDone;
        if (!ran || !report.change.steps[i].sql.startsWith("CREATE "_L1))
            continue;
        // One that did not come to its end was cleaned up after, which takes time as well.
        const bool isSeen = step.state != State::Done && m_latest.estimate.elapsed > 0;
        sum = std::max(0.0, sum) + (isSeen ? m_latest.estimate.elapsed * 1000 : step.durationMs);
    }
    return sum < 0 ? -1 : std::max<qint64>(0, qint64(sum - m_totals.waited * 1000));
}

void BuildRun::conclude(BuildOutcome outcome)
{
    store::BuildEntry &entry = m_record.entry;
    m_record.owner = {};
    entry.outcome = outcome.outcome;
    entry.message = outcome.words;
    const bool isOver = outcome.outcome != Outcome::LeftRunning && outcome.outcome != Outcome::Running;
    addUp();
    entry.durationMs = isOver ? builtMs(outcome.report) : -1;
    entry.walBytes = m_totals.walBytes;
    entry.workers = m_totals.workers;
    entry.rate = m_totals.seconds > 0 ? m_totals.rows / m_totals.seconds : -1;
    if (m_parts.isOfParts() && isOver)
        entry.rows = m_parts.builtRows(); // in that time
    else if (const auto in = rowsPutIn(m_latest); in && m_isOne && isOver && entry.outcome != Outcome::Valid)
        entry.rows = std::round(*in);
    else if (m_isOne && m_order.outline.rows < 0 && m_latest.estimate.rowsTotal > 0) // else they were counted before
        entry.rows = std::round(m_latest.estimate.rowsTotal);
    if (entry.spilledAtRow < 0 && m_latest.estimate.hasSpilled)
        entry.spilledAtRow = qint64(m_latest.estimate.spilledAtRow);
    if (const auto samples = m_watch.samples(m_latest.progress.key, 200); !samples.empty()) // where the watch has not yet seen its end
        m_record.samples = samples;
    m_outcome = std::move(outcome);
    m_outcome->record = m_record;
    keep(false);
    if (!m_awaitsId)
        tellFinished();
}

void BuildRun::tellFinished()
{
    if (!m_outcome || m_isTold)
        return;
    m_isTold = true;
    Q_EMIT finished();
}

void BuildRun::keep(bool isNew)
{
    if (!m_journal)
        return;
    if (isNew && !m_isKept) {
        m_isKept = m_awaitsId = true;
        core::whenDone(m_journal->addBuild(entryOf(m_record)), this,
                       [this](qint64 id) {
                           m_awaitsId = false;
                           m_record.entry.id = id;
                           if (m_outcome)
                               m_outcome->record.entry.id = id;
                           if (m_keepAgain)
                               keep(false);
                           tellFinished();
                       },
                       [this](const std::exception_ptr &) { // the workspace has said so itself
                           m_awaitsId = false;
                           tellFinished();
                       });
    } else if (m_record.entry.id > 0) {
        m_journal->updateBuild(entryOf(m_record));
    } else {
        m_keepAgain = true;
        if (!m_isKept)
            keep(true);
    }
}

} // namespace quiver::index
