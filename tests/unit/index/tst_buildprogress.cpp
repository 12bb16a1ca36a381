// SPDX-License-Identifier: GPL-3.0-or-later
// What a server's words on a build mean: phases, counts, statements, notices.
#include "index/buildalarm.h"
#include "index/buildprogress.h"
#include "index/buildrecord.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;

class TestBuildProgress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPhases_data();
    void readsPhases();
    void readsStatements_data();
    void readsStatements();
    void countsWhatThePhaseCounts();
    void raisesAnAlarmWithItsRemedy();
    void keepsARecord();
    void comparesBuilds();
};

void TestBuildProgress::readsPhases_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("method");
    QTest::addColumn<BuildPhase>("phase");
    QTest::newRow("hnsw") << u"building index: loading tuples"_s << u"hnsw"_s << BuildPhase::Loading;
    QTest::newRow("k-means") << u"building index: performing k-means"_s << u"ivfflat"_s << BuildPhase::Training;
    QTest::newRow("assigning") << u"building index: assigning tuples"_s << u"ivfflat"_s << BuildPhase::Assigning;
    QTest::newRow("b-tree") << u"building index: scanning table"_s << u"btree"_s << BuildPhase::Building;
    QTest::newRow("b-tree's end") << u"building index: loading tuples in tree"_s << u"btree"_s << BuildPhase::Building;
    QTest::newRow("gin") << u"building index"_s << u"gin"_s << BuildPhase::Building;
    QTest::newRow("start") << u"building index: initializing"_s << u"hnsw"_s << BuildPhase::Initializing;
    QTest::newRow("writers") << u"waiting for writers before build"_s << u"hnsw"_s << BuildPhase::WaitingForWritersBefore;
    QTest::newRow("snapshots") << u"waiting for old snapshots"_s << QString() << BuildPhase::WaitingForSnapshots;
    QTest::newRow("reindex") << u"waiting for readers before dropping"_s << QString() << BuildPhase::WaitingForReadersDrop;
    QTest::newRow("of a later version") << u"building index: dreaming"_s << u"hnsw"_s << BuildPhase::Building;
}

void TestBuildProgress::readsPhases()
{
    QFETCH(QString, text);
    QFETCH(QString, method);
    QFETCH(BuildPhase, phase);
    QCOMPARE(phaseFrom(text, method, 0), phase);
    QVERIFY(!phaseWords(phase, method).isEmpty());
}

void TestBuildProgress::readsStatements_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<BuildStatement>("found");
    QTest::newRow("plain") << u"create index i on docs using hnsw (embedding vector_l2_ops)"_s
                           << BuildStatement{u"CREATE INDEX"_s, u"i"_s, {}, u"docs"_s, u"hnsw"_s};
    QTest::newRow("concurrently") << u"CREATE INDEX CONCURRENTLY IF NOT EXISTS \"My \"\"idx\" ON ONLY s.\"T\" USING ivfflat (e)"_s
                                  << BuildStatement{u"CREATE INDEX CONCURRENTLY"_s, u"My \"idx"_s, u"s"_s, u"T"_s, u"ivfflat"_s, 100};
    QTest::newRow("lists") << u"CREATE INDEX i ON docs USING ivfflat ((e::halfvec(3)) halfvec_l2_ops) WITH (lists = '25') WHERE lists = 3"_s
                           << BuildStatement{u"CREATE INDEX"_s, u"i"_s, {}, u"docs"_s, u"ivfflat"_s, 25};
    QTest::newRow("cut before its lists") << u"CREATE INDEX i ON docs USING ivfflat"_s << BuildStatement{u"CREATE INDEX"_s, u"i"_s, {}, u"docs"_s, u"ivfflat"_s, 0};
    QTest::newRow("no name") << u"/* x */ CREATE UNIQUE INDEX ON docs (id)"_s << BuildStatement{u"CREATE INDEX"_s, {}, {}, u"docs"_s, u"btree"_s};
    QTest::newRow("among others") << u"SET maintenance_work_mem = '1GB'; CREATE INDEX i ON docs USING hnsw (e)"_s
                                  << BuildStatement{u"CREATE INDEX"_s, u"i"_s, {}, u"docs"_s, u"hnsw"_s};
    QTest::newRow("cut") << u"CREATE INDEX i ON do"_s << BuildStatement{u"CREATE INDEX"_s, u"i"_s, {}, u"do"_s, {}};
    QTest::newRow("reindex") << u"REINDEX (VERBOSE, CONCURRENTLY) INDEX public.i"_s << BuildStatement{u"REINDEX CONCURRENTLY"_s, u"i"_s, u"public"_s, {}, {}};
    QTest::newRow("reindex table") << u"REINDEX TABLE docs"_s << BuildStatement{u"REINDEX"_s, {}, {}, u"docs"_s, {}};
    QTest::newRow("in a string") << u"SELECT 'create index i on docs'"_s << BuildStatement{};
    QTest::newRow("another") << u"CREATE TABLE t (a int)"_s << BuildStatement{};
    QTest::newRow("nothing") << QString() << BuildStatement{};
}

void TestBuildProgress::readsStatements()
{
    QFETCH(QString, sql);
    QFETCH(BuildStatement, found);
    QCOMPARE(buildStatement(sql), found);
}

void TestBuildProgress::countsWhatThePhaseCounts()
{
    BuildProgress build;
    build.phase = BuildPhase::Loading;
    build.blocksDone = 50;
    build.blocksTotal = 200;
    build.tuplesDone = 9'000;
    QCOMPARE(build.unit(), u"blocks"_s); // hnsw
    QCOMPARE(build.fraction(), 0.25);
    build.tuplesTotal = 10'000;
    QCOMPARE(build.unit(), u"rows"_s); // ivfflat
    QCOMPARE(build.fraction(), 0.9);
    build.phase = BuildPhase::WaitingForSnapshots;
    build.lockersTotal = 2;
    build.lockersDone = 1;
    QCOMPARE(build.unit(), u"sessions"_s);
    QCOMPARE(build.fraction(), 0.5);
    build.phase = BuildPhase::Training;
    QCOMPARE(build.total(), 0);
    QVERIFY(build.fraction() < 0);
    QVERIFY(build.unit().isEmpty());
}

void TestBuildProgress::raisesAnAlarmWithItsRemedy()
{
    AlarmFacts facts;
    facts.rows = 100'000;
    facts.valueBytes = 8 + 4 * 768;
    facts.workMem = 64 * 1024 * 1024;
    pg::Diagnostics notice;
    notice.severity = u"NOTICE"_s;
    notice.message = u"hnsw graph no longer fits into maintenance_work_mem after 17431 tuples"_s;
    notice.detail = u"Building will take significantly more time."_s;
    const auto spill = alarmFrom(notice, facts);
    QVERIFY(spill);
    QCOMPARE(spill->kind, BuildAlarm::Kind::GraphOnDisk);
    QCOMPARE(spill->row, 17'431);
    QVERIFY(spill->neededWorkMem > 300'000'000 && spill->neededWorkMem < 500'000'000); // 3.75 kB a row
    QVERIFY2(spill->remedy.contains(u"maintenance_work_mem = %1MB"_s.arg(spill->neededWorkMem / 1024 / 1024)), qPrintable(spill->remedy));
    facts.isPartition = true; // nobody is sent to add up what is built one after the other
    QVERIFY2(alarmFrom(notice, facts)->remedy.contains(u"all 100,000 rows of the largest partition would have fitted"_s), qPrintable(alarmFrom(notice, facts)->remedy));
    facts.hostMemory = qint64(512) << 20; // has not so much to spare
    const QString elsewhere = alarmFrom(notice, facts)->remedy;
    QVERIFY2(elsewhere.contains(u"halfvec"_s) && !elsewhere.contains(u"maintenance_work_mem ="_s), qPrintable(elsewhere));

    notice.message = u"ivfflat index created with little data"_s;
    facts.spec.method = u"ivfflat"_s;
    facts.spec.setOption(u"lists"_s, 200);
    const auto little = alarmFrom(notice, facts);
    QVERIFY(little && little->kind == BuildAlarm::Kind::LittleData);
    QVERIFY2(little->remedy.contains(u"10,000 rows"_s), qPrintable(little->remedy));

    notice.message = u"using 2 parallel workers"_s;
    notice.severity = u"DEBUG1"_s;
    QVERIFY(!alarmFrom(notice, facts));
}

void TestBuildProgress::keepsARecord()
{
    BuildRecord record;
    record.spec.schema = u"public"_s;
    record.spec.table = u"docs"_s;
    record.spec.keys.push_back({IndexKey::Form::Halfvec, u"embedding"_s, {catalog::VectorKind::Vector, 768}});
    record.spec.setOption(u"m"_s, 24);
    record.spec.predicate = u"lang = 'en'"_s;
    record.server.serverVersion = 150018;
    record.server.pgvectorVersion = u"0.8.0"_s;
    record.server.settings[u"maintenance_work_mem"_s] = u"65536 kB"_s;
    record.samples = {{1.5, 100, 66.667, BuildPhase::Loading}};
    record.entry.index = u"docs_idx"_s;
    const BuildRecord again = recordOf(entryOf(record));
    QCOMPARE(again.spec, record.spec);
    QCOMPARE(again.server, record.server);
    QCOMPARE(again.samples, record.samples);
    QCOMPARE(again.setting(u"maintenance_work_mem"_s), 64 * 1024 * 1024);
    QCOMPARE(again.setting(u"shared_buffers"_s), -1);
    QCOMPARE(specFrom({}), IndexSpec());
}

void TestBuildProgress::comparesBuilds()
{
    BuildRecord one;
    one.entry.durationMs = 32'000;
    one.entry.rows = 25'000;
    one.server.settings[u"maintenance_work_mem"_s] = u"65536 kB"_s;
    BuildRecord other = one;
    QVERIFY(compareBuilds({one, other}).empty());
    other.entry.durationMs = 125'000;
    other.server.settings[u"maintenance_work_mem"_s] = u"1048576 kB"_s;
    other.spec.setOption(u"m"_s, 32);
    const auto fields = compareBuilds({one, other});
    QCOMPARE(fields.size(), std::size_t(3));
    QCOMPARE(fields[0], (ComparedField{u"options"_s, {u"defaults"_s, u"m = 32"_s}, false}));
    QCOMPARE(fields[1].name, u"maintenance_work_mem"_s);
    QCOMPARE(fields[2], (ComparedField{u"duration"_s, {u"32.0 s"_s, u"2 min 5 s"_s}, true}));
}

QTEST_GUILESS_MAIN(TestBuildProgress)
#include "tst_buildprogress.moc"
