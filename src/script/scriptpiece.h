// SPDX-License-Identifier: GPL-3.0-or-later
// The pieces that a script is put together from, and the order they must come in; internal to the scripts of this room.
#pragma once

#include "pg/types.h"

#include <QString>

#include <compare>
#include <set>
#include <vector>

namespace quiver::script {

/// The catalogues' own OIDs, which are fixed. https://www.postgresql.org/docs/current/catalogs.html
namespace catalogs {
inline constexpr pg::Oid type = 1247, procedure = 1255, relation = 1259, attributeDefault = 2604, constraint = 2606, nameSpace = 2615,
                         rewrite = 2618, trigger = 2620, extension = 3079, policy = 3256, statistics = 3381, collation = 3456,
                         textSearchConfiguration = 3602;
/// Not a catalogue: that the partition of this OID hangs below its parent.
inline constexpr pg::Oid attachedPartition = 1;
} // namespace catalogs

struct CatalogId {
    pg::Oid catalog = 0;
    pg::Oid oid = 0;
    auto operator<=>(const CatalogId &) const = default;
};

/// What COMMENT ON calls it: "COLUMN public.documents.content".
struct CommentTarget {
    CatalogId id;
    int column = 0;
    QString words;
};

/// An object with an owner and privileges.
struct Possession {
    CatalogId id;
    QString alter; ///< "ALTER TABLE public.documents"; empty: has no owner of its own
    QString grant; ///< "TABLE public.documents"; empty: has no privileges
    QChar acl;     ///< its kind for acldefault()
};

struct Piece {
    /// In this order, unless one needs another.
    enum class Rank { Schema, Extension, Collation, Type, Function, Sequence, Table, View, ForeignKey };
    enum class Part { Itself, Attach, Constraint, Index, LateAttach, IndexAttach, Statistics, Rule, Trigger, Policy };
    Rank rank = Rank::Table;
    QString schema;
    QString relation; ///< or the object's own name
    Part part = Part::Itself;
    QString name;

    QString create; ///< whole statements, each with a semicolon and a line's end
    QString after;  ///< the same, for when it has got its owner
    QString drop;   ///< one statement; empty: goes with something else
    std::vector<CatalogId> objects; ///< what it makes
    std::vector<CatalogId> needs;   ///< beyond what pg_depend knows of
    std::vector<CommentTarget> comments;
    std::vector<Possession> possessions;
};

struct Dependency {
    CatalogId object;
    CatalogId needed;
};

/// Sorts \p pieces so that each comes after what it needs and else in the order of their ranks and names. Where they need one
/// another in a circle, the lowest comes first, with a comment that says so. Returns the objects in such circles.
std::set<CatalogId> sortPieces(std::vector<Piece> &pieces, const std::vector<Dependency> &dependencies);

} // namespace quiver::script
