// SPDX-License-Identifier: GPL-3.0-or-later
// Names and literals as SQL text for people: completion, copied values, scripts. No connection needed.
//
// What Quiver itself executes is quoted by libpq instead (pg::Connection::quoteIdentifier) or bound as a parameter.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace quiver::sql {

/// Whether \p name must stand in double quotes: it is not in lower-case ASCII, or a keyword that cannot be a column's name
/// in every place. As the server's quote_ident() decides, for the keywords of PostgreSQL 13 to 18 together.
bool needsQuoting(QStringView name);

/// \p name as it must be written in SQL, quoted only where needed.
QString quoteIdentifier(QStringView name);

/// "schema.name", each part quoted where needed; an empty \p schema is left out.
QString quoteQualified(QStringView schema, QStringView name);

/// \p text as a string literal, the same as the server's quote_literal(): E'' where there are backslashes, so that it means
/// the same whatever standard_conforming_strings is.
QString quoteLiteral(QStringView text);

/// The parts of a name as SQL writes it: documents, shop."Mixed Case". What is not in double quotes is folded to lower case, ASCII
/// letters only, as servers do. No value where a quote is not closed, a part is empty, or something follows a closing quote.
std::optional<QStringList> nameParts(QStringView text);

} // namespace quiver::sql
