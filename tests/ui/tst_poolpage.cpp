// SPDX-License-Identifier: GPL-3.0-or-later
// The pool page on a real pool: figures follow leases, settings take effect at once, backends are looked at only while seen.
#include "support/consolebench.h"
#include "ui/common/livechart.h"
#include "ui/common/theme.h"
#include "ui/connections/poolpage.h"
#include "ui/connections/poolsessionsmodel.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTreeView>

#include <thread>

using namespace quiver;
using namespace quiver::ui;
using test::Heartbeat;
using namespace Qt::StringLiterals;

class TestPoolPage : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<PoolPage> m_page;

    QString figure(const QString &name) const { return m_page->findChild<QLabel *>(u"poolFigure"_s + name)->text(); }
    void type(const QString &field, const QString &text) const
    {
        auto *box = m_page->findChild<QAbstractSpinBox *>(field);
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, text);
        QTest::keyClick(box, Qt::Key_Return);
    }
    QString cell(int row, PoolSessionsModel::Column column) const { return m_page->sessions()->index(row, column).data().toString(); }
    int rowOf(const QString &text, PoolSessionsModel::Column column) const
    {
        for (int row = 0; row < m_page->sessions()->rowCount(); ++row) {
            if (cell(row, column).contains(text))
                return row;
        }
        return -1;
    }
    /// Work that holds a session until \p release.
    auto hold(std::atomic<bool> &release, const QString &title)
    {
        return m_server->pool().run(title, [&release](pg::Connection &connection, core::JobContext &) {
            connection.exec({"select 'held'"});
            while (!release)
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
        });
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
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}},
                                            m_cluster->options(), pg::PoolSettings{.size = 2, .maxOverflow = 1},
                                            m_services->services(), nullptr);
        m_page = std::make_unique<PoolPage>();
        m_page->resize(720, 560);
        m_page->show();
    }
    void cleanup()
    {
        m_page.reset();
        m_server.reset();
        m_services.reset();
    }

    void anEmptyStateOffersToOpen()
    {
        QSignalSpy asked(m_page.get(), &PoolPage::openRequested);
        auto *open = m_page->findChild<QPushButton *>(u"poolOpen"_s);
        QVERIFY(open->isVisible());
        open->click();
        QCOMPARE(asked.size(), 1);
        m_page->setServer(m_server.get());
        QVERIFY(!open->isVisible());
        m_server.reset();
        QVERIFY(open->isVisible());
        QCOMPARE(m_page->server(), nullptr);
    }

    void figuresAndRowsFollowTheLeases()
    {
        QAbstractItemModelTester tester(m_page->sessions());
        m_page->setServer(m_server.get());
        Heartbeat heart;
        std::atomic<bool> release = false;
        std::vector<core::Task<void>> tasks;
        for (int i = 1; i <= 4; ++i)
            tasks.push_back(hold(release, u"Load part %1"_s.arg(i)));
        QTRY_COMPARE(figure(u"CheckedOut"_s), u"3"_s);
        QCOMPARE(figure(u"Size"_s), u"2"_s);
        QCOMPARE(figure(u"Overflow"_s), u"1"_s);
        QCOMPARE(figure(u"Waiting"_s), u"1"_s);
        QTRY_VERIFY(rowOf(u"Load part 2"_s, PoolSessionsModel::Holder) >= 0);
        const int row = rowOf(u"Load part 2"_s, PoolSessionsModel::Holder);
        QTRY_COMPARE(cell(row, PoolSessionsModel::State), u"busy"_s);
        QVERIFY(!cell(row, PoolSessionsModel::Held).isEmpty());
        QTRY_VERIFY(cell(row, PoolSessionsModel::Pid).toInt() > 0);
        release = true;
        QTRY_COMPARE(figure(u"CheckedOut"_s), u"0"_s);
        QCOMPARE(figure(u"CheckedIn"_s), u"2"_s);
        QTRY_VERIFY(m_page->findChild<QLabel *>(u"poolTotals"_s)->text().contains(u"Leases: "_s));
        QVERIFY2(heart.longestMs() < 50, qPrintable(QString::number(heart.longestMs())));
    }

    void aQueueBetweenTwoSamplesIsSeenInTheChart()
    {
        m_page->setServer(m_server.get());
        std::atomic<bool> release = false;
        std::vector<core::Task<void>> tasks;
        for (int i = 0; i < 4; ++i)
            tasks.push_back(hold(release, u"Short"_s));
        QTRY_COMPARE(m_server->pool().counters().waiting, 1);
        QTRY_COMPARE(figure(u"Waiting"_s), u"1"_s);
        release = true;
        QTRY_COMPARE(m_server->pool().counters().waiting, 0);
        const int before = m_page->chart()->sampleCount();
        QTRY_VERIFY(m_page->chart()->sampleCount() > before);
        QTRY_VERIFY2(m_page->chart()->legend().contains(u"Idle 2"_s), qPrintable(m_page->chart()->legend()));
    }

    void theServerSaysWhatABackendDoes()
    {
        m_page->setServer(m_server.get());
        auto own = m_server->pool().dedicatedSession(u"console: Query 1"_s);
        auto task = own->run(u"Query"_s, [](pg::Connection &connection, core::JobContext &) {
            connection.exec({"begin"});
            connection.exec({"select 'seen by the server'"});
        });
        task.future.waitForFinished();
        m_server->pool().run(u"Warm up"_s, [](pg::Connection &connection, core::JobContext &) { connection.ping(); });
        QTRY_VERIFY(rowOf(u"console: Query 1"_s, PoolSessionsModel::Name) >= 0);
        const int row = rowOf(u"console: Query 1"_s, PoolSessionsModel::Name);
        QTRY_COMPARE_WITH_TIMEOUT(cell(row, PoolSessionsModel::BackendState), u"idle in transaction"_s, 8000);
        QVERIFY(cell(row, PoolSessionsModel::Query).contains(u"seen by the server"_s));
        QCOMPARE(cell(row, PoolSessionsModel::Transaction), u"open"_s);
    }

    void settingsTakeEffectAtOnceAndAreSavedOnlyWhenAsked()
    {
        m_page->setServer(m_server.get());
        QSignalSpy saved(m_page.get(), &PoolPage::saveSettingsRequested);
        auto *save = m_page->findChild<QPushButton *>(u"savePoolSettings"_s);
        QVERIFY(!save->isEnabled());
        type(u"poolSize"_s, u"7"_s);
        QCOMPARE(m_server->pool().settings().size, 7);
        QCOMPARE(figure(u"Size"_s), u"7"_s);
        type(u"poolTimeout"_s, u"1.5"_s);
        QCOMPARE(m_server->pool().settings().timeout, 1.5);
        QCOMPARE(m_server->pool().settings().maxOverflow, 1);
        QCOMPARE(saved.size(), 0);
        QVERIFY(save->isEnabled());
        save->click();
        QCOMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), u"{1}"_s);
        QCOMPARE(saved[0][1].value<pg::PoolSettings>().size, 7);
        QVERIFY(!save->isEnabled());
    }

    void idleSessionsAreDropped()
    {
        m_page->setServer(m_server.get());
        m_server->pool().run(u"Warm up"_s, [](pg::Connection &connection, core::JobContext &) { connection.ping(); });
        auto *drop = m_page->findChild<QPushButton *>(u"dropIdleSessions"_s);
        QTRY_VERIFY(drop->isEnabled());
        m_page->hide(); // else the page's own question makes a session anew
        drop->click();
        QTRY_COMPARE(m_server->pool().counters().checkedIn, 0);
    }

    void aHiddenPageKeepsSamplesButAsksAndDrawsNothing()
    {
        m_page->setServer(m_server.get());
        m_server->pool().run(u"Warm up"_s, [](pg::Connection &connection, core::JobContext &) { connection.ping(); });
        m_page->hide();
        QTRY_COMPARE(m_server->pool().counters().checkedOut, 0);
        const int drawings = m_page->chart()->drawings();
        const int samples = m_page->chart()->sampleCount();
        const qint64 leases = m_server->pool().totals().leases;
        QTRY_VERIFY_WITH_TIMEOUT(m_page->chart()->sampleCount() >= samples + 5, 8000); // longer than a question's period
        QCOMPARE(m_page->chart()->drawings(), drawings);
        QCOMPARE(m_server->pool().totals().leases, leases);
        m_page->show();
        QVERIFY(m_page->chart()->drawings() > drawings);
    }

    void theChartKeepsAFixedNumberOfSamples()
    {
        LiveChart chart({.series = {u"Rate"_s}, .unit = u"rows/s"_s, .seconds = 5, .samplesPerSecond = 2, .steps = false, .wholeNumbers = false});
        chart.resize(400, 200);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        for (int i = 1; i <= 1000; ++i)
            chart.add({i * 0.5});
        QCOMPARE(chart.sampleCount(), 10);
        QCOMPARE(chart.latest(0), 500.0);
        QCOMPARE(chart.legend(), u"Rate 500.0 rows/s"_s);
        chart.add({std::numeric_limits<double>::quiet_NaN()});
        QCOMPARE(chart.legend(), u"Rate –"_s);
        chart.clear();
        QCOMPARE(chart.sampleCount(), 0);
        for (const bool dark : {false, true}) {
            const QColor page = dark ? QColor(0x1c1f26) : QColor(0xf5f6f8);
            for (const QColor &ink : LiveChart::colorsOfSeries(dark))
                QVERIFY2(contrastRatio(ink, page) >= 3, qPrintable(ink.name()));
        }
    }

    /// Pictures to look at, written only where somebody asks for them.
    void pictures()
    {
        const QString directory = qEnvironmentVariable("QUIVER_PICTURES");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        m_page->setServer(m_server.get());
        auto own = m_server->pool().dedicatedSession(u"console: Query 1"_s);
        own->run(u"Query"_s, [](pg::Connection &connection, core::JobContext &) { connection.exec({"begin"}); });
        for (int round = 0; round < 4; ++round) {
            std::atomic<bool> release = false;
            std::vector<core::Task<void>> tasks;
            for (int i = 0; i <= round; ++i)
                tasks.push_back(hold(release, u"Load part %1"_s.arg(i)));
            QTest::qWait(1500);
            if (round == 3) {
                for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
                    applyTheme(*qApp, mode);
                    for (const QSize size : {QSize(980, 660), QSize(620, 540)}) {
                        m_page->resize(size);
                        QTest::qWait(700);
                        m_page->grab().save(u"%1/pool-%2-%3.png"_s.arg(directory, mode == ThemeMode::Light ? u"light"_s : u"dark"_s).arg(size.width()));
                    }
                }
            }
            release = true;
            QTRY_COMPARE(m_server->pool().counters().checkedOut, 0);
        }
        applyTheme(*qApp, ThemeMode::Light);
    }
};

QTEST_MAIN(TestPoolPage)
#include "tst_poolpage.moc"
