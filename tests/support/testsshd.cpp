// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testsshd.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <csignal>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace quiver::test {

using namespace Qt::StringLiterals;

namespace {

QByteArray run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(30000) || process.exitCode() != 0)
        qFatal("%s failed: %s", qUtf8Printable(program), process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

void write(const QString &path, const QByteArray &text, QIODevice::OpenMode mode = QIODevice::WriteOnly | QIODevice::Truncate)
{
    QFile file(path);
    if (!file.open(mode) || file.write(text) != text.size())
        qFatal("cannot write %s", qUtf8Printable(path));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

QByteArray read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qUtf8Printable(path));
    return file.readAll();
}

QString sshd()
{
    const QString program = QStandardPaths::findExecutable(u"sshd"_s, {u"/usr/sbin"_s, u"/usr/local/sbin"_s});
    if (program.isEmpty())
        qFatal("no sshd on this machine: install openssh-server");
    return program;
}

} // namespace

TestSshd::TestSshd(const QStringList &settings) : m_directory(QDir::tempPath() + u"/quiver-sshd-XXXXXX"_s), m_settings(settings)
{
    if (!m_directory.isValid())
        qFatal("no temporary directory: %s", qUtf8Printable(m_directory.errorString()));
    changeHostKey();
    write(file(u"authorized_keys"_s), {});
    makeKey(u"id"_s, {}, true);
    QTcpServer probe; // a port that is free now
    probe.listen(QHostAddress::LocalHost);
    m_port = probe.serverPort();
    probe.close();
    writeConfig();
    start();
}

TestSshd::~TestSshd()
{
    stop();
}

QString TestSshd::account() const
{
    return QString::fromLocal8Bit(::getpwuid(::geteuid())->pw_name);
}

void TestSshd::changeHostKey()
{
    const QString key = file(u"host_key"_s);
    QFile::remove(key);
    QFile::remove(key + u".pub"_s);
    run(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(), u"-C"_s, u"test"_s, u"-f"_s, key});
}

QString TestSshd::fingerprint() const
{
    return QString::fromUtf8(run(u"ssh-keygen"_s, {u"-l"_s, u"-f"_s, file(u"host_key.pub"_s)})).section(u' ', 1, 1);
}

QString TestSshd::makeKey(const QString &name, const QString &passphrase, bool welcome)
{
    const QString key = file(name);
    // Few rounds: the strength of a test's key is its haste.
    run(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-a"_s, u"1"_s, u"-N"_s, passphrase, u"-C"_s, u"test"_s, u"-f"_s, key});
    if (welcome)
        write(file(u"authorized_keys"_s), read(key + u".pub"_s), QIODevice::WriteOnly | QIODevice::Append);
    return key;
}

void TestSshd::writeConfig(const QStringList &lines, bool known)
{
    QStringList config = lines;
    config << u"Host bastion"_s << u"  HostName 127.0.0.1"_s << u"  Port %1"_s.arg(m_port) << u"Host *"_s << u"  User %1"_s.arg(account())
           << u"  IdentityFile %1"_s.arg(key()) << u"  IdentitiesOnly yes"_s << u"  IdentityAgent none"_s
           << u"  UserKnownHostsFile %1"_s.arg(knownHostsFile()) << u"  GlobalKnownHostsFile /dev/null"_s << u"  UpdateHostKeys no"_s;
    write(configFile(), config.join(u'\n').toUtf8() + '\n');
    const QByteArray line = "[127.0.0.1]:" + QByteArray::number(m_port) + ' ' + read(file(u"host_key.pub"_s));
    write(knownHostsFile(), known ? line : QByteArray());
}

void TestSshd::start()
{
    if (::geteuid() == 0)
        ::mkdir("/run/sshd", 0755); // where it locks its children in; made by its service otherwise
    QStringList config = m_settings;
    config << u"ListenAddress 127.0.0.1"_s << u"Port %1"_s.arg(m_port) << u"HostKey %1"_s.arg(file(u"host_key"_s))
           << u"AuthorizedKeysFile %1"_s.arg(file(u"authorized_keys"_s)) << u"PidFile none"_s << u"UsePAM no"_s << u"StrictModes no"_s
           << u"PermitRootLogin prohibit-password"_s << u"PasswordAuthentication no"_s << u"KbdInteractiveAuthentication no"_s
           << u"MaxStartups 100"_s << u"LogLevel VERBOSE"_s;
    write(file(u"sshd_config"_s), config.join(u'\n').toUtf8() + '\n');
    m_server.setStandardInputFile(QProcess::nullDevice());
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.setStandardOutputFile(file(u"sshd.log"_s), QIODevice::Append);
    m_server.setChildProcessModifier([] {
        ::setsid(); // one number for it and the processes of its connections
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    });
    m_server.start(sshd(), {u"-D"_s, u"-e"_s, u"-f"_s, file(u"sshd_config"_s)}); // by its whole path: it runs itself again
    QElapsedTimer waited;
    waited.start();
    for (;;) {
        QTcpSocket probe;
        probe.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(m_port));
        if (probe.waitForConnected(1000))
            return;
        if (m_server.state() == QProcess::NotRunning || waited.elapsed() > 30000)
            qFatal("the test's sshd does not start:\n%s", read(file(u"sshd.log"_s)).constData());
        m_server.waitForFinished(20);
    }
}

void TestSshd::stop()
{
    if (m_server.state() == QProcess::NotRunning)
        return;
    // A connection's process leaves the group of its parent: it is found by its parent.
    const auto children = [](qint64 parent) {
        QList<qint64> found;
        for (const QByteArray &id : read(u"/proc/%1/task/%1/children"_s.arg(parent)).split(' ')) {
            if (const qint64 number = id.trimmed().toLongLong(); number > 0)
                found << number;
        }
        return found;
    };
    const qint64 server = m_server.processId();
    QList<qint64> all = children(server);
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (QFile::exists(u"/proc/%1"_s.arg(all[i])))
            all += children(all[i]);
    }
    for (const qint64 process : std::as_const(all))
        ::kill(pid_t(process), SIGKILL);
    ::kill(pid_t(server), SIGKILL);
    m_server.waitForFinished(5000);
}

tunnel::TunnelSpec TestSshd::spec(const QList<core::Endpoint> &targets) const
{
    tunnel::TunnelSpec spec;
    spec.host = u"bastion"_s;
    spec.targets = targets;
    spec.configFile = configFile();
    return spec;
}

} // namespace quiver::test
