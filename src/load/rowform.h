// SPDX-License-Identifier: GPL-3.0-or-later
// One row of a table as a form: what its columns take, what is wrong with what was typed, and the row that is there already.
//
// Functions that take a connection block on it (run them on a session's thread) and throw what it throws.
#pragma once

#include "catalog/catalogtypes.h"
#include "pg/typeregistry.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::load {

struct RowField {
    using Generation = catalog::Column::Generation;
    int number = 0;         ///< attnum
    QString name;
    QString type;           ///< as format_type() writes it; of a domain the domain's name
    pg::TypeKind kind = pg::TypeKind::Unknown; ///< of a domain its base type's
    QString baseType;       ///< "character varying", "bit": of a domain its base type, without a modifier
    int modifier = -1;      ///< atttypmod of the same
    bool isDomain = false;
    QStringList labels;     ///< of an enum, in its order
    bool notNull = false;
    bool inKey = false;
    QString defaultText;    ///< or the expression of a generated column
    Generation generation = Generation::None;
    QString comment;
    bool hasEmbedder = false; ///< the database says how the column was embedded, by a means that works here

    bool isVector() const { return kind == pg::TypeKind::Vector || kind == pg::TypeKind::Halfvec || kind == pg::TypeKind::Sparsevec; }
    /// Of vector, halfvec, sparsevec, bit and bit varying; -1: any.
    int dimensions() const;
    /// Of varchar(n) and char(n), in characters; -1: any.
    int maxLength() const;
    /// Nobody but the server writes it.
    bool isComputed() const { return generation == Generation::Stored || generation == Generation::Virtual; }
    bool mayBeWritten() const { return !isComputed() && generation != Generation::IdentityAlways; }
    bool hasDefault() const { return !defaultText.isEmpty() || generation != Generation::None; }
    bool operator==(const RowField &) const = default;
};

/// What stands in a field. Empty text is not NULL, and neither is what the column gets by itself.
struct RowValue {
    enum class Kind { Default, Null, Text };
    Kind kind = Kind::Default;
    QString text;
    static RowValue null() { return {Kind::Null, {}}; }
    static RowValue of(const QString &text) { return {Kind::Text, text}; }
    bool operator==(const RowValue &) const = default;
};

struct RowForm {
    pg::Oid oid = 0;
    QString schema, name;
    QString sqlName;     ///< both, quoted
    std::vector<RowField> fields;
    QString keyName;     ///< of the index that tells rows apart; empty: there is none, and no row can be changed by its key
    bool mayInsert = false, mayUpdate = false; ///< as far as the table's privileges say
    int serverVersion = 0;

    std::vector<const RowField *> key() const; ///< its columns in the order of the table
    int indexOf(const QString &field) const;   ///< -1: there is none
    bool operator==(const RowForm &) const = default;
};

/// One for each of the form's fields, in their order.
using RowValues = std::vector<RowValue>;
/// Names of columns with their values as text.
using RowKey = std::vector<std::pair<QString, QString>>;

/// Its key is the primary key, or else a unique index over columns that are never NULL.
/// \throws core::Error where \p oid is no table that rows can be written to
RowForm readRowForm(pg::Connection &connection, pg::Oid oid);
/// Of a table by its name as SQL writes it ("rag.documents"). \throws core::Error where there is none
RowForm readRowForm(pg::Connection &connection, const QString &table);

struct ExistingRow {
    RowValues values; ///< Text or Null
    QString version;  ///< changes with every change of the row (xmin)
    bool operator==(const ExistingRow &) const = default;
};

/// The row with these values in these columns; no value: there is none. Of several, one.
std::optional<ExistingRow> readRow(pg::Connection &connection, const RowForm &form, const RowKey &key);
RowKey keyOf(const RowForm &form, const ExistingRow &row);

struct RowProblem {
    int field = 0;
    QString text;       ///< "expected 768 dimensions, not 767"
    qsizetype position = -1; ///< in the field's text, in characters; -1: no place
    bool isRemark = false;   ///< the server takes it, but look at it
    bool operator==(const RowProblem &) const = default;
};

/// All that can be told without a server. \p before: the row that is changed, none of whose old values is a problem.
std::vector<RowProblem> problemsOf(const RowForm &form, const RowValues &values, const ExistingRow *before = nullptr);
std::vector<RowProblem> problemsOf(const RowForm &form, int field, const RowValue &value);
bool hasErrors(const std::vector<RowProblem> &problems);

/// What the server says of values that only it can judge (dates, numerics, arrays, domains with their checks), by converting
/// each. Nothing is written. The transaction must be idle.
std::vector<RowProblem> problemsOnServer(pg::Connection &connection, const RowForm &form, const RowValues &values);

} // namespace quiver::load
