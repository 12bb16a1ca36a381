// SPDX-License-Identifier: GPL-3.0-or-later
// Builds that can only half be seen: of roles whose activity is hidden, that wait for their table, whose index is locked.
#include "index/buildcancel.h"
#include "support/buildbench.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;

class TestBuildCancel : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::BuildBench> m_bench;

    QString psql(const QString &sql) const { return m_bench->cluster.psql(sql).trimmed(); }
    template<typename Work>
    auto onServer(Work work, const QString &user = {})
    {
        pg::ConnectOptions options = m_bench->cluster.options();
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        const auto session = m_bench->services.session(options);
        return session->run(u"test"_s, [&](pg::Connection &connection, core::JobContext &job) { return work(connection, job); }).future.result();
    }
    std::vector<BuildProgress> builds(const QString &user = {})
    {
        return onServer([](pg::Connection &c, core::JobContext &) { return readBuilds(c, buildSight(c)).builds; }, user);
    }
    sql::Change cancelOf(const BuildProgress &build, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &) { return cancelBuild(c, build); }, user);
    }
    sql::ChangeReport apply(const sql::Change &change, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); }, user);
    }
    bool isIn(BuildPhase phase)
    {
        const auto now = builds();
        return now.size() == 1 && now.front().phase == phase;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<test::BuildBench>();
        m_bench->makeTable(u"docs"_s, 4000);
        psql(u"CREATE ROLE maker LOGIN; CREATE ROLE warden LOGIN; GRANT pg_signal_backend TO warden; GRANT CREATE ON SCHEMA public TO maker;"
             "CREATE TABLE theirs AS SELECT * FROM docs; ALTER TABLE theirs OWNER TO maker"_s);
    }
    void cleanup() { psql(u"DROP INDEX IF EXISTS i, j, t"_s); }
    void cleanupTestCase() { m_bench.reset(); }

    void cancelsWhatItMayNotSee()
    {
        test::OtherSession other(*m_bench, u"\\c - maker\nCREATE INDEX t ON theirs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 1000);"_s);
        std::vector<BuildProgress> seen;
        QTRY_COMPARE_WITH_TIMEOUT((seen = builds(u"warden"_s)).size(), std::size_t(1), 20'000);
        QCOMPARE(seen.front().phase, BuildPhase::Hidden);
        const sql::Change change = cancelOf(seen.front(), u"warden"_s);
        QCOMPARE(change.steps.size(), std::size_t(1));
        QVERIFY2(change.steps.front().riskNote.contains(u"pg_read_all_stats"_s), qPrintable(change.steps.front().riskNote));
        const sql::ChangeReport report = apply(change, u"warden"_s);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QTRY_VERIFY_WITH_TIMEOUT(builds().empty(), 10'000);
        QVERIFY(!m_bench->exists(u"t"_s));
        const sql::ChangeReport again = apply(change, u"warden"_s);
        QVERIFY2(!again.succeeded() && again.summary().contains(u"has ended meanwhile"_s), qPrintable(again.summary()));
    }
    // What it would leave is not in a preview that was made before: it would stay.
    void cancelsAWaitingBuildOnlyWhileItWaits()
    {
        test::OtherSession holder(*m_bench, u"BEGIN; LOCK TABLE docs IN SHARE UPDATE EXCLUSIVE MODE; SELECT 'held';"_s);
        QVERIFY(holder.hears(u"held"_s));
        test::OtherSession builder(*m_bench, u"CREATE INDEX CONCURRENTLY i ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 1000);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isIn(BuildPhase::WaitingForTable), 20'000);
        const sql::Change early = cancelOf(builds().front());
        holder.say(u"COMMIT;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isIn(BuildPhase::Loading), 20'000);
        const sql::ChangeReport late = apply(early);
        QVERIFY2(!late.succeeded() && late.summary().contains(u"has got its table and begun"_s), qPrintable(late.summary()));
        const sql::ChangeReport report = apply(cancelOf(builds().front()));
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QVERIFY(!m_bench->exists(u"i"_s));
        // While it waits it is cancelled, and leaves nothing.
        holder.say(u"BEGIN; LOCK TABLE docs IN SHARE UPDATE EXCLUSIVE MODE; SELECT 'once more';"_s);
        QVERIFY(holder.hears(u"once more"_s));
        builder.say(u"CREATE INDEX CONCURRENTLY i ON docs USING hnsw (embedding vector_l2_ops);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isIn(BuildPhase::WaitingForTable), 20'000);
        const sql::ChangeReport waiting = apply(cancelOf(builds().front()));
        QVERIFY2(waiting.succeeded(), qPrintable(waiting.summary()));
        QTRY_VERIFY_WITH_TIMEOUT(builds().empty(), 10'000);
        QVERIFY(!m_bench->exists(u"i"_s));
        holder.say(u"COMMIT;"_s);
    }
    void followsOtherBuildsWhileAnIndexIsLocked()
    {
        psql(u"CREATE INDEX i ON docs USING hnsw (embedding vector_l2_ops)"_s);
        const quint32 file = psql(u"SELECT relfilenode FROM pg_class WHERE relname = 'i'"_s).toUInt();
        const auto watch = m_bench->watch();
        QSignalSpy failed(watch.get(), &BuildWatch::lookFailed);
        test::OtherSession keeper(*m_bench, u"BEGIN; REINDEX INDEX i; SELECT 'kept';"_s);
        QVERIFY(keeper.hears(u"kept"_s));
        test::OtherSession second(*m_bench, u"REINDEX INDEX i;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isIn(BuildPhase::WaitingForTable), 20'000);
        test::OtherSession other(*m_bench, u"CREATE INDEX j ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 400);"_s);
        const auto of = [&](const QString &index) {
            const auto &all = watch->builds();
            const auto found = std::ranges::find_if(all, [&](const WatchedBuild &build) { return build.progress.index == index; });
            return found == all.end() ? nullptr : &*found;
        };
        std::vector<BuildEnding> endings;
        connect(watch.get(), &BuildWatch::buildEnded, this, [&](const BuildEnding &ending) { endings.push_back(ending); });
        watch->start();
        QTRY_VERIFY_WITH_TIMEOUT(of(u"i"_s) && of(u"j"_s) && of(u"j"_s)->estimate.phase == BuildPhase::Loading, 20'000);
        QCOMPARE(of(u"i"_s)->progress.phase, BuildPhase::WaitingForTable);
        QCOMPARE(of(u"i"_s)->progress.indexFile, file); // so that its end will be told
        QTRY_COMPARE_WITH_TIMEOUT(endings.size(), std::size_t(1), 60'000);
        QCOMPARE(endings.front().last.progress.index, u"j"_s);
        QCOMPARE(failed.size(), 0);
        keeper.say(u"ROLLBACK;"_s);
        QTRY_COMPARE_WITH_TIMEOUT(endings.size(), std::size_t(2), 60'000);
        QCOMPARE(endings.back().kind, BuildEnding::Kind::Valid);
    }
};

QTEST_GUILESS_MAIN(TestBuildCancel)
#include "tst_buildcancel.moc"
