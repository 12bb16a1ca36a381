// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/serverbinaries.h"

#include "core/error.h"
#include "sandbox/process.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

bool isExecutable(const QString &path)
{
    const QFileInfo info(path);
    return info.isFile() && info.isExecutable();
}

/// The answer of `pg_config OPTION`; empty when there is none.
QString askPgConfig(const QString &program, const QString &option)
{
    if (!isExecutable(program))
        return {};
    try {
        const ProcessResult result = runProcess({.program = program, .arguments = {option}, .timeoutMs = 10'000});
        return result.ok() ? QString::fromLocal8Bit(result.output).trimmed() : QString();
    } catch (const core::Error &) {
        return {}; // a broken pg_config is the same as none
    }
}

/// Folders in which distributions put the server's programs; * stands for any name.
QStringList candidateDirectories()
{
    const QString forced = qEnvironmentVariable("QUIVER_PG_BINDIR");
    if (!forced.isEmpty())
        return {forced};
    QStringList result;
    const QStringList patterns{
        u"/usr/lib/postgresql/*/bin"_s,            // Debian, Ubuntu
        u"/usr/pgsql-*/bin"_s,                     // PostgreSQL's own RPMs
        u"/opt/homebrew/opt/postgresql*/bin"_s,    // Homebrew
        u"/usr/local/opt/postgresql*/bin"_s,
        u"/usr/local/pgsql/bin"_s,                 // built from source
        u"/usr/bin"_s,                             // Fedora, Arch
    };
    for (const QString &pattern : patterns) {
        const qsizetype star = pattern.indexOf(u'*');
        if (star < 0) {
            result += pattern;
            continue;
        }
        const qsizetype slash = pattern.lastIndexOf(u'/', star);
        const QString name = pattern.mid(slash + 1).section(u'/', 0, 0);
        const QDir parent(pattern.left(slash));
        for (const QString &entry : parent.entryList({name}, QDir::Dirs | QDir::NoDotAndDotDot))
            result += parent.filePath(entry) + u"/bin"_s;
    }
    for (const QString &directory : qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts)) {
        const QString fromConfig = askPgConfig(directory + u"/pg_config"_s, u"--bindir"_s);
        if (!fromConfig.isEmpty())
            result += fromConfig;
        result += directory;
    }
    return result;
}

QString shareDirectory(const QString &bindir, int major)
{
    QStringList candidates{askPgConfig(bindir + u"/pg_config"_s, u"--sharedir"_s)};
    const QString versioned = QString::number(major);
    candidates += {u"/usr/share/postgresql/"_s + versioned, bindir + u"/../share/postgresql"_s, bindir + u"/../share/pgsql"_s,
                   bindir + u"/../share"_s};
    for (const QString &candidate : candidates) {
        if (!candidate.isEmpty() && QFileInfo(candidate + u"/extension"_s).isDir())
            return QDir::cleanPath(candidate);
    }
    return {};
}

std::optional<ServerBinaries> inspect(const QString &directory)
{
    ServerBinaries result;
    result.directory = directory;
    for (const auto &name : {u"initdb"_s, u"pg_ctl"_s, u"postgres"_s}) {
        if (!isExecutable(result.program(name)))
            return std::nullopt;
    }
    static const QRegularExpression pattern(u"\\(PostgreSQL\\)\\s+((\\d+)\\S*)"_s);
    const auto match = pattern.match(askPgConfig(result.program(u"postgres"_s), u"--version"_s));
    if (!match.hasMatch())
        return std::nullopt;
    result.version = match.captured(1);
    result.major = match.captured(2).toInt();
    result.shareDirectory = shareDirectory(directory, result.major);
    return result;
}

} // namespace

bool ServerBinaries::hasExtension(const QString &name) const
{
    return !shareDirectory.isEmpty() && QFileInfo::exists(shareDirectory + u"/extension/"_s + name + u".control"_s);
}

std::vector<ServerBinaries> ServerBinaries::all()
{
    std::vector<ServerBinaries> result;
    QSet<QString> seen;
    for (const QString &directory : candidateDirectories()) {
        // The real place of pg_ctl: the folders of PATH often hold links to it.
        const QString real = QFileInfo(QFileInfo(directory + u"/pg_ctl"_s).canonicalFilePath()).path();
        if (real.isEmpty() || real == u"." || seen.contains(real))
            continue;
        seen.insert(real);
        if (const auto binaries = inspect(real))
            result.push_back(*binaries);
    }
    std::stable_sort(result.begin(), result.end(), [](const ServerBinaries &a, const ServerBinaries &b) {
        if (a.hasPgvector() != b.hasPgvector())
            return a.hasPgvector();
        return a.major > b.major;
    });
    return result;
}

ServerBinaries ServerBinaries::find(int major)
{
    const std::vector<ServerBinaries> found = all();
    for (const ServerBinaries &binaries : found) {
        if (major == 0 || binaries.major == major)
            return binaries;
    }
    const QString forced = qEnvironmentVariable("QUIVER_PG_BINDIR");
    if (!forced.isEmpty() && found.empty())
        throw core::Error(u"QUIVER_PG_BINDIR names %1, but initdb, pg_ctl and postgres are not all there"_s.arg(forced));
    if (major != 0) {
        throw core::Error(u"the sandbox was made by PostgreSQL %1, whose server is not installed any more. Install it "
                          "again, or destroy the sandbox to start with an empty one."_s.arg(major));
    }
    throw core::Error(u"no PostgreSQL server is installed (initdb, pg_ctl and postgres were not found). %1"_s.arg(installationHint()));
}

QString ServerBinaries::installationHint()
{
    return u"Install it: `apt install postgresql` on Debian and Ubuntu, `dnf install postgresql-server postgresql-contrib` "
           "on Fedora, `pacman -S postgresql` on Arch, `brew install postgresql` on macOS; or name the folder of its "
           "programs in QUIVER_PG_BINDIR."_s;
}

QString ServerBinaries::pgvectorHint(int major)
{
    return u"The extension pgvector is not installed for PostgreSQL %1. Install it: `packaging/install-pgvector` of "
           "Quiver's source, `apt install postgresql-%1-pgvector` on Debian and Ubuntu where packaged, `dnf install pgvector` on Fedora, "
           "`brew install pgvector` on macOS."_s.arg(major);
}

} // namespace quiver::sandbox
