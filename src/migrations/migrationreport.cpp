// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of migrations came to, in sentences.
#include "core/durationtext.h"
#include "migrations/migrationrunner.h"

#include <algorithm>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using State = MigrationOutcome::State;

QString stateWords(const MigrationOutcome &outcome)
{
    switch (outcome.state) {
    case State::Waiting: return u"not run"_s;
    case State::Running: return u"running"_s;
    case State::Done: return u"%1 (%2)"_s.arg(outcome.step.isUp() ? u"applied"_s : u"taken back"_s, core::durationText(outcome.durationMs));
    case State::RolledBack: return u"works, rolled back (%1)"_s.arg(core::durationText(outcome.durationMs));
    case State::Shown: return u"would run"_s;
    case State::Failed: return u"failed"_s;
    case State::Cancelled: return u"cancelled"_s;
    case State::Unknown: return u"not known"_s;
    }
    return {};
}

QString line(const MigrationOutcome &outcome)
{
    QString text = outcome.step.script().fileName + u": "_s + stateWords(outcome);
    if (outcome.state == State::Shown || outcome.state == State::Waiting)
        return text + (outcome.message.isEmpty() ? QString() : u" ("_s + outcome.message + u')');
    if (outcome.message.isEmpty())
        return text;
    return text + (outcome.line > 0 ? u" in line %1: "_s.arg(outcome.line) : u": "_s) + outcome.message + u'.';
}

} // namespace

bool MigrationReport::succeeded() const
{
    return refusals.isEmpty() && std::ranges::all_of(steps, [](const MigrationOutcome &outcome) {
               return outcome.state == State::Done || outcome.state == State::RolledBack || outcome.state == State::Shown;
           });
}

bool MigrationReport::cancelled() const
{
    return std::ranges::any_of(steps, [](const MigrationOutcome &outcome) { return outcome.state == State::Cancelled; });
}

int MigrationReport::done() const
{
    return int(std::ranges::count(steps, State::Done, &MigrationOutcome::state));
}

QString MigrationReport::summary() const
{
    QStringList lines;
    if (!refusals.isEmpty()) {
        lines << u"Nothing was run:"_s << refusals;
        return lines.join(u'\n');
    }
    if (steps.empty())
        return u"There is nothing to do."_s;
    for (const MigrationOutcome &outcome : steps)
        lines << line(outcome);
    if (dryRun) {
        const auto tried = std::ranges::count(steps, State::RolledBack, &MigrationOutcome::state);
        const auto shown = std::ranges::count(steps, State::Shown, &MigrationOutcome::state);
        QString dry = u"Dry run: %1 ran together in one transaction, which was rolled back"_s.arg(tried);
        if (shown > 0)
            dry += u"; %1 cannot be rolled back and did not run"_s.arg(shown);
        lines << dry + u". Nothing was changed, but numbers that sequences gave are gone."_s;
    }
    return lines.join(u'\n');
}

} // namespace quiver::migrations
