// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of things that were measured: the journal of index builds, runs of benchmarks, and exact neighbours for them.
#include "store/workspace.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::store;
using Outcome = BuildEntry::Outcome;

class TestWorkspaceBuilds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsABuildFromItsBeginningToItsEnd()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"workspace.sqlite"_s);
        BuildEntry entry;
        entry.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
        entry.server = u"tester@localhost:5432/test"_s;
        entry.database = u"test"_s;
        entry.schema = u"public"_s;
        entry.table = u"docs"_s;
        entry.index = u"docs; -- '\"idx"_s;
        entry.method = u"hnsw"_s;
        entry.spec = "{}";
        entry.settings = "{}";
        entry.samples = "[]";
        entry.backendPid = 4711;
        entry.statementStartedUs = 1'700'000'000'123'456;
        {
            const auto workspace = Workspace::open(file);
            entry.id = workspace->addBuild(entry).result();
            QCOMPARE(entry.id, 1);
            BuildEntry elsewhere = entry;
            elsewhere.server = u"other"_s;
            QCOMPARE(workspace->addBuild(elsewhere).result(), 2);
        }
        const auto workspace = Workspace::open(file);
        QCOMPARE(workspace->builds({.server = entry.server, .onlyOpen = true}).result(), QList<BuildEntry>{entry});
        entry.outcome = Outcome::Valid;
        entry.rows = 25'000;
        entry.durationMs = 32'123;
        entry.rate = 812.5;
        entry.indexBytes = 102'000'000;
        entry.spilledAtRow = 17'000;
        entry.message = u"The index is built and valid."_s;
        workspace->updateBuild(entry).waitForFinished();
        QCOMPARE(workspace->builds({.server = entry.server, .onlyOpen = true}).result(), QList<BuildEntry>{});
        QCOMPARE(workspace->builds({}, 1, 2).result(), QList<BuildEntry>{entry});
        QCOMPARE(workspace->builds().result().size(), 2);
        QCOMPARE(workspace->builds().result().first().id, 2);
    }

    void keepsRunsOfABenchmarkByName()
    {
        const QTemporaryDir directory;
        const auto workspace = Workspace::open(directory.filePath(u"workspace.sqlite"_s));
        BenchmarkEntry entry;
        entry.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
        entry.profileId = QUuid::createUuid();
        entry.server = u"tester@localhost:5432/test"_s;
        entry.database = u"test"_s;
        entry.table = u"public.\"we\"\"ird; --\""_s;
        entry.name = u"nightly"_s;
        entry.result = "{}";
        entry.samples = QByteArray("\0\1\2", 3);
        entry.id = workspace->addBenchmark(entry).result();
        BenchmarkEntry other = entry;
        other.name.clear();
        other.id = workspace->addBenchmark(other).result();
        QCOMPARE(workspace->benchmarks({.name = u"nightly"_s, .withSamples = true}).result(), QList<BenchmarkEntry>{entry});
        QCOMPARE(workspace->benchmarks({.server = entry.server, .table = entry.table}).result().size(), 2);
        QVERIFY(workspace->benchmarks({.id = other.id}).result().first().samples.isEmpty()); // not asked for
        workspace->renameBenchmark(other.id, u"nightly"_s);
        QCOMPARE(workspace->benchmarks({.name = u"nightly"_s}).result().first().id, other.id); // the newest
        workspace->removeBenchmark(entry.id);
        QCOMPARE(workspace->benchmarks().result().size(), 1);
    }

    void keepsExactNeighboursUpToALimit()
    {
        const QTemporaryDir directory;
        const auto workspace = Workspace::open(directory.filePath(u"workspace.sqlite"_s));
        QVERIFY(workspace->truth(u"a"_s).result().isNull());
        workspace->saveTruth(u"a"_s, "first");
        workspace->saveTruth(u"a"_s, "second");
        QCOMPARE(workspace->truth(u"a"_s).result(), "second");
        const QByteArray large(100 * 1024 * 1024, 'x');
        for (const QString &fingerprint : {u"b"_s, u"c"_s, u"d"_s})
            workspace->saveTruth(fingerprint, large).waitForFinished();
        QVERIFY(workspace->truth(u"a"_s).result().isNull());
        QCOMPARE(workspace->truth(u"d"_s).result().size(), large.size());
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceBuilds)
#include "tst_workspacebuilds.moc"
