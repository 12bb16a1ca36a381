// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationstatus.h"

#include <algorithm>
#include <set>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

MigrationState stateOf(const MigrationEntry &entry, qint64 newestApplied)
{
    if (!entry.row)
        return entry.version < newestApplied ? MigrationState::OutOfOrder : MigrationState::Pending;
    if (entry.row->isDirty())
        return MigrationState::Dirty;
    if (!entry.file)
        return MigrationState::Missing;
    return entry.file->up.checksum == entry.row->checksum ? MigrationState::Applied : MigrationState::Changed;
}

} // namespace

QString stateName(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied: return u"applied"_s;
    case MigrationState::Pending: return u"pending"_s;
    case MigrationState::OutOfOrder: return u"out of order"_s;
    case MigrationState::Changed: return u"changed"_s;
    case MigrationState::Missing: return u"missing"_s;
    case MigrationState::Dirty: return u"dirty"_s;
    }
    return {};
}

QString versionText(qint64 version)
{
    return u"%1"_s.arg(version, 4, 10, QLatin1Char('0'));
}

QString doneWords(std::size_t done, std::size_t all)
{
    return all == 1 && done == 0 ? u"Its only statement did not come to its end"_s : u"%1 of its %2 statements are done"_s.arg(done).arg(all);
}

QString MigrationEntry::firstDifference() const
{
    if (!file || kept.up.isEmpty())
        return {};
    const QStringList before = kept.up.split(u'\n');
    const QStringList now = file->up.text.split(u'\n');
    qsizetype line = 0;
    while (line < before.size() && line < now.size() && before[line] == now[line])
        ++line;
    return u", from line %1 on: “%2” is “%3” now"_s.arg(QString::number(line + 1), before.value(line).left(60), now.value(line).left(60));
}

QString MigrationEntry::title() const
{
    return file ? file->up.fileName.chopped(7) : versionText(version) + u'_' + name; // .up.sql
}

std::optional<MigrationScript> MigrationEntry::down() const
{
    if (file)
        return file->down;
    if (kept.down.isEmpty())
        return std::nullopt;
    std::vector<MigrationProblem> problems; // it was without any when it was kept
    return readMigrationScript(title() + u".down.sql"_s, kept.down.toUtf8(), problems);
}

const MigrationEntry *MigrationStatus::find(qint64 version) const
{
    const auto found = std::ranges::lower_bound(entries, version, {}, &MigrationEntry::version);
    return found != entries.end() && found->version == version ? &*found : nullptr;
}

qint64 MigrationStatus::current() const
{
    qint64 newest = 0;
    for (const MigrationEntry &entry : entries) {
        if (entry.row && entry.row->state != AppliedMigration::State::Started)
            newest = entry.version;
    }
    return newest;
}

int MigrationStatus::count(MigrationState state) const
{
    return int(std::ranges::count(entries, state, &MigrationEntry::state));
}

bool MigrationStatus::isClean() const
{
    return count(MigrationState::Applied) == int(entries.size())
        && std::ranges::none_of(problems, [](const MigrationProblem &p) { return p.severity == MigrationProblem::Severity::Error; });
}

MigrationStatus judgeMigrations(const MigrationFolder &folder, const MigrationHistory &history, const HistoryTable &table)
{
    MigrationStatus status;
    status.table = table;
    status.hasTable = history.exists;
    status.problems = folder.problems;
    std::set<qint64> versions;
    for (const Migration &migration : folder.migrations)
        versions.insert(migration.version);
    for (const AppliedMigration &row : history.rows)
        versions.insert(row.version);
    for (const qint64 version : versions) {
        MigrationEntry entry;
        entry.version = version;
        if (const Migration *file = folder.find(version))
            entry.file = *file;
        if (const AppliedMigration *row = history.find(version))
            entry.row = *row;
        entry.name = entry.file ? entry.file->name : entry.row->name;
        entry.state = stateOf(entry, history.newest());
        status.entries.push_back(std::move(entry));
    }
    return status;
}

MigrationStatus readStatus(pg::Connection &connection, const QString &path, const HistoryTable &table)
{
    const MigrationFolder folder = readMigrationFolder(path);
    MigrationStatus status = judgeMigrations(folder, readHistory(connection, table), table);
    for (MigrationEntry &entry : status.entries) {
        if (entry.row && entry.state != MigrationState::Applied)
            entry.kept = readKeptTexts(connection, table, entry.version);
    }
    status.runner = migrationLockHolder(connection, table);
    return status;
}

} // namespace quiver::migrations
