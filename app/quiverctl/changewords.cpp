// SPDX-License-Identifier: GPL-3.0-or-later
#include "changewords.h"

#include "core/counttext.h"
#include "core/durationtext.h"

#include <QStringList>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

namespace {

QString seconds(double value)
{
    return value < 1 ? u"less than a second"_s : core::roughText(value);
}

QString duration(const sql::StepEstimate &estimate)
{
    if (!estimate.isKnown())
        return {};
    QString text = estimate.low < 1 || seconds(estimate.low) == seconds(estimate.high)
        ? seconds(estimate.high)
        : u"%1 to %2"_s.arg(seconds(estimate.low), seconds(estimate.high));
    if (estimate.high >= 1 && estimate.low < 1)
        text = u"up to "_s + text;
    return estimate.basis.isEmpty() ? text : u"%1 (%2)"_s.arg(text, estimate.basis);
}

QString lock(const ChangeStep &step)
{
    if (step.lock == sql::LockLevel::None || step.lockedObject.isEmpty())
        return {};
    QString effect = u"others read and write meanwhile"_s;
    if (!sql::allowsReads(step.lock))
        effect = u"nobody can read or write it meanwhile"_s;
    else if (!sql::allowsWrites(step.lock))
        effect = u"writes wait, reads go on"_s;
    return u"%1 on %2: %3"_s.arg(sql::lockName(step.lock), step.lockedObject, effect);
}

QString undo(const ChangeStep &step)
{
    if (!step.undo.isEmpty())
        return step.undo.simplified();
    return step.undoNote.isEmpty() ? u"not possible"_s : step.undoNote;
}

/// \p before: the step in front of it, whose words are not said again; null: there is none.
QString describe(const ChangeStep &step, std::size_t number, const ChangeStep *before)
{
    QString text = u"  %1. %2\n"_s.arg(number).arg(step.title);
    const auto line = [&text](const QString &label, const QString &value) {
        if (!value.isEmpty())
            text += u"     %1 %2\n"_s.arg(label, -6).arg(value);
    };
    line(u"lock"_s, lock(step));
    line(u"takes"_s, duration(step.estimate));
    if (step.rewritesTable)
        line(u"note"_s, u"every row is written anew"_s);
    if (!step.inTransaction)
        line(u"note"_s, u"runs outside of a transaction"_s);
    if (step.repeat == ChangeStep::Repeat::UntilNoRows)
        line(u"note"_s, step.expectedRows >= 0 ? u"in batches, about %1, each batch committed"_s.arg(core::rowsText(step.expectedRows))
                                               : u"in batches, each committed"_s);
    if (step.risk == sql::Risk::Destructive || !before || step.riskNote != before->riskNote)
        line(step.risk == sql::Risk::Destructive ? u"RISK"_s : u"risk"_s, step.riskNote);
    if (!before || !step.undo.isEmpty() || undo(step) != undo(*before))
        line(u"undo"_s, undo(step));
    return text;
}

QString endWord(sql::StepState state)
{
    switch (state) {
    case sql::StepState::Done: return u"done"_s;
    case sql::StepState::AlreadyDone: return u"done before"_s;
    case sql::StepState::RolledBack: return u"rolled back"_s;
    case sql::StepState::Failed: return u"failed"_s;
    case sql::StepState::Cancelled: return u"cancelled"_s;
    case sql::StepState::CleanedUp: return u"cleaned up"_s;
    case sql::StepState::LeftBehind: return u"left behind"_s;
    case sql::StepState::Unknown: return u"unknown"_s;
    case sql::StepState::Waiting:
    case sql::StepState::Running: break;
    }
    return {};
}

} // namespace

QString describeChange(const sql::Change &change)
{
    QString text = change.title + u'\n';
    for (std::size_t i = 0; i < change.steps.size(); ++i)
        text += describe(change.steps[i], i + 1, i > 0 ? &change.steps[i - 1] : nullptr);
    return text;
}

QString stepLine(const sql::Change &change, std::size_t step, const sql::StepReport &report)
{
    const QString word = endWord(report.state);
    if (word.isEmpty())
        return {};
    QString facts = core::durationText(report.durationMs);
    if (report.rows > 0)
        facts += u", "_s + core::rowsText(report.rows);
    return u"%1  %2/%3  %4 (%5)"_s.arg(word, -12).arg(step + 1).arg(change.steps.size()).arg(change.steps[step].title, facts);
}

} // namespace quiver::ctl
