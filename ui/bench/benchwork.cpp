// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchwork.h"

#include "bench/runrecord.h"
#include "bench/workloadsql.h"
#include "core/reply.h"
#include "index/pastbuilds.h"
#include "ui/common/figures.h"

#include <QThreadPool>

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::RunResult;

namespace {

constexpr qsizetype mostNamed = 4; // runs in a sentence

}

BenchWork::BenchWork(store::Workspace &workspace, embed::EndpointBook &endpoints, pg::Services services, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_endpoints(endpoints), m_services(services), m_pool(std::make_unique<QThreadPool>())
{
    m_pool->setMaxThreadCount(1);
}

BenchWork::~BenchWork()
{
    if (m_job)
        m_job->cancel();
    m_pool->waitForDone();
}

void BenchWork::setServer(Server *server)
{
    ++m_tableGeneration;
    ++m_serverGeneration;
    m_server = server;
}

void BenchWork::readTable(const QString &schema, const QString &table)
{
    const int generation = ++m_tableGeneration;
    if (!m_server)
        return;
    auto task = m_server->pool().read(tr("Read what %1 is like").arg(table), [schema, table](pg::Connection &connection, core::JobContext &) {
        return std::shared_ptr<const SearchedTable>(std::make_shared<SearchedTable>(readSearchedTable(connection, schema, table)));
    });
    core::whenDone(
        task.future, this,
        [this, generation](const std::shared_ptr<const SearchedTable> &read) {
            if (generation == m_tableGeneration)
                Q_EMIT tableRead(read);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_tableGeneration)
                Q_EMIT tableFailed(core::describe(error));
        });
}

void BenchWork::withEmbedder(const bench::Workload &workload, const Embedded &then)
{
    if (!m_server)
        return;
    if (workload.queries.kind != bench::QuerySet::Kind::Texts)
        return then({});
    const Place place = here();
    const auto fail = [this, place](const std::exception_ptr &error) {
        if (isHere(place))
            Q_EMIT failed(core::describe(error));
    };
    auto task = m_server->pool().read(tr("Look who embedded %1").arg(workload.query.column), [query = workload.query](pg::Connection &connection, core::JobContext &) {
        return readSearchedTable(connection, query.schema, query.table).servicesOf(query.column);
    });
    core::whenDone(
        task.future, this,
        [this, then, fail, place](const std::vector<catalog::EmbedderState> &services) {
            findServices(
                m_endpoints, this, services,
                [this, then, place](const search::EmbedderFor &found) {
                    if (isHere(place))
                        then(found);
                },
                fail);
        },
        fail);
}

BenchWork::Place BenchWork::here() const
{
    return {m_server, m_server ? m_server->summary() : QString(), m_serverGeneration};
}

QString BenchWork::told(const Place &place, const QString &words) const
{
    return place.server == m_server ? words : tr("On %1: %2", "a server, and what happened there").arg(place.summary, words);
}

void BenchWork::start(const Task &task)
{
    if (!m_job)
        withEmbedder(task.workload, [this, task](const search::EmbedderFor &embedderFor) { startNow(task, embedderFor); });
}

void BenchWork::startNow(const Task &task, const search::EmbedderFor &embedderFor)
{
    if (m_job || !m_server)
        return;
    m_runsOn = m_server;
    bench::BenchServer server{.options = m_server->pool().options(), .services = {m_services.canceller, m_services.statementLog, nullptr}, .workspace = &m_workspace, .embedderFor = embedderFor, .profileId = QUuid::fromString(m_server->identity().profileId),
                              .rate = [this](const bench::LiveRate &live) { QMetaObject::invokeMethod(this, [this, live] { Q_EMIT rateArrived(live); }); }};
    auto begun = core::runInThread(*m_pool, task.title, m_services.jobs, [server = std::move(server), work = task.work](core::JobContext &job) {
        bench::BenchRunner runner(server);
        work(runner, job);
    });
    m_job = begun.job;
    connect(m_job.get(), &core::Job::progressChanged, this, &BenchWork::progressChanged);
    core::whenDone(
        begun.future, this,
        [this, done = task.done] {
            end();
            done();
        },
        [this, task, place = here()](const std::exception_ptr &error) {
            end();
            tellFailure(place, task, error);
        });
    Q_EMIT runningChanged();
}

void BenchWork::tellFailure(const Place &place, const Task &task, const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const core::Cancelled &) {
        Q_EMIT finished(told(place, task.cancelled));
    } catch (const search::SearchRefused &e) {
        if (isHere(place)) // else these are not the fields that it is about
            Q_EMIT refused(e.problems());
        else
            Q_EMIT failed(told(place, core::describe(error)));
    } catch (...) {
        Q_EMIT failed(told(place, core::describe(error)));
    }
}

void BenchWork::end()
{
    m_job->disconnect(this);
    m_job.reset();
    m_runsOn.clear();
    Q_EMIT runningChanged();
}

void BenchWork::cancel()
{
    if (m_job)
        m_job->cancel();
}

qint64 BenchWork::keep(RunResult &run, const QString &name, const QUuid &profile) const
{
    return m_workspace.addBenchmark(bench::entryOf(run, name, profile)).result();
}

void BenchWork::run(const bench::SweepPlan &plan, const QString &name)
{
    if (!m_server)
        return;
    struct Told {
        QStringList notes;      ///< of the whole
        QStringList noted;      ///< runs that have notes of their own, by name
        int runs = 0;
        bool cancelled = false;
    };
    const auto all = std::make_shared<Told>();
    const Place place = here();
    const QUuid profile = QUuid::fromString(m_server->identity().profileId);
    // The pool's thread ends before this object does.
    const auto made = [this, name, profile, place, all](const RunResult &result) {
        RunResult run = result;
        if (run.state == RunResult::State::Incomplete)
            all->notes << tr("The run ended early. %1 What was measured until then is kept.").arg(run.stateReason);
        if (!run.notes.isEmpty())
            all->noted << bench::runName(run.spec);
        ++all->runs;
        all->cancelled |= run.state == RunResult::State::Cancelled;
        const qint64 id = keep(run, name, profile);
        QMetaObject::invokeMethod(this, [this, id, place] {
            if (place.server == m_server)
                Q_EMIT runMade(id);
        });
    };
    start({
        tr("Benchmark %1").arg(plan.base.workload.query.table), plan.base.workload,
        [plan, made, all](bench::BenchRunner &runner, core::JobContext &job) {
            const bench::SweepOutcome outcome = bench::runSweep(runner, job, plan, made);
            all->notes << outcome.failures;
            all->cancelled |= outcome.isCancelled;
            if (outcome.notBegun > 0)
                all->notes << (outcome.notBegun == 1 ? tr("The run after it was not begun.") : tr("The %1 runs after it were not begun.").arg(outcome.notBegun));
        },
        [this, all, place] {
            if (all->cancelled)
                all->notes.prepend(tr("Cancelled. What was measured until then is kept."));
            if (all->runs > 1 && !all->noted.isEmpty()) // of one alone they are on the screen already
                all->notes << tr("%1 of %2 have notes, which stand below their figures: %3.").arg(all->noted.size()).arg(countOf(all->runs, tr("1 run"), tr("%1 runs")), all->noted.mid(0, mostNamed).join(tr("; ")) + (all->noted.size() > mostNamed ? u"; …"_s : QString()));
            Q_EMIT finished(all->notes.isEmpty() ? QString() : told(place, all->notes.join(u' ')));
        },
        tr("Cancelled. No run was kept.")});
}

void BenchWork::forecast(const bench::SweepPlan &plan)
{
    if (!m_server)
        return;
    const auto found = std::make_shared<bench::SweepForecast>();
    // How long builds took on this server before: of the workspace, on the pool's thread.
    const auto past = [this, server = m_server->summary(), profile = QUuid::fromString(m_server->identity().profileId)] { return index::pastBuilds(index::buildsOn(m_workspace, server, profile).result()); };
    start({tr("What a benchmark would do"), plan.base.workload, [plan, found, past](bench::BenchRunner &runner, core::JobContext &job) { *found = bench::forecastSweep(runner, job, plan, past()); },
           [this, found] { Q_EMIT forecastMade(*found); }, tr("Cancelled. Nothing had begun.")});
}

void BenchWork::tune(const bench::TunerPlan &plan)
{
    const auto outcome = std::make_shared<bench::TunerOutcome>();
    const auto trial = [this, on = m_server](const bench::TunerTrial &each) {
        QMetaObject::invokeMethod(this, [this, on, each] {
            if (on)
                Q_EMIT trialMade(on, each);
        });
    };
    start({tr("Tune %1").arg(plan.base.workload.query.table), plan.base.workload, [plan, outcome, trial](bench::BenchRunner &runner, core::JobContext &job) { *outcome = bench::tune(runner, job, plan, trial); },
           [this, outcome, on = m_server] {
               if (on)
                   Q_EMIT tuned(on, *outcome);
           },
           tr("Cancelled. Nothing was changed; what was tried until then stands under “Tune”.")});
}

void BenchWork::lookAt(const QString &title, const bench::Workload &workload, const std::function<QString(pg::Connection &, const bench::BoundWorkload &)> &look,
                       const std::function<void(const QString &)> &done)
{
    bench::Workload one = workload;
    one.queries.count = 1;
    withEmbedder(one, [this, title, one, look, done](const search::EmbedderFor &embedderFor) {
        auto task = m_server->pool().read(title, [one, look, embedderFor](pg::Connection &connection, core::JobContext &job) { return look(connection, bench::bindWorkload(connection, job, one, embedderFor)); });
        core::whenDone(
            task.future, this,
            [this, done, place = here()](const QString &found) {
                if (isHere(place))
                    done(found);
            },
            [this, place = here()](const std::exception_ptr &error) { Q_EMIT failed(told(place, core::describe(error))); });
    });
}

void BenchWork::askSql(const bench::Workload &workload)
{
    lookAt(tr("Look at the statement of a benchmark"), workload, [](pg::Connection &, const bench::BoundWorkload &bound) { return bench::exampleSql(bound); },
           [this](const QString &sql) { Q_EMIT sqlMade(sql); });
}

void BenchWork::askPlan(const bench::RunSpec &run)
{
    lookAt(tr("Measure the plan of a benchmark"), run.workload, [settings = run.settings](pg::Connection &connection, const bench::BoundWorkload &bound) { return bench::examplePlan(connection, bound, settings); },
           [this](const QString &plan) { Q_EMIT planMade(plan); });
}

void BenchWork::findLeftovers()
{
    if (!m_server)
        return;
    auto task = m_server->pool().read(tr("Look for what a benchmark left"), [](pg::Connection &connection, core::JobContext &) { return bench::leftScratches(connection); });
    core::whenDone(task.future, this, [this, server = m_server](const std::vector<bench::LeftScratch> &found) {
        if (server == m_server)
            Q_EMIT leftoversFound(found);
    }, [this](const std::exception_ptr &) {}); // the next look tells; a server that cannot be read says so where it is used
}

} // namespace quiver::ui
