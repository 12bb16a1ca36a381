// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/sweeper.h"

#include "core/sentence.h"
#include "pg/error.h"
#include "sql/keptrun.h"
#include "sql/names.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <numeric>

namespace quiver::bench {

using namespace Qt::StringLiterals;
using Form = index::IndexKey::Form;
using search::FirstStage;

namespace {

bool isFiner(Form form)
{
    return form == Form::Halfvec || form == Form::BinaryQuantize || form == Form::Subvector;
}

void scale(index::Figure &figure, double share)
{
    if (!figure.isKnown())
        return;
    figure.value *= share;
    figure.low *= share;
    figure.high *= share;
}

/// What was read of the whole table, for a part of its rows.
index::ForecastInput partOf(index::ForecastInput input, double share)
{
    for (index::RowPartFacts &part : input.rows.parts) {
        part.rows *= share;
        part.indexedRows *= share;
        part.heapBytes *= share;
        part.toastBytes *= share;
    }
    scale(input.rows.rows, share);
    scale(input.rows.indexedRows, share);
    return input;
}

/// \returns whether it was not before
bool keepFromReadingAll(RunSpec &run)
{
    const QString setting = u"enable_seqscan"_s;
    if (run.settings.contains(setting))
        return false;
    run.settings[setting] = u"off"_s;
    return true;
}

QString shareText(double share)
{
    return u"%1 % of the rows"_s.arg(QString::number(share * 100, 'g', 4));
}

/// What was made of many runs. None of it is lost when one of them fails.
class Takings
{
public:
    Takings(BenchRunner &runner, core::JobContext &job, const std::vector<RunSpec> &planned, const RunListener &listener)
        : m_runner(runner), m_job(job), m_left(planned.size()), m_listener(listener)
    {
        for (const RunSpec &run : planned)
            m_seconds.push_back(run.warmupSeconds + run.seconds);
    }
    ~Takings() { m_runner.setPlace({}); }
    Takings(const Takings &) = delete;
    Takings &operator=(const Takings &) = delete;

    bool isEnded() const { return m_isEnded; }
    void skip(std::size_t runs) { m_left -= runs; }
    /// \returns whether \p make succeeded. Otherwise why it did not is kept, and all is ended by a cancel, or where the server answers no more.
    template<typename Make>
    bool attempt(const QString &name, const Make &make)
    {
        try {
            m_job.throwIfCancelled();
            make();
            return true;
        } catch (const core::Cancelled &) {
            end(true);
        } catch (const core::Error &e) {
            m_first = m_first ? m_first : std::current_exception();
            m_outcome.failures << name + u": "_s + e.message();
            m_reasons << e.message();
            endWithoutServer();
        }
        return false;
    }
    template<typename Make>
    void take(const QString &name, const Make &make)
    {
        if (m_job.cancelRequested())
            return end(true);
        --m_left;
        const std::size_t number = m_seconds.size() - m_left;
        const auto behind = m_seconds.begin() + std::ptrdiff_t(number);
        m_runner.setPlace({.number = int(number), .runs = int(m_seconds.size()), .secondsAfter = std::accumulate(behind, m_seconds.end(), 0.0),
                           .secondsAll = std::accumulate(m_seconds.begin(), m_seconds.end(), 0.0)});
        const std::size_t made = m_outcome.runs.size();
        attempt(name, [&] {
            m_outcome.runs.push_back(make());
            if (m_outcome.runs.back().state != RunResult::State::Complete)
                end(m_outcome.runs.back().state == RunResult::State::Cancelled);
            if (m_listener)
                m_listener(m_outcome.runs.back());
        });
        if (m_outcome.isCancelled && m_outcome.runs.size() == made)
            ++m_left; // nothing of it was measured
    }
    SweepOutcome outcome()
    {
        if (m_outcome.runs.empty() && m_outcome.isCancelled)
            throw core::Cancelled();
        m_reasons.removeDuplicates();
        if (m_outcome.runs.empty() && m_reasons.size() == 1)
            std::rethrow_exception(m_first);
        if (m_outcome.runs.empty() && !m_reasons.isEmpty())
            throw core::Error(u"nothing could be measured: "_s + m_outcome.failures.join(u"; "_s));
        m_outcome.notBegun = int(m_left);
        return std::move(m_outcome);
    }

private:
    void end(bool byCancel)
    {
        m_isEnded = true;
        m_outcome.isCancelled |= byCancel;
    }
    void endWithoutServer()
    {
        try {
            m_runner.onSession(m_job, [](pg::Connection &connection, core::JobContext &) { connection.ping(); });
        } catch (const core::Cancelled &) {
            end(true);
        } catch (const core::Error &e) {
            m_outcome.failures << u"The server answers no more: "_s + e.message();
            end(false);
        }
    }

    BenchRunner &m_runner;
    core::JobContext &m_job;
    SweepOutcome m_outcome;
    QStringList m_reasons;
    std::exception_ptr m_first;
    std::vector<double> m_seconds; ///< of each run, as it was asked for
    std::size_t m_left;
    const RunListener &m_listener;
    bool m_isEnded = false;
};

/// \p original: the search of the table, \p share of whose rows the copy has.
RunResult measureOnCopy(BenchRunner &runner, core::JobContext &job, RunSpec run, const search::VectorQuery &original, double share, const BoundWorkload &copy, const Truth *truth)
{
    search::VectorQuery query = run.workload.query;
    query.schema = copy.query.schema;
    query.metric = copy.query.metric;
    query.k = copy.query.k; // one more where queries are rows
    query.condition = copy.query.condition;
    query.source = copy.query.source;
    QString table, copied;
    const BoundWorkload bound = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) {
        const sql::Quoter quote(connection);
        table = quote.qualified(original.schema, original.table);
        copied = quote.qualified(query.schema, query.table);
        return bindAgain(connection, copy, query);
    });
    const bool isKept = keepFromReadingAll(run);
    RunResult result = runner.run(job, run, bound, truth);
    if (isKept)
        result.notes << u"Measured with enable_seqscan = off, so that the planner takes the index that is meant."_s;
    result.spec.workload.query.schema = original.schema;
    result.facts.share = share;
    if (share < 1)
        result.notes << u"Built and measured on a copy of %1: with all of them the index is larger, and a search slower or less exact."_s.arg(shareText(share));
    // As it would be on the table itself: the copy is gone by the time somebody reads it.
    result.facts.indexDefinition.replace(copied, table);
    return result;
}

} // namespace

index::IndexSpec indexOf(const SweepBuild &build, const search::VectorQuery &query, const QString &schema, const QString &table, double rows)
{
    index::IndexSpec spec;
    spec.schema = schema;
    spec.table = table;
    spec.method = build.method;
    index::IndexKey key;
    key.form = build.form;
    key.column = query.column;
    key.count = build.subvector;
    spec.keys = {key};
    spec.metric = build.form == Form::BinaryQuantize ? catalog::AnnMetric::Hamming : query.metric;
    spec.concurrently = false;
    if (build.method == "ivfflat"_L1) {
        spec.setOption(u"lists"_s, build.lists > 0 ? build.lists : index::advisedLists(rows));
    } else {
        spec.setOption(u"m"_s, build.m);
        spec.setOption(u"ef_construction"_s, build.efConstruction);
    }
    return spec;
}

search::VectorQuery queryOf(const SweepBuild &build, search::VectorQuery query)
{
    if (!isFiner(build.form)) {
        query.firstStage.reset(); // meant for the others
        return query;
    }
    FirstStage stage{.column = {}, .vector = {}};
    stage.kind = build.form == Form::Halfvec ? FirstStage::Kind::Halfvec : build.form == Form::Subvector ? FirstStage::Kind::Subvector : FirstStage::Kind::BinaryQuantize;
    stage.dimensions = build.subvector;
    stage.overFetch = build.form == Form::Halfvec ? 1 : 4; // half precision gives nearly the same order
    if (query.firstStage)
        stage.overFetch = query.firstStage->overFetch;
    query.firstStage = stage;
    return query;
}

std::vector<RunSpec> runsOf(const SweepPlan &plan, const SweepBuild &build)
{
    SweepPlan here = plan;
    here.base.workload.query = queryOf(build, plan.base.workload.query);
    return runsOf(here, build.method);
}

index::BuildForecast forecastOf(pg::Connection &connection, const SweepBuild &build, const BoundWorkload &workload, double share, const index::BuildSettings &settings,
                                const std::vector<index::MeasuredBuild> &past)
{
    const catalog::TableFacts &facts = workload.table.facts;
    index::IndexSpec spec = indexOf(build, workload.query, facts.schema, facts.name, facts.rows() * share);
    spec.name = u"quiver_measured"_s;
    const index::IndexPlan planned = index::planIndex(connection, spec, settings);
    for (const index::IndexProblem &problem : planned.problems) {
        if (problem.isError)
            throw core::Error(buildText(build) + u": "_s + problem.text);
    }
    index::ForecastInput input = partOf(index::readForecastInput(connection, planned.spec), share);
    input.past = past;
    return index::forecastBuild(planned.spec, settings, input);
}

index::BuildSettings settingsOf(qint64 maintenanceWorkMem)
{
    index::BuildSettings settings;
    if (maintenanceWorkMem > 0)
        settings.maintenanceWorkMem = maintenanceWorkMem;
    return settings;
}

ScratchCopy::ScratchCopy(BenchRunner &runner, core::JobContext &job, const BoundWorkload &workload, double share)
    : m_runner(runner), m_job(job), m_schema(newScratchName()), m_session(runner.newSession(u"benchmark scratch"_s))
{
    BenchRunner::await(job, m_session->run(u"Benchmark"_s, [this](pg::Connection &connection, core::JobContext &) { holdScratch(connection, m_schema); }));
    m_seconds = apply([&](pg::Connection &connection) { return makeScratchChange(connection, workload, m_schema, share); });
}

ScratchCopy::~ScratchCopy()
{
    // A server that shuts down ends its sessions one after the other: this one's end may come only while it drops.
    constexpr int attempts = 2;
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        try {
            drop();
            return;
        } catch (const core::Error &e) {
            if (attempt == attempts)
                m_job.log(u"the scratch schema %1 could not be dropped (%2); it is offered for removal when a benchmark is next begun"_s.arg(m_schema, e.message()));
        }
    }
}

void ScratchCopy::drop()
{
    m_session->pingBeforeNextWork(); // after a restart of the server there is another connection to be had
    // Not the caller's job: that may be cancelled.
    const auto dropped = m_session->run(u"Benchmark"_s, [this](pg::Connection &connection, core::JobContext &job) {
        const sql::ChangeReport report = runKept(dropScratchChange(connection, m_schema), connection, job);
        releaseScratch(connection, m_schema);
        if (!report.succeeded())
            throw core::Error(report.summary());
    });
    auto future = dropped.future;
    future.waitForFinished();
}

sql::ChangeReport ScratchCopy::runKept(const sql::Change &change, pg::Connection &connection, core::JobContext &job) const
{
    const BenchServer &server = m_runner.server();
    sql::KeptRun run(server.workspace, {server.profileId, server.options.summary(), server.options.parameters.value(u"dbname"_s)});
    sql::ChangeReport report = run.run(change, connection, job);
    if (!run.trouble().isEmpty())
        m_job.log(u"the journal could not be written: "_s + run.trouble());
    return report;
}

double ScratchCopy::apply(const std::function<sql::Change(pg::Connection &)> &make)
{
    const sql::ChangeReport report = BenchRunner::await(
        m_job, m_session->run(u"Benchmark"_s, [&](pg::Connection &connection, core::JobContext &inner) { return runKept(make(connection), connection, inner); }));
    if (report.cancelled)
        throw core::Cancelled();
    if (report.error && !report.error->connectionUsable())
        throw *report.error;
    if (report.error && report.error->sqlState() == "53100"_L1)
        throw core::Error(u"the server's disk is full (%1): measure a smaller share of the rows, or make room there"_s.arg(report.error->message()));
    if (!report.succeeded())
        throw core::Error(report.summary());
    double ms = 0;
    for (const sql::StepReport &step : report.steps)
        ms += step.durationMs;
    return ms / 1000;
}

double ScratchCopy::build(const index::IndexSpec &spec, const index::BuildSettings &settings)
{
    return apply([&](pg::Connection &connection) {
        index::IndexPlan plan = index::planIndex(connection, spec, settings);
        for (const index::IndexProblem &problem : plan.problems) {
            if (problem.isError)
                throw core::Error(problem.text);
        }
        for (sql::ChangeStep &step : plan.change.steps) { // when the journal is read it is long gone
            if (!step.undo.isEmpty())
                step.undoNote = u"it is dropped with its schema"_s;
            step.undo.clear();
        }
        return plan.change;
    });
}

void ScratchCopy::dropIndex(const index::IndexSpec &spec)
{
    apply([&](pg::Connection &connection) {
        const index::IndexSql sql(connection);
        sql::Change change;
        change.title = u"Drop the index that was measured"_s;
        change.object = sql::Quoter(connection).qualified(spec.schema, spec.table);
        sql::ChangeStep step;
        step.title = change.title;
        step.sql = sql.drop(spec);
        step.undoNote = u"an index of a copy, made to be measured"_s;
        change.steps.push_back(step);
        return change;
    });
}

SweepOutcome runEach(BenchRunner &runner, core::JobContext &job, const std::vector<RunSpec> &runs, const RunListener &listener)
{
    Takings takings(runner, job, runs, listener);
    for (const RunSpec &run : runs) {
        if (!takings.isEnded())
            takings.take(runName(run), [&] { return runner.run(job, run); });
    }
    return takings.outcome();
}

SweepOutcome runSweep(BenchRunner &runner, core::JobContext &job, const SweepPlan &plan, const RunListener &listener)
{
    if (const QString problem = sweepProblem(plan); !problem.isEmpty())
        throw core::Error(problem);
    if (plan.builds.empty())
        return runEach(runner, job, runsOf(plan), listener);
    const BoundWorkload original = runner.bind(job, plan.base.workload, false);
    SweepPlan complete = plan;
    complete.base.workload = original.workload;
    ScratchCopy scratch(runner, job, original, plan.share);
    const BoundWorkload copy = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) { return bindAgain(connection, original, queryOfCopy(original, scratch.schema())); });
    std::optional<Truth> truth;
    if (plan.base.measuresRecall)
        truth = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &inner) { return groundTruth(connection, inner, copy, nullptr); });
    const index::BuildSettings settings = settingsOf(plan.maintenanceWorkMem);
    std::vector<RunSpec> planned;
    for (const SweepBuild &build : plan.builds)
        std::ranges::move(runsOf(complete, build), std::back_inserter(planned));
    Takings takings(runner, job, planned, listener);
    int number = 0;
    for (const SweepBuild &build : plan.builds) {
        if (takings.isEnded())
            break;
        const std::vector<RunSpec> runs = runsOf(complete, build);
        const QString name = buildText(build);
        index::IndexSpec spec = indexOf(build, original.query, scratch.schema(), original.query.table, double(copy.table.facts.rows()));
        spec.name = scratchIndexName(name, spec.table); // charts and reports call it so
        double seconds = 0;
        job.log(u"building %1"_s.arg(name));
        job.report({.phase = u"building index %1 of %2"_s.arg(++number).arg(plan.builds.size()), .message = name});
        if (!takings.attempt(name, [&] { seconds = scratch.build(spec, settings); })) {
            if (!takings.isEnded()) // else they were not begun
                takings.skip(runs.size());
            continue;
        }
        for (RunSpec run : runs) {
            if (takings.isEnded())
                break;
            // By its name, too, figures of a sample are told from those of the table in charts and lists.
            run.name = name + (plan.share < 1 ? u" on "_s + shareText(plan.share) : QString()) + u", "_s + runName(run);
            takings.take(run.name, [&] {
                RunResult result = measureOnCopy(runner, job, run, complete.base.workload.query, plan.share, copy, truth ? &*truth : nullptr);
                result.facts.buildSeconds = seconds;
                return result;
            });
        }
        if (!takings.isEnded())
            takings.attempt(name, [&] { scratch.dropIndex(spec); });
    }
    return takings.outcome();
}

SweepForecast forecastSweep(BenchRunner &runner, core::JobContext &job, const SweepPlan &plan, const std::vector<index::MeasuredBuild> &past)
{
    SweepForecast forecast{.obstacle = sweepProblem(plan)};
    if (!forecast.obstacle.isEmpty())
        return forecast;
    const BoundWorkload workload = runner.bind(job, plan.base.workload, false);
    const search::SearchTable &table = workload.table;
    const auto addRuns = [&forecast](const std::vector<RunSpec> &runs) {
        forecast.runs.insert(forecast.runs.end(), runs.begin(), runs.end());
        for (const RunSpec &run : runs)
            forecast.measureSeconds += run.seconds + run.warmupSeconds;
    };
    if (plan.builds.empty()) {
        addRuns(runsOf(plan));
        return forecast;
    }
    forecast.obstacle = copyProblem(workload, plan.share);
    if (!forecast.obstacle.isEmpty())
        return forecast;
    forecast.copyRows = table.facts.rows() < 0 ? -1 : qint64(table.facts.rows() * plan.share);
    forecast.copyBytes = qint64(double(table.facts.heapBytes + table.facts.toastBytes) * plan.share);
    forecast.buildSeconds = 0;
    double largest = 0;
    std::optional<qint64> diskFree;
    QStringList reasons;
    for (const SweepBuild &build : plan.builds) {
        index::BuildForecast made;
        try {
            made = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) {
                return forecastOf(connection, build, workload, plan.share, settingsOf(plan.maintenanceWorkMem), past);
            });
        } catch (const core::Cancelled &) {
            throw;
        } catch (const core::Error &e) {
            if (isConnectionLost(e))
                throw;
            reasons << e.message();
            forecast.builds.push_back({.build = build, .warnings = {core::sentence(e.message())}, .isPossible = false});
            continue;
        }
        forecast.builds.push_back({build, runsOf(plan, build), made.sizeBytes, made.seconds, made.warnings});
        addRuns(forecast.builds.back().runs);
        largest = std::max(largest, made.sizeBytes.value);
        forecast.buildSeconds = made.seconds.isKnown() && forecast.buildSeconds >= 0 ? forecast.buildSeconds + made.seconds.value : -1;
        diskFree = made.host.diskFree;
    }
    if (reasons.size() == qsizetype(plan.builds.size())) {
        forecast.obstacle = reasons.join(u"; "_s);
        return forecast;
    }
    forecast.mostBytes = forecast.copyBytes + qint64(std::max(largest, 0.0));
    if (diskFree && *diskFree < forecast.mostBytes)
        forecast.obstacle = u"the server's disk has %1 free, and the copy with its largest index takes %2: measure a smaller share of the rows"_s.arg(
            catalog::bytesText(*diskFree), catalog::bytesText(forecast.mostBytes));
    return forecast;
}

} // namespace quiver::bench
