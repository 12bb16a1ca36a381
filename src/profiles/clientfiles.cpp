// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/clientfiles.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

QString homeDirectory()
{
    return QDir::homePath();
}

QString inClientDirectory(const QString &name)
{
    return homeDirectory() + u"/.postgresql/"_s + name;
}

QString passwordFile()
{
    const QString given = qEnvironmentVariable("PGPASSFILE");
    return given.isEmpty() ? homeDirectory() + u"/.pgpass"_s : given;
}

QStringList serviceFiles()
{
    const QString own = qEnvironmentVariable("PGSERVICEFILE");
    // Debian's libpq is built with this directory; others say theirs in the variable.
    const QString system = qEnvironmentVariable("PGSYSCONFDIR", u"/etc/postgresql-common"_s);
    return {own.isEmpty() ? homeDirectory() + u"/.pg_service.conf"_s : own, system + u"/pg_service.conf"_s};
}

QString passwordFileProblem(const QString &file)
{
    struct stat about {};
    if (stat(QFile::encodeName(file).constData(), &about) != 0)
        return {};
    if (!S_ISREG(about.st_mode))
        return u"libpq ignores the password file %1: it is not a regular file."_s.arg(file);
    if (about.st_mode & (S_IRWXG | S_IRWXO))
        return u"libpq ignores the password file %1: others may read it (mode %2); chmod 600 makes it private."_s.arg(file).arg(
            about.st_mode & 07777, 4, 8, QChar(u'0'));
    return {};
}

} // namespace quiver::profiles
