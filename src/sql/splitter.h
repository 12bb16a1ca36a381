// SPDX-License-Identifier: GPL-3.0-or-later
// A script in the editor, cut into the statements that are sent one by one.
//
// PostgreSQL's own scanner (libpg_query) decides where statements end. What is no SQL is cut out before it sees the text:
// psql's backslash commands and the data lines that follow COPY ... FROM STDIN. Where it rejects the text (unterminated
// quotes, syntax newer than itself, NUL characters), or is known to err (BEGIN ATOMIC bodies, unbalanced parentheses), our
// own scanner decides alone. Linear in the size of the text; pure functions, any thread.
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace quiver::sql {

/// All offsets are UTF-16 units of the text.
struct Statement {
    enum class Kind {
        Sql,
        MetaCommand, ///< a line of psql's own, such as \d: not SQL, cannot be sent to a server
    };
    /// Why the statement will not run as it stands; the server's own words may be less clear.
    enum class Problem {
        None,
        MetaCommand,
        UnterminatedString,
        UnterminatedIdentifier,
        UnterminatedDollarQuote,
        UnterminatedComment,
        NulCharacter,
        CopyDataWithoutEnd, ///< the data of COPY ... FROM STDIN has no line \. and goes on to the end of the text
    };

    Kind kind = Kind::Sql;
    Problem problem = Problem::None;
    qsizetype begin = 0;   ///< of the first token: space and comments before it do not belong to the statement
    qsizetype end = 0;     ///< behind the last token; neither the semicolon nor what stands before it
    qsizetype lineEnd = 0; ///< of the line in which the statement ends, its semicolon included
    int line = 1;          ///< of begin, counted from 1
    /// The data lines of COPY ... FROM STDIN, without the line \. that ends them; -1: there are none.
    qsizetype dataBegin = -1;
    qsizetype dataEnd = -1;

    bool hasData() const { return dataBegin >= 0; }
    bool operator==(const Statement &) const = default;
};

/// One sentence in English for logs and command lines; empty for Problem::None.
QString problemText(Statement::Problem problem);

/// The statements of a script in the order of the text; empty ones are left out.
std::vector<Statement> splitScript(QStringView script);

/// The same by our own scanner alone.
std::vector<Statement> splitByOwnScanner(QStringView script);

/// The index of the statement that a cursor means: the one that contains it, else the one that ends on the cursor's line,
/// else the next, else the last. No value where there are no statements.
std::optional<std::size_t> statementAt(const std::vector<Statement> &statements, qsizetype cursor);

} // namespace quiver::sql
