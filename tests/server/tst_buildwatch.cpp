// SPDX-License-Identifier: GPL-3.0-or-later
// Builds as a second session sees them: every phase, who is waited for, other sessions' builds, lost connections, how they end.
#include "index/buildcancel.h"
#include "index/vacuumprogress.h"
#include "sql/lockholders.h"
#include "support/buildbench.h"
#include "support/tcpproxy.h"

#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;

namespace {

/// Keeps what a watch tells.
struct Seen {
    explicit Seen(BuildWatch &on) : watch(on)
    {
        QObject::connect(&on, &BuildWatch::looked, &on, [this] {
            for (const WatchedBuild &build : watch.builds()) {
                latest = build;
                phases.insert(build.estimate.phase);
                if (!build.progress.waitsFor.empty())
                    waits[build.progress.phase] = build.progress.waitsFor.front();
                workers = std::max(workers, build.progress.workers);
            }
        });
        QObject::connect(&on, &BuildWatch::buildEnded, &on, [this](const BuildEnding &ending) { endings.push_back(ending); });
    }
    BuildWatch &watch;
    std::set<BuildPhase> phases;
    std::map<BuildPhase, sql::LockHolder> waits;
    std::vector<BuildEnding> endings;
    WatchedBuild latest;
    int workers = 0;
};

} // namespace

class TestBuildWatch : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::BuildBench> m_bench;

    QString psql(const QString &sql) const { return m_bench->cluster.psql(sql); }
    sql::ChangeReport cancel(const BuildProgress &build) const
    {
        const auto session = m_bench->services.session(m_bench->cluster.options());
        return session->run(u"cancel"_s, [&](pg::Connection &connection, core::JobContext &job) {
            return sql::ChangeRunner(cancelBuild(connection, build)).run(connection, job);
        }).future.result();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<test::BuildBench>();
        m_bench->makeTable(u"docs"_s, 4000);
    }
    void cleanupTestCase() { m_bench.reset(); }
    void cleanup() { psql(u"DROP INDEX IF EXISTS i, j"_s); }

    void followsABuildOfAnotherSession()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        QTRY_VERIFY(watch->looks() > 0);
        test::OtherSession other(*m_bench, u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 600);"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 60'000);
        const BuildEnding &ending = seen.endings.front();
        QCOMPARE(ending.kind, BuildEnding::Kind::Valid);
        QVERIFY(ending.indexBytes > 1'000'000);
        QVERIFY(ending.samples.size() > 2);
        QCOMPARE(ending.last.progress.index, u"i"_s); // not in the catalogue before it is committed
        QCOMPARE(ending.last.progress.table, u"docs"_s);
        QCOMPARE(ending.last.progress.method, u"hnsw"_s);
        QCOMPARE(ending.last.progress.application, u"psql"_s);
        QCOMPARE(ending.last.progress.command, u"CREATE INDEX"_s);
        QVERIFY(seen.phases.contains(BuildPhase::Loading));
        QVERIFY(ending.last.estimate.rows > 1000);
        QVERIFY(ending.last.walBytes >= 0);
        QVERIFY(watch->builds().empty());
    }
    // Looked at as often as can be: the phases of a small build are shorter than a watch's pauses.
    void tellsTheListsPhases()
    {
        m_bench->makeTable(u"lists"_s, 20'000);
        const auto session = m_bench->services.session(m_bench->cluster.options());
        test::OtherSession other(*m_bench, u"SET max_parallel_maintenance_workers = 0; CREATE INDEX i ON lists USING ivfflat (embedding vector_l2_ops) WITH (lists = 100);"_s);
        const auto phases = session->run(u"look"_s, [](pg::Connection &connection, core::JobContext &) {
            std::set<BuildPhase> seen;
            const BuildSight sight = buildSight(connection);
            QElapsedTimer timer;
            timer.start();
            bool isThere = true;
            while ((isThere || seen.empty()) && timer.elapsed() < 60'000) {
                const BuildSnapshot snapshot = readBuilds(connection, sight);
                for (const BuildProgress &build : snapshot.builds)
                    seen.insert(build.phase);
                isThere = !snapshot.builds.empty();
            }
            return seen;
        }).future.result();
        QVERIFY(phases.contains(BuildPhase::Training));
        QVERIFY(phases.contains(BuildPhase::Assigning));
        QVERIFY(phases.contains(BuildPhase::Loading));
        psql(u"DROP TABLE lists"_s);
    }
    void namesWhomItWaitsFor()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        // A writer that is there before the build begins, then one that comes while it runs, then a reader with an old snapshot.
        test::OtherSession writer(*m_bench, u"SET application_name = 'the writer'; BEGIN; UPDATE docs SET id = id WHERE id = 1; SELECT 'writes';"_s);
        QVERIFY(writer.hears(u"writes"_s));
        test::OtherSession builder(*m_bench, u"CREATE INDEX CONCURRENTLY i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 200);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.waits.contains(BuildPhase::WaitingForWritersBefore), 20'000);
        const sql::LockHolder &holder = seen.waits[BuildPhase::WaitingForWritersBefore];
        QVERIFY(holder.pid > 0);
        QCOMPARE(holder.application, u"the writer"_s);
        QCOMPARE(holder.state, u"idle in transaction"_s);
        QVERIFY(holder.heldSeconds >= 0);
        QVERIFY2(holder.statement.contains(u"SELECT 'writes'"_s), qPrintable(holder.statement));
        test::OtherSession reader(*m_bench, u"SET application_name = 'the reader'; BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) || ' rows' FROM docs;"_s);
        QVERIFY(reader.hears(u"rows"_s));
        test::OtherSession late(*m_bench, u"BEGIN; UPDATE docs SET id = id WHERE id = 2; SELECT 'late';"_s);
        QVERIFY(late.hears(u"late"_s));
        writer.say(u"COMMIT;"_s);
        late.say(u"COMMIT;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(seen.waits.contains(BuildPhase::WaitingForSnapshots), 60'000);
        QCOMPARE(seen.waits[BuildPhase::WaitingForSnapshots].application, u"the reader"_s);
        QCOMPARE(seen.latest.progress.unit(), u"sessions"_s);
        reader.say(u"COMMIT;"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 60'000);
        QCOMPARE(seen.endings.front().kind, BuildEnding::Kind::Valid);
        QVERIFY(seen.endings.front().last.estimate.waited > 0);
    }
    void seesABuildThatWaitsForItsTable()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        test::OtherSession holder(*m_bench, u"SET application_name = 'holder'; BEGIN; LOCK TABLE docs IN ROW EXCLUSIVE MODE; SELECT 'held';"_s);
        QVERIFY(holder.hears(u"held"_s));
        test::OtherSession builder(*m_bench, u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.waits.contains(BuildPhase::WaitingForTable), 20'000);
        QCOMPARE(seen.waits[BuildPhase::WaitingForTable].application, u"holder"_s);
        QCOMPARE(seen.latest.progress.name(), u"i"_s);
        holder.say(u"COMMIT;"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 60'000);
        QCOMPARE(seen.endings.front().kind, BuildEnding::Kind::Valid);
    }
    void followsTwoBuildsOnOneTable()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        std::size_t most = 0;
        connect(watch.get(), &BuildWatch::looked, this, [&] { most = std::max(most, watch->builds().size()); });
        test::OtherSession one(*m_bench, u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 200);"_s);
        test::OtherSession two(*m_bench, u"CREATE INDEX j ON docs USING hnsw (embedding vector_cosine_ops) WITH (ef_construction = 200);"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(2), 90'000);
        QCOMPARE(most, std::size_t(2));
        QVERIFY(seen.endings[0].last.progress.index != seen.endings[1].last.progress.index);
    }
    void tellsOfAnUncommittedIndex()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        test::OtherSession other(*m_bench, u"BEGIN;\nCREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 200);"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 60'000);
        QCOMPARE(seen.endings.front().kind, BuildEnding::Kind::Uncommitted);
        QVERIFY(seen.endings.front().words().contains(u"not committed"_s));
        other.say(u"ROLLBACK;"_s);
    }
    // A cancelled one leaves the index valid, as it was before: only its file tells.
    void tellsACancelledReindexFromADoneOne()
    {
        psql(u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 200)"_s);
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        QTRY_VERIFY(watch->looks() > 0);
        test::OtherSession other(*m_bench, u"REINDEX INDEX i;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading), 20'000);
        psql(u"SELECT pg_cancel_backend(%1)"_s.arg(seen.latest.progress.key.pid));
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 20'000);
        QCOMPARE(seen.endings[0].kind, BuildEnding::Kind::Unchanged);
        QVERIFY(seen.endings[0].words().contains(u"as it was before"_s));
        other.say(u"REINDEX INDEX i;"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(2), 60'000);
        QCOMPARE(seen.endings[1].kind, BuildEnding::Kind::Valid);
        // One that never gets its table, known only by its name.
        test::OtherSession holder(*m_bench, u"BEGIN; LOCK TABLE docs IN ROW EXCLUSIVE MODE; SELECT 'held';"_s);
        QVERIFY(holder.hears(u"held"_s));
        other.say(u"REINDEX INDEX i;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::WaitingForTable), 20'000);
        psql(u"SELECT pg_cancel_backend(%1)"_s.arg(seen.latest.progress.key.pid));
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(3), 20'000);
        QCOMPARE(seen.endings[2].kind, BuildEnding::Kind::Unchanged);
        // Within a transaction: done but not committed, or failed with it.
        holder.say(u"COMMIT;"_s);
        other.say(u"BEGIN;"_s);
        other.say(u"REINDEX INDEX i;"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(4), 60'000);
        QCOMPARE(seen.endings[3].kind, BuildEnding::Kind::Uncommitted);
        seen.phases.clear();
        other.say(u"REINDEX INDEX i;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading), 20'000);
        psql(u"SELECT pg_cancel_backend(%1)"_s.arg(seen.latest.progress.key.pid));
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(5), 20'000);
        QCOMPARE(seen.endings[4].kind, BuildEnding::Kind::Unchanged);
        other.say(u"ROLLBACK;"_s);
    }
    // Its name means the index of before until its copy is whole.
    void tellsACancelledConcurrentReindexFromADoneOne()
    {
        psql(u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 200)"_s);
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        QTRY_VERIFY(watch->looks() > 0);
        const auto session = m_bench->services.session(m_bench->cluster.options());
        const auto cancelChange = [&] {
            return session->run(u"plan"_s, [&](pg::Connection &connection, core::JobContext &) { return cancelBuild(connection, seen.latest.progress); }).future.result();
        };
        const auto endsUnchanged = [&](std::size_t count) {
            psql(u"SELECT pg_cancel_backend(%1)"_s.arg(seen.latest.progress.key.pid));
            QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), count, 20'000);
            QCOMPARE(seen.endings.back().kind, BuildEnding::Kind::Unchanged);
            QVERIFY2(seen.endings.back().words().startsWith(u"The REINDEX of public.i was"_s) || seen.endings.back().words().startsWith(u"The REINDEX of i was"_s),
                     qPrintable(seen.endings.back().words()));
            seen.phases.clear();
        };
        {
            test::OtherSession holder(*m_bench, u"BEGIN; LOCK TABLE docs IN SHARE MODE; SELECT 'held';"_s);
            QVERIFY(holder.hears(u"held"_s));
            test::OtherSession other(*m_bench, u"REINDEX INDEX CONCURRENTLY i;"_s);
            QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::WaitingForTable), 20'000);
            QCOMPARE(cancelChange().steps.size(), std::size_t(1));
            endsUnchanged(1);
            QVERIFY(seen.endings.back().leftBehind.isEmpty());
        }
        test::OtherSession writer(*m_bench, u"BEGIN; UPDATE docs SET id = id WHERE id = 1; SELECT 'writes';"_s);
        QVERIFY(writer.hears(u"writes"_s));
        test::OtherSession other(*m_bench, u"REINDEX INDEX CONCURRENTLY i;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::WaitingForWritersBefore), 20'000);
        QCOMPARE(seen.latest.progress.index, u"i"_s);
        const sql::Change change = cancelChange();
        QCOMPARE(change.steps.size(), std::size_t(3));
        QCOMPARE(change.steps.back().sql, u"DROP INDEX CONCURRENTLY IF EXISTS public.i_ccnew"_s);
        endsUnchanged(2);
        QCOMPARE(seen.endings.back().leftBehind, QStringList{u"public.i_ccnew"_s});
        QVERIFY2(seen.endings.back().words().contains(u"the INVALID index public.i_ccnew"_s), qPrintable(seen.endings.back().words()));
        writer.say(u"COMMIT;"_s);
        psql(u"DROP INDEX i_ccnew"_s);
        // While its copy is built, which somebody drops before the watch looks for it.
        other.say(u"REINDEX INDEX CONCURRENTLY i;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading), 20'000);
        QCOMPARE(cancelChange().steps.size(), std::size_t(3));
        endsUnchanged(3);
        psql(u"DROP INDEX IF EXISTS i_ccnew"_s);
        other.say(u"REINDEX INDEX CONCURRENTLY i;"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(4), 60'000);
        QCOMPARE(seen.endings.back().kind, BuildEnding::Kind::Valid);
        QCOMPARE(seen.endings.back().words(), u"The index public.i is built and valid."_s);
        QVERIFY(m_bench->exists(u"i"_s) && !m_bench->exists(u"i_ccnew"_s));
    }
    void looksSeldomWhereALookIsDear()
    {
        QCOMPARE(BuildWatch::pauseMs(20, 1), 200);
        QCOMPARE(BuildWatch::pauseMs(5000, 1), 1000);
        QCOMPARE(BuildWatch::pauseMs(200, 50), 8000); // what a look takes, a hundred and sixty times
    }
    void seesAShortBuildAndLeavesOneLineInTheLog()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        const quint64 from = m_bench->services.log.since(0).second;
        watch->start();
        QTRY_VERIFY(watch->looks() >= 5);
        QVERIFY(watch->periodMs() < 1000);
        int looks = 0;
        for (const pg::StatementRecord &record : m_bench->services.log.since(from).first) {
            if (record.sql.contains(u"pg_stat_progress_create_index"_s)) {
                QCOMPARE(++looks, 1);
                QVERIFY(record.times >= 4);
            }
        }
        QCOMPARE(looks, 1);
    }
    void leavesOneLineOfWhatElseIsPolled()
    {
        const auto session = m_bench->services.session(m_bench->cluster.options());
        const auto ask = [&](int times) {
            session->run(u"ask"_s, [times](pg::Connection &connection, core::JobContext &) {
                for (int i = 0; i < times; ++i) {
                    readVacuums(connection);
                    sql::blockersOf(connection, connection.backendPid());
                    sql::atWorkWords(connection, u"docs"_s);
                }
            }).future.waitForFinished();
        };
        ask(0); // connects
        const quint64 from = m_bench->services.log.since(0).second;
        ask(3);
        const auto records = m_bench->services.log.since(from).first;
        QCOMPARE(records.size(), 4);
        for (const pg::StatementRecord &record : records)
            QCOMPARE(record.times, 3);
    }
    void findsABuildAgainAfterTheConnectionIsCut()
    {
        test::TcpProxy proxy(m_bench->cluster.port());
        psql(u"ALTER ROLE guarded SUPERUSER"_s);
        auto options = m_bench->cluster.tcpOptions();
        options.parameters[u"port"_s] = QString::number(proxy.port());
        const auto watch = m_bench->watch(options);
        Seen seen(*watch);
        QSignalSpy lost(watch.get(), &BuildWatch::connectionLost);
        QSignalSpy back(watch.get(), &BuildWatch::connectionBack);
        watch->start();
        test::OtherSession other(*m_bench, u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 300);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading), 20'000);
        const BuildKey key = seen.latest.progress.key;
        proxy.setMode(test::TcpProxy::Mode::Refuse);
        proxy.drop();
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 20'000);
        QVERIFY(watch->isLost());
        proxy.setMode(test::TcpProxy::Mode::Forward);
        QTRY_COMPARE_WITH_TIMEOUT(back.size(), 1, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!seen.endings.empty() || (watch->find(key.pid) && watch->find(key.pid)->progress.key == key), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 90'000);
        QCOMPARE(seen.endings.front().last.progress.key, key);
        QCOMPARE(seen.endings.front().kind, BuildEnding::Kind::Valid);
    }
    void tellsOfAnIndexThatSomebodyDropsAtOnce()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        test::OtherSession builder(*m_bench, u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 200) \\; DROP INDEX i;"_s);
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 60'000);
        QCOMPARE(seen.endings.front().kind, BuildEnding::Kind::Gone);
    }
    void cancelsABuildOfAnotherSession()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        test::OtherSession builder(*m_bench, u"CREATE INDEX CONCURRENTLY i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 1000);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading) && seen.latest.progress.indexOid != 0, 20'000);
        const auto session = m_bench->services.session(m_bench->cluster.options());
        const BuildProgress build = seen.latest.progress;
        const sql::ChangeReport report = session->run(u"cancel"_s, [&](pg::Connection &connection, core::JobContext &job) {
            const sql::Change change = cancelBuild(connection, build);
            return sql::ChangeRunner(change).run(connection, job);
        }).future.result();
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(report.change.risk(), sql::Risk::Destructive);
        QVERIFY(!m_bench->exists(u"i"_s));
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 20'000);
        // The session may do something else by now: nothing of that is cancelled.
        const sql::ChangeReport again = session->run(u"cancel"_s, [&](pg::Connection &connection, core::JobContext &job) {
            return sql::ChangeRunner(cancelBuild(connection, build)).run(connection, job);
        }).future.result();
        QVERIFY(!again.succeeded());
        QVERIFY2(again.summary().contains(u"has ended meanwhile"_s), qPrintable(again.summary()));
    }
    void cancelsABuildOnAMaterializedView()
    {
        psql(u"CREATE MATERIALIZED VIEW seen AS SELECT * FROM docs"_s);
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        test::OtherSession builder(*m_bench, u"CREATE INDEX CONCURRENTLY j ON seen USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 1000);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading) && seen.latest.progress.indexOid != 0, 20'000);
        const sql::ChangeReport report = cancel(seen.latest.progress);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QVERIFY(!m_bench->exists(u"j"_s));
        psql(u"DROP MATERIALIZED VIEW seen"_s);
    }
    void cancelOfAReindexTakesTheCopyOfToastAlong()
    {
        psql(u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops); ALTER INDEX i SET (ef_construction = 1000)"_s);
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        watch->start();
        test::OtherSession builder(*m_bench, u"REINDEX TABLE CONCURRENTLY docs;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading) && seen.latest.progress.indexOid != 0, 30'000);
        const QString copies = u"SELECT count(*) FROM pg_index WHERE NOT indisvalid"_s;
        QCOMPARE(psql(copies).trimmed(), u"2"_s);
        const sql::ChangeReport report = cancel(seen.latest.progress);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(psql(copies).trimmed(), u"0"_s);
    }
    void readsVacuums()
    {
        const auto session = m_bench->services.session(m_bench->cluster.options());
        const auto vacuums = session->read(u"vacuums"_s, [](pg::Connection &connection, core::JobContext &) { return readVacuums(connection); }).future.result();
        QVERIFY(vacuums.empty());
        psql(u"CREATE TABLE dead AS SELECT * FROM docs; DELETE FROM dead WHERE id % 2 = 0"_s);
        test::OtherSession other(*m_bench, u"SET vacuum_cost_delay = 20; SET vacuum_cost_limit = 1; VACUUM dead;"_s);
        std::vector<VacuumProgress> seen;
        QTRY_VERIFY_WITH_TIMEOUT(!(seen = session->read(u"vacuums"_s, [](pg::Connection &c, core::JobContext &) { return readVacuums(c); }).future.result()).empty(), 20'000);
        QCOMPARE(seen.front().table, u"dead"_s);
        QVERIFY(!seen.front().phase.isEmpty());
        QVERIFY(seen.front().blocksTotal > 0);
        psql(u"SELECT pg_cancel_backend(%1)"_s.arg(seen.front().pid));
    }
    // The last one: its server is another one afterwards.
    void tellsOfAServerThatWasKilled()
    {
        const auto watch = m_bench->watch();
        Seen seen(*watch);
        QSignalSpy lost(watch.get(), &BuildWatch::connectionLost);
        watch->start();
        test::OtherSession other(*m_bench, u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 1000);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(seen.phases.contains(BuildPhase::Loading), 20'000);
        m_bench->cluster.kill();
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 20'000);
        m_bench->cluster.start();
        QTRY_COMPARE_WITH_TIMEOUT(seen.endings.size(), std::size_t(1), 30'000);
        QCOMPARE(seen.endings.front().kind, BuildEnding::Kind::ServerStopped);
    }
};

QTEST_GUILESS_MAIN(TestBuildWatch)
#include "tst_buildwatch.moc"
