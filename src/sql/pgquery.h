// SPDX-License-Identifier: GPL-3.0-or-later
// The calls of libpg_query that this room makes, with C++ values around them. Callable from any thread; calls wait for
// each other, because some builds of libpg_query redirect the process's stderr while they work.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace quiver::sql::pgquery {

struct Range {
    qsizetype begin = 0; ///< bytes
    qsizetype end = 0;
};

/// The statements of \p sql as PostgreSQL's own scanner sees them, including the space and comments around them.
/// No value: the scanner rejects the text, or it holds a NUL.
std::optional<std::vector<Range>> split(const QByteArray &sql);

/// The parse tree as JSON; no value: a syntax error. The caller limits the size and depth of \p sql: the tree is written
/// by recursion.
std::optional<QByteArray> parse(const QByteArray &sql);

/// What the parser says of a text that it does not take.
struct Fault {
    QString message;  ///< empty: it takes it
    int position = 0; ///< in characters from 1; 0: no place
};

/// The caller limits the size and depth of \p sql, which holds no NUL.
Fault syntaxFault(const QByteArray &sql);

} // namespace quiver::sql::pgquery
