// SPDX-License-Identifier: GPL-3.0-or-later
// The graph's boxes never overlap, parents stand above the middle of their children, folding hides; and two plans find each other's nodes.
#include "plan/planlayout.h"
#include "plan/planicicle.h"
#include "plan/planmatch.h"
#include "plan/readplans.h"

#include <QElapsedTimer>
#include <QTest>

using namespace quiver::plan;
using namespace Qt::StringLiterals;

namespace {

/// A tree in which each node's parent is one of those before it on the way to the root.
Plan randomTree(int nodes, unsigned seed, int mostDepth)
{
    Plan plan;
    std::vector<int> open;
    for (int i = 0; i < nodes; ++i) {
        seed = seed * 1664525U + 1013904223U;
        const std::size_t keep = open.empty() ? 0 : 1 + (seed >> 8) % std::min<std::size_t>(open.size(), std::size_t(mostDepth));
        open.resize(i == 0 ? 0 : (seed & 64) && keep < open.size() ? keep : std::min(open.size(), std::size_t(mostDepth)));
        PlanNode node;
        node.type = u"Append"_s;
        node.parent = open.empty() ? -1 : open.back();
        node.depth = int(open.size());
        open.push_back(i);
        plan.nodes.push_back(node);
    }
    for (std::size_t i = plan.nodes.size(); i-- > 0;) {
        plan.nodes[i].end = std::max(plan.nodes[i].end, int(i) + 1);
        if (plan.nodes[i].parent >= 0)
            plan.nodes[std::size_t(plan.nodes[i].parent)].end = std::max(plan.nodes[std::size_t(plan.nodes[i].parent)].end, plan.nodes[i].end);
    }
    return plan;
}

std::vector<QSizeF> randomSizes(std::size_t count)
{
    std::vector<QSizeF> sizes;
    for (std::size_t i = 0; i < count; ++i)
        sizes.push_back({double(60 + i * 37 % 140), double(30 + i * 13 % 40)});
    return sizes;
}

Plan planOf(const QString &text)
{
    return readPlans(text).plans.at(0);
}

PlanMatch matched(const Plan &left, const Plan &right)
{
    return matchPlans(left, figuresOf(left), right, figuresOf(right));
}

} // namespace

class tst_PlanLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boxesDoNotOverlap()
    {
        for (unsigned seed = 1; seed <= 60; ++seed) {
            const Plan plan = randomTree(int(seed) * 7, seed, 2 + int(seed) % 9);
            const LayoutOptions options{.leftToRight = seed % 2 == 0, .siblingGap = 10, .levelGap = 20};
            const PlanLayout layout = layoutOf(plan, randomSizes(plan.nodes.size()), {}, options);
            for (std::size_t a = 0; a < plan.nodes.size(); ++a) {
                QVERIFY(layout.bounds.contains(layout.boxes[a]));
                for (std::size_t b = 0; b < a; ++b) {
                    const double gap = 9.99;
                    QVERIFY2(!layout.boxes[a].adjusted(-gap, -gap, gap, gap).intersects(layout.boxes[b]) || plan.nodes[a].depth != plan.nodes[b].depth,
                             qPrintable(u"seed %1: %2 and %3"_s.arg(seed).arg(a).arg(b)));
                    QVERIFY(!layout.boxes[a].intersects(layout.boxes[b]));
                }
                const std::vector<int> children = plan.children(int(a));
                if (children.empty())
                    continue;
                const QPointF middle = (layout.boxes[std::size_t(children.front())].center() + layout.boxes[std::size_t(children.back())].center()) / 2;
                QVERIFY(std::abs(options.leftToRight ? middle.y() - layout.boxes[a].center().y() : middle.x() - layout.boxes[a].center().x()) < 0.01);
            }
        }
    }

    void subtreesStandCloseTogether()
    {
        // A wide subtree below the first child; the second child reaches under nothing, and stands right beside the first.
        const Plan plan = planOf(u"Append\n  ->  Append\n        ->  Result\n        ->  Result\n        ->  Result\n  ->  Result"_s);
        const PlanLayout layout = layoutOf(plan, {QSizeF(100, 50)}, {}, {.siblingGap = 20, .levelGap = 30});
        QCOMPARE(layout.boxes[5].left() - layout.boxes[1].right(), 20.0);
        QCOMPARE(layout.boxes[2].top(), 160.0);
        QCOMPARE(layout.bounds, QRectF(0, 0, 340, 210));
    }

    void foldingHides()
    {
        const Plan plan = planOf(u"Append\n  ->  Append\n        ->  Result\n        ->  Result\n  ->  Result"_s);
        const PlanLayout layout = layoutOf(plan, {QSizeF(100, 50)}, {false, true}, {.siblingGap = 20, .levelGap = 30});
        QCOMPARE(layout.shown, (std::vector<char>{1, 1, 0, 0, 1}));
        QCOMPARE(layout.bounds, QRectF(0, 0, 220, 130));
        QVERIFY(layout.boxes[2].isNull());
        QVERIFY(layoutOf(Plan(), {}).boxes.empty());
    }

    void depthAndBreadthAreLinear()
    {
        for (const int depth : {2, 50, 20'000}) {
            const Plan plan = randomTree(20'000, 7, depth);
            QElapsedTimer timer;
            timer.start();
            QCOMPARE(layoutOf(plan, {QSizeF(100, 50)}).boxes.size(), 20'000U);
            QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
        }
    }

    void anIcicleIsAsWideAsNodesWeigh()
    {
        const Plan plan = planOf(u"Hash Join\n  Hash Cond: (a.id = b.id)\n  ->  Seq Scan on a\n  ->  Hash\n        ->  Seq Scan on b"_s);
        const PlanIcicle icicle = icicleOf(plan, {1, 5, -1, 4});
        QCOMPARE(icicle.weights, (std::vector<double>{10, 5, 4, 4}));
        QCOMPARE(icicle.rows, (std::vector<std::vector<int>>{{0}, {1, 2}, {3}}));
        QCOMPARE(icicle.spans[0].width, 1.0);
        QCOMPARE(icicle.spans[1].width, 0.5);
        QCOMPARE(icicle.spans[2].begin, 0.5);
        QCOMPARE(icicle.spans[3].begin, 0.5);
        QCOMPARE(icicle.spans[3].width, 0.4);
        const PlanIcicle even = icicleOf(plan, {}); // nothing is known: the leaves are equal
        QCOMPARE(even.spans[2].width, 0.5);
        QCOMPARE(even.weights, std::vector<double>(4, 0.0));
        const Plan large = randomTree(20'000, 7, 20'000);
        const PlanIcicle all = icicleOf(large, std::vector<double>(20'000, 1));
        for (std::size_t i = 1; i < large.nodes.size(); ++i) {
            const auto &own = all.spans[i], &above = all.spans[std::size_t(large.nodes[i].parent)];
            QVERIFY(own.begin >= above.begin - 1e-9 && own.begin + own.width <= above.begin + above.width + 1e-9);
        }
    }

    void nodesAreMatchedByWhatTheyRead()
    {
        const Plan left = planOf(u"Limit\n  ->  Sort\n        Sort Key: a.x\n        ->  Hash Join\n              Hash Cond: (a.id = b.id)\n              ->  Seq Scan on a\n              ->  Hash\n                    ->  Seq Scan on b"_s);
        const Plan right = planOf(u"Limit\n  ->  Gather Merge\n        ->  Sort\n              Sort Key: a.x\n              ->  Nested Loop\n                    ->  Index Scan using b_i on b\n                    ->  Index Scan using a_i on a"_s);
        const PlanMatch match = matched(left, right);
        QCOMPARE(match.ofLeft, (std::vector{0, 2, 3, 5, -1, 4}));
        QCOMPARE(match.ofRight, (std::vector{0, -1, 1, 2, 5, 3}));
        QCOMPARE(pairsOf(match), (std::vector<PlanPair>{{0, 0}, {-1, 1}, {1, 2}, {2, 3}, {3, 5}, {4, -1}, {5, 4}})); // each node once, in order
        QVERIFY(!match.differences[0].any() && !match.differences[1].any() && !match.differences[4].any());
        QVERIFY(match.differences[2].kind && match.differences[2].conditions && !match.differences[2].index);
        QVERIFY(match.differences[3].kind && match.differences[3].index);
    }

    void aPlanMatchesItself()
    {
        const Plan plan = planOf(u"Append\n  ->  Result\n  ->  Seq Scan on t\n  ->  Seq Scan on t t_1\n  ->  Seq Scan on t\n  ->  Result"_s);
        const PlanMatch match = matched(plan, plan);
        QCOMPARE(match.ofLeft, (std::vector{0, 1, 2, 3, 4, 5}));
        QCOMPARE(match.ofRight, match.ofLeft);
        const PlanMatch other = matched(plan, planOf(u"Seq Scan on elsewhere"_s));
        QCOMPARE(other.ofLeft, std::vector(6, -1));
    }

    void differencesOfFiguresAreMarked()
    {
        const QString text = u"Seq Scan on t  (cost=0.00..1.00 rows=%1 width=4) (actual time=0.0..%2 rows=%3 loops=1)\n  Buffers: shared hit=%4"_s;
        const NodeDifference difference = matched(planOf(text.arg(10).arg(5).arg(10).arg(100)), planOf(text.arg(30).arg(9).arg(5).arg(200))).differences.at(0);
        QVERIFY(difference.estimate && !difference.rows && difference.time && difference.buffers && !difference.kind);
    }
};

QTEST_APPLESS_MAIN(tst_PlanLayout)
#include "tst_planlayout.moc"
