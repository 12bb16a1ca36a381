// SPDX-License-Identifier: GPL-3.0-or-later
// Builds that the host or somebody else is in the way of: no room on the disk, more memory than there is, another build, an index that is dropped.
#include "store/workspace.h"
#include "support/buildbench.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using Outcome = store::BuildEntry::Outcome;

class TestBuildTrouble : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::BuildBench> m_bench;
    QTemporaryDir m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<BuildWatch> m_watch;

    std::unique_ptr<BuildRun> newRun() { return std::make_unique<BuildRun>(m_bench->services.session(m_bench->cluster.options()), *m_watch, m_workspace.get()); }
    QString psql(const QString &sql) const { return m_bench->cluster.psql(sql).trimmed(); }
    store::BuildEntry entry() { return m_workspace->builds().result().value(0); }
    bool isLoading(const BuildRun &run) const { return run.build() && run.build()->estimate.phase == BuildPhase::Loading; }
    void fails(BuildRun &run, const QStringList &words)
    {
        QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), 60'000);
        QCOMPARE(run.outcome()->outcome, Outcome::Failed);
        for (const QString &word : words)
            QVERIFY2(run.outcome()->words.contains(word), qPrintable(run.outcome()->words));
        QTRY_COMPARE(entry().outcome, Outcome::Failed);
        QCOMPARE(entry().message, run.outcome()->words);
        QVERIFY2(!m_bench->exists(u"i"_s), "nothing is left of it");
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<test::BuildBench>();
        m_bench->makeTable(u"docs"_s, 4000);
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

    /// A file system of its own that the index does not fit into, where this user may mount one; what a role may take of the disk is bounded for all.
    void itsDiskIsFull_data()
    {
        QTest::addColumn<bool>("mounts");
        QTest::newRow("temp_file_limit") << false;
        if (::geteuid() == 0)
            QTest::newRow("tablespace") << true;
    }
    void itsDiskIsFull()
    {
        QFETCH(bool, mounts);
        const auto run = newRun();
        if (mounts) {
            QTemporaryDir place(u"/tmp/quiver-full-XXXXXX"_s);
            const QByteArray path = QFile::encodeName(place.path());
            QCOMPARE(::mount("none", path.constData(), "tmpfs", 0, "size=1m,mode=0777"), 0);
            const auto unmount = qScopeGuard([&path] { ::umount2(path.constData(), MNT_DETACH); });
            psql(u"COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; mkdir -m 700 %1/pg'; SELECT 1"_s.arg(place.path()));
            psql(u"CREATE TABLESPACE small LOCATION '%1/pg'"_s.arg(place.path()));
            const auto drop = qScopeGuard([this] { psql(u"DROP TABLESPACE small"_s); });
            IndexSpec spec = m_bench->spec(u"docs"_s, u"i"_s, true);
            spec.tablespace = u"small"_s;
            BuildOrder order = m_bench->order(spec);
            order.change.steps.front().sql += u" TABLESPACE small"_s;
            run->start(order);
            fails(*run, {u"No space left on device"_s, u"The disk of the tablespace “small” is full: make room there, or build in another tablespace."_s,
                         u"What it left behind was removed"_s});
            return;
        }
        psql(u"ALTER ROLE tester SET temp_file_limit = '64kB'; CREATE TABLE texts AS SELECT md5(i::text) || repeat('x', 60) AS t FROM generate_series(1, 60000) i"_s);
        const auto usual = qScopeGuard([this] { psql(u"ALTER ROLE tester RESET temp_file_limit; DROP TABLE texts"_s); });
        IndexSpec spec = m_bench->spec(u"texts"_s, u"i"_s, true);
        spec.method = u"btree"_s;
        BuildOrder order = m_bench->order(spec);
        order.change.steps.front().sql = u"CREATE INDEX CONCURRENTLY i ON public.texts (t)"_s;
        order.settings.maintenanceWorkMem = 1024 * 1024;
        order.settings.parallelWorkers = 0;
        run->start(order);
        fails(*run, {u"temp_file_limit"_s, u"give the role a larger temp_file_limit"_s, u"What it left behind was removed"_s});
    }
    void itsMemoryIsMoreThanTheHostHas()
    {
        psql(u"ALTER TABLE docs SET (parallel_workers = 1)"_s);
        const auto usual = qScopeGuard([this] { psql(u"ALTER TABLE docs RESET (parallel_workers)"_s); });
        BuildOrder order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true));
        order.settings.maintenanceWorkMem = qint64(2'000'000'000) * 1024; // 2 TB, nearly the largest that can be set
        order.settings.parallelWorkers = 1;
        const auto run = newRun();
        run->start(order);
        fails(*run, {u"shared memory"_s, u"the host has not so much of it: build with less, or without parallel workers."_s, u"What it left behind was removed"_s});
    }
    void waitsForAnotherBuildOfTheTable()
    {
        const auto first = newRun();
        first->start(m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 400"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*first), 20'000);
        const auto second = newRun();
        second->start(m_bench->order(m_bench->spec(u"docs"_s, u"j"_s, true), u"ef_construction = 32"_s));
        QTRY_VERIFY_WITH_TIMEOUT(second->job()->progress().message.startsWith(u"session %1 ("_s.arg(first->backendPid())), 20'000);
        QVERIFY2(second->job()->progress().phase.contains(u"another index of public.docs"_s), qPrintable(second->job()->progress().phase));
        QTRY_VERIFY_WITH_TIMEOUT(first->isFinished() && second->isFinished(), 90'000);
        for (const BuildRun *run : {first.get(), second.get()})
            QVERIFY2(run->outcome()->outcome == Outcome::Valid, qPrintable(run->outcome()->words));
    }
    // As long as it was told to: --lock-wait 1.
    void waitsForAnotherBuildNoLongerThanItMay()
    {
        test::OtherSession other(*m_bench, u"CREATE INDEX CONCURRENTLY j ON docs USING hnsw (embedding vector_l2_ops) WITH (ef_construction = 1000);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_watch->builds().empty() && m_watch->builds().front().estimate.phase == BuildPhase::Loading, 20'000);
        BuildOrder order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true));
        order.tableWait = 1;
        const auto run = newRun();
        run->start(order);
        fails(*run, {u"another session is still at work on an index of public.docs after 1 s: session "_s, u"psql"_s});
    }
    void isNotSaidToBeThereWhereSomebodyDroppedIt()
    {
        const auto run = newRun();
        BuildOrder order = m_bench->order(m_bench->spec(u"docs"_s, u"i"_s, true), u"ef_construction = 400"_s);
        // Somebody's DROP has the lock before our look at the index gets it: the look waits for the table as well.
        order.change.steps.front().verify.replace(u"SELECT EXISTS"_s, u"SELECT (SELECT count(*) FROM docs) >= 0 AND EXISTS"_s);
        run->start(order);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(*run), 20'000);
        test::OtherSession other(*m_bench, u"DROP INDEX i; SELECT 'dropped';"_s);
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"_s), u"1"_s, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(run->isFinished(), 90'000);
        QVERIFY(other.hears(u"dropped"_s));
        QCOMPARE(run->outcome()->outcome, Outcome::Failed);
        QVERIFY(!m_bench->exists(u"i"_s));
    }
};

QTEST_GUILESS_MAIN(TestBuildTrouble)
#include "tst_buildtrouble.moc"
