// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl journal: the changes that were made with Quiver, what they did, and undoing them.
#include "await.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "profilebook.h"
#include "sandbox/sandbox.h"
#include "sql/changejournal.h"
#include "sql/losses.h"
#include "store/paths.h"
#include "store/workspace.h"
#include "terminal.h"

#include <limits>
#include <optional>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using store::ChangeEntry;

namespace {

QList<ChangeEntry> entries(const store::ChangeFilter &filter, int limit, qint64 beforeId = 0)
{
    return await(store::Workspace::open(store::workspaceFile())->changes(filter, limit, beforeId));
}

QString outcome(const ChangeEntry &entry)
{
    switch (entry.outcome) {
    case ChangeEntry::Outcome::Done: return entry.undoneAt.isValid() ? u"undone"_s : u"done"_s;
    case ChangeEntry::Outcome::Failed: return u"failed"_s;
    case ChangeEntry::Outcome::Running: return u"running"_s;
    case ChangeEntry::Outcome::Interrupted: return u"interrupted"_s;
    case ChangeEntry::Outcome::Cancelled: break;
    }
    return u"cancelled"_s;
}

QString moment(const QDateTime &utc)
{
    return utc.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

int list(const QCommandLineParser &parser)
{
    const int limit = int(numberOption(parser, u"limit"_s, 1, 100000));
    QList<QStringList> rows{{u"change"_s, u"begun at"_s, u"outcome"_s, u"server"_s, u"what"_s}};
    for (const ChangeEntry &entry : entries({parser.value(u"find"_s), {}}, limit))
        rows << QStringList{QString::number(entry.id), moment(entry.startedAt), outcome(entry), entry.server, entry.title};
    if (rows.size() > 1)
        printTable(rows);
    return Succeeded;
}

std::optional<ChangeEntry> entryNumbered(qint64 id)
{
    const QList<ChangeEntry> found = entries({}, 1, id + 1);
    return found.isEmpty() || found.first().id != id ? std::nullopt : std::optional(found.first());
}

ChangeEntry entryNamed(const QStringList &arguments)
{
    bool ok = false;
    const qint64 id = arguments.value(1).toLongLong(&ok);
    if (arguments.size() != 2 || !ok || id < 1 || id == std::numeric_limits<qint64>::max())
        throw UsageError(u"the number of one change is needed; see: quiverctl journal list"_s);
    if (const std::optional<ChangeEntry> found = entryNumbered(id))
        return *found;
    throw core::Error(u"there is no change %1 in the journal; see: quiverctl journal list"_s.arg(id));
}

int show(const ChangeEntry &entry)
{
    const bool isRunning = entry.outcome == ChangeEntry::Outcome::Running;
    const auto report = sql::reportOf(entry);
    const QString obstacle = report ? report->undoObstacle() : QString();
    printOut(u"%1\n%2 on %3, %4 s\n\n%5\n\n%6\n"_s.arg(entry.title, moment(entry.startedAt), entry.server)
                 .arg(double(entry.durationMs) / 1000, 0, 'f', 1)
                 .arg(isRunning ? u"It is running."_s : entry.message, entry.script.trimmed()));
    if (entry.undoneAt.isValid())
        printOut(u"\nUndone at %1.\n"_s.arg(moment(entry.undoneAt)));
    else if (!isRunning)
        printOut(entry.undoScript.isEmpty() ? u"\nNothing of it can be undone%1.\n"_s.arg(obstacle.isEmpty() ? obstacle : u": "_s + obstacle)
                                            : u"\nUndone by:\n\n%1"_s.arg(entry.undoScript));
    return Succeeded;
}

/// The server that was named, or else the profile that the change went through, or the sandbox where it was made there.
std::unique_ptr<ServerChoice> serverOf(const ChangeEntry &entry, const QCommandLineParser &parser)
{
    if (namesServer(parser))
        return serverOption(parser);
    ProfileBook book;
    for (const store::Profile &profile : book.all()) {
        if (!entry.profileId.isNull() && profile.id == entry.profileId)
            return std::make_unique<ServerChoice>(profile, book.secretsOf(profile));
    }
    if (const sandbox::Sandbox sandbox; sandbox.connectOptions().summary() == entry.server)
        return serverOption(parser);
    throw UsageError(u"it was made on %1: say with --profile or --url where that is"_s.arg(entry.server));
}

/// Says what speaks against it. \throws core::Error, UsageError where it is not to be done
void checkUndo(const ChangeEntry &entry, const QCommandLineParser &parser)
{
    store::ChangeFilter filter;
    filter.server = entry.server;
    filter.object = entry.object;
    filter.afterId = entry.id;
    const sql::UndoFacts facts = sql::undoFacts(entry, entries(filter, std::numeric_limits<int>::max()));
    if (facts.undoneAt.isValid())
        throw core::Error(u"change %1 was undone at %2 already; nothing was changed. To make it again: quiverctl journal repeat %1"_s.arg(entry.id).arg(moment(facts.undoneAt)));
    if (facts.underWay > 0)
        throw core::Error(u"change %1 is being undone just now, by change %2; nothing was changed"_s.arg(entry.id).arg(facts.underWay));
    if (facts.continuedBy > 0)
        throw core::Error(u"change %1 went on from there: undo that one, and both are taken back; nothing was changed"_s.arg(facts.continuedBy));
    if (facts.standing.isEmpty())
        return;
    printErrorLine(u"newer changes of %1 stand, and may rest on this one:"_s.arg(entry.object));
    for (const ChangeEntry &each : facts.standing)
        printErrorLine(u"%1  %2"_s.arg(each.id, 5).arg(each.title));
    if (parser.isSet(u"yes"_s) && !parser.isSet(u"out-of-order"_s) && !parser.isSet(u"dry-run"_s))
        throw UsageError(u"undo those first, or add --out-of-order; nothing was changed"_s);
}

/// Databases that have not begun need all of the steps, also those that an earlier run had done.
sql::Change forMigration(const ChangeEntry &entry)
{
    store::ChangeFilter same;
    same.server = entry.server;
    same.object = entry.object;
    if (const auto whole = sql::wholeChange(entry, entries(same, std::numeric_limits<int>::max(), entry.id)))
        return *whole;
    throw core::Error(u"change %1 went on from one that the journal does not have: it is only a part of what a database that has not begun "
                      "needs. Plan it anew on such a database, with --save-migration there; nothing was written"_s.arg(entry.id));
}

int again(const ChangeEntry &entry, const QCommandLineParser &parser, bool undo)
{
    if (entry.outcome == ChangeEntry::Outcome::Running)
        throw core::Error(u"change %1 is running: cancel it, or wait for its end; nothing was changed"_s.arg(entry.id));
    const auto report = sql::reportOf(entry);
    if (!report)
        throw core::Error(u"change %1 cannot be read from the journal"_s.arg(entry.id));
    const sql::Change change = undo ? report->undo() : parser.isSet(u"save-migration"_s) ? forMigration(entry) : report->change;
    if (undo && change.isEmpty())
        throw core::Error(u"nothing of change %1 can be undone: %2"_s.arg(entry.id).arg(report->undoObstacle()));
    // An undo that is run again is one, too.
    const std::optional<ChangeEntry> undone = undo ? entry : entry.undoes > 0 ? entryNumbered(entry.undoes) : std::nullopt;
    if (undone)
        checkUndo(*undone, parser);
    const auto server = serverOf(entry, parser);
    if (server->options().summary() != entry.server)
        printErrorLine(u"note: it was made on %1, this is %2"_s.arg(entry.server, server->options().summary()));
    const auto counted = [&change](pg::Connection &connection) {
        sql::Change made = change;
        sql::countLosses(connection, made);
        return made;
    };
    return applyChange(parser, *server, counted, {}, undone ? undone->id : 0);
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"list: the changes made with Quiver on this machine, newest first. show: one of them with its SQL, what stands and what "
                                     "undoes it. undo: takes back what stands of it. repeat: runs it again; of one that was interrupted, the "
                                     "steps that are missing."_s);
    parser.addPositionalArgument(u"action"_s, u"list, show, undo or repeat"_s);
    parser.addPositionalArgument(u"number"_s, u"Of the change, as list prints it."_s);
    parser.addOption({u"limit"_s, u"At most so many are listed."_s, u"n"_s, u"50"_s});
    parser.addOption({u"find"_s, u"Lists only those with these words in title, SQL, server or message."_s, u"words"_s});
    parser.addOption({u"out-of-order"_s, u"With --yes: undoes it although newer changes of the same object stand."_s});
    addServerOptions(parser);
    addChangeOptions(parser);
    if (!parse(parser, u"journal list|show|undo|repeat [NUMBER]"_s, arguments))
        return Succeeded;
    const QStringList words = parser.positionalArguments();
    const QString action = words.value(0);
    if (action == u"list" && words.size() == 1)
        return list(parser);
    if (action == u"show")
        return show(entryNamed(words));
    if (action == u"undo" || action == u"repeat")
        return again(entryNamed(words), parser, action == u"undo");
    throw UsageError(u"one of list, show, undo, repeat is needed"_s);
}

} // namespace

int journalCommand(const QStringList &arguments)
{
    return guarded(u"journal"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
