// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/paths.h"

#include "store/error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {
constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
}

QString workspaceDirectory()
{
    const QString given = qEnvironmentVariable("QUIVER_WORKSPACE");
    if (!given.isEmpty())
        return QDir::cleanPath(QDir().absoluteFilePath(given));
    // Not AppDataLocation, which goes by the program's name: quiver and quiverctl share the workspace.
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/quiver"_s;
}

QString workspaceFile(const QString &directory)
{
    return QDir(directory.isEmpty() ? workspaceDirectory() : directory).filePath(u"workspace.sqlite"_s);
}

void ensurePrivateDirectory(const QString &directory)
{
    const QFileInfo info(directory);
    if (info.isDir())
        return;
    const bool made = QDir().mkpath(info.absolutePath())
                      && QDir().mkdir(info.absoluteFilePath(), ownerOnly | QFile::ExeOwner);
    if (!made && !QFileInfo(directory).isDir()) // another process may just have made it
        throw Error(Error::Kind::Unusable, u"The workspace directory %1 cannot be created."_s.arg(directory));
}

void ensurePrivateFile(const QString &file)
{
    // Created here, not by SQLite, which would use the umask; its -wal and -shm files take over the main file's rights.
    // One that exists is never opened here: closing it again would drop the locks of a connection in this process.
    if (!QFileInfo::exists(file)) {
        QFile handle(file);
        if (handle.open(QIODevice::ReadWrite | QIODevice::NewOnly, ownerOnly))
            return;
        if (!QFileInfo::exists(file)) {
            throw Error(Error::Kind::Unusable,
                        u"The workspace file %1 cannot be created: %2"_s.arg(file, handle.errorString()));
        }
    }
    const QFileInfo info(file);
    if (!info.isFile() || !info.isWritable())
        throw Error(Error::Kind::Unusable, u"The workspace file %1 cannot be written."_s.arg(file));
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
                            | QFile::WriteOther | QFile::ExeOther;
    if (info.permissions() & others)
        QFile::setPermissions(file, ownerOnly);
}

} // namespace quiver::store
