// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl connections: the saved connections, shared with the window.
#include "commandline.h"
#include "commands.h"
#include "connections.h"
#include "serverchoice.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

const QString synopsis = u"connections list|add|show|test|remove|import|export [arguments]"_s;

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"list [--json]\n"
        "add NAME --url URL|--from FILE [options]: FILE (- is standard input) holds a URI, key=value, a SQLAlchemy or JDBC URL, "
        "engine code, a .env file, a service, a line of .pgpass or a psql command. A password goes to the keychain.\n"
        "show NAME --as uri|psql|env|sqlalchemy: never with the password\n"
        "test NAME, or test --url URL: each step with its time\n"
        "remove NAME\n"
        "import FILE [--replace], export [FILE]: JSON without secrets\n"
        "The place of the connections: QUIVER_WORKSPACE, or the user's data directory."_s);
    parser.addPositionalArgument(u"action"_s, u"list, add, show, test, remove, import or export"_s);
    addServerOptions(parser);
    parser.addOption({u"from"_s, u"add: reads the connection from a file; - is standard input."_s, u"file"_s});
    parser.addOption({u"group"_s, u"add: the group in the list."_s, u"group"_s});
    parser.addOption({u"environment"_s, u"add: development, staging or production."_s, u"environment"_s});
    parser.addOption({u"read-only"_s, u"add: the server refuses writes of this connection."_s});
    parser.addOption({u"color"_s, u"add: #rrggbb."_s, u"color"_s});
    parser.addOption({u"setting"_s, u"add: a server setting, NAME=VALUE; may be given several times."_s, u"setting"_s});
    parser.addOption({u"ssh"_s, u"add: goes through this SSH server, [user@]host[:port]."_s, u"host"_s});
    parser.addOption({u"as"_s, u"show: uri, psql, env or sqlalchemy."_s, u"form"_s, u"uri"_s});
    parser.addOption({u"json"_s, u"list: as JSON."_s});
    parser.addOption({u"replace"_s, u"import: connections of the same name are replaced."_s});
}

QString only(const QStringList &words, const QString &what)
{
    if (words.size() != 2)
        throw UsageError(words.size() < 2 ? u"%1 is missing"_s.arg(what) : u"there is a word too many: “%1”"_s.arg(words[2]));
    return words[1];
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parse(parser, synopsis, arguments))
        return Succeeded;
    const QStringList words = parser.positionalArguments();
    const QString action = words.value(0);
    static const QStringList actions{u"list"_s, u"add"_s, u"show"_s, u"test"_s, u"remove"_s, u"import"_s, u"export"_s};
    if (!actions.contains(action))
        throw UsageError(u"one of %1 is needed"_s.arg(actions.join(u", "_s)));
    if (action == u"test") {
        if (!namesServer(parser))
            parser.parse(QStringList{u"quiverctl"_s} + arguments + QStringList{u"--profile"_s, only(words, u"the connection's name, or --url,"_s)});
        return testConnection(parser);
    }
    if (action == u"add" && parser.isSet(u"url"_s) == parser.isSet(u"from"_s))
        throw UsageError(u"either --url or --from is needed"_s);
    const QString argument = action == u"list" || action == u"export" ? words.value(1)
                           : only(words, action == u"import" ? u"the file"_s : u"the connection's name"_s);
    ProfileBook book;
    if (action == u"list")
        return listConnections(book, parser.isSet(u"json"_s));
    if (action == u"add")
        return addConnection(book, argument, parser);
    if (action == u"show")
        return showConnection(book, argument, parser.value(u"as"_s));
    if (action == u"remove")
        return removeConnection(book, argument);
    if (action == u"import")
        return importConnections(book, argument, parser.isSet(u"replace"_s));
    return exportConnections(book, argument);
}

} // namespace

int connectionsCommand(const QStringList &arguments)
{
    return guarded(u"connections"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
