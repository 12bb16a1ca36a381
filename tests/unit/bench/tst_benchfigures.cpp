// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of benchmarks: recall, latency, frontier, rates, and the test that stops as soon as it is decided.
#include "bench/frontier.h"
#include "bench/sequentialtest.h"
#include "bench/shortanswers.h"
#include "bench/tuner.h"
#include "support/benchruns.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace quiver::bench;
using namespace Qt::StringLiterals;
using quiver::test::madeRun;

namespace {

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
        const std::vector<RunResult> runs{point(0.9, 100), point(0.95, 80), point(0.94, 70), point(0.95, 80), point(std::nextafter(0.95, 1), 60), point(0.8, 100), point(0.99, 10), RunResult()};
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
};

QTEST_GUILESS_MAIN(BenchFiguresTest)
#include "tst_benchfigures.moc"
