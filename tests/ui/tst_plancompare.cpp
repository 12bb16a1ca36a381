// SPDX-License-Identifier: GPL-3.0-or-later
// Two plans side by side, the flame view, and plans of before, by keyboard and without a server.
#include "support/plantest.h"
#include "ui/common/inlinebar.h"
#include "ui/plan/plancompare.h"
#include "ui/plan/plandifferencemodel.h"
#include "ui/plan/planflame.h"
#include "ui/plan/plangraph.h"

#include <QAbstractItemModelTester>
#include <QAbstractButton>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTextBrowser>
#include <QTreeView>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::focusName;
using test::press;
using test::tabTo;

namespace {

// Nodes: 0 Limit, 1 Sort, 2 Seq Scan docs
const auto sorted = uR"(Limit  (cost=30.00..30.02 rows=10 width=12) (actual time=40.100..40.200 rows=10 loops=1)
  ->  Sort  (cost=30.00..30.50 rows=200 width=12) (actual time=40.000..40.100 rows=10 loops=1)
        Sort Key: ((embedding <=> '[1,2,3]'::vector))
        ->  Seq Scan on docs  (cost=0.00..20.00 rows=2000 width=12) (actual time=0.010..35.000 rows=9000 loops=1)
)"_s;
// Nodes: 0 Limit, 1 Index Scan docs
const auto indexed = uR"(Limit  (cost=0.40..8.02 rows=10 width=12) (actual time=1.100..1.200 rows=10 loops=1)
  ->  Index Scan using "we""ird; --" on docs  (cost=0.40..300.00 rows=2000 width=12) (actual time=1.000..1.150 rows=10 loops=1)
        Order By: (embedding <=> '[1,2,3]'::vector)
)"_s;

} // namespace

class PlanCompareTest : public test::PlanTest
{
    Q_OBJECT

private:
    PlanFlame &flame() const { return *view().flame(); }
    PlanCompare &comparison() const { return *m_screen->comparison(); }
    QString cell(int row, int column) const { return find<QTreeView>(u"planDifferences"_s)->model()->index(row, column).data().toString().trimmed(); }
    void showPasted(const QString &text)
    {
        paste(text);
        QTRY_VERIFY(m_screen->showsPlan());
    }
    void compareWith(const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        find<QAction>(u"actionComparePasted"_s)->trigger();
    }

private Q_SLOTS:
    void init() { openScreen(); }
    void cleanup() { closeScreen(); }

    void showsTwoPlansWithWhatDiffers();
    void opensTwoThatWereMadeAtOnce();
    void saysWhyThereIsNothingToCompareWith();
    void keepsPlansAndComparesThem();
    void showsWeightsAsAnIcicle();
};

void PlanCompareTest::showsTwoPlansWithWhatDiffers()
{
    showPasted(sorted);
    compareWith(indexed);
    QTRY_VERIFY(m_screen->showsComparison());
    QCOMPARE(focusName(), u"planDifferences"_s);
    auto *table = find<QTreeView>(u"planDifferences"_s);
    QAbstractItemModelTester tester(table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(table->model()->rowCount(), 3);
    QCOMPARE(cell(0, PlanDifferenceModel::LeftNode), u"Limit"_s);
    QCOMPARE(cell(0, PlanDifferenceModel::RightNode), u"Limit"_s);
    QCOMPARE(cell(1, PlanDifferenceModel::Difference), u"only on the left"_s);
    QCOMPARE(cell(2, PlanDifferenceModel::RightNode), u"Index Scan using we\"ird; -- on docs"_s);
    QVERIFY2(cell(2, PlanDifferenceModel::Difference).startsWith(u"another method, another index"_s), qPrintable(cell(2, PlanDifferenceModel::Difference)));
    QCOMPARE(cell(2, PlanDifferenceModel::LeftTime), u"35 ms"_s);
    picture(u"compare"_s);
    const QString summary = find<QLabel>(u"planCompareSummary"_s)->toolTip() + find<QLabel>(u"planCompareSummary"_s)->text();
    QVERIFY2(summary.contains(u"as fast"_s) && summary.contains(u"1 only on the left"_s), qPrintable(summary));

    press(Qt::Key_F3); // the Sort, which the right plan has not
    QCOMPARE(comparison().current(), (PlanPair{1, -1}));
    QCOMPARE(comparison().graph(Qt::RightEdge)->current(), -1);
    press(Qt::Key_F3);
    QCOMPARE(comparison().current(), (PlanPair{2, 1}));
    QCOMPARE(comparison().graph(Qt::LeftEdge)->current(), 2);
    QCOMPARE(comparison().graph(Qt::RightEdge)->current(), 1);
    const QString pair = find<QTextBrowser>(u"planPair"_s)->toPlainText();
    QVERIFY2(pair.contains(u"Seq Scan"_s) && pair.contains(u"Index Scan"_s) && pair.contains(u"Order By"_s), qPrintable(pair));
    comparison().graph(Qt::RightEdge)->setFocus();
    press(Qt::Key_Up); // the partner follows
    QCOMPARE(comparison().current(), (PlanPair{0, 0}));
    QCOMPARE(table->currentIndex().row(), 0);

    find<QAbstractButton>(u"planOnlyDifferences"_s)->click();
    QCOMPARE(table->model()->rowCount(), 2);
    find<QAbstractButton>(u"planOnlyDifferences"_s)->click();
    find<QAbstractButton>(u"planCompareSwap"_s)->click();
    QTRY_COMPARE(cell(2, PlanDifferenceModel::LeftTime), u"1.1 ms"_s); // the Sort is the right one's now
    press(Qt::Key_Escape);
    QTRY_VERIFY(m_screen->showsPlan());
    QCOMPARE(focusName(), u"planGraph"_s);
}

void PlanCompareTest::opensTwoThatWereMadeAtOnce()
{
    const auto made = [](const QString &text, const QString &name) {
        return PlanScreen::MadePlan{{.origin = store::PlanEntry::Origin::Analyze, .server = u"me@host"_s, .database = u"shop"_s, .statement = u"SELECT "_s + name, .text = text.toUtf8()}, name};
    };
    m_screen->openMade({made(sorted, u"A"_s), made(indexed, u"B"_s)});
    QTRY_VERIFY(m_screen->showsComparison());
    QCOMPARE(find<QTreeView>(u"planDifferences"_s)->model()->rowCount(), 3);
    QCOMPARE(view().plan()->statement, u"SELECT A"_s);
    QTRY_COMPARE(m_workspace->plans({}, 10).result().size(), 2); // both are kept
    QCOMPARE(m_workspace->plans({}, 10).result().front().server, u"me@host"_s);
    m_screen->openMade({made(indexed, {})});
    QTRY_VERIFY(m_screen->showsPlan());
    QVERIFY(!view().plan()->hasCatalogue); // that server is not open
}

void PlanCompareTest::saysWhyThereIsNothingToCompareWith()
{
    showPasted(sorted);
    compareWith(u"SELECT 1"_s);
    auto *bar = find<InlineBar>(u"planPartial"_s);
    QTRY_VERIFY(bar->isVisible());
    QVERIFY2(bar->text().contains(u"Line 1, column 1"_s), qPrintable(bar->text()));
    QVERIFY(m_screen->showsPlan());
    m_screen->compareWithFile(m_directory.filePath(u"missing.json"_s));
    QTRY_VERIFY2(bar->text().contains(u"missing.json cannot be read"_s), qPrintable(bar->text()));
}

void PlanCompareTest::keepsPlansAndComparesThem()
{
    showPasted(sorted);
    m_screen->openText(indexed);
    QTRY_COMPARE(view().plan()->size(), 2);
    cleanup();
    init(); // the next run of the program
    auto *list = find<QListView>(u"planHistoryList"_s);
    QVERIFY(list->isVisible());
    QTRY_VERIFY(list->model()->rowCount() >= 2);
    QVERIFY2(list->model()->index(0, 0).data(Qt::AccessibleDescriptionRole).toString().contains(u"2 nodes"_s), "the newest first");
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    press(Qt::Key_Return);
    QTRY_VERIFY(m_screen->showsPlan());
    QCOMPARE(view().plan()->size(), 2);
    QVERIFY(!list->isVisible());
    press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(focusName(), u"planHistorySearch"_s);
    QTRY_VERIFY(list->model()->rowCount() >= 2);
    picture(u"history"_s);
    const int kept = list->model()->rowCount();
    list->selectionModel()->select(list->model()->index(0, 0), QItemSelectionModel::ClearAndSelect);
    list->selectionModel()->select(list->model()->index(1, 0), QItemSelectionModel::Select);
    find<QPushButton>(u"planHistoryCompare"_s)->click();
    QTRY_VERIFY(m_screen->showsComparison());
    QCOMPARE(comparison().plans()->left->size(), 3); // the older one
    QCOMPARE(comparison().plans()->right->size(), 2);
    QTRY_COMPARE(list->model()->rowCount(), kept); // what comes out of the list is not kept again
}

void PlanCompareTest::showsWeightsAsAnIcicle()
{
    showPasted(sorted);
    QVERIFY(tabTo(u"planShowGraph"_s));
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    QVERIFY(flame().isVisible());
    auto *metric = find<QComboBox>(u"planMetric"_s);
    QCOMPARE(metric->findText(u"Rows"_s), -1); // they do not add up
    QVERIFY(tabTo(u"planFlame"_s));
    const QRectF root = flame().bar(0), sort = flame().bar(1), scan = flame().bar(2);
    QVERIFY(root.width() > sort.width() && sort.width() > scan.width());
    QCOMPARE(scan.width() / root.width(), 35.0 / 40.2);
    QVERIFY(scan.top() > sort.bottom() - 1 && sort.top() > root.bottom() - 1);
    picture(u"flame"_s);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    QCOMPARE(view().currentNode(), 2); // everywhere
    QCOMPARE(view().graph()->current(), 2);
    press(Qt::Key_Return);
    QCOMPARE(flame().root(), 2);
    QCOMPARE(flame().bar(2).width(), root.width());
    QCOMPARE(flame().bar(0).width(), root.width());
    press(Qt::Key_Backspace);
    QCOMPARE(flame().root(), 1);
    press(Qt::Key_0);
    QCOMPARE(flame().bar(2), scan);
    QTest::mouseClick(flame().viewport(), Qt::LeftButton, {}, sort.center().toPoint());
    QCOMPARE(view().currentNode(), 1);
    view().setCurrentNode(2);
    QCOMPARE(flame().current(), 2);
    metric->setCurrentIndex(metric->findText(u"Own cost"_s));
    QCOMPARE(flame().bar(2).width() / root.width(), 20.0 / 30.5);
}

QTEST_MAIN(PlanCompareTest)
#include "tst_plancompare.moc"
