// SPDX-License-Identifier: GPL-3.0-or-later
// The words of PostgreSQL 13 to 18 and of pgvector, for highlighting, completion and quoting. Sorted, lower case.
#pragma once

#include <QString>

#include <span>

namespace quiver::sql {

/// SQL keywords that cannot be used as any name without quotes: what quote_ident() quotes.
std::span<const QStringView> reservedKeywords();
/// SQL keywords that are good names too.
std::span<const QStringView> unreservedKeywords();
/// Names of PostgreSQL's common types and of pgvector's.
std::span<const QStringView> typeNames();
/// PostgreSQL's common functions.
std::span<const QStringView> functionNames();
/// Functions, index methods and operator classes of pgvector.
std::span<const QStringView> vectorNames();
/// pgvector's distance operators.
std::span<const QStringView> vectorOperators();
/// Server settings that are set by hand, pgvector's included.
std::span<const QStringView> settingNames();

/// \p lower in lower case.
bool isReserved(QStringView lower);
/// Any SQL keyword, in any case.
bool isKeyword(QStringView word);

} // namespace quiver::sql
