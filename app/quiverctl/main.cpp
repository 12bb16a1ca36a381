// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl: Quiver's engine without windows.
#include "commands.h"
#include "commandline.h"
#include "core/arguments.h"
#include "terminal.h"

#include <QCoreApplication>

#include <clocale>

using namespace Qt::StringLiterals;
using namespace quiver;

namespace {

struct Command {
    QString name;
    QString purpose;
    int (*run)(const QStringList &arguments);
};

const QList<Command> &commands()
{
    static const QList<Command> list{
        {u"sandbox"_s, u"a private PostgreSQL server: start, stop, status, url, destroy"_s, ctl::sandboxCommand},
        {u"demo"_s, u"demo data: load documents, generate vectors"_s, ctl::demoCommand},
        {u"connections"_s, u"saved connections: list, add, show, test, remove, import, export"_s, ctl::connectionsCommand},
        {u"load"_s, u"load a file of vectors or rows into a table"_s, ctl::loadCommand},
        {u"embed"_s, u"texts into vectors: text, column, endpoint add|list|remove|test"_s, ctl::embedCommand},
        {u"row"_s, u"one row: insert, update"_s, ctl::rowCommand},
        {u"search"_s, u"nearest neighbours: by text, vector, row; hybrid, two-stage, exact"_s, ctl::searchCommand},
        {u"bench"_s, u"recall, latency and throughput: run, sweep, tune, compare, report"_s, ctl::benchCommand},
        {u"query"_s, u"run SQL and print the result"_s, ctl::queryCommand},
        {u"explain"_s, u"a statement's plan, or one out of a file, with each node's own time"_s, ctl::explainCommand},
        {u"doctor"_s, u"what is wrong with a query, and what to do"_s, ctl::doctorCommand},
        {u"export"_s, u"a table or a query into a file: CSV, JSON lines, .npy, .fvecs, binary COPY"_s, ctl::exportCommand},
        {u"script"_s, u"the DDL of objects, a schema or the whole database"_s, ctl::scriptCommand},
        {u"schema"_s, u"pgvector itself, vector tables and their columns"_s, ctl::schemaCommand},
        {u"index"_s, u"indexes for vectors: advise, forecast, create, list, watch, maintain"_s, ctl::indexCommand},
        {u"migrate"_s, u"migrations: new, status, up, down, to, dry-run, baseline, repair, export"_s, ctl::migrateCommand},
        {u"journal"_s, u"the changes that were made: list, show, undo, repeat"_s, ctl::journalCommand},
    };
    return list;
}

QString usage()
{
    QString text = u"Usage: quiverctl COMMAND [arguments]\n\n"_s;
    for (const Command &command : commands())
        text += u"  %1  %2\n"_s.arg(command.name, -11).arg(command.purpose);
    return text + u"\nquiverctl COMMAND --help tells more. Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but a finding or an unmet condition needs attention, 130 interrupted.\n"_s;
}

} // namespace

int main(int argc, char **argv)
{
    // First of all, before anybody has much time to look: ps shows the arguments to every user of the machine.
    const QStringList arguments = core::takeArguments(argc, argv);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"quiverctl"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(QUIVER_VERSION));
    // libpq words its errors in the user's language, and one of them has to be recognised (see commandline.cpp).
    std::setlocale(LC_MESSAGES, "C");

    const QString name = arguments.value(0);
    if (name == u"--help" || name == u"-h" || name == u"help") {
        ctl::printOut(usage());
        return ctl::Succeeded;
    }
    if (name == u"--version" || name == u"-v") {
        ctl::printOut(u"quiverctl %1\n"_s.arg(QCoreApplication::applicationVersion()));
        return ctl::Succeeded;
    }
    for (const Command &command : commands()) {
        if (command.name == name)
            return command.run(arguments.mid(1));
    }
    ctl::printError(name.isEmpty() ? u"a command is missing"_s : u"there is no command “%1”"_s.arg(name));
    ctl::printErrorLine(usage().trimmed());
    return ctl::WrongUsage;
}
