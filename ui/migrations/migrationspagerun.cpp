// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the page that runs migrations, and changes of their history.
#include "core/reply.h"
#include "ui/common/inlinebar.h"
#include "ui/migrations/migrationfilepane.h"
#include "ui/migrations/migrationrun.h"
#include "ui/migrations/migrationsmodel.h"
#include "ui/migrations/migrationspage.h"
#include "ui/migrations/migrationwords.h"
#include "ui/migrations/repairpane.h"

#include <QAction>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using migrations::MigrationOutcome;
using migrations::MigrationTarget;
using Tone = InlineBar::Tone;

namespace {

/// For the list of jobs, which knows nothing of reports.
void throwFailure(const MigrationRun &run)
{
    if (run.changed && !run.changed->succeeded()) {
        if (run.changed->cancelled)
            throw core::Cancelled();
        throw core::Error(run.changed->summary());
    }
    if (!run.finished || run.finished->succeeded())
        return;
    if (run.finished->cancelled())
        throw core::Cancelled();
    throw core::Error(run.finished->summary());
}

} // namespace

migrations::PlanOptions MigrationsPage::planOptions() const
{
    return {m_outOfOrder->isChecked(), m_missing->isChecked()};
}

void MigrationsPage::refuse(const QStringList &refusals)
{
    QList<InlineBar::Answer> answers;
    for (const migrations::MigrationEntry &entry : m_model->status().entries) {
        const bool mendable = entry.state == migrations::MigrationState::Dirty || entry.state == migrations::MigrationState::Changed
            || entry.state == migrations::MigrationState::Missing;
        if (mendable && answers.isEmpty()) {
            answers.append({u"migrationsBarRepair"_s, tr("Repair…"), [this, version = entry.version] {
                                select(version);
                                repair();
                            }});
        }
    }
    answers.append({u"migrationsBarClose"_s, tr("Close"), {}});
    QStringList lines{tr("Nothing was run.")};
    QStringList listed; // in the list of what is wrong with the files
    for (const migrations::MigrationProblem &problem : m_model->status().problems)
        listed << problem.text();
    for (const QString &refusal : refusals) {
        if (!listed.contains(refusal))
            lines << refusal;
    }
    if (lines.size() <= refusals.size())
        lines.insert(1, tr("Mend the files listed below."));
    m_bar->ask(Tone::Danger, lines.join(u'\n'), answers);
}

/// Where production wants the name typed, or \p always: a question first.
void MigrationsPage::askBefore(const QString &question, bool always, const QString &answer, const std::function<void()> &go)
{
    sql::Guard guard = migrations::migrationGuard(m_server->identity().environment, m_server->database());
    if (guard.level == sql::Guard::Level::None) {
        if (!always) {
            go();
            return;
        }
        guard.level = sql::Guard::Level::Confirm;
    }
    m_bar->ask(Tone::Warning, question,
               {{u"migrationsConfirm"_s, answer, go, true}, {u"migrationsDecline"_s, tr("Do not run it"), [this] { m_view->setFocus(); }}}, guard);
}

void MigrationsPage::runTarget(const MigrationTarget &target, bool dryRun)
{
    if (m_run || !m_server || !m_known)
        return;
    const migrations::MigrationPlan plan = migrations::planMigrations(m_model->status(), target, planOptions());
    if (!plan.refusals.isEmpty()) {
        refuse(plan.refusals);
        return;
    }
    if (plan.steps.empty()) {
        tell(int(Tone::Success), tr("There is nothing to run."));
        return;
    }
    const bool takesBack = std::ranges::any_of(plan.steps, [](const migrations::MigrationStep &step) { return !step.isUp(); });
    QStringList names;
    for (const migrations::MigrationStep &step : plan.steps)
        names << step.script().fileName;
    const QString list = names.mid(0, 5).join(u", "_s) + (names.size() > 5 ? u", …"_s : QString());
    const QString title = dryRun ? tr("Dry run of migrations") : takesBack ? tr("Take migrations back") : tr("Run migrations");
    const QString where = m_server->summary();
    const QString question = dryRun ? tr("A dry run on %1 holds the locks of %2 until it is rolled back.").arg(where, list)
        : takesBack                 ? tr("This takes back what was applied on %1: %2.").arg(where, list)
                                    : tr("This runs %2 on %1.").arg(where, list);
    migrations::MigrationOptions options{.table = m_table, .plan = planOptions()};
    askBefore(question, takesBack && !dryRun, dryRun ? tr("Dry run") : takesBack ? tr("Take back") : tr("Run"), [=, this, folder = m_folderPath] {
        launch(title, [=](pg::Connection &connection, core::JobContext &job, MigrationRun &run) {
            migrations::MigrationRunner runner(folder, options, &run);
            run.finished = dryRun ? runner.dryRun(connection, job, target) : runner.run(connection, job, target, plan.steps);
        });
    });
}

void MigrationsPage::launch(const QString &title, Work work)
{
    if (m_run || !m_server)
        return;
    m_bar->hide();
    m_model->clearOutcomes();
    auto shared = std::make_shared<MigrationRun>();
    shared->title = title;
    shared->server = m_server;
    shared->journal = m_server->journal();
    shared->place = m_server->place();
    auto task = m_server->pool().run(title, [shared, work = std::move(work)](pg::Connection &connection, core::JobContext &job) {
        work(connection, job, *shared);
        throwFailure(*shared);
    });
    shared->job = task.job;
    m_run = shared;
    ++m_generation; // a status that is on its way is old by the time that it comes
    connect(task.job.get(), &core::Job::progressChanged, this, &MigrationsPage::followRun);
    core::whenDone(task.future, this, [this] { runEnded({}); }, [this](const std::exception_ptr &error) { runEnded(error); });
    showState();
    followRun();
}

void MigrationsPage::followRun()
{
    if (!m_run)
        return;
    const auto outcomes = m_run->snapshot();
    if (m_run->server == m_server)
        m_model->setOutcomes(outcomes);
    const core::JobProgress progress = m_run->job->progress();
    QString text = progress.phase.isEmpty() ? m_run->title + u"…"_s : progress.phase;
    if (progress.total > 1)
        text += u" · "_s + tr("%1 of %2 %3", "progress: 1 of 3 statements").arg(QString::number(progress.done), QString::number(progress.total), progress.unit);
    m_totals->setText(text);
}

void MigrationsPage::runEnded(const std::exception_ptr &error)
{
    const std::shared_ptr<MigrationRun> run = std::exchange(m_run, nullptr);
    if (run->changed && run->server)
        run->server->reportChange(*run->changed, run->isKept);
    if (run->finished && run->finished->done() > 0 && run->server)
        run->server->reportNewObjects();
    showState();
    if (run->server != m_server) { // the user is elsewhere: what was here is not shown there
        reload();
        return;
    }
    m_keepOutcomes = run->finished && (run->finished->dryRun || !run->finished->succeeded());
    if (run->finished) {
        const migrations::MigrationReport &report = *run->finished;
        m_model->setOutcomes(report.steps);
        const bool good = report.succeeded();
        if (!report.refusals.isEmpty())
            refuse(report.refusals);
        else
            tell(int(good ? Tone::Success : report.cancelled() ? Tone::Warning : Tone::Danger), outcomeWords(report));
        const auto failed = std::ranges::find_if(report.steps, [](const MigrationOutcome &o) { return o.line > 0; });
        if (failed != report.steps.end()) {
            select(failed->step.migration.version);
            m_file->showLine(failed->step.isUp(), failed->line, failed->message);
        }
    } else if (run->changed) {
        tell(int(run->changed->succeeded() ? Tone::Success : Tone::Danger), run->changed->summary());
    } else if (error) {
        tell(int(Tone::Danger), core::describe(error));
    }
    m_view->setFocus();
    reload();
}

void MigrationsPage::baseline()
{
    const auto *entry = current();
    if (!entry || m_run || !m_server)
        return;
    const QString question = tr("This notes everything up to %1 as applied on %2, and runs nothing of it. Right only where the database has all of it already.")
                                 .arg(entry->title(), m_server->summary());
    askBefore(question, true, tr("Note as applied"), [this, folder = m_folderPath, table = m_table, version = entry->version] {
        launch(tr("Baseline of migrations"), [=](pg::Connection &connection, core::JobContext &job, MigrationRun &run) {
            const sql::Change change = migrations::baselineChange(connection, migrations::readStatus(connection, folder, table), version);
            sql::KeptRun kept(run.journal, run.place);
            run.changed = migrations::applyToHistory(connection, job, {.table = table}, change, kept);
            run.isKept = kept.id() > 0;
        });
    });
}

/// The chosen one, or the first that needs it.
void MigrationsPage::repair()
{
    const auto mendable = [](const migrations::MigrationEntry &entry) {
        return entry.state == migrations::MigrationState::Dirty || entry.state == migrations::MigrationState::Changed
            || entry.state == migrations::MigrationState::Missing;
    };
    const auto &entries = m_model->status().entries;
    const auto *entry = current();
    if (!entry || !mendable(*entry)) {
        const auto first = std::ranges::find_if(entries, mendable);
        if (first == entries.end())
            return;
        select(first->version);
        entry = current();
    }
    if (!entry || !m_server)
        return;
    m_bar->hide();
    m_side->setCurrentWidget(m_repairPane);
    if (m_split->orientation() == Qt::Vertical)
        m_split->setSizes({1, 3}); // of the room there is
    showState();
    m_repairPane->inspect(m_server, m_folderPath, m_table, entry->version);
}

void MigrationsPage::applyRepair(qint64 version, const migrations::RepairOffer &offer)
{
    if (m_run || !m_server)
        return;
    const bool retry = offer.kind == migrations::RepairOffer::Kind::Retry;
    askBefore(tr("%1 on %2").arg(offer.change.title, m_server->summary()), false, tr("Repair"), [=, this, folder = m_folderPath, table = m_table] {
        launch(offer.change.title, [=](pg::Connection &connection, core::JobContext &job, MigrationRun &run) {
            const migrations::MigrationOptions options{.table = table};
            if (!offer.change.isEmpty()) {
                sql::KeptRun kept(run.journal, run.place);
                run.changed = migrations::applyToHistory(connection, job, options, offer.change, kept);
                run.isKept = kept.id() > 0;
                if (!run.changed->succeeded())
                    return;
            }
            if (retry)
                run.finished = migrations::MigrationRunner(folder, options, &run).resume(connection, job, version);
        });
    });
}

} // namespace quiver::ui
