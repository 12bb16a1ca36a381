// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/extensioncare.h"

#include "pg/connection.h"
#include "sql/quoter.h"

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// pg_catalog is in every search path, but is nobody's home.
constexpr auto placeSql = R"(
    SELECT e.extversion, n.nspname, a.default_version,
        (SELECT s.name FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY s(name, at)
         ORDER BY s.name <> 'public', s.at LIMIT 1),
        COALESCE((SELECT NOT v.superuser OR v.trusted FROM pg_catalog.pg_available_extension_versions v
            WHERE v.name = $1 AND v.version = a.default_version) AND pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'), false)
        OR (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
    FROM (SELECT) one
    LEFT JOIN pg_catalog.pg_extension e ON e.extname = $1
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = $1)";

} // namespace

QString ExtensionPlace::wayTo() const
{
    if (isCreated())
        return u"%1 %2 is created in this database."_s.arg(name, version);
    if (available.isEmpty())
        return u"The server's host has no files of %1: install PostgreSQL's contrib package there (postgresql-contrib), or let the service's "
               "provider enable it."_s.arg(name);
    if (!mayCreate)
        return u"Let a superuser run CREATE EXTENSION %1 in this database."_s.arg(name);
    return u"CREATE EXTENSION %1 creates it."_s.arg(name);
}

ExtensionPlace extensionPlace(pg::Connection &connection, const QString &extension)
{
    const pg::Result result = connection.exec({placeSql, {pg::Param::text(extension, pg::oid::Text)}});
    ExtensionPlace place{extension, result.text(0, 0), result.text(0, 1), result.text(0, 2), result.text(0, 3), result.boolean(0, 4)};
    return place;
}

CarePlan createExtension(pg::Connection &connection, const ExtensionPlace &place)
{
    CarePlan plan;
    plan.change.title = u"Create the extension %1"_s.arg(place.name);
    plan.change.object = place.name;
    if (place.isCreated())
        return plan;
    if (place.available.isEmpty() || !place.mayCreate) {
        plan.refusal = u"%1 cannot be created here. "_s.arg(place.name) + place.wayTo();
        return plan;
    }
    const sql::Quoter quote(connection);
    sql::ChangeStep step;
    step.title = u"Create the extension %1 (%2)"_s.arg(place.name, place.available);
    step.sql = u"CREATE EXTENSION IF NOT EXISTS %1"_s.arg(quote.name(place.name));
    if (!place.home.isEmpty())
        step.sql += u" SCHEMA "_s + quote.name(place.home);
    step.undo = u"DROP EXTENSION IF EXISTS %1"_s.arg(quote.name(place.name));
    step.isDone = u"SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = %1)"_s.arg(quote.literal(place.name));
    step.estimate = {0, 1, {}};
    plan.change.steps.push_back(step);
    return plan;
}

CarePlan createExtension(pg::Connection &connection, const QString &extension)
{
    return createExtension(connection, extensionPlace(connection, extension));
}

} // namespace quiver::index
