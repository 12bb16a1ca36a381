// SPDX-License-Identifier: GPL-3.0-or-later
// The connection page: add, edit, test, open, with right and wrong answers from real servers.
#include "support/testcluster.h"
#include "ui/common/theme.h"
#include "ui/connections/checklist.h"
#include "ui/connections/connectionlist.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/connectionsscreen.h"
#include "profiles/profileoptions.h"
#include "ui/connections/sandboxcard.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::ui;

namespace {

constexpr int patience = 20'000;

} // namespace

class ConnectionsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<store::SecretStore> m_secrets;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<ConnectionsScreen> m_screen;

    template<typename T>
    T *widget(const char *name) const
    {
        T *found = m_screen->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no widget %s", name);
        return found;
    }
    void type(const char *name, const QString &text) { widget<QLineEdit>(name)->setText(text); }
    void press(const char *name) { QTest::mouseClick(widget<QPushButton>(name), Qt::LeftButton); }
    ConnectionList *list() const { return widget<ConnectionList>("connectionList"); }
    ConnectionListModel *model() const { return m_screen->findChild<ConnectionListModel *>(); }
    int count() const { return int(model()->ids().size()); }
    CheckList *checks() const { return widget<CheckList>("checkList"); }

    void makeScreen()
    {
        m_screen = std::make_unique<ConnectionsScreen>(*m_workspace, *m_secrets, *m_sandbox, m_services->jobs,
                                                       m_services->services());
        m_screen->resize(1280, 800);
        m_screen->show();
    }
    void openWorkspace()
    {
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace.sqlite"_s));
    }

    // A new connection to the cluster over TCP, typed into the form.
    void fill(const QString &name, const QString &password = u"right horse"_s)
    {
        m_screen->findChild<QPushButton *>(u"newConnection"_s)->click();
        const QMap<QString, QString> parameters = m_cluster->tcpOptions().parameters;
        type("nameEdit", name);
        type("hostEdit", parameters.value(u"host"_s));
        type("portEdit", parameters.value(u"port"_s));
        type("databaseEdit", u"test"_s);
        type("userEdit", u"guarded"_s);
        type("passwordEdit", password);
    }
    // The lines of the test that the form's button starts.
    QList<ConnectionCheck> testAndWait()
    {
        press("testConnection");
        const auto over = [this] {
            const QList<ConnectionCheck> lines = checks()->checks();
            return checks()->isVisible() && !lines.isEmpty()
                   && std::none_of(lines.cbegin(), lines.cend(), [](const ConnectionCheck &check) {
                          return check.state == ConnectionCheck::State::Running
                                 || check.state == ConnectionCheck::State::Pending;
                      });
        };
        if (!QTest::qWaitFor(over, patience))
            qWarning("the test did not end");
        return checks()->checks();
    }
    // The line that says why the test failed; those before it passed, those after it were not reached.
    static ConnectionCheck failedLine(const QList<ConnectionCheck> &lines)
    {
        const auto failed = std::find_if(lines.cbegin(), lines.cend(), [](const ConnectionCheck &check) {
            return check.state == ConnectionCheck::State::Failed;
        });
        return failed == lines.cend() ? ConnectionCheck() : *failed;
    }
    static ConnectionCheck lineOf(const QList<ConnectionCheck> &lines, catalog::ConnectionStep step)
    {
        const auto line = std::find_if(lines.cbegin(), lines.cend(),
                                       [step](const ConnectionCheck &check) { return check.step == step; });
        return line == lines.cend() ? ConnectionCheck() : *line;
    }
    void shoot(const char *name)
    {
        const QString directory = qEnvironmentVariable("QUIVER_SHOTS");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(*qApp, mode);
            for (const QSize size : {QSize(1280, 800), QSize(1024, 700)}) {
                m_screen->resize(size);
                QCoreApplication::processEvents();
                QCoreApplication::processEvents();
                m_screen->grab().save(
                    u"%1/connections-%2-%3-%4.png"_s.arg(directory, QString::fromLatin1(name))
                        .arg(mode == ThemeMode::Dark ? u"dark"_s : u"light"_s)
                        .arg(size.width()));
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE DATABASE without_vector; "_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        // The sandbox's server may run as another user, who has to get through.
        QFile::setPermissions(m_directory->path(), QFile::permissions(m_directory->path()) | QFile::ExeGroup
                                                       | QFile::ExeOther | QFile::ReadOther);
        m_services = std::make_unique<test::TestServices>();
        openWorkspace();
        m_secrets = std::make_unique<store::SecretStore>(u"QuiverTest"_s, std::chrono::seconds(2));
        const sandbox::ServerAccount account = sandbox::ServerAccount::determine();
        m_sandbox =
            std::make_unique<sandbox::Sandbox>(account, sandbox::Layout{m_directory->filePath(u"sandbox"_s)});
        makeScreen();
    }
    void cleanup()
    {
        m_screen.reset();
        m_sandbox.reset();
        m_secrets.reset();
        m_workspace.reset();
        m_services.reset();
    }

    void welcomesWhoHasNoConnection()
    {
        QVERIFY(widget<QWidget>("welcomePage")->isVisible());
        QVERIFY(widget<QPushButton>("sandboxStart")->isVisible());
        shoot("welcome");
        press("welcomeNew");
        QVERIFY(widget<QLineEdit>("nameEdit")->isVisible());
        QVERIFY(widget<QLineEdit>("nameEdit")->hasFocus() || !m_screen->isActiveWindow());
        QCOMPARE(count(), 1);
    }

    // The way of a newcomer: one click, and a server with data is open.
    void startsTheSandboxAndOpensIt()
    {
        QSignalSpy spy(m_screen.get(), &ConnectionsScreen::openRequested);
        press("sandboxStart");
        QVERIFY(widget<QPushButton>("sandboxCancel")->isVisible());
        QVERIFY(widget<QWidget>("sandboxProgress")->isVisible());
        const auto loading = [this] { return widget<QLabel>("sandboxStatus")->text() != u"Starting…"_s; };
        QVERIFY(QTest::qWaitFor(loading, patience));
        shoot("sandbox");
        const auto over = [&] { return spy.size() == 1 || widget<QPushButton>("sandboxStart")->isVisible(); };
        QVERIFY(QTest::qWaitFor(over, 120'000));
        QVERIFY2(spy.size() == 1, qPrintable(widget<QLabel>("sandboxStatus")->text()));
        const auto profile = spy.first().first().value<store::Profile>();
        QCOMPARE(profile.name, u"Sandbox"_s);
        QVERIFY(m_sandbox->status().state == sandbox::SandboxStatus::State::Running);
        // A second time it is the same connection.
        m_screen->trySandbox();
        QVERIFY(QTest::qWaitFor([&] { return spy.size() == 2; }, 60'000));
        QCOMPARE(count(), 1);

        QThreadPool pool;
        auto gone =
            core::runInThread(pool, u"destroy"_s, nullptr,
                              [sandbox = *m_sandbox](core::JobContext &job) { return sandbox.destroy(job); });
        QVERIFY(gone.future.result());
    }

    void savesAndFindsAgain()
    {
        fill(u"Orders"_s);
        widget<QCheckBox>("readOnlyCheck")->setChecked(true);
        widget<QCheckBox>("favouriteCheck")->setChecked(true);
        widget<QSpinBox>("poolSizeSpin")->setValue(3);
        press("saveConnection");
        QVERIFY(widget<QLineEdit>("passwordEdit")->text().isEmpty());
        m_screen.reset();
        m_workspace.reset(); // writes
        openWorkspace();
        makeScreen();
        QVERIFY(QTest::qWaitFor([this] { return count() == 1; }, patience));
        QVERIFY(QTest::qWaitFor([this] { return widget<QLineEdit>("nameEdit")->text() == u"Orders"_s; },
                                patience));
        QCOMPARE(widget<QLineEdit>("userEdit")->text(), u"guarded"_s);
        QVERIFY(widget<QCheckBox>("readOnlyCheck")->isChecked());
        QCOMPARE(widget<QSpinBox>("poolSizeSpin")->value(), 3);
    }

    void keepsThePasswordOffTheDisk()
    {
        fill(u"Secret"_s, u"zq-hidden-zq"_s);
        press("saveConnection");
        m_screen.reset();
        m_workspace.reset();
        for (const QFileInfo &info : QDir(m_directory->path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("zq-hidden-zq"), qPrintable(info.fileName()));
        }
    }

    void opensWithThePasswordOfThisRun()
    {
        fill(u"Orders"_s);
        QSignalSpy spy(m_screen.get(), &ConnectionsScreen::openRequested);
        press("openConnection");
        QVERIFY(QTest::qWaitFor([&] { return spy.size() == 1; }, patience));
        QCOMPARE(spy.first().at(1).value<profiles::ProfileSecrets>().password, QByteArray("right horse"));
        const auto profile = spy.first().first().value<store::Profile>();
        QCOMPARE(profile.name, u"Orders"_s);
        // A second time, with the field empty: from memory.
        QVERIFY(widget<QLineEdit>("passwordEdit")->text().isEmpty());
        press("openConnection");
        QVERIFY(QTest::qWaitFor([&] { return spy.size() == 2; }, patience));
        QCOMPARE(spy.last().at(1).value<profiles::ProfileSecrets>().password, QByteArray("right horse"));
    }

    void showsWhyOpeningFailed()
    {
        fill(u"Orders"_s, u"wrong"_s);
        QSignalSpy spy(m_screen.get(), &ConnectionsScreen::openRequested);
        press("openConnection");
        QVERIFY(QTest::qWaitFor([&] { return spy.size() == 1; }, patience));
        const auto profile = spy.first().first().value<store::Profile>();
        m_screen->setOpening(profile.id.toString(), true);
        QVERIFY(!widget<QPushButton>("openConnection")->isEnabled());
        pg::Diagnostics diagnostics;
        diagnostics.sqlState = u"28P01"_s;
        diagnostics.message = u"password authentication failed"_s;
        m_screen->showOpenError(profile.id.toString(QUuid::WithoutBraces),
                                pg::Error(pg::Error::Kind::Connection, diagnostics));
        QVERIFY(widget<QPushButton>("openConnection")->isEnabled());
        QVERIFY(checks()->isVisible());
        QVERIFY(checks()->checks().first().text.contains(u"guarded"_s));
    }

    void testsAGoodConnection()
    {
        fill(u"Orders"_s);
        const QList<ConnectionCheck> lines = testAndWait();
        QCOMPARE(lines.size(), catalog::connectionSteps);
        for (const ConnectionCheck &line : lines) {
            const bool passed = line.state == ConnectionCheck::State::Passed;
            const bool audit = line.step == catalog::ConnectionStep::Audit; // depends on the version that is installed
            QVERIFY2(passed || audit, qPrintable(line.title + u": "_s + line.text));
            QVERIFY2(!line.text.isEmpty(), qPrintable(line.title));
        }
        QVERIFY(lineOf(lines, catalog::ConnectionStep::Latency).ms > 0);
        QVERIFY(lineOf(lines, catalog::ConnectionStep::Authentication).ms > 0);
        shoot("tested");
    }

    void offersToCreateTheExtension()
    {
        fill(u"Orders"_s);
        type("databaseEdit", u"without_vector"_s);
        const QList<ConnectionCheck> lines = testAndWait();
        QCOMPARE(lines.size(), catalog::connectionSteps);
        const ConnectionCheck line = lineOf(lines, catalog::ConnectionStep::Pgvector);
        QVERIFY(line.state == ConnectionCheck::State::Warning);
        QCOMPARE(line.sql, u"CREATE EXTENSION IF NOT EXISTS vector;"_s);
        shoot("extension");
    }

    void explainsEachFailure_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("wrong password")
            << u"passwordEdit"_s << u"wrong"_s << u"did not accept the password"_s;
        QTest::newRow("unknown database")
            << u"databaseEdit"_s << u"nowhere"_s << u"no database \"nowhere\""_s;
        QTest::newRow("unknown host") << u"hostEdit"_s << u"no-such-host.invalid"_s << u"No computer named"_s;
        QTest::newRow("no socket") << u"hostEdit"_s << u"/nowhere/at/all"_s << u"no server's socket"_s;
    }
    void explainsEachFailure()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, words);
        fill(u"Orders"_s);
        type(field.toLatin1().constData(), value);
        const QList<ConnectionCheck> lines = testAndWait();
        const ConnectionCheck failed = failedLine(lines);
        QVERIFY2(failed.text.contains(words), qPrintable(ConnectionAdvice::asText(lines)));
        QVERIFY(!failed.nextStep.isEmpty());
        QVERIFY(lines.last().state == ConnectionCheck::State::NotReached);
        if (field == "passwordEdit"_L1)
            shoot("failed");
    }

    void explainsARefusedConnection()
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        const quint16 port = probe.serverPort();
        probe.close();
        fill(u"Orders"_s);
        type("portEdit", QString::number(port));
        const QList<ConnectionCheck> lines = testAndWait();
        QVERIFY2(failedLine(lines).text.contains(u"Nothing answers at 127.0.0.1"_s),
                 qPrintable(ConnectionAdvice::asText(lines)));
    }

    void explainsAServerWithoutTls()
    {
        fill(u"Orders"_s);
        auto *combo = widget<QComboBox>("sslmodeCombo");
        combo->setCurrentIndex(combo->findData(u"require"_s));
        const QList<ConnectionCheck> lines = testAndWait();
        QVERIFY2(failedLine(lines).text.contains(u"this server offers none"_s),
                 qPrintable(ConnectionAdvice::asText(lines)));
    }

    void endsATestOfASilentServer()
    {
        QTcpServer silent; // accepts, never speaks
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        fill(u"Orders"_s);
        type("portEdit", QString::number(silent.serverPort()));
        press("testConnection");
        QTRY_VERIFY(checks()->isVisible());
        QVERIFY(!widget<QPushButton>("testConnection")->isEnabled());
        auto *stop = m_screen->findChild<QAbstractButton *>(u"checkListClose"_s);
        stop->click();
        stop->click();
        QVERIFY(
            QTest::qWaitFor([this] { return widget<QPushButton>("testConnection")->isEnabled(); }, patience));
        QVERIFY2(checks()->checks().first().text.contains(u"stopped"_s),
                 qPrintable(ConnectionAdvice::asText(checks()->checks())));
    }

    void complainsAtTheField()
    {
        fill(u"Orders"_s);
        press("saveConnection");
        QCOMPARE(count(), 1);
        fill(u"orders"_s);
        press("saveConnection");
        QVERIFY(widget<QLabel>("nameEditMessage")->isVisible());
        QVERIFY(widget<QLabel>("nameEditMessage")->text().contains(u"already"_s));
        type("nameEdit", {});
        QVERIFY(widget<QLabel>("nameEditMessage")->isVisible());
        type("nameEdit", u"Other"_s);
        QVERIFY(!widget<QLabel>("nameEditMessage")->isVisible());
        for (const QString &port : {u"0"_s, u"65536"_s, u"x"_s}) {
            type("portEdit", port);
            QVERIFY2(widget<QLabel>("hostsEditMessage")->isVisible(), qPrintable(port));
        }
        shoot("complaint");
        type("portEdit", u"65535"_s);
        QVERIFY(!widget<QLabel>("hostsEditMessage")->isVisible());
        type("hostEdit", {}); // the default socket
        press("saveConnection");
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        QCOMPARE(count(), 2);
    }

    void duplicatesAndDeletes()
    {
        fill(u"Orders"_s);
        press("saveConnection");
        press("duplicateConnection");
        QCOMPARE(count(), 2);
        QCOMPARE(widget<QLineEdit>("nameEdit")->text(), u"Copy of Orders"_s);
        press("saveConnection");
        press("deleteConnection");
        auto *dialog = m_screen->findChild<QMessageBox *>(u"deleteDialog"_s);
        QVERIFY(dialog);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"confirmDelete"_s), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([this] { return count() == 1; }, patience));
        QCOMPARE(widget<QLineEdit>("nameEdit")->text(), u"Orders"_s);
    }

    void keepsEditsWhileAnotherIsLookedAt()
    {
        fill(u"One"_s);
        press("saveConnection");
        fill(u"Two"_s);
        press("saveConnection");
        type("hostEdit", u"changed"_s);
        list()->setCurrentId(model()->ids()[0]);
        QCOMPARE(widget<QLineEdit>("nameEdit")->text(), u"One"_s);
        list()->setCurrentId(model()->ids()[1]);
        QCOMPARE(widget<QLineEdit>("hostEdit")->text(), u"changed"_s);
        QVERIFY(list()->currentIndex().data(ConnectionListModel::UnsavedRole).toBool());
        widget<QLineEdit>("connectionSearch")->setText(u"one"_s);
        QCOMPARE(list()->model()->rowCount(), 1);
    }

    void readOnlyIsEnforcedByTheServer()
    {
        store::Profile profile = store::Profile::create();
        profile.parameters = m_cluster->options().parameters;
        profile.readOnly = true;
        auto session = m_services->session(profiles::connectOptions(profile));
        auto task = session->run(u"write"_s, [](pg::Connection &connection, core::JobContext &) {
            try {
                connection.exec("CREATE TABLE must_not_be (a int)");
            } catch (const pg::Error &error) {
                return error.sqlState();
            }
            return QString();
        });
        task.future.waitForFinished();
        QCOMPARE(task.future.result(), u"25006"_s);
    }

};

QTEST_MAIN(ConnectionsTest)
#include "tst_connections.moc"
