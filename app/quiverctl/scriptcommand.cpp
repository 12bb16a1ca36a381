// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl script: the DDL of objects, of a schema, or of the whole database.
#include "commandline.h"
#include "commands.h"
#include "jobrunner.h"
#include "pg/session.h"
#include "pg/typeregistry.h"
#include "script/script.h"
#include "serverchoice.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

struct Wanted {
    QStringList names;
    std::optional<script::ObjectKind> kind;
    std::optional<QString> schema; ///< empty: the whole database
    script::ScriptOptions options;
};

QString scriptOf(pg::Connection &connection, const Wanted &wanted)
{
    if (wanted.schema)
        return script::scriptAll(connection, *wanted.schema, wanted.options);
    std::vector<script::ObjectRef> objects;
    for (const QString &name : wanted.names) {
        const std::vector<script::ObjectRef> found = script::findObjects(connection, name, wanted.kind);
        if (found.empty())
            throw core::Error(u"there is no %1 that is called “%2” in this database"_s.arg(
                wanted.kind ? script::objectKindName(*wanted.kind) : u"object"_s, name));
        objects.insert(objects.end(), found.begin(), found.end());
    }
    return script::scriptObjects(connection, objects, wanted.options);
}

Wanted wantedBy(const QCommandLineParser &parser)
{
    Wanted wanted;
    wanted.names = parser.positionalArguments();
    if (parser.isSet(u"schema"_s))
        wanted.schema = parser.value(u"schema"_s);
    if (parser.isSet(u"all"_s))
        wanted.schema = QString();
    if (parser.isSet(u"schema"_s) + parser.isSet(u"all"_s) + !wanted.names.isEmpty() != 1)
        throw UsageError(u"either the names of objects, or --schema, or --all"_s);
    if (wanted.schema && wanted.schema->isEmpty() && !parser.isSet(u"all"_s))
        throw UsageError(u"--schema takes the name of a schema"_s);
    if (parser.isSet(u"kind"_s)) {
        wanted.kind = script::objectKind(parser.value(u"kind"_s));
        if (!wanted.kind)
            throw UsageError(u"--kind takes table, view, matview, index, column, constraint, trigger, sequence, type, function, "
                             "schema or extension, not “%1”"_s.arg(parser.value(u"kind"_s)));
    }
    wanted.options.drop = parser.isSet(u"drop"_s);
    wanted.options.ifNotExists = parser.isSet(u"if-not-exists"_s);
    wanted.options.owner = !parser.isSet(u"no-owner"_s);
    wanted.options.privileges = !parser.isSet(u"no-privileges"_s);
    wanted.options.comments = !parser.isSet(u"no-comments"_s);
    wanted.options.withParts = !parser.isSet(u"only"_s);
    return wanted;
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Prints the DDL that makes objects again exactly as they are, in an order in which it can be run. A table comes with its "
        "indexes, constraints, triggers, policies, statistics and partitions. NAME is as in SQL, with * and ? for any letters: "
        "public.documents, 'rag.*', '\"Mixed Case\"'. What belongs to a table is named with it: --kind column documents.embedding.\n"
        "Only the catalogues are read. Without --profile and --url the sandbox's demo database is asked."_s);
    parser.addPositionalArgument(u"NAME"_s, u"Tables, views, indexes, ... to write."_s);
    addServerOptions(parser);
    parser.addOptions({
        {u"kind"_s, u"Only objects of that kind: table, view, matview, index, column, constraint, trigger, sequence, type, function, schema, extension."_s, u"kind"_s},
        {u"schema"_s, u"All that is in one schema, with the schema itself."_s, u"name"_s},
        {u"all"_s, u"The whole database."_s},
        {u"only"_s, u"A table without its indexes, references, triggers, policies, statistics and partitions."_s},
        {u"drop"_s, u"DROP ... IF EXISTS in front, without CASCADE."_s},
        {u"if-not-exists"_s, u"CREATE ... IF NOT EXISTS, where SQL has that; OR REPLACE for views."_s},
        {u"no-owner"_s, u"Leaves owners out."_s},
        {u"no-privileges"_s, u"Leaves grants out."_s},
        {u"no-comments"_s, u"Leaves comments out."_s},
    });
    if (!parse(parser, u"script [--profile NAME|--url URL] [options] NAME...|--schema NAME|--all"_s, arguments))
        return Succeeded;
    const Wanted wanted = wantedBy(parser);
    const auto server = serverOption(parser);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    const auto task = session.read(u"Script"_s, [&](pg::Connection &connection, core::JobContext &) { return scriptOf(connection, wanted); });
    waitFor(task.job, false);
    printOut(task.future.result());
    return Succeeded;
}

} // namespace

int scriptCommand(const QStringList &arguments)
{
    return guarded(u"script"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
