// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes that nobody can use, left behind by builds that failed, were cancelled or were killed; and what gets rid of them.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "index/extensioncare.h"
#include "pg/types.h"

#include <optional>
#include <vector>

namespace quiver::index {

struct InvalidIndex {
    enum class Kind {
        Failed,      ///< CREATE INDEX CONCURRENTLY or DROP INDEX CONCURRENTLY did not come to its end
        NewCopy,     ///< REINDEX CONCURRENTLY stopped before its copy (_ccnew) was in place: the old one is still used
        OldCopy,     ///< REINDEX CONCURRENTLY stopped after that: what it replaced (_ccold) is still there
        Partitioned, ///< not every partition has its part of it
    };
    Kind kind = Kind::Failed;
    pg::Oid oid = 0;
    pg::Oid tableOid = 0;    ///< of an index of a TOAST table: the table that this belongs to
    QString schema, name;    ///< its own
    QString tableSchema, table;
    QString method;
    QString definition;      ///< empty: the table is locked exclusively by somebody right now
    QString constraint;      ///< that it serves; empty: none
    QString original;        ///< of a copy: the index that it was to replace or that replaced it, where it is there
    qint64 bytes = -1;       ///< -1: locked exclusively by somebody right now
    bool isReady = false;    ///< every write goes into it
    bool isOfToast = false;
    bool mayRepair = false;  ///< the user owns the table, or is a superuser
    QString owner;           ///< of the table

    bool canRebuild() const { return kind == Kind::Failed && !isOfToast; }
    bool canDrop() const { return constraint.isEmpty(); }
    /// "public.documents_hnsw of public.documents is INVALID (12 MB): ...", in a sentence or two.
    QString words() const;
    bool operator==(const InvalidIndex &) const = default;
};

/// Of the whole database, TOAST included; not those that somebody builds, rebuilds or drops right now. Quick: for each connect.
std::vector<InvalidIndex> invalidIndexes(pg::Connection &connection);

/// Whether \p words, of how a build ended, hold yet: an index that they call INVALID is among \p invalid. Words that call none so always do.
bool stillHolds(const QString &words, const std::vector<InvalidIndex> &invalid);

enum class Repair {
    Drop,    ///< DROP INDEX CONCURRENTLY
    Rebuild, ///< REINDEX INDEX CONCURRENTLY; of a copy that did not get in place: drop it and rebuild the original
};
/// What suits it: Drop of copies, Rebuild of others. A partitioned one is not repaired but built to its end.
Repair usualRepair(const InvalidIndex &index);
CarePlan planRepair(pg::Connection &connection, const InvalidIndex &index, Repair repair);
/// All of \p indexes in one Change, each in its usual way or as \p repair says; those that cannot be repaired are told in the notes.
CarePlan planRepairs(pg::Connection &connection, const std::vector<InvalidIndex> &indexes, std::optional<Repair> repair = {});

} // namespace quiver::index
