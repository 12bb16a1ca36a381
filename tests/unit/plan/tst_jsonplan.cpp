// SPDX-License-Identifier: GPL-3.0-or-later
// EXPLAIN (FORMAT JSON) of several versions becomes a tree in which nothing is lost; what is damaged is told with its place.
#include "plan/readplans.h"
#include "plan/shownplan.h"

#include <QElapsedTimer>
#include <QTest>

using namespace quiver::plan;
using namespace Qt::StringLiterals;

namespace {

const QByteArray nested = R"json([
  {
    "Plan": {
      "Node Type": "Limit", "Parallel Aware": false, "Startup Cost": 0.42, "Total Cost": 9.50, "Plan Rows": 5, "Plan Width": 12,
      "Actual Startup Time": 0.100, "Actual Total Time": 1.250, "Actual Rows": 5, "Actual Loops": 1,
      "Plans": [
        {
          "Node Type": "Gather", "Parent Relationship": "Outer", "Workers Planned": 2, "Workers Launched": 1, "Single Copy": false,
          "Plans": [
            {
              "Node Type": "Sort", "Parent Relationship": "Outer", "Sort Key": ["a DESC", "f(b, c)"], "Sort Method": "external merge",
              "Sort Space Used": 120, "Sort Space Type": "Disk",
              "Workers": [{"Worker Number": 0, "Actual Startup Time": 1.5, "Actual Total Time": 2.5, "Actual Rows": 3, "Actual Loops": 1,
                           "Sort Method": "quicksort", "Sort Space Used": 25, "Sort Space Type": "Memory", "Shared Hit Blocks": 4, "JIT": {"Functions": 3}}]
            }
          ]
        },
        {"Node Type": "Seq Scan", "Parent Relationship": "SubPlan", "Subplan Name": "SubPlan 1", "Relation Name": "we\"ird; --",
         "Alias": "w", "Actual Startup Time": 0.000, "Actual Total Time": 0.000, "Actual Rows": 0, "Actual Loops": 0, "Filter": "(a = '\u00e4'::text)"}
      ]
    },
    "Planning": {"Shared Hit Blocks": 7, "Shared Read Blocks": 1, "Memory Used": 12, "Memory Allocated": 16},
    "Planning Time": 0.250,
    "Settings": {"work_mem": "64kB", "jit": "off"},
    "Triggers": [{"Trigger Name": "RI_x", "Constraint Name": "fk", "Relation": "w", "Time": 0.75, "Calls": 3}],
    "JIT": {"Worker Number": -1, "Functions": 6, "Options": {"Inlining": false, "Optimization": true, "Expressions": true, "Deforming": true},
            "Timing": {"Generation": {"Deform": 0.1, "Total": 0.6}, "Inlining": 0.0, "Optimization": 0.5, "Emission": 1.5, "Total": 2.6}},
    "Serialization": {"Time": 0.01, "Output Volume": 3, "Format": "text", "Shared Hit Blocks": 2},
    "Execution Time": 1.500
  }
])json";

PlanProblem problemOf(const QByteArray &text)
{
    const PlanReading reading = readPlans(text);
    return reading.problem.value_or(PlanProblem{});
}

QByteArray deep(int levels)
{
    QByteArray text;
    for (int i = 0; i < levels; ++i)
        text += "{\"Node Type\":\"Nested Loop\",\"Total Cost\":1,\"Plans\":[";
    text += "{\"Node Type\":\"Result\"}";
    for (int i = 0; i < levels; ++i)
        text += "]}";
    return "[{\"Plan\":" + text + "}]";
}

} // namespace

class tst_JsonPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheTree()
    {
        const PlanReading reading = readPlans(nested);
        QVERIFY2(reading.ok(), qPrintable(reading.problem.value_or(PlanProblem{}).reason));
        QCOMPARE(reading.plans.size(), 1U);
        const Plan &plan = reading.plans.front();
        QCOMPARE(plan.nodes.size(), 4U);
        QCOMPARE(plan.children(0), (std::vector{1, 3}));
        QCOMPARE(plan.children(1), std::vector{2});
        QCOMPARE(plan.nextSibling(2), -1);
        QCOMPARE(plan.nodes[2].depth, 2);
        QCOMPARE(plan.nodes[3].parent, 0);
        QCOMPARE(plan.nodes[0].end, 4);
        QCOMPARE(plan.nodes[0].totalCost, 9.5);
        QCOMPARE(plan.nodes[0].totalMs, 1.25);
        QCOMPARE(plan.nodes[1].workersPlanned, 2);
        QCOMPARE(plan.nodes[1].property(u"Single Copy"), u"false"_s);
        QCOMPARE(plan.nodes[2].sortKey, (QStringList{u"a DESC"_s, u"f(b, c)"_s}));
        QCOMPARE(plan.nodes[2].sortSpaceKb, 120);
        QVERIFY(!plan.nodes[2].loops && !plan.nodes[2].buffers && !plan.nodes[2].planRows);
        const WorkerFigures &worker = plan.nodes[2].workers.at(0);
        QCOMPARE(worker.sortSpaceType, u"Memory"_s);
        QCOMPARE(worker.buffers->sharedHit, 4);
        QCOMPARE(worker.property(u"JIT"), u"{\"Functions\":3}"_s);
        QVERIFY(plan.nodes[3].neverExecuted() && !plan.nodes[3].totalMs && !plan.nodes[3].rows);
        QCOMPARE(plan.nodes[3].relation, u"we\"ird; --"_s);
        QCOMPARE(plan.nodes[3].filter, u"(a = 'ä'::text)"_s);
    }

    void readsWhatIsSaidOfTheWhole()
    {
        const Plan plan = readPlans(nested).plans.at(0);
        QCOMPARE(plan.planningMs, 0.25);
        QCOMPARE(plan.executionMs, 1.5);
        QCOMPARE(plan.planningBuffers->sharedRead, 1);
        QCOMPARE(plan.planningMemoryAllocatedKb, 16);
        QCOMPARE(plan.settings, (std::vector<PlanProperty>{{u"work_mem"_s, u"64kB"_s}, {u"jit"_s, u"off"_s}}));
        QCOMPARE(plan.triggers.at(0).constraint, u"fk"_s);
        QCOMPARE(plan.triggers.at(0).calls, 3.0);
        QCOMPARE(plan.jit->deformMs, 0.1);
        QCOMPARE(plan.jit->generationMs, 0.6);
        QCOMPARE(plan.jit->optimization, true);
        QCOMPARE(plan.serialization->outputKb, 3);
        QCOMPARE(plan.serialization->buffers->sharedHit, 2);
        QVERIFY(plan.isAnalyzed() && plan.isTimed() && !plan.hasBuffers());
    }

    void readsEveryWrapping()
    {
        const QByteArray node = R"({"Node Type": "Result", "Alias": "x"})";
        for (const QByteArray &text : {QByteArray("[{\"Plan\": " + node + "}]"), QByteArray("{\"Plan\": " + node + "}"), node,
                                       QByteArray(R"([{"QUERY PLAN": [{"Plan": )" + node + "}]}]"), QByteArray(" \n[{\"Plan\": " + node + ",}];")}) {
            const PlanReading reading = readPlans(text);
            QVERIFY2(reading.ok(), text);
            QCOMPARE(reading.plans.size(), 1U);
            QCOMPARE(reading.plans[0].nodes.at(0).type, u"Result"_s);
        }
        const PlanReading two = readPlans("[{\"Plan\": " + node + "}, {\"Plan\": " + node + ", \"Query Text\": \"SELECT 1\"}]\n[{\"Plan\": " + node + "}]");
        QCOMPARE(two.plans.size(), 3U);
        QCOMPARE(two.plans[1].queryText, u"SELECT 1"_s);
    }

    void keepsWhatItDoesNotKnow()
    {
        const Plan plan = readPlans(QByteArray(R"({"Plan": {"Node Type": "Custom Scan", "Custom Plan Provider": "Citus Adaptive", "Distributed Query": {"Job": {"Task Count": 32}},
            "Grouping Sets": [{"Group Keys": [["a  b"]]}], "Conflict Arbiter Indexes": ["a", "b"], "Actual Rows": "many", "Nothing": null}, "Odd": 1.50})")).plans.at(0);
        const PlanNode &node = plan.nodes.at(0);
        QCOMPARE(node.property(u"Distributed Query"), u"{\"Job\":{\"Task Count\":32}}"_s);
        QCOMPARE(node.property(u"Grouping Sets"), u"[{\"Group Keys\":[[\"a  b\"]]}]"_s);
        QCOMPARE(node.property(u"Conflict Arbiter Indexes"), u"a, b"_s);
        QCOMPARE(node.property(u"Actual Rows"), u"many"_s);
        QVERIFY(!node.rows);
        QCOMPARE(node.properties.size(), 4U);
        QCOMPARE(plan.properties, (std::vector<PlanProperty>{{u"Odd"_s, u"1.50"_s}}));
        QCOMPARE(nodeTitle(node), u"Custom Scan (Citus Adaptive)"_s);
    }

    void tellsWhereItIsDamaged_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("reason");
        const QString foreign = u"keys are in another language"_s;
        QTest::newRow("cut") << QByteArray("[{\"Plan\": {\n\"Node Type\": \"Limit\",") << 2 << 22 << u"the plan ends in the middle"_s;
        QTest::newRow("cut behind a node") << QByteArray("[{\"Plan\": {\"Node Type\": \"Limit\"}") << 1 << 33 << u"the closing } is missing"_s;
        QTest::newRow("cut in a string") << QByteArray("[{\"Plan\": {\n \"Node Type\": \"Li") << 2 << 15 << u"a string is not closed"_s;
        QTest::newRow("cut behind Plans") << QByteArray("[{\"Plan\": {\"Node Type\": \"Limit\", \"Plans\": [") << 1 << 44 << u"a node is missing"_s;
        QTest::newRow("keys in German") << QByteArray("[\n {\"Plan\": {\"Knotentyp\": \"Limit\"}}]") << 2 << 11 << foreign;
        QTest::newRow("plan in German") << QByteArray("[\n {\"Pläne\": {\"Knotentyp\": \"Limit\"}}]") << 2 << 2 << foreign;
        QTest::newRow("behind wide characters") << QByteArray("{\"Plan\": {\"Filter\": \"\xF0\x9F\xA6\x86\", \"Plans\": [7]}}") << 1 << 36 << u"a node of the plan is an object"_s;
        QTest::newRow("no comma") << QByteArray("{\"Plan\": {\"Node Type\": \"Limit\" \"Total Cost\": 1}}") << 1 << 32 << u"a , or } is expected here"_s;
        QTest::newRow("quiverctl's report of no plan") << QByteArray("[{\"plan_text\": \"no plan\", \"total_ms\": null}]") << 1 << 16 << u"holds one plan as text"_s;
        QTest::newRow("quiverctl's report without it") << QByteArray("[{\"execution_ms\": null, \"nodes\": [{\"node\": 0}], \"planning_ms\": null, \"total_cost\": 1, \"total_ms\": null}]")
                                           << 1 << 2 << u"--raw --json"_s;
        QTest::newRow("other JSON") << QByteArray("{\"name\": \"quiver\"}") << 1 << 1 << u"this object has no \"Plan\""_s;
        QTest::newRow("an array of numbers") << QByteArray("[{\"Plan\": {\"Node Type\": \"Limit\"}}, 0.2]") << 1 << 36 << u"the array of a plan holds objects"_s;
        QTest::newRow("deep brackets") << QByteArray(5'000, '[') << 1 << 2 << u"the array of a plan holds objects"_s;
        QTest::newRow("deep and unknown") << QByteArray("{\"Plan\": {\"Node Type\": \"Limit\", \"x\": " + QByteArray(5'000, '[')) << 1 << 1038 << u"nested deeper than 1000 levels"_s;
        QTest::newRow("deep groups") << QByteArray("{\"Plan\": {\"Node Type\": \"Sort\", \"Full-sort Groups\": " + QByteArray("{\"a\":").repeated(5'000)) << 1 << 92 << u"not nested so deep"_s;
        QTest::newRow("deep workers") << QByteArray("{\"Plan\": {\"Node Type\": \"Sort\", \"Workers\": " + QByteArray(5'000, '[')) << 1 << 44 << u"a worker of the plan is an object"_s;
        QTest::newRow("empty") << QByteArray() << 1 << 1 << u"this text is empty"_s;
    }

    void tellsWhereItIsDamaged()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, reason);
        const PlanProblem problem = problemOf(text);
        QVERIFY2(problem.reason.contains(reason), qPrintable(problem.reason));
        QTEST(problem.line, "line");
        QTEST(problem.column, "column");
    }

    void thePlaceIsThatOfAnEditor()
    {
        const QString text = u"{\"Plan\":\n {\"Filter\": \"🦆ä\", \"Plans\": [7]}}"_s;
        const PlanProblem problem = readPlans(text).problem.value();
        QCOMPARE(problem.offset, text.indexOf(u'7'));
        QCOMPARE(problem.line, 2);
    }

    void depthCostsNoRecursion()
    {
        const PlanReading reading = readPlans(deep(50'000));
        QVERIFY(reading.ok());
        const Plan &plan = reading.plans.at(0);
        QCOMPARE(plan.nodes.size(), 50'001U);
        QCOMPARE(plan.nodes.back().depth, 50'000);
        QCOMPARE(plan.nodes.front().end, 50'001);
    }

    void fiftyMegabytesAreReadInLinearTime()
    {
        QByteArray text = "[{\"Plan\": {\"Node Type\": \"Append\", \"Plans\": [";
        const QByteArray node = R"({"Node Type": "Seq Scan", "Parent Relationship": "Member", "Relation Name": "part", "Alias": "part_1", "Total Cost": 1.5})";
        const QByteArray filler = ", {\"Node Type\": \"Result\", \"Filter\": \"" + QByteArray(1'500, 'x') + "\"},";
        while (text.size() < 50'000'000)
            text += node + filler;
        text += node + "]}}]";
        QElapsedTimer timer;
        timer.start();
        const PlanReading reading = readPlans(text);
        QVERIFY2(reading.ok(), qPrintable(reading.problem.value_or(PlanProblem{}).reason));
        QVERIFY(reading.plans[0].nodes.size() > 30'000);
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        text.chop(1);
        QVERIFY(problemOf(text).reason.contains("closing ] is missing"_L1));
    }

    void shortensVectors()
    {
        QStringList values;
        for (int i = 0; i < 768; ++i)
            values << u"0.%1"_s.arg(i);
        const QString text = u"(embedding <=> '[%1]'::vector) = 'it''s' AND x = '[1,2]'::vector AND y = 'open"_s;
        QCOMPARE(shownCondition(text.arg(values.join(u','))), text.arg(u"0.0,0.1,0.2, … 768 values"_s));
        QCOMPARE(shownCondition(text.arg(u"-0.02211462,-0.034261268,-0.036951493, … 768 values"_s)), text.arg(u"-0.02211462,-0.034261268,-0.036951493, … 768 values"_s)); // once
        QCOMPARE(shownCondition(text), text);
    }
};

QTEST_APPLESS_MAIN(tst_JsonPlan)
#include "tst_jsonplan.moc"
