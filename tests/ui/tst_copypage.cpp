// SPDX-License-Identifier: GPL-3.0-or-later
// Copying rows from another database by keyboard alone: into a table that exists, into a new one, from a query, and what is refused.
#include "support/consolebench.h"
#include "support/keyboard.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/load/copycolumnsmodel.h"
#include "ui/load/copypage.h"
#include "ui/load/loadrun.h"
#include "ui/load/loadscreen.h"
#include "ui/load/loadtab.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::focusName;
using test::press;
using test::tabTo;
using test::typeText;

namespace {

bool waitFor(const std::function<bool()> &condition, int ms = 20'000)
{
    return QTest::qWaitFor(condition, ms);
}

} // namespace

class CopyPageTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_here, m_there;
    std::unique_ptr<LoadScreen> m_screen;

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_screen->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    LoadRun &run() const { return m_screen->load().run(); }
    QString state() const { return find<QLabel>(u"copyState"_s)->text(); }
    void chooseByKeyboard(const QString &picker, const QString &part, const QString &whole)
    {
        QVERIFY(tabTo(picker + u"Line"_s));
        QVERIFY(waitFor([&] { return !find<TablePicker>(picker)->isReading(); }));
        typeText(part);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        m_screen->activateWindow(); // without a window manager the list that has closed stays the active window
        QCOMPARE(find<QLineEdit>(picker + u"Line"_s)->text(), whole);
    }
    void copyByKeyboard()
    {
        QVERIFY2(waitFor([&] { return find<QPushButton>(u"startCopy"_s)->isEnabled(); }), qPrintable(state()));
        QVERIFY(tabTo(u"startCopy"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return run().job() && !run().isRunning(); }));
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
        m_cluster->psql(u"CREATE TABLE docs (id bigint PRIMARY KEY, body text, embedding vector(3)); CREATE INDEX docs_hnsw ON docs USING hnsw (embedding vector_l2_ops); INSERT INTO docs VALUES (1, 'kept', '[1,1,1]')"_s);
        m_cluster->psql(u"CREATE DATABASE archive"_s);
        m_cluster->psql(u"CREATE EXTENSION vector; CREATE TABLE \"旧文档\" (id bigint PRIMARY KEY, text text, embedding vector(3));"
                        "INSERT INTO \"旧文档\" SELECT i, 'text ' || i, ARRAY[i, 0, 1]::vector FROM generate_series(1, 50) i"_s,
                        u"archive"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_services = std::make_unique<test::TestServices>();
        m_here = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, m_cluster->options(),
                                          pg::PoolSettings{}, m_services->services(), nullptr);
        m_there = std::make_unique<Server>(ServerIdentity{u"{2}"_s, u"archive"_s, core::Environment::Production, true, {}},
                                           m_cluster->options(u"archive"_s), pg::PoolSettings{}, m_services->services(), nullptr);
        m_screen = std::make_unique<LoadScreen>(&m_services->jobs);
        m_screen->setServers([this] { return QList<Server *>{m_here.get(), m_there.get()}; });
        m_screen->resize(1100, 720);
        m_screen->show();
        m_screen->setServer(m_here.get());
        m_screen->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_screen.get()));
        m_screen->activated();
        QVERIFY(tabTo(u"copyFromTable"_s));
        press(Qt::Key_Space);
        QCOMPARE(focusName(), u"copyServer"_s);
        QCOMPARE(find<QComboBox>(u"copyServer"_s)->currentText(), u"archive"_s);
    }
    void cleanup()
    {
        m_screen.reset();
        m_here.reset();
        m_there.reset();
        m_services.reset();
    }

    void rowsOfAnotherServerGoIntoATableThatExists()
    {
        chooseByKeyboard(u"copyTable"_s, u"旧"_s, u"public.\"旧文档\""_s);
        chooseByKeyboard(u"copyToTable"_s, u"docs"_s, u"public.docs"_s);
        auto *columns = find<QTableView>(u"copyColumns"_s);
        QAbstractItemModelTester tester(columns->model());
        QVERIFY(waitFor([&] { return columns->model()->rowCount() == 3; }));
        // "text" has no column of its name: it is told where to go.
        QVERIFY(waitFor([&] { return columns->model()->index(1, CopyColumnsModel::To).data().toString() == u"not copied"_s; }));
        QVERIFY(tabTo(u"copyColumns"_s));
        columns->setCurrentIndex(columns->model()->index(1, CopyColumnsModel::From));
        press(Qt::Key_Space);
        columns->setCurrentIndex(columns->model()->index(1, CopyColumnsModel::To));
        press(Qt::Key_F2);
        typeText(u"body"_s);
        press(Qt::Key_Return);
        QCOMPARE(columns->model()->index(1, CopyColumnsModel::To).data().toString(), u"body"_s);
        QVERIFY(tabTo(u"copyDuplicates"_s));
        press(Qt::Key_Down);
        const QString index = u"SELECT 'docs_hnsw'::regclass::oid"_s, before = m_cluster->psql(index);
        QVERIFY(tabTo(u"copyIndexAfterwards"_s));
        press(Qt::Key_Space);
        QVERIFY(find<QLabel>(u"copyIndexPrice"_s)->text().contains(u"docs_hnsw"_s));
        shoot("copy-existing");
        copyByKeyboard();
        QVERIFY2(run().outcome().kind == LoadOutcome::Kind::Done, qPrintable(run().outcome().happened));
        shoot("copy-done");
        QCOMPARE(m_cluster->psql(u"SELECT count(*), count(*) FILTER (WHERE body = 'kept') FROM docs"_s).trimmed(), u"50|1"_s);
        QCOMPARE(m_cluster->psql(u"SELECT body, embedding FROM docs WHERE id = 50"_s).trimmed(), u"text 50|[50,0,1]"_s);
        QVERIFY2(m_cluster->psql(index) != before, qPrintable(before)); // built anew
    }

    void aQueryBecomesANewTable()
    {
        QVERIFY(tabTo(u"copyOfTable"_s));
        press(Qt::Key_Right);
        QVERIFY(tabTo(u"copyQuery"_s));
        typeText(u"SELECT id, embedding FROM \"旧文档\" WHERE id < 4"_s);
        QVERIFY(tabTo(u"copyExisting"_s));
        press(Qt::Key_Right);
        QVERIFY(find<QRadioButton>(u"copyNew"_s)->isChecked());
        QVERIFY(tabTo(u"copyName"_s));
        typeText(u"first three"_s);
        shoot("copy-query");
        copyByKeyboard();
        QVERIFY2(run().outcome().kind == LoadOutcome::Kind::Done, qPrintable(run().outcome().happened));
        QCOMPARE(m_cluster->psql(u"SELECT count(*), max(vector_dims(embedding)) FROM \"first three\""_s).trimmed(), u"3|3"_s);
    }

    void aServerThatIsReadOnlyIsNoTarget()
    {
        m_screen->setServer(m_there.get());
        QVERIFY(!find<QPushButton>(u"startCopy"_s)->isEnabled());
        QVERIFY2(state().contains(u"read-only"_s), qPrintable(state()));
    }

    void aFailedCopyLeavesNothing()
    {
        m_cluster->psql(u"CREATE TABLE narrow (id bigint PRIMARY KEY, embedding vector(2))"_s);
        m_screen->activated();
        find<TablePicker>(u"copyToTable"_s)->refresh();
        chooseByKeyboard(u"copyTable"_s, u"旧"_s, u"public.\"旧文档\""_s);
        chooseByKeyboard(u"copyToTable"_s, u"narrow"_s, u"public.narrow"_s);
        copyByKeyboard();
        QVERIFY(run().outcome().kind == LoadOutcome::Kind::Failed);
        QVERIFY2(run().outcome().happened.contains(u"dimensions"_s), qPrintable(run().outcome().happened));
        shoot("copy-failed");
        QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM narrow"_s).trimmed(), u"0"_s);
        QVERIFY(tabTo(u"backToSetup"_s));
        press(Qt::Key_Space);
        QVERIFY(find<CopyPage>(u"copyPage"_s)->isVisible());
    }
};

QTEST_MAIN(CopyPageTest)
#include "tst_copypage.moc"
