// SPDX-License-Identifier: GPL-3.0-or-later
// Which object of a database is meant: what the browser selects and what is named on a command line.
#pragma once

#include "pg/types.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::script {

enum class ObjectKind {
    Schema, Extension, Type, Function, Sequence,
    Table, ///< partitioned and foreign ones, too
    View, MaterializedView, Index, Constraint, Trigger, Column,
};

struct ObjectRef {
    ObjectKind kind = ObjectKind::Table;
    pg::Oid oid = 0; ///< of a column its relation's
    int column = 0;  ///< attnum of a column
    QString name;    ///< for messages, quoted as in SQL where it must be; may be empty
    bool operator==(const ObjectRef &) const = default;
};

/// "table", "materialized view", ...
QString objectKindName(ObjectKind kind);
/// The kind of that name, in any case; "matview" is understood, too. No value where there is none.
std::optional<ObjectKind> objectKind(const QString &name);

/// A name as people type it: one to three parts with dots between them, in double quotes where they hold anything but
/// lower-case letters, * and ? for any letters outside of quotes, as in psql. Bare letters count as lower case, and as they
/// are written where nothing is found so.
struct ObjectPattern {
    QStringList parts; ///< regular expressions that match a whole name; the object's own is the last one
    bool hasWildcard = false;
    QString error;     ///< what is wrong with the text; empty: nothing

    static ObjectPattern parse(QStringView text, bool foldCase = true);
};

/// The objects that \p text names, in the order of their names: in the schemas of the search path where it names none,
/// in all of them where that finds nothing. System schemas are left out unless they are named; so are objects that belong to
/// an extension. Without \p kind, relations, indexes, types, functions, schemas and extensions are looked for, in this order,
/// up to the first kind that has any; constraints, triggers and columns only with their table in front ("table.column").
/// \throws core::Error where the text is no name
std::vector<ObjectRef> findObjects(pg::Connection &connection, const QString &text, std::optional<ObjectKind> kind = {});

} // namespace quiver::script
