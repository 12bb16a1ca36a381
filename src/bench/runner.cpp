// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/runner.h"

#include "bench/runfacts.h"
#include "bench/shortanswers.h"
#include "bench/workerloop.h"
#include "catalog/tablefacts.h"
#include "core/counttext.h"
#include "core/sentence.h"
#include "pg/error.h"
#include "pg/typeregistry.h"
#include "search/searchrun.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cmath>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr auto reportEvery = std::chrono::milliseconds(250);
constexpr int explainedQueries = 3;

/// The run finds the caches as they are: what would fill them is done behind it.
bool isCold(const RunSpec &spec)
{
    return spec.warmupSeconds <= 0;
}

/// Shows the common progress until all workers are done.
class Progress
{
public:
    Progress(core::JobContext &job, const RunSpec &spec, const RunPlace &place, const RateListener &listener) : m_job(job), m_spec(spec), m_place(place), m_listener(listener) {}

    Clock::time_point nextAt() const { return m_lastAt + reportEvery; }
    void show(const std::vector<WorkerCount> &counts)
    {
        const auto now = Clock::now();
        if (now < nextAt())
            return;
        LiveRate rate{.seconds = std::chrono::duration<double>(now - m_start).count()};
        for (const WorkerCount &count : counts) {
            rate.executions += count.executions.load(std::memory_order_relaxed);
            rate.errors += count.errors.load(std::memory_order_relaxed);
        }
        rate.isWarmup = rate.seconds < m_spec.warmupSeconds;
        const double own = m_spec.warmupSeconds + m_spec.seconds;
        rate.leftSeconds = std::max(own - rate.seconds, 0.0) + m_place.secondsAfter;
        rate.allSeconds = std::max(own, m_place.secondsAll);
        rate.qps = double(rate.executions - m_last) / std::max(1e-3, std::chrono::duration<double>(now - m_lastAt).count());
        m_last = rate.executions;
        m_lastAt = now;
        const QString errors = rate.errors > 0 ? u", %1 errors"_s.arg(core::countText(rate.errors)) : QString();
        core::JobProgress progress{.phase = rate.isWarmup ? u"warming up"_s : u"measuring"_s, .message = placeText() + u"%1 queries/s"_s.arg(core::countText(std::llround(rate.qps))) + errors};
        if (rate.isWarmup)
            m_inWarmup = rate.executions;
        if (m_spec.executions > 0 && !rate.isWarmup) {
            progress.done = std::min(rate.executions - m_inWarmup, m_spec.executions);
            progress.total = m_spec.executions;
            progress.unit = u"queries"_s;
        } else { // of this phase alone: who asked for 2 seconds waits for "0 of 2 seconds"
            const double total = rate.isWarmup ? m_spec.warmupSeconds : m_spec.seconds;
            progress.done = qint64(std::clamp(rate.isWarmup ? rate.seconds : rate.seconds - m_spec.warmupSeconds, 0.0, total));
            progress.total = qint64(std::ceil(total));
            progress.unit = u"seconds"_s;
        }
        m_job.report(progress);
        if (m_listener)
            m_listener(rate);
    }

private:
    QString placeText() const { return m_place.runs > 1 ? u"run %1 of %2 (%3), "_s.arg(QString::number(m_place.number), QString::number(m_place.runs), runName(m_spec)) : QString(); }

    core::JobContext &m_job;
    const RunSpec &m_spec;
    const RunPlace m_place;
    const RateListener &m_listener;
    const Clock::time_point m_start = Clock::now();
    Clock::time_point m_lastAt = m_start;
    qint64 m_last = 0;
    qint64 m_inWarmup = 0; // executions
};

[[noreturn]] void rethrowOfWorker(const std::exception_ptr &error, int workers)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &e) {
        if (e.kind() == pg::Error::Kind::Connection)
            throw WorkersRefused(u"%1 workers cannot connect (%2). Use fewer workers, or raise the server's max_connections"_s.arg(QString::number(workers), e.message()));
        throw;
    }
}

void addNotes(RunResult &result, const RunShared &shared)
{
    if (const qint64 unsent = shared.unsent.load(); unsent > 0)
        result.notes << u"The server could not keep up: %1 queries that were due were never sent."_s.arg(core::countText(unsent));
    for (std::size_t i = 0; i < result.workers.size(); ++i) {
        const WorkerResult &worker = result.workers[i];
        if (worker.errors > 0)
            result.notes << u"Worker %1: %2: %3"_s.arg(QString::number(i + 1), worker.errors == 1 ? u"one error"_s : u"%L1 errors, the first one"_s.arg(worker.errors), core::sentence(worker.firstError));
        if (worker.lostConnection && result.state == RunResult::State::Complete) {
            result.state = RunResult::State::Incomplete;
            result.stateReason = u"Worker %1 lost its connection after %2 s (%3); the run ended there."_s.arg(QString::number(i + 1), QString::number(result.seconds, 'f', 1), worker.firstError);
        }
    }
}

/// Which index a figure is of is easily taken for granted.
void noteIndexes(RunResult &result, const BoundWorkload &workload)
{
    QStringList serving;
    if (!workload.query.firstStage) {
        for (const catalog::Index *index : workload.table.annIndexes(workload.query.column, workload.query.metric))
            serving << index->name;
    }
    if (result.facts.indexMethod.isEmpty()) {
        result.notes << (serving.isEmpty() ? u"No approximate index was used: rows were compared one by one."_s
                                           : u"The planner did not take %1: rows were compared one by one."_s.arg(serving.join(u", "_s)));
        return;
    }
    if (workload.table.facts.isPartitioned())
        return; // its partitions' indexes have names of their own
    for (const QString &used : std::as_const(result.facts.indexesUsed))
        serving.removeAll(used);
    if (!serving.isEmpty())
        result.notes << u"%1 could serve this search as well: with other settings the planner may take it in place of %2."_s.arg(serving.join(u", "_s), result.facts.indexesUsed.join(u", "_s));
}

/// Pages of an execution, and the recall of all queries where there is a \p truth.
void measureBehind(pg::Connection &connection, core::JobContext &job, RunResult &result, const BoundWorkload &workload, const Truth *truth)
{
    prepareSession(connection, workload, result.spec.settings); // the session may be another one by now
    result.after = lookAtPlans(connection, workload, explainedQueries).buffers;
    if (!truth || !result.spec.measuresRecall)
        return;
    result.recalls = measureRecall(connection, job, workload, *truth);
    if (const RecallFigure figure = recallFigure(result.recalls, workload.k()); figure.queries > 0)
        result.recall = figure;
    else
        result.notes << u"There is nothing to be found: no row meets the conditions."_s;
}

/// \p exact: when the neighbours were, that recall is against; empty: it is against none. \p sinceTruth: \p before is of when they were computed.
void noteChange(RunResult &result, const TableMark &before, const TableMark &after, const QString &exact, bool sinceTruth)
{
    result.watch = after.watch;
    result.tableChanged = before != after;
    if (!result.tableChanged)
        return;
    QString note = after.watch == RunResult::Watch::Counters
                       ? u"The table changed during the run%1 or some seconds before, by the server's counters."_s.arg(sinceTruth ? u", while its exact neighbours were computed for it"_s : QString())
                   : sinceTruth                               ? u"The table changed during the run, or while its exact neighbours were computed for it."_s
                                                              : u"The table changed during the run."_s;
    if (!exact.isEmpty())
        note += u" Its recall is against neighbours that were exact %1."_s.arg(exact);
    result.notes << note;
}

QString hashOf(const QueryVectors &queries)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const search::QueryVector &vector : queries.vectors) {
        if (const auto *dense = std::get_if<std::vector<float>>(&vector))
            hash.addData(QByteArrayView(reinterpret_cast<const char *>(dense->data()), qsizetype(dense->size() * sizeof(float))));
        else
            hash.addData(search::textOf(vector));
    }
    for (const QStringList &key : queries.ownKeys)
        hash.addData(keyBytes(key));
    return QString::fromLatin1(hash.result().toHex().left(16));
}

void noteTruth(RunResult &result, const Truth &truth)
{
    const Workload &workload = result.spec.workload;
    result.facts.rows = double(truth.rows);
    if (!workload.sql.isEmpty()) {
        result.notes << u"The statement is your own: its recall is against the nearest rows by the operator and the filters of the benchmark, whatever its WHERE says."_s
                            + (workload.queries.kind == QuerySet::Kind::Sample ? u" Its query vectors are rows of the table, which find themselves."_s : QString());
    }
}

} // namespace

void prepareSession(pg::Connection &connection, const BoundWorkload &workload, const search::SettingValues &settings)
{
    search::SettingValues all = workload.settings;
    for (const auto &[name, value] : settings)
        all[name] = value;
    search::applySettings(connection, all, workload.table.vectorSchema, search::SettingScope::Session);
    connection.exec("SET default_transaction_read_only = on");
}

bool isConnectionLost(const core::Error &error)
{
    const auto *known = dynamic_cast<const pg::Error *>(&error);
    return known && !known->connectionUsable();
}

BenchRunner::BenchRunner(BenchServer server) : m_server(std::move(server)), m_types(std::make_shared<pg::TypeRegistry>())
{
    m_server.services.jobs = nullptr;
}

BenchRunner::~BenchRunner() = default;

std::unique_ptr<pg::Session> BenchRunner::newSession(const QString &name) const
{
    return std::make_unique<pg::Session>(m_server.options, m_types, m_server.services, name);
}

pg::Session &BenchRunner::control()
{
    if (!m_control)
        m_control = newSession(u"benchmark"_s);
    return *m_control;
}

const BoundWorkload &BenchRunner::bind(core::JobContext &job, const Workload &workload, bool withTruth)
{
    if (!m_bound || !(m_asked == workload)) {
        m_truth.reset();
        m_bound.reset();
        m_bound = std::make_unique<BoundWorkload>(onSession(job, [&](pg::Connection &connection, core::JobContext &inner) { return bindWorkload(connection, inner, workload, m_server.embedderFor); }));
        m_asked = workload;
    }
    m_noTruth = m_bound->noRecall;
    if (!withTruth || !m_noTruth.isEmpty())
        return *m_bound;
    onSession(job, [&](pg::Connection &connection, core::JobContext &inner) {
        inner.report({.phase = u"looking at the table"_s});
        TableMark now = markOf(connection, *m_bound, true);
        if (m_truth && now == m_truthMark)
            return;
        m_truth = std::make_unique<Truth>(groundTruth(connection, inner, *m_bound, m_server.workspace));
        m_truthMark = std::move(now);
    });
    return *m_bound;
}

RunResult BenchRunner::run(core::JobContext &job, const RunSpec &spec, const RateListener &listener)
{
    if (const QString problem = runProblem(spec); !problem.isEmpty())
        throw core::Error(problem);
    const BoundWorkload &workload = bind(job, spec.workload, false);
    const auto truthOf = [&]() -> const Truth * {
        if (!spec.measuresRecall)
            return nullptr;
        bind(job, spec.workload, true);
        return m_truth.get();
    };
    RunResult result = runBound(job, spec, workload, listener, truthOf, nullptr);
    if (spec.measuresRecall && !m_noTruth.isEmpty())
        result.notes << m_noTruth;
    return result;
}

RunResult BenchRunner::run(core::JobContext &job, const RunSpec &spec, const BoundWorkload &workload, const Truth *truth, const RateListener &listener)
{
    return runBound(job, spec, workload, listener, {}, truth);
}

RunResult BenchRunner::runBound(core::JobContext &job, const RunSpec &spec, const BoundWorkload &workload, const RateListener &listener, const std::function<const Truth *()> &truthOf, const Truth *truth)
{
    if (const QString problem = runProblem(spec, workload.table.pgvector); !problem.isEmpty())
        throw core::Error(problem);
    RunResult result;
    result.spec = spec;
    result.spec.workload.query.schema = workload.query.schema;
    result.spec.workload.query.metric = workload.query.metric;
    result.queries = int(workload.queries.vectors.size());
    result.querySet = hashOf(workload.queries);
    if (!spec.note.isEmpty())
        result.notes << spec.note;
    const bool cold = isCold(spec);
    std::optional<TableMark> ofTruth;
    if (truthOf && !cold) {
        truth = truthOf();
        if (truth)
            ofTruth = m_truthMark;
    }
    const bool isRead = truth || !cold; // for its exact neighbours, or to be warm
    const auto probe = newSession(u"benchmark probe"_s);
    job.report({.phase = u"looking at the plan"_s});
    const TableMark before = await(job, probe->run(u"Benchmark"_s, [&](pg::Connection &connection, core::JobContext &) {
        prepareSession(connection, workload, spec.settings);
        const PlanLook plans = cold ? planOnly(connection, workload) : lookAtPlans(connection, workload, explainedQueries);
        result.before = plans.buffers;
        result.facts = readFacts(connection, workload, spec, plans.indexes);
        return ofTruth ? *ofTruth : markOf(connection, workload, isRead); // what changed since the neighbours were computed counts
    }));
    result.facts.server = m_server.options.summary();
    noteIndexes(result, workload);
    measure(job, result, workload, listener);
    if (result.state == RunResult::State::Complete) {
        try {
            const QString whose = truth ? u"before"_s : u"behind it"_s;
            if (truthOf && cold)
                truth = truthOf();
            const TableMark after = await(job, probe->run(u"Benchmark"_s, [&](pg::Connection &connection, core::JobContext &) {
                measureBehind(connection, job, result, workload, truth);
                return markOf(connection, workload, isRead);
            }));
            noteChange(result, before, after, truth ? whose : QString(), ofTruth.has_value());
        } catch (const core::Cancelled &) {
            result.state = RunResult::State::Cancelled;
            result.stateReason = u"Cancelled while recall was measured."_s;
        } catch (const core::Error &e) {
            if (!isConnectionLost(e)) {
                result.notes << u"What was measured is kept, but recall could not be: %1"_s.arg(e.message());
            } else {
                result.state = RunResult::State::Incomplete;
                result.stateReason = u"The connection was lost while recall was measured: %1"_s.arg(e.message());
            }
        }
    }
    if (truth)
        noteTruth(result, *truth);
    if (const QString note = shortAnswersNote(result); !note.isEmpty())
        result.notes << note;
    return result;
}

void BenchRunner::measure(core::JobContext &job, RunResult &result, const BoundWorkload &workload, const RateListener &listener)
{
    const RunSpec &spec = result.spec;
    // Shared with the relay: a cancel may still be under way when this has ended.
    const auto state = std::make_shared<RunShared>(spec, workload.limit);
    RunShared &shared = *state;
    std::vector<WorkerCount> counts(std::size_t(spec.workers));
    std::vector<std::unique_ptr<pg::Session>> sessions;
    std::vector<core::Task<WorkerResult>> tasks;
    const std::size_t queries = workload.queries.vectors.size();
    const auto stopAll = [state] {
        state->stop.set();
        state->warmup.abort();
        state->measure.abort();
    };
    for (int i = 0; i < spec.workers; ++i) {
        sessions.push_back(newSession(u"benchmark worker %1"_s.arg(i + 1)));
        WorkerCount &count = counts[std::size_t(i)];
        const std::size_t first = queries * std::size_t(i) / std::size_t(spec.workers);
        tasks.push_back(sessions.back()->run(u"Benchmark"_s, [&shared, &workload, &count, queries, first](pg::Connection &connection, core::JobContext &) {
            prepareSession(connection, workload, shared.spec.settings);
            pg::RepeatedStatement statement(connection, workload.sql.toUtf8(), workload.sets);
            return runWorker(statement, shared, queries, first, count);
        }));
    }
    std::vector<std::shared_ptr<core::Job>> jobs;
    for (core::Task<WorkerResult> &task : tasks) {
        jobs.push_back(task.job);
        task.future.then(QtFuture::Launch::Sync, [state](const QFuture<WorkerResult> &) { state->ended.add(); });
    }
    const auto relay = job.onCancel([stopAll, jobs](int) {
        stopAll();
        for (const std::shared_ptr<core::Job> &each : jobs)
            each->cancel();
    });
    result.startedAt = QDateTime::currentDateTimeUtc();
    Progress progress(job, spec, m_place, listener ? listener : m_server.rate);
    for (int ended = 0; ended < spec.workers;) {
        ended = shared.ended.waitForMore(ended, progress.nextAt());
        progress.show(counts);
        if (std::ranges::any_of(jobs, [](const std::shared_ptr<core::Job> &each) { return each->state() == core::Job::State::Failed; }))
            stopAll(); // one that could not connect: the others wait for it
    }
    std::exception_ptr failure;
    for (const core::Task<WorkerResult> &task : tasks) {
        try {
            result.workers.push_back(task.future.result());
        } catch (const core::Cancelled &) {
            result.workers.emplace_back();
        } catch (...) {
            failure = failure ? failure : std::current_exception();
        }
    }
    if (failure && !job.cancelRequested())
        rethrowOfWorker(failure, spec.workers);
    addUp(result);
    if (job.cancelRequested()) {
        if (result.executions == 0)
            throw core::Cancelled();
        result.state = RunResult::State::Cancelled;
        result.stateReason = u"Cancelled after %1 s."_s.arg(result.seconds, 0, 'f', 1);
    }
    addNotes(result, shared);
    if (shared.isFull.load())
        result.notes << u"It ended after %1 s: more than %L2 answers are not kept. Measure for a shorter time, or at a rate."_s.arg(QString::number(result.seconds, 'f', 1)).arg(maxExecutions);
    if (result.executions == 0 && result.state == RunResult::State::Complete && result.errors > 0)
        throw core::Error(u"every execution failed: %1"_s.arg(result.workers.front().firstError));
}

} // namespace quiver::bench
