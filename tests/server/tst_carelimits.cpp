// SPDX-License-Identifier: GPL-3.0-or-later
// Care that cannot be all that was asked for: indexes whose options do not go together, tables of others. What is left out is counted and told.
#include "index/buildrecord.h"
#include "index/invalidradar.h"
#include "index/maintenance.h"
#include "index/rebuildjournal.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;

class CareLimitsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;

    template<typename Work>
    auto onServer(Work work, const QString &user = {})
    {
        pg::ConnectOptions options = m_cluster->options();
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        const auto session = m_services.session(options);
        return session->run(u"test"_s, [&](pg::Connection &connection, core::JobContext &job) { return work(connection, job); }).future.result();
    }
    template<typename Make>
    CarePlan plan(Make make, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &) { return make(c); }, user);
    }
    sql::ChangeReport apply(const sql::Change &change, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); }, user);
    }
    QString psql(const QString &sql) { return m_cluster->psql(sql).trimmed(); }
    QString steps(const CarePlan &plan)
    {
        QStringList all;
        for (const sql::ChangeStep &step : plan.change.steps)
            all << step.sql;
        return all.join(u'\n');
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>(QStringList{u"autovacuum = off"_s});
        psql(u"CREATE ROLE maker LOGIN; CREATE ROLE landlord LOGIN; ALTER DATABASE test OWNER TO landlord"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        psql(u"DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE EXTENSION vector; GRANT ALL ON SCHEMA public TO PUBLIC;"
             "CREATE TABLE d (id int PRIMARY KEY, v vector(3)); INSERT INTO d SELECT i, ARRAY[i, 1, 2]::vector FROM generate_series(1, 100) i;"
             "CREATE INDEX d_good ON d USING hnsw (v vector_l2_ops); CREATE INDEX d_bad ON d USING hnsw (v vector_cosine_ops)"_s);
    }
    /// Is taken, and makes the next build fail.
    void spoil(const QString &index) { psql(u"ALTER INDEX %1 SET (m = 40)"_s.arg(index)); }

    void countsWhatAReindexLeavesOut()
    {
        spoil(u"d_bad"_s);
        CarePlan made = plan([](pg::Connection &c) { return planReindexTable(c, u"public"_s, u"d"_s, true); });
        QCOMPARE(made.leftOut, 1);
        QVERIFY2(made.notes.join(u'\n').contains(u"public.d_bad cannot be built anew"_s), qPrintable(made.notes.join(u'\n')));
        QCOMPARE(steps(made), u"REINDEX INDEX CONCURRENTLY public.d_good"_s);
        made = plan([](pg::Connection &c) { return planReindex(c, u"public"_s, u"d_bad"_s); });
        QVERIFY2(made.refusal.contains(u"cannot be built anew"_s), qPrintable(made.refusal));
    }
    void vacuumsWithoutTheRebuildThatCannotBe()
    {
        psql(u"DROP INDEX d_good; DELETE FROM d WHERE id % 3 = 0"_s);
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'd'"_s), u"33"_s, 20000);
        const auto vacuum = [this] { return plan([](pg::Connection &c) { return planVacuum(c, u"public"_s, u"d"_s, {.reindexFirst = true}); }); };
        QCOMPARE(vacuum().change.title, u"Build the HNSW indexes of public.d anew, and vacuum it"_s);
        QVERIFY(!vacuum().change.steps.back().riskNote.contains(u"mend the graph"_s));
        spoil(u"d_bad"_s);
        const CarePlan made = vacuum();
        QCOMPARE(made.change.title, u"Vacuum public.d"_s);
        QCOMPARE(steps(made), u"VACUUM (ANALYZE) public.d"_s);
        QCOMPARE(made.leftOut, 1);
        QVERIFY2(made.change.steps.back().riskNote.contains(u"Of public.d_bad it has to mend the graph"_s), qPrintable(made.change.steps.back().riskNote));
    }
    // The server lets him vacuum every table, and build no index anew that is not his.
    void vacuumsForTheOwnerOfTheDatabase()
    {
        psql(u"ALTER TABLE d OWNER TO maker"_s);
        const CarePlan made = plan([](pg::Connection &c) { return planVacuum(c, u"public"_s, u"d"_s, {.reindexFirst = true}); }, u"landlord"_s);
        QCOMPARE(steps(made), u"VACUUM (ANALYZE) public.d"_s);
        QCOMPARE(made.leftOut, 2);
        QVERIFY2(made.notes.value(0).contains(u"public.d_bad is not built anew: “public.d” belongs to “maker”"_s), qPrintable(made.notes.join(u'\n')));
        const auto report = apply(made.change, u"landlord"_s);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_user_tables WHERE relname = 'd' AND last_vacuum IS NOT NULL"_s), u"1"_s, 20000);
    }
    void repairsNothingThatFailsAgain()
    {
        QString state;
        onServer([&](pg::Connection &c, core::JobContext &) {
            try {
                c.exec("CREATE INDEX CONCURRENTLY d_new ON d USING hnsw (v vector_l2_ops) WITH (m = 40)");
            } catch (const pg::Error &e) {
                state = e.sqlState();
            }
            return 0;
        });
        QVERIFY(!state.isEmpty());
        psql(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'd_good'::regclass"_s);
        const auto left = onServer([](pg::Connection &c, core::JobContext &) { return invalidIndexes(c); });
        QCOMPARE(left.size(), std::size_t(2));
        const CarePlan all = plan([&](pg::Connection &c) { return planRepairs(c, left); });
        QCOMPARE(all.leftOut, 1);
        QCOMPARE(steps(all), u"REINDEX INDEX CONCURRENTLY public.d_good"_s);
        QVERIFY(all.change.steps.front().failsAlone);
        QVERIFY2(all.notes.value(0).contains(u"public.d_new cannot be built anew"_s) && all.notes.value(0).contains(u"or drop it"_s), qPrintable(all.notes.join(u'\n')));
        QVERIFY(apply(all.change).succeeded());
        const InvalidIndex &failed = left.back();
        QCOMPARE(failed.name, u"d_new"_s);
        QVERIFY(!plan([&](pg::Connection &c) { return planRepair(c, failed, Repair::Rebuild); }).refusal.isEmpty());
        psql(u"ALTER INDEX d_new SET (ef_construction = 80)"_s);
        const CarePlan mended = plan([&](pg::Connection &c) { return planRepair(c, failed, Repair::Rebuild); });
        QVERIFY2(mended.refusal.isEmpty() && apply(mended.change).succeeded(), qPrintable(mended.refusal));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE NOT indisvalid"_s), u"0"_s);
    }
    // Its end is known afterwards, whichever it was.
    void writesDownRebuildsThatFailed()
    {
        const CarePlan made = plan([](pg::Connection &c) { return planReindexTable(c, u"public"_s, u"d"_s, true); });
        QCOMPARE(steps(made), u"REINDEX INDEX CONCURRENTLY public.d_bad\nREINDEX INDEX CONCURRENTLY public.d_good"_s);
        const auto entriesOf = [&](const sql::ChangeReport &report) {
            return onServer([&](pg::Connection &c, core::JobContext &) { return rebuildEntries(c, made.rebuilds, report, {{}, u"bench"_s, u"test"_s}); });
        };
        spoil(u"d_bad"_s); // while the preview is open
        const auto report = apply(made.change);
        QVERIFY(!report.succeeded());
        QList<store::BuildEntry> entries = entriesOf(report);
        QCOMPARE(entries.size(), 1); // the second one was not begun
        QCOMPARE(entries.front().index, u"d_bad"_s);
        QCOMPARE(entries.front().outcome, store::BuildEntry::Outcome::Failed);
        QVERIFY2(entries.front().message.startsWith(u"d_bad was not built anew: "_s) && entries.front().message.contains(u"ef_construction"_s), qPrintable(entries.front().message));
        QVERIFY(entries.front().rows < 0 && entries.front().indexBytes < 0);
        QCOMPARE(recordOf(entries.front()).server.indexOid, 0u); // what is there was built before
        sql::ChangeReport cancelled = report;
        cancelled.error.reset();
        cancelled.cancelled = true;
        QCOMPARE(entriesOf(cancelled).front().outcome, store::BuildEntry::Outcome::Cancelled);
        psql(u"ALTER INDEX d_bad RESET (m)"_s);
        entries = entriesOf(apply(made.change));
        QCOMPARE(entries.size(), 2);
        for (const store::BuildEntry &entry : entries)
            QVERIFY2(entry.outcome == store::BuildEntry::Outcome::Valid && entry.rows == 100 && entry.indexBytes > 0, qPrintable(entry.message));
    }
    void movesNothingThatCannotBeBuilt()
    {
        psql(u"SET allow_in_place_tablespaces = on; CREATE TABLESPACE \"fa st\" LOCATION ''"_s);
        spoil(u"d_bad"_s);
        const auto move = [this](bool copyFile) {
            return plan([=](pg::Connection &c) { return planSetTablespace(c, u"public"_s, u"d_bad"_s, u"fa st"_s, copyFile); });
        };
        QVERIFY2(move(false).refusal.contains(u"cannot be built anew"_s) && move(false).refusal.contains(u"its file can be copied"_s), qPrintable(move(false).refusal));
        QVERIFY(apply(move(true).change).succeeded());
        QCOMPARE(psql(u"SELECT tablespace FROM pg_indexes WHERE indexname = 'd_bad'"_s), u"fa st"_s);
    }
};

QTEST_GUILESS_MAIN(CareLimitsTest)
#include "tst_carelimits.moc"
