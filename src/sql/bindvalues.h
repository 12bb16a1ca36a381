// SPDX-License-Identifier: GPL-3.0-or-later
// :name in a statement, as a bind parameter: the names it has, the values they stand for, and the statement as the server takes it.
//
// PostgreSQL knows $1, $2, ... only, and no client of it has a say in what a colon means. So ours gives way: "::type", ":=", the colon of
// a slice (a[1:2], a[:n]), of JSON_OBJECT('k':v), and all within quotes and comments stay as they are; and a statement that has $1 itself
// has no names. Pure functions, any thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace quiver::sql {

/// What stands for a name.
struct BindValue {
    QString name;        ///< without its colon; as it is written: names differ in upper and lower case
    QString type;        ///< as SQL writes it, "vector(3)"; empty: what the server takes it for
    QString text;        ///< the value in the server's own text
    bool isNull = false; ///< whatever the text says

    /// An empty text is a value of a type of texts only: a number that was forgotten is none.
    bool isGiven() const;
    bool operator==(const BindValue &) const = default;
};
using BindValues = std::vector<BindValue>;

/// Null where \p values has none of that name.
const BindValue *valueOf(const BindValues &values, const QString &name);
/// Those of \p names that no value was given for.
QStringList namesWithoutValue(const QStringList &names, const BindValues &values);

struct NumberedStatement {
    QString sql;       ///< $1 for the first of the names, and so on
    QStringList names; ///< each once, in the order of the text
    struct Place {     ///< of one :name, in code points
        int sent = 0, sentLength = 0, written = 0, writtenLength = 0;
    };
    std::vector<Place> places;

    /// Where in the statement as it was written is what the server says of \p position; both in code points from 1, 0 for none.
    int writtenPosition(int position) const;
    /// "could not determine data type of parameter $1" with the name in place of the number.
    QString inNames(const QString &message) const;
    /// SQL with such numbers, with the names in their place: outside of quotes and comments, and so that numbered() finds them again.
    QString sqlInNames(QStringView numberedSql) const;
};

/// \p statement is one statement. One linear pass.
NumberedStatement numbered(QStringView statement);

/// Why \p type cannot be the name of a type, in a sentence; empty: it can, though there may be no such type.
QString typeNameProblem(const QString &type);

/// A JSON array; \p bindValuesFrom takes what it understands of one.
QByteArray toJson(const BindValues &values);
BindValues bindValuesFrom(const QByteArray &json);

} // namespace quiver::sql
