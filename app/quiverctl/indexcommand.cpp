// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index: chooses the action.
#include "commandline.h"
#include "commands.h"
#include "indexactions.h"
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
        {u"advise"_s, u"which index a vector column wants, and why"_s, adviseIndexAction},
        {u"create"_s, u"build an index, without stopping writes"_s, createIndexAction},
        {u"watch"_s, u"the builds that a server runs, to their end"_s, indexWatchAction},
        {u"cancel"_s, u"cancel a build, also one of another program"_s, indexCancelAction},
        {u"builds"_s, u"the journal of builds, and several of them side by side"_s, indexBuildsAction},
        {u"forecast"_s, u"size, memory, time, workers and locks of a build, before it is made"_s, forecastIndexAction},
        {u"list"_s, u"the indexes of a table or the database, and what they show"_s, listIndexesAction},
        {u"repair"_s, u"INVALID indexes that a failed build left: find, rebuild, drop"_s, repairIndexAction},
        {u"maintain"_s, u"reindex, vacuum, analyze, prewarm, set, tablespace, rename, workers, drop"_s, maintainIndexAction},
        {u"settings"_s, u"the server's settings judged by its vector data, and set"_s, settingsIndexAction},
        {u"slow"_s, u"the vector queries that take the most time"_s, slowIndexAction},
    };
    return list;
}

QString usage()
{
    QString text = u"Usage: quiverctl index ACTION [arguments]\n\n"_s;
    for (const Action &action : actions())
        text += u"  %1  %2\n"_s.arg(action.name, -9).arg(action.purpose);
    return text + u"\nquiverctl index ACTION --help tells more.\n"_s;
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

int indexCommand(const QStringList &arguments)
{
    return guarded(u"index"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
