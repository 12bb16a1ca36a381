// SPDX-License-Identifier: GPL-3.0-or-later
// Which columns of a table somebody most likely means who wants to fill vectors from texts.
#pragma once

#include "catalog/tablefacts.h"

namespace quiver::schema {

/// Of a type made for texts; others merely have a text form.
bool holdsText(const catalog::Column &column);
/// Takes embeddings: a vector column whose values are numbers, and not computed by the server.
bool takesEmbeddings(const catalog::Column &column);

struct FillChoice {
    QString textColumn; ///< empty: the table has none
    QString column;     ///< empty: the table has none
    bool operator==(const FillChoice &) const = default;
};

/// The vector column with the fewest vectors among the first thousand rows, and the text column that it was filled from before, else
/// the one with the longest texts there. Columns that the user may not read are passed over. Blocks on the connection: for a
/// session's thread. \throws pg::Error
FillChoice suggestFill(pg::Connection &connection, const catalog::TableFacts &table);

} // namespace quiver::schema
