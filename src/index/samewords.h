// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions and predicates that are the same in other words: "lang='en'" as somebody types it, "lang = 'en'::text" as the server keeps it.
#pragma once

#include "index/indextable.h"

namespace quiver::index {

/// Gives the indexes of \p table the words of \p spec where the server reads both the same, so that isSameIndex() can compare them. What
/// it does not understand is left as it is. Blocks: one round trip, none where there is nothing to compare, within a transaction.
/// \returns why the server would not say; empty: it did
QString takeWordsOf(pg::Connection &connection, const IndexSql &sql, const IndexSpec &spec, IndexTable &table);

} // namespace quiver::index
