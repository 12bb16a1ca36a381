// SPDX-License-Identifier: GPL-3.0-or-later
// What every kind of object may have: an owner, privileges, a comment, and things that it needs.
#include "script/scriptreader.h"

#include "sql/identifier.h"

#include <utility>

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

constexpr auto commentsSql = R"(
    SELECT d.classoid, d.objoid, d.objsubid, d.description
    FROM pg_description d
    WHERE d.objoid = ANY ($1))";

constexpr auto dependenciesSql = R"(
    SELECT DISTINCT d.classid, d.objid, d.refclassid, d.refobjid, c.relkind = 'S' AND d.deptype = 'a'
    FROM pg_depend d
    LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
    WHERE d.objid = ANY ($1) AND d.refobjid >= 16384 AND d.deptype <> 'e')";

// Owners and privileges of what has any, by catalogue.
#define QUIVER_SQL_POSSESSIONS \
    "WITH possession (catalog, oid, owner, acl, usual) AS (" \
    "SELECT 'pg_class'::regclass::oid, c.oid, c.relowner, c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", c.relowner)" \
    " FROM pg_class c WHERE c.oid = ANY ($1)" \
    " UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proowner, p.proacl, acldefault('f', p.proowner) FROM pg_proc p WHERE p.oid = ANY ($1)" \
    " UNION ALL SELECT 'pg_namespace'::regclass, n.oid, n.nspowner, n.nspacl, COALESCE(i.initprivs, acldefault('n', n.nspowner))" \
    " FROM pg_namespace n LEFT JOIN pg_init_privs i ON i.objoid = n.oid AND i.classoid = 'pg_namespace'::regclass WHERE n.oid = ANY ($1)" \
    " UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typowner, t.typacl, acldefault('T', t.typowner) FROM pg_type t WHERE t.oid = ANY ($1)" \
    " UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid, s.stxowner, NULL, NULL FROM pg_statistic_ext s WHERE s.oid = ANY ($1)) "

constexpr auto ownersSql = QUIVER_SQL_POSSESSIONS "SELECT catalog, oid, quote_ident(pg_get_userbyid(owner)) FROM possession";

// Who granted what is left out: the script grants as the owner. "own" says that the privileges are all that an owner has.
#define QUIVER_SQL_GRANTEE(e) "CASE WHEN " e ".grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(" e ".grantee)) END"
constexpr auto privilegesSql = QUIVER_SQL_POSSESSIONS R"(,
    wanted AS (SELECT p.catalog, p.oid, e.grantee, e.privilege_type, e.is_grantable FROM possession p, aclexplode(p.acl) e),
    usual AS (SELECT p.catalog, p.oid, e.grantee, e.privilege_type, e.is_grantable FROM possession p, aclexplode(p.usual) e
              WHERE p.acl IS NOT NULL),
    all_of AS (SELECT p.catalog, p.oid, count(DISTINCT e.privilege_type) FROM possession p, aclexplode(p.usual) e
               WHERE e.grantee <> 0 GROUP BY 1, 2),
    changed AS (
        SELECT false AS grants, x.* FROM (SELECT * FROM usual EXCEPT SELECT * FROM wanted) x
        UNION ALL
        SELECT true, x.* FROM (SELECT * FROM wanted EXCEPT SELECT * FROM usual) x)
    SELECT c.catalog, c.oid, c.grants, )" QUIVER_SQL_GRANTEE("c") R"(, c.is_grantable,
        CASE WHEN count(*) = a.count AND count(*) > 1 THEN 'ALL' ELSE string_agg(c.privilege_type, ', ' ORDER BY c.privilege_type) END
    FROM changed c
    JOIN all_of a ON a.catalog = c.catalog AND a.oid = c.oid
    GROUP BY c.catalog, c.oid, c.grants, c.grantee, c.is_grantable, a.count
    ORDER BY c.grants, c.grantee, c.is_grantable)";

constexpr auto columnPrivilegesSql = R"(
    SELECT a.attrelid, )" QUIVER_SQL_GRANTEE("e") R"(, e.is_grantable, string_agg(e.privilege_type || ' (' || quote_ident(a.attname) || ')',
        ', ' ORDER BY a.attnum, e.privilege_type)
    FROM pg_attribute a, aclexplode(a.attacl) e
    WHERE a.attrelid = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY a.attrelid, e.grantee, e.is_grantable
    ORDER BY e.grantee, e.is_grantable)";

QString grantText(bool grants, const QString &privileges, const QString &object, const QString &grantee, bool isGrantable)
{
    if (grants)
        return u"GRANT %1 ON %2 TO %3%4;\n"_s.arg(privileges, object, grantee, isGrantable ? u" WITH GRANT OPTION"_s : QString());
    return u"REVOKE %1 ON %2 FROM %3;\n"_s.arg(privileges, object, grantee);
}

} // namespace

std::vector<Dependency> ScriptReader::dependencies()
{
    Oids oids;
    for (const Piece &piece : m_pieces) {
        for (const CatalogId &id : piece.objects)
            oids.push_back(id.oid);
    }
    const pg::Result result = ask(dependenciesSql, oids);
    std::vector<Dependency> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        Dependency dependency;
        dependency.object.catalog = in.oid();
        dependency.object.oid = in.oid();
        dependency.needed.catalog = in.oid();
        dependency.needed.oid = in.oid();
        // A sequence comes before the column that it goes with, whose default may use it.
        if (!in.boolean())
            list.push_back(dependency);
    }
    return list;
}

void ScriptReader::addOwnersAndPrivileges()
{
    struct Place {
        Piece *piece;
        Possession possession;
    };
    std::map<CatalogId, Place> places;
    Oids oids;
    for (Piece &piece : m_pieces) {
        for (const Possession &possession : piece.possessions) {
            places.emplace(possession.id, Place{&piece, possession});
            oids.push_back(possession.id.oid);
        }
    }
    const auto placeOf = [&places](RowCursor &in) -> const Place * {
        CatalogId id;
        id.catalog = in.oid();
        id.oid = in.oid();
        const auto found = places.find(id);
        return found == places.end() ? nullptr : &found->second;
    };
    if (m_options.owner) {
        const pg::Result owners = ask(ownersSql, oids);
        for (qint64 row = 0; row < owners.rowCount(); ++row) {
            RowCursor in(owners, row);
            if (const Place *place = placeOf(in); place && !place->possession.alter.isEmpty())
                place->piece->create += u"%1 OWNER TO %2;\n"_s.arg(place->possession.alter, in.text());
        }
    }
    for (Piece &piece : m_pieces)
        piece.create += std::exchange(piece.after, {});
    if (!m_options.privileges)
        return;
    const pg::Result privileges = ask(privilegesSql, oids);
    for (qint64 row = 0; row < privileges.rowCount(); ++row) {
        RowCursor in(privileges, row);
        const Place *place = placeOf(in);
        const bool grants = in.boolean();
        const QString grantee = in.text();
        const bool isGrantable = in.boolean();
        if (place && !place->possession.grant.isEmpty())
            place->piece->after += grantText(grants, in.text(), place->possession.grant, grantee, isGrantable);
    }
    const pg::Result ofColumns = ask(columnPrivilegesSql, oids);
    for (qint64 row = 0; row < ofColumns.rowCount(); ++row) {
        RowCursor in(ofColumns, row);
        const auto place = places.find({catalogs::relation, in.oid()});
        const QString grantee = in.text();
        const bool isGrantable = in.boolean();
        if (place != places.end())
            place->second.piece->after += grantText(true, in.text(), place->second.possession.grant, grantee, isGrantable);
    }
}

void ScriptReader::addComments()
{
    std::map<std::pair<CatalogId, int>, std::pair<Piece *, QString>> places;
    Oids oids;
    for (Piece &piece : m_pieces) {
        for (const CommentTarget &target : piece.comments) {
            places[{target.id, target.column}] = {&piece, target.words};
            oids.push_back(target.id.oid);
        }
    }
    std::map<std::pair<CatalogId, int>, QString> texts; // in the order of tables, then columns
    const pg::Result result = ask(commentsSql, oids);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        CatalogId id;
        id.catalog = in.oid();
        id.oid = in.oid();
        const int column = int(in.integer());
        texts[{id, column}] = in.text();
    }
    for (const auto &[key, text] : texts) {
        if (const auto place = places.find(key); place != places.end())
            place->second.first->create += u"COMMENT ON %1 IS %2;\n"_s.arg(place->second.second, sql::quoteLiteral(text));
    }
}

std::vector<Piece> ScriptReader::finish()
{
    addOwnersAndPrivileges();
    if (m_options.comments)
        addComments();
    for (Piece &piece : m_pieces)
        piece.create += std::exchange(piece.after, {});
    m_circles = sortPieces(m_pieces, dependencies());
    return std::move(m_pieces);
}

} // namespace quiver::script
