// SPDX-License-Identifier: GPL-3.0-or-later
// One value, given as the server's text, as Python writes it.
#pragma once

#include "sql/rowfield.h"

#include <QString>

namespace quiver::sql {

/// numeric becomes Decimal("..."), bytea bytes.fromhex("..."), a sparsevec pgvector's SparseVector({index: value}, dimensions),
/// vectors and arrays lists.
void appendPython(std::string &out, const OutColumn &column, std::string_view text);

/// \p text as a string literal of Python, in one line.
QString pythonString(const QString &text);

} // namespace quiver::sql
