// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index: chooses the action.
#include "commandline.h"
#include "commands.h"
#include "indexactions.h"
#include "subcommands.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

int indexCommand(const QStringList &arguments)
{
    const QList<Subcommand> actions{
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
    return guarded(u"index"_s, [&] { return runSubcommand(u"index"_s, actions, {}, arguments); });
}

} // namespace quiver::ctl
