// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index list: indexes with their figures, and what those show.
#include "buildrunner.h"
#include "catalog/tablefacts.h"
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "index/annchoice.h"
#include "index/indexfindings.h"
#include "index/pastbuilds.h"
#include "indexactions.h"
#include "jobrunner.h"
#include "pg/connection.h"
#include "serverchoice.h"
#include "sql/identifier.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using index::IndexEntry;

namespace {

struct Shown {
    index::IndexList list;
    std::vector<index::IndexFinding> findings;
    std::vector<index::AnnChoice> choices;
    index::CachedShares cached;
};

Shown readList(pg::Connection &connection, const std::optional<TableArgument> &argument, const QList<store::BuildEntry> &builds, bool withCache)
{
    Shown shown;
    pg::Oid table = 0;
    if (argument) {
        const TableArgument found = resolved(connection, *argument);
        table = pg::Oid(connection.exec({"SELECT COALESCE(pg_catalog.to_regclass($1)::pg_catalog.oid, 0)",
                                         {pg::Param::text(sql::quoteQualified(found.schema, found.name))}}).integer(0, 0));
        if (table == 0)
            throw core::Error(u"there is no table %1"_s.arg(sql::quoteQualified(found.schema, found.name)));
    }
    shown.list = index::indexList(connection, table);
    const QString database = connection.exec("SELECT pg_catalog.current_database()").text(0, 0);
    shown.findings = index::findingsOf(shown.list, index::buildMoments(shown.list, builds, database));
    QSet<pg::Oid> asked;
    for (const std::vector<pg::Oid> &group : index::rivals(shown.list)) {
        const pg::Oid of = shown.list.find(group.front())->tableOid;
        if (asked.contains(of))
            continue;
        asked << of;
        std::ranges::move(index::annChoices(connection, of), std::back_inserter(shown.choices));
    }
    if (withCache)
        shown.cached = index::cachedShares(connection);
    return shown;
}

QString stateOf(const IndexEntry &entry)
{
    return entry.isBeingBuilt ? u"at work"_s : !entry.canUse() ? u"INVALID"_s : QString();
}

QString cachedText(const Shown &shown, const IndexEntry &entry)
{
    const auto found = shown.cached.shares.find(entry.oid);
    return found == shown.cached.shares.end() ? u"0 %"_s : u"%1 %"_s.arg(found->second * 100, 0, 'f', 0);
}

void printRows(const Shown &shown, bool withCache)
{
    QList<QStringList> rows{{u"TABLE"_s, u"INDEX"_s, u"METHOD"_s, u"ON"_s, u"OPTIONS"_s, u"SIZE"_s, u"PER ROW"_s, u"SCANS"_s, u"READ"_s, u"DEAD ROWS"_s, u"BLOAT"_s, u"STATE"_s}};
    if (shown.list.tellsLastUse())
        rows.first() << u"LAST USED"_s;
    if (withCache)
        rows.first() << u"IN MEMORY"_s;
    for (const IndexEntry &entry : shown.list.entries) {
        QString on = entry.keys.join(u", "_s);
        if (entry.isAnn)
            on += u' ' + entry.opclasses.join(u' ');
        if (!entry.predicate.isEmpty())
            on += u" WHERE "_s + entry.predicate;
        QStringList row{sql::quoteQualified(entry.schema, entry.table), sql::quoteIdentifier(entry.name), entry.method, on, entry.options.join(u' '),
                        entry.bytes < 0 ? u"locked"_s : catalog::bytesText(entry.bytes), entry.bytesPerRow() < 0 ? QString() : catalog::bytesText(qint64(entry.bytesPerRow())),
                        catalog::countText(double(entry.scans)), catalog::countText(double(entry.tuplesRead)),
                        catalog::countText(double(entry.deadRows)), entry.bloat() < 0 ? QString() : u"%1x"_s.arg(entry.bloat(), 0, 'f', 1), stateOf(entry)};
        if (shown.list.tellsLastUse())
            row << (entry.lastUsed.isValid() ? entry.lastUsed.toString(u"yyyy-MM-dd"_s) : QString());
        if (withCache)
            row << cachedText(shown, entry);
        rows << row;
    }
    printTable(rows);
}

QString severityName(index::IndexFinding::Severity severity)
{
    using Severity = index::IndexFinding::Severity;
    return severity == Severity::Problem ? u"problem"_s : severity == Severity::Warning ? u"warning"_s : u"note"_s;
}

QJsonValue orNull(double value)
{
    return value < 0 ? QJsonValue() : QJsonValue(value);
}

QJsonObject jsonOf(const Shown &shown, const IndexEntry &entry, bool withCache)
{
    QJsonObject object{{u"schema"_s, entry.schema}, {u"table"_s, entry.table}, {u"name"_s, entry.name}, {u"method"_s, entry.method},
                       {u"keys"_s, QJsonArray::fromStringList(entry.keys)}, {u"opclasses"_s, QJsonArray::fromStringList(entry.opclasses)},
                       {u"options"_s, QJsonArray::fromStringList(entry.options)}, {u"predicate"_s, entry.predicate}, {u"constraint"_s, entry.constraint},
                       {u"size_bytes"_s, orNull(double(entry.bytes))}, {u"rows"_s, orNull(entry.rows)}, {u"fresh_bytes"_s, orNull(entry.freshBytes)},
                       {u"scans"_s, entry.scans}, {u"tuples_read"_s, entry.tuplesRead}, {u"tuples_fetched"_s, entry.tuplesFetched},
                       {u"last_used"_s, entry.lastUsed.isValid() ? QJsonValue(entry.lastUsed.toString(Qt::ISODate)) : QJsonValue()},
                       {u"valid"_s, entry.isValid}, {u"ready"_s, entry.isReady}, {u"at_work"_s, entry.isBeingBuilt}, {u"dead_rows"_s, entry.deadRows}};
    if (withCache && shown.cached.unavailable.isEmpty()) {
        const auto share = shown.cached.shares.find(entry.oid);
        object.insert(u"cached_share"_s, share == shown.cached.shares.end() ? 0.0 : share->second);
    }
    return object;
}

void printJson(const Shown &shown, bool withCache)
{
    QJsonArray indexes, findings, choices;
    for (const IndexEntry &entry : shown.list.entries)
        indexes.append(jsonOf(shown, entry, withCache));
    for (const index::IndexFinding &finding : shown.findings)
        findings.append(QJsonObject{{u"index"_s, index::nameOf(*shown.list.find(finding.index))}, {u"severity"_s, severityName(finding.severity)},
                                    {u"text"_s, finding.text}, {u"remedy"_s, finding.remedy}});
    for (const index::AnnChoice &choice : shown.choices) {
        const IndexEntry *winner = shown.list.find(choice.winner);
        choices.append(QJsonObject{{u"key"_s, choice.key}, {u"operator"_s, choice.operatorText}, {u"winner"_s, winner ? QJsonValue(index::nameOf(*winner)) : QJsonValue()},
                                   {u"cost"_s, orNull(choice.cost)}, {u"words"_s, choice.words}});
    }
    const QJsonObject all{{u"indexes"_s, indexes}, {u"findings"_s, findings}, {u"planner"_s, choices},
                          {u"counted_since"_s, shown.list.statsReset.isValid() ? QJsonValue(shown.list.statsReset.toString(Qt::ISODate)) : QJsonValue()}};
    printOut(QString::fromUtf8(QJsonDocument(all).toJson()));
}

} // namespace

int listIndexesAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The indexes of the database, or of one table with its partitions: size, uses and state, then what these show (INVALID, duplicates, unused, "
                                     "swollen, drifted lists), and which of several approximate indexes on one column the planner takes."_s);
    addServerOptions(parser);
    addTableArgument(parser);
    parser.addOption({u"cached"_s, u"Also how much of each is in shared_buffers (needs pg_buffercache)."_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (!parse(parser, u"index list [--table [SCHEMA.]TABLE] [--cached] [--json]"_s, arguments))
        return Succeeded;
    const auto table = parser.isSet(u"table"_s) ? std::optional(tableArgument(parser)) : std::nullopt;
    const bool withCache = parser.isSet(u"cached"_s);
    const auto server = serverOption(parser);
    const QList<store::BuildEntry> builds = buildsOn(*server);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    const auto task = session.read(u"Indexes"_s, [&](pg::Connection &connection, core::JobContext &) { return readList(connection, table, builds, withCache); });
    waitFor(task.job, false);
    const Shown shown = task.future.result();
    if (!shown.cached.unavailable.isEmpty())
        printErrorLine(u"note: "_s + shown.cached.unavailable);
    if (parser.isSet(u"json"_s)) {
        printJson(shown, withCache);
        return Succeeded;
    }
    if (shown.list.entries.empty()) {
        printErrorLine(u"there are no indexes"_s);
        return Succeeded;
    }
    printRows(shown, withCache && shown.cached.unavailable.isEmpty());
    for (const index::IndexFinding &finding : shown.findings)
        printOut(u"\n%1: %2\n  %3\n"_s.arg(severityName(finding.severity), finding.text, finding.remedy));
    for (const index::AnnChoice &choice : shown.choices)
        printOut(u"\nplanner: %1\n"_s.arg(choice.words));
    return Succeeded;
}

} // namespace quiver::ctl
