// SPDX-License-Identifier: GPL-3.0-or-later
// One value, given as the server's text, as JSON.
#pragma once

#include "sql/rowfield.h"

namespace quiver::sql {

void appendJsonString(std::string &out, std::string_view text);

/// Numbers keep all their digits; NaN and the infinities, which JSON does not have, become strings. json and jsonb are
/// embedded as they are, on one line; vectors and arrays become arrays, a sparsevec of up to 16,000 dimensions a dense one;
/// everything else is a string of the server's text.
void appendJson(std::string &out, const OutColumn &column, std::string_view text);

/// JSON indented for people, every token as it was: digits, order and repeated keys. Text that is cut off or no JSON at all
/// comes out readable, too.
std::string prettyJson(std::string_view json);

} // namespace quiver::sql
