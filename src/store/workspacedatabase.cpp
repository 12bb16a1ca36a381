// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/workspacedatabase.h"

#include "core/logging.h"
#include "store/error.h"
#include "store/paths.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

constexpr int lockPatienceMs = 5000;
constexpr qint64 smallestPage = 512; // bytes, of any SQLite database
/// Up to this size a check of all pages is too quick to notice while opening; above, it is made afterwards.
constexpr qint64 checkedWhileOpening = 1024 * 1024;

/// Held while a file is opened, upgraded or set aside, so that two processes never do that at once.
class OpeningLock
{
public:
    explicit OpeningLock(const QString &file)
        : m_lock(file + u".lock"_s)
    {
        m_lock.setStaleLockTime(
            0); // an upgrade may be slow; a lock of a dead process is recognised all the same
        if (m_lock.tryLock(lockPatienceMs))
            return;
        if (m_lock.error() == QLockFile::LockFailedError)
            throw Error(Error::Kind::Busy,
                        u"Another Quiver is opening the workspace %1 right now."_s.arg(file));
        throw Error(Error::Kind::Unusable,
                    u"The workspace directory %1 cannot be written."_s.arg(QFileInfo(file).absolutePath()));
    }

private:
    QLockFile m_lock;
};

/// A name beside \p file that is not taken: <base>-<what>-<timestamp>.sqlite
QString nameBeside(const QString &file, const QString &what)
{
    const QFileInfo info(file);
    const QString stamp = QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    const QString stem = info.dir().filePath(u"%1-%2-%3"_s.arg(info.completeBaseName(), what, stamp));
    QString name = stem + u".sqlite"_s;
    for (int n = 2; QFileInfo::exists(name) || QFileInfo::exists(name + u"-wal"_s); ++n)
        name = u"%1-%2.sqlite"_s.arg(stem).arg(n);
    return name;
}

} // namespace

WorkspaceDatabase::WorkspaceDatabase(const QString &file, QList<UpgradeStep> steps)
    : m_file(QFileInfo(file).absoluteFilePath()),
      m_steps(std::move(steps))
{
    ensurePrivateDirectory(QFileInfo(m_file).absolutePath());
    const OpeningLock lock(m_file);
    open();
}

WorkspaceDatabase::~WorkspaceDatabase() = default;

int WorkspaceDatabase::latestVersion() const
{
    return m_steps.isEmpty() ? 0 : m_steps.last().version;
}

WorkspaceDatabase::Identity WorkspaceDatabase::identityOnDisk() const
{
#ifdef Q_OS_UNIX
    struct stat status = {};
    if (::stat(QFile::encodeName(m_file).constData(), &status) == 0)
        return {static_cast<quint64>(status.st_dev), static_cast<quint64>(status.st_ino)};
    return {};
#else
    return {}; // an open file cannot be replaced there
#endif
}

void WorkspaceDatabase::open()
{
    try {
        openFile();
        return;
    } catch (const Error &error) {
        m_connection.reset();
        if (error.kind() != Error::Kind::Damaged)
            throw;
        m_damage = DamageReport{{}, error.message(), {}};
    }
    setAside();
    openFile();
    rescue();
}

void WorkspaceDatabase::openFile()
{
    const QFileInfo info(m_file);
    const qint64 walSize = QFileInfo(m_file + u"-wal"_s).size();
    // SQLite takes a file without a whole page for a new one and would delete the -wal file, which may hold everything.
    const bool tooShort = info.isFile() && info.size() < smallestPage;
    if (tooShort || (!info.exists() && walSize > 0))
        throw Error(Error::Kind::Damaged, u"The workspace file %1 is empty or cut off."_s.arg(m_file));
    ensurePrivateFile(m_file);

    m_connection = std::make_unique<SqliteConnection>(m_file);
    m_identity = identityOnDisk();
    const int version = m_connection->single(u"PRAGMA user_version"_s).toInt();
    requireOpenable(version);
    m_connection->single(u"PRAGMA journal_mode = WAL"_s);
    m_connection->run(u"PRAGMA synchronous = NORMAL"_s);
    m_contentUnchecked = info.size() + walSize > checkedWhileOpening;
    const bool upgrading = version > 0 && version < latestVersion();
    if (version > 0 && (upgrading || !m_contentUnchecked))
        checkContent();
    if (upgrading)
        backUp(version);
    if (version < latestVersion())
        upgrade(version);
}

void WorkspaceDatabase::requireOpenable(int version)
{
    const bool empty = m_connection->single(u"SELECT count(*) FROM sqlite_schema"_s).toInt() == 0;
    const int application = m_connection->single(u"PRAGMA application_id"_s).toInt();
    const bool fresh = empty && version == 0 && application == 0;
    if (!fresh && application != workspaceApplicationId) {
        throw Error(
            Error::Kind::Foreign,
            u"%1 is an SQLite database, but not a Quiver workspace. It was left as it is."_s.arg(m_file));
    }
    if (version > latestVersion()) {
        throw Error(Error::Kind::Newer,
                    u"The workspace %1 was written by a newer Quiver (version %2 of its format; this one "
                    u"knows up to %3). It was left as it is."_s.arg(m_file)
                        .arg(version)
                        .arg(latestVersion()));
    }
}

void WorkspaceDatabase::requireOwnVersion()
{
    const int version = m_connection->single(u"PRAGMA user_version"_s).toInt();
    if (version != latestVersion()) {
        throw Error(Error::Kind::Newer, u"The workspace %1 was upgraded by a newer Quiver while this one was "
                                        u"running: nothing was written. "
                                        u"Start Quiver again."_s.arg(m_file));
    }
}

void WorkspaceDatabase::backUp(int version)
{
    const QString copy = nameBeside(m_file, u"version-%1"_s.arg(version));
    ensurePrivateFile(copy); // VACUUM INTO accepts an empty file and keeps its rights
    try {
        m_connection->run(u"VACUUM INTO ?"_s, {copy});
    } catch (...) {
        QFile::remove(copy);
        throw;
    }
    m_backupFile = copy;
}

void WorkspaceDatabase::upgrade(int version)
{
    try {
        m_connection->transaction([this] {
            // Asked again: now nobody else can write.
            const int now = m_connection->single(u"PRAGMA user_version"_s).toInt();
            for (const UpgradeStep &step : m_steps) {
                if (step.version <= now)
                    continue;
                for (const QString &statement : step.statements)
                    m_connection->run(statement);
                m_connection->run(u"PRAGMA user_version = %1"_s.arg(step.version));
            }
            m_connection->run(u"PRAGMA application_id = %1"_s.arg(workspaceApplicationId));
        });
    } catch (const Error &error) {
        if (error.kind() == Error::Kind::Damaged)
            throw;
        throw Error(
            error.kind(),
            u"The workspace %1 could not be brought from version %2 to %3 and was left as it was: %4"_s
                .arg(m_file)
                .arg(version)
                .arg(latestVersion())
                .arg(error.message()));
    }
}

void WorkspaceDatabase::checkContent()
{
    m_contentUnchecked = false;
    const QString verdict = m_connection->single(u"PRAGMA quick_check(1)"_s).toString();
    if (verdict != u"ok"_s)
        throw Error(Error::Kind::Damaged, u"The workspace file %1: %2"_s.arg(m_file, verdict));
}

bool WorkspaceDatabase::followReplacement()
{
    if (m_connection && identityOnDisk() == m_identity)
        return false;
    // SQLite notices the move too, and then closes without touching the -wal file that has the old name.
    m_connection.reset();
    ensurePrivateDirectory(QFileInfo(m_file).absolutePath());
    const OpeningLock lock(m_file);
    m_damage.reset();
    open();
    return true;
}

void WorkspaceDatabase::recover()
{
    const OpeningLock lock(m_file);
    const bool replaced = identityOnDisk() != m_identity;
    m_connection.reset();
    m_damage.reset();
    if (!replaced) { // else another process was quicker
        m_damage = DamageReport{{}, u"damage was found while reading"_s, {}};
        setAside();
        openFile();
        rescue();
        return;
    }
    open();
}

void WorkspaceDatabase::setAside()
{
    const QString target = nameBeside(m_file, u"damaged"_s);
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        if (!QFileInfo::exists(m_file + suffix))
            continue;
        if (!QFile::rename(m_file + suffix, target + suffix)) {
            throw Error(Error::Kind::Unusable,
                        u"The damaged workspace file %1 cannot be set aside as %2."_s.arg(m_file + suffix,
                                                                                          target + suffix));
        }
    }
    m_damage->file = target;
    qCWarning(core::lcStore).noquote() << "damaged workspace set aside as" << target;
}

void WorkspaceDatabase::rescue()
{
    // Best effort: whatever cannot be read stays in the file that was set aside.
    if (QFileInfo(m_damage->file).size() == 0)
        return;
    try {
        m_connection->run(u"ATTACH ? AS damaged"_s, {m_damage->file});
    } catch (const Error &) {
        return;
    }
    try {
        if (m_connection->single(u"PRAGMA damaged.user_version"_s).toInt() == latestVersion())
            rescueTables();
    } catch (const Error &error) {
        qCWarning(core::lcStore).noquote() << "nothing rescued:" << error.message();
    }
    try {
        m_connection->run(u"DETACH damaged"_s);
    } catch (const Error &error) {
        qCWarning(core::lcStore).noquote() << error.message();
    }
}

void WorkspaceDatabase::rescueTables()
{
    QStringList tables;
    {
        QSqlQuery names = m_connection->run(
            u"SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"_s);
        while (m_connection->next(names))
            tables.append(names.value(0).toString());
    }
    for (const QString &table : std::as_const(tables)) {
        try {
            m_connection->transaction([&] {
                m_connection->run(
                    u"INSERT OR IGNORE INTO main.\"%1\" SELECT * FROM damaged.\"%1\""_s.arg(table));
            });
            m_damage->rescued.append(table);
        } catch (const Error &error) {
            qCWarning(core::lcStore).noquote() << "not rescued:" << table << error.message();
        }
    }
}

} // namespace quiver::store
