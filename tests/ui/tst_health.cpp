// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says and shows when a server goes away and comes back, and around a production server.
#include "support/consolebench.h"
#include "ui/common/healthmark.h"
#include "ui/common/theme.h"
#include "ui/shell/environmentframe.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/outagebar.h"
#include "ui/shell/topbar.h"

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QToolButton>

using namespace quiver;
using namespace quiver::ui;
using test::Heartbeat;
using namespace Qt::StringLiterals;

class TestHealth : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<MainWindow> m_window;
    ConsoleScreen *m_console = nullptr;

    Server *open(core::Environment environment, const QString &name = u"shop"_s)
    {
        m_window->servers().open({name, name, environment, false, {}}, m_cluster->options(), pg::PoolSettings{.size = 2});
        [&] { QTRY_VERIFY(m_window->servers().current() && m_window->servers().current()->identity().name == name); }();
        return m_window->servers().current();
    }
    HealthMark *topMark() const { return m_window->findChild<TopBar *>(u"topBar"_s)->findChild<HealthMark *>(); }
    OutageBar *outages() const { return m_window->findChild<OutageBar *>(u"outageBar"_s); }

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
        m_window = std::make_unique<MainWindow>(
            ShellServices{*m_workspace, m_services->jobs, m_services->log, m_services->services()}, ShellState{}, [](ThemeMode mode) {
                applyTheme(*qApp, mode);
            });
        m_window->addScreen(u"console"_s, u"Console"_s, u"console"_s, [this] {
            return m_console = new ConsoleScreen(*m_workspace, m_services->services());
        });
        m_window->restoreScreen();
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_VERIFY(m_console->isRestored());
    }
    void cleanup()
    {
        m_window.reset();
        m_workspace.reset();
        m_services.reset();
        m_directory.reset();
    }

    void aServerThatCrashesIsSaidToBeLostAndToBeBack()
    {
        Server *server = open(core::Environment::Development);
        QTRY_COMPARE(server->health().state, pg::PoolHealth::Good);
        QVERIFY(topMark()->text().startsWith(u"connected"_s));
        m_console->currentTab()->editor()->setText(u"select 'kept'"_s);
        m_console->currentTab()->run(sql::RunScope::All);
        QTRY_VERIFY(!m_console->currentTab()->isRunning() && m_console->currentTab()->results()->resultCount() == 1);
        QSignalSpy away(server, &Server::wentAway);
        QSignalSpy back(server, &Server::cameBack);
        Heartbeat heart;
        m_cluster->kill();
        QTRY_VERIFY(outages()->textOf(server).startsWith(u"The connection to shop was lost at "_s));
        QTRY_VERIFY2(outages()->textOf(server).contains(u"server closed the connection"_s) || outages()->textOf(server).contains(u"terminat"_s),
                     qPrintable(outages()->textOf(server)));
        QTRY_VERIFY(topMark()->text().startsWith(u"reconnecting"_s));
        QTRY_VERIFY(m_console->currentTab()->bar()->findChild<HealthMark *>()->text().startsWith(u"reconnecting"_s));
        QVERIFY2(heart.longestMs() < 50, qPrintable(QString::number(heart.longestMs())));
        m_cluster->start(); // blocks this thread: not watched
        Heartbeat after;
        QTRY_VERIFY_WITH_TIMEOUT(outages()->textOf(server).startsWith(u"shop is back"_s), 15000);
        QVERIFY(topMark()->text().startsWith(u"connected"_s));
        QVERIFY2(after.longestMs() < 50, qPrintable(QString::number(after.longestMs())));
        QCOMPARE(away.size(), 1);
        QCOMPARE(back.size(), 1);
        QCOMPARE(m_console->currentTab()->editor()->text(), u"select 'kept'"_s);
        QCOMPARE(m_console->currentTab()->results()->resultCount(), 1);
        m_console->currentTab()->run(sql::RunScope::All);
        QTRY_VERIFY(!m_console->currentTab()->isRunning() && m_console->currentTab()->results()->resultCount() == 1);
    }

    void anOutageGoesWithItsServer()
    {
        Server *server = open(core::Environment::Development);
        m_cluster->kill();
        QTRY_VERIFY(!outages()->textOf(server).isEmpty());
        m_window->servers().close(server);
        QTRY_VERIFY(!outages()->findChild<InlineBar *>());
        m_cluster->start();
    }

    void onlyProductionIsFramed()
    {
        auto *frame = m_window->findChild<EnvironmentFrame *>(u"environmentFrame"_s);
        auto *pill = m_window->findChild<QLabel *>(u"environmentPill"_s);
        QVERIFY(!frame->isFramed());
        open(core::Environment::Staging, u"rehearsal"_s);
        QVERIFY(!frame->isFramed());
        QCOMPARE(pill->text(), u"Staging"_s);
        Server *live = open(core::Environment::Production, u"live"_s);
        QVERIFY(frame->isFramed());
        QCOMPARE(pill->text(), u"Production"_s);
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            m_window->setTheme(mode);
            const QColor ink = environmentColor(core::Environment::Production, colorsFor(m_window->palette()));
            const QImage picture = frame->grab().toImage();
            for (const QPoint &edge : {QPoint(1, picture.height() / 2), QPoint(picture.width() / 2, picture.height() - 2),
                                       QPoint(picture.width() - 2, picture.height() / 2)})
                QCOMPARE(picture.pixelColor(edge), ink);
        }
        m_window->servers().close(live);
        QVERIFY(!frame->isFramed());
    }

    void thePoolIsAClickAway()
    {
        Server *server = open(core::Environment::Development);
        QSignalSpy asked(m_window.get(), &MainWindow::poolRequested);
        m_window->findChild<QToolButton *>(u"poolState"_s)->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<Server *>(), server);
    }

    /// Pictures to look at, written only where somebody asks for them.
    void pictures()
    {
        const QString directory = qEnvironmentVariable("QUIVER_PICTURES");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        Server *server = open(core::Environment::Production, u"live"_s);
        const auto shoot = [&](const QString &name) {
            for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
                m_window->setTheme(mode);
                for (const QSize size : {QSize(1280, 800), QSize(1024, 700)}) {
                    m_window->resize(size);
                    QTest::qWait(200);
                    m_window->grab().save(u"%1/%2-%3-%4.png"_s.arg(directory, name, mode == ThemeMode::Light ? u"light"_s : u"dark"_s).arg(size.width()));
                }
            }
        };
        shoot(u"window-production"_s);
        m_cluster->kill();
        QTRY_VERIFY(!outages()->textOf(server).isEmpty());
        shoot(u"window-lost"_s);
        m_cluster->start();
        QTRY_VERIFY_WITH_TIMEOUT(outages()->textOf(server).contains(u"is back"_s), 15000);
        shoot(u"window-back"_s);
    }
};

QTEST_MAIN(TestHealth)
#include "tst_health.moc"
