// SPDX-License-Identifier: GPL-3.0-or-later
// What one table holds: its columns and its indexes.
#include "catalog/catalog.h"
#include "catalog/fragments.h"
#include "pg/connection.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

// An index on an expression depends on the columns it reads; its predicate's columns count as well, hence only columns of
// types that such an index can be about.
constexpr auto columnsSql = R"(
    WITH )" QUIVER_SQL_VECTOR_TYPES ", " QUIVER_SQL_LOCKED R"(
    SELECT a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid, a.attnotnull,
        EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)),
        CASE WHEN EXISTS (SELECT FROM locked l WHERE l.relation = a.attrelid) THEN NULL
            ELSE pg_catalog.pg_get_expr(d.adbin, d.adrelid) END, a.attidentity, a.attgenerated,
        pg_catalog.col_description(a.attrelid, a.attnum), COALESCE(v.typname, CASE WHEN t.typname IN ('bit', 'varbit')
            AND t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN 'bit' END),
        CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END, a.attstorage,
        CASE WHEN v.oid IS NOT NULL OR t.typname IN ('bit', 'varbit') THEN (
            SELECT pg_catalog.json_agg(c.relname ORDER BY c.relname)
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_am m ON m.oid = c.relam
            WHERE i.indrelid = a.attrelid AND i.indisvalid AND m.amname IN )" QUIVER_SQL_ANN_METHODS R"(
                AND (a.attnum = ANY (i.indkey) OR (0 = ANY (i.indkey) AND EXISTS (
                    SELECT FROM pg_catalog.pg_depend p
                    WHERE p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.objid = i.indexrelid
                        AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.refobjid = a.attrelid
                        AND p.refobjsubid = a.attnum)))) END
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN vector_types v ON v.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
    WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum)";

// Writing expressions out opens their table, so of a locked one there are only the names that the index itself keeps.
constexpr auto indexesSql = R"(
    WITH )" QUIVER_SQL_LOCKED R"(
    SELECT c.oid, c.relname, m.amname,
        (SELECT pg_catalog.json_agg(o.opcname ORDER BY k.ord)
         FROM ROWS FROM (pg_catalog.unnest(i.indclass::pg_catalog.oid[])) WITH ORDINALITY k(oid, ord)
         JOIN pg_catalog.pg_opclass o ON o.oid = k.oid),
        (SELECT pg_catalog.json_agg(CASE WHEN x.is_locked THEN k.attname
            ELSE pg_catalog.pg_get_indexdef(i.indexrelid, k.attnum::pg_catalog.int4, true) END ORDER BY k.attnum)
         FROM pg_catalog.pg_attribute k WHERE k.attrelid = i.indexrelid AND k.attnum BETWEEN 1 AND i.indnkeyatts),
        CASE WHEN NOT x.is_locked THEN pg_catalog.pg_get_indexdef(i.indexrelid) END,
        CASE WHEN NOT x.is_locked THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END,
        pg_catalog.array_to_json(c.reloptions), n.conname, pg_catalog.obj_description(c.oid, 'pg_class'),
        i.indisvalid, i.indisready, i.indisunique, i.indisprimary,
        CASE WHEN x.is_locked THEN -1 WHEN c.relkind = 'I' THEN (
            WITH RECURSIVE parts (oid) AS (
                SELECT c.oid UNION SELECT h.inhrelid FROM parts JOIN pg_catalog.pg_inherits h ON h.inhparent = parts.oid)
            SELECT CASE WHEN EXISTS (SELECT FROM parts JOIN locked l ON l.relation = parts.oid) THEN -1
                ELSE (SELECT pg_catalog.sum(pg_catalog.pg_relation_size(parts.oid))::pg_catalog.int8 FROM parts) END)
        ELSE pg_catalog.pg_relation_size(c.oid) END
    FROM pg_catalog.pg_index i
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM locked l WHERE l.relation IN (i.indexrelid, i.indrelid)) AS is_locked) x
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_am m ON m.oid = c.relam
    LEFT JOIN pg_catalog.pg_constraint n ON n.conindid = c.oid AND n.conrelid = i.indrelid AND n.contype IN ('p', 'u', 'x')
    WHERE i.indrelid = $1
    ORDER BY i.indisprimary DESC, c.relname)";

VectorKind vectorKind(const QString &typeName)
{
    return typeName == "vector"_L1 ? VectorKind::Vector
        : typeName == "halfvec"_L1 ? VectorKind::Halfvec
        : typeName == "sparsevec"_L1 ? VectorKind::Sparsevec
        : typeName == "bit"_L1 ? VectorKind::Bit
                               : VectorKind::None;
}

QString storageName(const QString &code)
{
    return code == "p"_L1 ? u"plain"_s : code == "e"_L1 ? u"external"_s : code == "m"_L1 ? u"main"_s : u"extended"_s;
}

Column::Generation generation(const QString &identity, const QString &generated)
{
    return identity == "a"_L1 ? Column::Generation::IdentityAlways
        : identity == "d"_L1 ? Column::Generation::IdentityByDefault
        : generated == "s"_L1 ? Column::Generation::Stored
        : generated == "v"_L1 ? Column::Generation::Virtual
                              : Column::Generation::None;
}

pg::Param oidParam(pg::Oid oid)
{
    return pg::Param::text(QString::number(oid), pg::oid::Oid_);
}

} // namespace

std::vector<Column> columns(pg::Connection &connection, pg::Oid relation)
{
    const pg::Result result = connection.exec({columnsSql, {oidParam(relation)}});
    std::vector<Column> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        Column column;
        column.number = int(result.integer(row, 0));
        column.name = result.text(row, 1);
        column.type = result.text(row, 2);
        column.typeOid = pg::Oid(result.integer(row, 3));
        column.notNull = result.boolean(row, 4);
        column.inPrimaryKey = result.boolean(row, 5);
        column.defaultText = result.text(row, 6);
        column.generation = generation(result.text(row, 7), result.text(row, 8));
        column.comment = result.text(row, 9);
        column.vectorKind = vectorKind(result.text(row, 10));
        column.storage = storageName(result.text(row, 12));
        column.annIndexes = textList(result.text(row, 13));
        // A bit column may hold anything; it is one of vectors when somebody searches it as such.
        if (column.vectorKind == VectorKind::Bit && column.annIndexes.isEmpty())
            column.vectorKind = VectorKind::None;
        if (column.isVector())
            column.dimensions = int(result.integer(row, 11));
        list.push_back(std::move(column));
    }
    return list;
}

std::vector<Index> indexes(pg::Connection &connection, pg::Oid relation)
{
    const pg::Result result = connection.exec({indexesSql, {oidParam(relation)}});
    std::vector<Index> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        Index index;
        index.oid = pg::Oid(result.integer(row, 0));
        index.name = result.text(row, 1);
        index.method = result.text(row, 2);
        index.opclasses = textList(result.text(row, 3));
        index.keys = textList(result.text(row, 4));
        index.definition = result.text(row, 5);
        index.predicate = result.text(row, 6);
        index.options = textList(result.text(row, 7));
        index.constraint = result.text(row, 8);
        index.comment = result.text(row, 9);
        index.isValid = result.boolean(row, 10);
        index.isReady = result.boolean(row, 11);
        index.isUnique = result.boolean(row, 12);
        index.isPrimary = result.boolean(row, 13);
        index.isAnn = isAnnMethod(index.method);
        index.bytes = result.integer(row, 14);
        list.push_back(std::move(index));
    }
    return list;
}

} // namespace quiver::catalog
