// SPDX-License-Identifier: GPL-3.0-or-later
#include "changecommand.h"

#include "asking.h"
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
        if (const QString word = wordFor(report.state); !word.isEmpty())
            m_job.log(u"%1  %2/%3  %4 (%5)"_s.arg(word, -12).arg(index + 1).arg(m_change.steps.size())
                          .arg(m_change.steps[index].title, facts(report)));
    }

private:
    static QString wordFor(sql::StepState state)
    {
        switch (state) {
        case sql::StepState::Done: return u"done"_s;
        case sql::StepState::AlreadyDone: return u"done before"_s;
        case sql::StepState::RolledBack: return u"rolled back"_s;
        case sql::StepState::Failed: return u"failed"_s;
        case sql::StepState::Cancelled: return u"cancelled"_s;
        case sql::StepState::CleanedUp: return u"cleaned up"_s;
        case sql::StepState::LeftBehind: return u"left behind"_s;
        case sql::StepState::Unknown: return u"unknown"_s;
        case sql::StepState::Waiting:
        case sql::StepState::Running: break;
        }
        return {};
    }
    static QString facts(const sql::StepReport &report)
    {
        const bool quick = report.durationMs < 1000;
        const QString time = quick ? u"%1 ms"_s.arg(qRound(report.durationMs)) : u"%1 s"_s.arg(report.durationMs / 1000, 0, 'f', 1);
        return report.rows > 0 ? u"%1, %L2 rows"_s.arg(time).arg(report.rows) : time;
    }

    const sql::Change &m_change;
    core::JobContext &m_job;
};

void sayNotKept(const QString &why)
{
    printErrorLine(u"not written to the journal: "_s + why);
}

/// Null, which is told, where it cannot be opened: the change is run all the same.
std::unique_ptr<store::Workspace> openJournal()
{
    try {
        return store::Workspace::open(store::workspaceFile());
    } catch (const core::Error &error) {
        sayNotKept(error.message());
        return nullptr;
    }
}

int report(const sql::ChangeReport &report, const QString &words)
{
    if (report.succeeded()) {
        printOut(report.summary() + u'\n');
        return Succeeded;
    }
    printError(words.isEmpty() ? report.summary() : words);
    if (const sql::Change undo = report.undo(); !undo.isEmpty())
        printErrorLine(u"What stands is undone by:\n\n"_s + sql::changeScript(undo).trimmed());
    return report.cancelled ? Interrupted : Failed;
}

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
        printOut(u"wrote %1\n"_s.arg(file));
}

} // namespace

bool mayApply(const QCommandLineParser &parser, const sql::Change &change, const ServerChoice &server)
{
    const sql::Guard guard = sql::guardFor(change, server.environment(), {server.options().parameters.value(u"dbname"_s)});
    return agrees(parser, guard, {u"Apply?"_s, u"this is production, and something would be destroyed"_s});
}

sql::ChangeReport runChange(pg::Session &session, const sql::Change &change, const ServerChoice &server, qint64 undoes, const RunChange &work)
{
    const auto journal = openJournal();
    const sql::ChangePlace place{server.profileId(), server.options().summary(), server.options().parameters.value(u"dbname"_s)};
    QString trouble;
    const auto task = session.run(change.title, [&](pg::Connection &connection, core::JobContext &job) {
        StepLines lines(change, job);
        sql::KeptRun kept(journal.get(), place, &lines, undoes);
        const sql::ChangeReport report = work ? work(kept, connection, job) : kept.run(change, connection, job);
        trouble = kept.trouble();
        return report;
    });
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
    const sql::Change change = planned.future.result();
    if (parser.isSet(u"dry-run"_s)) {
        printOut(change.isEmpty() ? u"-- %1: nothing to do\n"_s.arg(change.title) : sql::changeScript(change));
        return Succeeded;
    }
    if (change.isEmpty()) {
        printOut(u"%1: nothing to do\n"_s.arg(change.title));
        return Succeeded;
    }
    if (parser.isSet(u"save-migration"_s)) {
        saveMigration(parser, change);
        return Succeeded;
    }
    printOut(describeChange(change));
    if (!mayApply(parser, change, server)) {
        printOut(u"Nothing was changed.\n"_s);
        return Failed;
    }
    const sql::ChangeReport told = runChange(session, change, server, undoes);
    return report(told, explained(session, told, explain));
}

} // namespace quiver::ctl
