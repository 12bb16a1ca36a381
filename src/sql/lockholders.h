// SPDX-License-Identifier: GPL-3.0-or-later
// Who keeps a lock that somebody else waits for, or waited for in vain.
#pragma once

#include "sql/change.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::sql {

struct LockHolder {
    int pid = 0;
    QString user, application; ///< empty where the role may not see them
    QString state;             ///< "idle in transaction"; empty where the role may not see it
    QString mode;              ///< "ACCESS SHARE"; empty where it is not about a table
    double heldSeconds = -1;   ///< its transaction's age; negative: not known
    QString statement;         ///< its latest, shortened
    bool operator==(const LockHolder &) const = default;
};

/// The sessions that hold a lock on \p object (quoted as in SQL) which conflicts with \p wanted, the oldest transaction first.
/// A moment after the waiting ended they may be gone.
std::vector<LockHolder> lockHolders(pg::Connection &connection, const QString &object, LockLevel wanted);

/// The sessions that stand in the way of \p backendPid right now; none where it does not wait for a lock. Building an index
/// without stopping writes waits for old transactions, too.
std::vector<LockHolder> blockersOf(pg::Connection &connection, int backendPid);

/// The sessions of these backends, the oldest transaction first; those that have ended are left out.
std::vector<LockHolder> sessionsOf(pg::Connection &connection, const std::vector<int> &backendPids);

/// The sessions that build, rebuild or drop an index of \p table (quoted as in SQL) just now, as far as the role may see that; as
/// ": session 4711 ..." to go on a sentence with. Empty: none that is seen.
QString atWorkWords(pg::Connection &connection, const QString &table);

/// "session 4711 (user app, psql, idle in transaction for 2 min) holds ACCESS SHARE: SELECT ..."
QString describe(const LockHolder &holder);

} // namespace quiver::sql
