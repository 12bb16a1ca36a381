// SPDX-License-Identifier: GPL-3.0-or-later
// Tunnels by the real OpenSSH client through a real sshd: questions, failures, ends.
#include "support/testsshd.h"
#include "tunnel/sshtunnel.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

#include <csignal>

using namespace quiver;
using namespace Qt::StringLiterals;
using tunnel::SshTunnel;
using tunnel::TunnelFailure;
using tunnel::TunnelQuestion;
using tunnel::TunnelTrouble;
using State = SshTunnel::State;

namespace {

/// What a tunnel told.
struct Witness {
    explicit Witness(SshTunnel &tunnel)
    {
        QObject::connect(&tunnel, &SshTunnel::opened, &context, [this] { ++opened; });
        QObject::connect(&tunnel, &SshTunnel::failed, &context, [this](const TunnelFailure &failure) { failures << failure; });
        QObject::connect(&tunnel, &SshTunnel::interrupted, &context, [this](const TunnelFailure &failure) { interruptions << failure; });
        QObject::connect(&tunnel, &SshTunnel::warned, &context, [this](const TunnelFailure &failure) { warnings << failure; });
        QObject::connect(&tunnel, &SshTunnel::asked, &context, [this](const TunnelQuestion &question) { questions << question; });
        QObject::connect(&tunnel, &SshTunnel::withdrawn, &context, [this](int question) { withdrawn << question; });
    }
    TunnelTrouble trouble() const { return failures.isEmpty() ? TunnelTrouble::None : failures.last().trouble; }

    QObject context;
    int opened = 0;
    QList<TunnelFailure> failures, interruptions, warnings;
    QList<TunnelQuestion> questions;
    QList<int> withdrawn;
};

/// Says its name to whoever comes.
class Greeter : public QTcpServer
{
public:
    Greeter()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection())
                socket->write("hello");
        });
    }
    core::Endpoint endpoint() const { return {u"127.0.0.1"_s, serverPort()}; }
};

bool isAlive(qint64 process)
{
    QFile file(u"/proc/%1/stat"_s.arg(process));
    return file.open(QIODevice::ReadOnly) && !file.readAll().contains(") Z "); // a dead one that nobody has fetched yet
}

QByteArray readThrough(const core::Endpoint &endpoint)
{
    QTcpSocket socket;
    socket.connectToHost(endpoint.host, quint16(endpoint.port));
    const bool done = QTest::qWaitFor([&] { return socket.bytesAvailable() >= 5 || socket.state() == QAbstractSocket::UnconnectedState; }, 5000);
    return done ? socket.readAll() : "timeout";
}

/// Opens a tunnel to nowhere, prints the client's process, and stays: for a parent that is killed.
int keepOpen(const QString &configFile)
{
    tunnel::TunnelSpec spec;
    spec.host = u"bastion"_s;
    spec.configFile = configFile;
    spec.targets = {{u"127.0.0.1"_s, 1}};
    SshTunnel tunnel(spec);
    QObject::connect(&tunnel, &SshTunnel::opened, [&] {
        std::printf("%lld\n", static_cast<long long>(tunnel.processId()));
        std::fflush(stdout);
    });
    QObject::connect(&tunnel, &SshTunnel::failed, [] { QCoreApplication::exit(1); });
    tunnel.open();
    return QCoreApplication::exec();
}

} // namespace

class TestTunnel : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestSshd> m_sshd;
    std::unique_ptr<Greeter> m_greeter;

    tunnel::TunnelSpec spec() const
    {
        tunnel::TunnelSpec spec = m_sshd->spec({m_greeter->endpoint()});
        spec.askpass = QStringLiteral(QUIVER_ASKPASS);
        return spec;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sshd = std::make_unique<test::TestSshd>();
        m_greeter = std::make_unique<Greeter>();
    }

    void init()
    {
        m_sshd->writeConfig();
        if (!m_sshd->isRunning())
            m_sshd->start();
    }

    void cleanupTestCase()
    {
        m_greeter.reset();
        m_sshd.reset();
    }

    void opensByTheNameOfTheConfiguration()
    {
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        QSignalSpy states(&tunnel, &SshTunnel::stateChanged);
        tunnel.open();
        QCOMPARE(tunnel.state(), State::Opening);
        QTRY_COMPARE(tunnel.state(), State::Open);
        QCOMPARE(seen.opened, 1);
        QCOMPARE(seen.questions.size(), 0);
        QCOMPARE(tunnel.endpoints().size(), 1);
        QCOMPARE(readThrough(tunnel.endpoints().first()), "hello");
        QCOMPARE(states.size(), 2);
    }

    void closingEndsTheClientAndOpensAgain()
    {
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.opened, 1);
        const qint64 client = tunnel.processId();
        const auto endpoints = tunnel.endpoints();
        QVERIFY(isAlive(client));
        tunnel.close();
        QCOMPARE(tunnel.state(), State::Closed);
        tunnel.open();
        QTRY_COMPARE(seen.opened, 2);
        QVERIFY(!isAlive(client));
        QCOMPARE(tunnel.endpoints(), endpoints);
        QCOMPARE(seen.failures.size(), 0);
    }

    void theClientEndsWithTheTunnel()
    {
        auto tunnel = std::make_unique<SshTunnel>(spec());
        Witness seen(*tunnel);
        tunnel->open();
        QTRY_COMPARE(seen.opened, 1);
        const qint64 client = tunnel->processId();
        QElapsedTimer timer;
        timer.start();
        tunnel.reset();
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY(!isAlive(client));
    }

    void theClientEndsWithAProgramThatIsKilled()
    {
        QProcess helper;
        helper.start(QCoreApplication::applicationFilePath(), {u"--keep-open"_s, m_sshd->configFile()});
        QTRY_VERIFY(helper.canReadLine());
        const qint64 client = helper.readLine().trimmed().toLongLong();
        QVERIFY(isAlive(client));
        helper.kill();
        QVERIFY(helper.waitForFinished());
        QTRY_VERIFY(!isAlive(client));
    }

    void anUnknownHostKeyIsAskedFor()
    {
        m_sshd->writeConfig({}, false);
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.questions.size(), 1);
        const TunnelQuestion question = seen.questions.first();
        QCOMPARE(question.kind, TunnelQuestion::Kind::HostKey);
        QCOMPARE(question.fingerprint, m_sshd->fingerprint());
        QCOMPARE(question.keyType, u"ED25519"_s);
        QVERIFY(question.subject.contains(QString::number(m_sshd->port())));
        tunnel.answer(question.id, u"yes"_s);
        QTRY_COMPARE(seen.opened, 1);
        QVERIFY(tunnel.questions().isEmpty());

        SshTunnel second(spec()); // it was written down
        Witness seenBySecond(second);
        second.open();
        QTRY_COMPARE(seenBySecond.opened, 1);
        QCOMPARE(seenBySecond.questions.size(), 0);
    }

    void aRefusedHostKeyEndsTheAttempt()
    {
        m_sshd->writeConfig({}, false);
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.questions.size(), 1);
        tunnel.refuse(seen.questions.first().id);
        QTRY_COMPARE(seen.trouble(), TunnelTrouble::HostKeyUnknown);
        QCOMPARE(tunnel.state(), State::Closed);
        QFile known(m_sshd->knownHostsFile());
        QCOMPARE(known.size(), 0);
    }

    void aChangedHostKeyIsNeverAccepted()
    {
        m_sshd->writeConfig({u"StrictHostKeyChecking ask"_s});
        m_sshd->stop();
        m_sshd->changeHostKey();
        m_sshd->start();
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.trouble(), TunnelTrouble::HostKeyChanged);
        QCOMPARE(seen.questions.size(), 0);
        QCOMPARE(seen.failures.first().file, m_sshd->knownHostsFile());
        QCOMPARE(seen.failures.first().line, 1);
        QCOMPARE(seen.failures.first().fingerprint, m_sshd->fingerprint());
    }

    void aPassphraseIsAskedForAndKeptForTheWayBack()
    {
        const QString key = m_sshd->makeKey(u"guarded"_s, u"right horse"_s, true);
        tunnel::TunnelSpec guarded = spec();
        guarded.identityFile = key;
        SshTunnel tunnel(guarded);
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.questions.size(), 1);
        QCOMPARE(seen.questions[0].kind, TunnelQuestion::Kind::Passphrase);
        QCOMPARE(seen.questions[0].subject, key);
        QVERIFY(seen.questions[0].secret);
        tunnel.answer(seen.questions[0].id, u"wrong horse"_s);
        QTRY_COMPARE(seen.questions.size(), 2);
        QCOMPARE(seen.questions[1].attempt, 2);
        tunnel.answer(seen.questions[1].id, u"right horse"_s);
        QTRY_COMPARE(seen.opened, 1);
        m_sshd->stop();
        QTRY_COMPARE(tunnel.state(), State::Reopening);
        m_sshd->start();
        QTRY_COMPARE(seen.opened, 2);
        QCOMPARE(seen.questions.size(), 2);
        QVERIFY(!isInProcessArguments(u"right horse"_s, tunnel.processId()));
    }

    static bool isInProcessArguments(const QString &text, qint64 process)
    {
        QFile file(u"/proc/%1/cmdline"_s.arg(process));
        return !file.open(QIODevice::ReadOnly) || file.readAll().contains(text.toUtf8());
    }

    void aClosedTunnelLeavesNoQuestion()
    {
        m_sshd->writeConfig({}, false);
        auto tunnel = std::make_unique<SshTunnel>(spec());
        Witness seen(*tunnel);
        tunnel->open();
        QTRY_COMPARE(seen.questions.size(), 1);
        const qint64 client = tunnel->processId();
        tunnel->close();
        QCOMPARE(seen.withdrawn, QList<int>{seen.questions[0].id});
        QVERIFY(tunnel->questions().isEmpty());
        tunnel->answer(seen.questions[0].id, u"yes"_s); // too late: nothing happens
        QTRY_VERIFY(!isAlive(client));
        tunnel->open();
        QTRY_COMPARE(seen.questions.size(), 2);
        tunnel.reset();
        QCOMPARE(seen.withdrawn.size(), 2);
        QCOMPARE(seen.failures.size(), 0);
    }

    void failuresAreNamed_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("trouble");
        QTest::newRow("no client") << u"client"_s << int(TunnelTrouble::ClientMissing);
        QTest::newRow("no such host") << u"host"_s << int(TunnelTrouble::UnknownHost);
        QTest::newRow("nothing listens") << u"port"_s << int(TunnelTrouble::Unreachable);
        QTest::newRow("wrong key") << u"key"_s << int(TunnelTrouble::Rejected);
        QTest::newRow("missing key") << u"nokey"_s << int(TunnelTrouble::KeyFile);
        QTest::newRow("key readable by all") << u"open key"_s << int(TunnelTrouble::KeyFile);
        QTest::newRow("bad configuration") << u"config"_s << int(TunnelTrouble::BadConfiguration);
        QTest::newRow("an option for a host") << u"option"_s << int(TunnelTrouble::BadConfiguration);
    }

    void failuresAreNamed()
    {
        QFETCH(QString, what);
        QFETCH(int, trouble);
        tunnel::TunnelSpec wrong = spec();
        if (what == "client"_L1) {
            wrong.program = m_sshd->file(u"no-ssh"_s);
        } else if (what == "host"_L1) {
            wrong.host = u"nowhere.invalid"_s;
        } else if (what == "port"_L1) {
            wrong.port = 1;
        } else if (what == "key"_L1 || what == "open key"_L1) {
            wrong.identityFile = m_sshd->makeKey(what.section(u' ', 0, 0) + u"-of-test"_s, {}, what == "open key"_L1);
            if (what == "open key"_L1)
                QFile::setPermissions(wrong.identityFile, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
            QFile config(m_sshd->configFile()); // without the key that is let in
            QVERIFY(config.open(QIODevice::WriteOnly | QIODevice::Truncate));
            config.write(u"Host *\n HostName 127.0.0.1\n Port %1\n UserKnownHostsFile %2\n IdentityAgent none\n"_s
                             .arg(m_sshd->port()).arg(m_sshd->knownHostsFile()).toUtf8());
        } else if (what == "nokey"_L1) {
            m_sshd->writeConfig({u"IdentityFile none"_s});
            wrong.identityFile = m_sshd->file(u"none"_s);
            wrong.user = u"nobody"_s;
        } else if (what == "config"_L1) {
            m_sshd->writeConfig({u"Hostnam db"_s});
        } else {
            wrong.host = u"-oProxyCommand=touch %1"_s.arg(m_sshd->file(u"harm"_s));
        }
        SshTunnel tunnel(wrong);
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE_WITH_TIMEOUT(seen.failures.size(), 1, 10000);
        QVERIFY2(int(seen.trouble()) == trouble, qPrintable(seen.failures.first().words));
        QCOMPARE(tunnel.state(), State::Closed);
        QVERIFY(!seen.failures.first().words.isEmpty());
        if (seen.trouble() == TunnelTrouble::KeyFile)
            QCOMPARE(seen.failures.first().file, wrong.identityFile);
        if (what == "config"_L1)
            QCOMPARE(seen.failures.first().line, 1);
        QVERIFY(!QFile::exists(m_sshd->file(u"harm"_s)));
    }

    void forwardingThatIsForbiddenIsTold()
    {
        test::TestSshd strict({u"AllowTcpForwarding no"_s});
        tunnel::TunnelSpec to = strict.spec({m_greeter->endpoint()});
        SshTunnel tunnel(to);
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.opened, 1);
        QCOMPARE(readThrough(tunnel.endpoints().first()), QByteArray());
        QTRY_COMPARE(seen.warnings.size(), 1);
        QCOMPARE(seen.warnings.first().trouble, TunnelTrouble::ForwardRefused);
    }

    void aTargetThatDoesNotAnswerIsTold()
    {
        SshTunnel tunnel(m_sshd->spec({{u"127.0.0.1"_s, 1}}));
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.opened, 1);
        readThrough(tunnel.endpoints().first());
        QTRY_COMPARE(seen.warnings.size(), 1);
        QCOMPARE(seen.warnings.first().trouble, TunnelTrouble::TargetUnreachable);
        QCOMPARE(tunnel.state(), State::Open);
    }

    void throughAJumpHost()
    {
        const test::TestSshd jump;
        m_sshd->writeConfig({u"Host jump"_s, u"  HostName 127.0.0.1"_s, u"  Port %1"_s.arg(jump.port()), u"  IdentityFile %1"_s.arg(jump.key()),
                             u"  StrictHostKeyChecking ask"_s});
        tunnel::TunnelSpec far = spec();
        far.jumpHosts = u"jump"_s;
        auto tunnel = std::make_unique<SshTunnel>(far);
        Witness seen(*tunnel);
        tunnel->open();
        QTRY_COMPARE(seen.questions.size(), 1); // of the jump host's client
        QCOMPARE(seen.questions[0].fingerprint, jump.fingerprint());
        tunnel->answer(seen.questions[0].id, u"yes"_s);
        QTRY_COMPARE(seen.opened, 1);
        QCOMPARE(readThrough(tunnel->endpoints().first()), "hello");
    }

    void theUsersOwnForwardingsDoNotMatter()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        m_sshd->writeConfig({u"LocalForward 127.0.0.1:%1 127.0.0.1:1"_s.arg(taken.serverPort()), u"ControlMaster auto"_s,
                             u"ControlPath %1"_s.arg(m_sshd->file(u"mux"_s)), u"ExitOnForwardFailure yes"_s, u"LogLevel QUIET"_s});
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.opened, 1);
        QVERIFY(!QFile::exists(m_sshd->file(u"mux"_s)));
    }

    void comesBackAtTheSamePorts()
    {
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.opened, 1);
        const auto endpoints = tunnel.endpoints();
        ::kill(pid_t(tunnel.processId()), SIGKILL);
        QTRY_COMPARE(seen.interruptions.size(), 1);
        QCOMPARE(seen.interruptions[0].trouble, TunnelTrouble::Lost);
        QTRY_COMPARE(seen.opened, 2);
        QCOMPARE(tunnel.endpoints(), endpoints);
        QCOMPARE(readThrough(endpoints.first()), "hello");
    }

    void aPortTakenMeanwhileMovesTheEnd()
    {
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        QSignalSpy moved(&tunnel, &SshTunnel::endpointsChanged);
        tunnel.open();
        QTRY_COMPARE(seen.opened, 1);
        const core::Endpoint before = tunnel.endpoints().first();
        m_sshd->stop();
        QTRY_COMPARE(tunnel.state(), State::Reopening);
        QTcpServer thief;
        QVERIFY(thief.listen(QHostAddress::LocalHost, quint16(before.port)));
        m_sshd->start();
        QTRY_COMPARE(seen.opened, 2);
        QCOMPARE(moved.size(), 1);
        QVERIFY(tunnel.endpoints().first() != before);
        QCOMPARE(readThrough(tunnel.endpoints().first()), "hello");
    }

    void aServerThatIsAnotherOneWhenItComesBackEndsTheTunnel()
    {
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        tunnel.open();
        QTRY_COMPARE(seen.opened, 1);
        m_sshd->stop();
        m_sshd->changeHostKey();
        m_sshd->start();
        QTRY_COMPARE(seen.trouble(), TunnelTrouble::HostKeyChanged);
        QCOMPARE(tunnel.state(), State::Closed);
        QCOMPARE(tunnel.failure().trouble, TunnelTrouble::HostKeyChanged);
    }

    void openingDoesNotBlock()
    {
        SshTunnel tunnel(spec());
        Witness seen(tunnel);
        qint64 longest = 0;
        QElapsedTimer beat;
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        connect(&timer, &QTimer::timeout, this, [&] { longest = std::max(longest, beat.restart()); });
        timer.start(1);
        beat.start();
        tunnel.open();
        QTRY_COMPARE_WITH_TIMEOUT(seen.opened, 1, 10000);
        ::kill(pid_t(tunnel.processId()), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(seen.opened, 2, 10000);
        beat.restart();
        tunnel.close();
        longest = std::max(longest, beat.elapsed());
        QVERIFY2(longest < 50, qPrintable(u"%1 ms"_s.arg(longest)));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == "--keep-open"_L1)
        return keepOpen(app.arguments().value(2));
    TestTunnel test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_tunnel.moc"
