// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/migrationwords.h"

#include <QCoreApplication>
#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using migrations::MigrationOutcome;
using migrations::MigrationState;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Migrations)
};

} // namespace

StateLook lookOf(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied: return {Words::tr("applied", "state of a migration"), u"success"_s, &Colors::success};
    case MigrationState::Pending: return {Words::tr("pending", "state of a migration"), u"clock"_s, &Colors::muted};
    case MigrationState::OutOfOrder: return {Words::tr("out of order", "state of a migration"), u"warning"_s, &Colors::warning};
    case MigrationState::Changed: return {Words::tr("changed since", "state of a migration"), u"edit"_s, &Colors::warning};
    case MigrationState::Missing: return {Words::tr("file is gone", "state of a migration"), u"warning"_s, &Colors::warning};
    case MigrationState::Dirty: return {Words::tr("begun, not ended", "state of a migration"), u"error"_s, &Colors::danger};
    }
    return {};
}

StateLook lookOf(const MigrationOutcome &outcome)
{
    using State = MigrationOutcome::State;
    switch (outcome.state) {
    case State::Waiting: return {Words::tr("waits", "state of a migration"), u"clock"_s, &Colors::muted};
    case State::Running:
        return {outcome.step.isUp() ? Words::tr("is running", "state of a migration") : Words::tr("is taken back", "state of a migration"), u"play"_s, &Colors::accent};
    case State::Done:
        return {outcome.step.isUp() ? Words::tr("applied", "state of a migration") : Words::tr("taken back", "state of a migration"), u"success"_s, &Colors::success};
    case State::RolledBack: return {Words::tr("works, rolled back", "dry run of a migration"), u"check"_s, &Colors::success};
    case State::Shown: return {Words::tr("not tried", "dry run of a migration"), u"info"_s, &Colors::muted};
    case State::Failed: return {Words::tr("failed", "state of a migration"), u"error"_s, &Colors::danger};
    case State::Cancelled: return {Words::tr("cancelled", "state of a migration"), u"cancel"_s, &Colors::warning};
    case State::Unknown: return {Words::tr("not known", "state of a migration"), u"help"_s, &Colors::warning};
    }
    return {};
}

QString totalsWords(const migrations::MigrationStatus &status)
{
    QStringList parts;
    for (const MigrationState state : {MigrationState::Applied, MigrationState::Pending, MigrationState::OutOfOrder, MigrationState::Changed,
                                       MigrationState::Missing, MigrationState::Dirty}) {
        if (const int count = status.count(state); count > 0)
            parts << QLocale().toString(count) + u' ' + lookOf(state).text;
    }
    if (parts.isEmpty())
        return Words::tr("The folder has no migrations yet.");
    QString text = parts.join(u", "_s);
    if (status.runner)
        text += u" · "_s + Words::tr("under way: %1", "who runs migrations").arg(status.runner->text());
    return text;
}

QString outcomeWords(const migrations::MigrationReport &report)
{
    if (!report.refusals.isEmpty())
        return Words::tr("Nothing was run.") + u'\n' + report.refusals.join(u'\n');
    if (report.steps.empty())
        return Words::tr("There is nothing to run.");
    const auto failed = std::ranges::find_if(report.steps, [](const MigrationOutcome &outcome) {
        return outcome.state == MigrationOutcome::State::Failed || outcome.state == MigrationOutcome::State::Cancelled
            || outcome.state == MigrationOutcome::State::Unknown;
    });
    if (failed == report.steps.end()) {
        if (report.dryRun)
            return report.summary().section(u'\n', -1);
        const bool up = report.steps.front().step.isUp();
        const int count = report.done();
        const QString number = QLocale().toString(count);
        if (count == 1)
            return up ? Words::tr("One migration was applied.") : Words::tr("One migration was taken back.");
        return up ? Words::tr("%1 migrations were applied.").arg(number) : Words::tr("%1 migrations were taken back.").arg(number);
    }
    const QString file = failed->step.script().fileName;
    const QString place = failed->line > 0 ? Words::tr("%1, line %2", "a file").arg(file, QString::number(failed->line)) : file;
    QString text = failed->message.isEmpty() ? u"%1: %2."_s.arg(place, lookOf(*failed).text) : u"%1: %2."_s.arg(place, failed->message);
    if (report.done() == 1)
        text += u'\n' + Words::tr("The one before it stands.", "a migration");
    else if (report.done() > 1)
        text += u'\n' + Words::tr("The %1 before it stand.", "migrations").arg(QLocale().toString(report.done()));
    return text;
}

} // namespace quiver::ui
