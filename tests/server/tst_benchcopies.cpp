// SPDX-License-Identifier: GPL-3.0-or-later
// Builds on copies that meet trouble: rows that cannot be told, conditions that name the table, searches that fail, a choice that fails on all rows.
#include "support/sweepbench.h"

#include <QTest>
#include <QThread>

#include <algorithm>
#include <atomic>

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
    void countsWhatIsRefusedWhileItTries();
    void writesNothingWhileItTries();
    void leavesOutABuildThatTheServerRefuses();
    void keepsWhatItFoundWhenItEndsEarly();
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

// A query that the server refuses finds nothing, and the tuner goes on.
void BenchCopiesTest::countsWhatIsRefusedWhileItTries()
{
    m_cluster->psql(uR"(CREATE FUNCTION refuses(part int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        IF random() < current_setting('bench.refuses', true)::float8 THEN RAISE 'refused at random'; END IF; RETURN true; END $$)"_s);
    TunerPlan plan;
    plan.base = spec();
    plan.base.workload.query.condition = u"refuses(part)"_s;
    plan.base.settings = {{u"enable_seqscan"_s, u"off"_s}, {u"bench.refuses"_s, u"0.005"_s}}; // of a row; a search looks at some ten
    plan.target.recall = 0.4;
    const TunerOutcome some = tuned(plan);
    QVERIFY2(std::ranges::any_of(some.trials, [](const TunerTrial &trial) { return trial.errors > 0 && trial.firstError.contains(u"refused at random") && trial.recall.mean > 0; }), qPrintable(some.words));
    QVERIFY2(some.limit == TuneLimit::Errors && !some.hasChoice(), qPrintable(some.words));
    plan.base.settings[u"bench.refuses"_s] = u"1"_s;
    const TunerOutcome none = tuned(plan);
    QVERIFY2(none.verdict == Verdict::NotMet && none.limit == TuneLimit::Errors && none.recall.mean == 0 && none.words.contains(u"refused at random"), qPrintable(none.words));
    QVERIFY(!none.trials.empty() && !none.trials.front().p95Ms);
    plan.mayBuild = true;
    plan.builds = {{.m = 8, .efConstruction = 16}, {.m = 4, .efConstruction = 16}};
    const TunerOutcome built = tuned(plan);
    QVERIFY2(built.limit == TuneLimit::Errors && built.words.contains(u"kept away: 2 by errors") && built.ruledOut.back().why.contains(u"refused at random"), qPrintable(built.words));
    m_cluster->psql(u"DROP FUNCTION refuses"_s);
}

void BenchCopiesTest::writesNothingWhileItTries()
{
    m_cluster->psql(uR"(CREATE TABLE written (id int); CREATE FUNCTION writes(part int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        IF current_setting('bench.writes', true) = 'on' THEN INSERT INTO written VALUES (part); END IF; RETURN true; END $$)"_s);
    TunerPlan plan;
    plan.base = spec();
    plan.base.workload.query.condition = u"writes(part)"_s;
    plan.base.settings = {{u"enable_seqscan"_s, u"off"_s}, {u"bench.writes"_s, u"on"_s}};
    plan.target.recall = 0.4;
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.limit == TuneLimit::Errors && outcome.words.contains(u"read-only"), qPrintable(outcome.words));
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM written"_s).trimmed(), u"0"_s);
    m_cluster->psql(u"DROP FUNCTION writes; DROP TABLE written"_s);
}

void BenchCopiesTest::leavesOutABuildThatTheServerRefuses()
{
    m_cluster->psql(uR"(CREATE FUNCTION refuse_some() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
        IF current_query() ~ 'm ?= ?''?20\y' THEN RAISE 'no space left' USING ERRCODE = '53100'; END IF; END $$;
        CREATE EVENT TRIGGER refuse_some ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION refuse_some())"_s);
    TunerPlan plan{.base = spec(), .target = {.recall = 0.5}, .mayBuild = true, .builds = {{.m = 20, .efConstruction = 64}, {.m = 16, .efConstruction = 64}}};
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.hasChoice() && outcome.build == plan.builds[1] && outcome.trouble.isEmpty(), qPrintable(outcome.words));
    QVERIFY(outcome.ruledOut.size() == 1 && outcome.ruledOut[0].build == plan.builds[0] && outcome.ruledOut[0].limit == TuneLimit::Errors);
    QVERIFY2(outcome.ruledOut[0].why.contains(u"disk is full") && outcome.ruledOut[0].why.contains(u"no space left"), qPrintable(outcome.ruledOut[0].why));
    plan.builds = {plan.builds[0]};
    try {
        tuned(plan);
        QFAIL("built what the server refuses");
    } catch (const core::Error &e) {
        QVERIFY2(e.message().contains(u"no space left"), qPrintable(e.message()));
    }
    QCOMPARE(schemas(), u"0"_s);
    m_cluster->psql(u"DROP EVENT TRIGGER refuse_some; DROP FUNCTION refuse_some"_s);
}

void BenchCopiesTest::keepsWhatItFoundWhenItEndsEarly()
{
    // The sample is copied, all rows are not.
    m_cluster->psql(uR"(CREATE SEQUENCE copies; CREATE FUNCTION refuse_more() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('copies') > 1 THEN RAISE 'no room for another'; END IF; END $$;
        CREATE EVENT TRIGGER refuse_more ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION refuse_more())"_s);
    TunerPlan plan{.base = spec(u"repeated"_s), .target = {.recall = 0.5}, .mayBuild = true, .builds = {{.m = 8, .efConstruction = 32}, {.method = u"ivfflat"_s, .lists = 10}}};
    const TunerOutcome copied = tuned(plan);
    QVERIFY2(copied.trouble.contains(u"no room for another") && copied.limit == TuneLimit::Errors && copied.verdict == Verdict::Undecided && !copied.hasChoice(), qPrintable(copied.words));
    QVERIFY2(copied.build && copied.recall.queries > 0 && copied.isExtrapolated && !copied.trials.empty() && copied.words.contains(u"The best until then: "), qPrintable(copied.words));
    QCOMPARE(schemas(), u"0"_s);
    m_cluster->psql(u"DROP EVENT TRIGGER refuse_more; DROP FUNCTION refuse_more; DROP SEQUENCE copies"_s);
    // The server goes behind the second trial.
    plan = {.base = spec(), .target = {.recall = 0.97}};
    std::atomic<int> trials = 0;
    std::atomic<bool> isStopped = false;
    const auto task = start([&](BenchRunner &runner, core::JobContext &job) {
        return tune(runner, job, plan, [&](const TunerTrial &) {
            for (++trials; trials == 2 && !isStopped;)
                QThread::msleep(1);
        });
    });
    QTRY_COMPARE_WITH_TIMEOUT(trials.load(), 2, 60'000);
    m_cluster->stop();
    isStopped = true;
    const TunerOutcome left = task.future.result();
    m_cluster->start();
    QCOMPARE(trials.load(), 2);
    QVERIFY2(!left.trouble.isEmpty() && left.verdict == Verdict::Undecided && !left.hasChoice() && left.trials.size() == 2 && left.recall.queries > 0 && left.value > 0, qPrintable(left.words));
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
