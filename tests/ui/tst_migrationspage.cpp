// SPDX-License-Identifier: GPL-3.0-or-later
// The page of the migrations on a real server, by keyboard: a folder, running, taking back, repairing, writing.
#include "support/consolebench.h"
#include "support/keyboard.h"
#include "support/migrationbench.h"
#include "ui/common/theme.h"
#include "ui/migrations/migrationspage.h"
#include "ui/migrations/migrationsmodel.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::ui;
using test::chooseFromMenu;
using test::focusName;
using test::Heartbeat;
using test::MigrationBench;
using test::press;
using test::retype;
using test::tabTo;
using test::typeText;

class MigrationsPageTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<MigrationBench> m_bench;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<MigrationsPage> m_page;

    template<typename T>
    T *find(const QString &name) const
    {
        auto *found = m_page->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    QTreeView *view() const { return find<QTreeView>(u"migrationsView"_s); }
    QString cell(int row, int column) const { return m_page->model()->index(row, column).data().toString(); }
    QString states() const
    {
        QStringList list;
        for (int row = 0; row < m_page->model()->rowCount(); ++row)
            list << cell(row, MigrationsModel::State);
        return list.join(u", "_s);
    }
    QString bar() const
    {
        auto *bar = find<InlineBar>(u"migrationsBar"_s);
        return bar->isHidden() ? QString() : bar->text();
    }
    QString text() const { return find<SqlEditor>(u"migrationFileText"_s)->text(); }
    void pressButton(const QString &name) const
    {
        auto *button = find<QAbstractButton>(name);
        QTRY_VERIFY2(button->isVisible() && button->isEnabled(), qPrintable(name));
        QVERIFY(tabTo(name));
        press(Qt::Key_Space);
    }
    /// Of the menu "More".
    void trigger(const QString &name) const
    {
        auto *more = find<QPushButton>(u"migrationsMore"_s);
        QTRY_VERIFY2(more->isEnabled(), qPrintable(name));
        QVERIFY2(chooseFromMenu(more, find<QMenu>(u"migrationsMenu"_s), find<QAction>(name)), qPrintable(name));
    }
    void makePage(core::Environment environment = core::Environment::Development)
    {
        m_page.reset();
        m_server = std::make_unique<Server>(ServerIdentity{u"{7a5c3c7e-8f0e-4a53-9d1a-111111111111}"_s, u"shop"_s, environment, false, {}},
                                            m_cluster->options(m_bench->database), pg::PoolSettings{}, m_bench->services.services(), nullptr);
        m_page = std::make_unique<MigrationsPage>(*m_workspace);
        m_page->resize(960, 640);
        m_page->show();
        m_page->setServer(m_server.get());
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void typeFolder(const QString &folder) const
    {
        QVERIFY(tabTo(u"migrationsFolder"_s));
        retype(folder);
        press(Qt::Key_Return);
    }
    /// In the dialog: before a folder is chosen there is no field for it.
    void chooseFolder(const QString &folder) const
    {
        pressButton(u"migrationsChooseFirst"_s);
        QTRY_VERIFY(m_page->findChild<QFileDialog *>());
        auto *dialog = m_page->findChild<QFileDialog *>();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        dialog->findChild<QLineEdit *>()->setFocus();
        retype(folder);
        press(Qt::Key_Return);
        QTRY_VERIFY(!m_page->findChild<QFileDialog *>());
        m_page->activateWindow(); // there is no window manager that would
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTRY_COMPARE(m_page->folder(), folder);
    }
    void open() const
    {
        chooseFolder(m_bench->folder);
        QTRY_VERIFY(find<QLabel>(u"migrationsTotals"_s)->text().size() > 0);
    }
    void writeTwo()
    {
        m_bench->write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();\n"_s);
        m_bench->write(u"0001_one.down.sql"_s, u"DROP TABLE one;\n"_s);
        m_bench->write(u"0002_zwei 文档.up.sql"_s, u"-- quiver: no-transaction\nCREATE TABLE two ();\n"_s);
        m_bench->write(u"0002_zwei 文档.down.sql"_s, u"DROP TABLE two;\n"_s);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        m_cluster = std::make_unique<test::TestCluster>();
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace.sqlite"_s));
        m_bench = std::make_unique<MigrationBench>(*m_cluster);
        makePage();
    }
    void cleanup()
    {
        m_page.reset();
        m_server.reset();
        m_bench.reset();
        m_workspace.reset();
        m_directory.reset();
    }

    void offersAFolderAndRemembersIt()
    {
        QVERIFY(find<QPushButton>(u"migrationsChooseFirst"_s)->isVisible());
        writeTwo();
        open();
        QVERIFY(!find<QPushButton>(u"migrationsChooseFirst"_s)->isVisible());
        QTRY_COMPARE(states(), u"pending, pending"_s);
        makePage();
        QTRY_COMPARE(m_page->folder(), m_bench->folder);
        QTRY_COMPARE(states(), u"pending, pending"_s);
    }

    void runsAndTakesBackByKeyboard()
    {
        QAbstractItemModelTester tester(m_page->model());
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        Heartbeat heart;
        pressButton(u"migrationsDry"_s);
        QTRY_COMPARE(states(), u"works, rolled back, not tried"_s);
        QTRY_VERIFY2(bar().contains(u"1 ran together in one transaction"_s), qPrintable(bar()));
        QCOMPARE(find<QPushButton>(u"migrationsUp"_s)->text(), u"R&un 2 pending"_s);
        QTRY_VERIFY(find<QPushButton>(u"migrationsUp"_s)->isEnabled());
        pressButton(u"migrationsUp"_s);
        QTRY_COMPARE(states(), u"applied, applied"_s);
        QVERIFY2(bar().contains(u"2 migrations were applied."_s), qPrintable(bar()));
        QTRY_COMPARE(cell(1, MigrationsModel::Who), u"tester"_s);
        QVERIFY(!cell(1, MigrationsModel::Took).isEmpty());
        QTRY_VERIFY(find<QPushButton>(u"migrationsDown"_s)->isEnabled());
        pressButton(u"migrationsDown"_s);
        QVERIFY2(bar().contains(u"This takes back what was applied"_s), qPrintable(bar()));
        QCOMPARE(states(), u"applied, applied"_s);
        pressButton(u"migrationsConfirm"_s);
        QTRY_COMPARE(states(), u"applied, pending"_s);
        QVERIFY2(heart.longestMs() < 100, qPrintable(QString::number(heart.longestMs())));
    }

    void whatHasNothingToSayLeavesItsRoomToTheRest()
    {
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        auto *tree = find<QTreeView>(u"migrationsView"_s);
        QVERIFY(tree->isColumnHidden(MigrationsModel::When) && tree->isColumnHidden(MigrationsModel::Who));
        QVERIFY(tree->columnWidth(MigrationsModel::Name) >= 170);
        auto *side = find<QWidget>(u"migrationFilePane"_s);
        QVERIFY2(side->width() > tree->width(), qPrintable(QString::number(side->width())));
        trigger(u"migrationsUpNext"_s);
        QTRY_VERIFY(!tree->isColumnHidden(MigrationsModel::When));
        m_page->resize(1700, 640);
        QTRY_VERIFY(!tree->isColumnHidden(MigrationsModel::Who));
        auto *table = find<QLineEdit>(u"migrationsTable"_s);
        QVERIFY(tabTo(u"migrationsTable"_s));
        retype(u"public.migrations_of_the_shop"_s);
        press(Qt::Key_Return);
        QVERIFY2(table->width() >= table->fontMetrics().horizontalAdvance(table->text()) + 16, qPrintable(QString::number(table->width())));
        QVERIFY(table->toolTip().contains(table->text()));
    }

    void theChosenOneIsShownAndReachedByTheArrowKeys()
    {
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        QVERIFY(tabTo(u"migrationsView"_s));
        press(Qt::Key_Down);
        QVERIFY2(text().contains(u"no-transaction"_s), qPrintable(text()));
        press(Qt::Key_Up);
        QVERIFY2(text().contains(u"TABLE one"_s), qPrintable(text()));
        trigger(u"migrationsToThis"_s);
        QTRY_COMPARE(states(), u"applied, pending"_s);
        QTRY_COMPARE(find<QLabel>(u"migrationFileNote"_s)->text().left(8), u"Applied,"_s);
        QVERIFY(find<SqlEditor>(u"migrationFileText"_s)->isReadOnly());
    }

    void aPendingFileIsEditedInPlace()
    {
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        QVERIFY(tabTo(u"migrationsView"_s));
        press(Qt::Key_Return); // into the file
        QCOMPARE(focusName(), u"migrationFileText"_s);
        press(Qt::Key_End, Qt::ControlModifier);
        typeText(u"-- more"_s);
        QVERIFY(!find<QPushButton>(u"migrationsUp"_s)->isEnabled());
        QVERIFY(!m_page->unfinished(nullptr).isEmpty());
        QVERIFY(tabTo(u"migrationsView"_s));
        press(Qt::Key_Down);
        press(Qt::Key_Up);
        QVERIFY(text().endsWith(u"-- more"_s)); // it was not lost on the way
        press(Qt::Key_Return);
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(find<QPushButton>(u"migrationsUp"_s)->isEnabled());
        QVERIFY(m_bench->status().find(1)->file->up.text.endsWith(u"-- more"_s));
    }

    void aFailureShowsItsLine()
    {
        m_bench->write(u"0001_bad.up.sql"_s, u"CREATE TABLE a ();\n\nCREATE TABLE a ();\n"_s);
        open();
        QTRY_COMPARE(states(), u"pending"_s);
        pressButton(u"migrationsUp"_s);
        QTRY_VERIFY2(bar().contains(u"0001_bad.up.sql, line 3: relation \"a\" already exists"_s), qPrintable(bar()));
        QCOMPARE(states(), u"failed"_s);
        QTRY_VERIFY(!m_page->isRunning());
    }

    void whatIsWrongWithFilesIsListed()
    {
        writeTwo();
        m_bench->write(u"0003_bad.up.sql"_s, u"SELECT 1;\nVACUUM;\n"_s);
        m_bench->write(u"notes.sql"_s, u"SELECT 1;\n"_s);
        open();
        auto *problems = find<QListWidget>(u"migrationsProblems"_s);
        QTRY_COMPARE(problems->count(), 2);
        QVERIFY2(problems->item(1)->text().startsWith(u"0003_bad.up.sql:2: VACUUM cannot run"_s), qPrintable(problems->item(1)->text()));
        QVERIFY(tabTo(u"migrationsProblems"_s));
        press(Qt::Key_End);
        QCOMPARE(problems->currentRow(), 1);
        QVERIFY(text().contains(u"VACUUM"_s));
        QVERIFY(find<SqlEditor>(u"migrationFileText"_s)->hasErrors());
        pressButton(u"migrationsUp"_s);
        QVERIFY2(bar().startsWith(u"Nothing was run."_s), qPrintable(bar()));
    }

    void aChangedFileIsRefusedAndAccepted()
    {
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        trigger(u"migrationsUpNext"_s);
        QTRY_COMPARE(states(), u"applied, pending"_s);
        m_bench->write(u"0001_one.up.sql"_s, u"CREATE TABLE uno ();\n"_s); // the page watches the files
        QTRY_COMPARE(states(), u"changed since, pending"_s);
        pressButton(u"migrationsUp"_s);
        QVERIFY2(bar().contains(u"was edited after it was applied"_s), qPrintable(bar()));
        pressButton(u"migrationsBarRepair"_s);
        QTRY_VERIFY(m_page->findChild<QRadioButton *>(u"repairOffer0"_s));
        QTRY_VERIFY(find<SqlEditor>(u"repairSql"_s)->text().contains(u"SET checksum"_s));
        pressButton(u"repairApply"_s);
        QTRY_COMPARE(states(), u"applied, pending"_s);
    }

    void aCancelledBuildIsRepaired()
    {
        m_bench->ask(u"CREATE TABLE docs AS SELECT g AS id FROM generate_series(1, 100) g"_s);
        m_bench->write(u"0001_index.up.sql"_s, u"-- quiver: no-transaction\nCREATE INDEX CONCURRENTLY docs_idx ON docs (id);\n"_s);
        open();
        QTRY_COMPARE(states(), u"pending"_s);
        const auto reader = m_bench->services.session(m_cluster->options(m_bench->database), u"reader"_s);
        reader->run(u"read"_s, [](pg::Connection &c, core::JobContext &) {
                  c.begin();
                  c.exec("LOCK TABLE docs IN ROW EXCLUSIVE MODE");
              }).future.waitForFinished();
        pressButton(u"migrationsUp"_s);
        QTRY_COMPARE(states(), u"is running"_s);
        QTRY_VERIFY(m_bench->ask(u"SELECT count(*) FROM pg_index WHERE indrelid = 'docs'::regclass"_s) == u"1"_s);
        QCOMPARE(m_page->unfinished(m_server.get()).size(), 1);
        pressButton(u"migrationsCancel"_s);
        QTRY_VERIFY(!m_page->isRunning());
        QTRY_VERIFY2(bar().contains(u"it is dirty"_s), qPrintable(bar()));
        reader->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        QTRY_VERIFY(find<QPushButton>(u"migrationsRepair"_s)->isEnabled());
        pressButton(u"migrationsRepair"_s);
        QTRY_VERIFY2(find<QPlainTextEdit>(u"repairFound"_s)->toPlainText().contains(u"the INVALID index public.docs_idx"_s), qPrintable(find<QPlainTextEdit>(u"repairFound"_s)->toPlainText()));
        pressButton(u"repairApply"_s);
        QTRY_COMPARE(states(), u"applied"_s);
        QCOMPARE(m_bench->ask(u"SELECT indisvalid FROM pg_index WHERE indrelid = 'docs'::regclass"_s), u"t"_s);
    }

    void productionWantsTheNameTyped()
    {
        makePage(core::Environment::Production);
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        pressButton(u"migrationsUp"_s);
        auto *confirm = find<QPushButton>(u"migrationsConfirm"_s);
        QVERIFY(!confirm->isEnabled());
        QVERIFY(tabTo(u"nameGuardName"_s));
        typeText(m_bench->database);
        QVERIFY(confirm->isEnabled());
        press(Qt::Key_Return);
        QTRY_COMPARE(states(), u"applied, applied"_s);
    }

    void aChangeIsSavedAsFiles()
    {
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        sql::Change change;
        change.title = u"Add a column to \"we\"\"ird\""_s;
        change.steps = {{.title = u"Add"_s, .sql = u"ALTER TABLE one ADD COLUMN a int"_s, .undo = u"ALTER TABLE one DROP COLUMN a"_s},
                        {.title = u"Index"_s, .sql = u"CREATE INDEX CONCURRENTLY i ON one (a)"_s, .undo = u"DROP INDEX CONCURRENTLY i"_s, .inTransaction = false}};
        m_page->saveChange(change);
        auto *name = find<QLineEdit>(u"draftsName"_s);
        QTRY_VERIFY(name->hasFocus());
        typeText(u"add a"_s);
        auto *files = find<QListWidget>(u"draftsFiles"_s);
        QTRY_COMPARE(files->count(), 4);
        QTRY_COMPARE(files->item(0)->text(), u"0003_add_a_1_of_2.up.sql"_s);
        QVERIFY(find<SqlEditor>(u"draftsText"_s)->text().contains(u"ADD COLUMN a int"_s));
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(states(), u"pending, pending, pending, pending"_s);
        QVERIFY2(bar().contains(u"4 files written"_s), qPrintable(bar()));
        QVERIFY(text().contains(u"ADD COLUMN a int"_s));
    }

    void aNewMigrationIsWrittenAndFilledIn()
    {
        chooseFolder(m_bench->folder);
        typeFolder(m_bench->directory.filePath(u"not yet"_s));
        QTRY_VERIFY2(bar().contains(u"There is no folder"_s), qPrintable(bar()));
        pressButton(u"migrationsMakeFolder"_s);
        QTRY_COMPARE(find<QLabel>(u"migrationsTotals"_s)->text(), u"The folder has no migrations yet."_s);
        pressButton(u"migrationsNew"_s);
        QVERIFY(tabTo(u"draftsName"_s));
        typeText(u"first"_s);
        QTRY_VERIFY(find<QPushButton>(u"draftsWrite"_s)->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_page->model()->rowCount(), 1);
        QVERIFY(text().contains(u"Write your SQL here"_s));
        QVERIFY(!find<SqlEditor>(u"migrationFileText"_s)->isReadOnly());
        pressButton(u"migrationsNew"_s);
        QTRY_COMPARE(focusName(), u"draftsName"_s);
        press(Qt::Key_Escape);
        QVERIFY(view()->isVisible());
    }

    void anExportIsLookedAtAndWritten()
    {
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        pressButton(u"migrationsExport"_s);
        auto *files = find<QListWidget>(u"draftsFiles"_s);
        QTRY_COMPARE(files->count(), 2);
        QCOMPARE(files->item(0)->text(), u"0001_one.py"_s);
        QVERIFY(find<QPlainTextEdit>(u"draftsPlainText"_s)->toPlainText().contains(u"def upgrade()"_s));
        QVERIFY(!find<QPushButton>(u"draftsWrite"_s)->isEnabled());
        QVERIFY(tabTo(u"draftsTarget"_s));
        typeText(m_bench->directory.filePath(u"out"_s));
        QTRY_VERIFY(find<QPushButton>(u"draftsWrite"_s)->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY2(bar().contains(u"2 files written"_s), qPrintable(bar()));
        QVERIFY(QFile::exists(m_bench->directory.filePath(u"out/0002_zwei 文档.py"_s)));
    }

    void aBaselineIsAskedAbout()
    {
        writeTwo();
        open();
        QTRY_COMPARE(states(), u"pending, pending"_s);
        QVERIFY(tabTo(u"migrationsView"_s));
        press(Qt::Key_Down);
        trigger(u"migrationsBaseline"_s);
        QVERIFY2(bar().contains(u"runs nothing of it"_s), qPrintable(bar()));
        pressButton(u"migrationsConfirm"_s);
        QTRY_COMPARE(states(), u"applied, applied"_s);
        QCOMPARE(m_bench->ask(u"SELECT to_regclass('one') IS NULL"_s), u"t"_s);
    }
};

QTEST_MAIN(MigrationsPageTest)
#include "tst_migrationspage.moc"
