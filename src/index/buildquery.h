// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a server which index builds it runs and how far they are: one statement, one round trip, no lock that a build holds.
#pragma once

#include "index/buildprogress.h"

#include <optional>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// What the role may ask for; found once for each connection.
struct BuildSight {
    /// May look at files of the data directory: so it sees how large an index is that is not yet committed.
    bool seesFiles = false;
    double roundTripMs = 0; ///< of an empty question: the network's share of each answer
};
/// \throws pg::Error
BuildSight buildSight(pg::Connection &connection);

/// All builds of the server, started by whomever, in any database, the oldest first: CREATE INDEX and REINDEX, also those that wait
/// for their table. \p known: builds that were seen before; where the server reports no progress of one any more and its
/// statement is still under way, it is told as BuildPhase::Committing. \throws pg::Error
BuildSnapshot readBuilds(pg::Connection &connection, const BuildSight &sight, const std::vector<BuildKey> &known = {});

/// What became of an index.
struct IndexState {
    enum class Kind { Valid, Invalid, Gone };
    Kind kind = Kind::Gone;
    qint64 bytes = -1; ///< of a partitioned one: of all its parts; -1: somebody holds it or awaits it exclusively
    quint32 oid = 0;
    quint32 file = 0; ///< its relfilenode, another one after each rebuild
    QString name;
    bool isPartitioned = false; ///< INVALID means of one: not all of its parts are attached yet
    quint32 tableOid = 0;
    bool operator==(const IndexState &) const = default;
};
/// By its oid, or where that is 0 by its name. In the connection's database. It waits for nobody who has the index locked. \throws pg::Error
IndexState indexState(pg::Connection &connection, quint32 oid, const QString &schema, const QString &index);

/// What REINDEX CONCURRENTLY makes beside an index, or puts aside, and leaves INVALID where it does not come to its end.
struct InvalidCopy {
    quint32 oid = 0;
    QString schema, name; ///< "documents_idx_ccnew", "documents_idx_ccold1"
    bool operator==(const InvalidCopy &) const = default;
};
/// Those of a table and of its TOAST table, also while they are worked on. \throws pg::Error
std::vector<InvalidCopy> invalidCopies(pg::Connection &connection, quint32 tableOid);
/// The index that \p copy belongs to, as far as its name tells: a long one was cut. \p copy itself where it is none.
QString rebuiltName(const QString &copy);

/// What the session \p key has come to since its statement: nothing where it is gone.
struct BackendState {
    bool sameStatement = false;   ///< still under way
    bool inTransaction = false;   ///< done, in a transaction that is still open and can be committed
};
std::optional<BackendState> backendState(pg::Connection &connection, const BuildKey &key);

} // namespace quiver::index
