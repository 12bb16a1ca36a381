// SPDX-License-Identifier: GPL-3.0-or-later
// What a ChangeReport says of itself; how it comes about is in changerunner.cpp.
#include "core/durationtext.h"
#include "sql/changerunner.h"
#include "sql/changesteps.h"

#include <QStringList>

#include <algorithm>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

bool isRepeated(const ChangeStep &step)
{
    return step.repeat == ChangeStep::Repeat::UntilNoRows;
}

ChangeStep undoing(const ChangeStep &step, const QString &statement)
{
    const Classification kind = classify(statement);
    ChangeStep undo;
    undo.title = u"Undo: %1"_s.arg(step.title);
    undo.sql = statement;
    undo.undoNote = u"the change can be run again, but what was written since is gone"_s;
    undo.inTransaction = !kind.refusesTransaction;
    if (step.mustAffect >= 0 && !step.undoNotAffected.isEmpty()) {
        undo.mustAffect = step.mustAffect;
        undo.notAffected = step.undoNotAffected;
    }
    undo.lock = step.lock;
    undo.lockedObject = step.lockedObject;
    undo.risk = kind.isDestructive() ? Risk::Destructive : Risk::Careful;
    undo.riskNote = dangerText(kind);
    return undo;
}

bool isTrouble(StepState state)
{
    return state == StepState::Failed || state == StepState::Cancelled || state == StepState::CleanedUp
           || state == StepState::LeftBehind || state == StepState::Unknown;
}

/// Their titles, the first few.
QString named(const ChangeReport &report, const std::vector<std::size_t> &steps)
{
    constexpr std::size_t most = 4;
    QStringList titles;
    for (std::size_t i = 0; i < std::min(steps.size(), most); ++i)
        titles << u"“%1”"_s.arg(report.change.steps[steps[i]].title);
    if (steps.size() > most)
        titles << u"%1 more"_s.arg(steps.size() - most);
    return titles.join(u", "_s);
}

std::vector<std::size_t> inState(const ChangeReport &report, StepState state)
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < report.steps.size(); ++i) {
        if (report.steps[i].state == state)
            found.push_back(i);
    }
    return found;
}

QString success(const ChangeReport &report)
{
    const std::size_t before = inState(report, StepState::AlreadyDone).size();
    if (before == report.steps.size())
        return u"%1: nothing to do, everything was done before."_s.arg(report.change.title);
    QString text = u"%1: done in %2."_s.arg(report.change.title, core::durationText(report.durationMs));
    if (before > 0)
        text += u" %1 of %2 steps were done before."_s.arg(before).arg(report.steps.size());
    for (const StepReport &step : report.steps) {
        QStringList values;
        for (const auto &[name, value] : step.returned)
            values << u"%1 = %2"_s.arg(name, value);
        if (!values.isEmpty())
            text += u" It gave back %1."_s.arg(values.join(u", "_s));
        if (!step.message.isEmpty())
            text += u' ' + step.message;
    }
    return text;
}

/// Of a step that came to no end: not by an error, as of one that failed alone before.
bool wasCancelled(const ChangeReport &report, std::size_t index)
{
    const StepReport &step = report.steps[index];
    const bool hasFailed = step.state == StepState::Failed || (step.state == StepState::CleanedUp && !step.message.isEmpty());
    return report.cancelled && !hasFailed;
}

QString outcomeOf(const ChangeReport &report, std::size_t index)
{
    const StepReport &step = report.steps[index];
    const QString what = u"Step %1 of %2, “%3”, "_s.arg(index + 1).arg(report.steps.size()).arg(report.change.steps[index].title);
    const QString why = step.message.isEmpty() ? u"."_s : u": "_s + step.message + u'.';
    const QString how = wasCancelled(report, index) ? u"was cancelled"_s : u"failed"_s;
    switch (step.state) {
    case StepState::CleanedUp:
        return what + how + why + u" What it left behind was removed."_s;
    case StepState::Unknown:
        return what + u"ended without an answer"_s + why;
    default:
        return what + how + why;
    }
}

} // namespace

std::vector<std::size_t> ChangeReport::standing() const
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!settingOf(change.steps[i]).isEmpty())
            continue; // goes with its session
        const bool inPart = isRepeated(change.steps[i]) && steps[i].rows > 0 && steps[i].state != StepState::AlreadyDone;
        if (steps[i].state == StepState::Done || inPart)
            found.push_back(i);
    }
    return found;
}

Change ChangeReport::undo() const
{
    Change undo{.title = u"Undo: %1"_s.arg(change.title), .object = change.object, .lockTimeout = change.lockTimeout};
    const std::vector<std::size_t> stands = standing();
    for (std::size_t left = steps.size(); left > 0; --left) {
        const std::size_t index = left - 1;
        const ChangeStep &step = change.steps[index];
        const bool isThere = steps[index].byEarlierRun || std::ranges::find(stands, index) != stands.end();
        const bool isPerhaps = steps[index].state == StepState::Unknown && !step.isDone.isEmpty();
        const QString &statement = steps[index].undo.isEmpty() ? step.undo : steps[index].undo;
        if (statement.isEmpty() || !(isThere || isPerhaps))
            continue;
        ChangeStep back = undoing(step, statement);
        if (!isThere) {
            back.isDone = u"SELECT ("_s + step.isDone + u") IS NOT TRUE"_s;
            if (!step.isLeftBehind.isEmpty()) // an index that is INVALID, or still being built, is not done and has to go all the same
                back.isDone += u" AND ("_s + QString(step.isLeftBehind).remove(nobodyAtWork()) + u") IS NOT TRUE"_s;
        }
        if (!step.undoSet.isEmpty())
            undo.steps.push_back(sessionStep(u"For the undo: %1"_s.arg(step.undoSet), step.undoSet));
        undo.steps.push_back(std::move(back));
        if (!step.undoReset.isEmpty())
            undo.steps.push_back(sessionStep(u"Behind it: %1"_s.arg(step.undoReset), step.undoReset));
    }
    return undo;
}

QString ChangeReport::undoObstacle() const
{
    if (!undo().isEmpty())
        return {};
    QStringList notes;
    for (const std::size_t index : standing())
        notes << change.steps[index].undoNote;
    notes.removeAll(QString());
    notes.removeDuplicates();
    return !notes.isEmpty() ? notes.join(u"; "_s) : standing().empty() ? u"nothing of it stands"_s : u"no statement takes it back"_s;
}

QString ChangeReport::summary() const
{
    if (succeeded())
        return success(*this);
    QStringList lines;
    // The last one: where a COMMIT went without an answer, that one has the words.
    const auto trouble = std::find_if(steps.rbegin(), steps.rend(), [](const StepReport &step) { return isTrouble(step.state); });
    const std::size_t last = std::size_t(steps.rend() - trouble) - 1; // of none: it is not used
    for (std::size_t i = 0; trouble != steps.rend() && i < last; ++i) {
        if (change.steps[i].failsAlone && isTrouble(steps[i].state))
            lines << outcomeOf(*this, i);
    }
    if (trouble != steps.rend())
        lines << outcomeOf(*this, last);
    if (trouble == steps.rend() || (cancelled && !wasCancelled(*this, last)))
        lines << u"%1: %2"_s.arg(change.title, cancelled ? u"cancelled between two steps."_s : error->message());
    if (const auto undone = inState(*this, StepState::RolledBack); !undone.empty())
        lines << u"Rolled back with its transaction: %1."_s.arg(named(*this, undone));
    const auto stands = standing();
    if (!stands.empty())
        lines << u"Stands: %1."_s.arg(named(*this, stands));
    else if (inState(*this, StepState::LeftBehind).empty() && inState(*this, StepState::Unknown).empty())
        lines << u"Nothing was changed."_s;
    if (const auto waiting = inState(*this, StepState::Waiting); !waiting.empty())
        lines << u"Not begun: %1."_s.arg(named(*this, waiting));
    if (!stands.empty() || trouble == steps.rend() || trouble->state == StepState::Unknown)
        lines << u"Run the same change again to go on from there."_s;
    return lines.join(u'\n');
}

} // namespace quiver::sql
