// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index repair: the INVALID indexes of a database, rebuilt or dropped.
#include "careplan.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "index/invalidradar.h"
#include "indexactions.h"
#include "jobrunner.h"
#include "sql/identifier.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using index::InvalidIndex;

namespace {

/// Those of \p all that were named, or all of them.
std::vector<InvalidIndex> chosen(std::vector<InvalidIndex> all, const QStringList &names)
{
    if (names.isEmpty())
        return all;
    std::vector<InvalidIndex> found;
    for (const QString &name : names) {
        const auto parts = sql::nameParts(name);
        const auto isMeant = [&](const InvalidIndex &each) {
            return parts && each.name == parts->last() && (parts->size() == 1 || each.schema == parts->first());
        };
        QStringList met;
        for (const InvalidIndex &each : all) {
            if (isMeant(each))
                met << sql::quoteQualified(each.schema, each.name);
        }
        if (met.isEmpty())
            throw core::Error(u"there is no INVALID index %1"_s.arg(name));
        if (met.size() > 1)
            throw core::Error(u"%1 INVALID indexes have the name %2: say which, %3"_s.arg(met.size()).arg(name, met.join(u" or "_s)));
        const InvalidIndex &index = *std::ranges::find_if(all, isMeant);
        if (std::ranges::find(found, index.oid, &InvalidIndex::oid) == found.end()) // named twice
            found.push_back(index);
    }
    return found;
}

int show(const ServerChoice &server, bool json)
{
    pg::Canceller canceller;
    pg::Session session(server.options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server.options().summary());
    connectOrAsk(session, server);
    const auto task = session.read(u"INVALID indexes"_s, [](pg::Connection &connection, core::JobContext &) { return index::invalidIndexes(connection); });
    waitFor(task.job, false);
    const auto found = task.future.result();
    QJsonArray array;
    for (const InvalidIndex &each : found) {
        const bool rebuilds = index::usualRepair(each) == index::Repair::Rebuild, isPartitioned = each.kind == InvalidIndex::Kind::Partitioned;
        if (json)
            array.append(QJsonObject{{u"schema"_s, each.schema}, {u"name"_s, each.name}, {u"table"_s, sql::quoteQualified(each.tableSchema, each.table)},
                                     {u"method"_s, each.method}, {u"size_bytes"_s, each.bytes}, {u"original"_s, each.original}, {u"words"_s, each.words()},
                                     {u"repair"_s, isPartitioned ? u"create"_s : rebuilds ? u"rebuild"_s : u"drop"_s}});
        else
            printOut(u"%1\n  usually: %2\n"_s.arg(each.words(), isPartitioned ? u"create it again, which goes on where it stopped"_s : rebuilds ? u"build it anew"_s : u"drop it"_s));
    }
    if (json)
        printOut(QString::fromUtf8(QJsonDocument(array).toJson()));
    else if (found.empty())
        printOut(u"There are no INVALID indexes.\n"_s);
    return found.empty() ? Succeeded : NeedsAttention;
}

} // namespace

int repairIndexAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Finds the indexes that a failed, cancelled or killed build left INVALID, and repairs those that are named, or all: what failed is built "
                                     "anew, copies that REINDEX left (_ccnew, _ccold) are dropped. Those that are being built right now are left alone. One that cannot be repaired does not "
                                     "keep it from the others; the exit status is 1 where one failed, and 3 where one is left as it is. --check only lists them; "
                                     "the exit status is then 3 where there are any."_s);
    parser.addPositionalArgument(u"index"_s, u"[SCHEMA.]INDEX, as in SQL; none: all of them."_s, u"[INDEX ...]"_s);
    addServerOptions(parser);
    addChangeOptions(parser);
    parser.addOption({u"check"_s, u"Lists them and changes nothing."_s});
    parser.addOption({u"json"_s, u"--check: as JSON."_s});
    parser.addOption({u"rebuild"_s, u"Builds them anew; a copy is dropped and its index built anew."_s});
    parser.addOption({u"drop"_s, u"Drops them."_s});
    if (!parse(parser, u"index repair [INDEX ...] [--check|--rebuild|--drop] [options]"_s, arguments))
        return Succeeded;
    if (parser.isSet(u"check"_s) + parser.isSet(u"rebuild"_s) + parser.isSet(u"drop"_s) > 1)
        throw UsageError(u"one of --check, --rebuild, --drop at a time"_s);
    if (parser.isSet(u"json"_s) && !parser.isSet(u"check"_s))
        throw UsageError(u"--json goes with --check"_s);
    const auto server = serverOption(parser);
    if (parser.isSet(u"check"_s))
        return show(*server, parser.isSet(u"json"_s));
    std::optional<index::Repair> repair;
    if (parser.isSet(u"rebuild"_s) || parser.isSet(u"drop"_s))
        repair = parser.isSet(u"drop"_s) ? index::Repair::Drop : index::Repair::Rebuild;
    const QStringList names = parser.positionalArguments();
    return applyCare(parser, *server, [&](pg::Connection &connection) {
        return index::planRepairs(connection, chosen(index::invalidIndexes(connection), names), repair);
    });
}

} // namespace quiver::ctl
