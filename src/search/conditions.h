// SPDX-License-Identifier: GPL-3.0-or-later
// The conditions of a search as SQL.
#pragma once

#include "search/searchtable.h"
#include "search/vectorquery.h"

#include <functional>

namespace quiver::search {

/// Adds a parameter and says how it is written where it stands: (name, type, value).
using AddParameter = std::function<QString(const QString &, const QString &, const QString &)>;

/// One condition for each filter, the typed one, and those that the query itself needs: rows of the source left out, rows
/// without a vector left out where there may be such.
QStringList conditionsOf(const SqlNames &names, const SearchTable &table, const VectorQuery &query, const AddParameter &add);

/// "{a,\"b c\"}": texts as the server reads an array.
QString arrayText(const QStringList &values);

} // namespace quiver::search
