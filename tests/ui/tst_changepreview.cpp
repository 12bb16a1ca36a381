// SPDX-License-Identifier: GPL-3.0-or-later
// A Change on a real server, seen and run by the keyboard alone: before, while and after it happens.
#include "support/testcluster.h"
#include "ui/common/changepreview.h"
#include "ui/common/changestepsmodel.h"
#include "ui/common/changewords.h"
#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using sql::Change;
using sql::ChangeStep;

namespace {

Change newTable(const QString &name)
{
    Change change{.title = u"New vector table public.%1"_s.arg(name), .object = u"public.%1"_s.arg(name)};
    ChangeStep create{.title = u"Create the table public.%1"_s.arg(name), .sql = u"CREATE TABLE public.%1 (id int)"_s.arg(name),
                      .undo = u"DROP TABLE public.%1"_s.arg(name)};
    ChangeStep comment{.title = u"Say what it is for"_s, .sql = u"COMMENT ON TABLE public.%1 IS 'x'"_s.arg(name), .undoNote = u"goes with the table"_s};
    change.steps = {create, comment};
    return change;
}

ChangeStep alter(const QString &table)
{
    ChangeStep step{.title = u"Add the column"_s, .sql = u"ALTER TABLE %1 ADD COLUMN b int"_s.arg(table)};
    step.lock = sql::LockLevel::AccessExclusive;
    step.lockedObject = table;
    step.estimate = {2, 5, u"25,000 rows, 98 MB"_s};
    return step;
}

} // namespace

class TestChangePreview : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<ChangePreview> m_preview;

    std::unique_ptr<Server> server(core::Environment environment = core::Environment::Development, bool readOnly = false)
    {
        return std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, environment, readOnly, {}}, m_cluster->options(), pg::PoolSettings{},
                                        m_services->services(), nullptr);
    }
    template<typename T>
    T *find(const QString &name) const
    {
        return m_preview->findChild<T *>(name);
    }
    QString banner() const
    {
        auto *bar = find<InlineBar>(u"changeBar"_s);
        return bar->isVisible() ? bar->text() : QString();
    }
    QString shownSql() const { return find<SqlEditor>(u"changeSql"_s)->text(); }
    QString message() const
    {
        auto *label = find<QLabel>(u"changeMessage"_s);
        return label->isVisible() ? label->text() : QString();
    }
    sql::StepState state(int row) const { return sql::StepState(m_preview->stepsView()->model()->index(row, 0).data(ChangeStepsModel::StateRole).toInt()); }
    QString facts(int row) const
    {
        QStringList texts;
        for (const StepFact &fact : m_preview->stepsView()->model()->index(row, 0).data(ChangeStepsModel::FactsRole).value<QList<StepFact>>())
            texts << fact.text;
        return texts.join(u'\n');
    }
    /// Goes there with Tab, as far as there is a way.
    void tabTo(const QString &name) const
    {
        m_preview->activateWindow();
        for (int i = 0; i < 40; ++i) {
            QWidget *focus = QApplication::focusWidget();
            if (focus && focus->objectName() == name)
                return;
            QTest::keyClick(focus ? focus : m_preview.get(), Qt::Key_Tab);
        }
        QFAIL(qPrintable(u"Tab does not lead to "_s + name));
    }
    void press(const QString &name) const
    {
        tabTo(name);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    }
    void shoot(const char *name)
    {
        const QString directory = qEnvironmentVariable("QUIVER_SHOTS");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(*qApp, mode);
            for (const QSize size : {QSize(720, 640), QSize(480, 520)}) {
                m_preview->resize(size);
                QCoreApplication::processEvents();
                QCoreApplication::processEvents();
                m_preview->grab().save(u"%1/change-%2-%3-%4.png"_s.arg(directory, QString::fromLatin1(name), mode == ThemeMode::Dark ? u"dark"_s : u"light"_s).arg(size.width()));
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_services = std::make_unique<test::TestServices>();
        m_server = server();
        m_preview = std::make_unique<ChangePreview>();
        m_preview->setServer(m_server.get());
        m_preview->resize(720, 600);
        m_preview->show();
        QVERIFY(QTest::qWaitForWindowActive(m_preview.get()));
    }
    void cleanup()
    {
        m_preview.reset();
        m_server.reset();
        m_services.reset();
    }

    void saysWhatWillHappen()
    {
        Change change = newTable(u"seen"_s);
        change.steps.push_back(alter(u"public.other"_s));
        ChangeStep rewrite = alter(u"public.other"_s);
        rewrite.rewritesTable = true;
        rewrite.risk = sql::Risk::Destructive;
        rewrite.riskNote = u"Digits beyond half precision are lost."_s;
        change.steps.push_back(rewrite);
        ChangeStep index{.title = u"Create the index"_s, .sql = u"CREATE INDEX CONCURRENTLY seen_idx ON public.seen (id)"_s, .inTransaction = false};
        index.lock = sql::LockLevel::ShareUpdateExclusive;
        index.lockedObject = u"public.seen"_s;
        index.leftBehind = u"an INVALID index public.seen_idx"_s;
        change.steps.push_back(index);
        m_preview->setChange(change);
        new QAbstractItemModelTester(m_preview->stepsView()->model(), m_preview.get());
        QCOMPARE(find<QLabel>(u"changeTitle"_s)->text(), u"New vector table public.seen"_s);
        QCOMPARE(shownSql(), sql::changeScript(change));
        QCOMPARE(facts(0), QString());
        QCOMPARE(facts(2), u"Nobody can read or write public.other meanwhile: 2 to 5 s (25,000 rows, 98 MB)."_s);
        QCOMPARE(facts(3).split(u'\n').mid(1).join(u'|'), u"Every row is written anew: for a while the table needs its space twice.|"
                                                         "Digits beyond half precision are lost.|This cannot be undone."_s);
        QVERIFY(facts(4).startsWith(u"public.seen can be read and written meanwhile."_s));
        QVERIFY(facts(4).contains(u"should it fail, an INVALID index public.seen_idx is removed"_s));
        shoot("before");

        // Through the steps and their SQL by the keyboard.
        tabTo(u"changeSteps"_s);
        QTest::keyClick(m_preview->stepsView(), Qt::Key_Down);
        QTest::keyClick(m_preview->stepsView(), Qt::Key_Return);
        QCOMPARE(shownSql(), u"COMMENT ON TABLE public.seen IS 'x';\n"_s);
        tabTo(u"changeTabs"_s);
        QTest::keyClick(find<QTabBar>(u"changeTabs"_s), Qt::Key_Right);
        QVERIFY2(shownSql().contains(u"DROP TABLE public.seen;"_s), qPrintable(shownSql()));
        press(u"changeCopy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), sql::undoScript(change));
    }

    void showsVectorsShortAndCopiesThemWhole()
    {
        const QString vector = u"'[%1]'"_s.arg(QString(u"0.25,"_s).repeated(767) + u"1"_s);
        m_preview->setChange({.title = u"Insert"_s, .steps = {{.title = u"Insert"_s, .sql = u"INSERT INTO t VALUES (%1)"_s.arg(vector)}}});
        QVERIFY2(shownSql().contains(u"'[0.25,0.25,0.25, … 768 values]'"_s) && shownSql().size() < 300, qPrintable(shownSql()));
        QSignalSpy console(m_preview.get(), &ChangePreview::openInConsoleRequested);
        press(u"changeToConsole"_s);
        QVERIFY(console.at(0).at(0).toString().contains(vector));
        QSignalSpy migration(m_preview.get(), &ChangePreview::saveAsMigrationRequested);
        press(u"changeToMigration"_s);
        QVERIFY(migration.at(0).at(0).value<Change>().steps.at(0).sql.contains(vector));
    }

    void runsAndUndoes()
    {
        m_preview->setApplyText(u"Create table"_s);
        m_preview->setChange(newTable(u"made"_s));
        QSignalSpy finished(m_preview.get(), &ChangePreview::finished);
        QSignalSpy told(m_server.get(), &Server::changeFinished);
        QCOMPARE(find<QPushButton>(u"changeApply"_s)->text(), u"Create table"_s);
        press(u"changeApply"_s);
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(finished.at(0).at(0).value<sql::ChangeReport>().succeeded());
        QCOMPARE(told.size(), 1);
        QCOMPARE(state(1), sql::StepState::Done);
        QVERIFY2(banner().startsWith(u"Done in"_s), qPrintable(banner()));
        QVERIFY(!find<QPushButton>(u"changeApply"_s)->isEnabled()); // once is enough
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('made') IS NOT NULL"_s), u"t"_s);
        shoot("done");

        press(u"changeUndo"_s);
        QCOMPARE(m_preview->change().title, u"Undo: New vector table public.made"_s);
        QVERIFY2(banner().contains(u"Nothing has happened yet"_s), qPrintable(banner()));
        shoot("undo");
        press(u"changeBack"_s);
        QCOMPARE(m_preview->change().title, u"New vector table public.made"_s);
        QVERIFY(banner().startsWith(u"Done in"_s));
        m_cluster->psql(u"INSERT INTO made DEFAULT VALUES; INSERT INTO made DEFAULT VALUES"_s);
        press(u"changeUndo"_s);
        QCOMPARE(find<QPushButton>(u"changeApply"_s)->text(), u"Undo"_s);
        QTRY_VERIFY(find<QPushButton>(u"changeApply"_s)->isEnabled()); // not before it is known what would go
        QCOMPARE(m_preview->change().steps.back().riskNote, u"This drops public.made. Its 2 rows go with it."_s);
        shoot("undo-losses");
        press(u"changeApply"_s);
        QTRY_COMPARE(finished.size(), 2);
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('made') IS NULL"_s), u"t"_s);
    }

    void saysWhatStandsAndGoesOn()
    {
        m_cluster->psql(u"CREATE TABLE resumed (a int); INSERT INTO resumed VALUES (1), (1)"_s);
        Change change{.title = u"Index it"_s, .object = u"resumed"_s};
        change.steps = {{.title = u"Describe it"_s, .sql = u"COMMENT ON TABLE resumed IS 'x'"_s, .undo = u"COMMENT ON TABLE resumed IS NULL"_s},
                        {.title = u"Index it"_s, .sql = u"CREATE UNIQUE INDEX CONCURRENTLY resumed_idx ON resumed (a)"_s, .inTransaction = false,
                         .leftBehind = u"an INVALID index"_s, .cleanUp = u"DROP INDEX CONCURRENTLY IF EXISTS resumed_idx"_s}};
        change.steps[0].isDone = u"SELECT obj_description('resumed'::regclass) = 'x'"_s;
        QSignalSpy finished(m_preview.get(), &ChangePreview::finished);
        m_preview->setChange(change);
        press(u"changeApply"_s);
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY2(banner().contains(u"“Index it” failed: could not create unique index"_s) && banner().contains(u"What it left behind was removed."_s)
                     && banner().contains(u"What stands: “Describe it”."_s), qPrintable(banner()));
        QCOMPARE(m_services->jobs.jobs().back()->state(), core::Job::State::Failed); // the list of jobs says so too
        shoot("failed");
        m_cluster->psql(u"DELETE FROM resumed WHERE ctid = '(0,1)'"_s);
        press(u"changeAgain"_s);
        QTRY_COMPARE(finished.size(), 2);
        QCOMPARE(state(0), sql::StepState::AlreadyDone);
        QCOMPARE(state(1), sql::StepState::Done);
    }

    void showsProgressAndCancels()
    {
        m_cluster->psql(u"CREATE TABLE slowly (id int PRIMARY KEY, b int); INSERT INTO slowly SELECT generate_series(1, 1000)"_s);
        ChangeStep fill{.title = u"Fill it"_s, .sql = u"UPDATE slowly SET b = 1 WHERE id IN (SELECT id FROM slowly WHERE b IS NULL LIMIT 10) AND pg_sleep(0.002) IS NOT NULL"_s};
        fill.repeat = ChangeStep::Repeat::UntilNoRows;
        fill.expectedRows = 1000;
        m_preview->setChange({.title = u"Fill slowly"_s, .steps = {fill}});
        QVERIFY(!find<QPushButton>(u"changeCancel"_s)->isVisible());
        QSignalSpy finished(m_preview.get(), &ChangePreview::finished);
        press(u"changeApply"_s);
        QCOMPARE(m_preview->unfinished(), u"“Fill slowly” is running"_s);
        QTRY_VERIFY(facts(0).contains(u" of 1,000 rows"_s));
        QVERIFY(m_preview->stepsView()->model()->index(0, 0).data(ChangeStepsModel::FractionRole).toDouble() > 0);
        shoot("running");
        press(u"changeCancel"_s);
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY2(banner().contains(u"rows are done and stand"_s), qPrintable(banner()));
        QCOMPARE(state(0), sql::StepState::Cancelled);
        QVERIFY(m_cluster->psql(u"SELECT count(b) FROM slowly"_s).toInt() > 0);
        QVERIFY(m_preview->unfinished().isEmpty());
    }

    void saysWhoIsInTheWay()
    {
        m_cluster->psql(u"CREATE TABLE crowded (a int)"_s);
        const auto blocker = m_services->session(m_cluster->options());
        blocker->run(u"block"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("INSERT INTO crowded VALUES (1)");
        }).future.waitForFinished();
        ChangeStep index{.title = u"Index it"_s, .sql = u"CREATE INDEX CONCURRENTLY crowded_idx ON crowded (a)"_s, .inTransaction = false,
                         .lock = sql::LockLevel::ShareUpdateExclusive, .lockedObject = u"crowded"_s};
        m_preview->setChange({.title = u"Index it"_s, .steps = {index}});
        QSignalSpy finished(m_preview.get(), &ChangePreview::finished);
        press(u"changeApply"_s);
        auto *note = find<QLabel>(u"changeNote"_s);
        QTRY_VERIFY2(note->text().startsWith(u"Waits for session %1 ("_s.arg(blocker->backendPid())) && note->text().contains(u"idle in transaction"_s),
                     qPrintable(note->text()));
        shoot("waits");
        blocker->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(note->text().isEmpty());
    }

    void wantsTheNameInProduction()
    {
        const auto production = server(core::Environment::Production);
        m_preview->setServer(production.get());
        m_cluster->psql(u"CREATE TABLE precious (a int)"_s);
        m_preview->setChange({.title = u"Drop it"_s, .object = u"precious"_s, .steps = {{.title = u"Drop"_s, .sql = u"DROP TABLE precious"_s, .risk = sql::Risk::Destructive}}});
        QSignalSpy finished(m_preview.get(), &ChangePreview::finished);
        press(u"changeApply"_s);
        QVERIFY(finished.isEmpty() && !m_preview->isRunning());
        QVERIFY2(banner().contains(u"This drops precious."_s), qPrintable(banner()));
        shoot("guard");
        auto *name = find<QLineEdit>(u"nameGuardName"_s);
        QTRY_VERIFY(name->hasFocus());
        QTest::keyClicks(name, u"Precious"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(!m_preview->isRunning());
        name->selectAll();
        QTest::keyClicks(name, u"precious"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('precious') IS NULL"_s), u"t"_s);
        m_preview->setServer(nullptr);
    }

    void readOnlyConnectionsOfferTheSqlOnly()
    {
        const auto readOnly = server(core::Environment::Development, true);
        m_preview->setServer(readOnly.get());
        m_preview->setChange(newTable(u"never"_s));
        QVERIFY(!find<QPushButton>(u"changeApply"_s)->isEnabled());
        QVERIFY(find<QLabel>(u"changeNote"_s)->text().contains(u"read-only"_s));
        QVERIFY(find<QToolButton>(u"changeCopy"_s)->isEnabled() && find<QToolButton>(u"changeToMigration"_s)->isEnabled());
        shoot("readonly");
        m_preview->setServer(nullptr);
        QVERIFY(m_preview->change().isEmpty()); // it was for another server
    }

    void isMadeAnewWithEveryChangeOfTheFields()
    {
        QString name = u"first"_s;
        std::atomic<int> made{0};
        m_preview->setChangeMaker([&name, &made](pg::Connection &connection) {
            ++made;
            const QString server = connection.exec("SELECT current_database()").text(0, 0);
            if (name.isEmpty())
                throw core::Error(u"there is no name in %1"_s.arg(server));
            return newTable(name + u'_' + server);
        });
        QSignalSpy refreshed(m_preview.get(), &ChangePreview::refreshed);
        m_preview->refresh();
        m_preview->refresh();
        QTRY_COMPARE(refreshed.size(), 1);
        QCOMPARE(m_preview->change().object, u"public.first_test"_s);
        QCOMPARE(made.load(), 1);
        name.clear();
        m_preview->refresh();
        QVERIFY(!find<QPushButton>(u"changeApply"_s)->isEnabled()); // what is shown is old
        QTRY_COMPARE(banner(), u"there is no name in test"_s);
        QVERIFY(m_preview->change().isEmpty() && !find<QToolButton>(u"changeCopy"_s)->isEnabled());
        name = u"second"_s;
        press(u"changeRetry"_s);
        QTRY_COMPARE(m_preview->change().object, u"public.second_test"_s);
        m_preview->setMissing(u"Give the table a name."_s);
        QCOMPARE(message(), u"Give the table a name."_s);
        shoot("missing");
        m_preview->setServer(nullptr);
        QTRY_VERIFY2(message().contains(u"Open a connection"_s), qPrintable(message()));
    }

    void saysWhenThereIsNothingToDo()
    {
        m_preview->setChange({.title = u"Storage of public.t"_s});
        QCOMPARE(message(), u"There is nothing to change."_s);
        QVERIFY(!find<QPushButton>(u"changeApply"_s)->isEnabled());
    }

    void longNamesAreBrokenNotClipped()
    {
        const QString longName = QString(21, u'文');
        Change change = newTable(u"\"%1\""_s.arg(longName));
        change.steps.push_back(alter(u"\"Größe und noch viel mehr Worte in einem Namen\".\"%1\""_s.arg(longName)));
        change.steps.back().title = QString(200, u'x');
        m_preview->resize(480, 520);
        m_preview->setChange(change);
        QCoreApplication::processEvents();
        auto *view = m_preview->stepsView();
        QVERIFY(view->visualRect(view->model()->index(2, 0)).height() > 4 * view->fontMetrics().height());
        QVERIFY(view->visualRect(view->model()->index(2, 0)).width() <= view->viewport()->width());
        shoot("long");
    }

    void offersMoreOnlyOnTheServerThatItRanOn()
    {
        const auto other = server();
        const auto offers = [this](const QString &name) {
            return std::ranges::any_of(m_preview->findChildren<QPushButton *>(name), [](const QPushButton *each) { return each->isVisible(); });
        };
        for (const bool fails : {false, true}) {
            Change change{.title = u"Slow"_s, .object = u"slow"_s};
            change.steps = {{.title = u"Describe"_s, .sql = u"COMMENT ON SCHEMA public IS 'x'"_s, .undo = u"COMMENT ON SCHEMA public IS NULL"_s, .inTransaction = false},
                            {.title = u"Sleep"_s, .sql = fails ? u"SELECT 1 / (SELECT count(pg_sleep(0.5)) - 1)"_s : u"SELECT pg_sleep(0.5)"_s, .inTransaction = false}};
            for (const bool leaves : {false, true}) {
                m_preview->setServer(m_server.get());
                m_preview->setChange(change);
                QSignalSpy finished(m_preview.get(), &ChangePreview::finished);
                press(u"changeApply"_s);
                QTRY_COMPARE(state(1), sql::StepState::Running);
                if (leaves)
                    m_preview->setServer(other.get());
                QTRY_COMPARE(finished.size(), 1);
                QCOMPARE(offers(u"changeUndo"_s), !leaves);
                QCOMPARE(offers(u"changeAgain"_s), fails && !leaves);
                QVERIFY(!leaves || !find<QPushButton>(u"changeApply"_s)->isEnabled());
            }
        }
    }

    void refusesToUndoTwiceAndWarnsOfNewerOnes()
    {
        sql::ChangeReport report;
        report.change = newTable(u"past"_s);
        report.steps = {{.state = sql::StepState::Done}, {.state = sql::StepState::Done}};
        m_preview->showReport(report, {.id = 1, .undoWarning = u"Newer ones stand."_s});
        press(u"changeUndo"_s);
        QVERIFY2(banner().startsWith(u"Newer ones stand.\nThis takes back"_s), qPrintable(banner()));
        press(u"changeBack"_s);
        press(u"changeUndo"_s); // it is still known
        QVERIFY2(banner().startsWith(u"Newer ones stand.\n"_s), qPrintable(banner()));
        m_preview->showReport(report, {.id = 1, .undoRefusal = u"It was undone."_s});
        QVERIFY2(banner().contains(u"It was undone."_s), qPrintable(banner()));
        for (const auto *undo : m_preview->findChildren<QPushButton *>(u"changeUndo"_s))
            QVERIFY(!undo->isVisible());
    }

    void outlivesTheServerAndIsOutlivedByARun()
    {
        m_preview->setChange({.title = u"Sleep"_s, .steps = {{.title = u"Sleep"_s, .sql = u"SELECT pg_sleep(60)"_s}}});
        press(u"changeApply"_s);
        QTRY_COMPARE(state(0), sql::StepState::Running);
        m_server.reset(); // closed under it
        QTRY_VERIFY(!m_preview->isRunning());
        QVERIFY2(!banner().isEmpty(), "an end without a word");
        m_server = server();
        m_preview->setServer(m_server.get());
        m_preview->setChange({.title = u"Sleep"_s, .steps = {{.title = u"Sleep"_s, .sql = u"SELECT pg_sleep(0.1)"_s}}});
        press(u"changeApply"_s);
        m_preview.reset();
        QTRY_COMPARE(m_services->jobs.jobs().back()->state(), core::Job::State::Succeeded);
    }
};

QTEST_MAIN(TestChangePreview)
#include "tst_changepreview.moc"
