// SPDX-License-Identifier: GPL-3.0-or-later
// Own times and buffers are right with loops, workers, CTEs, InitPlans and SubPlans; estimates, removed rows and totals are graded.
#include "plan/planfigures.h"
#include "plan/plantotals.h"
#include "plan/readplans.h"

#include <QElapsedTimer>
#include <QTest>

using namespace quiver::plan;
using namespace Qt::StringLiterals;

namespace {

struct Read {
    Plan plan;
    PlanFigures figures;
    explicit Read(const QString &text)
    {
        const PlanReading reading = readPlans(text);
        if (!reading.ok() || reading.plans.size() != 1)
            qFatal("%s", qPrintable(reading.problem.value_or(PlanProblem{}).reason));
        plan = reading.plans[0];
        figures = figuresOf(plan);
    }
    double own(std::size_t node) const { return figures.nodes.at(node).ownMs.value_or(-1); }
    qint64 hits(std::size_t node) const { return figures.nodes.at(node).ownBuffers.value_or(BufferUse{.sharedHit = -1}).sharedHit; }
};

} // namespace

#define QCOMPARE_MS(actual, expected) QVERIFY2(std::abs((actual) - (expected)) < 0.0015, qPrintable(QString::number(actual)))

class tst_PlanFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loopsCount()
    {
        const Read read(u"Nested Loop (actual time=0.1..100 rows=10 loops=1)\n  Buffers: shared hit=60\n"
                        "  ->  Seq Scan on a (actual time=0.1..20 rows=10 loops=1)\n        Buffers: shared hit=10\n"
                        "  ->  Index Scan using i on b (actual time=1..7 rows=1 loops=10)\n        Buffers: shared hit=50"_s);
        QCOMPARE_MS(read.own(0), 10.0);
        QCOMPARE_MS(read.own(1), 20.0);
        QCOMPARE_MS(read.own(2), 70.0);
        QCOMPARE(read.hits(0), 0);
        QCOMPARE(read.hits(2), 50);
        QCOMPARE(read.figures.nodes[2].time, Grade::Notable);
        QCOMPARE(read.figures.nodes[1].time, Grade::Slight);
        QCOMPARE(read.figures.nodes[2].rows, 10.0);
        QCOMPARE(read.figures.totalMs, 100.0);
    }

    void workersShareTheTime()
    {
        const Read read(u"Gather (actual time=1..30 rows=30 loops=1)\n  Workers Planned: 3\n  Workers Launched: 2\n"
                        "  ->  Nested Loop (actual time=1..27 rows=10 loops=3)\n"
                        "        ->  Parallel Seq Scan on a (actual time=1..6 rows=10 loops=3)\n"
                        "        ->  Index Scan using i on b (actual time=0.1..2 rows=1 loops=30)"_s);
        QCOMPARE_MS(read.own(0), 3.0);
        QCOMPARE_MS(read.own(1), 27.0 - 6 - 20);
        QCOMPARE_MS(read.own(2), 6.0);
        QCOMPARE_MS(read.own(3), 20.0); // 60 ms by three processes
        QCOMPARE(read.figures.nodes[3].processes, 3.0);
        QVERIFY(read.figures.nodes[0].workersMissing);
    }

    void aCteCountsWhereItIsComputed()
    {
        const Read read(u"Hash Join (actual time=1..100 rows=1 loops=1)\n  Buffers: shared hit=100\n  CTE x\n"
                        "    ->  Seq Scan on t (actual time=1..60 rows=9 loops=1)\n          Buffers: shared hit=90\n"
                        "  ->  CTE Scan on x a (actual time=1..62 rows=9 loops=1)\n        Buffers: shared hit=90\n"
                        "  ->  Hash (actual time=1..5 rows=9 loops=1)\n"
                        "        ->  CTE Scan on x b (actual time=1..3 rows=9 loops=1)"_s);
        QCOMPARE_MS(read.own(0), 100.0 - 62 - 5);
        QCOMPARE_MS(read.own(1), 60.0);
        QCOMPARE_MS(read.own(2), 2.0);
        QCOMPARE_MS(read.own(3), 2.0);
        QCOMPARE_MS(read.own(4), 3.0);
        QCOMPARE(read.hits(0), 10);
        QCOMPARE(read.hits(1), 90);
        QCOMPARE(read.hits(2), 0);
    }

    void aCteThatNobodyReadsRunsBesideTheTree()
    {
        const Read read(u"Result (actual time=1..2 rows=1 loops=1)\n  CTE w\n    ->  Insert on t (actual time=1..8 rows=0 loops=1)\n          ->  Result (actual time=0..3 rows=1 loops=1)"_s);
        QCOMPARE_MS(read.own(0), 2.0);
        QCOMPARE_MS(read.own(1), 5.0);
        QCOMPARE_MS(read.figures.totalMs.value_or(0), 10.0);
    }

    void anInitPlanIsTakenFromWhoNeedsIt()
    {
        // Named in a condition further down, until 16 and from 17 on; named nowhere: where its time fits.
        for (const QString &name : {u"$0"_s, u"(InitPlan 1).col1"_s, u"now()"_s}) {
            const Read read(u"Limit (actual time=1..50 rows=1 loops=1)\n  InitPlan 1 (returns $0)\n    ->  Aggregate (actual time=1..40 rows=1 loops=1)\n"
                            "  ->  Seq Scan on t (actual time=1..49 rows=1 loops=1)\n        Filter: (a = %1)"_s.arg(name));
            QCOMPARE_MS(read.own(0), 1.0);
            QCOMPARE_MS(read.own(1), 40.0);
            QCOMPARE_MS(read.own(2), 9.0);
        }
    }

    void aSubPlanIsPartOfItsNode()
    {
        const Read read(u"Seq Scan on t (actual time=1..50 rows=10 loops=1)\n  Filter: (SubPlan 1)\n  Rows Removed by Filter: 990\n  SubPlan 1\n"
                        "    ->  Index Scan using i on u (actual time=0.01..0.04 rows=1 loops=1000)\n"_s);
        QCOMPARE_MS(read.own(0), 10.0);
        QCOMPARE_MS(read.own(1), 40.0);
        QCOMPARE(read.figures.nodes[0].removed, 990.0);
        QCOMPARE(read.figures.nodes[0].removal, Grade::Severe);
        QVERIFY(read.figures.nodes[1].cutShort);
    }

    void whatIsNotMeasuredIsAbsent()
    {
        const Read plain(u"Limit  (cost=0.00..2.00 rows=1 width=4)\n  ->  Seq Scan on t  (cost=0.00..20.00 rows=10 width=4)"_s);
        QVERIFY(!plain.figures.totalMs && !plain.figures.nodes[0].ownMs && !plain.figures.nodes[0].ownBuffers && !plain.figures.nodes[0].rowFactor);
        QCOMPARE(plain.figures.nodes[0].ownCost, 0.0); // the Limit stops what would have cost 20
        QCOMPARE(plain.figures.nodes[1].ownCostShare, 1.0);
        const Read untimed(u"Seq Scan on t  (cost=0.00..20.00 rows=10 width=4) (actual rows=2000 loops=1)\n  Filter: (a = 1)"_s);
        QVERIFY(!untimed.figures.totalMs && !untimed.figures.nodes[0].ownShare);
        QCOMPARE(untimed.figures.nodes[0].rowFactor, 200.0);
        QCOMPARE(untimed.figures.nodes[0].estimate, Grade::Notable);
        QCOMPARE(untimed.figures.nodes[0].removedShare, 0.0);
        QCOMPARE(untimed.figures.nodes[0].cost, Grade::Severe);
    }

    void estimatesBelowALimitAreNoFault()
    {
        const Read read(u"Limit  (cost=0..1 rows=5 width=4) (actual time=0..1 rows=5 loops=1)\n"
                        "  ->  Nested Loop  (cost=0..1 rows=100000 width=4) (actual time=0..1 rows=5 loops=1)\n"
                        "        ->  Sort  (cost=0..1 rows=3 width=4) (actual time=0..1 rows=3 loops=1)\n"
                        "              ->  Seq Scan on t  (cost=0..1 rows=5000 width=4) (actual time=0..1 rows=3 loops=1)\n"
                        "        ->  Seq Scan on u  (cost=0..1 rows=1 width=4) (actual time=0..0 rows=200 loops=3)\n"
                        "  ->  Seq Scan on v  (cost=0..1 rows=1 width=4) (never executed)"_s);
        QVERIFY(read.figures.nodes[1].cutShort);
        QCOMPARE(read.figures.nodes[1].estimate, Grade::None);
        QVERIFY(!read.figures.nodes[3].cutShort); // a Sort reads all
        QCOMPARE(read.figures.nodes[3].estimate, Grade::Severe);
        QCOMPARE(read.figures.nodes[4].estimate, Grade::Notable); // more than planned is always a fault
        QVERIFY(read.figures.nodes[5].neverExecuted);
        QCOMPARE(read.figures.nodes[5].ownMs, 0.0);
    }

    void whatSpilledIsMarked()
    {
        QVERIFY(Read(u"Sort (actual rows=1 loops=1)\n  Sort Method: external merge  Disk: 8kB"_s).figures.nodes[0].spilled);
        QVERIFY(Read(u"Hash (actual rows=1 loops=1)\n  Buckets: 1  Batches: 2  Memory Usage: 1kB"_s).figures.nodes[0].batches);
        QVERIFY(Read(u"HashAggregate (actual rows=1 loops=1)\n  Batches: 5  Memory Usage: 1kB  Disk Usage: 9kB"_s).figures.nodes[0].spilled);
        QVERIFY(Read(u"Index Only Scan using i on t (actual rows=1 loops=1)\n  Heap Fetches: 3"_s).figures.nodes[0].heapFetches);
        const Read quiet(u"Sort (actual rows=1 loops=1)\n  Sort Method: quicksort  Memory: 25kB\n  Buffers: shared hit=1, temp written=4\n  ->  Materialize (actual rows=1 loops=1)\n        Buffers: temp written=4"_s);
        QVERIFY(!quiet.figures.nodes[0].spilled && quiet.figures.nodes[1].spilled);
    }

    void totalsAddUp()
    {
        const Read read(u"Append (actual time=0..100 rows=1 loops=1)\n  ->  Index Scan using i on s.t (actual time=0..30 rows=1 loops=1)\n"
                        "  ->  Index Scan using i on s.t t_1 (actual time=0..20 rows=1 loops=1)\n  ->  Seq Scan on s.u (actual time=0..45 rows=1 loops=1)"_s);
        const std::vector<PlanTotal> tables = totalsPerTable(read.plan, read.figures), types = totalsPerType(read.plan, read.figures), indexes = totalsPerIndex(read.plan, read.figures);
        QCOMPARE(tables.size(), 2U);
        QCOMPARE(tables[0].name, u"s.t"_s);
        QCOMPARE(tables[0].nodes, 2);
        QCOMPARE_MS(tables[0].ownMs.value_or(0), 50.0);
        QCOMPARE(types.size(), 3U);
        QCOMPARE(types[0].name, u"Index Scan"_s);
        QCOMPARE(indexes.size(), 1U);
        QVERIFY(!indexes[0].cost && !indexes[0].buffers);
    }

    void depthIsNoTrouble()
    {
        QString text = u"Nested Loop (actual time=0..100000 rows=1 loops=1)\n"_s;
        for (int i = 1; i < 3'000; ++i)
            text += QString(6 * i - 4, u' ') + u"->  Nested Loop (actual time=0..%1 rows=1 loops=1)\n"_s.arg(100'000 - i);
        const Read read(text);
        QCOMPARE_MS(read.own(1'500), 1.0);
        QCOMPARE(read.figures.nodes.size(), 3'000U);
        for (const QString &subplan : {u"InitPlan 1 (returns $1)"_s, u"CTE x"_s}) { // many of one node
            QElapsedTimer timer;
            timer.start();
            const Read many(u"Limit (actual time=0..1 rows=1 loops=1)\n"_s + u"  %1\n    ->  CTE Scan on x (actual time=0..9 rows=1 loops=1)\n          Filter: $1\n"_s.arg(subplan).repeated(15'000));
            QCOMPARE(many.figures.nodes.size(), 15'001U);
            QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
        }
    }
};

QTEST_APPLESS_MAIN(tst_PlanFigures)
#include "tst_planfigures.moc"
