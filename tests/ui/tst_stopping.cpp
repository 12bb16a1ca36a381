// SPDX-License-Identifier: GPL-3.0-or-later
// The window that is closed, or leaves a server, while something runs there: it is stopped, cleaned up after, and told so in the journals.
#include "support/buildbench.h"
#include "support/keyboard.h"
#include "ui/common/changepreview.h"
#include "ui/common/theme.h"
#include "ui/indexes/indexesscreen.h"
#include "ui/shell/mainwindow.h"

#include <QDir>
#include <QLabel>
#include <QMessageBox>
#include <QProgressDialog>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::press;
using test::tabTo;
using test::typeText;
using Outcome = store::BuildEntry::Outcome;

class TestStopping : public QObject
{
    Q_OBJECT

    static constexpr auto theIndex = "docs_embedding_hnsw_cosine_idx";
    std::unique_ptr<test::BuildBench> m_bench;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<MainWindow> m_window;
    IndexesScreen *m_screen = nullptr;

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_window->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString psql(const QString &sql) const { return m_bench->cluster.psql(sql).trimmed(); }
    QString buildingSql() const { return psql(u"SELECT count(*) FROM pg_stat_progress_create_index"_s); }
    store::BuildEntry entry() const { return m_workspace->builds().result().value(0); }

    /// A build that takes longer than this test, begun in the window.
    void build(const QString &table = u"docs"_s)
    {
        m_screen->buildOn(u"public"_s, table, u"embedding"_s);
        QTRY_VERIFY(find<QSpinBox>(u"indexEfConstruction"_s)->isEnabled());
        find<QSpinBox>(u"indexEfConstruction"_s)->setValue(1000);
        auto *preview = find<ChangePreview>(u"indexPreview"_s);
        auto *apply = preview->findChild<QPushButton *>(u"changeApply"_s);
        QTRY_VERIFY(preview->isSettled() && apply->isEnabled());
        apply->click();
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"buildRateNow"_s)->text().contains(u"rows/s"_s), 20'000);
        QCOMPARE(buildingSql(), u"1"_s);
    }
    void answer(const QString &button)
    {
        QTRY_VERIFY(find<QMessageBox>(u"question"_s)->isVisible());
        QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton);
    }
    void nothingIsLeft() const
    {
        QCOMPARE(buildingSql(), u"0"_s);
        QVERIFY(!m_bench->exists(QLatin1String(theIndex)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_bench = std::make_unique<test::BuildBench>();
        m_bench->makeTable(u"docs"_s, 6000);
        psql(u"CREATE TABLE parts (LIKE docs) PARTITION BY RANGE (id); CREATE TABLE parts_0 PARTITION OF parts FOR VALUES FROM (0) TO (100);"
             "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (100) TO (9999); INSERT INTO parts SELECT * FROM docs; ANALYZE parts"_s);
    }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace.sqlite"_s));
        const pg::Services services = m_bench->services.services();
        m_window = std::make_unique<MainWindow>(ShellServices{*m_workspace, m_bench->services.jobs, m_bench->services.log, services}, ShellState(),
                                                [](ThemeMode mode) { applyTheme(*qApp, mode); });
        m_window->addScreen(u"indexes"_s, u"Indexes"_s, u"index"_s, [this, services] {
            return m_screen = new IndexesScreen(*m_workspace, services);
        });
        m_window->restoreScreen();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->goTo(u"indexes"_s);
        m_window->servers().open(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, m_bench->cluster.options(), pg::PoolSettings{});
        QTRY_VERIFY(m_window->servers().current());
    }
    void cleanup()
    {
        m_window.reset();
        m_workspace.reset();
        psql(u"SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index"_s);
        QTRY_COMPARE(buildingSql(), u"0"_s);
        psql(u"DROP INDEX IF EXISTS %1, other"_s.arg(QLatin1String(theIndex)));
    }
    void cleanupTestCase() { m_bench.reset(); }

    void closingStopsABuildAndLeavesNoIndex()
    {
        build();
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        answer(u"questionYes"_s);
        QVERIFY(find<QProgressDialog>(u"stopping"_s)->isVisible());
        if (const QString to = qEnvironmentVariable("QUIVER_PICTURES"); !to.isEmpty())
            find<QProgressDialog>(u"stopping"_s)->grab().save(QDir(to).filePath(u"stopping.png"_s));
        QVERIFY(closed.isEmpty());
        m_window->close(); // is closing already
        QVERIFY(m_window->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, 10'000);
        nothingIsLeft();
        QCOMPARE(entry().outcome, Outcome::Cancelled);
        QVERIFY(entry().durationMs > 0);
    }
    void closingSaysWhatStaysOfAPartitionedBuild()
    {
        const auto validParts = [&] {
            return psql(u"SELECT string_agg(c.relname, ',') FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisvalid AND c.relname ~ '^parts'"_s);
        };
        build(u"parts"_s);
        QTRY_COMPARE_WITH_TIMEOUT(validParts(), u"parts_0"_s, 10'000);
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        auto *question = find<QMessageBox>(u"question"_s);
        QTRY_VERIFY(question->isVisible());
        const QString said = question->informativeText();
        QVERIFY2(said.contains(u"cannot be left alone"_s) && said.contains(u"1 of 2 are built and stay"_s) && said.contains(u"goes on where it stopped"_s), qPrintable(said));
        QVERIFY(!question->findChild<QPushButton *>(u"questionLeave"_s));
        if (const QString to = qEnvironmentVariable("QUIVER_PICTURES"); !to.isEmpty())
            question->grab().save(QDir(to).filePath(u"stopping-parts.png"_s));
        answer(u"questionYes"_s);
        QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, 10'000);
        QCOMPARE(validParts(), u"parts_0"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid = 'parts_1'::regclass"_s), u"0"_s);
        QCOMPARE(entry().outcome, Outcome::Cancelled);
    }
    void leavingTheServerStopsABuildAndLeavesNoIndex()
    {
        build();
        find<QAction>(u"actionDisconnect"_s)->trigger();
        answer(u"questionYes"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->servers().current(), 10'000);
        QVERIFY(m_window->isVisible());
        QVERIFY(!m_window->findChild<QProgressDialog *>(u"stopping"_s) || !find<QProgressDialog>(u"stopping"_s)->isVisible());
        nothingIsLeft();
        QTRY_COMPARE(entry().outcome, Outcome::Cancelled);
    }
    void closingStopsAChangeAndLeavesNoIndex()
    {
        m_screen->showTask(indextask::builds);
        auto *preview = find<ChangePreview>(u"cancelPreview"_s); // any will do
        preview->setChange(m_bench->order(m_bench->spec(u"docs"_s, u"other"_s, true), u"ef_construction = 1000"_s).change);
        auto *apply = preview->findChild<QPushButton *>(u"changeApply"_s);
        QTRY_VERIFY(apply->isEnabled());
        apply->click();
        QTRY_COMPARE_WITH_TIMEOUT(buildingSql(), u"1"_s, 10'000);
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        answer(u"questionYes"_s);
        QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, 10'000);
        QCOMPARE(buildingSql(), u"0"_s);
        QVERIFY(!m_bench->exists(u"other"_s));
    }
    void whatIsLeftRunningGoesOn()
    {
        build();
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        answer(u"questionLeave"_s);
        QVERIFY(find<QProgressDialog>(u"stopping"_s)->labelText().contains(u"Letting go"_s));
        QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, 10'000);
        m_window.reset();
        QCOMPARE(entry().outcome, Outcome::LeftRunning);
        QCOMPARE(buildingSql(), u"1"_s);
    }
    void whoDoesNotWaitIsNotKept()
    {
        build();
        test::OtherSession reader(*m_bench, u"BEGIN; SELECT count(*) || ' rows' FROM docs;"_s); // dropping the index waits for it
        QVERIFY(reader.hears(u"rows"_s));
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        answer(u"questionYes"_s);
        auto *stopping = find<QProgressDialog>(u"stopping"_s);
        QTRY_COMPARE_WITH_TIMEOUT(buildingSql(), u"0"_s, 5'000);
        QTest::qWait(200); // it waits for the reader by now
        QVERIFY(closed.isEmpty());
        QTest::mouseClick(stopping->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, 1'000);
        m_window.reset();
        QVERIFY(m_bench->isInvalid(QLatin1String(theIndex)));
        // Either it came to say what it left, or it is looked for when the server is opened again.
        const store::BuildEntry kept = entry();
        QVERIFY2(kept.outcome == Outcome::Running || (kept.outcome == Outcome::Cancelled && kept.message.contains(u"an INVALID index"_s)), qPrintable(kept.message));
        reader.say(u"COMMIT;"_s);
    }
};

QTEST_MAIN(TestStopping)
#include "tst_stopping.moc"
