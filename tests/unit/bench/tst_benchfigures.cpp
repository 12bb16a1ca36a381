// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of benchmarks: recall, latency, frontier, differences, and the test that stops as soon as it is decided.
#include "bench/difference.h"
#include "bench/frontier.h"
#include "bench/report.h"
#include "bench/runlabels.h"
#include "bench/runrecord.h"
#include "bench/sequentialtest.h"
#include "bench/shortanswers.h"
#include "bench/sweepplan.h"
#include "bench/tuner.h"

#include <QDataStream>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <functional>
#include <random>

using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

/// Answers one after the other, their latencies lognormal around \p medianMs.
RunResult madeRun(double medianMs, quint32 seed, double seconds = 10)
{
    RunResult run;
    run.spec.workload.query.table = u"docs"_s;
    run.workers.resize(1);
    std::mt19937 random(seed);
    std::lognormal_distribution<double> latency(std::log(medianMs), 0.3);
    for (double at = 0; at < seconds;) {
        const double ms = latency(random);
        at += ms / 1000;
        run.workers[0].samples.push_back({float(at), float(ms)});
    }
    addUp(run);
    return run;
}

RunResult point(double recall, double qps)
{
    RunResult run;
    run.recall = RecallFigure{.mean = recall};
    run.qps = qps;
    run.executions = 1;
    return run;
}

} // namespace

class BenchFiguresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsTiesByDistance()
    {
        const std::vector<double> exact{0.1, 0.2, 0.2, 0.2};
        QCOMPARE(*recallOf({0.1, 0.2}, exact, 2), 1.0);        // whichever of the three it is
        QCOMPARE(*recallOf({0.1, 0.3}, exact, 2), 0.5);
        QCOMPARE(*recallOf({0.1, 0.2, 0.2, 0.2}, exact, 2), 1.0); // never more than all
        QCOMPARE(*recallOf({0.1}, exact, 2), 0.5);             // too few came
        QCOMPARE(*recallOf({0.1, 0.2, 0.2, 0.2}, exact, 10), 1.0); // fewer rows than k
        QCOMPARE(*recallOf({-3.0, -1.0}, {-3.0, -2.0}, 2), 0.5); // inner products are negative
        QVERIFY(!recallOf({}, {}, 2));
        QVERIFY(!recallOf({0.1}, {0.1, NAN}, 2));
        QCOMPARE(*recallOf({0.0, 0.0}, {0.0, 0.0}, 2), 1.0);
        QCOMPARE(*recallOf({1e-8, 5e-7}, {1e-8, 2e-8}, 2), 0.5);
        QCOMPARE(*recallOf({1e-8, 5e-7}, {1e-8, 2e-8}, 2, 1), 1.0); // as near, where floats around 1 were subtracted
        QCOMPARE(*recallOf({1e-8, 5e-6}, {1e-8, 2e-8}, 2, 1), 0.5);
    }

    void givesRecallAnInterval()
    {
        const RecallFigure all = recallFigure(std::vector<double>(500, 1.0), 10);
        QCOMPARE(all.mean, 1.0);
        QCOMPARE(all.high, 1.0);
        QVERIFY(all.low > 0.99 && all.low < 0.993); // Wilson of 500 of 500: 0.99238
        std::vector<double> half(100, 1.0);
        std::fill(half.begin(), half.begin() + 50, 0.0);
        const RecallFigure coin = recallFigure(half, 10);
        QVERIFY(std::abs(coin.low - 0.4038) < 1e-3 && std::abs(coin.high - 0.5962) < 1e-3); // Wilson of 50 of 100
        std::vector<double> alike;
        for (int i = 0; i < 100; ++i)
            alike.push_back(i % 2 ? 0.4 : 0.6);
        QVERIFY(recallFigure(alike, 10).high - recallFigure(alike, 10).low < (coin.high - coin.low) / 2); // they vary little
        QCOMPARE(recallFigure({}, 10).queries, 0);
    }

    void coversTheTrueRecall()
    {
        std::mt19937 random(3);
        std::binomial_distribution<int> hits(10, 0.93);
        int covered = 0;
        for (int i = 0; i < 1000; ++i) {
            std::vector<double> recalls;
            for (int q = 0; q < 200; ++q)
                recalls.push_back(hits(random) / 10.0);
            const RecallFigure figure = recallFigure(recalls, 10);
            covered += figure.low <= 0.93 && 0.93 <= figure.high;
        }
        QVERIFY2(covered > 930 && covered < 970, qPrintable(QString::number(covered)));
    }

    void takesPercentilesFromTheSamples()
    {
        std::vector<float> latencies;
        for (int i = 1000; i >= 1; --i)
            latencies.push_back(float(i));
        const LatencyFigures figures = latencyFigures(latencies);
        QCOMPARE(figures.count, 1000);
        QCOMPARE(figures.meanMs, 500.5);
        QCOMPARE(figures.medianMs, 500.0);
        QCOMPARE(figures.p95Ms, 950.0);
        QCOMPARE(figures.p99Ms, 990.0);
        QCOMPARE(figures.p999Ms, 999.0);
        QCOMPARE(figures.minMs, 1.0);
        QCOMPARE(figures.maxMs, 1000.0);
        QVERIFY(std::abs(figures.deviationMs - 288.819) < 0.001);
        QCOMPARE(latencyFigures({}), LatencyFigures());
        QCOMPARE(latencyFigures({2.5F}).p999Ms, 2.5);
    }

    void saysThatAP95IsAboveOnlyWhenItSurelyIs()
    {
        std::vector<float> latencies(20, 1.F);
        QVERIFY(!isP95SurelyAbove({}, 2));
        QVERIFY(!isP95SurelyAbove(latencies, 2));
        std::fill_n(latencies.begin(), 4, 3.F); // 4 of 20 by chance: 16 of a thousand
        QVERIFY(!isP95SurelyAbove(latencies, 2));
        std::fill_n(latencies.begin(), 6, 3.F); // 6: 3 of ten thousand
        QVERIFY(isP95SurelyAbove(latencies, 2));
        latencies.assign(1000, 1.F);
        std::fill_n(latencies.begin(), 50, 3.F);
        QVERIFY(!isP95SurelyAbove(latencies, 2)); // just as many as there may be
        std::fill_n(latencies.begin(), 90, 3.F);
        QVERIFY(isP95SurelyAbove(latencies, 2));
    }

    void saysThatAP95IsWithinOnlyWhenItSurelyIs()
    {
        QVERIFY(!isP95SurelyWithin({}, 2));
        std::vector<float> latencies(100, 1.F);
        QVERIFY(!isP95SurelyWithin(latencies, 2)); // none of 100 above it by chance: 6 of a thousand
        latencies.resize(140, 1.F);
        QVERIFY(isP95SurelyWithin(latencies, 2)); // none of 140: 8 of ten thousand
        latencies.assign(1000, 1.F);
        std::fill_n(latencies.begin(), 40, 3.F);
        QVERIFY(!isP95SurelyWithin(latencies, 2) && !isP95SurelyAbove(latencies, 2)); // their p95 is within, but it is not decided
        std::fill_n(latencies.begin(), 1000, 1.F);
        std::fill_n(latencies.begin(), 25, 3.F);
        QVERIFY(isP95SurelyWithin(latencies, 2));
    }

    void spacesHistogramsEvenlyByLogarithm()
    {
        const auto bins = latencyHistogram({1.05F, 1.06F, 99.F, 0.F}, 10);
        QCOMPARE(bins.front().count, 1); // of zero: from a microsecond on
        QVERIFY(std::abs(bins.front().fromMs - 0.001) < 1e-9);
        qint64 sum = 0;
        for (std::size_t i = 0; i < bins.size(); ++i) {
            sum += bins[i].count;
            QVERIFY(i == 0 || std::abs(bins[i].fromMs - bins[i - 1].toMs) < 1e-9);
        }
        QCOMPARE(sum, 4);
        QVERIFY(bins.back().fromMs <= 99 && bins.back().toMs > 99);
        QVERIFY(latencyHistogram({}).empty());
    }

    void marksWhatIsDominated()
    {
        const std::vector<RunResult> runs{point(0.9, 100), point(0.95, 80), point(0.94, 70), point(0.95, 80), point(0.95, 60), point(0.8, 100), point(0.99, 10), RunResult()};
        const Frontier frontier = frontierOf(runs, FrontierAxis::Qps);
        QCOMPARE(frontier.points.size(), 7); // without a recall it has no place
        QList<std::size_t> best;
        for (const FrontierPoint &each : frontier.best())
            best << each.run;
        QCOMPARE(best, (QList<std::size_t>{0, 1, 3, 6})); // two that are the same dominate each other not
        QVERIFY(std::abs(recallAtLogit(logit(0.97)) - 0.97) < 1e-12);
        QVERIFY(std::abs((logit(0.999) - logit(0.99)) - (logit(0.99) - logit(0.9))) < 0.1);
        QVERIFY(std::isfinite(logit(1)) && std::isfinite(logit(0)));
    }

    void knowsStudentsDistribution()
    {
        QVERIFY(std::abs(studentQuantile95(10) - 2.228139) < 1e-5);
        QVERIFY(std::abs(studentQuantile95(38) - 2.024394) < 1e-5);
        QVERIFY(std::abs(studentQuantile95(1e6) - 1.959966) < 1e-4);
        QVERIFY(std::abs(studentTail(2.228139, 10) - 0.05) < 1e-6);
        QCOMPARE(studentTail(0, 5), 1.0);
    }

    void tellsARegressionFromChance()
    {
        int falseAlarms = 0;
        for (quint32 seed = 0; seed < 100; ++seed)
            falseAlarms += compareRuns(madeRun(2, seed, 4), madeRun(2, seed + 1000, 4), 0).qps.isSignificant;
        QVERIFY2(falseAlarms <= 12, qPrintable(QString::number(falseAlarms))); // 5 of 100 are due
        const RunDifference slower = compareRuns(madeRun(2.4, 1), madeRun(2, 2));
        QVERIFY(slower.isWorse() && slower.qps.isWorse && slower.medianMs.isWorse);
        QVERIFY(slower.qps.low < -1 + 2 / 2.4 && slower.qps.high > -1 + 2 / 2.4);
        QVERIFY(differenceText(slower).first().startsWith(u"Worse"));
        QVERIFY(!compareRuns(madeRun(2.4, 1), madeRun(2, 2), 0.5).isWorse()); // within what is let pass
        QVERIFY(!compareRuns(madeRun(2, 1), madeRun(2.4, 2)).isWorse());      // faster
        QVERIFY(!compareRuns(RunResult(), madeRun(2, 2)).recall);
        RunResult exact = madeRun(2, 3), coarse = madeRun(2, 3);
        exact.recall = RecallFigure{.mean = 0.972, .low = 0.967, .high = 0.976, .queries = 500, .k = 10};
        coarse.recall = RecallFigure{.mean = 0.939, .low = 0.932, .high = 0.946, .queries = 500, .k = 10};
        QVERIFY(compareRuns(coarse, exact).isWorse()); // what is let pass of latency is much for recall
        coarse.recall = RecallFigure{.mean = 0.968, .low = 0.963, .high = 0.972, .queries = 500, .k = 10};
        QVERIFY(!compareRuns(coarse, exact).isWorse());
    }

    void comparesTheRecallOfEachQuery()
    {
        RunResult exact = madeRun(2, 3), coarse = madeRun(2, 3);
        std::mt19937 random(5);
        std::uniform_int_distribution<int> hits(3, 10); // some queries are much harder than others
        for (int query = 0; query < 200; ++query) {
            const double recall = hits(random) / 10.0;
            exact.recalls.push_back(recall);
            coarse.recalls.push_back(query % 5 == 0 ? recall - 0.1 : recall);
        }
        exact.recalls.push_back(NAN);
        coarse.recalls.push_back(NAN);
        exact.recall = recallFigure(exact.recalls, 10);
        coarse.recall = recallFigure(coarse.recalls, 10);
        QCOMPARE(exact.recall->queries, 200);
        QVERIFY(!compareRuns(coarse, exact).isWorse()); // 0.02 is less than queries differ
        exact.querySet = coarse.querySet = u"the same"_s;
        const RunDifference paired = compareRuns(coarse, exact);
        QVERIFY(paired.recall->isWorse && paired.recall->pValue < 0.001);
        QVERIFY(paired.recall->low < -0.02 && paired.recall->high > -0.02 && paired.recall->high < 0);
        QVERIFY(!compareRuns(exact, exact).recall->isSignificant);
        exact.querySet = u"others"_s;
        QVERIFY(!compareRuns(coarse, exact).isWorse());
    }

    void saysWhatADifferenceIsNotSureOf()
    {
        const auto words = [](const RunResult &run, const RunResult &baseline) { return compareRuns(run, baseline).caveats.join(u' '); };
        const RunResult good = madeRun(2, 1);
        QCOMPARE(words(good, madeRun(2, 2)), QString());
        QVERIFY(words(madeRun(2, 1, 2), good).contains(u"This run lasted only 2.0 s"));
        QVERIFY(words(good, madeRun(2, 1, 2)).contains(u"The baseline lasted only 2.0 s"));
        RunResult other = good;
        other.errors = 3;
        QVERIFY(words(other, good).contains(u"3 of ") && words(other, good).contains(u"this run failed"));
        other = good;
        other.facts.share = 0.1;
        QVERIFY(words(other, good).contains(u"different shares"));
        other = good;
        other.spec.warmupSeconds = 0;
        QVERIFY(words(other, good).contains(u"no warm-up"));
    }

    void givesNoVerdictOfWhatAskedSomethingElse()
    {
        const RunResult baseline = madeRun(2, 2);
        const auto obstacles = [&](const std::function<void(RunResult &)> &change) {
            RunResult run = madeRun(4, 1);
            change(run);
            const RunDifference difference = compareRuns(run, baseline);
            if (difference.isComparable() != difference.isWorse() || differenceText(difference).first().startsWith(u"No verdict") == difference.isComparable())
                return u"a verdict in spite of it"_s;
            return difference.obstacles.join(u' ');
        };
        QCOMPARE(obstacles([](RunResult &run) { run.spec.settings[u"hnsw.ef_search"_s] = u"400"_s; }), QString()); // what one compares
        QVERIFY(obstacles([](RunResult &run) { run.spec.workload.query.table = u"other"_s; }).contains(u"other"));
        QVERIFY(obstacles([](RunResult &run) { run.spec.workload.query.k = 20; }).contains(u"k is 20"));
        QVERIFY(obstacles([](RunResult &run) { run.spec.workload.queries = {.kind = QuerySet::Kind::File, .file = u"q.npy"_s}; }).contains(u"q.npy"));
        QVERIFY(obstacles([](RunResult &run) { run.spec.workload.selectivity = 0.01; }).contains(u"1 % of the rows, the baseline among all rows"));
        QVERIFY(obstacles([](RunResult &run) { run.spec.workload.query.condition = u"lang = 'en'"_s; }).contains(u"lang = 'en'"));
        QVERIFY(obstacles([](RunResult &run) { run.spec.workload.sql = u"SELECT :vec"_s; }).contains(u"statement of your own"));
        QVERIFY(obstacles([](RunResult &run) {
                    run.spec.loop = RunSpec::Loop::Open;
                    run.spec.rate = 5000;
                }).contains(u"5,000 queries/s"));
        QVERIFY(obstacles([](RunResult &run) { run.spec.workers = 4; }).contains(u"4 workers"));
        QVERIFY(obstacles([](RunResult &run) { run.state = RunResult::State::Cancelled; }).contains(u"cancelled"));
        // The rows of a filter are not those of the table.
        RunResult filtered = madeRun(2, 3);
        filtered.spec.workload.selectivity = 0.01;
        filtered.facts.rows = 30;
        QVERIFY(!differenceText(compareRuns(filtered, baseline)).join(u' ').contains(u"number of rows"));
        RunResult grown = madeRun(2, 3);
        grown.facts.rows = 30;
        grown.facts.settings = {{u"jit"_s, u"on"_s}};
        RunResult before = baseline;
        before.facts.settings = {{u"jit"_s, u"off"_s}};
        const QString text = differenceText(compareRuns(grown, before)).join(u' ');
        QVERIFY2(text.contains(u"number of rows") && text.contains(u"jit on, and off for the baseline") && text.startsWith(u"No worse than the baseline in throughput and latency; recall was not"), qPrintable(text));
    }

    void reckonsIntervalsOfRatiosWithinReason()
    {
        const RunDifference faster = compareRuns(madeRun(0.02, 1, 1), madeRun(2000, 2, 100)), slower = compareRuns(madeRun(2000, 2, 100), madeRun(0.02, 1, 1));
        for (const FigureDifference *each : {&faster.medianMs, &faster.p95Ms, &slower.qps})
            QVERIFY2(each->low > -1 && each->low < each->change && each->change < each->high, qPrintable(u"%1 %2 %3"_s.arg(each->low).arg(each->change).arg(each->high)));
        QVERIFY2(differenceText(slower).join(u' ').contains(QRegularExpression(u"median latency is [0-9]+,[0-9]{3},[0-9]{3} % higher"_s)), qPrintable(differenceText(slower).join(u' '))); // digits in groups
    }

    void saysWhyAnswersAreShort()
    {
        RunResult run = madeRun(2, 1, 1);
        QVERIFY(shortAnswersNote(run).isEmpty());
        run.shortResults = 448;
        run.executions = 2498;
        run.facts.rows = 25'000;
        run.facts.indexMethod = u"hnsw"_s;
        run.facts.pgvectorVersion = u"0.8.0"_s;
        run.facts.settings = {{u"hnsw.ef_search"_s, u"10"_s}, {u"hnsw.iterative_scan"_s, u"off"_s}, {u"hnsw.max_scan_tuples"_s, u"20000"_s}, {u"ivfflat.probes"_s, u"1"_s}};
        const auto says = [&run](const QString &words) {
            const QString note = shortAnswersNote(run);
            if (!note.contains(words))
                qWarning("%s", qPrintable(note));
            return note.contains(words);
        };
        QVERIFY(says(u"448 of 2,498 answers had fewer than 10 rows beside the query's own"_s));
        QVERIFY(says(u"the row itself, so recall is 0.90 at most. Set hnsw.ef_search to 11 or more"_s));
        run.spec.workload.queries.kind = QuerySet::Kind::File;
        run.facts.settings[u"hnsw.ef_search"_s] = u"5"_s;
        QVERIFY(says(u"no more than hnsw.ef_search = 5. Set hnsw.ef_search to 10 or more"_s));
        run.facts.settings[u"hnsw.ef_search"_s] = u"40"_s;
        run.spec.workload.selectivity = 0.01;
        QVERIFY(says(u"the conditions drop most of them. Set hnsw.iterative_scan = relaxed_order"_s));
        run.facts.pgvectorVersion = u"0.7.4"_s;
        QVERIFY(says(u"Raise hnsw.ef_search; with pgvector 0.8"_s));
        run.facts.settings[u"hnsw.iterative_scan"_s] = u"relaxed_order"_s;
        QVERIFY(says(u"until hnsw.max_scan_tuples = 20000 stopped it"_s));
        run.facts.indexMethod = u"ivfflat"_s;
        run.spec.workload.selectivity.reset();
        QVERIFY(says(u"so few lists (ivfflat.probes = 1)"_s));
        run.facts.rows = 1;
        run.facts.indexMethod.clear();
        QVERIFY(says(u"the table has no more, of 1 row"_s));
        run.spec.workload.sql = u"SELECT id FROM docs ORDER BY e <-> :vec LIMIT 3"_s;
        QVERIFY(says(u"by its LIMIT or WHERE"_s));
    }

    void decidesARecallWithFewQueries()
    {
        std::mt19937 random(1);
        const auto decide = [&](double truth, int &asked) {
            std::binomial_distribution<int> hits(10, truth);
            SequentialTest test(0.95);
            while (test.decision() == SequentialTest::Decision::Open && test.queries() < 500)
                test.add(hits(random) / 10.0);
            asked += test.queries();
            return test.decision() == SequentialTest::Decision::Open ? test.decisionAtEnd() : test.decision();
        };
        int wrong = 0, asked = 0;
        for (int i = 0; i < 200; ++i) {
            wrong += decide(0.99, asked) != SequentialTest::Decision::Reached;
            wrong += decide(0.90, asked) != SequentialTest::Decision::Missed;
        }
        QVERIFY2(wrong <= 20, qPrintable(QString::number(wrong)));
        QVERIFY2(asked / 400 < 130, qPrintable(QString::number(asked / 400)));
        SequentialTest none(0.95);
        QVERIFY(none.decision() == SequentialTest::Decision::Open);
    }

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

    void tellsWhatIsARepeat()
    {
        RunSpec asked;
        asked.workload.query.table = u"docs"_s;
        asked.workload.query.column = u"e"_s;
        asked.workload.query.metric = quiver::catalog::AnnMetric::Unknown;
        asked.settings[u"hnsw.ef_search"_s] = u"40"_s;
        RunResult kept;
        kept.spec = asked;
        kept.spec.workload.query.schema = u"public"_s;
        kept.spec.workload.query.metric = quiver::catalog::AnnMetric::L2;
        kept.spec.name = u"another"_s;
        kept.spec.seconds = 60;
        QVERIFY(isRepeat(asked, kept));
        const auto isOther = [&](const auto &change) {
            RunResult other = kept;
            change(other);
            return !isRepeat(asked, other) && measurementKey(other) != measurementKey(kept);
        };
        QVERIFY(isOther([](RunResult &run) { run.spec.workers = 4; }));
        QVERIFY(isOther([](RunResult &run) { run.spec.settings[u"hnsw.ef_search"_s] = u"80"_s; }));
        QVERIFY(isOther([](RunResult &run) { run.spec.workload.query.k = 100; }));
        QVERIFY(isOther([](RunResult &run) { run.spec.workload.query.condition = u"id < 5"_s; }));
        QVERIFY(isOther([](RunResult &run) { run.spec.workload.selectivity = 0.1; }));
        QVERIFY(isOther([](RunResult &run) { run.spec.workload.query.firstStage = quiver::search::FirstStage{.column = {}, .vector = {}}; }));
        QVERIFY(isOther([](RunResult &run) { run.facts.buildSeconds = 3; })); // on a copy
        QCOMPARE(workloadText(kept.spec.workload), u"public.docs.e <->, k = 10"_s);
    }

    void countsAnswersPerSecond()
    {
        const RunResult run = madeRun(1, 7, 3.5);
        const std::vector<RatePoint> rates = ratesOf(run, 1);
        QCOMPARE(rates.size(), 3);
        QCOMPARE(rates[1].seconds, 1.5);
        QVERIFY(std::abs(rates[1].qps / run.qps - 1) < 0.1);
        QCOMPARE(ratesOf(run, 60).size(), 1);
        QVERIFY(std::abs(ratesOf(run, 60).front().qps / run.qps - 1) < 1e-6);
    }

    void growsSamples()
    {
        QCOMPARE(sampleShares(25'000, 9).size(), 2); // nine on the first, three on the second, the best on all rows
        QVERIFY(sampleShares(25'000, 9)[1] > 2.9 * sampleShares(25'000, 9)[0]);
        QCOMPARE(sampleShares(1000, 9), std::vector<double>{1}); // too few to be sampled
        QVERIFY(sampleShares(25'000, 1).empty());
        QVERIFY(std::abs(extrapolated(1000, 40, 4000, 60, 16'000) - 90) < 1e-9);
        QCOMPARE(extrapolated(1000, 40, 4000, 30, 16'000), 30.0); // noise: more rows need no less
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

QTEST_GUILESS_MAIN(BenchFiguresTest)
#include "tst_benchfigures.moc"
