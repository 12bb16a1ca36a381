// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl load: the rows of a file into a table.
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "core/counttext.h"
#include "jobrunner.h"
#include "load/loader.h"
#include "load/loadsteps.h"
#include "load/preview.h"
#include "loadoptions.h"
#include "pg/typeregistry.h"
#include "serverchoice.h"
#include "sql/keptrun.h"
#include "sql/identifier.h"
#include "terminal.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <sys/resource.h>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using load::LoadPlan;
using load::TargetTable;

namespace {

void printStats(const load::LoadReport &report)
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    QJsonObject json;
    json[u"rows"_s] = report.rows;
    json[u"rejected"_s] = report.rejected;
    json[u"bytes"_s] = report.sentBytes;
    json[u"seconds"_s] = report.seconds;
    json[u"peak_rss_mb"_s] = double(usage.ru_maxrss) / 1024; // Linux counts in KiB
    printErrorLine(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
}

QString mappingLine(const load::ColumnMapping &mapping, const TargetTable &target)
{
    const load::TargetColumn *column = target.column(mapping.column);
    QString from;
    switch (mapping.from) {
    case load::ColumnMapping::From::Field: from = mapping.source; break;
    case load::ColumnMapping::From::RowNumber: from = u"the row's number"_s; break;
    case load::ColumnMapping::From::Constant: from = u"“%1”"_s.arg(mapping.source); break;
    case load::ColumnMapping::From::Null: from = u"NULL"_s; break;
    }
    QString line = u"  %1 <- %2"_s.arg(mapping.column + (column ? u' ' + column->type : QString()), from);
    if (mapping.normalise)
        line += u", normalised"_s;
    return line;
}

void printPreview(const LoadPlan &plan, const TargetTable &target)
{
    constexpr int rows = 5;
    constexpr qsizetype width = 60;
    const load::Preview preview = load::preview(plan, target, rows);
    for (const load::PreviewRow &row : preview.rows) {
        printOut(load::placeText(row.place) + u":\n"_s);
        if (!row.problem.isEmpty())
            printOut(u"  bad: %1\n"_s.arg(row.problem));
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const load::PreviewCell &cell = row.cells[i];
            const QString value = cell.isNull ? u"NULL"_s : cell.text.size() > width ? cell.text.left(width) + u'…' : cell.text;
            printOut(u"  %1: %2%3\n"_s.arg(preview.columns[qsizetype(i)], value, cell.problem.isEmpty() ? QString() : u"  bad: "_s + cell.problem));
        }
    }
}

/// What would be done, without doing it. False where it could not be.
bool printDryRun(pg::Session &session, const LoadPlan &plan, const load::SourceInfo &source, const TargetTable &found)
{
    const TargetTable target = plan.create ? load::targetOf(plan, found) : found;
    printOut(u"%1: %2%3 into %4%5\n"_s.arg(source.file, load::formatName(source.format), source.rows >= 0 ? u", "_s + core::rowsText(source.rows) : QString(),
                                          target.sqlName, plan.create ? u", which is created"_s : QString()));
    for (const QString &remark : source.remarks)
        printOut(u"  %1\n"_s.arg(remark));
    for (const load::ColumnMapping &mapping : plan.columns)
        printOut(mappingLine(mapping, target) + u'\n');
    const auto problems = load::problemsOf(plan, source, found);
    for (const load::PlanProblem &problem : problems)
        printOut(u"%1: %2%3\n"_s.arg(problem.isError ? u"error"_s : u"note"_s, problem.column.isEmpty() ? QString() : problem.column + u": "_s, problem.message));
    if (load::hasErrors(problems))
        return false;
    const auto statements = session.read(u"Name a load's statements"_s, [&](pg::Connection &connection, core::JobContext &) {
        return load::statementsOf(connection, plan, found);
    });
    waitFor(statements.job, false);
    for (const QString &statement : statements.future.result())
        printOut(statement + u";\n"_s);
    printPreview(plan, target);
    return true;
}

/// The options that lead on from where the load was refused.
QString wayOn(const load::LoadError &error)
{
    using Cause = load::LoadError::Cause;
    if (error.cause() == Cause::LoadedBefore)
        return u"--restart loads its rows once more."_s;
    if (error.cause() == Cause::Unfinished)
        return u"--restart begins with the first row, whatever stands; --forget %1 gives the earlier load up, and its rows stay."_s.arg(error.unfinished);
    if (error.cause() == Cause::RejectFile)
        return u"--rejects names the file of rejected rows."_s;
    return {};
}

/// Runs a load, and says how it ended.
int report(const std::function<load::LoadReport(core::JobContext &)> &load, load::LoadReport &done)
{
    try {
        done = runJob(u"Load"_s, load);
    } catch (const load::LoadError &error) {
        done = error.report();
        printError(error.message());
        if (const QString way = wayOn(error); !way.isEmpty())
            printErrorLine(way);
        return Failed;
    } catch (const core::Cancelled &cancelled) {
        printErrorLine(cancelled.message());
        return Interrupted;
    }
    printOut(done.summary() + u'\n');
    return Succeeded;
}

/// In production the table's name has to be given where a load takes something away.
void confirmed(const QCommandLineParser &parser, const ServerChoice &server, bool destroys, const QString &table)
{
    if (destroys && server.environment() == core::Environment::Production && parser.value(u"confirm"_s) != table)
        throw UsageError(u"this is production, and what is there would be changed: add --confirm '%1'; nothing was loaded"_s.arg(table));
}

int loadFile(const QCommandLineParser &parser, load::LoadWatch &watch, load::LoadReport &done)
{
    const QStringList files = parser.positionalArguments();
    if (files.size() != 1)
        throw UsageError(files.isEmpty() ? u"the file is missing"_s : u"one file at a time"_s);
    LoadPlan plan = loadPlan(parser, QFileInfo(files.first()).absoluteFilePath());
    const auto server = serverOption(parser);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    const auto facts = session.read(u"Read the table"_s, [&](pg::Connection &connection, core::JobContext &) {
        return load::readTarget(connection, plan.schema, plan.table);
    });
    waitFor(facts.job, false);
    const TargetTable target = facts.future.result();
    if (!target.exists() && !plan.create)
        throw core::Error(u"there is no table %1; --create makes it"_s.arg(target.sqlName));
    const load::SourceInfo source = load::openSource(plan.file, plan.source)->info();
    fillColumns(parser, source, target, plan);
    if (parser.isSet(u"dry-run"_s))
        return printDryRun(session, plan, source, target) ? Succeeded : Failed;

    const bool destroys = plan.onDuplicate == load::OnDuplicate::Update || plan.indexAfterwards || plan.unlogged;
    confirmed(parser, *server, destroys, target.sqlName);
    for (const QString &remark : source.remarks)
        printOut(remark + u'\n');
    if (source.guessedHeader)
        printOut(u"--header or --no-header says so.\n"_s);
    return report([&](core::JobContext &job) { return load::Loader(session, plan, &watch).run(job); }, done);
}

int copyFromServer(const QCommandLineParser &parser, load::LoadReport &done)
{
    const load::CopyPlan plan = copyPlan(parser);
    const auto server = serverOption(parser);
    const auto other = otherServerOption(parser, u"from-"_s);
    const ServerChoice &from = other ? *other : *server;
    confirmed(parser, *server, plan.onDuplicate == load::OnDuplicate::Update || plan.indexAfterwards, sql::quoteQualified(plan.schema, plan.table));
    pg::Canceller canceller;
    pg::Session target(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    pg::Session source(from.options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, from.options().summary());
    connectOrAsk(target, *server);
    connectOrAsk(source, from);
    return report([&](core::JobContext &job) { return load::copyRows(source, target, plan, job); }, done);
}

/// Loads, and ends with the line of --stats, however the load has ended: scripts count on it.
int loadRows(const QCommandLineParser &parser)
{
    QElapsedTimer timer;
    timer.start();
    load::LoadWatch watch;
    load::LoadReport done;
    int status = Failed;
    try {
        status = isCopy(parser) ? copyFromServer(parser, done) : loadFile(parser, watch, done);
    } catch (const UsageError &) { // nothing was tried
        throw;
    } catch (const core::Cancelled &cancelled) {
        printErrorLine(cancelled.message());
        status = Interrupted;
    } catch (const std::exception &) {
        printError(core::describe(std::current_exception()));
    }
    if (!parser.isSet(u"stats"_s))
        return status;
    if (!done.complete) {
        const load::LoadFigures figures = watch.figures();
        done.rows = figures.rows;
        done.rejected = figures.rejected;
        done.sentBytes = figures.sentBytes;
        done.seconds = double(timer.nsecsElapsed()) / 1e9;
    }
    printStats(done);
    return status;
}

std::vector<load::UnfinishedLoad> unfinishedLoads(pg::Session &session)
{
    const auto task = session.read(u"Unfinished loads"_s, [](pg::Connection &connection, core::JobContext &) { return load::unfinishedLoads(connection); });
    waitFor(task.job, false);
    return task.future.result();
}

/// What the load still owes its table is never dropped without a word.
int forget(const QCommandLineParser &parser, const ServerChoice &server, pg::Session &session)
{
    const QString id = parser.value(u"forget"_s);
    const auto loads = unfinishedLoads(session);
    const auto found = std::ranges::find(loads, id, &load::UnfinishedLoad::id);
    if (found == loads.end())
        throw core::Error(u"no load %1 is unfinished; --unfinished lists those that are"_s.arg(id));
    const bool finishes = parser.isSet(u"finish"_s), leaves = parser.isSet(u"leave"_s);
    if (finishes && leaves)
        throw UsageError(u"either --finish or --leave"_s);
    if (finishes && found->table.isEmpty())
        throw core::Error(u"the table of the load is gone, and nothing can be finished; it was not forgotten: --leave does"_s);
    if (!found->pending.isEmpty() && !finishes && !leaves)
        throw core::Error(u"the load was not forgotten, because these statements would end it and were not run; add --finish to run them first, or "
                          "--leave to forget it without them:\n%1;"_s.arg(found->pending.join(u";\n"_s)));
    if (!finishes) {
        auto task = session.run(u"Forget a load"_s, [&](pg::Connection &connection, core::JobContext &) { load::forgetLoad(connection, id); });
        waitFor(task.job, false);
        task.future.waitForFinished();
        if (!found->pending.isEmpty())
            printOut(u"Forgotten. These statements were not run:\n%1;\n"_s.arg(found->pending.join(u";\n"_s)));
        return Succeeded;
    }
    confirmed(parser, server, true, found->table);
    const auto finish = [&](sql::KeptRun &kept, pg::Connection &connection, core::JobContext &job) { return load::finishLoad(connection, job, *found, kept); };
    const sql::ChangeReport report = runChange(session, load::owedBy(*found), server, 0, finish);
    printOut(report.summary() + u'\n');
    return report.succeeded() ? Succeeded : report.cancelled ? Interrupted : Failed;
}

int listUnfinished(const QCommandLineParser &parser)
{
    const auto server = serverOption(parser);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    if (parser.isSet(u"forget"_s))
        return forget(parser, *server, session);
    for (const load::UnfinishedLoad &unfinished : unfinishedLoads(session)) {
        printOut(u"%1  %2 into %3: %4 loaded, %5 rejected, by %6 on %7%8\n"_s
                     .arg(unfinished.id, unfinished.source, unfinished.table.isEmpty() ? u"a table that is gone"_s : unfinished.table)
                     .arg(core::rowsText(unfinished.rows), core::countText(unfinished.rejected), unfinished.user, unfinished.updatedAt.toString(Qt::ISODate), unfinished.isRunning ? u", running"_s : QString()));
        for (const QString &statement : unfinished.pending)
            printOut(u"  left for its end: %1\n"_s.arg(statement));
    }
    return Succeeded;
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Loads a CSV, TSV, JSON lines, .npy, .fvecs, .bvecs, .ivecs or HDF5 file into a table by binary COPY. Every value is checked before it is sent. "
        "Batches are committed as they go; after any interruption the same command goes on behind the last committed row, also where the file was "
        "corrected or continued behind it. A load that has come to its end is known as well: the same command says so and loads nothing, also where the "
        "program was killed before it could say that it was done; --restart loads the file once more. A table that was emptied is loaded without asking.\n"
        "Rows of a server (--from-table, --from-query) are one statement there and one transaction here: all of them or none, and nothing to go on from.\n"
        "Without --profile and --url rows go to the sandbox's demo database."_s);
    parser.addPositionalArgument(u"FILE"_s, u"What to load."_s);
    addServerOptions(parser);
    addLoadOptions(parser);
    addCopyOptions(parser);
    parser.addOption({u"confirm"_s, u"The table's name, where rows are updated or indexes dropped in production."_s, u"name"_s});
    parser.addOption({u"stats"_s, u"Prints one line of JSON to standard error: rows, rejected, bytes, seconds, peak_rss_mb; also of a load that failed or was refused."_s});
    parser.addOption({u"unfinished"_s, u"Lists the loads that were interrupted and not taken up again."_s});
    parser.addOption({u"forget"_s, u"Forgets how far such a load is; its rows stay. Where statements of its end were not run (indexes to be built again), "
                                   "they are named, and --finish or --leave says what becomes of them."_s, u"id"_s});
    parser.addOption({u"finish"_s, u"With --forget: runs those statements first."_s});
    parser.addOption({u"leave"_s, u"With --forget: leaves them undone, and prints them."_s});
    if (!parse(parser, u"load FILE|--from-table TABLE|--from-query SQL --table TABLE [--profile NAME|--url URL] [options]"_s, arguments))
        return Succeeded;
    if (parser.isSet(u"unfinished"_s) || parser.isSet(u"forget"_s))
        return listUnfinished(parser);
    return loadRows(parser);
}

} // namespace

int loadCommand(const QStringList &arguments)
{
    return guarded(u"load"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
