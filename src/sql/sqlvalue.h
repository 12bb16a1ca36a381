// SPDX-License-Identifier: GPL-3.0-or-later
// One value, given as the server's text, as SQL text that brings it back. For files and clipboards; what Quiver itself sends
// goes through bind parameters instead.
#pragma once

#include "sql/rowfield.h"

namespace quiver::sql {

/// Always in double quotes: what is written for one server has to be read by another with other keywords.
void appendQuotedName(std::string &out, std::string_view name);

/// Numbers and booleans bare, all else in quotes; means the same whatever standard_conforming_strings is.
void appendSqlLiteral(std::string &out, pg::TypeKind kind, std::string_view text);

/// "::vector" for the values of \p column; empty where the type of the column they go into must decide.
std::string castFor(const OutColumn &column);

/// A literal that stands by itself: with \p type, "vector(3)", where a bare one would be of another type.
void appendTypedLiteral(std::string &out, pg::TypeKind kind, std::string_view text, std::string_view type);

} // namespace quiver::sql
