// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of index builds: written when a build begins, completed when it ends.
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
};

QTEST_GUILESS_MAIN(TestWorkspaceBuilds)
#include "tst_workspacebuilds.moc"
