// SPDX-License-Identifier: GPL-3.0-or-later
// Which of several approximate indexes on one key the planner takes, asked of the planner itself.
//
// Blocks on the connection: run it on a session's thread. Throws what it throws.
#pragma once

#include "pg/types.h"

#include <QString>

#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// How a usual query (the nearest ten to a vector of the table) is planned.
struct AnnChoice {
    std::vector<pg::Oid> candidates; ///< usable indexes with the same key, operator class's name and predicate, in the order of their names
    QString key;            ///< "embedding", "(embedding)::halfvec(768)"
    QString operatorText;   ///< "<=>"
    QString query;          ///< that was explained, its vector as $1
    pg::Oid winner = 0;     ///< of the candidates; 0: none, see \p instead
    QString instead;        ///< what the planner does if it takes none: "Seq Scan"
    double cost = -1;       ///< that the planner gives the whole query
    QString words;          ///< in a sentence or two; where it could not be asked, why
    bool operator==(const AnnChoice &) const = default;
};

/// For every key of \p table that has an approximate index, in the order of keys; \p rivalsOnly: that has several for one query.
/// Explains, runs nothing but the look for one vector.
std::vector<AnnChoice> annChoices(pg::Connection &connection, pg::Oid table, bool rivalsOnly = true);

} // namespace quiver::index
