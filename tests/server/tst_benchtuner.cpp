// SPDX-License-Identifier: GPL-3.0-or-later
// The tuner on a real server: which setting or build it chooses, how sure it is of it, what it says where none will do, and what applies the choice.
#include "sql/changerunner.h"
#include "support/sweepbench.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::bench;
using Form = index::IndexKey::Form;

class BenchTunerTest : public QObject, test::SweepBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void tunesTheIndexThatIsThere();
    void choosesWhatIsSure();
    void saysWhatIsNotDecided();
    void saysWhereThePlannerTakesAnotherIndex();
    void saysHowNearItGot();
    void saysThatTheTableGrew();
    void choosesABuild();
    void leavesOutWhatCannotMeetTheTarget();
    void appliesWhatItFound();
    void appliesWhatItWasMeasuredWith();
    void saysWhichStatementABuildNeeds();
    void buildsNothingThatIsThere();

private:
    QString m_indexes;
};

void BenchTunerTest::initTestCase()
{
    startServer();
    m_indexes = indexes();
}

void BenchTunerTest::tunesTheIndexThatIsThere()
{
    TunerPlan plan;
    plan.base = spec();
    plan.target.recall = 0.9;
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.verdict == Verdict::Met, qPrintable(outcome.words));
    QCOMPARE(outcome.setting, u"hnsw.ef_search"_s);
    QVERIFY(outcome.recall.mean >= 0.88 && outcome.value > 10 && outcome.value < 1000);
    QVERIFY(outcome.p95Ms && outcome.qps && outcome.sizeBytes > 0 && !outcome.build);
    QVERIFY(outcome.trials.size() >= 3 && outcome.trials.size() < 20);
    QVERIFY(std::ranges::any_of(outcome.trials, [](const TunerTrial &trial) { return trial.isDecided && trial.recall.queries < 60; })); // stopped early
    // A little less misses.
    RunSpec less = plan.base;
    less.settings[u"hnsw.ef_search"_s] = QString::number(outcome.value / 2);
    const RunResult run = start([less](BenchRunner &runner, core::JobContext &job) { return runner.run(job, less); }).future.result();
    QVERIFY(run.recall->mean < 0.9);
}

void BenchTunerTest::choosesWhatIsSure()
{
    TunerPlan plan;
    plan.base = spec();
    plan.target.recall = 0.9;
    std::vector<LiveRate> rates;
    const TunerOutcome outcome = tuned(plan, [&rates](const LiveRate &rate) { rates.push_back(rate); });
    QVERIFY2(outcome.verdict == Verdict::Met && outcome.recall.low >= 0.9, qPrintable(outcome.words));
    QVERIFY(std::ranges::any_of(outcome.trials, [](const TunerTrial &trial) { return trial.recall.queries > 60; })); // more rows are searched with where it is near
    // It was asked with all of them, and is not far from the least that their mean reaches.
    int least = 1000;
    for (const TunerTrial &trial : outcome.trials) {
        if (!trial.isOfAll)
            continue;
        least = trial.reached ? std::min(least, trial.value) : least;
        QVERIFY2(trial.verdict() != Verdict::Met || trial.value >= outcome.value, qPrintable(outcome.words));
    }
    QVERIFY(std::ranges::any_of(outcome.trials, [&](const TunerTrial &trial) { return trial.isOfAll && trial.value == outcome.value && trial.recall == outcome.recall; }));
    QVERIFY2(outcome.value <= 2 * least, qPrintable(u"%1, least %2"_s.arg(outcome.value).arg(least)));
    // Each trial tells how fast it is answered; when it ends nobody knows.
    const auto trials = std::ranges::count_if(rates, [](const LiveRate &rate) { return rate.allSeconds == 0 && rate.qps > 0 && rate.executions > 0; });
    const auto asked = std::ranges::count_if(outcome.trials, [](const TunerTrial &trial) { return trial.recall.queries > 0; }); // of others the planner took the table
    QVERIFY2(trials >= asked, qPrintable(u"%1 of %2"_s.arg(trials).arg(asked)));
}

void BenchTunerTest::saysWhatIsNotDecided()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"few.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const QString &vector : m_cluster->psql(uR"(SELECT e FROM "we""ird; --" WHERE id <= 10)"_s).trimmed().split(u'\n'))
        file.write("{\"e\": " + vector.toUtf8() + "}\n");
    file.close();
    TunerPlan plan;
    plan.base = spec();
    plan.base.workload.queries = {.kind = QuerySet::Kind::File, .count = 100, .file = file.fileName()};
    plan.target.recall = 0.95; // of the 100 that 10 queries look for one is missing at least, or all agree: 0.946 at the most
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.verdict == Verdict::Undecided && outcome.limit == TuneLimit::None && outcome.hasChoice() && outcome.isRecallOpen, qPrintable(outcome.words));
    QVERIFY2(outcome.words.startsWith(u"Whether the target is met is not decided.") && outcome.words.contains(u"Only the mean of 10 queries"), qPrintable(outcome.words));
    QVERIFY(outcome.recall.mean >= 0.95 && outcome.qps);
    const auto session = m_services.session(m_cluster->options());
    const index::CarePlan applied = session->run(u"apply"_s, [&](pg::Connection &connection, core::JobContext &) { return applyChoice(connection, plan, outcome, ApplyTo::Role); }).future.result();
    QVERIFY2(applied.change.steps.back().riskNote.contains(u"not decided"), qPrintable(applied.change.steps.back().riskNote));
}

void BenchTunerTest::saysWhereThePlannerTakesAnotherIndex()
{
    // With few lists or a small ef_search each is the cheaper one by the planner's estimate.
    m_cluster->psql(uR"(CREATE TABLE rivals AS SELECT * FROM "we""ird; --"; ALTER TABLE rivals ADD PRIMARY KEY (id);
        CREATE INDEX rivals_hnsw ON rivals USING hnsw (e vector_l2_ops) WITH (m = 2, ef_construction = 4);
        CREATE INDEX rivals_ivfflat ON rivals USING ivfflat (e vector_l2_ops) WITH (lists = 50); ANALYZE rivals)"_s);
    TunerPlan plan;
    plan.base = spec();
    plan.base.workload.query.table = u"rivals"_s;
    plan.target.recall = 0.9999;
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.verdict == Verdict::NotMet && outcome.limit == TuneLimit::Planner, qPrintable(outcome.words));
    QVERIFY2(outcome.index.startsWith(u"rivals_") && outcome.planTakes.startsWith(u"rivals_") && outcome.planTakes != outcome.index, qPrintable(outcome.words));
    QVERIFY2(outcome.words.contains(outcome.index) && outcome.words.contains(outcome.planTakes), qPrintable(outcome.words));
    QVERIFY2(outcome.value < outcome.planTakesFrom && outcome.recall.queries > 0, qPrintable(outcome.words)); // the nearest that the index itself gave
    m_cluster->psql(u"DROP TABLE rivals"_s);
}

void BenchTunerTest::saysHowNearItGot()
{
    TunerPlan plan;
    plan.base = spec();
    plan.target.p95Ms = 0.000001;
    plan.target.recall = 0.8;
    const TunerOutcome slow = tuned(plan);
    QVERIFY(slow.verdict == Verdict::NotMet && slow.limit == TuneLimit::Latency && slow.words.contains(u"p95"));
    QVERIFY(std::ranges::all_of(slow.trials, [](const TunerTrial &trial) { return trial.isTooSlow && trial.value <= 40; })); // slower ones were not tried
    plan.target.p95Ms.reset();
    plan.target.sizeBytes = 1000;
    const TunerOutcome large = tuned(plan);
    QVERIFY(large.verdict == Verdict::NotMet && large.limit == TuneLimit::Size && large.words.contains(u"half precision"));
    QVERIFY(large.trials.empty()); // no setting makes it smaller
    m_cluster->psql(uR"(CREATE TABLE poor AS SELECT id, e FROM "we""ird; --"; ALTER TABLE poor ADD PRIMARY KEY (id);
                       CREATE INDEX poor_idx ON poor USING hnsw ((binary_quantize(e)::bit(16)) bit_hamming_ops); ANALYZE poor)"_s);
    plan = {};
    plan.base = spec();
    plan.base.workload.query.table = u"poor"_s;
    plan.base.workload.query.firstStage = search::FirstStage{.kind = search::FirstStage::Kind::BinaryQuantize, .column = {}, .vector = {}, .overFetch = 2};
    plan.base.settings[u"enable_seqscan"_s] = u"off"_s; // of so few rows it would read all
    plan.target.recall = 0.99;
    const TunerOutcome far = tuned(plan);
    QVERIFY2(far.verdict == Verdict::NotMet && far.words.startsWith(u"The target is not met.") && far.words.contains(u"limits it") && far.recall.mean < 0.9, qPrintable(far.words));
    plan.base.workload.query.firstStage.reset();
    QVERIFY_THROWS_EXCEPTION(core::Error, tuned(plan)); // no index serves it
    m_cluster->psql(u"DROP TABLE poor"_s);
}

void BenchTunerTest::saysThatTheTableGrew()
{
    m_cluster->psql(uR"(CREATE TABLE growing AS SELECT id, e FROM "we""ird; --"; ALTER TABLE growing ADD PRIMARY KEY (id);
        CREATE INDEX ON growing USING hnsw (e vector_l2_ops) WITH (m = 8, ef_construction = 32); ANALYZE growing)"_s);
    TunerPlan plan;
    plan.base = spec(u"growing"_s);
    plan.base.settings[u"enable_seqscan"_s] = u"off"_s;
    plan.target.recall = 0.8;
    const auto tunedWhile = [&](const QString &sql) {
        return start([&](BenchRunner &runner, core::JobContext &job) {
            return tune(runner, job, plan, [&, isDone = false](const TunerTrial &) mutable {
                if (!std::exchange(isDone, true))
                    m_cluster->psql(sql);
            });
        }).future.result();
    };
    const TunerOutcome calm = tunedWhile(u"SELECT 1"_s);
    QVERIFY2(calm.verdict == Verdict::Met && !calm.isTableChanged && !calm.words.contains(u"changed"), qPrintable(calm.words));
    const TunerOutcome little = tunedWhile(u"INSERT INTO growing SELECT 5000, e FROM growing WHERE id = 1"_s);
    QVERIFY2(little.verdict == Verdict::Met && little.isTableChanged && little.words.contains(u"The table changed while it was tuned"), qPrintable(little.words));
    // Half of what is found is no neighbour of before: that is not the index's limit.
    const TunerOutcome much = tunedWhile(u"INSERT INTO growing SELECT id + 10000, e FROM growing"_s);
    QVERIFY2(much.verdict == Verdict::Undecided && much.limit == TuneLimit::Recall && !much.hasChoice() && much.words.contains(u"tune again while nobody writes"), qPrintable(much.words));
    m_cluster->psql(u"DROP TABLE growing"_s);
}

void BenchTunerTest::choosesABuild()
{
    TunerPlan plan;
    plan.base = spec();
    plan.target.recall = 0.95;
    plan.mayBuild = true;
    plan.builds = {{.m = 4, .efConstruction = 8}, {.m = 16, .efConstruction = 64}, {.method = u"ivfflat"_s, .lists = 30}};
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.verdict == Verdict::Met, qPrintable(outcome.words));
    QVERIFY(outcome.build && outcome.qps && outcome.sizeBytes > 0 && !outcome.isExtrapolated && outcome.serverSeconds > 0);
    QCOMPARE(outcome.trials.back().rows, 3000.0); // the choice was built on all rows
    QCOMPARE(schemas(), u"0"_s);
    QCOMPARE(indexes(), m_indexes);
    plan.verifies = false;
    const TunerOutcome whole = tuned(plan); // a sample of so small a table is all of it
    QVERIFY2(whole.verdict == Verdict::Met && !whole.isExtrapolated && whole.qps && !whole.words.contains(u"samples"), qPrintable(whole.words));
    m_cluster->psql(uR"(CREATE TABLE larger AS SELECT id, e FROM "we""ird; --" UNION ALL SELECT id + 10000, e FROM "we""ird; --" WHERE id <= 400;
                       ALTER TABLE larger ADD PRIMARY KEY (id); ANALYZE larger)"_s);
    plan.base.workload.query.table = u"larger"_s;
    const TunerOutcome told = tuned(plan);
    QVERIFY(told.isExtrapolated && !told.qps && told.words.contains(u"samples"));
    m_cluster->psql(u"DROP TABLE larger"_s);
}

void BenchTunerTest::leavesOutWhatCannotMeetTheTarget()
{
    TunerPlan plan;
    plan.base = spec();
    plan.target.recall = 0.5;
    plan.mayBuild = true;
    plan.builds = {{.m = 80, .efConstruction = 160}, {.m = 4, .efConstruction = 16}, {.form = Form::BinaryQuantize, .m = 4, .efConstruction = 16}};
    plan.base.workload.query.firstStage = search::FirstStage{.kind = search::FirstStage::Kind::BinaryQuantize, .column = {}, .vector = {}, .overFetch = 1};
    plan.base.settings[u"enable_seqscan"_s] = u"off"_s;
    plan.target.sizeBytes = 1'200'000; // of 3,000 rows: 0.9 MB and 2.8 MB
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.verdict == Verdict::Met && outcome.limit == TuneLimit::None, qPrintable(outcome.words));
    QCOMPARE(outcome.build, plan.builds[1]);
    QCOMPARE(outcome.ruledOut.size(), 2);
    QVERIFY2(outcome.ruledOut[0].build == plan.builds[0] && outcome.ruledOut[0].limit == TuneLimit::Size, qPrintable(outcome.ruledOut[0].why));
    QVERIFY2(outcome.ruledOut[1].build == plan.builds[2] && outcome.ruledOut[1].limit == TuneLimit::Recall, qPrintable(outcome.ruledOut[1].why));
    QVERIFY(std::ranges::none_of(outcome.trials, [&](const TunerTrial &trial) { return trial.build == plan.builds[0]; })); // by its forecast
    plan.target.sizeBytes = 1000;
    const TunerOutcome none = tuned(plan);
    QVERIFY2(none.verdict == Verdict::NotMet && none.limit == TuneLimit::Size && none.words.contains(u"None of 3 builds"), qPrintable(none.words));
    QVERIFY(none.trials.empty() && none.ruledOut.size() == 3);
    plan.target.sizeBytes.reset();
    plan.target.p95Ms = 0.000001;
    plan.builds = {plan.builds[1]};
    const TunerOutcome slow = tuned(plan);
    QVERIFY2(slow.verdict == Verdict::NotMet && slow.limit == TuneLimit::Latency && slow.words.contains(u"p95"), qPrintable(slow.words));
    QCOMPARE(schemas(), u"0"_s);
}

void BenchTunerTest::appliesWhatItFound()
{
    TunerOutcome outcome;
    outcome.setting = u"hnsw.ef_search"_s;
    outcome.value = 77;
    const auto session = m_services.session(m_cluster->options());
    session->run(u"apply"_s, [&](pg::Connection &connection, core::JobContext &job) {
        for (const ApplyTo to : {ApplyTo::Role, ApplyTo::Database}) {
            const index::CarePlan plan = applyChoice(connection, {}, outcome, to);
            if (!plan.change.steps.front().riskNote.contains(u"more than 77 rows"))
                throw core::Error(u"nothing is said of other searches"_s);
            if (!plan.refusal.isEmpty() || !sql::ChangeRunner(plan.change).run(connection, job).succeeded())
                throw core::Error(plan.refusal);
        }
        outcome.build = SweepBuild{.form = Form::Halfvec, .m = 8};
        outcome.value = 78;
        TunerPlan plan;
        plan.base = spec();
        const sql::ChangeStep alone = applyChoice(connection, plan, outcome, {}).change.steps.back();
        if (alone.sql.contains(u"ef_search"))
            throw core::Error(u"the index alone was wanted"_s);
        if (!alone.riskNote.contains(u"weird_hnsw on the same column stays") || !alone.riskNote.contains(u"hnsw.ef_search = 78"))
            throw core::Error(u"what else is to be done is not said: "_s + alone.riskNote);
        // In one: the setting is of no use before the index is there.
        const index::CarePlan both = applyChoice(connection, plan, outcome, ApplyTo::Role);
        if (!both.change.steps.front().sql.startsWith(u"CREATE INDEX") && !both.change.steps[both.change.steps.size() - 2].sql.startsWith(u"CREATE INDEX"))
            throw core::Error(u"the index does not come first"_s);
        if (!sql::ChangeRunner(both.change).run(connection, job).succeeded())
            throw core::Error(u"not built"_s);
        outcome.build.reset();
        try {
            applyChoice(connection, plan, outcome, {});
        } catch (const core::Error &) {
            return;
        }
        throw core::Error(u"there was nothing to be built"_s);
    }).future.waitForFinished();
    QCOMPARE(m_cluster->psql(u"SELECT '[1]'::vector; SHOW hnsw.ef_search"_s).trimmed().section(u'\n', -1), u"78"_s);
    QVERIFY(m_cluster->psql(u"SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'we%'"_s).contains(u"halfvec_l2_ops"));
    QVERIFY(m_cluster->psql(u"SELECT setconfig FROM pg_db_role_setting"_s).contains(u"hnsw.ef_search=77")); // of the database
    QVERIFY(m_cluster->psql(u"SELECT setconfig FROM pg_db_role_setting"_s).contains(u"hnsw.ef_search=78"));
}

// What is applied reaches the target by itself: a filter needs the iterative scan that it was tuned with, too.
void BenchTunerTest::appliesWhatItWasMeasuredWith()
{
    TunerPlan plan;
    plan.base = spec();
    plan.base.workload.query.condition = u"part < 2"_s;
    plan.base.settings = {{u"hnsw.iterative_scan"_s, u"relaxed_order"_s}, {u"hnsw.max_scan_tuples"_s, u"40000"_s}, {u"ivfflat.probes"_s, u"7"_s},
                          {u"work_mem"_s, u"16MB"_s}, {u"enable_seqscan"_s, u"off"_s}};
    plan.target.recall = 0.6;
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.hasChoice(), qPrintable(outcome.words));
    QVERIFY2(outcome.words.contains(u"It was measured with enable_seqscan = off, hnsw.iterative_scan = relaxed_order, hnsw.max_scan_tuples = 40000, work_mem = 16MB."), qPrintable(outcome.words));
    const auto session = m_services.session(m_cluster->options());
    for (const ApplyTo to : {ApplyTo::Role, ApplyTo::Database}) {
        const sql::Change change = session->run(u"apply"_s, [&](pg::Connection &connection, core::JobContext &) { return applyChoice(connection, plan, outcome, to); }).future.result().change;
        QStringList set;
        for (const sql::ChangeStep &step : change.steps)
            set << step.sql.section(u" SET "_s, 1).remove(u'"');
        QCOMPARE(set, (QStringList{u"hnsw.ef_search = '%1'"_s.arg(outcome.value), u"hnsw.iterative_scan = 'relaxed_order'"_s, u"hnsw.max_scan_tuples = '40000'"_s, u"work_mem = '16MB'"_s}));
        QVERIFY2(change.title.contains(u"hnsw.iterative_scan = relaxed_order"), qPrintable(change.title));
        QVERIFY2(change.steps.back().riskNote.contains(u"measured with enable_seqscan = off, which this does not set"), qPrintable(change.steps.back().riskNote));
    }
    session->run(u"apply"_s, [&](pg::Connection &connection, core::JobContext &job) {
        sql::ChangeRunner(applyChoice(connection, plan, outcome, ApplyTo::Role).change).run(connection, job);
    }).future.waitForFinished();
    QCOMPARE(m_cluster->psql(u"SELECT '[1]'::vector; SHOW hnsw.iterative_scan; SHOW work_mem"_s).trimmed().section(u'\n', -2), u"relaxed_order\n16MB"_s);
    m_cluster->psql(u"ALTER ROLE tester RESET ALL"_s);
}

void BenchTunerTest::saysWhichStatementABuildNeeds()
{
    TunerPlan plan;
    plan.base = spec();
    plan.target.recall = 0.3;
    plan.mayBuild = true;
    plan.builds = {{.form = Form::BinaryQuantize, .m = 8, .efConstruction = 32}};
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.hasChoice(), qPrintable(outcome.words));
    const auto isSaid = [](const QString &words) { return words.contains(u"in two stages: binary with over_fetch = 4") && words.contains(u"Without enable_seqscan = off"); };
    QVERIFY2(isSaid(outcome.words), qPrintable(outcome.words));
    const auto session = m_services.session(m_cluster->options());
    for (const std::optional<ApplyTo> to : {std::optional<ApplyTo>(), std::optional(ApplyTo::Role)}) {
        const sql::Change change = session->run(u"apply"_s, [&](pg::Connection &connection, core::JobContext &) { return applyChoice(connection, plan, outcome, to); }).future.result().change;
        QVERIFY(std::ranges::any_of(change.steps, [&](const sql::ChangeStep &step) { return isSaid(step.riskNote); }));
    }
}

void BenchTunerTest::buildsNothingThatIsThere()
{
    m_cluster->psql(uR"(CREATE TABLE usual AS SELECT id, e FROM "we""ird; --"; ALTER TABLE usual ADD PRIMARY KEY (id);
        CREATE INDEX at_defaults ON usual USING hnsw (e vector_l2_ops); ANALYZE usual)"_s);
    TunerPlan plan;
    plan.base = spec(u"usual"_s);
    plan.target.recall = 0.5;
    plan.mayBuild = true;
    plan.builds = {{.m = 16, .efConstruction = 64}};
    const TunerOutcome outcome = tuned(plan);
    QVERIFY2(outcome.verdict == Verdict::Met && !outcome.isToBuild() && outcome.index == "at_defaults"_L1, qPrintable(outcome.words));
    QVERIFY2(outcome.words.contains(u"already, at_defaults: nothing is to be built"), qPrintable(outcome.words));
    const auto session = m_services.session(m_cluster->options());
    const auto applied = [&](const SweepBuild &build, std::optional<ApplyTo> to) {
        TunerOutcome chosen = outcome;
        chosen.build = build;
        return session->run(u"apply"_s, [&](pg::Connection &connection, core::JobContext &) { return applyChoice(connection, plan, chosen, to); }).future.result().change;
    };
    const sql::Change setting = applied(plan.builds[0], ApplyTo::Role);
    QVERIFY(setting.steps.size() == 1 && setting.steps[0].sql.startsWith(u"ALTER ROLE"));
    QVERIFY2(setting.steps[0].riskNote.contains(u"at_defaults is there already"), qPrintable(setting.steps[0].riskNote));
    const sql::Change alone = applied(plan.builds[0], {});
    QVERIFY2(alone.isEmpty() && alone.title.contains(u"at_defaults is there already"), qPrintable(alone.title));
    for (const SweepBuild &other : {SweepBuild{.m = 8}, SweepBuild{.form = Form::Halfvec}, SweepBuild{.method = u"ivfflat"_s, .lists = 20}})
        QVERIFY(applied(other, {}).steps.back().sql.startsWith(u"CREATE INDEX CONCURRENTLY"));
    // Nor is a part of the rows, or what a build left.
    m_cluster->psql(u"DROP INDEX at_defaults; CREATE INDEX of_some ON usual USING hnsw (e vector_l2_ops) WHERE id > 5"_s);
    QVERIFY(!applied(plan.builds[0], {}).isEmpty());
    m_cluster->psql(u"DROP INDEX of_some; CREATE INDEX spoilt ON usual USING hnsw (e vector_l2_ops) WITH (m = 16); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'spoilt'::regclass"_s);
    QVERIFY(!applied(plan.builds[0], {}).isEmpty());
    m_cluster->psql(u"DROP TABLE usual"_s);
}

QTEST_GUILESS_MAIN(BenchTunerTest)
#include "tst_benchtuner.moc"
