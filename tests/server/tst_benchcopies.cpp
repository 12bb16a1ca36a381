// SPDX-License-Identifier: GPL-3.0-or-later
// Builds on copies that meet trouble: rows that cannot be told, conditions that name the table, searches that fail, a choice that fails on all rows.
#include "support/sweepbench.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::bench;

class BenchCopiesTest : public QObject, test::SweepBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void takesConditionsThatNameTheTable();
    void refusesACopyWhoseRowsCannotBeTold();
    void choosesNothingWhoseSearchesFail();
    void buildsTheNextWhereTheChoiceFailsOnAllRows();
};

void BenchCopiesTest::initTestCase()
{
    startServer(uR"(CREATE TABLE repeated (id int PRIMARY KEY, e vector(8));
        WITH places AS MATERIALIZED (SELECT c, (SELECT array_agg(random() - 0.5 + j * 0 + c * 0) FROM generate_series(1, 8) j)::vector AS e FROM generate_series(0, 299) c)
        INSERT INTO repeated SELECT i, p.e FROM generate_series(1, 30000) i JOIN places p ON p.c = i % 300)"_s);
}

void BenchCopiesTest::takesConditionsThatNameTheTable()
{
    m_cluster->psql(uR"(CREATE TABLE measured AS SELECT id, part, e FROM "we""ird; --"; ALTER TABLE measured ADD PRIMARY KEY (id); ANALYZE measured)"_s);
    const QString quoted = u"\"we\"\"ird; --\".part < 5"_s;
    for (const auto &[table, condition] : {std::pair(u"we\"ird; --"_s, quoted), {u"we\"ird; --"_s, u"public."_s + quoted}, {u"measured"_s, u"measured.part < 5"_s}}) { // as an index of the tuner is called, too
        SweepPlan plan{.base = spec(table), .builds = {{.m = 8, .efConstruction = 16}}};
        plan.base.workload.query.condition = condition;
        const SweepOutcome outcome = sweep(plan);
        QVERIFY2(outcome.failures.isEmpty() && outcome.runs.size() == 1 && outcome.runs.front().facts.rows == 1500, qPrintable(outcome.failures.join(u'\n')));
        const TunerOutcome found = tuned({.base = plan.base, .target = {.recall = 0.3}, .mayBuild = true, .builds = plan.builds});
        QVERIFY2(found.verdict == Verdict::Met && found.sizeBytes > 0, qPrintable(found.words));
    }
    // What would say something else of the copy is refused before it is made.
    SweepPlan plan{.base = spec(u"measured"_s), .builds = {{.m = 8, .efConstruction = 16}}};
    plan.base.workload.query.condition = u"EXISTS (SELECT FROM generate_series(1, 2) AS measured WHERE public.measured.part < 5)"_s;
    const SweepForecast refused = this->forecast(plan);
    QVERIFY2(refused.obstacle.contains(u"by measured alone") && refused.builds.empty(), qPrintable(refused.obstacle));
    m_cluster->psql(u"DROP TABLE measured"_s);
}

void BenchCopiesTest::refusesACopyWhoseRowsCannotBeTold()
{
    // Without a key the rows that are searched with are known by where they lie, which is elsewhere in a copy.
    const auto complaint = [](auto work) {
        try {
            work();
        } catch (const core::Error &e) {
            return e.message();
        }
        return QString();
    };
    RunSpec base = spec();
    base.workload.query.table = u"keyless"_s;
    const SweepPlan plan{.base = base, .builds = {{.m = 8}}};
    QVERIFY2(complaint([&] { sweep(plan); }).contains(u"from a file"), qPrintable(complaint([&] { sweep(plan); })));
    const TunerPlan tuning{.base = base, .target = {.recall = 0.5}, .mayBuild = true, .builds = plan.builds};
    QVERIFY2(complaint([&] { tuned(tuning); }).contains(u"from a file"), qPrintable(complaint([&] { tuned(tuning); })));
    const SweepForecast forecast = this->forecast(plan);
    QVERIFY2(forecast.obstacle.contains(u"from a file"), qPrintable(forecast.obstacle));
    QCOMPARE(schemas(), u"0"_s);
}

void BenchCopiesTest::choosesNothingWhoseSearchesFail()
{
    // Only where statements are prepared: for the workers that measure the choice, not while its recall is asked.
    m_cluster->psql(uR"(CREATE FUNCTION refuses(part int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        IF random() < 0.01 AND EXISTS (SELECT FROM pg_prepared_statements) THEN RAISE 'refused at random'; END IF; RETURN true; END $$)"_s);
    TunerPlan plan;
    plan.base = spec();
    plan.base.workload.query.condition = u"refuses(part)"_s;
    plan.base.settings[u"enable_seqscan"_s] = u"off"_s;
    plan.target.recall = 0.5;
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.verdict == Verdict::NotMet && outcome.limit == TuneLimit::Errors && outcome.errors > 0, qPrintable(outcome.words));
    QVERIFY2(outcome.words.contains(u"refused at random"), qPrintable(outcome.words));
    plan.mayBuild = true;
    plan.builds = {{.m = 8}};
    const TunerOutcome built = tuned(plan);
    QVERIFY2(built.verdict == Verdict::NotMet && built.limit == TuneLimit::Errors && built.words.contains(u"refused at random"), qPrintable(built.words));
    QVERIFY2(built.ruledOut.back().why.contains(u"refused at random"), qPrintable(built.ruledOut.back().why));
    m_cluster->psql(u"DROP FUNCTION refuses"_s);
}

// Of each vector there are 100: in a sample few of them, among which a small graph finds its way; among all of them it has nothing but its likes for neighbours.
void BenchCopiesTest::buildsTheNextWhereTheChoiceFailsOnAllRows()
{
    TunerPlan plan{.base = spec(u"repeated"_s), .target = {.recall = 0.95}, .mayBuild = true, .builds = {{.m = 4, .efConstruction = 16}, {.method = u"ivfflat"_s, .lists = 1}}};
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.verdict == Verdict::Met && outcome.build == plan.builds[1] && outcome.value == 1, qPrintable(outcome.words));
    QCOMPARE(outcome.ruledOut.size(), 1);
    QVERIFY2(outcome.ruledOut[0].build == plan.builds[0] && outcome.ruledOut[0].limit == TuneLimit::Recall && !outcome.ruledOut[0].why.contains(u"sample"), qPrintable(outcome.ruledOut[0].why));
    const auto isReached = [&](const SweepBuild &build, bool ofAllRows) {
        return std::ranges::any_of(outcome.trials, [&](const TunerTrial &trial) { return trial.build == build && (trial.rows == 30'000) == ofAllRows && trial.reached; });
    };
    QVERIFY(isReached(plan.builds[0], false) && !isReached(plan.builds[0], true) && isReached(plan.builds[1], true));
    QVERIFY(outcome.qps && outcome.recall.mean == 1 && !outcome.isExtrapolated);
    QCOMPARE(schemas(), u"0"_s);
}

QTEST_GUILESS_MAIN(BenchCopiesTest)
#include "tst_benchcopies.moc"
