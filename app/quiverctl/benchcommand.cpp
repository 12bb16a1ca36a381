// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench: chooses the action.
#include "benchactions.h"
#include "commandline.h"
#include "commands.h"
#include "subcommands.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

int benchCommand(const QStringList &arguments)
{
    const QList<Subcommand> actions{
        {u"run"_s, u"recall, latency and throughput of searches of one table"_s, benchRunAction},
        {u"sweep"_s, u"every combination of settings, and of indexes built on a copy"_s, benchSweepAction},
        {u"tune"_s, u"the cheapest setting that meets a target"_s, benchTuneAction},
        {u"clean"_s, u"what a benchmark that was killed left on the server"_s, benchCleanAction},
        {u"list"_s, u"the runs that were kept"_s, benchListAction},
        {u"compare"_s, u"two runs side by side, and whether they really differ"_s, benchCompareAction},
        {u"report"_s, u"kept runs as one HTML file with charts, or as CSV"_s, benchReportAction},
    };
    return guarded(u"bench"_s, [&] { return runSubcommand(u"bench"_s, actions, u"Exit status 3: --min-recall, --max-p95, --min-qps, --max-errors or --against failed; the tuner's target is not met, or not decided. 1: also where runs cannot be compared, so that there is no verdict."_s, arguments); });
}

} // namespace quiver::ctl
