// SPDX-License-Identifier: GPL-3.0-or-later
// An index of a partitioned table that is built partition by partition: over all of them, cancelled in the middle, gone on with, and in the journal.
#include "index/buildforecast.h"
#include "index/buildjournal.h"
#include "index/indexlist.h"
#include "index/indexplan.h"
#include "index/pastbuilds.h"
#include "store/workspace.h"
#include "support/buildbench.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using Outcome = store::BuildEntry::Outcome;

class TestPartBuilds : public QObject
{
    Q_OBJECT

    static constexpr int rowsEach = 1500;
    std::unique_ptr<test::BuildBench> m_bench;
    QTemporaryDir m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<BuildWatch> m_watch;

    QString psql(const QString &sql) const { return m_bench->cluster.psql(sql).trimmed(); }
    store::BuildEntry entry() { return m_workspace->builds().result().value(0); }
    BuildOrder order(int efConstruction, const BuildSettings &settings = {})
    {
        IndexSpec spec = m_bench->spec(u"we\"ird; --"_s, u"whole"_s, true);
        spec.setOption(u"ef_construction"_s, efConstruction);
        const auto session = m_bench->services.session(m_bench->cluster.options());
        const IndexPlan plan = session->run(u"plan"_s, [&](pg::Connection &connection, core::JobContext &) { return planIndex(connection, spec, settings); }).future.result();
        for (const IndexProblem &problem : plan.problems)
            if (problem.isError)
                qWarning("%s", qPrintable(problem.text));
        BuildOrder order = buildOrder(plan, nullptr);
        order.server = u"bench"_s;
        return order;
    }
    std::unique_ptr<BuildRun> newRun() { return std::make_unique<BuildRun>(m_bench->services.session(m_bench->cluster.options()), *m_watch, m_workspace.get()); }
    QString validParts() const { return psql(u"SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relkind = 'i' AND i.indisvalid AND i.indrelid IN "
                                             "(SELECT relid FROM pg_partition_tree('\"we\"\"ird; --\"'))"_s); }

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<test::BuildBench>();
        m_workspace = store::Workspace::open(m_directory.filePath(u"workspace.sqlite"_s));
        psql(u"CREATE TABLE \"we\"\"ird; --\" (id int, embedding vector(64)) PARTITION BY RANGE (id)"_s);
        for (int i = 0; i < 4; ++i)
            psql(u"CREATE TABLE part_%1 PARTITION OF \"we\"\"ird; --\" FOR VALUES FROM (%2) TO (%3)"_s.arg(i).arg(i * rowsEach).arg((i + 1) * rowsEach));
        psql(u"SELECT setseed(0.5); INSERT INTO \"we\"\"ird; --\" SELECT i, array_agg(random())::vector FROM generate_series(0, %1) i, generate_series(1, 64) GROUP BY i;"
             "ANALYZE \"we\"\"ird; --\""_s.arg(4 * rowsEach - 1));
    }
    void init()
    {
        m_watch = m_bench->watch();
        m_watch->start();
    }
    void cleanup() { m_watch.reset(); }
    void cleanupTestCase()
    {
        m_workspace.reset();
        m_bench.reset();
    }

    void isCancelledInTheSecondOfFour()
    {
        const auto run = newRun();
        run->start(order(400));
        std::vector<PartsProgress> seen;
        connect(run.get(), &BuildRun::progressed, this, [&] {
            if (const auto parts = run->parts())
                seen.push_back(*parts);
        });
        QTRY_VERIFY_WITH_TIMEOUT(run->parts() && run->parts()->part == 2 && run->parts()->rows > rowsEach, 30'000);
        const PartsProgress now = *run->parts();
        QCOMPARE(now.count, 4);
        QCOMPARE(now.built, 1);
        QCOMPARE(now.rowsTotal, 4.0 * rowsEach);
        QVERIFY2(now.fraction > 0.24 && now.fraction < 0.51, qPrintable(QString::number(now.fraction)));
        QVERIFY2(now.secondsLeft > 0, "the first partition tells of the others");
        QTRY_VERIFY2(run->job()->progress().phase.startsWith(u"partition 2 of 4: "_s), qPrintable(run->job()->progress().phase));
        // Nobody else would begin the third one; what is said to stay does stay, see below and the next test.
        const QString why = run->whyNotLeave();
        QVERIFY2(why.contains(u"1 of 4 are built and stay"_s) && why.contains(u"goes on where it stopped"_s), qPrintable(why));
        run->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 20'000);
        QCOMPARE(run->outcome()->outcome, Outcome::Cancelled);
        QVERIFY(std::ranges::is_sorted(seen, {}, &PartsProgress::part));
        QCOMPARE(validParts(), u"1"_s);
        QCOMPARE(entry().rows, double(rowsEach)); // what was built in the time that is told beside it
        // Where nobody looked when it ended: what stands is not to be dropped.
        BuildRecord open = run->outcome()->record;
        open.entry.id = 0;
        open.entry.backendPid = 999'999;
        open.entry.statementStartedUs = 1;
        open.entry.outcome = Outcome::Running;
        BuildJournal journal(*m_workspace, *m_watch, u"bench"_s);
        QSignalSpy completed(&journal, &BuildJournal::completed);
        QVERIFY(journal.follow(open));
        QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 1, 20'000);
        const QString words = completed.first().first().value<BuildRecord>().entry.message;
        QVERIFY2(words.contains(u"goes on where it stopped"_s) && !words.contains(u"drop"_s), qPrintable(words));
    }
    void goesOnWhereItStopped()
    {
        const QString first = psql(u"SELECT string_agg(indexrelid::text, ',') FROM pg_index WHERE indisvalid AND indrelid = 'part_0'::regclass"_s);
        QVERIFY(!first.isEmpty());
        const BuildOrder rest = order(400);
        QCOMPARE(std::ranges::count_if(rest.parts, &BuildPart::isThere), 1);
        const auto run = newRun();
        bool hasRate = false; // a part on which fewer than two looks fell has none
        connect(run.get(), &BuildRun::progressed, this, [&] { hasRate = hasRate || (run->build() && run->build()->estimate.rateOverall > 0); });
        run->start(rest);
        QTRY_VERIFY_WITH_TIMEOUT(run->parts() && run->parts()->part == 2, 20'000);
        QCOMPARE(run->parts()->rowsTotal, 3.0 * rowsEach);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 60'000);
        QVERIFY2(run->outcome()->outcome == Outcome::Valid, qPrintable(run->outcome()->words));
        QCOMPARE(validParts(), u"4"_s);
        QCOMPARE(psql(u"SELECT indexrelid FROM pg_index WHERE indrelid = 'part_0'::regclass"_s), first); // not built twice
        QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'whole'::regclass"_s), u"t"_s);
        QTRY_COMPARE(entry().outcome, Outcome::Valid);
        QCOMPARE(entry().rows, 3.0 * rowsEach);
        QCOMPARE(entry().indexBytes, psql(u"SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree('whole') WHERE isleaf"_s).toLongLong());
        QCOMPARE(entry().rate > 0, hasRate);
        const auto session = m_bench->services.session(m_bench->cluster.options());
        // Each part has its moment: the first one of the run that was cancelled.
        const IndexList list = session->run(u"list"_s, [](pg::Connection &connection, core::JobContext &) { return indexList(connection); }).future.result();
        const BuildMoments moments = buildMoments(list, m_workspace->builds().result(), session->options().parameters.value(u"dbname"_s));
        for (const IndexEntry &index : list.entries) {
            QVERIFY2(moments.contains(index.oid), qPrintable(index.name));
            QVERIFY(index.isPartitioned || moments.at(index.oid).rows == rowsEach);
        }
    }
    void whatItWaitsForIsNotBuilding()
    {
        psql(u"DROP INDEX whole"_s);
        test::OtherSession holder(*m_bench, u"BEGIN; LOCK TABLE part_1 IN SHARE MODE; SELECT 'locked';"_s);
        QVERIFY(holder.hears(u"locked"_s));
        const auto run = newRun();
        QElapsedTimer timer;
        timer.start();
        run->start(order(32));
        QTRY_VERIFY_WITH_TIMEOUT(run->build() && run->build()->progress.phase == BuildPhase::WaitingForTable, 20'000);
        QTest::qWait(2'500); // it has nothing to do meanwhile
        holder.say(u"COMMIT;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 60'000);
        QVERIFY2(run->outcome()->outcome == Outcome::Valid, qPrintable(run->outcome()->words));
        const qint64 took = timer.elapsed();
        QVERIFY2(entry().durationMs < took - 2'000, qPrintable(u"%1 of %2 ms"_s.arg(entry().durationMs).arg(took)));
    }
    void saysWhatStandsWhereAPartitionIsHeld()
    {
        psql(u"DROP INDEX whole"_s);
        test::OtherSession holder(*m_bench, u"SET application_name = 'the keeper'; BEGIN; LOCK TABLE part_1 IN SHARE MODE; SELECT 'locked';"_s);
        QVERIFY(holder.hears(u"locked"_s));
        BuildOrder patient = order(32);
        patient.tableWait = 1;
        const auto run = newRun();
        run->start(patient);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 20'000);
        const QString words = run->outcome()->words;
        QCOMPARE(run->outcome()->outcome, Outcome::Failed);
        QVERIFY2(words.startsWith(u"public.part_1 was not to be had within 1 s: "_s) && words.contains(u"the keeper"_s), qPrintable(words));
        QVERIFY2(words.contains(u"What was built before stands and is not built twice (2 of 5 indexes); build it again when that is over."_s), qPrintable(words));
        QCOMPARE(validParts(), u"1"_s);
        holder.say(u"COMMIT;"_s);
    }
    // Each has a graph of its own: the memory for all rows at once would be asked for in vain.
    void judgesMemoryByTheLargestPartition_data()
    {
        QTest::addColumn<bool>("atOnce");
        QTest::newRow("partition by partition") << false;
        QTest::newRow("in one statement") << true;
    }
    void judgesMemoryByTheLargestPartition()
    {
        QFETCH(bool, atOnce);
        psql(u"DROP INDEX IF EXISTS whole; DROP INDEX IF EXISTS part_0_embedding_idx; INSERT INTO part_3 SELECT %1, embedding FROM part_3 LIMIT 500"_s.arg(3 * rowsEach));
        const double largest = psql(u"SELECT count(*) FROM part_3"_s).toDouble();
        psql(u"ANALYZE \"we\"\"ird; --\""_s);
        BuildOrder small = order(32, {.maintenanceWorkMem = 1 << 20, .parallelWorkers = 0});
        if (atOnce) {
            IndexSpec spec = small.spec;
            spec.concurrently = false;
            const auto session = m_bench->services.session(m_bench->cluster.options());
            small = session->run(u"plan"_s, [&](pg::Connection &connection, core::JobContext &) {
                const IndexPlan plan = planIndex(connection, spec, {.maintenanceWorkMem = 1 << 20, .parallelWorkers = 0});
                const BuildForecast forecast = forecastBuild(plan.spec, plan.settings, readForecastInput(connection, plan.spec));
                return buildOrder(plan, &forecast);
            }).future.result();
            QVERIFY(small.parts.empty());
        }
        const auto run = newRun();
        run->start(small);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 60'000);
        QVERIFY2(run->outcome()->outcome == Outcome::Valid, qPrintable(run->outcome()->words));
        QVERIFY(!run->alarms().empty());
        const QString wanted = u"all %1 rows of the largest partition would have fitted"_s.arg(catalog::countText(largest));
        for (const BuildAlarm &alarm : run->alarms())
            QVERIFY2(alarm.remedy.contains(wanted), qPrintable(alarm.remedy));
    }
};

QTEST_GUILESS_MAIN(TestPartBuilds)
#include "tst_partbuilds.moc"
