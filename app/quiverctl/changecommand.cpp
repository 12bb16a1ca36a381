// SPDX-License-Identifier: GPL-3.0-or-later
#include "changecommand.h"

#include "asking.h"
#include "changewatch.h"
#include "changewords.h"
#include "commandline.h"
#include "commands.h"
#include "jobrunner.h"
#include "migrations/migrationwriter.h"
#include "servermessage.h"
#include "sql/keptrun.h"
#include "store/paths.h"
#include "store/workspace.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

/// A line for each step that ends, above the progress.
class StepLines final : public sql::ChangeListener
{
public:
    StepLines(const sql::Change &change, core::JobContext &job) : m_change(change), m_job(job) {}

    void stepChanged(std::size_t index, const sql::StepReport &report) override
    {
        if (const QString line = stepLine(m_change, index, report); !line.isEmpty())
            m_job.log(line);
    }

private:
    const sql::Change &m_change;
    core::JobContext &m_job;
};

/// Empty where there is nothing to add.
QString explained(pg::Session &session, const sql::ChangeReport &told, const ExplainFailure &explain)
{
    if (!explain || told.succeeded() || told.cancelled)
        return {};
    const auto task = session.read(u"Explain"_s, [&](pg::Connection &connection, core::JobContext &) { return explain(connection, told); });
    waitFor(task.job, false);
    try {
        return task.future.result();
    } catch (const core::Error &) { // the summary says what happened
        return {};
    }
}

void saveMigration(const QCommandLineParser &parser, const sql::Change &change)
{
    const QStringList files = migrations::writeMigration(parser.value(u"save-migration"_s), change, parser.value(u"migration-name"_s));
    for (const QString &file : files)
        say(parser, u"wrote %1\n"_s.arg(file));
}

} // namespace

void say(const QCommandLineParser &parser, const QString &text)
{
    if (parser.optionNames().contains(u"json"_s))
        printErrorLine(text.trimmed());
    else
        printOut(text);
}

void sayNotKept(const QString &why)
{
    printErrorLine(u"not written to the journal: "_s + why);
}

std::unique_ptr<store::Workspace> openJournal()
{
    try {
        return store::Workspace::open(store::workspaceFile());
    } catch (const core::Error &error) {
        sayNotKept(error.message());
        return nullptr;
    }
}

int tellOutcome(const QCommandLineParser &parser, const sql::ChangeReport &report, const QString &words)
{
    if (report.succeeded()) {
        say(parser, report.summary() + u'\n');
        return Succeeded;
    }
    printError(words.isEmpty() ? report.summary() : words);
    if (const sql::Change undo = report.undo(); !undo.isEmpty())
        printErrorLine(u"What stands is undone by:\n\n"_s + sql::changeScript(undo).trimmed());
    return report.cancelled ? Interrupted : Failed;
}

bool mayApply(const QCommandLineParser &parser, const sql::Change &change, const ServerChoice &server)
{
    const sql::Guard guard = sql::guardFor(change, server.environment(), {server.options().parameters.value(u"dbname"_s)});
    return agrees(parser, guard, {u"Apply?"_s, u"this is production, and something would be destroyed"_s});
}

sql::ChangeReport runChange(pg::Session &session, const sql::PlannedChange &planned, const ServerChoice &server, qint64 undoes, const RunChange &work)
{
    const sql::Change &change = planned.change;
    const auto journal = openJournal();
    const sql::ChangePlace place{server.profileId(), server.options().summary(), server.options().parameters.value(u"dbname"_s)};
    QString trouble;
    const auto task = session.run(change.title, [&](pg::Connection &connection, core::JobContext &job) {
        StepLines lines(change, job);
        sql::KeptRun kept(journal.get(), place, &lines, undoes);
        const sql::ChangeReport report = work ? work(kept, connection, job) : kept.run(change, connection, job, planned.parameters.get());
        trouble = kept.trouble();
        return report;
    });
    const ChangeWatch watch(session.options(), task.job, session.backendPid()); // with the password that was asked for
    waitFor(task.job);
    const sql::ChangeReport told = task.future.result();
    if (!trouble.isEmpty())
        sayNotKept(trouble);
    return told;
}

void addChangeOptions(QCommandLineParser &parser)
{
    parser.addOption({u"dry-run"_s, u"Prints the SQL and changes nothing."_s});
    parser.addOption({{u"y"_s, u"yes"_s}, u"Applies it without asking."_s});
    parser.addOption({u"confirm"_s, u"On a production connection: the name that would have to be typed."_s, u"name"_s});
    parser.addOption({u"save-migration"_s, u"Writes it into this folder as a migration instead of applying it."_s, u"directory"_s});
    parser.addOption({u"migration-name"_s, u"The name of that migration; otherwise made from what it does."_s, u"name"_s});
}

int applyChange(const QCommandLineParser &parser, const ServerChoice &server, const MakeChange &makeChange, const ExplainFailure &explain, qint64 undoes)
{
    return applyChangeBy(parser, server, makeChange, [&](pg::Session &session, const sql::PlannedChange &planned) {
        const sql::ChangeReport told = runChange(session, planned, server, undoes);
        return tellOutcome(parser, told, explained(session, told, explain));
    });
}

int applyChangeBy(const QCommandLineParser &parser, const ServerChoice &server, const MakeChange &makeChange, const CarryOut &carryOut)
{
    if (parser.isSet(u"dry-run"_s) && parser.isSet(u"save-migration"_s))
        throw UsageError(u"either --dry-run or --save-migration"_s);
    const pg::ConnectOptions &options = server.options();
    pg::Canceller canceller;
    pg::Session session(options, std::make_shared<pg::TypeRegistry>(), {&canceller}, options.summary());
    QObject::connect(&session, &pg::Session::noticeReceived, &session, [](const pg::Diagnostics &notice) {
        if (notice.severity != "NOTICE"_L1 && notice.severity != "DEBUG"_L1)
            printErrorLine(serverMessage(notice));
    });
    connectOrAsk(session, server);
    const auto planned = session.read(u"Plan"_s, [&makeChange](pg::Connection &connection, core::JobContext &) { return makeChange(connection); });
    waitFor(planned.job, false);
    const sql::PlannedChange result = planned.future.result();
    const sql::Change &change = result.change;
    if (parser.isSet(u"dry-run"_s)) {
        say(parser, change.isEmpty() ? u"-- %1: nothing to do\n"_s.arg(change.title) : sql::changeScript(change));
        return Succeeded;
    }
    if (change.isEmpty()) {
        say(parser, u"%1: nothing to do\n"_s.arg(change.title));
        return Succeeded;
    }
    if (parser.isSet(u"save-migration"_s)) {
        saveMigration(parser, change);
        return Succeeded;
    }
    say(parser, describeChange(change));
    if (!mayApply(parser, change, server)) {
        say(parser, u"Nothing was changed.\n"_s);
        return Failed;
    }
    return carryOut(session, result);
}

} // namespace quiver::ctl
