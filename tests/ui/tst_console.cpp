// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/consolescreen.h"

#include "support/consolebench.h"
#include "ui/common/cellinspector.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>

#include <csignal>

using namespace quiver;
using namespace quiver::ui;
using test::Bench;
using test::Heartbeat;
using namespace Qt::StringLiterals;

class TestConsole : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Bench> m_bench;

    void waitForBackendActivity() const
    {
        QVERIFY(Bench::waitFor([&] {
            return m_cluster->psql(u"select count(*) from pg_stat_activity where query ~ 'pg_sleep' and state = 'active' and pid <> "
                                   "pg_backend_pid()"_s).trimmed() == u"1"_s;
        }));
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
        m_bench = std::make_unique<Bench>(*m_cluster, m_directory->path());
    }
    void cleanup()
    {
        m_bench.reset();
        m_directory.reset();
    }

    void runsTheStatementAtTheCursor()
    {
        m_bench->tab()->editor()->setText(u"select 1 as one;\nselect 'two' as two;\nselect 3;"_s);
        m_bench->tab()->editor()->setCursorOffset(25);
        QTest::keyClick(m_bench->tab()->editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(m_bench->tab()->results()->resultCount() == 1 && !m_bench->tab()->isRunning());
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"two"_s);
        QVERIFY(m_bench->messages().contains(u"SELECT 1"_s));
        QTRY_VERIFY(m_bench->tab()->results()->result(0)->figures().startsWith(u"1 row · 1 column"_s));
        QVERIFY(m_bench->tab()->results()->result(0)->figures().contains(u"first row"_s));
    }

    void runsTheSelectionOnly()
    {
        m_bench->tab()->editor()->setText(u"select 1;\nselect 2;"_s);
        m_bench->tab()->editor()->setSelection(1, 0, 1, 8);
        m_bench->tab()->runAtCursor();
        QTRY_VERIFY(!m_bench->tab()->isRunning() && m_bench->tab()->results()->resultCount() == 1);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"2"_s);
    }

    void aScriptHasSeveralResultsAndStopsAtTheFirstError()
    {
        m_bench->run(u"select 1; create temp table t(a int); select 2; select wrong; select 3;"_s);
        QCOMPARE(m_bench->tab()->results()->resultCount(), 2);
        QVERIFY(m_bench->messages().contains(u"CREATE TABLE"_s));
        QVERIFY(m_bench->messages().contains(u"42703"_s));
        QVERIFY(m_bench->messages().contains(u"1 statement"_s));
        m_bench->find<QAction>(u"goOnAfterErrors"_s)->setChecked(true);
        m_bench->run(u"select wrong; select 3;"_s);
        QCOMPARE(m_bench->tab()->results()->resultCount(), 1);
    }

    void marksTheErrorAtItsPlace()
    {
        const QString text = u"select 1;\nselect '🙂 文', wrong\nfrom pg_class;"_s;
        m_bench->run(text);
        SqlEditor *editor = m_bench->tab()->editor();
        QVERIFY(editor->hasErrors());
        const long at = long(text.left(text.indexOf(u"wrong"_s)).toUtf8().size());
        QCOMPARE(editor->SendScintilla(QsciScintillaBase::SCI_INDICATORSTART, 8UL, at), at);
        QCOMPARE(editor->SendScintilla(QsciScintillaBase::SCI_INDICATOREND, 8UL, at), at + 5);
        QVERIFY(editor->annotation(1).contains(u"42703"_s));
    }

    void cancelsASleepAtOnce()
    {
        m_bench->start(u"select pg_sleep(60)"_s, [&] { return m_bench->tab()->isRunning(); });
        waitForBackendActivity();
        QElapsedTimer timer;
        timer.start();
        m_bench->click(u"cancelRun"_s);
        QCOMPARE(m_bench->find<QPushButton>(u"cancelRun"_s)->text(), u"Force stop"_s);
        QVERIFY(Bench::waitFor([&] { return !m_bench->tab()->isRunning(); }, 5000));
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(m_bench->messages().contains(u"Cancelled"_s, Qt::CaseInsensitive));
        m_bench->run(u"select 1"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"1"_s);
    }

    void aSecondClickEndsItWhileTheServerIsStopped()
    {
        m_bench->start(u"select pg_sleep(60)"_s, [&] { return m_bench->tab()->isRunning(); });
        waitForBackendActivity();
        m_cluster->pause();
        Heartbeat heart;
        m_bench->click(u"cancelRun"_s);
        QTest::qWait(60); // a person's second click comes later than the first
        QElapsedTimer timer;
        timer.start();
        m_bench->click(u"cancelRun"_s);
        const bool ended = Bench::waitFor([&] { return !m_bench->tab()->isRunning(); }, 5000);
        const qint64 took = timer.elapsed();
        m_cluster->resume();
        QVERIFY(ended);
        QVERIFY2(took < 300, qPrintable(QString::number(took)));
        QVERIFY2(heart.longestMs() < 200, qPrintable(QString::number(heart.longestMs())));
        m_bench->run(u"select 7"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"7"_s);
    }

    void aClosedServerTakesTheSessionsOfItsTabsAlong()
    {
        m_bench->run(u"begin; create table half_done(a int)"_s);
        QTRY_COMPARE(m_bench->pill(), u"In transaction"_s);
        const QString ours = u"select count(*) from pg_stat_activity where pid = %1"_s.arg(m_bench->tab()->session()->backendPid());
        QCOMPARE(m_cluster->psql(ours).trimmed(), u"1"_s);
        pg::ConnectOptions elsewhere = m_cluster->options();
        elsewhere.parameters.insert(u"dbname"_s, u"template1"_s);
        Server next({{}, u"next"_s, core::Environment::Production, false, {}}, elsewhere, {}, m_bench->services.services(), nullptr);
        m_bench->screen->setServer(&next); // the tab keeps its own as long as that is open
        m_bench->server.reset();
        QTRY_COMPARE(m_cluster->psql(ours).trimmed(), u"0"_s);
        QCOMPARE(m_bench->pill(), u"No transaction"_s);
        QCOMPARE(m_bench->tab()->server(), &next);
        m_bench->run(u"select current_database()"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"template1"_s);
        m_bench->screen.reset();
    }

    void aServerThatDoesNotAnswerIsClosedWithoutWaiting()
    {
        m_bench->start(u"select pg_sleep(60)"_s, [&] { return m_bench->tab()->isRunning(); });
        waitForBackendActivity();
        m_cluster->pause();
        QElapsedTimer timer;
        timer.start();
        m_bench->server.reset();
        const qint64 took = timer.elapsed();
        const bool ended = Bench::waitFor([&] { return !m_bench->tab()->isRunning(); }, 5000);
        m_cluster->resume();
        QVERIFY2(took < 100, qPrintable(QString::number(took)));
        QVERIFY(ended);
        QVERIFY2(m_bench->messages().contains(u"test was closed"_s), qPrintable(m_bench->messages()));
        QVERIFY2(m_bench->messages().contains(u"Cancelled"_s), qPrintable(m_bench->messages()));
    }

    void aTabClosesWithoutWaitingForItsServer()
    {
        m_bench->start(u"select pg_sleep(60)"_s, [&] { return m_bench->tab()->isRunning(); });
        waitForBackendActivity();
        m_cluster->pause();
        Heartbeat heart;
        QPointer<ConsoleTab> closed = m_bench->tab();
        m_bench->screen->findChild<QAction *>(u"actionCloseTab"_s)->trigger();
        const bool gone = Bench::waitFor([&] { return !closed; }, 5000);
        m_cluster->resume();
        QVERIFY(gone);
        QVERIFY2(heart.longestMs() < 200, qPrintable(QString::number(heart.longestMs())));
    }

    void aFloodOfNoticesLeavesTheWindowAlone()
    {
        Heartbeat heart;
        m_bench->run(u"do $$ begin for i in 1..200000 loop raise notice 'number %', i; end loop; raise notice '%', repeat('y', 3000000); end $$"_s);
        QVERIFY2(heart.longestMs() < 200, qPrintable(QString::number(heart.longestMs())));
        QTRY_VERIFY(m_bench->messages().contains(u"number 1"_s));
        QVERIFY(m_bench->messages().contains(u"further notices were left out"_s));
        QVERIFY(m_bench->messages().size() < 2'000'000);
    }

    void savesAndOpensFiles()
    {
        const QString name = m_directory->filePath(u"kept.sql"_s);
        ConsoleTab *tab = m_bench->tab();
        tab->editor()->setText(u"select 'grüße, 文'"_s);
        tab->saveTo(name);
        tab->editor()->setText(u"select 2"_s);
        tab->saveTo(name); // while the first is under way: the later text stays
        QTRY_VERIFY(!tab->hasUnsavedText());
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), u"select 2"_s);
        tab->openFile(m_directory->filePath(u"absent.sql"_s));
        QTRY_VERIFY(m_bench->question().contains(u"absent.sql cannot be opened"_s));
        QCOMPARE(tab->editor()->text(), u"select 2"_s);
        tab->saveTo(m_directory->filePath(u"no/such/directory.sql"_s));
        QTRY_VERIFY(m_bench->question().contains(u"cannot be written"_s));
        m_bench->screen->findChild<QAction *>(u"actionNewTab"_s)->trigger();
        m_bench->tab()->openFile(name);
        QTRY_COMPARE(m_bench->tab()->editor()->text(), u"select 2"_s);
        QCOMPARE(m_bench->tab()->title(), u"kept.sql"_s);
    }

    void aValueIsWrittenToItsEndWhenItsResultIsClosed()
    {
        m_bench->run(u"select repeat('文', 10000000)"_s);
        ResultPane *pane = m_bench->tab()->results()->result(0);
        QTRY_COMPARE(pane->model()->rowCount(), 1);
        auto *inspector = pane->findChild<CellInspector *>();
        inspector->showCell(pane->model(), pane->model()->index(0, 0));
        const QString name = m_directory->filePath(u"value.txt"_s);
        inspector->saveTo(name);
        delete m_bench->tab(); // with the result, its types and its store
        QTRY_COMPARE(QFileInfo(name).size(), qint64(30'000'000));
    }

    void commitsAndRollsBack()
    {
        m_bench->run(u"create table kept(a int)"_s);
        m_bench->find<QCheckBox>(u"autoCommit"_s)->setChecked(false);
        m_bench->run(u"insert into kept values (1)"_s);
        QTRY_COMPARE(m_bench->pill(), u"In transaction"_s);
        m_bench->click(u"rollback"_s);
        QTRY_COMPARE(m_bench->pill(), u"No transaction"_s);
        QCOMPARE(m_cluster->psql(u"select count(*) from kept"_s).trimmed(), u"0"_s);
        m_bench->run(u"insert into kept values (2)"_s);
        m_bench->click(u"commit"_s);
        QTRY_COMPARE(m_bench->pill(), u"No transaction"_s);
        QCOMPARE(m_cluster->psql(u"select a from kept"_s).trimmed(), u"2"_s);
        m_bench->run(u"select wrong"_s);
        QTRY_COMPARE(m_bench->pill(), u"Failed transaction"_s);
        QVERIFY(!m_bench->find<QPushButton>(u"commit"_s)->isEnabled());
        m_bench->click(u"rollback"_s);
        QTRY_COMPARE(m_bench->pill(), u"No transaction"_s);
    }

    void rowsStayWhenTheConnectionIsLostAndTheNextRunReconnects()
    {
        m_bench->run(u"begin; create temp table t(a int)"_s);
        m_bench->start(u"select i, pg_sleep(0.002) from generate_series(1, 100000) i"_s, [&] {
            return m_bench->tab()->results()->resultCount() == 1 && m_bench->tab()->results()->result(0)->store()->rowCount() > 10;
        });
        m_cluster->psql(u"select pg_terminate_backend(%1)"_s.arg(m_bench->tab()->session()->backendPid()));
        QTRY_VERIFY(!m_bench->tab()->isRunning());
        ResultPane *pane = m_bench->tab()->results()->result(0);
        QVERIFY(pane->store()->rowCount() > 10);
        QVERIFY(pane->isPartial());
        QVERIFY(pane->findChild<InlineBar *>(u"pausedBar"_s)->text().contains(u"connection was lost after"_s));
        QTRY_VERIFY(m_bench->question().contains(u"changes were rolled back by the server"_s));
        QTRY_COMPARE(m_bench->pill(), u"No transaction"_s);
        m_bench->run(u"select 5"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"5"_s);
    }

    void pausesABigResultAndFetchesAll()
    {
        m_bench->start(u"select i, repeat('x', 200) from generate_series(1, 600000) i"_s, [&] {
            return m_bench->tab()->results()->resultCount() == 1 && m_bench->tab()->results()->result(0)->store()->isPaused();
        });
        ResultPane *pane = m_bench->tab()->results()->result(0);
        auto *bar = pane->findChild<InlineBar *>(u"pausedBar"_s);
        QTRY_VERIFY(!bar->isHidden() && bar->text().contains(u"Reading is paused at"_s));
        bar->findChild<QPushButton *>(u"fetchAll"_s)->click();
        QVERIFY(Bench::waitFor([&] { return !m_bench->tab()->isRunning(); }, 60000));
        QCOMPARE(pane->store()->rowCount(), 600000);
        QVERIFY(bar->isHidden());
        QVERIFY(!pane->isPartial());
    }

    void exportsTheSameCsvAsPsql()
    {
        const QString query = u"select i, case when i % 3 = 0 then null else 'a,\"b' || i || E'\\n' end as \"te,xt\", i / 7.0 as n, "
                              "array[i, null] as arr from generate_series(1, 3000) i"_s;
        m_bench->run(query);
        ResultPane *pane = m_bench->tab()->results()->result(0);
        const QString file = m_directory->filePath(u"out.csv"_s);
        QString exported;
        connect(pane, &ResultPane::exported, this, [&](const QString &name) { exported = name; });
        pane->exportTo(sql::ExportFormat::Csv, file);
        QTRY_COMPARE(exported, file);
        QFile ours(file);
        QVERIFY(ours.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(ours.readAll()).trimmed(),
                 m_cluster->psql(u"copy (%1) to stdout with (format csv, header)"_s.arg(query)).trimmed());
    }

    void runsCopyInAndOut()
    {
        m_bench->run(u"create table copied(a int, b text);\ncopy copied from stdin;\n1\tit's\n2\t文\n\\.\ncopy copied to stdout;\n"
                     "select count(*) from copied;"_s);
        QVERIFY2(m_bench->messages().contains(u"COPY 2"_s), qPrintable(m_bench->messages()));
        QCOMPARE(m_bench->tab()->results()->resultCount(), 2);
        QTRY_COMPARE(m_bench->tab()->results()->result(0)->model()->rowCount(), 2);
        QVERIFY(m_bench->cell(0, 1, 0).contains(u"文"_s));
        QTRY_COMPARE(m_bench->cell(1, 0, 0), u"2"_s);
        m_bench->run(u"copy copied from stdin;"_s);
        QVERIFY(m_bench->messages().contains(u"needs its data"_s));
    }

    void takesWeirdNamesManyColumnsAndNone()
    {
        m_bench->run(u"create table \"we\"\"ird; --\"(a int); insert into \"we\"\"ird; --\" values (4); select * from \"we\"\"ird; --\";"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"4"_s);
        QStringList columns;
        for (int i = 1; i <= 1600; ++i)
            columns << QString::number(i);
        m_bench->run(u"select "_s + columns.join(u','));
        QTRY_COMPARE(m_bench->tab()->results()->result(0)->model()->columnCount(), 1600);
        QTRY_COMPARE(m_bench->cell(0, 0, 1599), u"1600"_s);
        m_bench->run(u"select from generate_series(1, 3)"_s);
        QCOMPARE(m_bench->tab()->results()->resultCount(), 1);
        QTRY_VERIFY(m_bench->tab()->results()->result(0)->figures().startsWith(u"3 rows · 0 columns"_s));
    }

    void asksBeforeItDestroys()
    {
        m_bench->run(u"create table doomed as select 1 as a"_s);
        m_bench->run(u"delete from doomed"_s);
        QVERIFY(m_bench->question().contains(u"deletes every row of doomed"_s));
        QCOMPARE(m_cluster->psql(u"select count(*) from doomed"_s).trimmed(), u"1"_s);
        m_bench->click(u"doNotRun"_s);
        QVERIFY(m_bench->question().isEmpty());
        m_bench->run(u"delete from doomed"_s);
        m_bench->click(u"runAnyway"_s);
        QTRY_VERIFY(!m_bench->tab()->isRunning());
        QCOMPARE(m_cluster->psql(u"select count(*) from doomed"_s).trimmed(), u"0"_s);
    }

    void productionAsksForTheName()
    {
        m_bench.reset();
        m_bench = std::make_unique<Bench>(*m_cluster, m_directory->path(), core::Environment::Production);
        m_bench->run(u"create table live(a int)"_s);
        m_bench->run(u"drop table live"_s);
        auto *run = m_bench->find<QPushButton>(u"runAnyway"_s);
        QVERIFY(!run->isEnabled());
        QTest::keyClicks(m_bench->find<QLineEdit>(u"nameGuardName"_s), u"live"_s);
        QVERIFY(run->isEnabled());
        run->click();
        QTRY_VERIFY(!m_bench->tab()->isRunning() && m_bench->messages().contains(u"DROP TABLE"_s));
    }

    void draftsComeBack()
    {
        const QString text = u"select 'not saved 🙂';\n-- second"_s;
        m_bench->tab()->editor()->setText(text);
        m_bench->tab()->editor()->setCursorOffset(9);
        m_bench->tab()->setTitle(u"Kept & found"_s);
        m_bench->screen->openText(u"select 2"_s, false);
        // What a killed program leaves behind: nobody asks it to save, the timer alone has to have done it.
        auto other = store::Workspace::open(m_directory->filePath(u"workspace.sqlite"_s));
        QVERIFY(Bench::waitFor([&] {
            auto drafts = other->editors();
            drafts.waitForFinished();
            return drafts.result().size() == 2 && drafts.result()[0].text == text && drafts.result()[1].text == u"select 2"_s
                   && drafts.result()[0].cursorPosition == 9;
        }));
        ConsoleScreen second(*other, m_bench->services.services());
        QTRY_VERIFY(second.isRestored());
        QCOMPARE(second.tabCount(), 2);
        QCOMPARE(second.tab(0)->editor()->text(), text);
        QCOMPARE(second.tab(0)->title(), u"Kept & found"_s);
        QCOMPARE(second.tab(0)->editor()->cursorOffset(), 9);
        QCOMPARE(second.currentTab(), second.tab(1));
    }

    void reopensAClosedTab()
    {
        m_bench->tab()->editor()->setText(u"select 'closed'"_s);
        m_bench->screen->findChild<QAction *>(u"actionCloseTab"_s)->trigger();
        QCOMPARE(m_bench->screen->tabCount(), 1);
        QVERIFY(m_bench->tab()->editor()->text().isEmpty());
        m_bench->screen->findChild<QAction *>(u"actionReopenTab"_s)->trigger();
        QCOMPARE(m_bench->tab()->editor()->text(), u"select 'closed'"_s);
    }

    void closingATabThatRunsIsSafe()
    {
        m_bench->start(u"select i, pg_sleep(0.001) from generate_series(1, 1000000) i"_s,
                       [&] { return m_bench->tab()->results()->resultCount() == 1; });
        const QPointer<ConsoleTab> closed = m_bench->tab();
        m_bench->screen->findChild<QAction *>(u"actionCloseTab"_s)->trigger();
        QTRY_VERIFY(closed.isNull());
        m_bench->run(u"select 1"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"1"_s);
    }

    void historyKeepsTheTextWithoutSecrets()
    {
        m_bench->run(u"create role hist_role password 'hunter2'"_s);
        m_bench->run(u"select 'needle', wrong"_s);
        m_bench->screen->findChild<QAction *>(u"actionHistory"_s)->trigger();
        auto *list = m_bench->screen->findChild<QListView *>(u"historyList"_s);
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QVERIFY(list->model()->index(0, 0).data().toString().contains(u"needle"_s));
        QVERIFY(!list->model()->index(1, 0).data().toString().contains(u"hunter2"_s));
        m_bench->screen->findChild<QLineEdit *>(u"historySearch"_s)->setText(u"needle"_s);
        QTRY_COMPARE(list->model()->rowCount(), 1);
        m_bench->tab()->editor()->clear();
        Q_EMIT list->activated(list->model()->index(0, 0));
        QCOMPARE(m_bench->tab()->editor()->text(), u"select 'needle', wrong"_s);
    }

    void noSecretReachesTheDisk()
    {
        const QString text = u"create role disk_role password 'correct horse'"_s;
        m_bench->run(text);
        QCOMPARE(m_bench->tab()->editor()->text(), text); // the tab keeps what was typed
        auto other = store::Workspace::open(m_directory->filePath(u"workspace.sqlite"_s));
        QVERIFY(Bench::waitFor([&] {
            auto drafts = other->editors();
            auto entries = other->history();
            drafts.waitForFinished();
            entries.waitForFinished();
            return entries.result().size() == 1 && drafts.result().size() == 1 && drafts.result().first().text.contains(u"disk_role"_s);
        }));
        for (const QFileInfo &info : QDir(m_directory->path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("correct horse"), qPrintable(info.fileName()));
        }
    }

    void worksWithoutAServer()
    {
        m_bench->server.reset();
        m_bench->tab()->editor()->setText(u"select 1"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QVERIFY(!m_bench->tab()->isRunning());
        QVERIFY(m_bench->question().contains(u"No server is open"_s));
    }

    /// Pictures to look at, written only where somebody asks for them.
    void pictures()
    {
        const QString directory = qEnvironmentVariable("QUIVER_PICTURES");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(*qApp, mode);
            const QString suffix = mode == ThemeMode::Light ? u"light"_s : u"dark"_s;
            for (const QSize size : {QSize(1280, 800), QSize(1024, 700)}) {
                m_bench->screen->resize(size);
                const auto shoot = [&](const QString &name) {
                    QTest::qWait(150);
                    m_bench->screen->grab().save(u"%1/%2-%3-%4.png"_s.arg(directory, name, suffix).arg(size.width()));
                };
                m_bench->run(u"-- The nearest texts\nselect i as id, 'text ' || i as content, (select array_agg(random())::vector(16) from "
                             "generate_series(1, 16 + 0 * i)) as embedding,\n       nullif(i % 5, 0) as maybe, now() as seen\n"
                             "from generate_series(1, 2000) as i\nwhere i > 0 /* all */ and 'a' <> $$b$$\nlimit 1000;\n"_s);
                shoot(u"result"_s);
                m_bench->run(u"begin;\ninsert into pg_temp.nothing values (1);\n"_s);
                shoot(u"error"_s);
                m_bench->run(u"rollback; create temp table if not exists pictured(a int);"_s);
                m_bench->run(u"delete from pictured;"_s);
                shoot(u"question"_s);
                m_bench->click(u"doNotRun"_s);
                m_bench->screen->findChild<QAction *>(u"actionHistory"_s)->trigger();
                shoot(u"history"_s);
                m_bench->screen->findChild<QAction *>(u"actionHistory"_s)->trigger();
            }
        }
        applyTheme(*qApp, ThemeMode::Light);
    }
};

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
