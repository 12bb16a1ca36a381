// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema extension: what pgvector is in a database, and what makes it right.
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "jobrunner.h"
#include "pg/typeregistry.h"
#include "schema/extensionsetup.h"
#include "schemaactions.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using schema::ExtensionObstacle;
using schema::ExtensionRequest;
using schema::ExtensionState;

namespace {

void line(const QString &label, const QString &value)
{
    if (!value.isEmpty())
        printOut(u"%1  %2\n"_s.arg(label, -10).arg(value));
}

QString loaded(const ExtensionState &state)
{
    if (!state.pgvector.libraryError.isEmpty())
        return u"cannot be used: "_s + state.pgvector.libraryError;
    if (!state.libraryOlder.isEmpty())
        return u"older than %1, so older than the extension: sessions have to connect again, or the server has to be restarted"_s.arg(state.libraryOlder);
    if (!state.libraryNewer.isEmpty())
        return u"%1 or newer, so newer than the extension: --update brings what it offers"_s.arg(state.libraryNewer);
    return state.pgvector.loaded;
}

QString audit(const catalog::VersionAudit &audit)
{
    if (!audit.known || audit.wanted.isEmpty())
        return {};
    QStringList kinds;
    if (audit.hasVulnerability())
        kinds << u"a vulnerability"_s;
    if (audit.hasCorruption())
        kinds << u"damage to indexes"_s;
    return u"%1 has known defects%2; %3 or newer has none of them"_s.arg(
        audit.library, kinds.isEmpty() ? QString() : u" (%1 among them)"_s.arg(kinds.join(u", "_s)), audit.wanted);
}

void show(const ExtensionState &state)
{
    line(u"database"_s, state.rights.database);
    line(u"pgvector"_s, state.isInstalled() ? u"%1 in the schema %2, owner %3"_s.arg(state.pgvector.installed, state.pgvector.schema, state.owner)
                                            : u"not created"_s);
    line(u"on host"_s, state.isOnHost() ? state.pgvector.available : u"not installed"_s);
    line(u"library"_s, loaded(state));
    line(u"audit"_s, audit(state.audit));
    const auto action = state.isInstalled() ? ExtensionRequest::Action::Update : ExtensionRequest::Action::Create;
    if (const auto refusal = schema::refusalOf(state, action); refusal && refusal->obstacle != ExtensionObstacle::AlreadyNewest)
        line(u"next"_s, refusal->what + u' ' + refusal->next);
    else if (!refusal)
        line(u"next"_s, state.isInstalled() ? u"quiverctl schema extension --update"_s : u"quiverctl schema extension --create"_s);
    else
        line(u"next"_s, refusal->next);
    if (state.isOnHost())
        return;
    for (const schema::InstallWay &way : schema::installWays(state.surroundings.service, state.serverVersion, state.serverVersionText, state.platform))
        line(u"  install"_s, u"%1: %2"_s.arg(way.place, QStringList{way.command, way.note}.join(u"  "_s).trimmed()));
}

int showState(const ServerChoice &server)
{
    pg::Canceller canceller;
    pg::Session session(server.options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server.options().summary());
    connectOrAsk(session, server);
    const auto task = session.read(u"State of pgvector"_s, [](pg::Connection &connection, core::JobContext &) { return schema::extensionState(connection); });
    waitFor(task.job, false);
    show(task.future.result());
    return Succeeded;
}

/// Nothing has to be done for what is so already.
bool isAlreadySo(ExtensionObstacle obstacle)
{
    return obstacle == ExtensionObstacle::AlreadyCreated || obstacle == ExtensionObstacle::AlreadyNewest || obstacle == ExtensionObstacle::AlreadyThere;
}

sql::Change changeFor(pg::Connection &connection, const ExtensionRequest &request)
{
    schema::ExtensionPlan plan = schema::planExtension(connection, request);
    if (plan.refusal && !isAlreadySo(plan.refusal->obstacle))
        throw core::Error(plan.refusal->what + u'\n' + plan.refusal->next);
    if (plan.refusal)
        plan.change.title = plan.refusal->what.chopped(1); // a title has no full stop
    for (const QString &note : std::as_const(plan.notes))
        printErrorLine(note);
    return plan.change;
}

} // namespace

int extensionAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Without an action: what pgvector is in the database and on the server's host, what is known to be wrong with its version, and the "
        "next step. Where something cannot be done, it says why and what to do instead."_s);
    addServerOptions(parser);
    addChangeOptions(parser);
    parser.addOption({u"create"_s, u"Creates the extension in the database; without effect where it is there."_s});
    parser.addOption({u"schema"_s, u"--create: its schema, made where it does not exist; otherwise public."_s, u"name"_s});
    parser.addOption({u"update"_s, u"Brings it to the version that the host has."_s});
    parser.addOption({u"set-schema"_s, u"Moves it into this schema, made where it does not exist."_s, u"name"_s});
    if (!parse(parser, u"schema extension [--create [--schema NAME]|--update|--set-schema NAME] [options]"_s, arguments))
        return Succeeded;
    if (!parser.positionalArguments().isEmpty())
        throw UsageError(u"there is a word too many: “%1”"_s.arg(parser.positionalArguments().first()));
    if (parser.isSet(u"create"_s) + parser.isSet(u"update"_s) + parser.isSet(u"set-schema"_s) > 1)
        throw UsageError(u"one of --create, --update, --set-schema at a time"_s);
    if (parser.isSet(u"schema"_s) && !parser.isSet(u"create"_s))
        throw UsageError(u"--schema goes with --create"_s);
    const auto server = serverOption(parser);
    ExtensionRequest request;
    if (parser.isSet(u"create"_s))
        request = {ExtensionRequest::Action::Create, parser.value(u"schema"_s)};
    else if (parser.isSet(u"update"_s))
        request = {ExtensionRequest::Action::Update, {}};
    else if (parser.isSet(u"set-schema"_s))
        request = {ExtensionRequest::Action::SetSchema, parser.value(u"set-schema"_s)};
    else
        return showState(*server);
    if (request.action == ExtensionRequest::Action::SetSchema && request.schema.isEmpty())
        throw UsageError(u"--set-schema takes the name of a schema"_s);
    return applyChange(parser, *server, [&request](pg::Connection &connection) { return changeFor(connection, request); });
}

} // namespace quiver::ctl
