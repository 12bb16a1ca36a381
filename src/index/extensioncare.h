// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL's own extensions that the care of indexes makes use of (pg_buffercache, pg_prewarm, pg_stat_statements): whether one is
// there, and the step that creates it.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "pg/types.h"
#include "sql/change.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// A Change, or why there is none.
struct CarePlan {
    sql::Change change;  ///< empty where it is refused, or where there is nothing to do
    QString refusal;     ///< what stands in the way and what to do instead; empty: nothing does
    QStringList notes;   ///< what to know besides, a sentence each
    int leftOut = 0;     ///< so many of those that were asked for it leaves as they are; the notes say why

    /// An index that a step of the Change builds anew.
    struct Rebuild {
        QString sql;     ///< of the step
        pg::Oid index = 0;
        QString schema, name; ///< of the index, which has another oid afterwards
        QString tableSchema, table;
        qint64 tableInserts = -1; ///< rows that were ever inserted into the table when it was planned; -1: not known
        bool isLocking = false; ///< in place, not beside the one that is there
        bool isLone = false;    ///< it must not have the server's parallel workers, with this pgvector
        std::vector<std::pair<QString, std::optional<QString>>> options; ///< that a step before it sets, or (no value) takes back
    };
    std::vector<Rebuild> rebuilds; ///< for foretellRebuilds() and rebuildEntries()
};

/// An extension in this database.
struct ExtensionPlace {
    QString name;
    QString version;   ///< empty: not created in this database
    QString schema;    ///< where it is; empty: not created
    QString available; ///< version on the host; empty: no files
    QString home;      ///< the schema that it would be created in; empty: the search path has none
    bool mayCreate = false; ///< the user may create the version that is available

    bool isCreated() const { return !version.isEmpty(); }
    /// How it comes into the database, in a sentence or two.
    QString wayTo() const;
    bool operator==(const ExtensionPlace &) const = default;
};

ExtensionPlace extensionPlace(pg::Connection &connection, const QString &extension);

/// Creates it where wayTo() says that it can be; refused otherwise.
CarePlan createExtension(pg::Connection &connection, const ExtensionPlace &place);
CarePlan createExtension(pg::Connection &connection, const QString &extension);

} // namespace quiver::index
