// SPDX-License-Identifier: GPL-3.0-or-later
// Which builds of the journal foretell others, and as what.
#include "index/buildwatch.h"
#include "index/pastbuilds.h"
#include "index/rowsputin.h"
#include "store/workspace.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using Outcome = store::BuildEntry::Outcome;

class TestPastBuilds : public QObject
{
    Q_OBJECT

    static BuildRecord record()
    {
        BuildRecord record;
        record.spec.method = u"hnsw"_s;
        record.spec.keys.push_back({IndexKey::Form::Column, u"v"_s, {catalog::VectorKind::Vector, 100}});
        record.spec.setOption(u"m"_s, 24);
        record.entry.startedAt = QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC);
        record.entry.server = u"ann@db.example:5432/shop"_s;
        record.entry.database = u"shop"_s;
        record.entry.schema = u"public"_s;
        record.entry.table = u"docs"_s;
        record.entry.index = u"i"_s;
        record.entry.method = u"hnsw"_s;
        record.entry.ddl = u"CREATE INDEX CONCURRENTLY i ON docs USING hnsw (v vector_l2_ops)"_s;
        record.entry.rows = 10'000;
        record.entry.durationMs = 9'000;
        record.entry.workers = 1;
        record.entry.spilledAtRow = 8'000;
        record.entry.outcome = Outcome::Valid;
        return record;
    }

private Q_SLOTS:
    void tellsWhatWasBuiltAndHowLongThatTook()
    {
        const BuildRecord build = record();
        const auto measured = pastBuilds({entryOf(build)});
        QCOMPARE(measured.size(), std::size_t(1));
        QCOMPARE(measured[0].seconds, 9.0);
        QCOMPARE(measured[0].at, build.entry.startedAt);
        const BuildWork &work = measured[0].work;
        QCOMPARE(work.method, u"hnsw"_s);
        QCOMPARE(work.valueBytes, 408.0);
        QCOMPARE(work.rows, 10'000.0);
        QCOMPARE(work.m, 24);
        QCOMPARE(work.efConstruction, 64);
        QCOMPARE(work.workers, 1);
        QCOMPARE(work.rowsOnDisk, 2'000.0);
        BuildRecord rebuild = build; // what it waited for nobody saw
        rebuild.entry.ddl = u"REINDEX INDEX CONCURRENTLY public.i"_s;
        QVERIFY(pastBuilds({entryOf(rebuild)}).empty());
    }
    void whatACancelledBuildHadPutIn()
    {
        WatchedBuild build;
        QCOMPARE(rowsPutIn(build), -1.0); // never seen
        build.estimate.elapsed = 5;
        build.estimate.rows = 700;
        build.estimate.rowsTotal = 1'000;
        build.estimate.phase = BuildPhase::Training;
        QCOMPARE(rowsPutIn(build), 0.0);
        build.phases = {{BuildPhase::Initializing, 0, 1}, {BuildPhase::Loading, 1, 5}};
        build.estimate.phase = BuildPhase::Loading;
        QCOMPARE(rowsPutIn(build), 700.0);
        // While it is rolled back the server tells nothing, as while it is committed.
        build.phases.push_back({BuildPhase::Committing, 5, 6});
        build.estimate.phase = BuildPhase::Committing;
        QCOMPARE(rowsPutIn(build), 700.0);
        build.phases.insert(build.phases.end() - 1, {BuildPhase::ValidatingIndex, 5, 5.5});
        QCOMPARE(rowsPutIn(build), std::nullopt); // all of them
    }
    void leavesOutWhatTellsNothing()
    {
        BuildRecord failed = record(), running = record(), parts = record(), btree = record();
        failed.entry.outcome = Outcome::Cancelled;
        running.entry.durationMs = -1;
        parts.entry.ddl += u";\nCREATE INDEX CONCURRENTLY j ON docs_1 USING hnsw (v vector_l2_ops)"_s;
        btree.spec.method = u"btree"_s;
        QVERIFY(pastBuilds({entryOf(failed), entryOf(running), entryOf(parts), entryOf(btree)}).empty());
    }
    void leavesOutWhatWasThereAlready()
    {
        BuildRecord found = record();
        found.server.indexOid = 17;
        found.server.tableInserts = 10'000;
        IndexList list;
        IndexEntry index;
        index.oid = index.file = 17;
        index.name = u"i"_s;
        list.entries.push_back(index);
        QCOMPARE(buildMoments(list, {entryOf(found)}, u"shop"_s).size(), std::size_t(1));
        found.entry.durationMs = -1;
        QVERIFY(buildMoments(list, {entryOf(found)}, u"shop"_s).empty());
        QVERIFY(pastBuilds({entryOf(found)}).empty());
    }
    void knowsWhenThePartsWereBuilt()
    {
        BuildRecord whole = record(), stopped = record();
        whole.server.indexOid = 20;
        whole.server.parts = {{22, 500, 700}};
        stopped.server.parts = {{21, 400, 600}};
        stopped.entry.outcome = Outcome::Cancelled;
        stopped.entry.durationMs = -1;
        QCOMPARE(recordOf(entryOf(whole)).server, whole.server);
        IndexList list;
        for (const pg::Oid oid : {20u, 21u, 22u, 23u}) {
            IndexEntry index;
            index.oid = oid;
            index.file = oid == 20 ? 0 : oid;
            index.isPartitioned = oid == 20;
            index.name = oid == 20 ? whole.entry.index : u"part_%1"_s.arg(oid);
            list.entries.push_back(index);
        }
        const BuildMoments moments = buildMoments(list, {entryOf(whole), entryOf(stopped)}, u"shop"_s);
        QCOMPARE(moments.size(), std::size_t(3));
        QCOMPARE(moments.at(21), (BuildMoment{stopped.entry.startedAt, 400, 600})); // built before it was stopped
        QCOMPARE(moments.at(22), (BuildMoment{whole.entry.startedAt.addMSecs(whole.entry.durationMs), 500, 700}));
        QCOMPARE(moments.at(20).inserts, qint64(-1));
        list.entries[2].file = 99; // rebuilt since
        QVERIFY(!buildMoments(list, {entryOf(whole)}, u"shop"_s).contains(22));
    }
    void keepsWhoRunsABuild()
    {
        BuildRecord build = record();
        QVERIFY(!core::lives(recordOf(entryOf(build)).owner));
        build.owner = core::thisProcess();
        QCOMPARE(recordOf(entryOf(build)).owner, build.owner);
        QVERIFY(core::lives(build.owner));
        ++build.owner.startedTicks;
        QVERIFY(!core::lives(build.owner));
        build.owner = core::thisProcess();
        build.owner.host = u"elsewhere"_s;
        QVERIFY(!core::lives(build.owner));
    }
    void knowsAServerByItsHostAndPort()
    {
        QVERIFY(isSameServer(u"ann@db.example:5432/shop"_s, u"bob@db.example:5432/other"_s));
        QVERIFY(isSameServer(u"ann@azure@db.example:5432/shop"_s, u"db.example:5432/shop"_s));
        QVERIFY(isSameServer(u"ann@/var/run/pg:5432/shop"_s, u"bob@/var/run/pg:5432/test"_s));
        QVERIFY(!isSameServer(u"ann@db.example:5432/shop"_s, u"ann@db.example:5433/shop"_s));
        QVERIFY(!isSameServer(u"ann@/var/run/pg:5432/shop"_s, u"ann@/var/run/pg2:5432/shop"_s));
    }
    void readsThoseOfAServerAndOfAProfile()
    {
        QTemporaryDir directory;
        const auto workspace = store::Workspace::open(directory.filePath(u"workspace.sqlite"_s));
        BuildRecord here = record(), elsewhere = record(), tunnelled = record();
        here.entry.server = u"bob@db.example:5432/other"_s;
        elsewhere.entry.server = u"ann@else.example:5432/shop"_s;
        tunnelled.entry.server = u"ann@127.0.0.1:40123/shop"_s;
        tunnelled.entry.profileId = QUuid::createUuid();
        for (const BuildRecord &each : {here, elsewhere, tunnelled})
            workspace->addBuild(entryOf(each)).waitForFinished();
        QCOMPARE(buildsOn(*workspace, u"ann@db.example:5432/shop"_s).result().size(), 1);
        QCOMPARE(buildsOn(*workspace, u"ann@127.0.0.1:40999/shop"_s, tunnelled.entry.profileId).result().size(), 1);
        QVERIFY(buildsOn(*workspace, u"ann@127.0.0.1:40999/shop"_s).result().empty());
    }
};

QTEST_GUILESS_MAIN(TestPastBuilds)
#include "tst_pastbuilds.moc"
