// SPDX-License-Identifier: GPL-3.0-or-later
// Runs and grids of them as data: what is kept, spread, refused, and what a report of it is like.
#include "bench/report.h"
#include "bench/runlabels.h"
#include "bench/runrecord.h"
#include "bench/sweepplan.h"
#include "support/benchruns.h"

#include <QDataStream>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <random>

using namespace quiver::bench;
using namespace Qt::StringLiterals;
using quiver::test::madeRun;

class BenchRecordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsARunAsItWas()
    {
        RunResult run = madeRun(1, 7, 1);
        run.spec.name = u"ef_search 100"_s;
        run.spec.settings[u"hnsw.ef_search"_s] = u"100"_s;
        run.spec.workload.query.schema = u"we\"ird"_s;
        run.spec.workload.queries = {.kind = QuerySet::Kind::File, .count = 500, .file = u"q.npy"_s};
        run.spec.workload.selectivity = 0.1;
        run.spec.loop = RunSpec::Loop::Open;
        run.spec.rate = 50;
        run.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
        run.state = RunResult::State::Incomplete;
        run.stateReason = u"the server went away"_s;
        run.recall = RecallFigure{0.97, 0.96, 0.98, 500, 10};
        run.recalls = {1, 0.9, 1.0 / 3, 0};
        run.querySet = u"c0ffee"_s;
        run.facts.share = 0.1;
        run.before = {12.5, 3};
        run.facts.settings[u"shared_buffers"_s] = u"128MB"_s;
        run.facts.indexesUsed = QStringList{u"docs_idx"_s};
        run.notes = QStringList{u"The table changed."_s};
        run.tableChanged = true;
        run.watch = RunResult::Watch::Counters;
        run.workers[0].errors = 3;
        run.workers[0].firstError = u"division by zero"_s;
        addUp(run);
        run.spec.note = u"after VACUUM"_s;
        run.keptAs = u"nightly"_s;
        const RunResult again = runOf(entryOf(run, u"nightly"_s));
        QCOMPARE(again.spec, run.spec);
        QCOMPARE(again.facts, run.facts);
        QCOMPARE(again, run);
        const QJsonObject json = runJson(run);
        for (const QString &key : {u"qps"_s, u"mean_ms"_s, u"median_ms"_s, u"p95_ms"_s, u"p99_ms"_s, u"p999_ms"_s, u"min_ms"_s, u"max_ms"_s, u"recall"_s, u"recall_low"_s,
                                   u"recall_high"_s, u"executions"_s, u"errors"_s})
            QVERIFY2(json[key].isDouble(), qPrintable(key));
        QVERIFY(runJson(RunResult())[u"mean_ms"_s].isNull());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"qUncompress"_s));
        QByteArray first; // as the first version kept samples: without the recall of each query
        QDataStream out(&first, QIODevice::WriteOnly);
        out.setVersion(QDataStream::Qt_6_4);
        out.setFloatingPointPrecision(QDataStream::SinglePrecision);
        out << quint32(1) << quint32(1) << qint64(3) << u"division by zero"_s << qint64(0) << false << quint64(1) << 0.5F << 2.5F;
        RunResult old;
        QVERIFY(unpackSamples(qCompress(first), old) && old.recalls.empty() && old.workers.size() == 1);
        QCOMPARE(old.workers[0].samples, (std::vector<Sample>{{.atSeconds = 0.5F, .latencyMs = 2.5F}}));
        RunResult damaged = run;
        QVERIFY(!unpackSamples("damaged", damaged) && damaged.workers.empty() && damaged.recalls.empty());
    }

    void spreadsAGrid()
    {
        SweepPlan plan;
        plan.settings = {{u"hnsw.ef_search"_s, {u"40"_s, u"80"_s}}, {u"ivfflat.probes"_s, {u"1"_s, u"2"_s, u"4"_s}}};
        plan.workers = {1, 4};
        QCOMPARE(runsOf(plan, u"hnsw"_s).size(), 4);
        QCOMPARE(runsOf(plan, u"ivfflat"_s).size(), 6);
        QCOMPARE(runName(runsOf(plan, u"hnsw"_s).back()), u"ef_search = 80, 4 workers"_s);
        QCOMPARE(ladderName(runsOf(plan, u"hnsw"_s).back()), u"ef_search = 80"_s);
        // Candidates are for searches in two stages alone; and runs are told apart by them.
        plan.settings = {{u"over_fetch"_s, {u"2"_s, u"8"_s}}};
        QCOMPARE(runsOf(plan).size(), 2);
        QCOMPARE(runName(runsOf(plan).front()), u"1 worker"_s);
        QCOMPARE(ladderName(runsOf(plan).front()), QString());
        plan.base.workload.query.firstStage = quiver::search::FirstStage{.column = {}, .vector = {}};
        QCOMPARE(runsOf(plan).size(), 4);
        QCOMPARE(runName(runsOf(plan).back()), u"over_fetch = 8, 4 workers"_s);
        // On a table with indexes of both kinds a search takes one of them: values of the other one change nothing.
        SweepPlan both;
        both.settings = {{u"hnsw.ef_search"_s, {u"40"_s, u"80"_s}}, {u"ivfflat.probes"_s, {u"1"_s, u"2"_s, u"4"_s}}, {u"work_mem"_s, {u"4MB"_s}}};
        QCOMPARE(runsOf(both).size(), 5);
        QVERIFY(!runsOf(both).front().settings.contains(u"ivfflat.probes"_s) && !runsOf(both).back().settings.contains(u"hnsw.ef_search"_s));
        QCOMPARE(runsOf(both).back().settings.at(u"work_mem"_s), u"4MB"_s);
        both.settings[u"ivfflat.probes"_s] = {u"3"_s}; // one for all
        QCOMPARE(runsOf(both).size(), 2);
        QCOMPARE(runsOf(both).back().settings.at(u"ivfflat.probes"_s), u"3"_s);
        QCOMPARE(workerLadder(6), (std::vector<int>{1, 2, 4, 6}));
        QCOMPARE(workerLadder(1), std::vector<int>{1});
        QCOMPARE(buildText({.form = quiver::index::IndexKey::Form::Halfvec, .m = 24, .efConstruction = 200}), u"hnsw m=24 ef_construction=200 halfvec"_s);
    }

    void readsABuildFromTheNameOfARun()
    {
        using Form = quiver::index::IndexKey::Form;
        for (const SweepBuild &build : {SweepBuild{}, SweepBuild{.m = 24, .efConstruction = 200}, SweepBuild{.form = Form::Halfvec}, SweepBuild{.form = Form::BinaryQuantize, .m = 8},
                                        SweepBuild{.form = Form::Subvector, .subvector = 128}}) {
            for (const QString &behind : {QString(), u", ef_search = 40, 1 worker"_s, u" on 12.5 % of the rows, 4 workers"_s})
                QVERIFY2(buildOf(buildText(build) + behind) == build, qPrintable(buildText(build) + behind));
        }
        SweepBuild lists{.method = u"ivfflat"_s, .lists = 50};
        QCOMPARE(buildOf(buildText(lists) + u", probes = 4"_s), lists);
        lists.lists = 0;
        QCOMPARE(buildOf(buildText(lists)), lists);
        for (const QString &none : {u"ef_search = 40, 1 worker"_s, u"hnsw of mine"_s, u"hnsw m=16 ef_construction=64x"_s, u""_s})
            QVERIFY2(!buildOf(none), qPrintable(none));
    }

    void triesIterativeScansWithTheIndexesThatAreSearched()
    {
        const QStringList all{u"off"_s, u"strict_order"_s, u"relaxed_order"_s};
        std::vector<quiver::catalog::Index> indexes(2);
        indexes[0].method = u"btree"_s;
        indexes[1].method = u"ivfflat"_s;
        indexes[1].isAnn = true;
        SweepPlan plan;
        QCOMPARE(searchedMethods(plan, {}), QStringList{u"hnsw"_s});
        QCOMPARE(searchedMethods(plan, indexes), QStringList{u"ivfflat"_s});
        varyIterativeScan(plan, all, {u"hnsw"_s});
        QCOMPARE(runsOf(plan).size(), 3);
        QVERIFY(!plan.settings.contains(u"ivfflat.iterative_scan"_s));
        varyIterativeScan(plan, all, {u"ivfflat"_s});
        QCOMPARE(plan.settings[u"ivfflat.iterative_scan"_s], (QStringList{u"off"_s, u"relaxed_order"_s})); // it has no strict order
        SweepPlan one;
        varyIterativeScan(one, {u"off"_s}, {u"hnsw"_s, u"ivfflat"_s});
        QVERIFY(one.settings.empty() && one.base.settings.size() == 2);
        one.builds = {{.method = u"ivfflat"_s}, {.method = u"hnsw"_s}, {.method = u"ivfflat"_s}};
        QCOMPARE(searchedMethods(one, {}), (QStringList{u"ivfflat"_s, u"hnsw"_s}));
    }

    void writesAReportThatStandsAlone()
    {
        RunResult first = madeRun(2, 1, 1), second = madeRun(3, 2, 1);
        first.spec.name = u"<ef> & 40"_s;
        first.recall = RecallFigure{.mean = 0.9, .low = 0.88, .high = 0.92, .queries = 100, .k = 10};
        second.recall = RecallFigure{.mean = 1, .low = 0.99, .high = 1, .queries = 100, .k = 10};
        second.spec.workers = 4;
        second.facts.buildSeconds = 12;
        first.startedAt = second.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
        first.before = {12.5, 80};
        first.after = {90, 2.5};
        second.spec.warmupSeconds = 0;
        const QString html = htmlReport(u"Nightly <1>"_s, {first, second});
        QVERIFY(html.contains(u"Nightly &lt;1&gt;") && html.contains(u"&lt;ef&gt; &amp; 40") && !html.contains(u"<ef>"));
        QVERIFY(html.count(u"<svg ") >= 4 && !html.contains(u"nan") && !html.contains(u"inf\"") && !html.contains(u"<script") && !html.contains(u"src="));
        QVERIFY(html.contains(u"warm-up: 1 s") && html.contains(u"warm-up: none") && html.contains(u"before it: 12.5 from shared buffers, 80.0 read"));
        // What all have in common stands once; what a run came to against its baseline stands with it.
        first.id = 1;
        second.id = 2;
        first.facts.serverVersion = second.facts.serverVersion = u"15.20"_s;
        first.keptAs = u"nightly"_s;
        const QString told = htmlReport(u"Nightly"_s, {first, second}, {{2, {u"Against <ef>:"_s, u"Worse than the baseline."_s}}});
        QCOMPARE(told.count(u"15.20"), 1);
        QVERIFY(told.indexOf(u"15.20") < told.indexOf(u"kept as: nightly") && told.contains(u"<p>Against &lt;ef&gt;: Worse than the baseline.</p>"));
        QVERIFY(!html.contains(u"Against"));
        RunResult built = second;
        built.facts.indexBytes = 3'000'000;
        built.spec.name = u"hnsw m=16 ef_construction=64 binary, ef_search = 40"_s;
        QCOMPARE(sizeChart({first, built}).categories, QStringList{u"hnsw m=16 ef_construction=64 binary"_s});
        QCOMPARE(buildChart({first, second}).series.front().points.front().y, 12.0);
        RunResult rebuilt = built; // the same index a day later
        rebuilt.facts.indexBytes = 6 * 1024 * 1024;
        rebuilt.startedAt = built.startedAt.addDays(1);
        QCOMPARE(sizeChart({rebuilt, built}).series.front().points.front().y, 6.0);
        QCOMPARE(historyChart({first, second, first}).series.size(), 2u); // other settings are another history
        RunResult wider = first;
        wider.spec.workload.query.k = 100;
        QCOMPARE(historyChart({first, wider}).series.size(), 2u);
        QCOMPARE(frontierChart({first, wider}).series.size(), 2u);
        QCOMPARE(concurrencyLatencyChart({first, second}).series.size(), 2u); // other settings are another line
        QCOMPARE(concurrencyLatencyChart({first, second}).series.front().points.front().y, second.latency.p99Ms);
        QXmlStreamReader xml(svgText(sizeChart({first, built})));
        while (!xml.atEnd())
            xml.readNext();
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        const QStringList lines = runsCsv({first, second}).trimmed().split(u'\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[1].startsWith(u"\"<ef> & 40\",2023-11-14T22:13:20.123Z,complete,1,0.9,"));
        QCOMPARE(lines[0].count(u','), lines[2].count(u','));
        QCOMPARE(samplesCsv({first}).count(u'\n'), first.executions + 1);
        QVERIFY(svgText(frontierChart({})).contains(u"</svg>")); // of nothing, too
    }

    void marksAxesRoundly()
    {
        QCOMPARE(axisTicks(0, 10, AxisScale::Linear), (std::vector<double>{0, 2, 4, 6, 8, 10}));
        QCOMPARE(axisTicks(0.9, 60, AxisScale::Log), (std::vector<double>{1, 2, 5, 10, 20, 50}));
        QCOMPARE(axisTicks(0.85, 0.992, AxisScale::Logit), (std::vector<double>{0.9, 0.95, 0.98, 0.99}));
    }

    void saysWhatIsWrongWithARun()
    {
        RunSpec spec;
        QVERIFY(runProblem(spec).contains(u"choose"));
        spec.workload.query.table = u"docs"_s;
        spec.workload.query.column = u"e"_s;
        QCOMPARE(runProblem(spec), QString());
        RunSpec wrong = spec;
        wrong.settings[u"hnsw.ef_search"_s] = u"5000"_s;
        QVERIFY(!runProblem(wrong).isEmpty());
        wrong = spec;
        wrong.loop = RunSpec::Loop::Open;
        QVERIFY(!runProblem(wrong).isEmpty());
        wrong.rate = 10'000;
        wrong.seconds = 3600; // 36 million answers
        QVERIFY(runProblem(wrong).contains(u"lower rate"));
        wrong = spec;
        wrong.executions = maxExecutions + 1;
        QVERIFY(runProblem(wrong).contains(u"samples"));
        wrong = spec;
        wrong.workload.sql = u"SELECT 1"_s;
        QVERIFY(runProblem(wrong).contains(u":vec"));
        wrong = spec;
        wrong.workload.queries.count = 0;
        QVERIFY(!runProblem(wrong).isEmpty());
    }
};

QTEST_GUILESS_MAIN(BenchRecordsTest)
#include "tst_benchrecords.moc"
