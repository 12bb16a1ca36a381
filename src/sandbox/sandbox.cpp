// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sandbox.h"

#include "core/logging.h"
#include "sandbox/directorylock.h"
#include "sandbox/process.h"
#include "sandbox/serversettings.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <mutex>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int port = 5432; // names the socket file only; the directory is the sandbox's own
constexpr int startTimeoutS = 120;
const QString superuser = u"postgres"_s;
const QString shell = u"/bin/sh"_s;

/// Looks every 50 ms whether \p condition holds.
void waitFor(core::JobContext &job, const QString &message, const std::function<bool()> &condition, const QString &failure)
{
    QElapsedTimer timer;
    timer.start();
    std::mutex mutex;
    std::unique_lock lock(mutex);
    while (!condition()) {
        if (timer.elapsed() > startTimeoutS * 1000)
            throw core::Error(failure);
        job.report({u"start"_s, 0, -1, {}, message});
        std::condition_variable_any().wait_for(lock, job.stopToken(), std::chrono::milliseconds(50), [] { return false; });
        job.throwIfCancelled();
    }
}

QString systemReason()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

} // namespace

Sandbox::Sandbox()
    : m_account(ServerAccount::determine()), m_layout(Layout::standard(m_account))
{
}

Sandbox::Sandbox(ServerAccount account, Layout layout)
    : m_account(std::move(account)), m_layout(std::move(layout))
{
}

SandboxStatus Sandbox::start(core::JobContext &job) const
{
    if (m_account.switched)
        job.log(u"PostgreSQL refuses to run as root: the server runs as the user “%1”, its files are in %2"_s.arg(
            m_account.name, m_layout.base));
    const DirectoryLock lock(m_layout.base, job, [this] { prepareBase(); });
    const bool found = PostmasterFile::read(m_layout.data()).pid != 0;
    if (found) {
        job.log(u"The server runs already"_s);
        waitUntilReady(job);
    } else {
        const int existing = clusterVersion();
        const ServerBinaries binaries = ServerBinaries::find(existing);
        if (existing == 0)
            initialise(binaries, job);
        launch(binaries, job);
    }
    SandboxStatus result = status();
    result.adopted = found;
    if (!result.pgvector)
        job.log(ServerBinaries::pgvectorHint(result.majorVersion));
    return result;
}

bool Sandbox::stop(core::JobContext &job) const
{
    if (!QFileInfo(m_layout.base).isDir())
        return false;
    const DirectoryLock lock(m_layout.base, job, [this] { prepareBase(); });
    if (PostmasterFile::read(m_layout.data()).pid == 0)
        return false;
    stopServer(job, u"fast"_s);
    return true;
}

bool Sandbox::destroy(core::JobContext &job) const
{
    if (!QFileInfo(m_layout.base).isDir())
        return false;
    DirectoryLock lock(m_layout.base, job, [this] { prepareBase(); });
    const PostmasterFile running = PostmasterFile::read(m_layout.data());
    const bool existed = running.pid != 0 || QFileInfo::exists(m_layout.data());
    if (running.pid != 0)
        stopServer(job, u"immediate"_s); // its data is about to go
    job.report({u"delete"_s, 0, -1, {}, m_layout.base});
    QStringList own{m_layout.data(), m_layout.incoming(), m_layout.serverLog(), m_layout.base + u"/run"_s};
    const QString socketDirectory = m_layout.socketDirectory(m_account, port);
    if (!own.contains(socketDirectory) && QFileInfo::exists(socketDirectory)) {
        prepareSocketDirectory(socketDirectory); // refuses a directory that somebody else put there
        own += socketDirectory;
    }
    // By name, and as the server's user: whatever else is in the directory stays.
    runOrThrow(u"the sandbox's files cannot be deleted"_s, u"/bin/rm"_s, QStringList{u"-rf"_s, u"--"_s} + own, nullptr);
    lock.remove();
    QDir().rmdir(m_layout.base);
    return existed;
}

SandboxStatus Sandbox::status() const
{
    SandboxStatus result;
    result.directory = m_layout.base;
    result.account = m_account.name;
    result.switchedAccount = m_account.switched;
    result.majorVersion = clusterVersion();
    if (result.majorVersion == 0)
        return result;
    const PostmasterFile postmaster = PostmasterFile::read(m_layout.data());
    result.state = postmaster.pid == 0 ? SandboxStatus::State::Stopped
                   : postmaster.ready  ? SandboxStatus::State::Running
                                       : SandboxStatus::State::Starting;
    result.pid = postmaster.pid;
    if (result.state == SandboxStatus::State::Running) {
        result.socketDirectory = postmaster.socketDirectory;
        result.url = url();
    }
    for (const ServerBinaries &binaries : ServerBinaries::all())
        result.pgvector = result.pgvector || (binaries.major == result.majorVersion && binaries.hasPgvector());
    return result;
}

pg::ConnectOptions Sandbox::connectOptions(const QString &database) const
{
    const PostmasterFile postmaster = PostmasterFile::read(m_layout.data());
    const bool known = postmaster.pid != 0 && !postmaster.socketDirectory.isEmpty();
    pg::ConnectOptions options;
    options.parameters.insert(u"host"_s, known ? postmaster.socketDirectory : m_layout.socketDirectory(m_account, port));
    options.parameters.insert(u"port"_s, QString::number(port));
    options.parameters.insert(u"user"_s, superuser);
    options.parameters.insert(u"dbname"_s, database);
    return options;
}

QString Sandbox::url(const QString &database) const
{
    const QMap<QString, QString> parameters = connectOptions(database).parameters;
    const auto encoded = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text, "/")); };
    return u"postgresql:///%1?host=%2&port=%3&user=%4"_s.arg(encoded(database), encoded(parameters.value(u"host"_s)),
                                                             parameters.value(u"port"_s), superuser);
}

void Sandbox::prepareBase() const
{
    const QString parent = QFileInfo(m_layout.base).path();
    const QByteArray base = QFile::encodeName(m_layout.base);
    const bool isNew = !QFileInfo::exists(parent);
    if (isNew && m_account.switched && QDir().mkpath(parent)) // the server's user has to pass through, whatever root's umask is
        QFile::setPermissions(parent, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
    if (!QDir().mkpath(parent))
        throw core::Error(u"the directory %1 cannot be made: %2"_s.arg(parent, systemReason()));
    if (mkdir(base.constData(), 0700) != 0 && errno != EEXIST)
        throw core::Error(u"the directory %1 cannot be made: %2"_s.arg(m_layout.base, systemReason()));
    struct stat info {};
    if (lstat(base.constData(), &info) != 0 || !S_ISDIR(info.st_mode))
        throw core::Error(u"%1 is in the way: it is no directory"_s.arg(m_layout.base));
    if (m_account.switched && info.st_uid == geteuid()) {
        // Ours, so either just made or named by QUIVER_SANDBOX: given away only while there is nothing in it.
        const QStringList inside = QDir(m_layout.base).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        if (!inside.isEmpty() && inside != QStringList{u"lock"_s})
            throw core::Error(u"%1 belongs to root and is not empty. The sandbox needs a directory of its own for the user "
                              "“%2”; name another one in QUIVER_SANDBOX."_s.arg(m_layout.base, m_account.name));
        if (chown(base.constData(), m_account.uid, m_account.gid) != 0)
            throw core::Error(u"%1 cannot be given to the user “%2”: %3"_s.arg(m_layout.base, m_account.name, systemReason()));
    } else if (info.st_uid != m_account.uid) {
        throw core::Error(u"%1 belongs to another user"_s.arg(m_layout.base));
    }
    if (m_account.switched)
        checkReachable();
}

void Sandbox::checkReachable() const
{
    const ProcessResult result =
        runProcess({.program = shell, .arguments = {u"-c"_s, u"cd \"$1\" && test -w ."_s, u"sh"_s, m_layout.base}, .account = m_account});
    if (!result.ok()) {
        throw core::Error(u"the user “%1”, who must run the server, cannot reach %2: a directory above it is closed to other "
                          "users. Name a reachable place in QUIVER_SANDBOX."_s.arg(m_account.name, m_layout.base));
    }
}

void Sandbox::initialise(const ServerBinaries &binaries, core::JobContext &job) const
{
    if (QFileInfo::exists(m_layout.data()))
        throw core::Error(u"%1 is there but holds no PostgreSQL cluster; destroy the sandbox to start anew"_s.arg(m_layout.data()));
    job.report({u"initdb"_s, 0, -1, {}, u"Making a cluster with PostgreSQL %1"_s.arg(binaries.version)});
    job.log(u"Making a cluster with PostgreSQL %1 in %2"_s.arg(binaries.version, m_layout.data()));
    // Made under another name and renamed when complete: what is called data is never half a cluster.
    runOrThrow(u"the rest of an interrupted initdb cannot be deleted"_s, u"/bin/rm"_s, {u"-rf"_s, u"--"_s, m_layout.incoming()}, &job);
    runOrThrow(u"initdb failed"_s, binaries.program(u"initdb"_s),
               {u"--pgdata"_s, m_layout.incoming(), u"--username"_s, superuser, u"--auth"_s, u"trust"_s, u"--encoding"_s,
                u"UTF8"_s, u"--locale"_s, serverLocale(), u"--data-checksums"_s},
               &job);
    const QByteArray script = "set -e\n"
                              "cd \"$1\"\n"
                              "echo \"include_if_exists = 'quiver.conf'\" >> postgresql.conf\n"
                              "printf '%s\\n' \"# Only through the socket, whose directory is closed to everybody else.\" "
                              "'local all all trust' > pg_hba.conf\n"
                              "mv \"$1\" \"$2\"\n";
    runOrThrow(u"the new cluster cannot be set up"_s, shell, {u"-s"_s, m_layout.incoming(), m_layout.data()}, &job, script);
}

void Sandbox::prepareSocketDirectory(const QString &directory) const
{
    const QByteArray path = QFile::encodeName(directory);
    struct stat info {};
    if (lstat(path.constData(), &info) != 0)
        runOrThrow(u"the directory of the server's socket cannot be made"_s, u"/bin/mkdir"_s, {u"-m"_s, u"700"_s, u"--"_s, directory}, nullptr);
    // In a directory that all may write to, somebody could have been here first.
    if (lstat(path.constData(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != m_account.uid || (info.st_mode & 077) != 0)
        throw core::Error(u"%1 is not a directory that only the user “%2” can enter: remove it"_s.arg(directory, m_account.name));
}

void Sandbox::writeSettings(const ServerBinaries &binaries, const QString &socketDirectory) const
{
    const QByteArray text = serverSettings({.host = HostResources::detect(),
                                            .socketDirectory = socketDirectory,
                                            .port = port,
                                            .statementStatistics = binaries.hasExtension(u"pg_stat_statements"_s)});
    runOrThrow(u"the server's settings cannot be written"_s, shell,
               {u"-c"_s, u"umask 077 && cat > \"$1.new\" && mv -f \"$1.new\" \"$1\""_s, u"sh"_s, m_layout.data() + u"/quiver.conf"_s},
               nullptr, text);
}

void Sandbox::launch(const ServerBinaries &binaries, core::JobContext &job) const
{
    const QString socketDirectory = m_layout.socketDirectory(m_account, port);
    prepareSocketDirectory(socketDirectory);
    writeSettings(binaries, socketDirectory);
    job.report({u"start"_s, 0, -1, {}, u"Starting PostgreSQL %1"_s.arg(binaries.version)});
    job.log(u"Starting PostgreSQL %1"_s.arg(binaries.version));
    waitForOrphans(job);
    if (pidFileMisleads(m_layout.data())) { // the number may be another program's by now; the socket's lock has the same one
        const QString socket = socketDirectory + u"/.s.PGSQL.%1"_s.arg(port);
        runOrThrow(u"what a crashed server left behind cannot be deleted"_s, u"/bin/rm"_s,
                   {u"-f"_s, u"--"_s, m_layout.data() + u"/postmaster.pid"_s, socket, socket + u".lock"_s}, &job);
    }
    try {
        const ProcessResult result = runProcess({.program = binaries.program(u"pg_ctl"_s),
                                                 .arguments = {u"start"_s, u"-s"_s, u"-w"_s, u"-t"_s, QString::number(startTimeoutS),
                                                               u"-D"_s, m_layout.data(), u"-l"_s, m_layout.serverLog()},
                                                 .account = m_account,
                                                 .timeoutMs = (startTimeoutS + 10) * 1000},
                                                &job);
        if (!result.ok())
            throw core::Error(u"the server did not start: %1\n%2"_s.arg(result.said(), logTail()));
    } catch (const core::Cancelled &) {
        if (PostmasterFile::read(m_layout.data()).pid != 0)
            runProcess({.program = binaries.program(u"pg_ctl"_s), .arguments = {u"stop"_s, u"-m"_s, u"immediate"_s, u"-D"_s, m_layout.data()}, .account = m_account});
        throw;
    }
}

void Sandbox::waitForOrphans(core::JobContext &job) const
{
    waitFor(job, u"The last server's processes are ending"_s, [this] { return serverProcesses(m_layout.data()).isEmpty(); },
            u"processes of a crashed server still use %1"_s.arg(m_layout.data()));
}

void Sandbox::waitUntilReady(core::JobContext &job) const
{
    const auto ready = [this] {
        const PostmasterFile postmaster = PostmasterFile::read(m_layout.data());
        if (postmaster.pid == 0)
            throw core::Error(u"the server that was starting has ended\n%1"_s.arg(logTail()));
        return postmaster.ready;
    };
    waitFor(job, u"The server is starting"_s, ready, u"the server runs but does not accept connections"_s);
}

void Sandbox::stopServer(core::JobContext &job, const QString &mode) const
{
    job.report({u"stop"_s, 0, -1, {}, u"Stopping the server"_s});
    const ServerBinaries binaries = ServerBinaries::find(clusterVersion());
    runOrThrow(u"the server did not stop"_s, binaries.program(u"pg_ctl"_s),
               {u"stop"_s, u"-s"_s, u"-w"_s, u"-t"_s, u"60"_s, u"-m"_s, mode, u"-D"_s, m_layout.data()}, &job);
    qCInfo(core::lcSandbox) << "stopped" << m_layout.data();
}

int Sandbox::clusterVersion() const
{
    QFile file(m_layout.data() + u"/PG_VERSION"_s);
    if (!file.open(QIODevice::ReadOnly) || !QFileInfo::exists(m_layout.data() + u"/global/pg_control"_s))
        return 0;
    return file.read(16).trimmed().toInt();
}

void Sandbox::runOrThrow(const QString &what, const QString &program, const QStringList &arguments, core::JobContext *job,
                         const QByteArray &input) const
{
    const ProcessResult result = runProcess({.program = program, .arguments = arguments, .input = input, .account = m_account}, job);
    if (!result.ok())
        throw core::Error(u"%1: %2"_s.arg(what, result.said()));
}

QString Sandbox::logTail() const
{
    QFile file(m_layout.serverLog());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - 2000));
    const QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(u'\n');
    return lines.mid(std::max<qsizetype>(0, lines.size() - 8)).join(u'\n');
}

QString url()
{
    return Sandbox().url();
}

} // namespace quiver::sandbox
