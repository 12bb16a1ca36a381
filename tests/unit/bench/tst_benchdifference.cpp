// SPDX-License-Identifier: GPL-3.0-or-later
// Whether one run really differs from another one: what is chance, what cannot be compared, what is a repeat of what.
#include "bench/difference.h"
#include "bench/runlabels.h"
#include "support/benchruns.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <random>

using namespace quiver::bench;
using namespace Qt::StringLiterals;
using quiver::test::madeRun;

class BenchDifferenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        RunResult before = good;
        other = good;
        before.querySet = u"one"_s;
        other.querySet = u"two"_s;
        QVERIFY(words(other, before).contains(u"others by now")); // of a table that changed
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
        QVERIFY(obstacles([](RunResult &run) { run.facts.share = 0.5; }).contains(u"50 % of the rows, the baseline on all rows"));
        QVERIFY(obstacles([](RunResult &run) { run.spec.workload.queries.count = 50; }).contains(u"50 random rows, the baseline with 100"));
        QVERIFY(obstacles([](RunResult &run) { run.spec.workload.queries.seed = 7; }).contains(u"seed 7"));
        QCOMPARE(obstacles([](RunResult &run) { // of the same rows and queries
                     run.facts.indexMethod = u"ivfflat"_s;
                     run.facts.indexesUsed = {u"docs_ivfflat"_s};
                 }), QString());
        QVERIFY(obstacles([](RunResult &run) { run.state = RunResult::State::Cancelled; }).contains(u"cancelled"));
        RunResult file = madeRun(2, 3), changed = madeRun(4, 3);
        file.spec.workload.queries = changed.spec.workload.queries = {.kind = QuerySet::Kind::File, .file = u"q.npy"_s};
        file.querySet = changed.querySet = u"one"_s;
        changed.spec.workload.queries.count = 1000; // at most: they are the same
        QVERIFY(compareRuns(changed, file).isWorse());
        changed.spec.workload.queries.file = u"/ci/q.npy"_s; // moved
        QVERIFY(compareRuns(changed, file).isWorse());
        changed.spec.workload.queries = {.kind = QuerySet::Kind::Texts, .file = {}, .fileField = {}, .texts = {u"a"_s}}; // as vectors they are the same
        QVERIFY(compareRuns(changed, file).isWorse());
        changed.querySet = u"two"_s;
        QVERIFY(!compareRuns(changed, file).isComparable());
        changed.spec.workload.queries = file.spec.workload.queries;
        QVERIFY(!compareRuns(changed, file).isComparable());
        changed.querySet.clear(); // not known: by the name
        QVERIFY(compareRuns(changed, file).isComparable());
        changed.spec.workload.queries.file = u"/ci/q.npy"_s;
        QVERIFY(!compareRuns(changed, file).isComparable());
        RunResult texts = file, others = file;
        texts.spec.workload.queries = {.kind = QuerySet::Kind::Texts, .file = {}, .fileField = {}, .texts = {u"a"_s}};
        others.spec.workload.queries = {.kind = QuerySet::Kind::Texts, .file = {}, .fileField = {}, .texts = {u"b"_s}};
        others.querySet = u"two"_s;
        const QString unlike = compareRuns(texts, others).obstacles.join(u' ');
        QVERIFY2(unlike.contains(u"not the same"), qPrintable(unlike)); // where the words for them are
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

    void doesNotJudgeTheRecallOfAChangedTable()
    {
        RunResult before = madeRun(2, 3), after = madeRun(2, 3);
        before.recall = RecallFigure{.mean = 0.972, .low = 0.967, .high = 0.976, .queries = 500, .k = 10};
        after.recall = RecallFigure{.mean = 0.9, .low = 0.89, .high = 0.91, .queries = 500, .k = 10};
        QVERIFY(compareRuns(after, before).isWorse());
        for (RunResult *changed : {&before, &after}) {
            changed->tableChanged = true;
            const RunDifference difference = compareRuns(after, before);
            const QString text = differenceText(difference).join(u' ');
            QVERIFY2(!difference.isWorse() && !difference.recall && text.contains(changed == &after ? u"changed during this run, so recall was not" : u"changed during the baseline, so recall was not"),
                     qPrintable(text));
            changed->tableChanged = false;
        }
        RunResult slow = madeRun(4, 1);
        slow.tableChanged = true;
        QVERIFY(compareRuns(slow, before).isWorse()); // what else was measured is
    }

    void reckonsIntervalsOfRatiosWithinReason()
    {
        const RunDifference faster = compareRuns(madeRun(0.02, 1, 1), madeRun(2000, 2, 100)), slower = compareRuns(madeRun(2000, 2, 100), madeRun(0.02, 1, 1));
        for (const FigureDifference *each : {&faster.medianMs, &faster.p95Ms, &slower.qps})
            QVERIFY2(each->low > -1 && each->low < each->change && each->change < each->high, qPrintable(u"%1 %2 %3"_s.arg(each->low).arg(each->change).arg(each->high)));
        QVERIFY2(differenceText(slower).join(u' ').contains(QRegularExpression(u"median latency is [0-9]+,[0-9]{3},[0-9]{3} % higher"_s)), qPrintable(differenceText(slower).join(u' '))); // digits in groups
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
        QVERIFY(isOther([](RunResult &run) { run.spec.workload.queries.count = 7; }));
        QVERIFY(isOther([](RunResult &run) { run.spec.workload.query.firstStage = quiver::search::FirstStage{.column = {}, .vector = {}}; }));
        QVERIFY(isOther([](RunResult &run) { run.facts.buildSeconds = 3; })); // on a copy
        RunResult onAll = kept, onSome = kept;
        onAll.facts.buildSeconds = onSome.facts.buildSeconds = 3;
        onSome.facts.share = 0.5;
        QVERIFY(measurementKey(onAll) != measurementKey(onSome));
        QCOMPARE(workloadText(kept.spec.workload), u"public.docs.e <->, k = 10"_s);
    }

    void tellsQuerySetsByWhatIsInThem()
    {
        RunSpec asked;
        asked.workload.query.schema = u"public"_s;
        asked.workload.query.table = u"docs"_s;
        asked.workload.query.metric = quiver::catalog::AnnMetric::L2;
        asked.workload.queries = {.kind = QuerySet::Kind::File, .file = u"/ci/1/q.npy"_s};
        RunResult kept, moved, other;
        kept.spec = moved.spec = other.spec = asked;
        moved.spec.workload.queries.file = u"/elsewhere/queries.npy"_s;
        kept.querySet = moved.querySet = u"c0ffee01"_s;
        other.querySet = u"decaf002"_s; // by the same name
        QCOMPARE(measurementKey(moved), measurementKey(kept));
        QVERIFY(measurementKey(other) != measurementKey(kept));
        QVERIFY(isRepeat(asked, kept) && isRepeat(asked, moved) && isRepeat(asked, other)); // the file is not read yet
        QVERIFY(isRepeat(asked, kept, kept.querySet) && isRepeat(asked, moved, kept.querySet) && !isRepeat(asked, other, kept.querySet));
        RunResult old = moved;
        old.querySet.clear(); // of those by which it is not known the name has to tell
        QVERIFY(!isRepeat(asked, old) && !isRepeat(asked, old, kept.querySet));
        old.spec = asked;
        QVERIFY(isRepeat(asked, old) && isRepeat(asked, old, kept.querySet));
        RunSpec texts = asked;
        texts.workload.queries = {.kind = QuerySet::Kind::Texts, .file = {}, .fileField = {}, .texts = {u"a"_s}};
        RunResult keptTexts = kept;
        keptTexts.spec = texts;
        QVERIFY(isRepeat(texts, keptTexts) && !isRepeat(texts, keptTexts, other.querySet));
        texts.workload.queries.texts = QStringList{u"b"_s};
        QVERIFY(!isRepeat(texts, keptTexts));

        // In charts, too; and where their names are the same, they are told apart.
        const RunLabels labels({kept, moved, other});
        for (const auto of : {&RunLabels::history, &RunLabels::ladder, &RunLabels::contest}) {
            QCOMPARE((labels.*of)(kept).key, (labels.*of)(moved).key);
            QVERIFY((labels.*of)(kept).key != (labels.*of)(other).key);
        }
        QCOMPARE(labels.contest(kept).text, u"queries of q.npy (c0ffee)"_s);
        QCOMPARE(labels.contest(other).text, u"queries of q.npy (decaf0)"_s);
        RunResult renamed = other;
        renamed.spec.workload.queries.file = u"r.npy"_s;
        QCOMPARE(RunLabels({kept, renamed}).contest(renamed).text, u"queries of r.npy"_s);
        QCOMPARE(RunLabels({kept, moved}).contest(kept).text, QString());
        RunResult rows = kept, moreRows = kept;
        rows.spec.workload.queries = {};
        moreRows.spec.workload.queries = {.count = 500};
        QVERIFY(RunLabels({rows, moreRows}).history(rows).key != RunLabels({rows, moreRows}).history(moreRows).key);
        QCOMPARE(RunLabels({rows, moreRows}).contest(moreRows).text, u"500 random rows, seed 1"_s);
    }
};

QTEST_GUILESS_MAIN(BenchDifferenceTest)
#include "tst_benchdifference.moc"
