// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace file over its life: created, upgraded, checked, set aside when damaged, shared with other processes.
//
// Belongs to one thread. No content is ever deleted here: a damaged file is renamed, an older one copied before its upgrade.
#pragma once

#include "store/damagereport.h"
#include "store/schema.h"
#include "store/sqliteconnection.h"

#include <memory>
#include <optional>

namespace quiver::store {

class WorkspaceDatabase final
{
public:
    /// Opens \p file, which is created or upgraded by \p steps as needed.
    /// \throws Error: Unusable, Busy, Newer or Foreign; the file is left as it was
    explicit WorkspaceDatabase(const QString &file, QList<UpgradeStep> steps = workspaceSchema());
    ~WorkspaceDatabase();
    Q_DISABLE_COPY_MOVE(WorkspaceDatabase)

    SqliteConnection &connection() { return *m_connection; }
    /// Runs \p work in a transaction that writes. \throws Error (Newer) when a newer Quiver upgraded the file meanwhile
    template<typename Work>
    void write(Work &&work)
    {
        m_connection->transaction([&] {
            requireOwnVersion();
            work();
        });
    }

    /// What the last open or recover() found broken; empty if nothing.
    const std::optional<DamageReport> &damage() const { return m_damage; }
    /// The copy that was made before an upgrade; empty if there was none.
    const QString &backupFile() const { return m_backupFile; }

    /// Opens again when another process put a new file in the place of this one, or removed it, and says whether it did.
    /// Cheap otherwise: one stat().
    bool followReplacement();
    /// Sets the file aside and starts a new one, with the readable tables of the old one.
    void recover();
    /// Reads every page. \throws Error (Damaged)
    void checkContent();
    /// False when the file is so small that it was checked while opening.
    bool contentUnchecked() const { return m_contentUnchecked; }

private:
    struct Identity {
        quint64 device = 0;
        quint64 inode = 0;
        bool operator==(const Identity &) const = default;
    };
    Identity identityOnDisk() const;
    void open();
    void openFile();
    void requireOpenable(int version);
    void requireOwnVersion();
    void backUp(int version);
    void upgrade(int version);
    void setAside();
    void rescue();
    void rescueTables();
    int latestVersion() const;

    QString m_file;
    QList<UpgradeStep> m_steps;
    std::unique_ptr<SqliteConnection> m_connection;
    Identity m_identity;
    std::optional<DamageReport> m_damage;
    QString m_backupFile;
    bool m_contentUnchecked = false;
};

} // namespace quiver::store
