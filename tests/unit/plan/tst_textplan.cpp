// SPDX-License-Identifier: GPL-3.0-or-later
// EXPLAIN's text format of several versions becomes the same tree as its JSON; what is damaged is told with its place.
#include "plan/readplans.h"

#include <QElapsedTimer>
#include <QTest>

using namespace quiver::plan;
using namespace Qt::StringLiterals;

namespace {

Plan planOf(const QString &text)
{
    const PlanReading reading = readPlans(text);
    if (!reading.ok() || reading.plans.size() != 1)
        qFatal("%zu plans, %s", reading.plans.size(), qPrintable(reading.problem.value_or(PlanProblem{}).reason));
    return reading.plans.front();
}

PlanNode nodeOf(const QString &line)
{
    return planOf(line).nodes.at(0);
}

const QString tree = QString::fromUtf8(
    "Hash Join  (cost=31.69..855.89 rows=74 width=68) (actual time=29.983..38.482 rows=99 loops=1)\n"
    "  Output: a.id, f(a.s, 'x, y'), b.s\n"
    "  Hash Cond: (a.id = b.id)\n"
    "  Buffers: shared hit=10 read=2, temp written=3\n"
    "  I/O Timings: shared/local read=0.250, temp write=0.125\n"
    "  CTE we\"ird; --\n"
    "    ->  Index Scan using t_pkey on public.t  (cost=0.28..10.01 rows=99 width=8) (actual time=0.027..0.035 rows=99 loops=1)\n"
    "          Index Cond: (t.id < 100)\n"
    "  ->  CTE Scan on \"we\"\"ird; --\" a  (cost=18.47..841.65 rows=74 width=36) (actual time=29.919..38.393 rows=99 loops=1)\n"
    "        Filter: ((s = 'line\n"
    "break'::text) OR (hashed SubPlan 2))\n"
    "        SubPlan 2\n"
    "          ->  Gather  (cost=0.00..15.29 rows=1270 width=4) (never executed)\n"
    "                Workers Planned: 2\n"
    "                ->  Parallel Seq Scan on ref  (cost=0.00..15.29 rows=529 width=4) (never executed)\n"
    "  ->  Hash  (cost=1.98..1.98 rows=99 width=36) (actual time=0.057..0.059 rows=99 loops=1)\n"
    "        Buckets: 1024 (originally 512)  Batches: 2 (originally 1)  Memory Usage: 12kB\n"
    "        ->  Sort  (cost=1.98..1.98 rows=99 width=36) (actual time=0.050..0.059 rows=33 loops=3)\n"
    "              Sort Key: b.s DESC NULLS LAST, (f(b.id, 2))\n"
    "              Sort Method: external merge  Disk: 5128kB\n"
    "              Worker 0:  actual time=44.734..44.738 rows=100 loops=1\n"
    "                Sort Method: quicksort  Memory: 32kB\n"
    "                Buffers: shared hit=487\n"
    "              Worker 1:  actual time=47.641..47.645 rows=100 loops=1\n"
    "              ->  CTE Scan on \"we\"\"ird; --\" b  (cost=0.00..1.98 rows=99 width=36) (actual time=0.029..0.047 rows=99 loops=1)\n"
    "Settings: search_path = 'a, \"b'c\"', work_mem = '64kB'\n"
    "Planning:\n"
    "  Buffers: shared hit=43 dirtied=2\n"
    "  Memory: used=31kB  allocated=32kB\n"
    "Planning Time: 0.297 ms\n"
    "Trigger RI_Constraint_1 for constraint fk on t: time=0.291 calls=11\n"
    "Trigger for constraint fk2: calls=3\n"
    "JIT:\n"
    "  Functions: 34\n"
    "  Options: Inlining false, Optimization true, Expressions true, Deforming true\n"
    "  Timing: Generation 17.427 ms (Deform 3.5 ms), Inlining 0.000 ms, Optimization 1.069 ms, Emission 78.670 ms, Total 97.166 ms\n"
    "Serialization: time=0.125 ms  output=12kB  format=text\n"
    "  Buffers: shared hit=4\n"
    "Execution Time: 38.532 ms\n");

} // namespace

class tst_TextPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheTree()
    {
        const Plan plan = planOf(tree);
        QCOMPARE(plan.nodes.size(), 8U);
        QCOMPARE(plan.children(0), (std::vector{1, 2, 5}));
        QCOMPARE(plan.children(2), std::vector{3});
        QCOMPARE(plan.children(6), std::vector{7});
        QCOMPARE(plan.nodes[0].output, (QStringList{u"a.id"_s, u"f(a.s, 'x, y')"_s, u"b.s"_s}));
        QCOMPARE(plan.nodes[0].buffers->tempWritten, 3);
        QCOMPARE(plan.nodes[0].io->sharedRead, 0.25);
        QCOMPARE(plan.nodes[0].io->tempWrite, 0.125);
        QCOMPARE(plan.nodes[1].subplan, u"CTE we\"ird; --"_s);
        QCOMPARE(plan.nodes[1].relationship, u"InitPlan"_s);
        QCOMPARE(plan.nodes[1].schema, u"public"_s);
        QVERIFY(plan.nodes[1].buffers); // others have them, so its own are zero
        QCOMPARE(plan.nodes[2].cte, u"we\"ird; --"_s);
        QCOMPARE(plan.nodes[2].alias, u"a"_s);
        QCOMPARE(plan.nodes[2].filter, u"((s = 'line\nbreak'::text) OR (hashed SubPlan 2))"_s);
        QCOMPARE(plan.nodes[2].removedByFilter, 0.0);
        QCOMPARE(plan.nodes[3].relationship, u"SubPlan"_s);
        QVERIFY(plan.nodes[3].neverExecuted() && !plan.nodes[3].rows);
        QVERIFY(plan.nodes[4].parallelAware);
        QCOMPARE(plan.nodes[5].relationship, u"Inner"_s);
        QCOMPARE(plan.nodes[5].hashBatches, 2);
        QCOMPARE(plan.nodes[5].hashBucketsOriginal, 512);
        QCOMPARE(plan.nodes[6].sortKey, (QStringList{u"b.s DESC NULLS LAST"_s, u"(f(b.id, 2))"_s}));
        QCOMPARE(plan.nodes[6].sortSpaceKb, 5128);
        QCOMPARE(plan.nodes[6].workers.size(), 2U);
        QCOMPARE(plan.nodes[6].workers[0].sortSpaceType, u"Memory"_s);
        QCOMPARE(plan.nodes[6].workers[0].buffers->sharedHit, 487);
        QCOMPARE(plan.nodes[6].workers[1].totalMs, 47.645);
    }

    void readsWhatIsSaidOfTheWhole()
    {
        const Plan plan = planOf(tree);
        QCOMPARE(plan.settings, (std::vector<PlanProperty>{{u"search_path"_s, u"a, \"b'c\""_s}, {u"work_mem"_s, u"64kB"_s}}));
        QCOMPARE(plan.planningBuffers->sharedDirtied, 2);
        QCOMPARE(plan.planningMemoryUsedKb, 31);
        QCOMPARE(plan.planningMs, 0.297);
        QCOMPARE(plan.executionMs, 38.532);
        QCOMPARE(plan.triggers.size(), 2U);
        QCOMPARE(plan.triggers[0].relation, u"t"_s);
        QCOMPARE(plan.triggers[1].constraint, u"fk2"_s);
        QVERIFY(!plan.triggers[1].ms);
        QCOMPARE(plan.jit->deformMs, 3.5);
        QCOMPARE(plan.jit->totalMs, 97.166);
        QCOMPARE(plan.serialization->buffers->sharedHit, 4);
        QVERIFY(plan.properties.empty());
    }

    void readsTitles_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("object");
        const QString figures = u"  (cost=0.00..1.00 rows=1 width=4)"_s;
        const auto row = [&](const QString &title, const QString &type, const QString &object) { QTest::newRow(qPrintable(title)) << title + figures << type << object; };
        row(u"Seq Scan on docs"_s, u"Seq Scan"_s, u"docs"_s);
        row(u"Parallel Index Only Scan Backward using \"i on x\" on s.\"T x\" \"a b\""_s, u"Index Only Scan"_s, u"a b"_s);
        row(u"Bitmap Index Scan on docs_i"_s, u"Bitmap Index Scan"_s, u"docs_i"_s);
        row(u"Values Scan on \"*VALUES*\""_s, u"Values Scan"_s, u"*VALUES*"_s);
        row(u"Function Scan on pg_catalog.generate_series g"_s, u"Function Scan"_s, u"g"_s);
        row(u"Table Function Scan on \"xmltable\" x"_s, u"Table Function Scan"_s, u"x"_s);
        row(u"Merge Append"_s, u"Merge Append"_s, {});
        row(u"Nested Loop Left Join"_s, u"Nested Loop"_s, {});
        row(u"Parallel Hash Right Semi Join"_s, u"Hash Join"_s, {});
        row(u"Merge Full Join"_s, u"Merge Join"_s, {});
        row(u"Finalize GroupAggregate"_s, u"Aggregate"_s, {});
        row(u"MixedAggregate"_s, u"Aggregate"_s, {});
        row(u"HashSetOp Except All"_s, u"SetOp"_s, {});
        row(u"Merge on public.t x"_s, u"ModifyTable"_s, u"x"_s);
        row(u"Async Foreign Scan on public.f"_s, u"Foreign Scan"_s, u"f"_s);
        row(u"Foreign Update on f"_s, u"Foreign Scan"_s, u"f"_s);
        row(u"Custom Scan (Citus Adaptive)"_s, u"Custom Scan"_s, {});
        row(u"Some Scan of PostgreSQL 30 on t"_s, u"Some Scan of PostgreSQL 30"_s, u"t"_s);
    }

    void readsTitles()
    {
        QFETCH(QString, line);
        const PlanNode node = nodeOf(line);
        QTEST(node.type, "type");
        QTEST(node.objectName(), "object");
        QCOMPARE(node.planWidth, 4);
        QVERIFY(line.startsWith(nodeTitle(node)));
    }

    void readsVersions()
    {
        const Plan old = planOf(u"Seq Scan on t  (cost=0.00..1.00 rows=1 width=4) (actual time=0.010..0.020 rows=5 loops=2)\n"
                                "Planning time: 0.123 ms\nExecution time: 4.5 ms"_s); // 9.6
        QCOMPARE(old.planningMs, 0.123);
        QCOMPARE(old.executionMs, 4.5);
        const Plan young = planOf(u"Index Scan using i on t  (cost=0.00..1.00 rows=1 width=4) (actual time=0.010..0.020 rows=0.50 loops=2)\n"
                                  "  Index Cond: (a = 1)\n  Index Searches: 3\n  Disabled: true\n  Buffers: shared hit=1\n  WAL: records=2 fpi=1 bytes=300 buffers full=4"_s); // 18
        QCOMPARE(young.nodes[0].rows, 0.5);
        QCOMPARE(young.nodes[0].indexSearches, 3);
        QCOMPARE(young.nodes[0].wal->buffersFull, 4);
        QVERIFY(young.nodes[0].disabled);
        const Plan stored = planOf(u"WindowAgg (actual rows=3.00 loops=1)\n  Window: w1 AS (PARTITION BY a)\n  Storage: Memory  Maximum Storage: 17kB\n"
                                   "  ->  Memoize (actual rows=1.00 loops=3)\n        Cache Key: a.x, b\n        Cache Mode: logical\n"
                                   "        Hits: 7  Misses: 3  Evictions: 1  Overflows: 0  Memory Usage: 2kB"_s);
        QCOMPARE(stored.nodes[0].property(u"Maximum Storage"), u"17"_s);
        QCOMPARE(stored.nodes[1].cacheHits, 7);
        QCOMPARE(stored.nodes[1].peakMemoryKb, 2);
        QVERIFY(!stored.nodes[0].totalMs && stored.isAnalyzed() && !stored.isTimed());
        const Plan sorted = planOf(u"Incremental Sort (actual rows=3 loops=1)\n  Full-sort Groups: 100  Sort Methods: quicksort, top-N heapsort  Average Memory: 29kB  Peak Memory: 30kB\n"
                                   "  Pre-sorted Groups: 5  Sort Method: external merge  Average Disk: 88kB  Peak Disk: 90kB"_s);
        QCOMPARE(sorted.nodes[0].fullSortGroups->methods.size(), 2);
        QCOMPARE(sorted.nodes[0].presortedGroups->peakDiskKb, 90);
        QCOMPARE(nodeOf(u"HashAggregate\n  Planned Partitions: 4  Batches: 5  Memory Usage: 4145kB  Disk Usage: 12kB"_s).aggregateBatches, 5);
        QCOMPARE(nodeOf(u"Bitmap Heap Scan on t\n  Heap Blocks: exact=3 lossy=1"_s).lossyHeapBlocks, 1);
    }

    void knowsTheTablesOfAWrite()
    {
        const Plan plan = planOf(u"Update on parent\n  Update on p1 parent_1\n  Foreign Update on s.p2 parent_2\n  ->  Append\n        ->  Seq Scan on p1 parent_1"_s);
        QCOMPARE(plan.nodes[0].targets, (QStringList{u"p1 parent_1"_s, u"s.p2 parent_2"_s}));
        QCOMPARE(plan.nodes[2].relationship, u"Member"_s);
    }

    void linesThatWereWrappedAreJoined()
    {
        const Plan plan = planOf(u"Limit  (cost=0.00..0.04 rows=1 width=4) (actual time=0.010..0.0\n12 rows=1 loops=1)\n"
                                 "  ->  Seq Scan on t  (cost=0.00..15.00\n rows=1000 width=4) (actual\n time=0.009..0.009 rows=1 loops=1)\n        Filter: (a = 1 OR\nb = 2)\nExecution Time: 1.5 ms"_s);
        QCOMPARE(plan.nodes.size(), 2U);
        QCOMPARE(plan.nodes[0].totalMs, 0.012);
        QCOMPARE(plan.nodes[1].planRows, 1000.0);
        QCOMPARE(plan.nodes[1].filter, u"(a = 1 OR b = 2)"_s);
        QCOMPARE(plan.executionMs, 1.5);
    }

    void severalPlansAreSeparate()
    {
        const PlanReading reading = readPlans(u"Insert on a  (cost=0.00..1.00 rows=0 width=0)\n  ->  Result  (cost=0.00..1.00 rows=1 width=4)\n \nInsert on b  (cost=0.00..1.00 rows=0 width=0)\n"
                                              "  ->  Result  (cost=0.00..1.00 rows=1 width=4)\n\nsome words behind\n"_s);
        QVERIFY(reading.ok());
        QCOMPARE(reading.plans.size(), 2U);
        QCOMPARE(reading.plans[1].nodes[0].relation, u"b"_s);
        // A worker's details end with its plan.
        const PlanReading workers = readPlans(u"Limit (actual rows=1 loops=1)\n  Worker 0:  actual rows=1 loops=1\nLimit (actual rows=1 loops=1)\n    Filter: a\n"_s);
        QCOMPARE(workers.plans.size(), 2U);
        QCOMPARE(workers.plans[1].nodes[0].filter, u"a"_s);
    }

    void tellsWhatIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("reason");
        QTest::newRow("prose") << u"\n  Dear all,\nthe plan is to go home."_s << 2 << 3 << u"there is no plan in this text"_s;
        QTest::newRow("empty") << u" \n\n"_s << 1 << 1 << u"this text is empty"_s;
        QTest::newRow("half a line") << u"Limit  (cost=0.00..0.04 rows=1 width=4)\n  ->  Seq Scan on t  (cost=0.00..1"_s << 2 << 3 << u"ends in the middle of its figures"_s;
        QTest::newRow("damaged figures") << u"Limit  (cost=0.00..0.04 rows=x width=4)"_s << 1 << 1 << u"ends in the middle of its figures"_s;
        QTest::newRow("no node") << u"Limit  (cost=0.00..0.04 rows=1 width=4)\n  ->"_s << 2 << 3 << u"a node is missing"_s;
        QTest::newRow("German") << u"Limit  (Kosten=0,00..0,04 Zeilen=1 Breite=4)"_s << 1 << 9 << u"\"Kosten\" stands where PostgreSQL writes \"cost\""_s;
        QTest::newRow("Russian") << u"План\nПосл. чтение t  (стоимость=0.00..0.04 строк=1 ширина=4)"_s << 2 << 18 << u"in another language"_s;
        QTest::newRow("XML") << u"<explain xmlns=\"http://www.postgresql.org/2009/explain\">"_s << 1 << 1 << u"as XML"_s;
        QTest::newRow("YAML") << u"- Plan: \n    Node Type: \"Seq Scan\""_s << 2 << 5 << u"as YAML"_s;
        QTest::newRow("utility") << u"[\n  \"Utility Statement\"\n]"_s << 2 << 3 << u"has no plan"_s;
    }

    void tellsWhatIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, reason);
        const PlanReading reading = readPlans(text);
        QVERIFY(reading.problem);
        QVERIFY2(reading.problem->reason.contains(reason), qPrintable(reading.problem->reason));
        QTEST(reading.problem->line, "line");
        QTEST(reading.problem->column, "column");
    }

    void depthAndSizeAreNoTrouble()
    {
        QString text;
        for (int i = 0; i < 5'000; ++i)
            text += QString(i == 0 ? 0 : 6 * i - 4, u' ') + (i == 0 ? u""_s : u"->  "_s) + u"Nested Loop  (cost=0.00..1.00 rows=1 width=4)\n"_s;
        QElapsedTimer timer;
        timer.start();
        const Plan plan = planOf(text);
        QCOMPARE(plan.nodes.size(), 5'000U);
        QCOMPARE(plan.nodes.back().depth, 4'999);
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed()))); // 80 MB
        const PlanReading quotes = readPlans(u"Limit\n"_s + u"  Filter: 'a\n"_s.repeated(200'000));
        QVERIFY(quotes.ok());
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(tst_TextPlan)
#include "tst_textplan.moc"
