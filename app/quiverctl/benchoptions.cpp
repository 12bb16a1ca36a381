// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchoptions.h"

#include "await.h"
#include "bench/runlabels.h"
#include "bench/runrecord.h"
#include "bench/scratch.h"
#include "changecommand.h"
#include "columnembedders.h"
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "searchoptions.h"
#include "terminal.h"

#include <QFileInfo>

#include <cmath>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace bench;

namespace {

QuerySet querySetOption(const QCommandLineParser &parser)
{
    QuerySet set;
    const int given = int(parser.isSet(u"queries"_s)) + int(parser.isSet(u"sample"_s)) + int(parser.isSet(u"texts"_s));
    if (given > 1)
        throw UsageError(u"one of --queries, --sample and --texts says what to search for"_s);
    if (parser.isSet(u"queries"_s)) {
        set.kind = QuerySet::Kind::File;
        set.file = QFileInfo(parser.value(u"queries"_s)).absoluteFilePath(); // it is kept with the run, and read from other places
        set.fileField = parser.value(u"queries-field"_s);
        set.count = maxQueries;
    } else if (parser.isSet(u"texts"_s)) {
        set.kind = QuerySet::Kind::Texts;
        set.texts = QString::fromUtf8(readInput(parser.value(u"texts"_s))).split(u'\n', Qt::SkipEmptyParts);
        set.count = maxQueries;
    } else if (parser.isSet(u"sample"_s)) {
        set.count = int(numberOption(parser, u"sample"_s, 1, maxQueries));
    }
    if (parser.isSet(u"count"_s))
        set.count = int(numberOption(parser, u"count"_s, 1, maxQueries));
    set.seed = quint32(numberOption(parser, u"seed"_s, 0, std::numeric_limits<quint32>::max()));
    return set;
}

/// Of --over-fetch without --two-stage: it is that of the builds which --type has searched in two stages. \throws UsageError where there are none
search::FirstStage stageOfBuilds(const QCommandLineParser &parser)
{
    const QStringList types = parser.optionNames().contains(u"type"_s) ? parser.values(u"type"_s).join(u',').split(u',') : QStringList(); // bench run builds nothing
    for (const QString &type : types) {
        const QString kind = type.section(u':', 0, 0).trimmed();
        if (kind == "vector"_L1)
            continue;
        search::FirstStage stage{.column = {}, .vector = {}};
        stage.overFetch = int(numberOption(parser, u"over-fetch"_s, 1, 1000));
        if (kind == "halfvec"_L1)
            stage.kind = search::FirstStage::Kind::Halfvec;
        if (kind == "subvector"_L1) {
            stage.kind = search::FirstStage::Kind::Subvector;
            stage.dimensions = type.section(u':', 1).toInt();
        }
        return stage;
    }
    throw UsageError(u"--over-fetch goes with --two-stage, or with builds that are searched in two stages (--type halfvec, binary, subvector:DIMENSIONS)"_s);
}

QString milliseconds(double ms)
{
    return QString::number(ms, 'f', ms < 10 ? 3 : ms < 100 ? 2 : 1);
}

} // namespace

double realOption(const QCommandLineParser &parser, const QString &name, double least, double most)
{
    bool ok = false;
    const double value = parser.value(name).toDouble(&ok);
    if (!ok || !(value >= least && value <= most)) {
        const QString range = std::isinf(most) ? u"of %1 or more"_s.arg(least) : u"from %1 to %2"_s.arg(least).arg(most);
        throw UsageError(u"--%1 takes a number %2, not “%3”"_s.arg(name, range, parser.value(name)));
    }
    return value;
}

void addRunOptions(QCommandLineParser &parser)
{
    addTableArgument(parser);
    parser.addOptions({
        {u"column"_s, u"The vector column, as in SQL."_s, u"name"_s},
        {u"operator"_s, u"<=> <-> <#> <+> <~> <%>, or cosine, l2, ip, l1, hamming, jaccard; otherwise cosine, of bits hamming."_s, u"operator"_s},
        {u"k"_s, u"Nearest neighbours of each query."_s, u"n"_s, u"10"_s},
        {u"queries"_s, u"Query vectors that were kept aside: a file (.npy, .fvecs, CSV, JSON lines, HDF5)."_s, u"file"_s},
        {u"queries-field"_s, u"Of a CSV or JSON file: the field with the vectors."_s, u"name"_s},
        {u"sample"_s, u"So many rows of the table at random; a row is no neighbour of itself. Otherwise 100. They are found more easily than vectors that the table does not hold."_s, u"n"_s},
        {u"seed"_s, u"Of --sample: another one takes other rows."_s, u"n"_s, u"1"_s},
        {u"texts"_s, u"A file of texts, one a line, embedded as the column was."_s, u"file"_s},
        {u"embedder"_s, u"With --texts: the endpoint, where its key comes from QUIVER_EMBEDDING_KEY; otherwise the one that made the column."_s, u"name"_s},
        {u"count"_s, u"At most so many query vectors."_s, u"n"_s},
        {u"filter"_s, u"A condition in SQL; may be given again, all of them have to hold."_s, u"sql"_s},
        {u"selectivity"_s, u"A filter that lets through this share of the rows, chosen by a hash of their keys: above 0 to 1."_s, u"share"_s},
        {u"two-stage"_s, u"Finds candidates by binary, halfvec or subvector:DIMENSIONS, and orders them by --column."_s, u"kind"_s},
        {u"over-fetch"_s, u"Candidates for each of the k, of --two-stage or of builds that are searched in two stages."_s, u"n"_s, u"10"_s},
        {u"sql"_s, u"A statement of your own with :vec in the place of the query vector."_s, u"statement"_s},
        {u"set"_s, u"A setting of the workers' sessions, as in hnsw.ef_search=100; may be given again."_s, u"name=value"_s},
        {u"workers"_s, u"Connections at a time, each with a thread of its own."_s, u"n"_s, u"1"_s},
        {u"seconds"_s, u"To measure for."_s, u"s"_s, u"10"_s},
        {u"executions"_s, u"Ends after so many, too."_s, u"n"_s},
        {u"rate"_s, u"Queries per second that are due whatever the server does; latency counts from when one was due. Otherwise each worker waits for its answer."_s, u"qps"_s},
        {u"warmup"_s, u"Seconds before that are not measured; 0: none, and exact neighbours are computed behind the run, so that it finds the caches as they are (with --queries; to choose random rows the table is read)."_s, u"s"_s, u"1"_s},
        {u"note"_s, u"What is to be remembered of it, as in “after VACUUM”; kept with each run and shown in reports."_s, u"text"_s},
    });
}

RunSpec runOption(const QCommandLineParser &parser)
{
    RunSpec spec;
    Workload &workload = spec.workload;
    workload.query.table = tableArgument(parser).name;
    workload.query.schema = tableArgument(parser).schema;
    workload.query.column = nameArgument(parser, u"column"_s);
    workload.query.metric = metricOption(parser);
    workload.query.k = int(numberOption(parser, u"k"_s, 1, search::maxK));
    workload.query.condition = conditionOption(parser);
    if (parser.isSet(u"two-stage"_s))
        workload.query.firstStage = stageOption(parser, {});
    else if (parser.isSet(u"over-fetch"_s))
        workload.query.firstStage = stageOfBuilds(parser);
    workload.queries = querySetOption(parser);
    if (parser.isSet(u"selectivity"_s))
        workload.selectivity = realOption(parser, u"selectivity"_s, 0);
    workload.sql = parser.value(u"sql"_s);
    spec.note = parser.value(u"note"_s);
    spec.settings = settingsOption(parser);
    spec.workers = int(numberOption(parser, u"workers"_s, 1, maxWorkers));
    spec.seconds = realOption(parser, u"seconds"_s, 0);
    spec.warmupSeconds = realOption(parser, u"warmup"_s, 0);
    if (parser.isSet(u"executions"_s))
        spec.executions = numberOption(parser, u"executions"_s, 1, std::numeric_limits<qint64>::max());
    if (parser.isSet(u"rate"_s)) {
        spec.loop = RunSpec::Loop::Open;
        spec.rate = realOption(parser, u"rate"_s, 0);
    }
    if (const QString problem = runProblem(spec); !problem.isEmpty())
        throw UsageError(problem);
    return spec;
}

BenchDesk::BenchDesk(const QCommandLineParser &parser, const Workload &workload) : m_choice(serverOption(parser)), m_workspace(openJournal())
{
    pg::Session session(m_choice->options(), std::make_shared<pg::TypeRegistry>(), {m_canceller.get()}, m_choice->options().summary());
    connectOrAsk(session, *m_choice);
    m_options = session.options(); // with the password that was asked for
    const auto left = session.read(u"Benchmark"_s, [](pg::Connection &connection, core::JobContext &) { return leftScratches(connection); });
    waitFor(left.job, false);
    for (const LeftScratch &scratch : left.future.result())
        printErrorLine(u"note: a benchmark that was killed left the schema %1 (%2); quiverctl bench clean drops it"_s.arg(scratch.schema, catalog::bytesText(scratch.bytes)));
    if (workload.queries.kind != QuerySet::Kind::Texts)
        return;
    const auto task = session.read(u"Benchmark"_s, [&](pg::Connection &connection, core::JobContext &) {
        const TableArgument place = resolved(connection, {workload.query.schema, workload.query.table});
        return catalog::embedderState(connection, place.schema, place.name, workload.query.column);
    });
    waitFor(task.job, false);
    if (const auto state = task.future.result())
        m_embedders = embeddersFor({*state}, parser.value(u"embedder"_s));
}

BenchServer BenchDesk::server() const
{
    return {m_options, {m_canceller.get()}, m_workspace.get(), m_embedders, m_choice->profileId()};
}

qint64 BenchDesk::keep(const RunResult &result, const QString &name) const
{
    if (!m_workspace)
        throw core::Error(u"the run cannot be kept: the workspace is not to be had"_s);
    return m_workspace->addBenchmark(entryOf(result, name, m_choice->profileId())).result(); // on the runner's thread, which may wait
}

RunListener BenchDesk::listener(const QCommandLineParser &parser, core::JobContext &job) const
{
    return [this, &parser, &job](const RunResult &run) {
        job.log(u"%1: recall %2, %3 queries/s, p95 %4 ms"_s.arg(runName(run.spec), run.recall ? QString::number(run.recall->mean, 'f', 4) : u"-"_s, QString::number(run.qps, 'f', 1),
                                                               QString::number(run.latency.p95Ms, 'f', 2)));
        if (parser.isSet(u"save"_s))
            job.log(u"kept as run %1"_s.arg(keep(run, parser.value(u"save"_s))));
    };
}

QList<store::BenchmarkEntry> keptRuns(store::Workspace &workspace, const QString &which, bool withSamples)
{
    const bool isMarked = which.startsWith(u'#');
    bool isNumber = false;
    const qint64 id = (isMarked ? which.mid(1) : which).toLongLong(&isNumber);
    const auto ofNumber = [&] { return isNumber && id > 0 ? await(workspace.benchmarks({.id = id, .withSamples = withSamples}, 1)) : QList<store::BenchmarkEntry>(); };
    QList<store::BenchmarkEntry> found = isMarked ? ofNumber() : QList<store::BenchmarkEntry>();
    if (found.isEmpty())
        found = await(workspace.benchmarks({.name = which, .withSamples = withSamples}, std::numeric_limits<int>::max()));
    if (found.isEmpty() && !isMarked)
        found = ofNumber();
    if (found.isEmpty())
        throw core::Error(u"no run “%1” was kept. quiverctl bench list shows those that were; bench run --save NAME keeps one"_s.arg(which));
    return found;
}

RunResult keptRun(store::Workspace &workspace, qint64 id)
{
    return runOf(keptRuns(workspace, u"#%1"_s.arg(id), true).first());
}

std::map<QString, qint64> newestOf(store::Workspace &workspace, const QString &which)
{
    std::map<QString, qint64> newest;
    for (const store::BenchmarkEntry &entry : keptRuns(workspace, which, false))
        newest.try_emplace(measurementKey(runOf(entry)), entry.id);
    return newest;
}

int printEnd(const SweepOutcome &outcome)
{
    QStringList notes;
    bool isIncomplete = outcome.notBegun > 0;
    for (const RunResult &run : outcome.runs) {
        notes << run.notes;
        if (const QString text = watchText(run); !text.isEmpty())
            notes << text;
        if (run.state == RunResult::State::Incomplete)
            printError(u"%1 is incomplete: %2"_s.arg(runName(run.spec), run.stateReason));
        isIncomplete |= run.state != RunResult::State::Complete;
    }
    notes.removeDuplicates();
    for (const QString &note : std::as_const(notes))
        printErrorLine(u"note: "_s + note);
    for (const QString &failure : outcome.failures)
        printError(failure);
    if (outcome.notBegun > 0)
        printErrorLine(outcome.notBegun == 1 ? u"One run was not begun."_s : u"%1 runs were not begun."_s.arg(outcome.notBegun));
    if (outcome.isCancelled)
        return Interrupted;
    return isIncomplete || !outcome.failures.isEmpty() ? Failed : Succeeded;
}

void printRuns(const std::vector<RunResult> &runs)
{
    QList<QStringList> rows{{u"RUN"_s, u"RECALL"_s, u"95 %"_s, u"QPS"_s, u"MEAN MS"_s, u"MEDIAN"_s, u"P95"_s, u"P99"_s, u"P99.9"_s, u"MAX"_s, u"EXECUTIONS"_s, u"ERRORS"_s}};
    for (const RunResult &run : runs) {
        const LatencyFigures &latency = run.latency;
        rows << QStringList{runName(run.spec), run.recall ? QString::number(run.recall->mean, 'f', 4) : u"-"_s,
                            run.recall ? u"%1 to %2"_s.arg(run.recall->low, 0, 'f', 3).arg(run.recall->high, 0, 'f', 3) : u"-"_s, QString::number(run.qps, 'f', 1),
                            milliseconds(latency.meanMs), milliseconds(latency.medianMs), milliseconds(latency.p95Ms), milliseconds(latency.p99Ms), milliseconds(latency.p999Ms),
                            milliseconds(latency.maxMs), QString::number(run.executions), QString::number(run.errors)};
    }
    printTable(rows);
}

} // namespace quiver::ctl
