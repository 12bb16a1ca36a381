// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema: chooses the action.
#include "commandline.h"
#include "commands.h"
#include "schemaactions.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

struct Action {
    QString name;
    QString purpose;
    int (*run)(const QStringList &arguments);
};

const QList<Action> &actions()
{
    static const QList<Action> list{
        {u"extension"_s, u"pgvector in a database: its state, create, update, move"_s, extensionAction},
        {u"create-table"_s, u"a new table for embeddings"_s, createTableAction},
        {u"add-column"_s, u"a vector column for a table that exists"_s, addColumnAction},
        {u"add-vector"_s, u"the same as add-column"_s, addColumnAction},
        {u"storage"_s, u"where a column's values are kept, and what that comes to"_s, storageAction},
        {u"model"_s, u"another model, type or number of dimensions for a column, while the table is in use"_s, modelAction},
    };
    return list;
}

QString usage()
{
    QString text = u"Usage: quiverctl schema ACTION [arguments]\n\n"_s;
    for (const Action &action : actions())
        text += u"  %1  %2\n"_s.arg(action.name, -14).arg(action.purpose);
    return text + u"\nquiverctl schema ACTION --help tells more. Every action shows what it would do and asks before it does it; --dry-run "
                  "prints the SQL, --save-migration writes it as a migration.\n"_s;
}

int run(const QStringList &arguments)
{
    const QString name = arguments.value(0);
    if (name == u"--help" || name == u"-h") {
        printOut(usage());
        return Succeeded;
    }
    for (const Action &action : actions()) {
        if (action.name == name)
            return action.run(arguments.mid(1));
    }
    QStringList names;
    for (const Action &action : actions())
        names << action.name;
    throw UsageError(u"one of %1 is needed"_s.arg(names.join(u", "_s)));
}

} // namespace

int schemaCommand(const QStringList &arguments)
{
    return guarded(u"schema"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
