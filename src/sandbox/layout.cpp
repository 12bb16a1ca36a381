// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/layout.h"

#include "core/error.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <signal.h>
#include <sys/un.h>

#include <cerrno>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

QString shortHash(const QString &path)
{
    return QString::fromLatin1(QCryptographicHash::hash(QFile::encodeName(path), QCryptographicHash::Sha256).toHex().left(8));
}

bool fitsSocketAddress(const QString &directory, int port)
{
    const QString socket = directory + u"/.s.PGSQL.%1"_s.arg(port);
    return QFile::encodeName(socket).size() < qsizetype(sizeof(sockaddr_un::sun_path)); // with its final NUL
}

bool hasProc()
{
    return QFileInfo(u"/proc/self/cwd"_s).isSymLink();
}

bool isAlive(qint64 pid)
{
    return kill(pid_t(pid), 0) == 0 || errno == EPERM;
}

/// A server's working directory, and its children's, is its data directory.
bool worksIn(const QString &pid, const QString &canonicalDirectory)
{
    return QFileInfo(QFile::symLinkTarget(u"/proc/%1/cwd"_s.arg(pid))).canonicalFilePath() == canonicalDirectory;
}

/// Where there is no /proc, a living process has to do.
bool isServerOn(qint64 pid, const QString &dataDirectory)
{
    return isAlive(pid) && (!hasProc() || worksIn(QString::number(pid), QFileInfo(dataDirectory).canonicalFilePath()));
}

} // namespace

QString Layout::socketDirectory(const ServerAccount &account, int port) const
{
    QStringList candidates{base + u"/run"_s};
    const QString name = u"/quiver-%1-%2"_s.arg(account.uid).arg(shortHash(base));
    if (!account.switched) { // root's own directories are closed to the server
        for (const char *variable : {"XDG_RUNTIME_DIR", "TMPDIR"}) {
            const QString directory = qEnvironmentVariable(variable);
            if (!directory.isEmpty() && QFileInfo(directory).isDir())
                candidates += directory + name;
        }
    }
    candidates += u"/tmp"_s + name;
    for (const QString &candidate : candidates) {
        if (fitsSocketAddress(candidate, port))
            return candidate;
    }
    throw core::Error(u"there is no directory with a path short enough for the server's socket"_s);
}

Layout Layout::standard(const ServerAccount &account)
{
    const QString chosen = qEnvironmentVariable("QUIVER_SANDBOX");
    if (!chosen.isEmpty())
        return {QDir::cleanPath(QDir::current().absoluteFilePath(chosen))};
    const QString home = QDir::cleanPath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
    if (account.switched)
        return {u"/var/lib/quiver-sandbox/"_s + shortHash(home)};
    return {home + u"/quiver/sandbox"_s};
}

PostmasterFile PostmasterFile::read(const QString &dataDirectory)
{
    PostmasterFile result;
    QFile file(dataDirectory + u"/postmaster.pid"_s);
    if (!file.open(QIODevice::ReadOnly))
        return result;
    // https://github.com/postgres/postgres/blob/master/src/include/utils/pidfile.h
    const QList<QByteArray> lines = file.read(8192).split('\n');
    const auto line = [&lines](int number) { return lines.value(number - 1).trimmed(); };
    const qint64 pid = line(1).toLongLong();
    if (pid <= 0 || !isServerOn(pid, dataDirectory))
        return result;
    result.pid = pid;
    result.port = line(4).toInt();
    result.socketDirectory = QFile::decodeName(line(5));
    result.ready = line(8).startsWith("ready");
    return result;
}

QList<qint64> serverProcesses(const QString &dataDirectory)
{
    QList<qint64> result;
    const QString directory = QFileInfo(dataDirectory).canonicalFilePath();
    if (directory.isEmpty())
        return result;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (name.front().isDigit() && worksIn(name, directory))
            result += name.toLongLong();
    }
    return result;
}

bool pidFileMisleads(const QString &dataDirectory)
{
    QFile file(dataDirectory + u"/postmaster.pid"_s);
    if (!hasProc() || !file.open(QIODevice::ReadOnly))
        return false;
    const qint64 pid = file.readLine(64).trimmed().toLongLong();
    return pid > 0 && isAlive(pid) && !isServerOn(pid, dataDirectory);
}

} // namespace quiver::sandbox
