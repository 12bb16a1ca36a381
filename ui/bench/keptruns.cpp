// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/keptruns.h"

#include "bench/report.h"
#include "bench/runrecord.h"
#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/bench/benchwords.h"
#include "ui/common/figures.h"

#include <QDir>
#include <QSaveFile>
#include <QThreadPool>

#include <type_traits>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::RunResult;
using store::BenchmarkEntry;

namespace {

/// Blocks on the workspace. One that was removed meanwhile is left out, and all that follow when \p isEnough.
std::vector<RunResult> withSamples(store::Workspace &workspace, const QList<qint64> &ids, const std::function<bool()> &isEnough = {})
{
    std::vector<RunResult> runs;
    for (const qint64 id : ids) {
        if (isEnough && isEnough())
            break;
        const QList<BenchmarkEntry> found = workspace.benchmarks({.name = {}, .server = {}, .table = {}, .id = id, .withSamples = true}).result();
        for (const BenchmarkEntry &entry : found)
            runs.push_back(bench::runOf(entry));
    }
    return runs;
}

} // namespace

KeptRuns::KeptRuns(store::Workspace &workspace, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_pool(std::make_unique<QThreadPool>())
{
    m_pool->setMaxThreadCount(1);
}

KeptRuns::~KeptRuns()
{
    m_pool->clear();
    m_pool->waitForDone();
}

template<typename Work, typename Done>
void KeptRuns::onThread(const QString &title, Work work, Done done)
{
    auto task = core::runInThread(*m_pool, title, nullptr, std::move(work));
    core::whenDone(task.future, this, std::move(done), [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
}

template<typename Work, typename Done>
void KeptRuns::ask(std::atomic<int> &newest, const QString &title, Work work, Done done)
{
    using Answer = std::invoke_result_t<Work, IsOld>;
    const IsOld isOld = [&newest, mine = ++newest] { return newest != mine; };
    onThread(
        title, [work = std::move(work), isOld](core::JobContext &) { return isOld() ? Answer() : work(isOld); },
        [done = std::move(done), isOld](const Answer &answer) {
            if (!isOld())
                done(answer);
        });
}

void KeptRuns::read(const QString &server)
{
    ask(
        m_listing, tr("Read the runs"),
        [this, server](const IsOld &) {
            auto runs = std::make_shared<std::vector<KeptRun>>();
            for (const BenchmarkEntry &entry : m_workspace.benchmarks({.name = {}, .server = server, .table = {}, .id = 0, .withSamples = false}, mostRuns).result())
                runs->push_back({bench::runOf(entry), entry.table});
            return KeptRunsPtr(runs);
        },
        [this](const KeptRunsPtr &runs) { Q_EMIT listed(runs); });
}

void KeptRuns::chart(const std::vector<RunResult> &runs)
{
    ask(
        m_charting, tr("Draw the runs"),
        [runs](const IsOld &) {
            using Figure = BenchCharts::Figure;
            auto set = std::make_shared<BenchChartSet>();
            set->frontierQps = BenchCharts::frontier(runs, bench::FrontierAxis::Qps);
            set->frontierP95 = BenchCharts::frontier(runs, bench::FrontierAxis::P95Ms);
            set->qpsByWorkers = BenchCharts::byWorkers(runs, Figure::Qps);
            set->p99ByWorkers = BenchCharts::byWorkers(runs, Figure::P99Ms);
            set->sizes = BenchCharts::indexSizes(runs);
            set->buildTimes = BenchCharts::buildTimes(runs);
            set->historyQps = BenchCharts::history(runs, Figure::Qps);
            set->historyP95 = BenchCharts::history(runs, Figure::P95Ms);
            set->historyRecall = BenchCharts::history(runs, Figure::Recall);
            return std::shared_ptr<const BenchChartSet>(set);
        },
        [this](const std::shared_ptr<const BenchChartSet> &set) { Q_EMIT charted(set); });
}

void KeptRuns::lookAt(const QList<qint64> &ids, qint64 other)
{
    ask(
        m_looking, tr("Read the samples"),
        [this, ids, other](const IsOld &isOld) {
            auto look = std::make_shared<LookedAt>();
            look->runs = withSamples(m_workspace, ids.mid(0, BenchCharts::mostDistributions), isOld);
            look->latency = BenchCharts::latency(look->runs);
            if (const qsizetype left = ids.size() - BenchCharts::mostDistributions; left > 0)
                look->latency.note = countOf(left, tr("1 more run is not drawn"), tr("%1 more runs are not drawn"));
            if (!look->runs.empty() && !isOld()) {
                look->rate = BenchCharts::rate(look->runs.front());
                const std::vector<RunResult> others = other != 0 && other != look->runs.front().id ? withSamples(m_workspace, {other}) : std::vector<RunResult>();
                if (!others.empty()) {
                    const bench::RunDifference difference = bench::compareRuns(look->runs.front(), others.front());
                    look->against = BenchWords::name(others.front());
                    look->verdict = bench::differenceText(difference);
                    look->isComparable = difference.isComparable();
                    look->isWorse = difference.isWorse();
                }
            }
            for (RunResult &run : look->runs)
                run.workers.clear();
            return std::shared_ptr<const LookedAt>(look);
        },
        [this](const std::shared_ptr<const LookedAt> &look) { Q_EMIT lookedAt(look); });
}

void KeptRuns::follow(const QFuture<void> &written)
{
    core::whenDone(written, this, [this] { Q_EMIT changed(); }, [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
}

void KeptRuns::rename(qint64 id, const QString &name)
{
    follow(m_workspace.renameBenchmark(id, name));
}

void KeptRuns::comment(qint64 id, const QString &comment)
{
    follow(m_workspace.commentBenchmark(id, comment));
}

void KeptRuns::remove(const QList<qint64> &ids)
{
    onThread(
        tr("Delete runs"),
        [this, ids](core::JobContext &) {
            for (const qint64 id : ids)
                m_workspace.removeBenchmark(id).waitForFinished(); // throws what the workspace threw
        },
        [this] { Q_EMIT changed(); });
}

void KeptRuns::saveReport(const QList<qint64> &ids, const QMap<qint64, qint64> &baselines, const QString &fileName)
{
    onThread(
        tr("Write a report"),
        [this, ids, baselines, fileName](core::JobContext &) {
            const std::vector<RunResult> runs = withSamples(m_workspace, ids);
            std::map<qint64, QStringList> verdicts;
            for (const RunResult &run : runs) {
                const qint64 other = baselines.value(run.id);
                const std::vector<RunResult> others = other != 0 && other != run.id ? withSamples(m_workspace, {other}) : std::vector<RunResult>();
                if (!others.empty())
                    verdicts[run.id] = QStringList(tr("Against %1:", "a run").arg(BenchWords::name(others.front()))) + bench::differenceText(bench::compareRuns(run, others.front()));
            }
            const QString title = runs.empty() ? tr("Benchmarks") : bench::workloadText(runs.front().spec.workload);
            QSaveFile file(fileName);
            if (!file.open(QIODevice::WriteOnly) || file.write(bench::htmlReport(title, runs, verdicts).toUtf8()) < 0 || !file.commit())
                throw core::Error(tr("The report could not be saved as %1: %2").arg(QDir::toNativeSeparators(fileName), file.errorString()));
        },
        [this, fileName] { Q_EMIT reportSaved(fileName); });
}

} // namespace quiver::ui
