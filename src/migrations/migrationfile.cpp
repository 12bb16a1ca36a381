// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationfile.h"

#include "core/error.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestFile = 64 * 1024 * 1024;
constexpr int mostDigits = 18; // as many fit into a bigint whatever they are

using Severity = MigrationProblem::Severity;

/// Why a file of SQL does not take part.
QString leftOutWords(const QString &file)
{
    static const QRegularExpression numbered(u"\\A([0-9]{1,%1})[_-]+(.+?)(\\.(up|down))?\\.sql\\z"_s.arg(mostDigits),
                                             QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
    if (const auto match = numbered.match(file); match.hasMatch()) {
        const QString stem = match.captured(1) + u'_' + match.captured(2);
        if (match.hasCaptured(4))
            return u"is left out: call it %1.%2.sql"_s.arg(stem, match.captured(4).toLower());
        return u"is left out: call it %1.up.sql, or %1.down.sql where it takes that back"_s.arg(stem);
    }
    return u"is left out: migrations are named like 0001_name.up.sql"_s;
}

/// The two files of one version, before they are known to belong together.
struct Pair {
    QString upName, upFile;
    QString downName, downFile;
};

std::optional<QByteArray> bytesOf(const QString &folder, const QString &name, std::vector<MigrationProblem> &problems)
{
    QFile file(QDir(folder).filePath(name));
    if (!file.open(QIODevice::ReadOnly)) {
        problems.push_back({Severity::Error, name, 0, u"cannot be read: "_s + file.errorString()});
        return std::nullopt;
    }
    if (file.size() > largestFile) {
        problems.push_back({Severity::Error, name, 0, u"is larger than 64 MiB: rows belong into a load, not into a migration"_s});
        return std::nullopt;
    }
    const QByteArray bytes = file.readAll();
    if (file.error() != QFile::NoError) {
        problems.push_back({Severity::Error, name, 0, u"cannot be read: "_s + file.errorString()});
        return std::nullopt;
    }
    return bytes;
}

void claim(Pair &pair, bool isUp, const QString &name, const QString &file, qint64 version, std::vector<MigrationProblem> &problems)
{
    QString &owner = isUp ? pair.upFile : pair.downFile;
    if (!owner.isEmpty()) {
        problems.push_back({Severity::Error, file, 0,
                            u"the number %1 is taken by %2: give this one a number of its own"_s.arg(QString::number(version), owner)});
        return;
    }
    owner = file;
    (isUp ? pair.upName : pair.downName) = name;
}

/// Says of a pair what does not fit together. False: there is nothing to run.
bool fits(const Pair &pair, qint64 version, std::vector<MigrationProblem> &problems)
{
    if (pair.upFile.isEmpty()) {
        problems.push_back({Severity::Error, pair.downFile, 0,
                            u"takes back a step that is not there: the .up.sql of number %1 is missing"_s.arg(version)});
        return false;
    }
    if (!pair.downFile.isEmpty() && pair.downName != pair.upName) {
        problems.push_back({Severity::Error, pair.downFile, 0,
                            u"has the number of %1 and another name: both must have the same"_s.arg(pair.upFile)});
        return false;
    }
    return true;
}

QMap<qint64, Pair> pairsOf(const QDir &folder, std::vector<MigrationProblem> &problems)
{
    QMap<qint64, Pair> pairs;
    for (const QString &file : folder.entryList(QDir::Files | QDir::System, QDir::Name)) {
        if (file.startsWith(u'.') || !file.endsWith(".sql"_L1, Qt::CaseInsensitive))
            continue;
        const auto parts = migrationFileParts(file);
        if (!QFileInfo(folder.filePath(file)).isFile())
            problems.push_back({Severity::Error, file, 0, u"is no file that can be read: a broken link, perhaps"_s});
        else if (!parts)
            problems.push_back({Severity::Advice, file, 0, leftOutWords(file)});
        else if (parts->version < 1)
            problems.push_back({Severity::Error, file, 0, u"has the number 0, which means “before the first”: begin with 1"_s});
        else
            claim(pairs[parts->version], parts->isUp, parts->name, file, parts->version, problems);
    }
    return pairs;
}

} // namespace

QString MigrationProblem::text() const
{
    return (line > 0 ? u"%1:%2: "_s.arg(file, QString::number(line)) : file + u": "_s) + reason;
}

QString MigrationScript::sqlOf(std::size_t index) const
{
    const sql::Statement &statement = statements[index];
    return text.mid(statement.begin, statement.end - statement.begin);
}

bool MigrationFolder::hasErrors() const
{
    return std::ranges::any_of(problems, [](const MigrationProblem &problem) { return problem.severity == Severity::Error; });
}

const Migration *MigrationFolder::find(qint64 version) const
{
    const auto found = std::ranges::lower_bound(migrations, version, {}, &Migration::version);
    return found != migrations.end() && found->version == version ? &*found : nullptr;
}

qint64 MigrationFolder::newest() const
{
    return migrations.empty() ? 0 : migrations.back().version;
}

std::optional<MigrationFileParts> migrationFileParts(const QString &fileName)
{
    static const QRegularExpression form(u"\\A([0-9]{1,%1})_(.+)\\.(up|down)\\.sql\\z"_s.arg(mostDigits),
                                         QRegularExpression::DotMatchesEverythingOption);
    const auto match = form.match(fileName);
    if (!match.hasMatch())
        return std::nullopt;
    return MigrationFileParts{match.captured(1).toLongLong(), int(match.capturedLength(1)), match.captured(2),
                              match.captured(3) == "up"_L1};
}

MigrationFolder readMigrationFolder(const QString &path)
{
    const QDir folder(path);
    if (QFileInfo(path).isFile())
        throw core::Error(u"%1 is a file: name the folder that the migrations are in"_s.arg(path));
    if (path.isEmpty() || !folder.exists())
        throw core::Error(u"%1: there is no such folder"_s.arg(path));
    if (!folder.isReadable())
        throw core::Error(u"%1: the folder cannot be read"_s.arg(path));
    MigrationFolder result;
    result.path = folder.absolutePath();
    const QMap<qint64, Pair> pairs = pairsOf(folder, result.problems);
    for (auto it = pairs.begin(); it != pairs.end(); ++it) {
        if (!fits(*it, it.key(), result.problems))
            continue;
        Migration migration{it.key(), it->upName, {}, {}};
        const auto up = bytesOf(result.path, it->upFile, result.problems);
        if (!up)
            continue;
        migration.up = readMigrationScript(it->upFile, *up, result.problems);
        if (!it->downFile.isEmpty()) {
            if (const auto down = bytesOf(result.path, it->downFile, result.problems))
                migration.down = readMigrationScript(it->downFile, *down, result.problems);
        }
        result.migrations.push_back(std::move(migration));
    }
    return result;
}

} // namespace quiver::migrations
