// SPDX-License-Identifier: GPL-3.0-or-later
// Plans of every kind, and what must hold when a damaged one is read: it is refused in words or becomes a tree that all else can work
// with; nothing crashes, hangs or fills the memory.
#pragma once

#include "plan/planfigures.h"
#include "plan/planlayout.h"
#include "plan/planmatch.h"
#include "plan/plantext.h"
#include "plan/plantotals.h"
#include "plan/readplans.h"
#include "plan/shownplan.h"

#include <QElapsedTimer>

namespace quiver::fuzz {

using namespace Qt::StringLiterals;

inline std::vector<QByteArray> planSeeds()
{
    const QByteArray text = "Gather Merge  (cost=25.35..27.68 rows=200 width=44) (actual time=58.454..67.014 rows=300 loops=1)\n"
                            "  Output: k, (PARTIAL count(*))\n  Workers Planned: 2\n  Workers Launched: 2\n  Buffers: shared hit=1485 read=3, temp written=2\n"
                            "  CTE we\"ird; --\n    ->  Seq Scan on public.\"we\"\"ird; --\" w  (cost=0.00..1.00 rows=1 width=4) (actual time=0.1..0.2 rows=1 loops=1)\n"
                            "          Filter: ((s)::text = 'a\nb''c'::text)\n          Rows Removed by Filter: 7\n"
                            "  InitPlan 2 (returns $1)\n    ->  Result  (cost=0.00..0.01 rows=1 width=4) (never executed)\n"
                            "  ->  Sort  (cost=25.32..25.57 rows=100 width=44) (actual time=50.085..50.090 rows=100 loops=3)\n"
                            "        Sort Key: k DESC, f(a, b)\n        Sort Method: external merge  Disk: 32kB\n"
                            "        Worker 0:  actual time=44.734..44.738 rows=100 loops=1\n          Sort Method: quicksort  Memory: 32kB\n"
                            "        ->  CTE Scan on \"we\"\"ird; --\" x  (cost=0.00..1.00 rows=1 width=4) (actual time=0.1..0.2 rows=1 loops=1)\n"
                            "              Filter: (id = $1)\n"
                            "Settings: work_mem = '64kB', search_path = '\"$user\", public'\nPlanning:\n  Buffers: shared hit=24\nPlanning Time: 0.264 ms\n"
                            "Trigger t for constraint c on r: time=0.567 calls=100\nJIT:\n  Functions: 34\n  Options: Inlining false, Optimization true\n"
                            "  Timing: Generation 1.5 ms (Deform 0.5 ms), Total 3.5 ms\nExecution Time: 67.122 ms\n";
    const plan::Plan read = plan::readPlans(text).plans.at(0);
    const QByteArray json = "[\n  {\n    \"Plan\": {\n      \"Node Type\": \"Aggregate\", \"Strategy\": \"Hashed\", \"Partial Mode\": \"Simple\", \"Total Cost\": 1.50, \"Startup Cost\": 0.5, \"Plan Rows\": 3, \"Plan Width\": 8,\n"
                            "      \"Actual Rows\": 2.50, \"Actual Loops\": 3, \"Actual Total Time\": 1.5e1, \"Actual Startup Time\": 0, \"Group Key\": [\"a\", \"f(b, '\\u00e4\\\"')\"], \"HashAgg Batches\": 5, \"Disk Usage\": 9,\n"
                            "      \"Workers\": [{\"Worker Number\": 0, \"Actual Rows\": 1, \"Actual Loops\": 1, \"Temp Written Blocks\": 3, \"JIT\": {\"Functions\": 2}}],\n"
                            "      \"Full-sort Groups\": {\"Group Count\": 3, \"Sort Methods Used\": [\"quicksort\"], \"Sort Space Memory\": {\"Average Sort Space Used\": 25, \"Peak Sort Space Used\": 30}},\n"
                            "      \"Plans\": [\n        {\"Node Type\": \"CTE Scan\", \"Parent Relationship\": \"Outer\", \"CTE Name\": \"x\", \"Actual Total Time\": 9, \"Actual Loops\": 1, \"Actual Rows\": 0,\n"
                            "         \"Plans\": [{\"Node Type\": \"Limit\", \"Parent Relationship\": \"InitPlan\", \"Subplan Name\": \"CTE x\", \"Actual Total Time\": 3, \"Actual Rows\": 1, \"Actual Loops\": 0}]},\n"
                            "        {\"Node Type\": \"ModifyTable\", \"Operation\": \"Update\", \"Parent Relationship\": \"SubPlan\", \"Subplan Name\": \"SubPlan 1\", \"Target Tables\": [{\"Relation Name\": \"p\", \"Alias\": \"p_1\"}]}\n"
                            "      ]\n    },\n    \"Settings\": {\"jit\": \"off\"}, \"Triggers\": [{\"Trigger Name\": \"t\", \"Calls\": 3, \"Time\": 0.5}],\n"
                            "    \"JIT\": {\"Functions\": 6, \"Timing\": {\"Generation\": {\"Deform\": 0.1, \"Total\": 0.6}}}, \"Planning\": {\"Shared Hit Blocks\": 7}\n  }\n]\n";
    const auto table = [](const QByteArray &value) {
        QByteArray framed = "+------------+\n| QUERY PLAN |\n+------------+\n";
        for (const QByteArray &line : value.split('\n'))
            framed += "| " + line + " +|\n";
        return framed + "+------------+\n(1 row)\n";
    };
    const auto expanded = [](const QByteArray &value) {
        QByteArray framed;
        for (const QByteArray &line : value.split('\n'))
            framed += "-[ RECORD 1 ]---\nQUERY PLAN | " + line.left(40) + "\xE2\x80\xA6\n           |\xE2\x80\xA6" + line.mid(40) + "\n";
        return framed;
    };
    const QByteArray csv = "QUERY PLAN\n\"" + QByteArray(json).replace("\"", "\"\"") + "\"\n";
    const QByteArray log = "2026-01-02 LOG:  duration: 12.500 ms  plan:\n\tQuery Text: SELECT 1\n\t  WHERE x;\n\t" + QByteArray(text).replace("\n", "\n\t") + "\n2026-01-02 LOG:  other\n";
    const QByteArray csvlog = "2026,\"me\",\"duration: 12.500 ms  plan:\nQuery Text: SELECT \"\"a\"\"\n" + QByteArray(text).replace("\"", "\"\"") + "\",,,\n";
    const QByteArray jsonlog = "{\"message\":\"duration: 1.5 ms  plan:\\n" + QByteArray(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"}\n";
    return {text, json, json + text + json, table(text), table(json), expanded(text), csv, log, csvlog, jsonlog, plan::toText(read).toUtf8()};
}

/// Whether parents, ends and depths of \p plan are those of a tree in preorder.
inline bool isTree(const plan::Plan &plan)
{
    std::vector<int> open;
    for (int i = 0; i < int(plan.nodes.size()); ++i) {
        const plan::PlanNode &node = plan.nodes[std::size_t(i)];
        while (!open.empty() && plan.nodes[std::size_t(open.back())].end <= i)
            open.pop_back();
        if (node.parent != (open.empty() ? -1 : open.back()) || node.depth != int(open.size()) || node.end <= i || node.end > int(plan.nodes.size()) || (i > 0 && open.empty()))
            return false;
        open.push_back(i);
    }
    return !plan.nodes.empty();
}

/// Reads \p text and does with what is in it all that can be done. What is wrong then; empty: nothing.
inline QString planMisbehaviour(const QByteArray &text)
{
    QElapsedTimer timer;
    timer.start();
    const plan::PlanReading reading = plan::readPlans(text);
    if (reading.problem && (reading.problem->reason.isEmpty() || reading.problem->line < 1 || reading.problem->column < 1))
        return u"a problem without a place or a reason"_s;
    if (!reading.problem && reading.plans.empty())
        return u"neither a plan nor a problem"_s;
    if (reading.problem && reading.problem->offset > QString::fromUtf8(text).size() + 1)
        return u"a problem behind the end"_s;
    plan::PlanFigures ofFirst;
    for (const plan::Plan &plan : reading.plans) {
        if (!isTree(plan))
            return u"its nodes are no tree"_s;
        const plan::PlanFigures figures = plan::figuresOf(plan);
        for (const plan::NodeFigures &node : figures.nodes) {
            if (node.ownMs.value_or(0) < 0 || node.ownShare.value_or(0) > 1 || node.ownCost.value_or(0) < 0)
                return u"a figure is out of its range"_s;
        }
        plan::totalsPerTable(plan, figures);
        plan::totalsPerType(plan, figures);
        plan::totalsPerIndex(plan, figures);
        if (plan::layoutOf(plan, {QSizeF(100, 50)}, {false, true}).boxes.size() != plan.nodes.size())
            return u"boxes are missing"_s;
        for (const plan::PlanNode &node : plan.nodes)
            plan::shownCondition(node.filter);
        plan::readPlans(plan::toText(plan));
        if (ofFirst.nodes.empty())
            ofFirst = figures;
        plan::matchPlans(reading.plans.front(), ofFirst, plan, figures);
    }
    return timer.elapsed() > 5'000 ? u"it took %1 ms"_s.arg(timer.elapsed()) : QString();
}

} // namespace quiver::fuzz
