// SPDX-License-Identifier: GPL-3.0-or-later
// Names across the whole database: for completion, and for a filter that finds objects as it is typed.
#include "catalog/catalog.h"
#include "catalog/fragments.h"
#include "pg/connection.h"

#include <QHash>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxFunctions = 5'000;

// $1 is the limit plus one, so that a cut can be told from a full list.
constexpr auto completionSql = R"(
    WITH spaces AS MATERIALIZED (
        SELECT n.oid, n.nspname, )" QUIVER_SQL_SYSTEM_SCHEMA("n") R"( AS is_system
        FROM pg_catalog.pg_namespace n
        WHERE NOT )" QUIVER_SQL_HIDDEN_SCHEMA("n") R"(
    ), relations AS MATERIALIZED (
        SELECT c.oid, s.nspname, s.is_system, c.relname, c.relkind
        FROM pg_catalog.pg_class c
        JOIN spaces s ON s.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        ORDER BY s.is_system, s.nspname, c.relname
        LIMIT $1
    )
    SELECT 'schema', NULL, NULL, s.nspname::pg_catalog.text, NULL FROM spaces s
    UNION ALL
    SELECT 'relation', r.nspname, NULL, r.relname, CASE r.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table'
        WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'sequence' END
    FROM relations r
    UNION ALL
    (SELECT 'column', r.nspname, r.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
     FROM relations r
     JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid
     WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind <> 'S'
     ORDER BY r.is_system, r.nspname, r.relname, a.attnum
     LIMIT $1)
    UNION ALL
    (SELECT 'function', s.nspname, NULL, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)
     FROM pg_catalog.pg_proc p
     JOIN spaces s ON s.oid = p.pronamespace
     WHERE NOT s.is_system AND p.prorettype <> 'pg_catalog.internal'::pg_catalog.regtype
        AND NOT ('pg_catalog.internal'::pg_catalog.regtype = ANY (p.proargtypes))
     ORDER BY s.nspname, p.proname, p.oid
     LIMIT $2)
    UNION ALL
    SELECT 'setting', NULL, NULL, g.name, COALESCE(g.unit, g.vartype) FROM pg_catalog.pg_settings g)";

// The name must hold $1 somewhere, letters of either case; names are folded by the database's own collation.
#define QUIVER_SQL_FOLDED(name) "pg_catalog.lower(" name "::pg_catalog.text COLLATE pg_catalog.\"default\")"

constexpr auto searchSql = R"(
    WITH spaces AS MATERIALIZED (
        SELECT n.oid, n.nspname
        FROM pg_catalog.pg_namespace n
        WHERE NOT )" QUIVER_SQL_HIDDEN_SCHEMA("n") " AND NOT " QUIVER_SQL_SYSTEM_SCHEMA("n") R"(
    ), objects(kind, oid, space, relation, name, detail) AS (
        SELECT 'schema', s.oid, s.oid, NULL::pg_catalog.oid, s.nspname, NULL::pg_catalog.text FROM spaces s
        UNION ALL
        SELECT 'relation ' || c.relkind::pg_catalog.text, c.oid, c.relnamespace, NULL, c.relname, NULL
        FROM pg_catalog.pg_class c
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        UNION ALL
        SELECT 'column', c.oid, c.relnamespace, c.oid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT 'index', c.oid, c.relnamespace, i.indrelid, c.relname, m.amname
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_am m ON m.oid = c.relam
        UNION ALL
        SELECT 'function', p.oid, p.pronamespace, NULL, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)
        FROM pg_catalog.pg_proc p
        UNION ALL
        SELECT 'type', t.oid, t.typnamespace, NULL, t.typname, NULL
        FROM pg_catalog.pg_type t
        WHERE t.typtype IN ('b', 'd', 'e', 'r') AND t.typelem = 0
        UNION ALL
        SELECT 'extension', e.oid, e.extnamespace, NULL, e.extname, e.extversion
        FROM pg_catalog.pg_extension e
    )
    SELECT o.kind, o.oid, o.space, COALESCE(o.relation, 0), s.nspname, r.relname, o.name, o.detail
    FROM objects o
    LEFT JOIN spaces s ON s.oid = o.space
    LEFT JOIN pg_catalog.pg_class r ON r.oid = o.relation
    WHERE (s.oid IS NOT NULL OR o.kind = 'extension')
        AND pg_catalog.strpos()" QUIVER_SQL_FOLDED("o.name") ", " QUIVER_SQL_FOLDED("$1") R"() > 0
    ORDER BY pg_catalog.strpos()" QUIVER_SQL_FOLDED("o.name") ", " QUIVER_SQL_FOLDED("$1") R"() > 1,
        pg_catalog.length(o.name::pg_catalog.text), o.name, o.kind DESC, s.nspname, r.relname, o.detail
    LIMIT $2)";

CompletionName::Kind completionKind(const QString &word)
{
    static const QHash<QString, CompletionName::Kind> kinds{
        {u"schema"_s, CompletionName::Kind::Schema},     {u"relation"_s, CompletionName::Kind::Relation},
        {u"column"_s, CompletionName::Kind::Column},     {u"function"_s, CompletionName::Kind::Function},
        {u"setting"_s, CompletionName::Kind::Setting},
    };
    return kinds.value(word);
}

FoundObject::Kind foundKind(const QString &word)
{
    using Kind = FoundObject::Kind;
    static const QHash<QString, Kind> kinds{
        {u"schema"_s, Kind::Schema},           {u"relation r"_s, Kind::Table},
        {u"relation p"_s, Kind::PartitionedTable}, {u"relation v"_s, Kind::View},
        {u"relation m"_s, Kind::MaterializedView}, {u"relation f"_s, Kind::ForeignTable},
        {u"relation S"_s, Kind::Sequence},     {u"column"_s, Kind::Column},
        {u"index"_s, Kind::Index},             {u"function"_s, Kind::Function},
        {u"type"_s, Kind::Type},               {u"extension"_s, Kind::Extension},
    };
    return kinds.value(word);
}

} // namespace

CompletionNames completionNames(pg::Connection &connection, int limit)
{
    const pg::Result result
        = connection.exec({completionSql, {pg::Param::integer(limit + 1), pg::Param::integer(maxFunctions + 1)}});
    CompletionNames names;
    names.names.reserve(std::size_t(result.rowCount()));
    QHash<CompletionName::Kind, int> counts;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        const auto kind = completionKind(result.text(row, 0));
        const bool isFunction = kind == CompletionName::Kind::Function;
        const bool isLimited = isFunction || kind == CompletionName::Kind::Relation || kind == CompletionName::Kind::Column;
        if (isLimited && ++counts[kind] > (isFunction ? maxFunctions : limit)) {
            names.isComplete = false;
            continue;
        }
        names.names.push_back({kind, result.text(row, 1), result.text(row, 2), result.text(row, 3), result.text(row, 4)});
    }
    return names;
}

std::vector<FoundObject> search(pg::Connection &connection, const QString &text, int limit)
{
    std::vector<FoundObject> list;
    if (text.isEmpty() || text.contains(QChar(u'\0')))
        return list; // no name holds a NUL
    const pg::Result result
        = connection.exec({searchSql, {pg::Param::text(text, pg::oid::Text), pg::Param::integer(limit)}});
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        list.push_back({foundKind(result.text(row, 0)), pg::Oid(result.integer(row, 1)), pg::Oid(result.integer(row, 2)),
                        pg::Oid(result.integer(row, 3)), result.text(row, 4), result.text(row, 5), result.text(row, 6),
                        result.text(row, 7)});
    }
    return list;
}

} // namespace quiver::catalog
