// SPDX-License-Identifier: GPL-3.0-or-later
// What the server says that given backends are doing: the other end of a pool's sessions.
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace quiver::pg {
class Connection;
}

namespace quiver::catalog {

/// A row of pg_stat_activity. Of another role's backend everything but the names is empty, unless the user is a member of
/// pg_read_all_stats (pg_monitor is one); one's own are always told in full.
struct BackendActivity {
    int pid = 0;
    QString user, database, applicationName;
    QString clientAddress; ///< "10.0.0.7:51322"; empty for a unix socket
    QString state;         ///< "active", "idle", "idle in transaction", "idle in transaction (aborted)", ...
    QString waitEventType; ///< "Lock", "IO", "Client"; empty: does not wait
    QString waitEvent;     ///< "transactionid", "DataFileRead", "ClientRead"
    QString query; ///< the latest; cut by the server at track_activity_query_size, its vectors cut by us
    double querySeconds = -1;       ///< since the latest statement began; -1: none, or not allowed to know
    double transactionSeconds = -1; ///< since the open transaction began; -1: none
    double stateSeconds = -1;       ///< since it changed to its state
    QDateTime backendStart;         ///< UTC; invalid: not allowed to know
    bool visible = true;            ///< false: another role's, of which only the names are told
    bool operator==(const BackendActivity &) const = default;
};

/// The backends of \p pids that exist now, in the order of their pids; none where \p pids is empty. Blocks: one statement.
/// Needs no privilege. \throws pg::Error, core::Cancelled
QList<BackendActivity> backendActivity(pg::Connection &connection, const QList<int> &pids);

/// \p query with every list of numbers that is longer than \p keep characters cut there and closed: "[0.12,-0.5,…]". For
/// vectors and sparse vectors written into a statement.
QString withShortVectors(const QString &query, int keep = 200);

} // namespace quiver::catalog
