// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan does when it runs: its settings, left-overs, locks, partitions, a queue; and as a migration.
#include "index/buildrun.h"
#include "migrations/migrationwriter.h"
#include "support/indexplanbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using test::on;
using test::says;
using test::texts;

class IndexPlanRunTest : public test::IndexPlanBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { begin(); }
    void cleanupTestCase() { end(); }
    void setsTheMemoryForTheBuildAlone();
    void takesNoWorkersWherePgvectorMustNotHaveThem();
    void removesWhatAnEarlierBuildLeft();
    void namesWhoHoldsTheTable();
    void goesOnAfterACrashOfTheServer();
    void buildsPartitionByPartition();
    void goesOnWithPartitions();
    void undoesAPartitionedIndex();
    void plansAQueue();
    void writesAMigrationWithItsSettings();
};

void IndexPlanRunTest::setsTheMemoryForTheBuildAlone()
{
    IndexSpec spec = on(u"docs"_s, u"v"_s);
    spec.name = u"with_memory"_s;
    const BuildSettings settings{.maintenanceWorkMem = qint64(96) << 20, .parallelWorkers = 0};
    const IndexPlan made = plan(spec, settings);
    const QString script = sql::changeScript(made.change);
    QVERIFY2(script.contains(u"SET maintenance_work_mem = '96MB';"_s) && script.contains(u"RESET maintenance_work_mem;"_s), qPrintable(script));
    QVERIFY(script.indexOf(u"SET max_parallel_maintenance_workers = '0'"_s) < script.indexOf(u"CREATE INDEX CONCURRENTLY with_memory"_s));
    const auto after = [&](const sql::Change &change) {
        return ask([&](pg::Connection &c, core::JobContext &job) {
            c.exec("SET maintenance_work_mem = '33MB'");
            const bool succeeded = sql::ChangeRunner(change).run(c, job).succeeded();
            return c.exec("SHOW maintenance_work_mem").text(0, 0) + (succeeded ? u" done"_s : u" failed"_s);
        }, u"test"_s, false);
    };
    QCOMPARE(after(made.change), u"33MB done"_s);
    sql::Change fails = made.change;
    fails.steps[2].sql = u"CREATE INDEX CONCURRENTLY with_memory ON docs USING hnsw (v vector_no_ops)"_s;
    psql(u"DROP INDEX with_memory"_s);
    QCOMPARE(after(fails), u"33MB failed"_s);
}

void IndexPlanRunTest::takesNoWorkersWherePgvectorMustNotHaveThem()
{
    psql(u"ALTER TABLE docs SET (parallel_workers = 2)"_s);
    const IndexPlan made = plan(on(u"docs"_s, u"v"_s));
    const QString named = sql::changeScript(plan(on(u"docs"_s, u"v"_s), {.maintenanceWorkMem = {}, .parallelWorkers = 1}).change);
    psql(u"ALTER TABLE docs RESET (parallel_workers)"_s);
    QCOMPARE(made.settings.parallelWorkers, mustBuildAlone(u"hnsw"_s, made.table->pgvectorVersion) ? std::optional(0) : std::nullopt);
    QCOMPARE(sql::changeScript(made.change).contains(u"SET max_parallel_maintenance_workers = '0'"_s), made.settings.parallelWorkers == 0);
    QVERIFY2(named.contains(u"SET max_parallel_maintenance_workers = '1'"_s), qPrintable(named));
}

void IndexPlanRunTest::removesWhatAnEarlierBuildLeft()
{
    psql(u"CREATE TABLE twice (v vector(2)); INSERT INTO twice VALUES ('[1,2]'), ('[1,2]');"
         "CREATE INDEX twice_v_hnsw_cosine_idx ON twice USING hnsw (v vector_cosine_ops);"
         "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'twice_v_hnsw_cosine_idx'::regclass"_s);
    const IndexPlan made = plan(on(u"twice"_s, u"v"_s));
    QVERIFY2(!hasErrors(made.problems), qPrintable(texts(made.problems)));
    QCOMPARE(made.spec.name, u"twice_v_hnsw_cosine_idx"_s);
    QVERIFY(run(made.change).succeeded());
    QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indrelid = 'twice'::regclass"_s), u"t"_s);
    psql(u"UPDATE pg_index SET indisvalid = false WHERE indrelid = 'twice'::regclass"_s);
    IndexSpec plain = on(u"twice"_s, u"v"_s);
    plain.concurrently = false;
    const sql::ChangeReport replaced = run(plan(plain).change);
    QVERIFY2(replaced.succeeded(), qPrintable(replaced.summary()));
    QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indrelid = 'twice'::regclass"_s), u"t"_s);
    // What another session builds is no left-over.
    psql(u"CREATE TABLE busy (v vector(2)); INSERT INTO busy VALUES ('[1,2]')"_s);
    const auto open = m_services.session(m_cluster->options());
    open->run(u"hold"_s, [](pg::Connection &c, core::JobContext &) {
        c.begin();
        c.exec("INSERT INTO busy VALUES ('[2,1]')");
    }).future.waitForFinished();
    const auto builder = m_services.session(m_cluster->options());
    auto built = builder->run(u"build"_s, [](pg::Connection &c, core::JobContext &) {
        c.exec("CREATE INDEX CONCURRENTLY busy_v_hnsw_cosine_idx ON busy USING hnsw (v vector_cosine_ops)");
    });
    const QString working = u"SELECT COALESCE(max(pid), 0) FROM pg_stat_progress_create_index WHERE index_relid <> 0"_s;
    QTRY_VERIFY(psql(working) != u"0"_s);
    const IndexPlan taken = plan(on(u"busy"_s, u"v"_s));
    QVERIFY2(hasErrors(taken.problems) && texts(taken.problems).contains(u"Session %1 builds “busy_v_hnsw_cosine_idx” right now"_s.arg(psql(working))),
             qPrintable(texts(taken.problems)));
    open->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
    built.future.waitForFinished();
    // A unique one that cannot be: nothing is left.
    psql(u"CREATE TABLE same (a int); INSERT INTO same VALUES (1), (1)"_s);
    IndexSpec unique = on(u"same"_s, u"a"_s, u"btree"_s);
    unique.isUnique = true;
    const sql::ChangeReport report = run(plan(unique).change);
    QVERIFY(!report.succeeded());
    QVERIFY2(report.summary().contains(u"could not create unique index"_s), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid = 'same'::regclass"_s), u"0"_s);
}

void IndexPlanRunTest::namesWhoHoldsTheTable()
{
    psql(u"CREATE TABLE held (v vector(2)); INSERT INTO held VALUES ('[1,2]')"_s);
    IndexSpec spec = on(u"held"_s, u"v"_s);
    spec.concurrently = false;
    const IndexPlan made = plan(spec);
    const auto blocker = m_services.session(m_cluster->options(), u"blocker"_s);
    const auto block = [&](const QString &statement) {
        return blocker->run(u"block"_s, [&](pg::Connection &c, core::JobContext &) {
            if (c.transactionStatus() != pg::TransactionStatus::Idle)
                c.rollback();
            c.begin();
            c.exec(statement);
            return c.backendPid();
        }).future.result();
    };
    const int pid = block(u"INSERT INTO held VALUES ('[3,4]')"_s);
    sql::Change impatient = made.change;
    impatient.lockTimeout = 1;
    const sql::ChangeReport report = run(impatient);
    QVERIFY2(report.summary().contains(u"session %1"_s.arg(pid)), qPrintable(report.summary()));
    block(u"LOCK TABLE held"_s);
    try {
        plan(spec);
        QFAIL("it was locked");
    } catch (const core::Error &e) {
        QVERIFY2(e.message().contains(u"session %1"_s.arg(pid)), qPrintable(e.message()));
    }
}

void IndexPlanRunTest::goesOnAfterACrashOfTheServer()
{
    psql(u"CREATE TABLE crashed (v vector(2)); INSERT INTO crashed VALUES ('[1,2]'), ('[3,4]'); CHECKPOINT"_s);
    const sql::Change change = plan(on(u"crashed"_s, u"v"_s)).change;
    const auto blocker = m_services.session(m_cluster->options(), u"blocker"_s);
    blocker->run(u"block"_s, [](pg::Connection &c, core::JobContext &) {
        c.begin();
        c.exec("INSERT INTO crashed VALUES ('[5,6]')");
    }).future.waitForFinished();
    const auto builder = m_services.session(m_cluster->options(), u"builder"_s);
    const auto task = builder->run(u"build"_s, [&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); });
    QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_progress_create_index WHERE phase = 'waiting for writers before build'"_s), u"1"_s, 10'000);
    m_cluster->kill();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(!report.succeeded());
    QVERIFY2(report.summary().contains(u"may stand"_s), qPrintable(report.summary()));
    m_sessions.clear();
    m_cluster->start();
    QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indrelid = 'crashed'::regclass"_s), u"f"_s);
    const sql::ChangeReport again = run(change);
    QVERIFY2(again.succeeded(), qPrintable(again.summary()));
    QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid = 'crashed'::regclass"_s), u"1|t"_s);
}

void IndexPlanRunTest::buildsPartitionByPartition()
{
    psql(uR"(CREATE TABLE parts (id int, kind text, v vector(2)) PARTITION BY LIST (kind);
        CREATE TABLE parts_a PARTITION OF parts FOR VALUES IN ('a');
        CREATE TABLE parts_b PARTITION OF parts FOR VALUES IN ('b') PARTITION BY RANGE (id);
        CREATE TABLE parts_b1 PARTITION OF parts_b FOR VALUES FROM (0) TO (50);
        CREATE SCHEMA other; CREATE TABLE other.parts_b2 PARTITION OF parts_b FOR VALUES FROM (50) TO (100);
        INSERT INTO parts SELECT i, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END, ARRAY[i, 1]::vector FROM generate_series(1, 99) i)"_s);
    psql(u"CREATE INDEX own_idx ON parts_a USING hnsw (v vector_cosine_ops)"_s); // is the same, and only attached
    const IndexPlan made = plan(on(u"parts"_s, u"v"_s));
    const sql::ChangeReport report = run(made.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT string_agg(indexrelid::regclass::text || ' ' || indisvalid, ', ' ORDER BY indexrelid::regclass::text) FROM pg_index WHERE indrelid IN "
                  "(SELECT relid FROM pg_partition_tree('parts'))"_s),
             u"other.parts_b2_v_hnsw_cosine_idx true, own_idx true, parts_b1_v_hnsw_cosine_idx true, parts_b_v_hnsw_cosine_idx true, parts_v_hnsw_cosine_idx true"_s);
    QVERIFY(plan(made.spec).isThere);
}

void IndexPlanRunTest::goesOnWithPartitions()
{
    psql(uR"(CREATE TABLE months (id int, v vector(2)) PARTITION BY RANGE (id);
        CREATE TABLE months_1 PARTITION OF months FOR VALUES FROM (0) TO (10);
        CREATE TABLE months_2 PARTITION OF months FOR VALUES FROM (10) TO (20);
        CREATE TABLE months_3 PARTITION OF months FOR VALUES FROM (20) TO (30);
        INSERT INTO months SELECT i, ARRAY[i, 1]::vector FROM generate_series(0, 29) i)"_s);
    const IndexPlan made = plan(on(u"months"_s, u"v"_s));
    // Stopped after the first part, another one dropped by somebody, and a partition added that nobody knew of.
    sql::Change begun = made.change;
    begun.steps.resize(3);
    QVERIFY(run(begun).succeeded());
    psql(u"DROP INDEX months_1_v_hnsw_cosine_idx; CREATE TABLE months_4 PARTITION OF months FOR VALUES FROM (30) TO (40);"
         "CREATE TABLE months_5 (id int, v vector(2)); ALTER TABLE months ATTACH PARTITION months_5 FOR VALUES FROM (40) TO (50)"_s);
    const IndexPlan again = plan(made.spec);
    QVERIFY2(!hasErrors(again.problems) && !again.isThere, qPrintable(texts(again.problems)));
    // Another definition is another index, and one statement for all of them cannot go on.
    IndexSpec other = made.spec;
    other.setOption(u"m"_s, 32);
    QVERIFY2(says(plan(other).problems, IndexField::Name, u"another one that is not whole yet"_s, true), qPrintable(texts(plan(other).problems)));
    IndexSpec atOnce = made.spec;
    atOnce.concurrently = false;
    QVERIFY2(says(plan(atOnce).problems, IndexField::Name, u"Only CONCURRENTLY goes on"_s, true), qPrintable(texts(plan(atOnce).problems)));
    const QString ofParts = u"UPDATE pg_class SET reloptions = %1 WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'months_v_hnsw_cosine_idx'::regclass)"_s;
    psql(ofParts.arg(u"'{m=32}'"_s));
    QVERIFY2(says(plan(made.spec).problems, IndexField::Name, u"a part that it has, is another one"_s, true), qPrintable(texts(plan(made.spec).problems)));
    psql(ofParts.arg(u"NULL"_s));
    const sql::ChangeReport report = run(again.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid IN (SELECT relid FROM pg_partition_tree('months'))"_s), u"6|t"_s);
    // The old Change, run again, has nothing left to do.
    QVERIFY(run(made.change).succeeded());
    // A part that somebody dropped while others were built.
    psql(u"DROP INDEX months_v_hnsw_cosine_idx"_s);
    sql::Change gap = plan(made.spec).change;
    gap.steps[2].sql = u"DROP INDEX months_1_v_hnsw_cosine_idx"_s;
    gap.steps[2].isDone.clear();
    gap.steps[2].verify.clear();
    const sql::ChangeReport missing = run(gap);
    QVERIFY(!missing.succeeded());
    QVERIFY2(missing.summary().contains(u"months_1_v_hnsw_cosine_idx"_s) || missing.summary().contains(u"months_2_v_hnsw_cosine_idx"_s), qPrintable(missing.summary()));
    QVERIFY(run(plan(made.spec).change).succeeded());
    QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid IN (SELECT relid FROM pg_partition_tree('months'))"_s), u"6|t"_s);
}

void IndexPlanRunTest::undoesAPartitionedIndex()
{
    psql(uR"(CREATE TABLE years (id int, v vector(2)) PARTITION BY RANGE (id);
        CREATE TABLE years_1 PARTITION OF years FOR VALUES FROM (0) TO (10);
        CREATE TABLE years_2 PARTITION OF years FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);
        CREATE TABLE years_2a PARTITION OF years_2 FOR VALUES FROM (10) TO (20))"_s);
    const sql::Change change = plan(on(u"years"_s, u"v"_s)).change;
    for (std::size_t steps = 1; steps <= change.steps.size(); ++steps) {
        sql::Change begun = change;
        begun.steps.resize(steps);
        const sql::ChangeReport report = run(begun);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const sql::ChangeReport undone = run(report.undo());
        QVERIFY2(undone.succeeded(), qPrintable(undone.summary()));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid IN (SELECT relid FROM pg_partition_tree('years'))"_s), u"0"_s);
    }
    // An index that was there before goes with the whole, and that is said.
    psql(u"CREATE INDEX was_there ON years_1 USING hnsw (v vector_cosine_ops)"_s);
    const sql::Change over = plan(on(u"years"_s, u"v"_s)).change;
    const auto names = [](const QString &note) { return note.contains(u"public.was_there"_s) && note.contains(u"was there before"_s); };
    QCOMPARE(std::ranges::count_if(over.steps, [&](const sql::ChangeStep &step) { return names(step.riskNote) && names(step.undoNote); }), 1);
}

void IndexPlanRunTest::plansAQueue()
{
    psql(u"CREATE TABLE queued (a int, v vector(2)); INSERT INTO queued VALUES (1, '[1,2]')"_s);
    const BuildSettings settings{.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = {}};
    std::vector<WantedIndex> wanted{{on(u"queued"_s, u"a"_s, u"btree"_s), settings}, {on(u"queued"_s, u"v"_s), settings}, {on(u"queued"_s, u"v"_s), settings}};
    wanted[2].spec.setOption(u"m"_s, 8);
    const auto planned = [&] { return ask([&](pg::Connection &c, core::JobContext &) { return planIndexes(c, wanted); }); };
    wanted[1].settings = {.maintenanceWorkMem = qint64(2) << 30, .parallelWorkers = 1};
    const IndexQueue own = planned(); // each has its own
    QStringList set;
    for (const sql::ChangeStep &step : own.change.steps) {
        if (step.sql.startsWith(u"SET "_s))
            set << step.sql.section(u'=', 1).trimmed();
    }
    QCOMPARE(set, (QStringList{u"'1GB'"_s, u"'2GB'"_s, u"'1'"_s, u"'1GB'"_s}));
    QCOMPARE(own.plans[1].settings.parallelWorkers, std::optional(1));
    QCOMPARE(buildOrder(own.plans[1], nullptr).settings, wanted[1].settings);
    wanted[1].settings = settings;
    const IndexQueue queue = planned();
    QCOMPARE(queue.change.steps.size(), 5);
    QVERIFY(queue.change.steps[1].estimate.isKnown() && !queue.change.steps[2].estimate.isKnown()); // the forecast tells of HNSW
    QCOMPARE(queue.plans[2].spec.name, u"queued_v_hnsw_cosine_idx1"_s);
    const sql::ChangeReport report = run(queue.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid = 'queued'::regclass AND indisvalid"_s), u"3"_s);
    wanted.push_back({on(u"queued"_s, u"nothing"_s), {}});
    QVERIFY(planned().change.isEmpty());
}

void IndexPlanRunTest::writesAMigrationWithItsSettings()
{
    const IndexPlan made = plan(on(u"fresh"_s, u"v"_s), {.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = {}});
    const auto drafts = migrations::migrationDrafts(made.change, {}, {});
    QCOMPARE(drafts.size(), 2);
    const QString up = drafts.front().text;
    QVERIFY2(up.startsWith(u"-- quiver: no-transaction"_s) && up.contains(u"SET maintenance_work_mem = '1GB';"_s) && up.contains(u"RESET maintenance_work_mem;"_s), qPrintable(up));
    QVERIFY2(drafts.back().text.contains(u"DROP INDEX CONCURRENTLY IF EXISTS public.fresh_v_hnsw_cosine_idx;"_s), qPrintable(drafts.back().text));
}

QTEST_GUILESS_MAIN(IndexPlanRunTest)
#include "tst_indexplanrun.moc"
