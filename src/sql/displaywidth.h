// SPDX-License-Identifier: GPL-3.0-or-later
// How many columns of a terminal a text takes: none for combining marks, two for East Asian wide characters and emoji.
#pragma once

#include <string>
#include <string_view>

namespace quiver::sql {

/// \p utf8 without control characters. Bytes that are no UTF-8 count one each.
int displayWidth(std::string_view utf8);

/// The longest beginning of \p utf8 that takes at most \p width columns.
std::string_view cutToWidth(std::string_view utf8, int width);

/// \p utf8 with control characters written out (\n, \t, \x1b), so that a cell stays on its line and cannot steer a terminal.
std::string printable(std::string_view utf8);

} // namespace quiver::sql
