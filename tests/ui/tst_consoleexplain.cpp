// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of a statement from the console, by keyboard: as a tab of its results, with ANALYZE measured and rolled back.
#include "support/consolebench.h"
#include "support/keyboard.h"
#include "ui/console/parameterpanel.h"
#include "ui/plan/explainpane.h"
#include "ui/plan/explainsettings.h"
#include "ui/plan/planscreen.h"
#include "ui/plan/planview.h"

#include <QAction>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTextBrowser>

#include <algorithm>

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
    std::unique_ptr<ExplainSettings> m_settings;

    void explain(const QString &sql, bool analyze)
    {
        m_bench->tab()->editor()->setText(sql);
        m_bench->tab()->editor()->setFocus();
        press(Qt::Key_E, analyze ? Qt::ControlModifier | Qt::ShiftModifier : Qt::ControlModifier);
    }
    ExplainPane *pane() const { return m_bench->find<ExplainPane>(u"explainPane"_s); }
    QLabel *labelled(const QString &text) const
    {
        for (QLabel *each : m_bench->tab()->findChildren<QLabel *>())
            if (each->text() == text)
                return each;
        return nullptr;
    }
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
        m_settings = std::make_unique<ExplainSettings>(*m_bench->workspace);
        m_bench->tab()->setExplainer([this](const ConsoleTab::Explained &asked) {
            auto *made = new ExplainPane(asked.session, *m_settings, {asked.sql, asked.analyze, {}, asked.named});
            connect(made, &ExplainPane::valuesGiven, m_settings.get(), &ExplainSettings::setValues);
            return made;
        });
        QVERIFY(QTest::qWaitForWindowActive(m_bench->screen.get()));
    }
    void cleanupTestCase()
    {
        m_bench->screen.reset();
        m_settings.reset();
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

    void asksForValuesOfParameters()
    {
        const QString sql = u"select * from \"we\"\"ird; --\" where id = $1 and $2::text is not null"_s;
        explain(sql, false);
        auto *first = m_bench->find<QPlainTextEdit>(u"explainValue1"_s);
        QVERIFY(first && first->isVisible());
        QTRY_VERIFY(labelled(u"$1  integer"_s));
        QTRY_COMPARE(test::focusName(), u"explainValue1"_s);
        test::typeText(u"seven"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY2(said().contains(u"seven"_s), qPrintable(said())); // the server's own words
        m_bench->click(u"explainOtherValues"_s);
        QTRY_COMPARE(test::focusName(), u"explainValue1"_s);
        test::retype(u"7"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(pane()->showsPlan());
        QVERIFY2(pane()->view()->plan()->plan.nodes.front().filter.contains(u"id = 7"_s), qPrintable(pane()->view()->plan()->plan.nodes.front().filter));
        explain(sql, false);
        QTRY_VERIFY(!pane()->showsPlan()); // the plan before has gone
        QCOMPARE(m_bench->find<QPlainTextEdit>(u"explainValue1"_s)->toPlainText(), u"7"_s); // remembered
        m_bench->click(u"explainForAny"_s);
        QTRY_VERIFY(pane()->showsPlan());
        QVERIFY(std::ranges::any_of(pane()->view()->plan()->plan.nodes, [](const plan::PlanNode &node) { return node.filter.contains(u"$1"_s); }));
        explain(sql, true);
        QTRY_VERIFY(!pane()->showsPlan());
        QVERIFY(!m_bench->find<QPushButton>(u"explainForAny"_s)->isVisible()); // what is run has values
    }

    void plansNamesAsTheyAreRun()
    {
        m_bench->tab()->parameters()->setValue({u"one"_s, u"integer"_s, u"7"_s, false});
        explain(u"select * from \"we\"\"ird; --\" where id = :one"_s, false);
        QTRY_VERIFY(pane() && pane()->showsPlan());
        const OpenPlanPtr plan = pane()->view()->plan();
        QVERIFY2(plan->plan.nodes.front().filter.contains(u"id = 7)"_s), qPrintable(plan->plan.nodes.front().filter));
        QCOMPARE(plan->statement, u"select * from \"we\"\"ird; --\" where id = :one"_s);
        explain(u"delete from \"we\"\"ird; --\" where id = :one"_s, true);
        QVERIFY2(said().contains(u"rolled back"_s), qPrintable(said())); // a name does not hide what the statement is
        m_bench->click(u"explainDoNot"_s);
    }

    void measuresWhereAnalyzeIsChosen()
    {
        auto *analyze = m_settings->menu()->findChild<QAction *>(u"explain-analyze"_s);
        analyze->trigger();
        explain(u"select id from \"we\"\"ird; --\""_s, false);
        QTRY_VERIFY(pane() && pane()->showsPlan() && pane()->view()->plan()->plan.isAnalyzed());
        QCOMPARE(m_bench->tab()->results()->tabs()->tabText(0), u"Explain analyze"_s);
        QVERIFY(!ExplainSettings(*m_bench->workspace).analyzes()); // until the program ends
        analyze->trigger();
        explain(u"select id from \"we\"\"ird; --\""_s, false);
        QTRY_VERIFY(pane() && pane()->showsPlan() && !pane()->view()->plan()->plan.isAnalyzed());
    }

    void keepsItsOptions()
    {
        m_settings->menu()->findChild<QAction *>(u"explain-verbose"_s)->trigger();
        m_settings->menu()->findChild<QAction *>(u"explain-timing"_s)->trigger();
        explain(u"select id from \"we\"\"ird; --\""_s, true);
        QTRY_VERIFY(pane() && pane()->showsPlan());
        const plan::PlanNode &root = pane()->view()->plan()->plan.nodes.front();
        QVERIFY(root.output.isEmpty() && root.rows && !root.totalMs);
        ExplainSettings again(*m_bench->workspace);
        QTRY_VERIFY(!again.options(true).verbose && !again.options(true).timing);
        QVERIFY(again.options(true).buffers);
        for (const QString &name : {u"explain-verbose"_s, u"explain-timing"_s})
            m_settings->menu()->findChild<QAction *>(name)->trigger();
    }

    void saysThatTheRunTookTooLong()
    {
        m_bench->run(u"set statement_timeout = 300"_s);
        explain(u"select pg_sleep(20) from \"we\"\"ird; --\" limit 1"_s, true);
        QTRY_VERIFY(pane() && pane()->showsPlan());
        QVERIFY2(said().contains(u"statement timeout"_s) && said().contains(u"statement_timeout"_s), qPrintable(said()));
        QVERIFY(!pane()->view()->plan()->plan.isAnalyzed());
        m_bench->run(u"reset statement_timeout"_s);
    }

    void offersItsFindingsAsChanges()
    {
        m_cluster->psql(u"create table items as select i as id, md5(i::text) as name from generate_series(1, 20000) i; analyze items"_s);
        explain(u"select * from items where name = 'none'"_s, false);
        QTRY_VERIFY(pane() && pane()->showsPlan());
        QSignalSpy changes(pane(), &ExplainPane::changeRequested);
        QSignalSpy opened(pane(), &ExplainPane::openPlanRequested);
        auto *findings = m_bench->find<QTextBrowser>(u"planFindings"_s);
        QVERIFY2(findings->toHtml().contains(u"change:0:0"_s), qPrintable(findings->toPlainText()));
        Q_EMIT findings->anchorClicked(QUrl(u"change:0:0"_s));
        QCOMPARE(changes.size(), 1);
        QVERIFY(changes.front().front().value<doctor::Fix>().kind == doctor::Fix::Kind::CreateIndex);
        m_bench->click(u"explainOpen"_s);
        QCOMPARE(opened.size(), 1);
    }

    void looksAtTheCatalogueOfAKeptPlanWhileItsServerIsOpen()
    {
        const sql::ChangePlace place = m_bench->server->place();
        const QString sql = u"select * from items where name = 'none'"_s;
        const store::PlanEntry entry{.origin = store::PlanEntry::Origin::Explain, .profileId = place.profileId, .server = place.server, .database = place.database, .statement = sql,
                                     .text = m_cluster->psql(u"explain (verbose, format json) "_s + sql).toUtf8()};
        PlanScreen screen(*m_bench->workspace);
        screen.openMade({{entry, {}}});
        QTRY_VERIFY(screen.showsPlan());
        QVERIFY(!screen.view()->plan()->hasCatalogue); // no server is known to it
        screen.setServers([this] { return QList<Server *>{m_bench->server.get()}; });
        screen.openMade({{entry, {}}});
        QTRY_VERIFY(screen.view()->plan()->hasCatalogue);
        screen.findChild<QTabWidget *>(u"planSide"_s)->setCurrentIndex(1);
        auto *findings = screen.findChild<QTextBrowser *>(u"planFindings"_s);
        QVERIFY2(findings->toPlainText().contains(u"of before"_s) && findings->toHtml().contains(u"change:0:0"_s), qPrintable(findings->toPlainText()));
        QSignalSpy changes(&screen, &PlanScreen::changeRequested);
        Q_EMIT findings->anchorClicked(QUrl(u"change:0:0"_s));
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.front().front().value<Server *>(), m_bench->server.get());
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
