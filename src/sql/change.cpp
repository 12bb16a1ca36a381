// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/change.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

/// On as many lines as \p text has: a title names objects, and a name may hold a line's end, which would end the comment.
QString commented(const QString &text)
{
    static const QRegularExpression lineEnd(u"\r\n?|\n"_s);
    return u"-- "_s + QString(text).replace(lineEnd, u"\n-- "_s) + u'\n';
}

bool mayShareTransaction(const ChangeStep &step)
{
    return step.inTransaction && step.repeat == ChangeStep::Repeat::Once;
}

QString groupScript(const Change &change, const StepGroup &group)
{
    const int seconds = lockTimeoutOf(change, change.steps[group.begin]);
    QString script;
    if (group.inTransaction)
        script += u"BEGIN;\n"_s;
    if (seconds > 0)
        script += (group.inTransaction ? u"SET LOCAL lock_timeout = '%1s';\n"_s : u"SET lock_timeout = '%1s';\n"_s).arg(seconds);
    if (!script.isEmpty())
        script += u'\n';
    for (std::size_t i = group.begin; i < group.end; ++i) {
        const ChangeStep &step = change.steps[i];
        script += commented(step.title);
        script += stepScript(step) + u";\n\n"_s;
    }
    if (group.inTransaction)
        script += u"COMMIT;\n\n"_s;
    else if (seconds > 0)
        script += u"RESET lock_timeout;\n\n"_s;
    return script;
}

} // namespace

QString lockName(LockLevel level)
{
    switch (level) {
    case LockLevel::None: return {};
    case LockLevel::AccessShare: return u"ACCESS SHARE"_s;
    case LockLevel::RowShare: return u"ROW SHARE"_s;
    case LockLevel::RowExclusive: return u"ROW EXCLUSIVE"_s;
    case LockLevel::ShareUpdateExclusive: return u"SHARE UPDATE EXCLUSIVE"_s;
    case LockLevel::Share: return u"SHARE"_s;
    case LockLevel::ShareRowExclusive: return u"SHARE ROW EXCLUSIVE"_s;
    case LockLevel::Exclusive: return u"EXCLUSIVE"_s;
    case LockLevel::AccessExclusive: return u"ACCESS EXCLUSIVE"_s;
    }
    return {};
}

bool allowsReads(LockLevel level)
{
    return level < LockLevel::AccessExclusive;
}

bool allowsWrites(LockLevel level)
{
    return level < LockLevel::Share;
}

bool conflict(LockLevel a, LockLevel b)
{
    // https://www.postgresql.org/docs/current/explicit-locking.html#TABLE-LOCK-COMPATIBILITY: the weakest level from which on
    // everything conflicts, but for SHARE, which conflicts with ROW EXCLUSIVE and not with itself.
    static constexpr std::array<LockLevel, 9> from{
        LockLevel::None, LockLevel::AccessExclusive, LockLevel::Exclusive, LockLevel::Share, LockLevel::ShareUpdateExclusive,
        LockLevel::RowExclusive, LockLevel::RowExclusive, LockLevel::RowShare, LockLevel::AccessShare};
    if (a == LockLevel::None || b == LockLevel::None)
        return false;
    if (a == LockLevel::Share && b == LockLevel::Share)
        return false;
    return b >= from[std::size_t(a)];
}

Risk Change::risk() const
{
    Risk most = Risk::Safe;
    for (const ChangeStep &step : steps)
        most = std::max(most, step.risk);
    return most;
}

bool Change::takesParameters() const
{
    return std::ranges::any_of(steps, &ChangeStep::takesParameters);
}

std::vector<StepGroup> stepGroups(const Change &change)
{
    std::vector<StepGroup> groups;
    for (std::size_t i = 0; i < change.steps.size(); ++i) {
        const bool shares = mayShareTransaction(change.steps[i]);
        if (shares && !groups.empty() && groups.back().inTransaction)
            groups.back().end = i + 1;
        else
            groups.push_back({i, i + 1, shares});
    }
    return groups;
}

int lockTimeoutOf(const Change &change, const ChangeStep &step)
{
    const bool nobodyWaitsBehind = !step.inTransaction && step.lock != LockLevel::None && allowsWrites(step.lock);
    // What drops an INVALID index may not wait until somebody has repaired it.
    const bool dropsLeftOver = !step.leftBehind.isEmpty() && step.sql.startsWith("DROP INDEX CONCURRENTLY"_L1);
    const bool isVacuum = step.sql.startsWith("VACUUM"_L1); // waits for nobody but who keeps the table
    return nobodyWaitsBehind && !dropsLeftOver && !isVacuum ? 0 : std::max(0, change.lockTimeout);
}

QString stepScript(const ChangeStep &step)
{
    QString comments;
    if (step.repeat == ChangeStep::Repeat::UntilNoRows)
        comments += commented(u"Run this again and again until it affects no row."_s);
    if (step.takesParameters)
        comments += commented(u"Quiver makes the values of $1, $2, ... while it runs this."_s);
    return comments + step.sql;
}

QString changeScript(const Change &change)
{
    QString script = commented(change.title) + u'\n';
    for (const StepGroup &group : stepGroups(change))
        script += groupScript(change, group);
    return script.trimmed() + u'\n';
}

QString undoScript(const Change &change)
{
    QString script;
    bool any = false;
    for (auto step = change.steps.rbegin(); step != change.steps.rend(); ++step) {
        if (!step->undo.isEmpty()) {
            for (const QString &statement : {step->undoSet, step->undo, step->undoReset})
                script += statement.isEmpty() ? QString() : statement + u";\n"_s;
            any = true;
        } else if (!step->undoByReturned.isEmpty()) {
            script += commented(step->title + u": "_s + step->undoNote) + commented(step->undoByReturned + u"…;"_s);
            any = true;
        } else {
            script += commented(step->title + u": "_s + (step->undoNote.isEmpty() ? u"cannot be undone"_s : step->undoNote));
        }
    }
    return any ? script : QString();
}

Guard guardFor(const Change &change, core::Environment environment, const QStringList &otherwise)
{
    std::vector<Classification> statements;
    for (const ChangeStep &step : change.steps)
        statements.push_back(classify(step.sql));
    return guardFor(statements, environment, QStringList{change.object} + otherwise);
}

} // namespace quiver::sql
