// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of a statement from the console, by keyboard: as a tab of its results, with ANALYZE measured and rolled back.
#include "support/consolebench.h"
#include "support/keyboard.h"
#include "ui/plan/explainpane.h"
#include "ui/plan/planview.h"

#include <QTabWidget>
#include <QTemporaryDir>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::Bench;
using test::press;

class ConsoleExplainTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_directory;
    std::unique_ptr<Bench> m_bench;

    void explain(const QString &sql, bool analyze)
    {
        m_bench->tab()->editor()->setText(sql);
        m_bench->tab()->editor()->setFocus();
        press(Qt::Key_E, analyze ? Qt::ControlModifier | Qt::ShiftModifier : Qt::ControlModifier);
    }
    ExplainPane *pane() const { return m_bench->find<ExplainPane>(u"explainPane"_s); }
    QString said() const
    {
        const auto *bar = m_bench->find<InlineBar>(u"explainMessage"_s);
        return bar && bar->isVisible() ? bar->text() : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"create table \"we\"\"ird; --\" as select generate_series(1, 2000) as id"_s);
        m_bench = std::make_unique<Bench>(*m_cluster, m_directory.path());
        m_bench->tab()->setExplainer([](pg::Session &session, const QString &sql, bool analyze) { return new ExplainPane(session, sql, analyze); });
        QVERIFY(QTest::qWaitForWindowActive(m_bench->screen.get()));
    }
    void cleanupTestCase()
    {
        m_bench.reset();
        m_cluster.reset();
    }

    void showsThePlanAsATabOfTheResults()
    {
        explain(u"select * from \"we\"\"ird; --\" where id = 7"_s, false);
        QVERIFY(pane());
        QTRY_VERIFY(pane()->showsPlan());
        QVERIFY(!pane()->view()->plan()->plan.isAnalyzed());
        QVERIFY(pane()->view()->plan()->hasCatalogue);
        QCOMPARE(m_bench->tab()->results()->tabs()->currentWidget(), static_cast<QWidget *>(pane()));
        explain(u"select * from \"we\"\"ird; --\" where id = 7"_s, true);
        QTRY_VERIFY(pane() && pane()->showsPlan() && pane()->view()->plan()->plan.isAnalyzed());
        QCOMPARE(m_bench->tab()->results()->tabs()->count(), 2); // the plan before has gone
        m_bench->run(u"select 1"_s);
        QCOMPARE(m_bench->cell(0, 0, 0), u"1"_s);
        QTRY_VERIFY(!pane());
    }

    void asksBeforeAWriteIsMeasuredAndRollsItBack()
    {
        explain(u"delete from \"we\"\"ird; --\""_s, true);
        QVERIFY(pane());
        QVERIFY2(said().contains(u"rolled back"_s), qPrintable(said()));
        QVERIFY(!pane()->isRunning());
        m_bench->click(u"explainRun"_s);
        QTRY_VERIFY(pane()->showsPlan());
        QCOMPARE(pane()->view()->plan()->plan.nodes.front().operation, u"Delete"_s);
        QCOMPARE(m_cluster->psql(u"select count(*) from \"we\"\"ird; --\""_s).trimmed(), u"2000"_s);
    }

    void saysWhyThereIsNoPlan()
    {
        explain(u"select * from nowhere"_s, false);
        QTRY_VERIFY2(said().contains(u"nowhere"_s), qPrintable(said()));
        QVERIFY(!pane()->showsPlan());
        explain(u"vacuum"_s, false);
        QTRY_VERIFY2(said().contains(u"no plan"_s), qPrintable(said()));
        m_bench->run(u"begin"_s);
        explain(u"select 1"_s, false);
        QVERIFY2(m_bench->question().contains(u"transaction"_s), qPrintable(m_bench->question()));
        m_bench->run(u"rollback"_s);
    }

    void isCancelled()
    {
        explain(u"select pg_sleep(60)"_s, true);
        QTRY_VERIFY(pane() && pane()->isRunning());
        m_bench->click(u"explainCancel"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!pane()->isRunning(), 10'000);
        QVERIFY(!pane()->showsPlan());
    }
};

QTEST_MAIN(ConsoleExplainTest)
#include "tst_consoleexplain.moc"
