// SPDX-License-Identifier: GPL-3.0-or-later
// What a list of indexes shows: left-overs, duplicates, unused and swollen ones, lists that have drifted. Pure: no connection needed.
#pragma once

#include "index/indexlist.h"

namespace quiver::index {

struct IndexFinding {
    enum class Kind {
        Invalid,      ///< nobody can use it, and it may cost every write
        Duplicate,    ///< another index is the same
        Prefix,       ///< another B-tree begins with the same columns
        SameQuery,    ///< several approximate indexes answer the same query; the planner takes the cheapest
        OtherMetric,  ///< several approximate indexes on the same key, each for an operator of its own
        Unused,       ///< no scan since the counts were reset
        Swollen,      ///< much larger than one built anew
        Drifted,      ///< IVFFlat: many rows came after its centroids were chosen
        ListsOff,     ///< IVFFlat: lists do not suit the rows that there are now
        DeadRows,     ///< searches find rows that are gone
    };
    enum class Severity { Note, Warning, Problem };
    Kind kind = Kind::Invalid;
    Severity severity = Severity::Note;
    pg::Oid index = 0;
    std::vector<pg::Oid> others; ///< indexes that it is also about
    QString text;   ///< what is so, in a sentence or two
    QString remedy; ///< what to do
    bool operator==(const IndexFinding &) const = default;
};

/// When an index was built, from the journal of builds; PostgreSQL itself keeps nothing of it.
struct BuildMoment {
    QDateTime at;       ///< UTC
    double rows = -1;   ///< that it indexed
    qint64 inserts = 0; ///< IndexEntry::inserts at that time; -1: not known
    bool operator==(const BuildMoment &) const = default;
};
using BuildMoments = std::map<pg::Oid, BuildMoment>;

/// The worst first, then in the order of the list.
std::vector<IndexFinding> findingsOf(const IndexList &list, const BuildMoments &builds = {});

/// Groups of usable approximate indexes that answer the same query: same key, opclass and predicate; each of two or more.
std::vector<std::vector<pg::Oid>> rivals(const IndexList &list);

/// "public.documents_embedding_idx", as SQL writes it.
QString nameOf(const IndexEntry &entry);

} // namespace quiver::index
