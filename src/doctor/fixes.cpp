// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/fixes.h"

#include "index/indexplan.h"
#include "index/maintenance.h"
#include "pg/connection.h"
#include "schema/storagechange.h"
#include "sql/quoter.h"

namespace quiver::doctor {

using namespace Qt::StringLiterals;

namespace {

constexpr auto roleSettingSql = R"(
    SELECT pg_catalog.substr(c.setting, pg_catalog.strpos(c.setting, '=') + 1)
    FROM pg_catalog.pg_db_role_setting s
    CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c (setting)
    WHERE s.setdatabase = 0 AND s.setrole = (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
        AND pg_catalog.lower(pg_catalog.split_part(c.setting, '=', 1)) = $1)";

/// What a plan says of itself, as notes, and as the reason where nothing came of it.
template<typename Plan>
index::CarePlan careOf(const Plan &plan)
{
    index::CarePlan care{.change = plan.change};
    for (const auto &problem : plan.problems) {
        if (problem.isError && care.refusal.isEmpty())
            care.refusal = problem.text;
        else
            care.notes << problem.text;
    }
    return care;
}

} // namespace

bool isChange(const Fix &fix)
{
    return fix.kind != Fix::Kind::Advice && fix.kind != Fix::Kind::Setting && fix.kind != Fix::Kind::Query;
}

QString scriptOf(const Fix &fix, const QString &statement)
{
    if (fix.kind != Fix::Kind::Setting)
        return fix.kind == Fix::Kind::Query ? fix.sql : QString();
    QString sql = statement.trimmed();
    while (sql.endsWith(u';'))
        sql = sql.chopped(1).trimmed();
    return sql.isEmpty() ? fix.setLocal() : u"BEGIN;\n%1;\n%2;\nCOMMIT;\n"_s.arg(fix.setLocal(), sql);
}

index::CarePlan changeOf(pg::Connection &connection, const Fix &fix)
{
    switch (fix.kind) {
    case Fix::Kind::CreateIndex: return careOf(index::planIndex(connection, fix.index));
    case Fix::Kind::DropIndex: return index::planDrop(connection, fix.schema, fix.object);
    case Fix::Kind::Reindex: return index::planReindex(connection, fix.schema, fix.object);
    case Fix::Kind::Prewarm: return index::planPrewarm(connection, fix.schema, fix.object);
    case Fix::Kind::Vacuum: return index::planVacuum(connection, fix.schema, fix.object, {.reindexFirst = true});
    case Fix::Kind::Analyze: return index::planAnalyze(connection, fix.schema, fix.object);
    case Fix::Kind::Storage: 
        return careOf(schema::planStorage(connection, {.schema = fix.schema, .table = fix.object, .column = fix.column, .rewrite = true}));
    case Fix::Kind::Setting: return planAlterRole(connection, fix);
    case Fix::Kind::Advice:
    case Fix::Kind::Query: break;
    }
    return {.refusal = u"This is no change of the database."_s};
}

index::CarePlan planAlterRole(pg::Connection &connection, const Fix &fix)
{
    const sql::Quoter quote(connection);
    const QString user = connection.exec("SELECT current_user").text(0, 0);
    const pg::Result before = connection.exec({roleSettingSql, {pg::Param::text(fix.setting.toLower())}});
    const QString role = u"ALTER ROLE %1 "_s.arg(quote.name(user));
    // A name with a dot is no identifier to be quoted as a whole: hnsw.ef_search.
    QStringList parts;
    for (const QString &part : fix.setting.split(u'.'))
        parts << quote.name(part);
    sql::ChangeStep step{.title = u"Set %1 for the role %2"_s.arg(fix.setting, user),
                         .sql = role + u"SET %1 = %2"_s.arg(parts.join(u'.'), quote.literal(fix.value)),
                         .undo = role + (before.rowCount() > 0 ? u"SET %1 = %2"_s.arg(parts.join(u'.'), quote.literal(before.text(0, 0))) : u"RESET "_s + parts.join(u'.')),
                         .risk = sql::Risk::Careful,
                         .riskNote = u"It counts for every new session of the role, whatever it runs."_s};
    return {.change = {.title = step.title, .object = quote.name(user), .steps = {step}}};
}

} // namespace quiver::doctor
