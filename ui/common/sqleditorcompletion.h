// SPDX-License-Identifier: GPL-3.0-or-later
// What the SQL editor offers while one types, and who decides it.
#pragma once

#include <QString>
#include <QStringView>

#include <vector>

namespace quiver::ui {

struct SqlCompletion {
    enum class Kind { Keyword, Schema, Table, View, Column, Function, Type };
    Kind kind = Kind::Keyword;
    QString text;   ///< as listed
    QString insert; ///< as written into the statement: quoted where it must be
    QString detail; ///< type of a column, schema of a table
    bool operator==(const SqlCompletion &) const = default;
};

class SqlCompletionSource
{
public:
    virtual ~SqlCompletionSource() = default;
    /// The best candidates first, some dozens at most. \p text is the script or the part of it around the cursor, \p cursor
    /// the place in it (UTF-16 units), \p prefix the unfinished word before the cursor (with its opening quote, if any).
    virtual std::vector<SqlCompletion> completions(QStringView text, qsizetype cursor, QStringView prefix) const = 0;
};

} // namespace quiver::ui
