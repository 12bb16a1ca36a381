// SPDX-License-Identifier: GPL-3.0-or-later
// The hits of a search as a table or as JSON.
#pragma once

#include "search/comparison.h"

namespace quiver::ctl {

/// A search, and the exact one where it was to be compared with.
struct Searched {
    search::SearchResult found;
    std::optional<search::SearchResult> exact;
    std::optional<QStringList> indexes; ///< that served it; no value: it was exact by wish
};

void printHits(const Searched &searched);
/// \p sql also the statement.
void printHitsAsJson(const Searched &searched, bool sql);
/// The statement and its parameters, long vectors cut.
QString statementText(const search::SearchStatement &statement);

} // namespace quiver::ctl
