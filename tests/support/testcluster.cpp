// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcluster.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTcpServer>

#include <csignal>
#include <pwd.h>
#include <unistd.h>

namespace quiver::test {

namespace {

// Debian keeps the server's programs out of PATH, a folder for each version.
QString newestBinDirectory()
{
    const QString chosen = qEnvironmentVariable("QUIVER_TEST_PG_BIN");
    if (!chosen.isEmpty())
        return chosen;
    QString newest;
    int newestVersion = 0;
    const QDir root(QStringLiteral("/usr/lib/postgresql"));
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString bin = root.filePath(name) + QStringLiteral("/bin");
        if (name.toInt() > newestVersion && QFile::exists(bin + QStringLiteral("/initdb"))) {
            newestVersion = name.toInt();
            newest = bin;
        }
    }
    if (newest.isEmpty())
        qFatal("no PostgreSQL server found below /usr/lib/postgresql; set QUIVER_TEST_PG_BIN");
    return newest;
}

} // namespace

QString TestCluster::binDirectory()
{
    static const QString directory = newestBinDirectory();
    return directory;
}

TestCluster::TestCluster(Empty)
    : m_directory(QDir::tempPath() + QStringLiteral("/quiver-test-XXXXXX"))
{
    if (!m_directory.isValid())
        qFatal("no temporary directory: %s", qUtf8Printable(m_directory.errorString()));
    give(m_directory.path());
    QTcpServer probe; // a port that is free now
    probe.listen(QHostAddress::LocalHost);
    m_port = probe.serverPort();
}

void TestCluster::addSettings(const QStringList &settings) const
{
    QFile conf(dataDirectory() + QStringLiteral("/postgresql.auto.conf"));
    if (!conf.open(QIODevice::Append))
        qFatal("cannot write %s", qUtf8Printable(conf.fileName()));
    const QStringList address{QStringLiteral("listen_addresses = '127.0.0.1'"), QStringLiteral("port = %1").arg(m_port),
                              QStringLiteral("unix_socket_directories = '%1'").arg(m_directory.path())};
    conf.write((address + settings).join(QLatin1Char('\n')).toUtf8() + '\n');
}

TestCluster::TestCluster(const QStringList &settings)
    : TestCluster(Empty())
{
    const QString data = dataDirectory();
    runOrDie({binDirectory() + QStringLiteral("/initdb"), QStringLiteral("-D"), data, QStringLiteral("-U"),
              QStringLiteral("tester"), QStringLiteral("-E"), QStringLiteral("UTF8"), QStringLiteral("--locale=C.UTF-8"),
              QStringLiteral("--no-sync"), QStringLiteral("--no-instructions"), QStringLiteral("-A"), QStringLiteral("trust")});
    const QStringList own{QStringLiteral("fsync = off"), QStringLiteral("max_connections = 100"),
                          QStringLiteral("shared_buffers = 64MB"), QStringLiteral("log_min_messages = fatal")};
    addSettings(own + settings);
    QFile hba(data + QStringLiteral("/pg_hba.conf"));
    if (!hba.open(QIODevice::WriteOnly | QIODevice::Truncate))
        qFatal("cannot write %s", qUtf8Printable(hba.fileName()));
    hba.write("local all all trust\nlocal replication all trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    hba.close();
    start();
    psql(QStringLiteral("CREATE ROLE guarded LOGIN PASSWORD 'right horse'"), QStringLiteral("postgres"));
    psql(QStringLiteral("CREATE DATABASE test"), QStringLiteral("postgres"));
    psql(QStringLiteral("CREATE EXTENSION vector"));
}

TestCluster::~TestCluster()
{
    if (m_server.state() == QProcess::NotRunning)
        return;
    resume();
    stop();
}

void TestCluster::give(const QString &path) const
{
    if (::geteuid() != 0)
        return;
    const passwd *user = ::getpwnam("postgres");
    if (!user || ::chown(QFile::encodeName(path).constData(), user->pw_uid, user->pw_gid) != 0)
        qFatal("cannot give %s to the user postgres", qUtf8Printable(path));
}

void TestCluster::serveTls(const QString &certificate, const QString &key, const QString &authority)
{
    const QDir data(m_directory.filePath(QStringLiteral("data")));
    for (const auto &[from, name] : {std::pair{certificate, QStringLiteral("server.crt")}, {key, QStringLiteral("server.key")},
                                     {authority, QStringLiteral("root.crt")}}) {
        const QString to = data.filePath(name);
        QFile::remove(to);
        if (!QFile::copy(from, to))
            qFatal("cannot copy %s", qUtf8Printable(from));
        QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner);
        give(to);
    }
    psql(QStringLiteral("ALTER SYSTEM SET ssl_ca_file = 'root.crt'"));
    psql(QStringLiteral("ALTER SYSTEM SET ssl = on"));
    // Restarted rather than reloaded: then it is certain which certificate the next connection meets.
    stop();
    start();
}

void TestCluster::setHba(const QString &lines)
{
    QFile hba(m_directory.filePath(QStringLiteral("data/pg_hba.conf")));
    if (!hba.open(QIODevice::WriteOnly | QIODevice::Truncate))
        qFatal("cannot write %s", qUtf8Printable(hba.fileName()));
    hba.write(lines.toUtf8());
    hba.close();
    psql(QStringLiteral("SELECT pg_reload_conf()"));
}

QStringList TestCluster::asServerUser(const QStringList &command) const
{
    // --pdeathsig: the server ends with the test program, however that ends.
    QStringList full{QStringLiteral("setpriv")};
    if (::geteuid() == 0)
        full << QStringLiteral("--reuid=postgres") << QStringLiteral("--regid=postgres") << QStringLiteral("--init-groups");
    full << QStringLiteral("--pdeathsig=INT") << QStringLiteral("--");
    return full + command;
}

void TestCluster::runOrDie(const QStringList &command) const
{
    const QStringList full = asServerUser(command);
    QProcess process;
    process.setWorkingDirectory(m_directory.path());
    process.start(full.first(), full.mid(1));
    if (!process.waitForFinished(120000) || process.exitCode() != 0)
        qFatal("%s failed:\n%s", qUtf8Printable(command.join(QLatin1Char(' '))), process.readAllStandardError().constData());
}

void TestCluster::start()
{
    const QStringList full = asServerUser({binDirectory() + QStringLiteral("/postgres"), QStringLiteral("-D"),
                                           dataDirectory()});
    m_server.setWorkingDirectory(m_directory.path());
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.setStandardOutputFile(m_directory.filePath(QStringLiteral("server.log")), QIODevice::Append);
    qsizetype logged = QFileInfo(m_directory.filePath(QStringLiteral("server.log"))).size();
    m_server.start(full.first(), full.mid(1));
    QElapsedTimer waited;
    waited.start();
    for (;;) {
        QProcess ready;
        ready.start(binDirectory() + QStringLiteral("/pg_isready"),
                    {QStringLiteral("-q"), QStringLiteral("-h"), socketDirectory(), QStringLiteral("-p"), QString::number(m_port)});
        if (ready.waitForFinished(5000) && ready.exitCode() == 0)
            return;
        if (m_server.state() == QProcess::NotRunning || waited.elapsed() > 60000) {
            QFile log(m_directory.filePath(QStringLiteral("server.log")));
            if (!log.open(QIODevice::ReadOnly))
                qFatal("the test server does not start");
            const QByteArray said = log.readAll();
            // After kill() a process of the old server may take a moment to die.
            if (waited.elapsed() > 60000 || !said.sliced(logged).contains("pre-existing shared memory block"))
                qFatal("the test server does not start:\n%s", said.constData());
            logged = said.size();
            m_server.start(full.first(), full.mid(1));
        }
        m_server.waitForFinished(20);
    }
}

void TestCluster::stop()
{
    ::kill(pid_t(m_server.processId()), SIGINT);
    if (!m_server.waitForFinished(30000)) {
        kill();
    }
}

void TestCluster::kill()
{
    signalAll(SIGKILL);
    m_server.waitForFinished(30000);
}

void TestCluster::pause()
{
    signalAll(SIGSTOP);
}

void TestCluster::resume()
{
    signalAll(SIGCONT);
}

void TestCluster::signalAll(int signal) const
{
    const qint64 server = m_server.processId();
    if (server <= 0)
        return;
    QProcess children;
    children.start(QStringLiteral("ps"), {QStringLiteral("-o"), QStringLiteral("pid="), QStringLiteral("--ppid"), QString::number(server)});
    children.waitForFinished(5000);
    ::kill(pid_t(server), signal);
    for (const QByteArray &pid : children.readAllStandardOutput().split('\n')) {
        if (const int number = pid.trimmed().toInt(); number > 0)
            ::kill(number, signal);
    }
}

pg::ConnectOptions TestCluster::options(const QString &database) const
{
    pg::ConnectOptions options;
    options.parameters = {{QStringLiteral("host"), socketDirectory()},
                          {QStringLiteral("port"), QString::number(m_port)},
                          {QStringLiteral("user"), QStringLiteral("tester")},
                          {QStringLiteral("dbname"), database}};
    return options;
}

pg::ConnectOptions TestCluster::tcpOptions(const QString &database) const
{
    pg::ConnectOptions options;
    options.parameters = {{QStringLiteral("host"), QStringLiteral("127.0.0.1")},
                          {QStringLiteral("port"), QString::number(m_port)},
                          {QStringLiteral("user"), QStringLiteral("guarded")},
                          {QStringLiteral("dbname"), database}};
    options.password = "right horse";
    return options;
}

QString TestCluster::socketDirectory() const
{
    return m_directory.path();
}

QString TestCluster::psql(const QString &sql, const QString &database) const
{
    QProcess process;
    process.start(binDirectory() + QStringLiteral("/psql"),
                  {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-A"), QStringLiteral("-t"), QStringLiteral("-v"),
                   QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-h"), socketDirectory(), QStringLiteral("-p"),
                   QString::number(m_port), QStringLiteral("-U"), QStringLiteral("tester"), QStringLiteral("-d"), database,
                   QStringLiteral("-f"), QStringLiteral("-")});
    process.write(sql.toUtf8());
    process.closeWriteChannel();
    if (!process.waitForFinished(120000) || process.exitCode() != 0)
        qFatal("psql failed on %s:\n%s", qUtf8Printable(sql), process.readAllStandardError().constData());
    QString output = QString::fromUtf8(process.readAllStandardOutput());
    if (output.endsWith(QLatin1Char('\n')))
        output.chop(1);
    return output;
}

} // namespace quiver::test
