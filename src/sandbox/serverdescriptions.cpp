// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/serverdescriptions.h"

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

/// Each query returns kind, schema, name, category, content. Only what pg_catalog and information_schema hold: what
/// extensions add later must not change the demo.
struct Source {
    const char *kind;
    const char *sql;
};

constexpr Source sources[] = {
    {"functions", R"(
SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window function' WHEN 'p' THEN 'procedure'
                      ELSE 'function' END,
       n.nspname, p.proname,
       CASE WHEN p.proretset THEN 'returns rows' ELSE 'returns ' || format_type(p.prorettype, NULL) END,
       format('The %s %s(%s): %s. It returns %s.',
              CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window function' WHEN 'p' THEN 'procedure'
                             ELSE 'function' END,
              p.proname, pg_get_function_identity_arguments(p.oid), d.description, pg_get_function_result(p.oid))
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_proc'::regclass AND d.objsubid = 0
 WHERE n.nspname = 'pg_catalog'
   AND d.description NOT LIKE 'implementation of %'
   AND d.description NOT IN ('I/O', 'less-equal-greater', 'hash', 'internal')
 ORDER BY 2, 3, pg_get_function_identity_arguments(p.oid), p.oid)"},
    {"operators", R"(
SELECT 'operator', n.nspname, o.oprname,
       'returns ' || format_type(o.oprresult, NULL),
       format('The operator %s%s %s: %s. It returns %s.',
              CASE WHEN o.oprleft = 0 THEN '' ELSE format_type(o.oprleft, NULL) || ' ' END, o.oprname,
              format_type(o.oprright, NULL), d.description, format_type(o.oprresult, NULL))
  FROM pg_operator o
  JOIN pg_namespace n ON n.oid = o.oprnamespace
  JOIN pg_description d ON d.objoid = o.oid AND d.classoid = 'pg_operator'::regclass
 WHERE n.nspname = 'pg_catalog' AND d.description NOT LIKE 'deprecated%'
 ORDER BY 2, 3, o.oprleft, o.oprright)"},
    {"types", R"(
SELECT 'type', n.nspname, format_type(t.oid, NULL),
       CASE t.typcategory WHEN 'A' THEN 'array' WHEN 'B' THEN 'boolean' WHEN 'C' THEN 'composite'
            WHEN 'D' THEN 'date and time' WHEN 'E' THEN 'enum' WHEN 'G' THEN 'geometric' WHEN 'I' THEN 'network address'
            WHEN 'N' THEN 'numeric' WHEN 'P' THEN 'pseudo-type' WHEN 'R' THEN 'range' WHEN 'S' THEN 'string'
            WHEN 'T' THEN 'timespan' WHEN 'V' THEN 'bit string' ELSE 'other' END,
       format('The data type %s: %s.', format_type(t.oid, NULL), d.description)
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_type'::regclass
 WHERE n.nspname = 'pg_catalog'
 ORDER BY 2, 3)"},
    {"settings", R"(
SELECT 'setting', 'pg_catalog', name, category,
       format('The setting %s (%s): %s%s', name, category, short_desc,
              CASE WHEN extra_desc IS NULL THEN '' ELSE ' ' || extra_desc END)
  FROM pg_settings
 WHERE short_desc IS NOT NULL AND position('.' in name) = 0
 ORDER BY name)"},
    {"system tables", R"(
SELECT CASE c.relkind WHEN 'v' THEN 'system view' ELSE 'system table' END, n.nspname, c.relname,
       n.nspname,
       format('The %s %s.%s has the columns %s.',
              CASE c.relkind WHEN 'v' THEN 'system view' ELSE 'system table' END, n.nspname, c.relname,
              (SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'v')
 ORDER BY 2, 3)"},
    {"other objects", R"(
SELECT kind, schema, name, category, format('The %s %s: %s.', kind, name, description)
  FROM (SELECT CASE d.classoid WHEN 'pg_am'::regclass THEN 'access method' WHEN 'pg_language'::regclass THEN 'language'
                               WHEN 'pg_collation'::regclass THEN 'collation'
                               WHEN 'pg_ts_config'::regclass THEN 'text search configuration'
                               WHEN 'pg_ts_dict'::regclass THEN 'text search dictionary'
                               WHEN 'pg_ts_parser'::regclass THEN 'text search parser'
                               WHEN 'pg_ts_template'::regclass THEN 'text search template'
                               WHEN 'pg_namespace'::regclass THEN 'schema' END AS kind,
               coalesce(i.schema, 'pg_catalog') AS schema, coalesce(i.name, i.identity) AS name, i.type AS category,
               d.description
          FROM pg_description d
         CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, 0) i
         WHERE d.objsubid = 0 AND d.objoid < 16384
           AND d.classoid IN ('pg_am'::regclass, 'pg_language'::regclass, 'pg_collation'::regclass,
                              'pg_ts_config'::regclass, 'pg_ts_dict'::regclass, 'pg_ts_parser'::regclass,
                              'pg_ts_template'::regclass, 'pg_namespace'::regclass)) s
 ORDER BY 1, 2, 3)"},
};

/// One statement per row set: the metadata becomes JSON on the server, which knows how to escape.
QByteArray withMetadata(const char *sql)
{
    return QByteArray("SELECT s.content, json_build_object('kind', s.kind, 'schema', s.schema, 'name', s.name, "
                      "'category', s.category) FROM (")
        + sql + ") AS s(kind, schema, name, category, content)";
}

} // namespace

std::vector<ServerDescription> serverDescriptions(pg::Connection &connection, core::JobContext &job)
{
    std::vector<ServerDescription> result;
    for (const Source &source : sources) {
        job.throwIfCancelled();
        job.report({u"read"_s, qint64(result.size()), -1, u"texts"_s, QString::fromLatin1(source.kind)});
        const pg::Result rows = connection.exec(withMetadata(source.sql));
        for (qint64 row = 0; row < rows.rowCount(); ++row)
            result.push_back({rows.text(row, 0), rows.text(row, 1).toUtf8()});
    }
    return result;
}

} // namespace quiver::sandbox
