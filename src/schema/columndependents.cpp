// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/columndependents.h"

#include "pg/connection.h"

#include <QHash>

namespace quiver::schema {

using namespace Qt::StringLiterals;
using Kind = ColumnDependent::Kind;

namespace {

constexpr auto dependentsSql = R"(
    WITH RECURSIVE tree (oid) AS (
        SELECT $1::pg_catalog.oid
        UNION
        SELECT i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid),
    own AS MATERIALIZED (
        SELECT a.attrelid, a.attnum FROM tree t
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attname = $2 AND NOT a.attisdropped),
    found AS (
        SELECT DISTINCT d.classid, d.objid
        FROM own o
        JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
            AND d.refobjid = o.attrelid AND d.refobjsubid = o.attnum
        WHERE d.deptype IN ('n', 'a', 'i')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_attrdef f WHERE d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
                AND f.oid = d.objid AND f.adrelid = o.attrelid AND f.adnum = o.attnum)
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND c.oid = d.objid AND c.relkind IN ('i', 'I'))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint n WHERE d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
                AND n.oid = d.objid AND n.contype = 'n'))
    SELECT DISTINCT
        CASE WHEN v.relkind = 'v' THEN 'view' WHEN v.relkind = 'm' THEN 'matview' WHEN r.oid IS NOT NULL THEN 'rule'
            WHEN g.oid IS NOT NULL THEN 'generated' WHEN n.contype = 'c' THEN 'check' WHEN n.oid IS NOT NULL THEN 'constraint'
            WHEN g2.oid IS NOT NULL THEN 'trigger' WHEN p.oid IS NOT NULL THEN 'policy' WHEN s.oid IS NOT NULL THEN 'statistics'
            WHEN f.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass THEN 'function'
            WHEN u.oid IS NOT NULL THEN 'publication' ELSE 'other' END,
        CASE WHEN v.oid IS NOT NULL THEN v.oid::pg_catalog.regclass::pg_catalog.text WHEN r.oid IS NOT NULL THEN r.rulename::pg_catalog.text
            WHEN g.oid IS NOT NULL THEN (SELECT pg_catalog.format('%s.%I', g.adrelid::pg_catalog.regclass, a.attname)
                FROM pg_catalog.pg_attribute a WHERE a.attrelid = g.adrelid AND a.attnum = g.adnum)
            WHEN n.oid IS NOT NULL THEN pg_catalog.quote_ident(n.conname)
            WHEN g2.oid IS NOT NULL THEN pg_catalog.quote_ident(g2.tgname)
            WHEN p.oid IS NOT NULL THEN pg_catalog.quote_ident(p.polname)
            WHEN s.oid IS NOT NULL THEN pg_catalog.quote_ident(s.stxname)
            WHEN f.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass THEN f.objid::pg_catalog.regprocedure::pg_catalog.text
            WHEN u.oid IS NOT NULL THEN pg_catalog.quote_ident((SELECT b.pubname FROM pg_catalog.pg_publication b WHERE b.oid = u.prpubid))
            ELSE pg_catalog.pg_describe_object(f.classid, f.objid, 0) END
    FROM found f
    LEFT JOIN pg_catalog.pg_rewrite r ON f.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = f.objid
    LEFT JOIN pg_catalog.pg_class v ON v.oid = r.ev_class AND v.relkind IN ('v', 'm')
    LEFT JOIN pg_catalog.pg_attrdef g ON f.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND g.oid = f.objid
    LEFT JOIN pg_catalog.pg_constraint n ON f.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND n.oid = f.objid
    LEFT JOIN pg_catalog.pg_trigger g2 ON f.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g2.oid = f.objid
    LEFT JOIN pg_catalog.pg_policy p ON f.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = f.objid
    LEFT JOIN pg_catalog.pg_statistic_ext s ON f.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND s.oid = f.objid
    LEFT JOIN pg_catalog.pg_publication_rel u ON f.classid = 'pg_catalog.pg_publication_rel'::pg_catalog.regclass AND u.oid = f.objid
    ORDER BY 1, 2)";

constexpr auto mentionsSql = R"(
    SELECT p.oid::pg_catalog.regprocedure::pg_catalog.text
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND l.lanname NOT IN ('c', 'internal')
        AND pg_catalog.strpos(pg_catalog.lower(p.prosrc), pg_catalog.lower($1)) > 0
        AND pg_catalog.strpos(pg_catalog.lower(p.prosrc), pg_catalog.lower($2)) > 0
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
            AND d.objid = p.oid AND d.deptype = 'e')
    ORDER BY 1 LIMIT 50)";

constexpr auto grantsSql = R"(
    SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END,
        x.privilege_type, x.is_grantable
    FROM pg_catalog.pg_attribute a, pg_catalog.aclexplode(a.attacl) x
    WHERE a.attrelid = $1 AND a.attname = $2 AND NOT a.attisdropped
    ORDER BY 1, 2)";

pg::Param oidParam(pg::Oid oid)
{
    return pg::Param::text(QString::number(oid), pg::oid::Oid_);
}

Kind kindOf(const QString &word)
{
    static const QHash<QString, Kind> kinds{
        {u"view"_s, Kind::View}, {u"matview"_s, Kind::MaterializedView}, {u"generated"_s, Kind::GeneratedColumn}, {u"check"_s, Kind::Check},
        {u"constraint"_s, Kind::Constraint}, {u"trigger"_s, Kind::Trigger}, {u"policy"_s, Kind::Policy}, {u"statistics"_s, Kind::Statistics},
        {u"function"_s, Kind::Function}, {u"publication"_s, Kind::Publication}, {u"rule"_s, Kind::Rule},
    };
    return kinds.value(word, Kind::Other);
}

} // namespace

QString describe(const ColumnDependent &dependent)
{
    switch (dependent.kind) {
    case Kind::View: return u"the view %1"_s.arg(dependent.name);
    case Kind::MaterializedView: return u"the materialized view %1"_s.arg(dependent.name);
    case Kind::GeneratedColumn: return u"the generated column %1"_s.arg(dependent.name);
    case Kind::Check: return u"the check %1"_s.arg(dependent.name);
    case Kind::Constraint: return u"the constraint %1"_s.arg(dependent.name);
    case Kind::Trigger: return u"the trigger %1"_s.arg(dependent.name);
    case Kind::Policy: return u"the policy %1"_s.arg(dependent.name);
    case Kind::Statistics: return u"the statistics %1"_s.arg(dependent.name);
    case Kind::Function: return u"the function %1"_s.arg(dependent.name);
    case Kind::Publication: return u"the column list of the publication %1"_s.arg(dependent.name);
    case Kind::Rule: return u"the rule %1"_s.arg(dependent.name);
    case Kind::Other: break;
    }
    return dependent.name;
}

std::vector<ColumnDependent> columnDependents(pg::Connection &connection, const catalog::TableFacts &table, const QString &column)
{
    const pg::Result result = connection.exec({dependentsSql, {oidParam(table.oid), pg::Param::text(column)}});
    std::vector<ColumnDependent> dependents;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        dependents.push_back({kindOf(result.text(row, 0)), result.text(row, 1)});
    return dependents;
}

QStringList functionsThatMention(pg::Connection &connection, const QString &table, const QString &column)
{
    const pg::Result result = connection.exec({mentionsSql, {pg::Param::text(table), pg::Param::text(column)}});
    QStringList functions;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        functions << result.text(row, 0);
    return functions;
}

std::vector<ColumnGrant> columnGrants(pg::Connection &connection, const catalog::TableFacts &table, const QString &column)
{
    const pg::Result result = connection.exec({grantsSql, {oidParam(table.oid), pg::Param::text(column)}});
    std::vector<ColumnGrant> grants;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        grants.push_back({result.text(row, 0), result.text(row, 1), result.boolean(row, 2)});
    return grants;
}

} // namespace quiver::schema
