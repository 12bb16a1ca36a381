// SPDX-License-Identifier: GPL-3.0-or-later
// The sequences behind columns that a load fills: they do not see keys that come from elsewhere, and would give them once more.
#pragma once

#include "load/loadplan.h"
#include "pg/connection.h"

#include <functional>

namespace quiver::load {

struct SequenceMove {
    QString sequence; ///< quoted, with its schema
    QString column;   ///< as it is called
    QString sql;      ///< a SELECT of the new value, or of no row where it is past the highest value already; may run twice
};

/// None where the plan leaves the sequences alone.
std::vector<SequenceMove> sequenceMoves(const pg::Connection &connection, const LoadPlan &plan, const TargetTable &target);
/// Whether a statement that a load has left for its end is one of these.
bool isSequenceMove(const QString &statement);

/// Within a transaction, which stands whatever comes of it: says in \p remarks what was moved, and what could not be.
void moveSequences(pg::Connection &connection, const LoadPlan &plan, const TargetTable &target, QStringList &remarks);

/// Within a transaction: does \p work; false where the server refuses, with the reason in \p why and all else as it was before.
/// \throws pg::Error where the connection is lost
bool attempt(pg::Connection &connection, const std::function<void()> &work, QString &why);

} // namespace quiver::load
