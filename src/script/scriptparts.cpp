// SPDX-License-Identifier: GPL-3.0-or-later
// What hangs on tables and views: triggers, rules, row security policies.
#include "script/scriptreader.h"

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

// A partition's copy of its parent's trigger comes with the parent's; only where it is enabled otherwise is that written.
QByteArray triggersSql(const char *condition)
{
    return QByteArray(R"(
    SELECT t.oid, c.oid, n.nspname, c.relname, c.relkind, c.oid::regclass::text, t.tgname, quote_ident(t.tgname),
        CASE WHEN t.tgparentid = 0 THEN pg_get_triggerdef(t.oid) END, t.tgenabled, t.tgparentid
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_trigger p ON p.oid = t.tgparentid
    WHERE ((t.tgparentid = 0 AND NOT t.tgisinternal) OR (p.tgenabled <> t.tgenabled AND NOT p.tgisinternal)) AND )")
           + condition + " ORDER BY t.tgname";
}

// The rule _RETURN is what a view is.
constexpr auto rulesSql = R"(
    SELECT r.oid, c.oid, n.nspname, c.relname, c.relkind, c.oid::regclass::text, r.rulename, quote_ident(r.rulename),
        pg_get_ruledef(r.oid), r.ev_enabled
    FROM pg_rewrite r
    JOIN pg_class c ON c.oid = r.ev_class
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE r.ev_class = ANY ($1) AND r.rulename <> '_RETURN')";

constexpr auto policiesSql = R"(
    SELECT p.oid, c.oid, n.nspname, c.relname, c.oid::regclass::text, p.polname, quote_ident(p.polname), p.polpermissive, p.polcmd,
        (SELECT string_agg(CASE WHEN r.oid = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.oid)) END, ', ' ORDER BY r.ord)
         FROM unnest(p.polroles) WITH ORDINALITY r(oid, ord)),
        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
    FROM pg_policy p
    JOIN pg_class c ON c.oid = p.polrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE p.polrelid = ANY ($1))";

// Of triggers and rules; empty for what they are when they are made.
QString enabling(const QString &table, const QString &code, const QString &what, bool evenUsual = false)
{
    const QString word = code == "D"_L1 ? u"DISABLE"_s : code == "A"_L1 ? u"ENABLE ALWAYS"_s : code == "R"_L1 ? u"ENABLE REPLICA"_s : u"ENABLE"_s;
    return code == "O"_L1 && !evenUsual ? QString() : u"ALTER TABLE %1 %2 %3;\n"_s.arg(table, word, what);
}

QString commandWord(const QString &code)
{
    return code == "r"_L1 ? u"SELECT"_s : code == "a"_L1 ? u"INSERT"_s : code == "w"_L1 ? u"UPDATE"_s : code == "d"_L1 ? u"DELETE"_s : u"ALL"_s;
}

Piece::Rank rankOf(const QString &relkind)
{
    return relkind == "v"_L1 || relkind == "m"_L1 ? Piece::Rank::View : Piece::Rank::Table;
}

} // namespace

void ScriptReader::readTriggersWhere(const char *condition, const Oids &oids)
{
    const pg::Result result = ask(triggersSql(condition), oids);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        const CatalogId id{catalogs::trigger, in.oid()};
        const pg::Oid relation = in.oid();
        Piece piece;
        piece.schema = in.text();
        piece.relation = in.text();
        piece.rank = rankOf(in.text());
        piece.part = Piece::Part::Trigger;
        const QString table = in.text();
        piece.name = in.text();
        const QString name = in.text();
        const QString definition = in.text();
        const QString enabled = in.text();
        const pg::Oid parent = in.oid();
        if (!definition.isEmpty())
            piece.create = definition + u";\n"_s;
        piece.create += enabling(table, enabled, u"TRIGGER "_s + name, parent != 0);
        piece.drop = u"DROP TRIGGER IF EXISTS %1 ON %2;\n"_s.arg(name, table);
        piece.objects = {id};
        piece.needs = {{catalogs::relation, relation}};
        if (parent)
            piece.needs.push_back({catalogs::trigger, parent});
        else
            piece.comments = {{id, 0, u"TRIGGER %1 ON %2"_s.arg(name, table)}};
        needTree(piece, relation);
        m_pieces.push_back(std::move(piece));
    }
}

void ScriptReader::readTriggers(const Oids &relations)
{
    readTriggersWhere("t.tgrelid = ANY ($1)", relations);
}

void ScriptReader::readTrigger(pg::Oid trigger)
{
    readTriggersWhere("t.oid = ANY ($1)", {trigger});
}

void ScriptReader::readRules(const Oids &relations)
{
    const pg::Result result = ask(rulesSql, relations);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        const CatalogId id{catalogs::rewrite, in.oid()};
        Piece piece;
        piece.needs = {{catalogs::relation, in.oid()}};
        piece.schema = in.text();
        piece.relation = in.text();
        piece.rank = rankOf(in.text());
        piece.part = Piece::Part::Rule;
        const QString table = in.text();
        piece.name = in.text();
        const QString name = in.text();
        piece.create = in.text() + u'\n';
        piece.create += enabling(table, in.text(), u"RULE "_s + name);
        piece.objects = {id};
        piece.comments = {{id, 0, u"RULE %1 ON %2"_s.arg(name, table)}};
        m_pieces.push_back(std::move(piece));
    }
}

void ScriptReader::readPolicies(const Oids &relations)
{
    const pg::Result result = ask(policiesSql, relations);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        const CatalogId id{catalogs::policy, in.oid()};
        Piece piece;
        piece.needs = {{catalogs::relation, in.oid()}};
        piece.schema = in.text();
        piece.relation = in.text();
        piece.part = Piece::Part::Policy;
        const QString table = in.text();
        piece.name = in.text();
        const QString name = in.text();
        piece.create = u"CREATE POLICY %1 ON %2"_s.arg(name, table);
        if (!in.boolean())
            piece.create += u" AS RESTRICTIVE"_s;
        piece.create += u" FOR "_s + commandWord(in.text());
        piece.create += u" TO "_s + in.text();
        if (const QString condition = in.text(); !condition.isEmpty())
            piece.create += u"\n    USING (%1)"_s.arg(condition);
        if (const QString check = in.text(); !check.isEmpty())
            piece.create += u"\n    WITH CHECK (%1)"_s.arg(check);
        piece.create += u";\n"_s;
        piece.objects = {id};
        piece.comments = {{id, 0, u"POLICY %1 ON %2"_s.arg(name, table)}};
        m_pieces.push_back(std::move(piece));
    }
}

} // namespace quiver::script
