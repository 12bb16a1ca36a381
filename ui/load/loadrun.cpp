// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/loadrun.h"

#include "catalog/statements.h"
#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/common/figures.h"

#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int sampleEveryMs = 150;

/// Whether the same load once more may come further; otherwise something has to be changed first.
bool helpsToGoOn(load::LoadError::Cause cause)
{
    using Cause = load::LoadError::Cause;
    return cause == Cause::NoSpace || cause == Cause::ConnectionLost || cause == Cause::OtherLoad || cause == Cause::RejectFile;
}

/// The threads of a run that nobody watches any more. They wait for a server that may not answer: the registry, which outlives all
/// windows, keeps them until the job has ended. At the end of the program they have a moment to end with it; one that is held by a
/// disk is left.
class LeftThreads final : public QObject
{
public:
    LeftThreads(core::LeftPool pool, const std::shared_ptr<core::Job> &job, core::JobRegistry *jobs)
        : QObject(jobs), m_pool(std::move(pool))
    {
        connect(job.get(), &core::Job::stateChanged, this, [this, ended = std::weak_ptr(job)] {
            const auto still = ended.lock();
            if (!still || still->isFinished())
                deleteLater();
        });
    }
    ~LeftThreads() override { m_pool->waitForDone(momentMs); }

private:
    static constexpr int momentMs = 1'000; // they were told to stop before

    core::LeftPool m_pool;
};

} // namespace

LoadRun::LoadRun(core::JobRegistry *jobs, QObject *parent)
    : QObject(parent), m_jobs(jobs), m_pool(new QThreadPool)
{
    m_ticker.setInterval(sampleEveryMs);
    connect(&m_ticker, &QTimer::timeout, this, &LoadRun::sample);
}

LoadRun::~LoadRun()
{
    if (!isRunning())
        return;
    m_job->cancel(); // twice: who closes the window has been asked
    m_job->cancel();
    new LeftThreads(std::move(m_pool), m_job, m_jobs); // owned by the registry
}

void LoadRun::begin(Server &server, const Subject &subject)
{
    m_server = &server;
    m_serverName = server.identity().name;
    m_subject = subject;
    m_outcome = {};
    m_figures = {};
    m_rows = m_bytes = m_done = {};
    m_listsTheStop = false;
    m_watch = std::make_shared<load::LoadWatch>();
}

void LoadRun::start(Server &server, const load::LoadPlan &plan)
{
    const bool rejects = plan.onBadRow == load::OnBadRow::Reject;
    begin(server, {QFileInfo(plan.file).fileName(), plan.schema, plan.table, rejects ? plan.rejectFile : QString(), plan.oneTransaction});
    m_plan = plan;
    watch(load::startLoad(*m_pool, server.pool().dedicatedSession(tr("Load %1").arg(m_subject.source)), plan, m_jobs, m_watch));
    endWith(server);
}

void LoadRun::startCopy(Server &from, Server &to, const load::CopyPlan &plan)
{
    const QString source = plan.fromQuery.isEmpty() ? catalog::qualifiedName(plan.fromSchema, plan.fromTable) : tr("a query");
    begin(to, {source, plan.schema, plan.table, {}, true});
    const auto held = [](std::unique_ptr<pg::Session> session) {
        return std::shared_ptr<pg::Session>(session.release(), [](pg::Session *gone) { gone->deleteLater(); });
    };
    const auto reader = held(from.pool().dedicatedSession(tr("Copy out of %1").arg(source)));
    const auto writer = held(to.pool().dedicatedSession(tr("Copy into %1").arg(plan.table)));
    watch(core::runInThread(*m_pool, tr("Copy %1 into %2").arg(source, catalog::qualifiedName(plan.schema, plan.table)), m_jobs,
                            [reader, writer, plan](core::JobContext &job) { return load::copyRows(*reader, *writer, plan, job); }));
    endWith(from);
    endWith(to);
}

void LoadRun::watch(const core::Task<load::LoadReport> &task)
{
    m_job = task.job;
    core::whenDone(
        task.future, this, [this](const load::LoadReport &report) { succeeded(report); },
        [this](const std::exception_ptr &error) { failed(error); });
    m_since.start();
    m_ticker.start();
    Q_EMIT started();
    sample();
}

// A server that is closed takes its tunnel along.
void LoadRun::endWith(const Server &server)
{
    connect(&server, &QObject::destroyed, this, [this, job = m_job] {
        if (job == m_job && isRunning()) {
            job->cancel();
            job->cancel();
        }
    });
}

void LoadRun::cancel()
{
    if (isRunning())
        m_job->cancel();
}

void LoadRun::sample()
{
    const load::LoadFigures now = m_watch->figures();
    const core::JobProgress progress = m_job->progress();
    const qint64 at = m_since.elapsed();
    m_rows.sample({}, now.rows, at);
    // A copy sends what it reads as it is: the bytes that its job counts.
    m_bytes.sample({}, now.sentBytes > 0 || progress.unit != "bytes"_L1 ? now.sentBytes : progress.done, at);
    m_done.sample(progress.phase, progress.done, at);
    m_figures.rows = now.rows;
    m_figures.rejected = now.rejected;
    m_figures.rowsPerSecond = m_rows.perSecond();
    m_figures.bytesPerSecond = m_bytes.perSecond();
    m_figures.leftMs = m_done.leftMs(progress.total);
    m_figures.elapsedMs = at;
    m_figures.fraction = progress.fraction();
    m_figures.phase = progress.phase;
    Q_EMIT figuresChanged();
}

void LoadRun::end()
{
    m_ticker.stop();
    sample();
    if (m_outcome.kind == LoadOutcome::Kind::Done)
        m_figures.rows = m_outcome.report.rows; // of a copy it is known at its end
    m_figures.rejected = std::max(m_figures.rejected, m_outcome.report.rejected);
    m_figures.elapsedMs = qint64(m_outcome.report.seconds * 1000) > 0 ? qint64(m_outcome.report.seconds * 1000) : m_figures.elapsedMs;
    Q_EMIT finished();
}

void LoadRun::succeeded(const load::LoadReport &report)
{
    m_outcome.kind = LoadOutcome::Kind::Done;
    m_outcome.report = report;
    m_outcome.happened = endText(report);
    end();
}

QString LoadRun::endText(const load::LoadReport &report) const
{
    const QLocale locale;
    QStringList parts{tr("%1 into %2.", "a number of rows, a table").arg(rowsText(report.rows - report.skipped), report.table)};
    if (report.updated > 0)
        parts << tr("%1 new, %2 updated.").arg(locale.toString(report.inserted), locale.toString(report.updated));
    if (report.skipped > 0)
        parts << countOf(report.skipped, tr("1 skipped as a duplicate."), tr("%1 skipped as duplicates."));
    if (report.resumed)
        parts << tr("%1 were there from earlier runs.", "a number of rows").arg(rowsText(report.rowsBefore));
    if (const qint64 rejected = report.rejected + report.rejectedBefore; rejected > 0)
        parts << countOf(rejected, tr("1 row was rejected"), tr("%1 rows were rejected"))
                     + (report.rejectFile.isEmpty() ? u"."_s : tr(": see %1.").arg(report.rejectFile));
    if (report.flushedToZero > 0)
        parts << countOf(report.flushedToZero, tr("1 value was too small for half precision and became 0."),
                         tr("%1 values were too small for half precision and became 0."));
    return parts.join(u' ');
}

void LoadRun::failed(const std::exception_ptr &error)
{
    m_outcome.kind = LoadOutcome::Kind::Failed;
    m_outcome.canResume = !m_subject.isAllOrNothing;
    try {
        std::rethrow_exception(error);
    } catch (const core::Cancelled &cancelled) {
        m_outcome.kind = LoadOutcome::Kind::Cancelled;
        m_outcome.happened = cancelled.message();
    } catch (const load::LoadError &failure) {
        m_outcome.happened = failure.happened();
        m_outcome.stands = failure.stands();
        m_outcome.next = failure.next();
        m_outcome.report = failure.report();
        m_outcome.canResume = m_outcome.canResume && helpsToGoOn(failure.cause());
        m_outcome.canRestart = failure.cause() == load::LoadError::Cause::LoadedBefore || failure.cause() == load::LoadError::Cause::Unfinished;
        if (failure.row && m_watch->badRows(0).empty()) {
            m_listsTheStop = true;
            load::BadRow row = *failure.row;
            if (row.reason.isEmpty())
                row.reason = failure.happened();
            m_watch->addBadRow(row);
        }
    } catch (...) {
        m_outcome.happened = core::describe(error);
    }
    end();
}

} // namespace quiver::ui
