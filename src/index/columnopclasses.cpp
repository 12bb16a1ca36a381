// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/columnopclasses.h"

#include "pg/connection.h"

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// After GetDefaultOpClass() and IsBinaryCoercible(): of the type itself, of the one that its category prefers and that has the same bytes, as text
// of varchar, or of all arrays, enums, ranges. varchar_ops is text_ops by another name: the same family for the same type.
constexpr auto opclassesSql = R"(
WITH RECURSIVE typed(attnum, attname, oid) AS (
    SELECT a.attnum, a.attname, a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid = $1::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT d.attnum, d.attname, t.typbasetype FROM typed d JOIN pg_catalog.pg_type t ON t.oid = d.oid WHERE t.typtype = 'd'
), found AS (
    SELECT DISTINCT ON (c.attnum, m.amname, o.opcfamily, o.opcintype) c.attnum, c.attname, m.amname, o.opcname, o.opcdefault,
        CASE WHEN o.opcintype = t.oid THEN 0 WHEN i.typispreferred THEN 1 ELSE 2 END AS far
    FROM typed c JOIN pg_catalog.pg_type t ON t.oid = c.oid AND t.typtype <> 'd'
    CROSS JOIN pg_catalog.pg_opclass o JOIN pg_catalog.pg_type i ON i.oid = o.opcintype JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod
    WHERE o.opcintype = t.oid
        OR (i.typispreferred AND EXISTS (SELECT FROM pg_catalog.pg_cast k WHERE k.castsource = t.oid AND k.casttarget = i.oid AND k.castmethod = 'b' AND k.castcontext = 'i'))
        OR (i.typnamespace = 'pg_catalog'::pg_catalog.regnamespace
            AND i.typname = CASE WHEN t.typcategory = 'A' AND t.typlen = -1 THEN 'anyarray' WHEN t.typtype = 'e' THEN 'anyenum' WHEN t.typtype = 'r' THEN 'anyrange'
                                 WHEN t.typtype = 'm' THEN 'anymultirange' WHEN t.typtype = 'c' THEN 'record' END)
    ORDER BY c.attnum, m.amname, o.opcfamily, o.opcintype, o.opcdefault DESC, o.opcname
)
SELECT attname, amname, opcname, opcdefault FROM (SELECT *, pg_catalog.min(far) OVER (PARTITION BY attnum, amname) AS nearest FROM found) each
WHERE far = nearest ORDER BY attnum, amname, opcdefault DESC, opcname)";

} // namespace

std::vector<ColumnOpclass> columnOpclasses(pg::Connection &connection, pg::Oid table)
{
    const pg::Result rows = connection.exec({QByteArray(opclassesSql), {pg::Param::integer(table)}});
    std::vector<ColumnOpclass> all;
    for (qint64 row = 0; row < rows.rowCount(); ++row)
        all.push_back({rows.text(row, 0), rows.text(row, 1), rows.text(row, 2), rows.boolean(row, 3)});
    return all;
}

} // namespace quiver::index
