// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/catalog.h"

#include "catalog/fragments.h"
#include "pg/connection.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

constexpr auto serverInfoSql = R"(
    SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4,
        pg_catalog.current_setting('server_version'),
        pg_catalog.current_database(),
        pg_catalog.pg_encoding_to_char(d.encoding),
        current_user,
        COALESCE((SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user), false),
        pg_catalog.pg_is_in_recovery(),
        pg_catalog.current_setting('transaction_read_only')::pg_catalog.bool,
        e.extversion, n.nspname,
        (SELECT a.default_version FROM pg_catalog.pg_available_extensions a WHERE a.name = 'vector')
    FROM pg_catalog.pg_database d
    LEFT JOIN pg_catalog.pg_extension e ON e.extname = 'vector'
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    WHERE d.datname = pg_catalog.current_database())";

constexpr auto databasesSql = R"(
    SELECT d.oid, d.datname, pg_catalog.pg_get_userbyid(d.datdba), pg_catalog.pg_encoding_to_char(d.encoding),
        pg_catalog.shobj_description(d.oid, 'pg_database'), c.allowed,
        CASE WHEN c.allowed THEN pg_catalog.pg_database_size(d.oid) ELSE -1 END
    FROM pg_catalog.pg_database d
    CROSS JOIN LATERAL (SELECT d.datallowconn AND pg_catalog.has_database_privilege(d.oid, 'CONNECT') AS allowed) c
    WHERE NOT d.datistemplate
    ORDER BY d.datname)";

constexpr auto schemasSql = R"(
    SELECT n.oid, n.nspname, pg_catalog.pg_get_userbyid(n.nspowner), pg_catalog.obj_description(n.oid, 'pg_namespace'),
        )" QUIVER_SQL_SYSTEM_SCHEMA("n") R"(,
        pg_catalog.has_schema_privilege(n.oid, 'USAGE'), COALESCE(r.count, 0), COALESCE(f.count, 0)
    FROM pg_catalog.pg_namespace n
    LEFT JOIN (SELECT c.relnamespace, pg_catalog.count(*) FROM pg_catalog.pg_class c
               WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') GROUP BY 1) r ON r.relnamespace = n.oid
    LEFT JOIN (SELECT p.pronamespace, pg_catalog.count(*) FROM pg_catalog.pg_proc p GROUP BY 1) f ON f.pronamespace = n.oid
    WHERE NOT )" QUIVER_SQL_HIDDEN_SCHEMA("n") R"(
    ORDER BY 5, n.nspname = 'information_schema', n.nspname)";

// reltuples: -1 says "never counted" since PostgreSQL 14; in 13 it is 0 with no pages.
constexpr auto relationsSql = R"(
    WITH RECURSIVE )" QUIVER_SQL_VECTOR_TYPES ", " QUIVER_SQL_LOCKED R"(, tree AS (
        SELECT c.oid AS root, c.oid AS member
        FROM pg_catalog.pg_class c
        WHERE c.relnamespace = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        UNION ALL
        SELECT t.root, i.inhrelid
        FROM tree t
        JOIN pg_catalog.pg_class c ON c.oid = t.root AND c.relkind = 'p'
        JOIN pg_catalog.pg_inherits i ON i.inhparent = t.member
    ), sizes AS (
        SELECT t.root,
            pg_catalog.sum(CASE WHEN m.relkind IN ('r', 'm', 'S') AND NOT EXISTS (
                    SELECT FROM locked l
                    WHERE l.relation IN (m.oid, m.reltoastrelid)
                        OR l.relation IN (SELECT x.indexrelid FROM pg_catalog.pg_index x WHERE x.indrelid = m.oid))
                THEN pg_catalog.pg_total_relation_size(m.oid) END) AS bytes,
            pg_catalog.sum(CASE WHEN m.relkind = 'p' OR m.reltuples < 0 OR (m.relpages = 0
                    AND pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 140000) THEN NULL
                ELSE m.reltuples END) AS tuples
        FROM tree t
        JOIN pg_catalog.pg_class m ON m.oid = t.member
        GROUP BY t.root
    )
    SELECT c.oid, c.relname, c.relkind, pg_catalog.pg_get_userbyid(c.relowner), pg_catalog.obj_description(c.oid, 'pg_class'),
        CASE WHEN c.relkind IN ('r', 'p', 'm', 'f') THEN COALESCE(s.tuples, -1) ELSE -1 END::pg_catalog.int8,
        COALESCE(s.bytes, -1)::pg_catalog.int8,
        (SELECT pg_catalog.count(*)
         FROM pg_catalog.pg_attribute a
         JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND (t.oid IN (SELECT v.oid FROM vector_types v) OR t.typbasetype IN (SELECT v.oid FROM vector_types v))),
        (SELECT pg_catalog.count(*) FROM pg_catalog.pg_index x WHERE x.indrelid = c.oid),
        c.relispartition, c.relpersistence = 'u'
    FROM sizes s
    JOIN pg_catalog.pg_class c ON c.oid = s.root
    ORDER BY c.relname)";

constexpr auto extensionsSql = R"(
    SELECT COALESCE(e.extname, a.name), e.extversion, a.default_version, n.nspname,
        COALESCE(pg_catalog.obj_description(e.oid, 'pg_extension'), a.comment)
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    FULL JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
    ORDER BY e.extname IS NULL, 1)";

Relation::Kind relationKind(const QString &relkind)
{
    switch (relkind.isEmpty() ? u'r' : relkind.front().unicode()) {
    case u'p': return Relation::Kind::PartitionedTable;
    case u'v': return Relation::Kind::View;
    case u'm': return Relation::Kind::MaterializedView;
    case u'f': return Relation::Kind::ForeignTable;
    case u'S': return Relation::Kind::Sequence;
    default: return Relation::Kind::Table;
    }
}

} // namespace

bool isAnnMethod(const QString &method)
{
    static const QStringList methods{u"hnsw"_s, u"ivfflat"_s, u"diskann"_s, u"vchordrq"_s, u"vchordg"_s, u"ybhnsw"_s};
    return methods.contains(method);
}

ServerInfo serverInfo(pg::Connection &connection)
{
    const pg::Result result = connection.exec(serverInfoSql);
    ServerInfo info;
    info.version = int(result.integer(0, 0));
    info.versionText = result.text(0, 1);
    info.database = result.text(0, 2);
    info.databaseEncoding = result.text(0, 3);
    info.user = result.text(0, 4);
    info.superuser = result.boolean(0, 5);
    info.inRecovery = result.boolean(0, 6);
    info.readOnly = result.boolean(0, 7);
    info.pgvectorVersion = result.text(0, 8);
    info.pgvectorSchema = result.text(0, 9);
    info.pgvectorAvailable = result.text(0, 10);
    info.pgvector = !info.pgvectorVersion.isEmpty() ? ServerInfo::Pgvector::Installed
        : !info.pgvectorAvailable.isEmpty()         ? ServerInfo::Pgvector::Available
                                                    : ServerInfo::Pgvector::NotOnHost;
    return info;
}

std::vector<Database> databases(pg::Connection &connection)
{
    const pg::Result result = connection.exec(databasesSql);
    std::vector<Database> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        list.push_back({pg::Oid(result.integer(row, 0)), result.text(row, 1), result.text(row, 2), result.text(row, 3),
                        result.text(row, 4), result.boolean(row, 5), result.integer(row, 6)});
    }
    return list;
}

std::vector<Schema> schemas(pg::Connection &connection)
{
    const pg::Result result = connection.exec(schemasSql);
    std::vector<Schema> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        list.push_back({pg::Oid(result.integer(row, 0)), result.text(row, 1), result.text(row, 2), result.text(row, 3),
                        result.boolean(row, 4), result.boolean(row, 5), int(result.integer(row, 6)),
                        int(result.integer(row, 7))});
    }
    return list;
}

std::vector<Relation> relations(pg::Connection &connection, pg::Oid schema)
{
    const pg::Result result = connection.exec({relationsSql, {pg::Param::text(QString::number(schema), pg::oid::Oid_)}});
    std::vector<Relation> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        Relation relation;
        relation.oid = pg::Oid(result.integer(row, 0));
        relation.name = result.text(row, 1);
        relation.kind = relationKind(result.text(row, 2));
        relation.owner = result.text(row, 3);
        relation.comment = result.text(row, 4);
        relation.estimatedRows = result.integer(row, 5);
        relation.bytes = result.integer(row, 6);
        relation.vectorColumns = int(result.integer(row, 7));
        relation.indexes = int(result.integer(row, 8));
        relation.isPartition = result.boolean(row, 9);
        relation.isUnlogged = result.boolean(row, 10);
        list.push_back(std::move(relation));
    }
    return list;
}

std::vector<Extension> extensions(pg::Connection &connection)
{
    const pg::Result result = connection.exec(extensionsSql);
    std::vector<Extension> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        list.push_back({result.text(row, 0), result.text(row, 1), result.text(row, 2), result.text(row, 3), result.text(row, 4)});
    }
    return list;
}

} // namespace quiver::catalog
