// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of SQL that several questions to the catalogue share; internal to this room. Macros, so that whole statements are put
// together at compile time.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

// The types vector, halfvec and sparsevec of this database, wherever the extension was created: (oid, typname).
#define QUIVER_SQL_VECTOR_TYPES \
    "vector_types AS MATERIALIZED ( " \
    "SELECT t.oid, t.typname " \
    "FROM pg_catalog.pg_extension e " \
    "JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid " \
    "AND d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'e' " \
    "JOIN pg_catalog.pg_type t ON t.oid = d.objid " \
    "WHERE e.extname = 'vector' AND t.typname IN ('vector', 'halfvec', 'sparsevec')) "

// Relations that somebody else holds or awaits exclusively: asking for their size would wait for him.
#define QUIVER_SQL_LOCKED \
    "locked AS MATERIALIZED ( " \
    "SELECT DISTINCT l.relation " \
    "FROM pg_catalog.pg_locks l " \
    "WHERE l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid() AND l.relation IS NOT NULL " \
    "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())) "

#define QUIVER_SQL_ANN_METHODS "('hnsw', 'ivfflat', 'diskann', 'vchordrq', 'vchordg', 'ybhnsw')"

// Temporary and toast schemas: nobody looks for anything there.
#define QUIVER_SQL_HIDDEN_SCHEMA(n) \
    "(" n ".nspname = 'pg_toast' OR " n ".nspname LIKE 'pg\\_temp\\_%' OR " n ".nspname LIKE 'pg\\_toast\\_temp\\_%')"
#define QUIVER_SQL_SYSTEM_SCHEMA(n) "(" n ".nspname IN ('pg_catalog', 'information_schema'))"

namespace quiver::catalog {

/// A list that the server wrote as a JSON array of texts; names may hold any separator, so no other form is safe.
inline QStringList textList(const QString &json)
{
    QStringList list;
    for (const QJsonValue &value : QJsonDocument::fromJson(json.toUtf8()).array())
        list << value.toString();
    return list;
}

} // namespace quiver::catalog
