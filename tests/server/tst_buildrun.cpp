// SPDX-License-Identifier: GPL-3.0-or-later
// Builds that are run: their settings, alarms, journal, cancel within a second, what is left running, what stands in the way.
#include "index/buildjournal.h"
#include "index/invalidradar.h"
#include "store/workspace.h"
#include "support/buildbench.h"
#include "support/tcpproxy.h"

#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using Outcome = store::BuildEntry::Outcome;

class TestBuildRun : public QObject
{
    Q_OBJECT

    static constexpr int rows = 4000;
    std::unique_ptr<test::BuildBench> m_bench;
    QTemporaryDir m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<BuildWatch> m_watch;

    std::unique_ptr<BuildRun> newRun() { return std::make_unique<BuildRun>(m_bench->services.session(m_bench->cluster.options()), *m_watch, m_workspace.get()); }
    QString psql(const QString &sql) const { return m_bench->cluster.psql(sql); }
    QList<store::BuildEntry> entries() { return m_workspace->builds().result(); }
    /// Whether any other session holds a lock on the table.
    bool isFree(const QString &table) const
    {
        return psql(u"SELECT count(*) FROM pg_locks WHERE relation = '%1'::regclass AND pid <> pg_backend_pid()"_s.arg(table)) == "0"_L1;
    }
    /// Of a build that an earlier program began, in a session that is gone.
    BuildRecord openRecord() const
    {
        BuildRecord record;
        record.spec = m_bench->spec(u"docs"_s, u"i"_s, true);
        record.entry = {.startedAt = QDateTime::currentDateTimeUtc(), .server = u"bench"_s, .database = u"test"_s, .schema = u"public"_s, .table = u"docs"_s,
                        .index = u"i"_s, .method = u"hnsw"_s, .ddl = m_bench->ddl(record.spec), .backendPid = 999'999, .statementStartedUs = 1};
        return record;
    }
    bool isLoading(const BuildRun &run) const { return run.build() && run.build()->estimate.phase == BuildPhase::Loading; }

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<test::BuildBench>();
        m_bench->makeTable(u"docs"_s, rows);
        m_workspace = store::Workspace::open(m_directory.filePath(u"workspace.sqlite"_s));
    }
    void init()
    {
        m_watch = m_bench->watch();
        m_watch->start();
    }
    void cleanup()
    {
        m_watch.reset();
        psql(u"DROP INDEX IF EXISTS i, j"_s);
    }
    void cleanupTestCase()
    {
        m_workspace.reset();
        m_bench.reset();
    }

    void buildsWithItsSettingsAndRaisesAnAlarm()
    {
        const auto run = newRun();
        auto order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 100"_s);
        order.settings.maintenanceWorkMem = 2 * 1024 * 1024; // fewer elements than rows
        order.outline.rows = rows;
        QSignalSpy alarms(run.get(), &BuildRun::alarmed);
        QSignalSpy progress(run.get(), &BuildRun::progressed);
        const auto job = run->start(order);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 60'000);
        const BuildOutcome &outcome = *run->outcome();
        QVERIFY2(outcome.outcome == Outcome::Valid, qPrintable(outcome.words));
        QCOMPARE(alarms.size(), 1);
        const BuildAlarm alarm = run->alarms().front();
        QCOMPARE(alarm.kind, BuildAlarm::Kind::GraphOnDisk);
        QVERIFY(alarm.row > 500 && alarm.row < rows);
        QVERIFY(alarm.neededWorkMem > *order.settings.maintenanceWorkMem);
        QVERIFY(progress.size() > 1);
        QVERIFY(!job->progress().phase.isEmpty());

        QTRY_COMPARE(entries().first().outcome, Outcome::Valid);
        const BuildRecord record = recordOf(entries().first());
        QCOMPARE(record.entry.index, u"i"_s);
        QCOMPARE(record.setting(u"maintenance_work_mem"_s), 2 * 1024 * 1024);
        QCOMPARE(record.entry.spilledAtRow, alarm.row);
        QVERIFY(record.entry.indexBytes > 1'000'000);
        QVERIFY(record.entry.durationMs > 100);
        QVERIFY(!record.server.pgvectorVersion.isEmpty());
        QVERIFY(record.samples.size() > 1 && record.samples.size() <= 200);
        QCOMPARE(record.spec, order.spec);
    }
    void saysThatTheListsHaveLittleData()
    {
        psql(u"CREATE TABLE few AS SELECT * FROM docs LIMIT 5"_s);
        const auto run = newRun();
        auto spec = m_bench->spec(u"few"_s, u"few_idx"_s, false);
        spec.method = u"ivfflat"_s;
        spec.setOption(u"lists"_s, 50);
        run->start(m_bench->order(spec, u"lists = 50"_s));
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 20'000);
        QCOMPARE(run->alarms().size(), std::size_t(1));
        QCOMPARE(run->alarms().front().kind, BuildAlarm::Kind::LittleData);
        QVERIFY2(run->alarms().front().remedy.contains(u"2,500 rows"_s), qPrintable(run->alarms().front().remedy));
        psql(u"DROP TABLE few"_s);
    }
    void seesParallelWorkers()
    {
        psql(u"ALTER TABLE docs SET (parallel_workers = 1)"_s);
        const auto run = newRun();
        auto order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, false), u"ef_construction = 400"_s);
        order.settings.parallelWorkers = 1;
        run->start(order);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 60'000);
        QVERIFY2(run->outcome()->outcome == Outcome::Valid, qPrintable(run->outcome()->words));
        QCOMPARE(run->outcome()->record.entry.workers, 1);
        psql(u"ALTER TABLE docs RESET (parallel_workers)"_s);
    }
    void cancelLetsGoWithinASecondAndLeavesNothing()
    {
        const auto run = newRun();
        run->start(m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 1000"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run), 20'000);
        QVERIFY(m_bench->isInvalid(u"i"_s));
        QElapsedTimer timer;
        timer.start();
        run->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_progress_create_index"_s) == "0"_L1 && isFree(u"docs"_s), 5'000);
        const qint64 released = timer.elapsed();
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->exists(u"i"_s), 5'000);
        const qint64 gone = timer.elapsed();
        qInfo("lock released after %lld ms, INVALID index gone after %lld ms", released, gone);
        QVERIFY2(released <= 1'000, qPrintable(QString::number(released)));
        QVERIFY2(gone <= 3'000, qPrintable(QString::number(gone)));
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 10'000);
        QCOMPARE(run->outcome()->outcome, Outcome::Cancelled);
        QTRY_COMPARE(entries().first().outcome, Outcome::Cancelled);
        const double in = entries().first().rows; // those that went in, not all
        QVERIFY2(in >= 0 && in < rows, qPrintable(QString::number(in)));
    }
    void theWalIsThatOfAllSessions()
    {
        const auto run = newRun();
        auto order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 1000"_s);
        order.outline.rows = rows;
        run->start(order);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run) && run->build()->walBytes >= 0, 20'000);
        constexpr qint64 written = 8 << 20;
        psql(u"CREATE TABLE filler AS SELECT repeat(md5(i::text), 30) t FROM generate_series(1, %1) i"_s.arg(written / 900));
        QTRY_VERIFY_WITH_TIMEOUT(!run->build() || run->build()->walBytes > written, 10'000);
        run->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 10'000);
        QTRY_VERIFY(entries().first().walBytes > written); // of an index of some MB at most
        const auto fields = compareBuilds({run->outcome()->record, {}});
        QVERIFY(std::ranges::find(fields, u"WAL of all sessions meanwhile"_s, &ComparedField::name) != fields.end());
        psql(u"DROP TABLE filler"_s);
    }
    void cancelByAnotherSessionIsNoFailure()
    {
        const auto run = newRun();
        run->start(m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, false), u"ef_construction = 1000"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run), 20'000);
        psql(u"SELECT pg_cancel_backend(pid) FROM pg_stat_progress_create_index"_s);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 10'000);
        QCOMPARE(run->outcome()->outcome, Outcome::Cancelled);
        QTRY_COMPARE(entries().first().outcome, Outcome::Cancelled);
        const double in = entries().first().rows; // those that went in, not all
        QVERIFY2(in >= 0 && in < rows, qPrintable(QString::number(in)));
    }
    void timeoutIsNoCancelInAnyLanguage()
    {
        sql::ChangeReport report;
        report.steps = {{.state = sql::StepState::Done}, {.state = sql::StepState::Failed, .durationMs = 900}};
        pg::Diagnostics said;
        said.severity = u"ERROR"_s;
        said.sqlState = u"57014"_s;
        said.message = u"storniere Anfrage wegen Benutzeraufforderung"_s;
        report.error = pg::Error(pg::Error::Kind::Server, said);
        QVERIFY(isCancelByOthers(report, 0));
        QVERIFY(isCancelByOthers(report, 1000));
        QVERIFY(!isCancelByOthers(report, 900));
        report.steps.back().state = sql::StepState::CleanedUp;
        QVERIFY(!isCancelByOthers(report, 500));
        psql(u"ALTER DATABASE test SET statement_timeout = '700ms'"_s);
        const auto run = newRun();
        run->start(m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, false), u"ef_construction = 1000"_s));
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 20'000);
        psql(u"ALTER DATABASE test RESET statement_timeout"_s);
        QCOMPARE(run->outcome()->outcome, Outcome::Failed);
    }
    void cancelOfAPlainBuildRollsBack()
    {
        const auto run = newRun();
        run->start(m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, false), u"ef_construction = 1000"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run), 20'000);
        QElapsedTimer timer;
        timer.start();
        run->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(isFree(u"docs"_s), 5'000);
        QVERIFY2(timer.elapsed() <= 1'000, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 10'000);
        QCOMPARE(run->outcome()->outcome, Outcome::Cancelled);
        QVERIFY(!m_bench->exists(u"i"_s));
    }
    void saysWhatStandsWhereSomebodyHoldsTheTable()
    {
        const auto run = newRun();
        auto order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 1000"_s);
        order.change.lockTimeout = 1;
        run->start(order);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run), 20'000);
        test::OtherSession holder(*m_bench, u"SET application_name = 'the reader'; BEGIN; SELECT count(*) || ' rows' FROM docs;"_s);
        QVERIFY(holder.hears(u"rows"_s));
        run->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 10'000);
        QVERIFY2(run->outcome()->words.contains(u"INVALID index public.i"_s), qPrintable(run->outcome()->words));
        QVERIFY2(run->outcome()->words.contains(u"the reader"_s), qPrintable(run->outcome()->words));
        QVERIFY2(run->outcome()->words.contains(u"DROP INDEX CONCURRENTLY"_s), qPrintable(run->outcome()->words));
        QVERIFY(m_bench->isInvalid(u"i"_s));
        holder.say(u"COMMIT;"_s);
    }
    void givesUpWhereItsTableIsHeld_data()
    {
        QTest::addColumn<bool>("concurrently");
        QTest::newRow("concurrently") << true;
        QTest::newRow("plain") << false;
    }
    void givesUpWhereItsTableIsHeld()
    {
        QFETCH(bool, concurrently);
        test::OtherSession holder(*m_bench, u"SET application_name = 'the holder'; BEGIN; LOCK TABLE docs IN SHARE ROW EXCLUSIVE MODE; SELECT 'held';"_s);
        QVERIFY(holder.hears(u"held"_s));
        const auto run = newRun();
        auto order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, concurrently));
        order.change.lockTimeout = 2; // of the plain one
        order.tableWait = 1;          // of CONCURRENTLY
        run->start(order);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 20'000);
        QCOMPARE(run->outcome()->outcome, Outcome::Failed);
        QVERIFY2(run->outcome()->words.contains(u"the holder"_s), qPrintable(run->outcome()->words));
        QVERIFY(!m_bench->exists(u"i"_s));
        holder.say(u"COMMIT;"_s);
    }
    void isLeftRunningAndFoundAgain_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("the leader alone") << 0;
        QTest::newRow("with a worker") << 1; // at the end of whose work the server has something to say at DEBUG1
    }
    void isLeftRunningAndFoundAgain()
    {
        QFETCH(int, workers);
        psql(u"ALTER TABLE docs SET (parallel_workers = %1)"_s.arg(workers));
        const auto usual = qScopeGuard([this] { psql(u"ALTER TABLE docs RESET (parallel_workers)"_s); });
        BuildOrder order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 400"_s);
        order.settings.parallelWorkers = workers;
        order.settings.maintenanceWorkMem = qint64(64) << 20;
        int pid = 0;
        {
            const auto run = newRun();
            run->start(order);
            QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run), 20'000);
            QVERIFY2(run->whyNotLeave().contains(u"is not known"_s), qPrintable(run->whyNotLeave())); // its NOTICE would end it with nobody there
            BuildForecast forecast;
            forecast.memoryBytes = Figure::exact(1, u"told"_s);
            forecast.neededWorkMem = 63 << 20;
            run->setForecast(forecast);
            QVERIFY2(run->whyNotLeave().contains(u"only just"_s), qPrintable(run->whyNotLeave()));
            forecast.neededWorkMem = 65 << 20;
            run->setForecast(forecast);
            QVERIFY2(run->whyNotLeave().contains(u"will outgrow"_s), qPrintable(run->whyNotLeave()));
            forecast.neededWorkMem = 32 << 20;
            run->setForecast(forecast);
            QVERIFY2(run->whyNotLeave().isEmpty(), qPrintable(run->whyNotLeave()));
            QTRY_VERIFY(entries().first().statementStartedUs > 0);
            pid = run->backendPid();
            run->leave();
            QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 10'000);
            QCOMPARE(run->outcome()->outcome, Outcome::LeftRunning);
            QTRY_COMPARE(entries().first().outcome, Outcome::LeftRunning);
        }
        m_watch = m_bench->watch(); // another start of the program
        BuildJournal journal(*m_workspace, *m_watch, u"bench"_s);
        QSignalSpy resumed(&journal, &BuildJournal::resumed);
        QSignalSpy completed(&journal, &BuildJournal::completed);
        journal.resume();
        QTRY_COMPARE(resumed.size(), 1);
        QCOMPARE(resumed.first().first().toInt(), 1);
        m_watch->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_watch->find(pid), 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 1, 90'000);
        QCOMPARE(completed.first().first().value<BuildRecord>().entry.outcome, Outcome::Valid);
        QTRY_COMPARE(entries().first().outcome, Outcome::Valid);
        QVERIFY(entries().first().indexBytes > 1'000'000);
    }
    void isFollowedToItsEndWhenItsConnectionIsLost()
    {
        test::TcpProxy network(m_bench->cluster.port());
        pg::ConnectOptions through = m_bench->cluster.tcpOptions();
        through.parameters.insert(u"port"_s, QString::number(network.port()));
        psql(u"ALTER TABLE docs OWNER TO guarded; GRANT CREATE ON SCHEMA public TO guarded"_s);
        const auto usual = qScopeGuard([this] { psql(u"ALTER TABLE docs OWNER TO tester"_s); });
        m_watch = m_bench->watch(through); // what the window sees goes the same way
        m_watch->start();
        BuildJournal journal(*m_workspace, *m_watch, u"bench"_s);
        QSignalSpy completed(&journal, &BuildJournal::completed);
        BuildRun run(m_bench->services.session(through), *m_watch, m_workspace.get());
        run.start(m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 400"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(run), 20'000);
        QTRY_VERIFY(entries().first().statementStartedUs > 0);
        const int pid = run.backendPid();
        network.drop();
        QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), 10'000);
        QCOMPARE(run.outcome()->outcome, Outcome::Running);
        QVERIFY2(run.outcome()->words.contains(u"The server may go on building i in session %1"_s.arg(pid)), qPrintable(run.outcome()->words));
        journal.resume();
        QTRY_VERIFY_WITH_TIMEOUT(!m_watch->isLost() && m_watch->find(pid), 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 1, 90'000);
        QTRY_COMPARE(entries().first().outcome, Outcome::Valid);
        QVERIFY(entries().first().durationMs > 500);
        QVERIFY(entries().first().indexBytes > 1'000'000);
        QVERIFY2(entries().first().message.contains(u"built and valid"_s), qPrintable(entries().first().message));
    }
    void saysHowItEndedWhereAnotherProgramWroteItDownFirst()
    {
        BuildRecord record = openRecord();
        record.entry.id = m_workspace->addBuild(entryOf(record)).result();
        BuildRecord closed = record;
        BuildJournal journal(*m_workspace, *m_watch, u"bench"_s);
        QSignalSpy completed(&journal, &BuildJournal::completed);
        QVERIFY(journal.follow(record));
        QVERIFY(!journal.follow(record));
        closed.entry.outcome = Outcome::Cancelled;
        closed.entry.message = u"by the other one"_s;
        m_workspace->updateBuild(entryOf(closed)).waitForFinished();
        QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 1, 10'000);
        QCOMPARE(completed.first().first().value<BuildRecord>().entry.message, u"by the other one"_s);
        // The journal could not be written when it began.
        record.entry.id = 0;
        QVERIFY(journal.follow(record));
        QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 2, 10'000);
        QCOMPARE(completed.last().first().value<BuildRecord>().entry.outcome, Outcome::Failed);
    }
    void leavesTheBuildOfALivingProgramAlone()
    {
        BuildRecord living = openRecord();
        living.owner = core::thisProcess();
        living.entry.id = m_workspace->addBuild(entryOf(living)).result();
        BuildJournal journal(*m_workspace, *m_watch, u"bench"_s);
        QSignalSpy resumed(&journal, &BuildJournal::resumed);
        QSignalSpy completed(&journal, &BuildJournal::completed);
        journal.resume();
        QTRY_COMPARE(resumed.size(), 1);
        QCOMPARE(resumed.first().first().toInt(), 0);
        // A program of the same number that began at another time is another one. It had not seen its build begin.
        --living.owner.startedTicks;
        living.entry.statementStartedUs = 0;
        m_workspace->updateBuild(entryOf(living)).waitForFinished();
        journal.resume();
        QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 1, 10'000);
        QCOMPARE(resumed.last().first().toInt(), 1);
        QTRY_COMPARE(entries().first().outcome, Outcome::Lost);
    }
    void isFoundByItsSessionWhereNobodySawItBegin()
    {
        test::OtherSession other(*m_bench, u"CREATE INDEX CONCURRENTLY i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 400);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_watch->builds().empty() && !m_watch->builds().front().progress.index.isEmpty(), 20'000);
        BuildRecord record = openRecord();
        record.entry.statementStartedUs = 0;
        record.entry.backendPid = m_watch->builds().front().progress.key.pid;
        record.entry.id = m_workspace->addBuild(entryOf(record)).result();
        BuildJournal journal(*m_workspace, *m_watch, u"bench"_s);
        QSignalSpy completed(&journal, &BuildJournal::completed);
        journal.resume();
        QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 1, 60'000);
        QTRY_COMPARE(entries().first().outcome, Outcome::Valid);
        QVERIFY(entries().first().durationMs > 0);
    }
    // Forecasts learn from the journal: of how long the server built, and of nothing else.
    void writesDownHowLongItBuiltAndNotWhatItWaitedFor()
    {
        BuildOrder order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 40"_s);
        order.change.steps.push_back({.title = u"Rest"_s, .sql = u"SELECT pg_catalog.pg_sleep(3)"_s, .inTransaction = false});
        auto run = newRun();
        run->start(order);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 60'000);
        QCOMPARE(run->outcome()->outcome, Outcome::Valid);
        const double report = run->outcome()->report.durationMs;
        const qint64 built = entries().first().durationMs;
        QVERIFY2(built > 0 && built <= report - 2'900, qPrintable(u"%1 of %2"_s.arg(built).arg(report)));
        run = newRun(); // it is there already
        order.change.steps.pop_back();
        run->start(order);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 60'000);
        QCOMPARE(run->outcome()->outcome, Outcome::Valid);
        QTRY_COMPARE(entries().first().outcome, Outcome::Valid);
        QCOMPARE(entries().first().durationMs, -1);
    }
    void saysWhyAPlainBuildCannotBeLeft()
    {
        const auto run = newRun();
        run->start(m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, false), u"ef_construction = 400"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run), 20'000);
        QVERIFY(run->whyNotLeave().contains(u"transaction"_s));
        run->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 60'000);
    }
    // The last one: its server is another one afterwards.
    void saysWhatStandsWhenTheServerIsKilled()
    {
        const auto run = newRun();
        run->start(m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 1000"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run), 20'000);
        m_bench->cluster.kill();
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 20'000);
        QCOMPARE(run->outcome()->outcome, Outcome::Running);
        QVERIFY2(run->outcome()->words.contains(u"INVALID index public.i"_s), qPrintable(run->outcome()->words));
        BuildJournal journal(*m_workspace, *m_watch, u"bench"_s);
        journal.resume();
        m_bench->cluster.start();
        QTRY_COMPARE_WITH_TIMEOUT(entries().first().outcome, Outcome::Failed, 20'000);
        QVERIFY2(entries().first().message.contains(u"The server was stopped while public.i was built: the index is INVALID"_s), qPrintable(entries().first().message));
        QVERIFY(m_bench->isInvalid(u"i"_s));
        const auto found = m_bench->services.session(m_bench->cluster.options())->run(u"left"_s, [](pg::Connection &connection, core::JobContext &) {
            return invalidIndexes(connection);
        }).future.result();
        QVERIFY(std::ranges::any_of(found, [](const InvalidIndex &each) { return each.name == "i"_L1; }));
    }
};

QTEST_GUILESS_MAIN(TestBuildRun)
#include "tst_buildrun.moc"
