// SPDX-License-Identifier: GPL-3.0-or-later
// One value, given as the server's text, written in another language: JSON, Python, SQL. For clipboards and files; what is
// sent to a server goes through bind parameters instead.
#pragma once

#include "ui/common/cellreader.h"

namespace quiver::ui {

void appendJsonString(std::string &out, std::string_view text);
/// Numbers stay bare with all their digits, json is embedded, arrays and vectors become arrays, a sparsevec a string.
void appendJson(std::string &out, const ReadColumn &column, std::string_view text);

/// numeric becomes Decimal("..."), bytea bytes.fromhex("..."), a sparsevec pgvector's SparseVector({index: value}, dimensions).
void appendPython(std::string &out, const ReadColumn &column, std::string_view text);

/// Double quotes where they are needed.
void appendSqlName(std::string &out, std::string_view name);
/// Read the same whether standard_conforming_strings is on or off.
void appendSqlLiteral(std::string &out, pg::TypeKind kind, std::string_view text);

/// JSON indented for people, every token as it was: digits, order and repeated keys. Text that is cut off or no JSON at all
/// comes out readable, too.
std::string prettyJson(std::string_view json);

} // namespace quiver::ui
