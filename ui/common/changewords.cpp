// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/changewords.h"

#include "ui/common/figures.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using sql::ChangeStep;
using sql::StepState;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("quiver::ui", text);
}

QString titles(const sql::ChangeReport &report, const std::vector<std::size_t> &steps)
{
    constexpr std::size_t most = 3;
    QStringList named;
    for (std::size_t i = 0; i < std::min(steps.size(), most); ++i)
        named << tr("“%1”").arg(report.change.steps[steps[i]].title);
    if (steps.size() > most)
        named << tr("%1 more").arg(steps.size() - most);
    return named.join(tr(", "));
}

std::vector<std::size_t> inState(const sql::ChangeReport &report, StepState state)
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < report.steps.size(); ++i) {
        if (report.steps[i].state == state)
            found.push_back(i);
    }
    return found;
}

bool isTrouble(StepState state)
{
    return state == StepState::Failed || state == StepState::Cancelled || state == StepState::CleanedUp || state == StepState::LeftBehind
           || state == StepState::Unknown;
}

QString success(const sql::ChangeReport &report)
{
    const std::size_t before = inState(report, StepState::AlreadyDone).size();
    if (before == report.steps.size())
        return tr("There was nothing to do: every step was done before.");
    QString text = tr("Done in %1.").arg(durationText(report.durationMs));
    if (before > 0)
        text += u' ' + tr("%1 of %2 steps were done before.").arg(before).arg(report.steps.size());
    for (const sql::StepReport &step : report.steps) { // what there is to know of a step that was done
        if (!step.message.isEmpty())
            text += u'\n' + step.message;
    }
    return text;
}

QString trouble(const sql::ChangeReport &report)
{
    const auto found = std::find_if(report.steps.rbegin(), report.steps.rend(), [](const sql::StepReport &step) { return isTrouble(step.state); });
    if (found == report.steps.rend()) {
        if (report.cancelled)
            return tr("Cancelled between two steps.");
        return tr("Failed: %1").arg(report.error ? report.error->message() : QString());
    }
    const auto index = std::size_t(report.steps.rend() - found) - 1;
    const QString title = report.change.steps[index].title;
    QString text = found->state == StepState::Unknown ? tr("“%1” ended without an answer").arg(title)
        : report.cancelled                            ? tr("“%1” was cancelled").arg(title)
                                                      : tr("“%1” failed").arg(title);
    text += found->message.isEmpty() ? u"."_s : u": "_s + found->message + u'.';
    if (found->state == StepState::CleanedUp)
        text += u' ' + tr("What it left behind was removed.");
    return text;
}

} // namespace

QString lockWords(const ChangeStep &step)
{
    if (step.lock == sql::LockLevel::None || step.lockedObject.isEmpty())
        return {};
    if (!sql::allowsReads(step.lock))
        return tr("Nobody can read or write %1 meanwhile").arg(step.lockedObject);
    if (!sql::allowsWrites(step.lock))
        return tr("Writes to %1 wait meanwhile, reads go on").arg(step.lockedObject);
    return tr("%1 can be read and written meanwhile").arg(step.lockedObject);
}

QString estimateWords(const sql::StepEstimate &estimate)
{
    if (!estimate.isKnown())
        return {};
    QString text;
    if (estimate.high < 1)
        text = tr("less than a second");
    else if (estimate.low < 1)
        text = tr("up to %1").arg(roughDurationText(estimate.high));
    else if (estimate.low * 1.2 >= estimate.high)
        text = tr("about %1").arg(roughDurationText(estimate.high));
    else if (estimate.high < 60)
        text = tr("%1 to %2 s").arg(qRound(estimate.low)).arg(qRound(estimate.high));
    else
        text = tr("%1 to %2").arg(roughDurationText(estimate.low), roughDurationText(estimate.high));
    return estimate.basis.isEmpty() ? text : tr("%1 (%2)").arg(text, estimate.basis);
}

QString stateWords(StepState state)
{
    switch (state) {
    case StepState::Waiting: return tr("not begun");
    case StepState::Running: return tr("under way");
    case StepState::Done: return tr("done");
    case StepState::AlreadyDone: return tr("was done before");
    case StepState::RolledBack: return tr("rolled back");
    case StepState::Failed: return tr("failed");
    case StepState::Cancelled: return tr("cancelled");
    case StepState::CleanedUp: return tr("failed, and cleaned up after");
    case StepState::LeftBehind: return tr("failed, and left something behind");
    case StepState::Unknown: return tr("not known");
    }
    return {};
}

QString stateIconName(StepState state)
{
    switch (state) {
    case StepState::Waiting: return u"more"_s;
    case StepState::Running: return u"clock"_s;
    case StepState::Done:
    case StepState::AlreadyDone: return u"success"_s;
    case StepState::RolledBack: return u"rollback"_s;
    case StepState::Failed:
    case StepState::LeftBehind: return u"error"_s;
    case StepState::Cancelled: return u"cancel"_s;
    case StepState::CleanedUp:
    case StepState::Unknown: return u"warning"_s;
    }
    return u"more"_s;
}

QList<StepFact> stepFacts(const ChangeStep &step)
{
    using Tone = StepFact::Tone;
    QList<StepFact> facts;
    const QString lock = lockWords(step);
    const QString time = estimateWords(step.estimate);
    const bool stops = !lock.isEmpty() && !sql::allowsWrites(step.lock);
    const bool isLong = !step.estimate.isKnown() || step.estimate.high >= 1;
    if (!lock.isEmpty())
        facts.append({time.isEmpty() ? lock + u'.' : tr("%1: %2.").arg(lock, time), stops && isLong ? Tone::Warning : Tone::Plain});
    else if (!time.isEmpty())
        facts.append({tr("Takes %1.").arg(time), Tone::Plain});
    if (step.rewritesTable)
        facts.append({tr("Every row is written anew: for a while the table needs its space twice."), Tone::Warning});
    if (step.repeat == ChangeStep::Repeat::UntilNoRows)
        facts.append({step.expectedRows >= 0 ? tr("In batches, each committed by itself: %1 in all.").arg(rowsText(step.expectedRows))
                                             : tr("In batches, each committed by itself."),
                      Tone::Plain});
    else if (!step.inTransaction && !step.leftBehind.isEmpty())
        facts.append({tr("Runs outside of a transaction; should it fail, %1 is removed.").arg(step.leftBehind), Tone::Plain});
    if (!step.riskNote.isEmpty())
        facts.append({step.riskNote, step.risk == sql::Risk::Destructive ? Tone::Danger : Tone::Plain});
    if (step.undo.isEmpty() && step.risk == sql::Risk::Destructive)
        facts.append({step.undoNote.isEmpty() ? tr("This cannot be undone.") : tr("This cannot be undone: %1.").arg(step.undoNote), Tone::Danger});
    return facts;
}

QString waitWords(const std::vector<sql::LockHolder> &blockers)
{
    if (blockers.empty())
        return {};
    const sql::LockHolder &first = blockers.front();
    QStringList facts{first.user, first.application};
    if (!first.state.isEmpty())
        facts << (first.heldSeconds >= 1 ? tr("%1 for %2").arg(first.state, durationText(first.heldSeconds * 1000)) : first.state);
    facts.removeAll(QString());
    const QString who = first.pid == 0 ? tr("a prepared transaction") : tr("session %1").arg(first.pid);
    QString text = facts.isEmpty() ? tr("Waits for %1").arg(who) : tr("Waits for %1 (%2)").arg(who, facts.join(tr(", ")));
    if (blockers.size() > 1)
        text += u' ' + tr("and %1 more").arg(blockers.size() - 1);
    return text;
}

QString outcomeWords(const sql::ChangeReport &report)
{
    if (report.succeeded())
        return success(report);
    QStringList lines{trouble(report)};
    const auto stands = report.standing();
    if (const auto undone = inState(report, StepState::RolledBack); !undone.empty())
        lines << tr("Rolled back with its transaction: %1.").arg(titles(report, undone));
    if (!stands.empty())
        lines << tr("What stands: %1. Running it again goes on from there.").arg(titles(report, stands));
    else if (inState(report, StepState::LeftBehind).empty() && inState(report, StepState::Unknown).empty())
        lines << tr("Everything was left as it was.");
    return lines.join(u'\n');
}

} // namespace quiver::ui
