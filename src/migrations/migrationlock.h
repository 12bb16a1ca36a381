// SPDX-License-Identifier: GPL-3.0-or-later
// The lock that keeps two runners of one history from each other: an advisory lock of the session, gone with its connection.
#pragma once

#include "core/job.h"
#include "migrations/migrationhistory.h"

namespace quiver::migrations {

/// Who has the lock.
struct MigrationLockHolder {
    int pid = 0;
    QString user, application; ///< empty: not to be seen
    QString address;           ///< empty: through the socket, or not to be seen
    QDateTime since;           ///< UTC; invalid: not known
    /// "session 4711 (anna, quiverctl, from 10.0.0.3) since 12:30:05"
    QString text() const;
    bool operator==(const MigrationLockHolder &) const = default;
};

/// Nobody may be waiting or running when it returns no value.
std::optional<MigrationLockHolder> migrationLockHolder(pg::Connection &connection, const HistoryTable &table);

/// Held for as long as it lives; a lost connection lets go of it too.
class MigrationLock
{
public:
    /// Waits up to \p waitSeconds (0: not at all; below: for ever) and says in the job's log and progress for whom.
    /// \throws core::Error naming the holder when the time is up; core::Cancelled; pg::Error
    MigrationLock(pg::Connection &connection, core::JobContext &job, const HistoryTable &table, int waitSeconds);
    ~MigrationLock();
    Q_DISABLE_COPY_MOVE(MigrationLock)

private:
    bool tryLock();
    void await(int waitSeconds);

    pg::Connection &m_connection;
    core::JobContext &m_job;
    const HistoryTable m_table;
    const qint64 m_key;
    qint64 m_since = 0; // key of the second lock
};

} // namespace quiver::migrations
