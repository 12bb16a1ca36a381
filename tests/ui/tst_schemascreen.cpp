// SPDX-License-Identifier: GPL-3.0-or-later
// The Schema screen within the real window, on a real server, by the keyboard: tasks, the journal, and what other screens hear.
#include "sql/changejournal.h"
#include "support/testcluster.h"
#include "ui/browser/browserscreen.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"
#include "ui/console/consolescreen.h"
#include "ui/console/consoletab.h"
#include "ui/schema/journalmodel.h"
#include "ui/schema/journalpage.h"
#include "ui/schema/schemascreen.h"
#include "ui/common/taskdelegate.h"
#include "ui/shell/screens.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;

namespace {

/// A task that knows what it was asked for.
class PlainPage final : public TaskPage
{
public:
    void setServer(Server *server) override { m_server = server; }
    void showFor(const QString &schema, const QString &table) override { wanted = schema + u'.' + table; }
    void activated() override { ++activations; }
    QStringList unfinished(const Server *) const override { return lines; }

    QString wanted;
    QStringList lines;
    int activations = 0;

private:
    QPointer<Server> m_server;
};

sql::Change newTable(const QString &name)
{
    return {.title = u"New table public.%1"_s.arg(name), .object = name,
            .steps = {{.title = u"Create public.%1"_s.arg(name), .sql = u"CREATE TABLE public.%1 (a int)"_s.arg(name),
                       .undo = u"DROP TABLE public.%1"_s.arg(name)}}};
}

} // namespace

class TestSchemaScreen : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<store::SecretStore> m_secrets;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<MainWindow> m_window;

    void openWindow()
    {
        m_window = std::make_unique<MainWindow>(ShellServices{*m_workspace, m_services->jobs, m_services->log, m_services->services()}, ShellState{},
                                                [](ThemeMode mode) { applyTheme(*qApp, mode); });
        addScreens(*m_window, {*m_workspace, m_services->jobs, m_services->log, m_services->services()}, *m_secrets, *m_sandbox);
        m_window->restoreScreen();
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void openServer(const QString &name = u"shop"_s)
    {
        m_window->servers().open(ServerIdentity{{}, name, core::Environment::Development, false, {}}, m_cluster->options(), {});
        QTRY_VERIFY(m_window->servers().current());
    }
    SchemaScreen *screen() const { return static_cast<SchemaScreen *>(m_window->screen(u"schema"_s)); }
    template<typename T>
    T *find(const QString &name) const
    {
        return m_window->findChild<T *>(name);
    }
    QListView *tasks() const { return find<QListView>(u"schemaTasks"_s); }
    QListView *journal() const { return find<QListView>(u"journalList"_s); }
    ChangePreview *preview() const { return find<ChangePreview>(u"journalPreview"_s); }
    QString banner() const
    {
        auto *bar = preview()->findChild<InlineBar *>(u"changeBar"_s);
        return bar->isVisible() ? bar->text() : QString();
    }
    /// As any screen would: on the server's pool, told to the server.
    sql::ChangeReport run(const sql::Change &change)
    {
        Server *server = m_window->servers().current();
        const auto task = server->pool().run(change.title, [change](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); });
        const sql::ChangeReport report = task.future.result();
        server->reportChange(report);
        return report;
    }
    void goToJournal()
    {
        m_window->goTo(u"schema"_s);
        screen()->showTask(schematask::journal);
    }
    void press(QWidget *within, const QString &name)
    {
        QAbstractButton *button = nullptr;
        for (auto *each : within->findChildren<QAbstractButton *>(name)) { // one that was replaced may still be there
            if (each->isVisible() && each->isEnabled())
                button = each;
        }
        QVERIFY2(button, qPrintable(name));
        button->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button, Qt::Key_Space);
    }
    void shoot(const char *name)
    {
        const QString directory = qEnvironmentVariable("QUIVER_SHOTS");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            m_window->setTheme(mode);
            for (const QSize size : {QSize(1280, 800), QSize(1024, 700)}) {
                m_window->resize(size);
                QTest::qWait(30);
                m_window->grab().save(u"%1/schema-%2-%3-%4.png"_s.arg(directory, QString::fromLatin1(name), themeName(mode)).arg(size.width()));
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
        m_directory = std::make_unique<QTemporaryDir>();
        m_services = std::make_unique<test::TestServices>();
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace.sqlite"_s));
        m_secrets = std::make_unique<store::SecretStore>(u"QuiverTest"_s, std::chrono::seconds(2));
        m_sandbox = std::make_unique<sandbox::Sandbox>();
        openWindow();
    }
    void cleanup()
    {
        m_window.reset();
        m_sandbox.reset();
        m_secrets.reset();
        m_workspace.reset();
        m_services.reset();
        m_directory.reset();
    }

    void saysWhatItIsForAndOffersToConnect()
    {
        auto *added = new PlainPage;
        screen()->addPage(u"added"_s, u"Added"_s, u"A task that needs a server"_s, u"table"_s, added);
        m_window->goTo(u"schema"_s);
        screen()->showTask(u"added"_s);
        auto *empty = find<QWidget>(u"schemaUnconnected"_s);
        QVERIFY(empty->isVisible());
        QCOMPARE(added->activations, 0);
        shoot("empty");
        press(empty, u"schemaConnect"_s);
        QCOMPARE(m_window->currentScreen(), u"connections"_s);
        openServer();
        m_window->goTo(u"schema"_s);
        QVERIFY(!empty->isVisible() && added->isVisible());
        QVERIFY(added->activations > 0);
        goToJournal(); // which is of use without a server
        m_window->servers().close(m_window->servers().current());
        QVERIFY(!empty->isVisible() && journal()->isVisible());
    }

    void tasksStandInTheirOrderAndAreWalkedByKeyboard()
    {
        auto *one = new PlainPage;
        auto *other = new PlainPage;
        screen()->addPage(u"one"_s, u"One more"_s, u"Something"_s, u"column"_s, one);
        screen()->addPage(u"other"_s, u"Another one"_s, u"Something else"_s, u"column"_s, other);
        QStringList order;
        for (int row = 0; row < tasks()->model()->rowCount(); ++row)
            order << tasks()->model()->index(row, 0).data(TaskDelegate::TaskRole).toString();
        QCOMPARE(order.first(), schematask::extension);
        QVERIFY2(order.indexOf(schematask::newTable) < order.indexOf(schematask::migrations), qPrintable(order.join(u' ')));
        QCOMPARE(order.mid(order.size() - 3), (QStringList{u"one"_s, u"other"_s, schematask::journal}));
        openServer();
        m_window->goTo(u"schema"_s);
        tasks()->setFocus();
        QTest::keyClick(tasks(), Qt::Key_End);
        QCOMPARE(screen()->currentTask(), schematask::journal);
        QTest::keyClick(tasks(), Qt::Key_Up);
        QCOMPARE(screen()->currentTask(), u"other"_s);
        QCOMPARE(other->activations, 1);
        one->lines = {u"“Storage” is running"_s};
        QVERIFY(screen()->unfinished(nullptr).contains(u"“Storage” is running"_s));
        Q_EMIT other->taskRequested(u"one"_s, u"public"_s, u"Größe"_s);
        QCOMPARE(screen()->currentTask(), u"one"_s);
        QCOMPARE(one->wanted, u"public.Größe"_s);
    }

    void comesBackToTheTaskWhereOneWas()
    {
        goToJournal();
        screen()->saveState();
        m_workspace->flush().waitForFinished();
        m_window.reset();
        openWindow();
        screen()->addPage(u"other"_s, u"Other"_s, u"Something"_s, u"table"_s, new PlainPage);
        m_window->goTo(u"schema"_s);
        QTRY_COMPARE(screen()->currentTask(), schematask::journal);
    }

    void keepsAJournalAndUndoesFromIt()
    {
        openServer();
        goToJournal();
        QTRY_VERIFY(find<QLabel>(u"journalNone"_s)->isVisible());
        shoot("journal-empty");
        run(newTable(u"kept"_s));
        QTRY_COMPARE(journal()->model()->rowCount(), 1);
        sql::Change failing = newTable(u"kept"_s);
        failing.title = u"The same \"again\" – 文档"_s;
        QVERIFY(!run(failing).succeeded());
        QTRY_COMPARE(journal()->model()->rowCount(), 2);
        new QAbstractItemModelTester(journal()->model(), m_window.get());
        QCOMPARE(journal()->model()->index(0, 0).data().toString(), failing.title);
        QTRY_COMPARE(preview()->change().title, u"New table public.kept"_s); // looked at since it was the only one
        journal()->setFocus();
        QTest::keyClick(journal(), Qt::Key_Home);
        QTRY_VERIFY2(banner().contains(u"“Create public.kept” failed: relation \"kept\" already exists"_s), qPrintable(banner()));
        QTest::keyClick(journal(), Qt::Key_Down);
        QTRY_VERIFY2(banner().startsWith(u"Done in"_s), qPrintable(banner()));
        QVERIFY(preview()->findChild<SqlEditor *>(u"changeSql"_s)->text().contains(u"CREATE TABLE public.kept"_s));
        shoot("journal");
        press(preview(), u"changeUndo"_s);
        QTRY_VERIFY(preview()->isSettled());
        press(preview(), u"changeApply"_s);
        QTRY_COMPARE(m_cluster->psql(u"SELECT to_regclass('kept') IS NULL"_s), u"t"_s);
        QTRY_COMPARE(journal()->model()->rowCount(), 3); // that, too
        // It cannot be undone again.
        journal()->setFocus();
        QTest::keyClick(journal(), Qt::Key_End);
        QTest::keyClick(journal(), Qt::Key_Home);
        QTest::keyClick(journal(), Qt::Key_End);
        QTRY_VERIFY2(banner().contains(u"It was undone at"_s), qPrintable(banner()));
        for (const auto *undo : preview()->findChildren<QPushButton *>(u"changeUndo"_s))
            QVERIFY(!undo->isVisible());
        // Found again by words.
        auto *search = find<QLineEdit>(u"journalSearch"_s);
        search->setFocus();
        QTest::keyClicks(search, u"SAME kept"_s);
        QTRY_COMPARE(journal()->model()->rowCount(), 1);
        QTest::keyClicks(search, u"nowhere"_s);
        QTRY_COMPARE(find<QLabel>(u"journalNone"_s)->text(), u"No change holds these words."_s);
    }

    void marksWhatAnUndoThatIsRunAgainTookBack()
    {
        openServer();
        sql::ChangeReport made, undone;
        made.change = newTable(u"taken_back"_s);
        made.startedAt = undone.startedAt = QDateTime::currentDateTimeUtc();
        made.steps = {{.state = sql::StepState::Done}};
        const sql::ChangePlace here{{}, m_window->servers().current()->summary(), u"test"_s};
        const qint64 id = m_workspace->addChange(sql::journalEntry(made, here)).result();
        undone.change = made.undo();
        undone.steps = {{.state = sql::StepState::Failed, .message = u"a view needs it"_s}};
        undone.error = pg::Error::client(u"a view needs it"_s);
        store::ChangeEntry failed = sql::journalEntry(undone, here);
        failed.undoes = id;
        m_workspace->addChange(failed).waitForFinished();
        m_cluster->psql(u"CREATE TABLE taken_back (a int)"_s);
        goToJournal();
        QTRY_COMPARE(preview()->change().title, undone.change.title);
        press(preview(), u"changeAgain"_s);
        QTRY_COMPARE(m_cluster->psql(u"SELECT to_regclass('taken_back') IS NULL"_s), u"t"_s);
        const auto first = [&] { return m_workspace->changes({}, 1, id + 1).result().first(); };
        QTRY_VERIFY(first().undoneAt.isValid());
    }

    void savesTheWholeOfAChangeThatWentOn()
    {
        sql::ChangeReport rest;
        rest.change = newTable(u"halves"_s);
        rest.change.steps.front().title = u"The rest"_s;
        rest.change.title = sql::restTitle(rest.change.title);
        rest.startedAt = QDateTime::currentDateTimeUtc();
        rest.steps = {{.state = sql::StepState::Done}};
        sql::ChangeReport begun = rest;
        begun.change = newTable(u"halves"_s);
        const sql::ChangePlace place{{}, u"me@far.example:5432/db"_s, u"db"_s};
        m_workspace->addChange(sql::journalEntry(rest, place)).waitForFinished();
        goToJournal();
        QTRY_COMPARE(preview()->change(), rest.change);
        sql::Change saved;
        connect(screen(), &SchemaScreen::saveAsMigrationRequested, m_window.get(), [&saved](const sql::Change &change) { saved = change; });
        press(preview(), u"changeToMigration"_s);
        auto *bar = find<InlineBar>(u"journalBar"_s);
        QTRY_VERIFY2(bar->isVisible() && bar->text().contains(u"only a part"_s), qPrintable(bar->text()));
        QVERIFY(saved.isEmpty());
        m_workspace->addChange(sql::journalEntry(begun, place)).waitForFinished();
        m_workspace->addChange(sql::journalEntry(rest, place)).waitForFinished();
        find<JournalPage>(u"journalPage"_s)->reload();
        QTRY_COMPARE(journal()->model()->rowCount(), 3);
        journal()->setFocus();
        QTest::keyClick(journal(), Qt::Key_End);
        QTest::keyClick(journal(), Qt::Key_Home);
        QTRY_COMPARE(preview()->change(), rest.change);
        QTRY_VERIFY(!bar->isVisible());
        press(preview(), u"changeToMigration"_s);
        QTRY_COMPARE(saved, begun.change);
    }

    void doesNotOfferToUndoOnAnotherServer()
    {
        openServer();
        sql::ChangeReport report;
        report.change = newTable(u"elsewhere"_s);
        report.startedAt = QDateTime::currentDateTimeUtc();
        report.steps = {{.state = sql::StepState::Done}};
        m_workspace->addChange(sql::journalEntry(report, {{}, u"me@far.example:5432/db"_s, u"db"_s})).waitForFinished();
        goToJournal();
        QTRY_COMPARE(preview()->change().title, report.change.title);
        QVERIFY(!preview()->findChild<QPushButton *>(u"changeApply"_s)->isEnabled());
        for (const auto *undo : preview()->findChildren<QPushButton *>(u"changeUndo"_s))
            QVERIFY(!undo->isVisible());
        QVERIFY2(preview()->findChild<QLabel *>(u"changeNote"_s)->text().contains(u"me@far.example:5432/db"_s), "where was it done?");
        press(preview(), u"changeToConsole"_s);
        QCOMPARE(m_window->currentScreen(), u"console"_s);
        auto *console = static_cast<ConsoleScreen *>(m_window->screen(u"console"_s));
        QTRY_VERIFY(console->currentTab() && console->currentTab()->editor()->text().contains(u"CREATE TABLE public.elsewhere"_s));
    }

    void theBrowserShowsWhatWasChangedAndStaysOpen()
    {
        m_cluster->psql(u"CREATE SCHEMA IF NOT EXISTS shelf; CREATE TABLE shelf.books (a int, v vector(3))"_s);
        openServer();
        m_window->goTo(u"browse"_s);
        auto *tree = find<QTreeView>(u"browserTree"_s);
        const auto names = [tree] {
            QStringList all;
            for (QModelIndex at = tree->indexAt({10, 10}); at.isValid(); at = tree->indexBelow(at))
                all << at.data().toString();
            return all;
        };
        const auto open = [tree](const QString &name) {
            for (QModelIndex at = tree->model()->index(0, 0); at.isValid(); at = tree->indexBelow(at)) {
                if (at.data().toString() == name) {
                    tree->setCurrentIndex(at);
                    tree->expand(at);
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(open(u"shelf"_s));
        QTRY_VERIFY(open(u"books"_s));
        QTRY_VERIFY(names().contains(u"v"_s));
        sql::Change change = newTable(u"x"_s);
        change.steps[0].sql = u"CREATE TABLE shelf.more (a int)"_s;
        run(change);
        QTRY_VERIFY(names().contains(u"more"_s) && names().contains(u"v"_s));
        QTRY_COMPARE(tree->currentIndex().data().toString(), u"books"_s);

        // From its menu to a task, with the table in hand.
        auto *columns = new PlainPage;
        if (!screen()->page(schematask::addColumn))
            screen()->addPage(schematask::addColumn, u"Add"_s, u"Add"_s, u"add"_s, columns);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(tree->currentIndex()).center());
        Q_EMIT tree->customContextMenuRequested(tree->visualRect(tree->currentIndex()).center());
        auto *menu = tree->findChild<QMenu *>(u"browserMenu"_s);
        QVERIFY(menu);
        QStringList texts;
        QAction *add = nullptr;
        for (QAction *action : menu->actions()) {
            texts << action->text();
            if (action->text() == u"Add a vector column…"_s)
                add = action;
        }
        QVERIFY2(add && texts.contains(u"Change storage…"_s), qPrintable(texts.join(u'|')));
        add->trigger();
        menu->close();
        QCOMPARE(m_window->currentScreen(), u"schema"_s);
        QCOMPARE(screen()->currentTask(), schematask::addColumn);
    }
};

QTEST_MAIN(TestSchemaScreen)
#include "tst_schemascreen.moc"
