// SPDX-License-Identifier: GPL-3.0-or-later
// The Changes that create, update and move the extension, and the reasons why one cannot be made.
#include "schema/extensionsetup.h"

#include "pg/connection.h"
#include "sql/names.h"
#include "sql/quoter.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

using Action = ExtensionRequest::Action;
using Obstacle = ExtensionObstacle;

constexpr auto schemaSql = R"(
    SELECT n.oid IS NOT NULL, COALESCE(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), false),
        EXISTS (SELECT FROM pg_catalog.pg_type t
                WHERE t.typnamespace = n.oid AND t.typname IN ('vector', 'halfvec', 'sparsevec')
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                        JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid AND e.extname = 'vector'
                        WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid AND d.deptype = 'e'
                            AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass))
    FROM (VALUES (1)) one (row)
    LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = $1)";

constexpr auto homeSql = R"(
    SELECT COALESCE((SELECT p.name FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) p (name) WHERE p.name = 'public'),
        pg_catalog.current_schema()))";

struct SchemaFacts {
    bool exists = false;
    bool mayCreate = false;
    bool typeInTheWay = false;
};

SchemaFacts schemaFacts(pg::Connection &connection, const QString &schema)
{
    const pg::Result result = connection.exec({schemaSql, {pg::Param::text(schema)}});
    return {result.boolean(0, 0), result.boolean(0, 1), result.boolean(0, 2)};
}

QString inDatabase(const ExtensionState &state)
{
    return u"the database “%1”"_s.arg(state.rights.database);
}

std::optional<ExtensionRefusal> serverRefusal(const ExtensionState &state)
{
    if (state.inRecovery)
        return ExtensionRefusal{Obstacle::Standby, u"The server is a standby: nothing can be changed on it."_s,
                                u"Connect to the primary; the standby follows it."_s};
    if (state.readOnly)
        return ExtensionRefusal{Obstacle::ReadOnly, u"This connection is read-only."_s,
                                u"Use a connection that may write, if this database is meant to be changed."_s};
    return std::nullopt;
}

QString whoCould(const ExtensionState &state)
{
    using Service = catalog::ManagedService;
    switch (state.surroundings.service) {
    case Service::AmazonRds:
    case Service::AmazonAurora: return u"the service's master user (a member of rds_superuser)"_s;
    case Service::GoogleCloudSql: return u"a member of cloudsqlsuperuser"_s;
    case Service::GoogleAlloyDb: return u"a member of alloydbsuperuser"_s;
    case Service::Azure: return u"a member of azure_pg_admin"_s;
    case Service::Neon: return u"a member of neon_superuser"_s;
    case Service::Supabase: return u"the user “postgres”, or the page Database › Extensions of the project"_s;
    default: return u"a superuser"_s;
    }
}

std::optional<ExtensionRefusal> rightsRefusal(const ExtensionState &state, const QString &statement)
{
    if (state.rights.superuser)
        return std::nullopt;
    const QString hint = u"Let %1 run in %2: %3"_s.arg(whoCould(state), inDatabase(state), statement);
    // Services let their own administrators do what needs a superuser elsewhere; only the attempt tells.
    if (state.needsSuperuser && state.surroundings.service == catalog::ManagedService::SelfManaged)
        return ExtensionRefusal{Obstacle::NeedsSuperuser,
                                u"Only a superuser may do this with version %1 of pgvector on this server, and “%2” is none."_s.arg(
                                    state.pgvector.available, state.rights.user),
                                hint};
    if (!state.rights.canCreateSchema)
        return ExtensionRefusal{Obstacle::NeedsCreateOnDatabase,
                                u"“%1” may not create anything in %2."_s.arg(state.rights.user, inDatabase(state)), hint};
    return std::nullopt;
}

std::optional<ExtensionRefusal> hostRefusal(const ExtensionState &state)
{
    if (state.isOnHost())
        return std::nullopt;
    if (state.surroundings.service == catalog::ManagedService::CockroachDb)
        return ExtensionRefusal{Obstacle::BuiltIn, u"CockroachDB has a VECTOR type of its own and no extension for it."_s,
                                u"Quiver works with pgvector: use a PostgreSQL server that has it."_s};
    const std::vector<InstallWay> ways =
        installWays(state.surroundings.service, state.serverVersion, state.serverVersionText, state.platform);
    const InstallWay &best = ways.front();
    return ExtensionRefusal{
        Obstacle::NotOnHost, u"The server's host has no files of pgvector, so it cannot be created in any database of it."_s,
        u"Install it on the host first. %1: %2"_s.arg(best.place, best.command.isEmpty() ? best.note : best.command)};
}

std::optional<ExtensionRefusal> createRefusal(const ExtensionState &state)
{
    if (state.isInstalled())
        return ExtensionRefusal{Obstacle::AlreadyCreated,
                                u"pgvector %1 is in %2 already, in the schema “%3”."_s.arg(
                                    state.pgvector.installed, inDatabase(state), state.pgvector.schema),
                                u"Nothing has to be done."_s};
    if (auto refusal = hostRefusal(state))
        return refusal;
    return rightsRefusal(state, u"CREATE EXTENSION vector"_s);
}

std::optional<ExtensionRefusal> ownerRefusal(const ExtensionState &state, const QString &statement)
{
    if (state.rights.superuser || state.isOwned)
        return std::nullopt;
    return ExtensionRefusal{Obstacle::NotOwner,
                            u"The extension belongs to “%1”, and “%2” is not a member of that role."_s.arg(state.owner, state.rights.user),
                            u"Let “%1” run: %2"_s.arg(state.owner, statement)};
}

ExtensionRefusal notCreated(const ExtensionState &state)
{
    return {Obstacle::NotCreated, u"pgvector is not in %1 yet."_s.arg(inDatabase(state)), u"Create the extension first."_s};
}

std::optional<ExtensionRefusal> updateRefusal(const ExtensionState &state)
{
    const QString statement = u"ALTER EXTENSION vector UPDATE"_s;
    if (!state.isInstalled())
        return notCreated(state);
    if (state.audit.extensionIsAhead)
        return ExtensionRefusal{Obstacle::HostIsOlder,
                                u"The extension is of version %1, the files on the host of the older %2."_s.arg(
                                    state.pgvector.installed, state.pgvector.available),
                                u"Install pgvector %1 or newer on the host again."_s.arg(state.pgvector.installed)};
    if (auto refusal = hostRefusal(state))
        return refusal;
    if (!state.isOutdated())
        return ExtensionRefusal{Obstacle::AlreadyNewest,
                                u"pgvector %1 is what the host has."_s.arg(state.pgvector.installed),
                                state.audit.upgradePackage
                                    ? u"For %1 or newer, install a newer package on the host; then update here."_s.arg(state.audit.wanted)
                                    : u"Nothing has to be done."_s};
    if (!state.hasUpdatePath)
        return ExtensionRefusal{Obstacle::NoUpdatePath,
                                u"The files on the host do not lead from version %1 to %2."_s.arg(state.pgvector.installed,
                                                                                               state.pgvector.available),
                                u"The package is incomplete: install pgvector on the host again, with all its update scripts."_s};
    if (auto refusal = ownerRefusal(state, statement))
        return refusal;
    return rightsRefusal(state, statement);
}

std::optional<ExtensionRefusal> moveRefusal(const ExtensionState &state)
{
    if (!state.isInstalled())
        return notCreated(state);
    if (!state.isRelocatable)
        return ExtensionRefusal{Obstacle::NotRelocatable, u"This version of the extension cannot be moved to another schema."_s,
                                u"Put its schema on the search path instead."_s};
    return ownerRefusal(state, u"ALTER EXTENSION vector SET SCHEMA …"_s);
}

std::optional<ExtensionRefusal> schemaRefusal(const ExtensionState &state, const QString &schema, const SchemaFacts &facts, Action action)
{
    if (const QString problem = sql::schemaNameProblem(schema); !problem.isEmpty())
        return ExtensionRefusal{Obstacle::BadName, u"The schema's name cannot be used: %1"_s.arg(problem), u"Choose another name."_s};
    if (!facts.exists && !state.rights.canCreateSchema)
        return ExtensionRefusal{Obstacle::NeedsCreateOnDatabase,
                                u"There is no schema “%1”, and “%2” may not create one in %3."_s.arg(schema, state.rights.user, inDatabase(state)),
                                u"Choose a schema that exists."_s};
    if (facts.exists && action == Action::SetSchema && !facts.mayCreate)
        return ExtensionRefusal{Obstacle::NeedsCreateOnSchema,
                                u"“%1” may not create anything in the schema “%2”."_s.arg(state.rights.user, schema),
                                u"Let the schema's owner grant CREATE on it, or choose another one."_s};
    if (facts.typeInTheWay)
        return ExtensionRefusal{Obstacle::TypeInTheWay,
                                u"The schema “%1” has a type called vector, halfvec or sparsevec that is not pgvector's."_s.arg(schema),
                                u"Choose another schema, or rename that type."_s};
    return std::nullopt;
}

QString existsExtension(const QString &condition = {})
{
    return u"SELECT EXISTS (SELECT FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace "
           "WHERE e.extname = 'vector'%1)"_s.arg(condition);
}

void addSchemaStep(const sql::Quoter &quote, const QString &schema, const SchemaFacts &facts, sql::Change &change)
{
    if (!facts.exists)
        change.steps.push_back(sql::createSchemaStep(quote, schema));
}

sql::ChangeStep updateStep(const sql::Quoter &quote, const ExtensionState &state)
{
    const QString to = quote.literal(state.pgvector.available);
    sql::ChangeStep step;
    step.title = u"Update the extension vector from %1 to %2"_s.arg(state.pgvector.installed, state.pgvector.available);
    step.sql = u"ALTER EXTENSION vector UPDATE TO %1"_s.arg(to);
    step.undoNote = u"cannot be undone: pgvector has no scripts that lead back to an older version"_s;
    step.risk = sql::Risk::Careful;
    step.riskNote = u"Sessions that are open go on with the library that they have loaded and take the new one when they connect again."_s;
    step.estimate = {0, 0.9, u"it changes declarations only, no table is read"_s};
    step.isDone = existsExtension(u" AND e.extversion = "_s + to);
    return step;
}

sql::ChangeStep moveStep(const sql::Quoter &quote, const ExtensionState &state, const QString &schema)
{
    sql::ChangeStep step;
    step.title = u"Move the extension vector to the schema %1"_s.arg(quote.name(schema));
    step.sql = u"ALTER EXTENSION vector SET SCHEMA %1"_s.arg(quote.name(schema));
    step.undo = u"ALTER EXTENSION vector SET SCHEMA %1"_s.arg(quote.name(state.pgvector.schema));
    step.risk = sql::Risk::Careful;
    step.riskNote = u"Columns and indexes stay as they are; statements and functions that name its types or operators without a schema "
                    "fail where %1 is not on the search path."_s.arg(quote.name(schema));
    step.estimate = {0, 0.9, u"it changes declarations only, no table is read"_s};
    step.isDone = existsExtension(u" AND n.nspname = "_s + quote.literal(schema));
    return step;
}

QStringList updateNotes(const ExtensionState &state)
{
    QStringList notes = versionNews(state.pgvector.installed, state.pgvector.available);
    if (state.audit.hasCorruption())
        notes << u"Indexes that an older version built may be damaged; build them again afterwards (REINDEX INDEX CONCURRENTLY): %1."_s.arg(
            state.audit.methodsToReindex().join(u", "_s));
    if (state.audit.upgradePackage)
        notes << u"The host's own files have known defects, too: %1 or newer has none of them."_s.arg(state.audit.wanted);
    return notes;
}

} // namespace

std::optional<ExtensionRefusal> refusalOf(const ExtensionState &state, Action action)
{
    if (action == Action::Create && state.isInstalled())
        return createRefusal(state);
    if (auto refusal = serverRefusal(state))
        return refusal;
    switch (action) {
    case Action::Create: return createRefusal(state);
    case Action::Update: return updateRefusal(state);
    case Action::SetSchema: return moveRefusal(state);
    }
    return std::nullopt;
}

QString extensionHome(pg::Connection &connection)
{
    return connection.exec(homeSql).text(0, 0);
}

sql::ChangeStep createExtensionStep(const pg::Connection &connection, const ExtensionState &state, const QString &schema)
{
    const sql::Quoter quote(connection);
    sql::ChangeStep step;
    step.title = u"Create the extension vector %1 in the schema %2"_s.arg(state.pgvector.available, quote.name(schema));
    step.sql = u"CREATE EXTENSION vector SCHEMA %1"_s.arg(quote.name(schema));
    step.undo = u"DROP EXTENSION vector"_s;
    step.undoNote = u"the server refuses it while a column or an index uses the extension"_s;
    step.estimate = {0, 0.9, u"nothing in the database is read"_s};
    if (state.audit.hasVulnerability() || state.audit.hasCorruption())
        step.riskNote = u"Version %1 has known defects; %2 or newer has none of them."_s.arg(state.pgvector.available, state.audit.wanted);
    step.isDone = existsExtension();
    return step;
}

ExtensionPlan planExtension(pg::Connection &connection, const ExtensionRequest &request)
{
    return planExtension(connection, request, extensionState(connection));
}

ExtensionPlan planExtension(pg::Connection &connection, const ExtensionRequest &request, const ExtensionState &state)
{
    ExtensionPlan plan;
    plan.refusal = refusalOf(state, request.action);
    if (plan.refusal)
        return plan;
    const sql::Quoter quote(connection);
    if (request.action == Action::Update) {
        plan.change.title = u"Update the extension vector to %1"_s.arg(state.pgvector.available);
        plan.change.object = u"vector"_s;
        plan.change.steps.push_back(updateStep(quote, state));
        plan.notes = updateNotes(state);
        return plan;
    }
    const QString schema = request.schema.isEmpty() ? extensionHome(connection) : request.schema;
    if (schema.isEmpty()) {
        plan.refusal = ExtensionRefusal{Obstacle::NoSchema, u"No schema was named, and none on the search path exists."_s,
                                        u"Name the schema that the extension shall live in."_s};
        return plan;
    }
    if (request.action == Action::SetSchema && schema == state.pgvector.schema) {
        plan.refusal = ExtensionRefusal{Obstacle::AlreadyThere, u"The extension is in the schema “%1” already."_s.arg(schema),
                                        u"Nothing has to be done."_s};
        return plan;
    }
    const bool nameFits = sql::schemaNameProblem(schema).isEmpty();
    const SchemaFacts facts = nameFits ? schemaFacts(connection, schema) : SchemaFacts{};
    plan.refusal = schemaRefusal(state, schema, facts, request.action);
    if (plan.refusal)
        return plan;
    plan.change.object = u"vector"_s;
    addSchemaStep(quote, schema, facts, plan.change);
    if (request.action == Action::Create) {
        plan.change.title = u"Create the extension vector"_s;
        plan.change.steps.push_back(createExtensionStep(connection, state, schema));
    } else {
        plan.change.title = u"Move the extension vector to the schema %1"_s.arg(quote.name(schema));
        plan.change.steps.push_back(moveStep(quote, state, schema));
    }
    return plan;
}

} // namespace quiver::schema
