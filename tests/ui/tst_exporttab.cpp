// SPDX-License-Identifier: GPL-3.0-or-later
// Exporting by keyboard alone from a real server: every format, chosen columns, queries, what is replaced, cancelled, refused.
#include "support/consolebench.h"
#include "support/keyboard.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/load/exportcolumnsmodel.h"
#include "ui/load/exporttab.h"
#include "ui/load/loadscreen.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::focusName;
using test::press;
using test::retype;
using test::tabTo;
using test::typeText;

namespace {

bool waitFor(const std::function<bool()> &condition, int ms = 20'000)
{
    return QTest::qWaitFor(condition, ms);
}

} // namespace

class ExportTabTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<LoadScreen> m_screen;
    QTemporaryDir m_files;

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_screen->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    ExportTab &tab() const { return m_screen->exporting(); }
    QString outcome() const
    {
        auto *bar = find<InlineBar>(u"exportOutcome"_s);
        return bar->isHidden() ? QString() : bar->text();
    }
    QByteArray contents(const QString &name) const
    {
        QFile file(m_files.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
    }
    void chooseTableByKeyboard(const QString &part, const QString &whole)
    {
        QVERIFY(tabTo(u"exportTableLine"_s));
        QVERIFY(waitFor([&] { return !find<TablePicker>(u"exportTable"_s)->isReading(); }));
        typeText(part);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        m_screen->activateWindow(); // without a window manager the list that has closed stays the active window
        QCOMPARE(find<QLineEdit>(u"exportTableLine"_s)->text(), whole);
        QVERIFY(waitFor([&] { return find<QTableView>(u"exportColumns"_s)->model()->rowCount() > 0; }));
    }
    void chooseFormat(load::TargetFormat format)
    {
        QVERIFY(tabTo(u"exportFormat"_s));
        auto *box = find<QComboBox>(u"exportFormat"_s);
        press(Qt::Key_Home);
        while (box->currentData().toInt() != int(format) && box->currentIndex() + 1 < box->count())
            press(Qt::Key_Down);
        QCOMPARE(box->currentData().toInt(), int(format));
    }
    void typeFile(const QString &name)
    {
        QVERIFY(tabTo(u"exportFileLine"_s));
        find<QLineEdit>(u"exportFileLine"_s)->selectAll();
        typeText(m_files.filePath(name));
    }
    void start()
    {
        QVERIFY2(find<QPushButton>(u"startExport"_s)->isEnabled(), qPrintable(find<QLabel>(u"exportState"_s)->text()));
        QVERIFY(tabTo(u"startExport"_s));
        press(Qt::Key_Space);
    }
    void exportByKeyboard()
    {
        start();
        QVERIFY(waitFor([&] { return !tab().isRunning() && !outcome().isEmpty(); }));
    }
    /// Pictures for the eye, where QUIVER_SHOTS names a directory.
    void shoot(const char *name)
    {
        const QString directory = qEnvironmentVariable("QUIVER_SHOTS");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            applyTheme(*qApp, mode);
            for (const QSize size : {QSize(1188, 732), QSize(932, 632)}) {
                m_screen->resize(size);
                QCoreApplication::processEvents();
                m_screen->grab().save(u"%1/%2-%3-%4.png"_s.arg(directory, QString::fromLatin1(name),
                                                               mode == ThemeMode::Dark ? u"dark"_s : u"light"_s)
                                          .arg(size.width()));
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE TABLE docs (id int PRIMARY KEY, \"标题\" text, embedding vector(3));"
                        "INSERT INTO docs VALUES (1, 'a,b', '[1,2,3]'), (2, NULL, '[0.5,0,-1]');"
                        "CREATE TABLE \"we\"\"ird; --\" (v halfvec(2)); INSERT INTO \"we\"\"ird; --\" VALUES (NULL), ('[1,2]');"
                        "CREATE TABLE plain (a int)"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_services = std::make_unique<test::TestServices>();
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Production, true, {}}, m_cluster->options(),
                                            pg::PoolSettings{}, m_services->services(), nullptr);
        m_screen = std::make_unique<LoadScreen>(&m_services->jobs);
        m_screen->resize(1100, 720);
        m_screen->show();
        m_screen->setServer(m_server.get());
        m_screen->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_screen.get()));
        find<QTabWidget>(u"loadTabs"_s)->setCurrentWidget(&tab());
        m_screen->activated();
        QCOMPARE(focusName(), u"exportTableLine"_s);
    }
    void cleanup()
    {
        m_screen.reset();
        m_server.reset();
        m_services.reset();
    }

    // The profile is read-only, and of production: reading is all that it takes.
    void aTableBecomesACsvWithTheColumnsThatAreTicked()
    {
        chooseTableByKeyboard(u"docs"_s, u"public.docs"_s);
        auto *columns = find<QTableView>(u"exportColumns"_s);
        QAbstractItemModelTester tester(columns->model());
        typeFile(u"docs.csv"_s);
        QVERIFY(tabTo(u"exportColumns"_s));
        columns->setCurrentIndex(columns->model()->index(2, ExportColumnsModel::Name));
        press(Qt::Key_Space);
        shoot("export-csv");
        exportByKeyboard();
        QVERIFY2(outcome().contains(u"2 rows"_s), qPrintable(outcome()));
        QCOMPARE(contents(u"docs.csv"_s), "id,标题\n1,\"a,b\"\n2,\n"_ba);
        shoot("export-done");
    }

    void vectorsBecomeAnNpyWithACsvBeside()
    {
        chooseTableByKeyboard(u"docs"_s, u"public.docs"_s);
        chooseFormat(load::TargetFormat::Npy);
        QVERIFY(tabTo(u"exportBeside"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"exportHalf"_s));
        press(Qt::Key_Space);
        typeFile(u"vectors.npy"_s);
        shoot("export-npy");
        exportByKeyboard();
        QVERIFY2(outcome().contains(u"2 rows"_s), qPrintable(outcome()));
        QVERIFY(contents(u"vectors.npy"_s).startsWith("\x93NUMPY"));
        QVERIFY(contents(u"vectors.npy"_s).contains("'<f2'"));
        QVERIFY(contents(u"vectors.csv"_s).startsWith("id,标题"));
    }

    void rowsWithoutAVectorAreRefusedOrLeftOut()
    {
        chooseTableByKeyboard(u"ird"_s, u"public.\"we\"\"ird; --\""_s);
        chooseFormat(load::TargetFormat::Fvecs);
        typeFile(u"half.fvecs"_s);
        exportByKeyboard();
        QVERIFY2(outcome().contains(u"was not written"_s), qPrintable(outcome()));
        QCOMPARE(contents(u"half.fvecs"_s), "(no such file)"_ba);
        shoot("export-refused");
        QVERIFY(tabTo(u"exportSkipNull"_s));
        press(Qt::Key_Space);
        exportByKeyboard();
        QVERIFY2(waitFor([&] { return outcome().contains(u"1 row"_s); }), qPrintable(outcome()));
        QCOMPARE(contents(u"half.fvecs"_s).size(), 4 + 2 * 4);
    }

    void aTableWithoutVectorsIsNoVectorFile()
    {
        chooseTableByKeyboard(u"plain"_s, u"public.plain"_s);
        chooseFormat(load::TargetFormat::Npy);
        QVERIFY(!find<QPushButton>(u"startExport"_s)->isEnabled());
        QVERIFY(find<QLabel>(u"exportState"_s)->text().contains(u"no vector column"_s));
    }

    void aQueryBecomesJsonLinesAndReplacesAFileOnlyWhenAsked()
    {
        QVERIFY(tabTo(u"exportOfTable"_s));
        press(Qt::Key_Right);
        QVERIFY(tabTo(u"exportQuery"_s));
        typeText(u"SELECT 1 AS one, '[1,2]'::vector AS v"_s);
        chooseFormat(load::TargetFormat::JsonLines);
        typeFile(u"one.jsonl"_s);
        // What stands there is asked when it matters, by another thread: a share may not answer.
        QVERIFY(QDir(m_files.path()).mkdir(u"one.jsonl"_s));
        exportByKeyboard();
        QVERIFY2(outcome().endsWith(u"one.jsonl is no file: choose another name."_s), qPrintable(outcome()));
        QCOMPARE(focusName(), u"exportFileLine"_s);
        QVERIFY(QDir(m_files.path()).rmdir(u"one.jsonl"_s));
        start();
        QVERIFY(waitFor([&] { return outcome().contains(u"is written"_s); }));
        QCOMPARE(contents(u"one.jsonl"_s), "{\"one\":1,\"v\":[1,2]}\n"_ba);
        start();
        QVERIFY(waitFor([&] { return focusName() == u"replaceFile"_s; }));
        QVERIFY(outcome().contains(u"is there already"_s));
        shoot("export-replace");
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return !tab().isRunning() && outcome().contains(u"is written"_s); }));
    }

    void aTableIsFoundHoweverItsNameIsWritten()
    {
        for (const QString &written : {u"we\"ird; --"_s, u"\"we\"\"ird; --\""_s, u"public.we\"ird; --"_s, u"public.\"we\"\"ird; --\""_s}) {
            QVERIFY(tabTo(u"exportTableLine"_s));
            QVERIFY(waitFor([&] { return !find<TablePicker>(u"exportTable"_s)->isReading(); }));
            retype(written);
            press(Qt::Key_Escape); // closes the list
            m_screen->activateWindow(); // without a window manager the list that has closed stays the active window
            press(Qt::Key_Tab);
            QVERIFY2(find<TablePicker>(u"exportTable"_s)->table(), qPrintable(written));
            QCOMPARE(find<QLineEdit>(u"exportTableLine"_s)->text(), u"public.\"we\"\"ird; --\""_s);
        }
    }

    void theEndingFollowsTheFormatUntilANameIsTyped()
    {
        chooseTableByKeyboard(u"docs"_s, u"public.docs"_s);
        auto *file = find<QLineEdit>(u"exportFileLine"_s);
        QVERIFY(file->text().endsWith(u"/docs.csv"_s));
        QVERIFY2(QFileInfo(QFileInfo(file->text()).path()).isDir(), qPrintable(file->text()));
        chooseFormat(load::TargetFormat::BinaryCopy);
        QVERIFY(file->text().endsWith(u"/docs.bin"_s));
    }

    void aCancelledExportLeavesNoFile()
    {
        QVERIFY(tabTo(u"exportOfTable"_s));
        press(Qt::Key_Right);
        find<QPlainTextEdit>(u"exportQuery"_s)->setPlainText(u"SELECT generate_series(1, 200000000), repeat('x', 100)"_s);
        typeFile(u"endless.csv"_s);
        start();
        QVERIFY(waitFor([&] { return focusName() == u"cancelExport"_s; }));
        QCOMPARE(m_screen->unfinished(m_server.get()).size(), 1);
        QVERIFY(waitFor([&] { return find<QLabel>(u"exportState"_s)->text().contains(u"rows"_s); }));
        shoot("export-running");
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return !tab().isRunning() && !outcome().isEmpty(); }));
        QVERIFY2(outcome().startsWith(u"Cancelled"_s), qPrintable(outcome()));
        QVERIFY(!QFile::exists(m_files.filePath(u"endless.csv"_s)));
        QVERIFY(m_screen->unfinished(nullptr).isEmpty());
    }
};

QTEST_MAIN(ExportTabTest)
#include "tst_exporttab.moc"
