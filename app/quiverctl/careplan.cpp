// SPDX-License-Identifier: GPL-3.0-or-later
#include "careplan.h"

#include "await.h"
#include "buildrunner.h"
#include "changecommand.h"
#include "commands.h"
#include "index/pastbuilds.h"
#include "index/rebuildjournal.h"
#include "jobrunner.h"
#include "store/workspace.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

/// Where that cannot be, it is told: the rebuilds stand all the same.
void keepRebuilds(pg::Session &session, const index::CarePlan &plan, const sql::ChangeReport &report, const ServerChoice &server)
{
    if (plan.rebuilds.empty())
        return;
    const auto journal = openJournal();
    if (!journal)
        return;
    const sql::ChangePlace place{server.profileId(), server.options().summary(), server.options().parameters.value(u"dbname"_s)};
    try {
        const auto task = session.read(u"Look at what was built anew"_s, [&](pg::Connection &connection, core::JobContext &) {
            return index::rebuildEntries(connection, plan.rebuilds, report, place);
        });
        waitFor(task.job, false);
        for (const store::BuildEntry &entry : task.future.result())
            await(journal->addBuild(entry));
    } catch (const core::Error &error) {
        sayNotKept(error.message());
    }
}

} // namespace

sql::Change changeOf(const index::CarePlan &plan)
{
    if (!plan.refusal.isEmpty())
        throw core::Error(plan.refusal);
    for (const QString &note : plan.notes)
        printErrorLine(u"note: "_s + note);
    return plan.change;
}

int applyCare(const QCommandLineParser &parser, const ServerChoice &server, const MakeCare &makePlan, const index::BuildSettings &settings)
{
    const auto past = index::pastBuilds(buildsOn(server));
    index::CarePlan plan;
    const auto make = [&](pg::Connection &connection) {
        plan = makePlan(connection);
        index::foretellRebuilds(connection, plan, settings, past);
        return changeOf(plan);
    };
    return applyChangeBy(parser, server, make, [&](pg::Session &session, const sql::PlannedChange &planned) {
        const sql::ChangeReport report = runChange(session, planned, server);
        keepRebuilds(session, plan, report, server);
        const int status = tellOutcome(parser, report);
        if (status == Succeeded && plan.leftOut > 0) {
            printErrorLine(u"left as they are, for the reasons above: %1"_s.arg(plan.leftOut));
            return int(NeedsAttention);
        }
        return status;
    });
}

} // namespace quiver::ctl
