// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index settings and index slow: what a server's settings and its statistics say of its vector work.
#include "careplan.h"
#include "catalog/tablefacts.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "index/settingsadvice.h"
#include "index/slowqueries.h"
#include "indexactions.h"
#include "jobrunner.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using index::SettingAdvice;
using index::SlowQueries;
using index::SlowQuery;

namespace {

template<typename Work>
auto readFrom(const ServerChoice &server, const QString &title, Work work)
{
    pg::Canceller canceller;
    pg::Session session(server.options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server.options().summary());
    connectOrAsk(session, server);
    const auto task = session.read(title, [&](pg::Connection &connection, core::JobContext &) { return work(connection); });
    waitFor(task.job, false);
    return task.future.result();
}

QString severityName(SettingAdvice::Severity severity)
{
    return severity == SettingAdvice::Severity::Warning ? u"warning"_s : severity == SettingAdvice::Severity::Note ? u"note"_s : u"fine"_s;
}

int showSettings(const ServerChoice &server, bool json)
{
    const auto measure = readFrom(server, u"Settings"_s, [](pg::Connection &connection) { return index::measureServer(connection); });
    QJsonArray array;
    for (const SettingAdvice &advice : index::adviceFor(measure)) {
        if (json) {
            array.append(QJsonObject{{u"name"_s, advice.name}, {u"value"_s, advice.value}, {u"advised"_s, advice.advised.isEmpty() ? QJsonValue() : QJsonValue(advice.advised)},
                                     {u"severity"_s, severityName(advice.severity)}, {u"why"_s, advice.why}, {u"how"_s, advice.how}});
            continue;
        }
        printOut(u"%1  %2 = %3%4\n    %5\n"_s.arg(severityName(advice.severity).leftJustified(7), advice.name, advice.value,
                                                 advice.advised.isEmpty() ? QString() : u"  (advised: %1)"_s.arg(advice.advised), advice.why));
        if (!advice.how.isEmpty())
            printOut(u"    %1\n"_s.arg(advice.how));
    }
    if (json)
        printOut(QString::fromUtf8(QJsonDocument(array).toJson()));
    return Succeeded;
}

QString stateName(SlowQueries::State state)
{
    switch (state) {
    case SlowQueries::State::Ready: return u"ready"_s;
    case SlowQueries::State::NotCreated: return u"not_created"_s;
    case SlowQueries::State::NotPreloaded: return u"not_preloaded"_s;
    case SlowQueries::State::NotAllowed: return u"not_allowed"_s;
    case SlowQueries::State::TooOld: return u"too_old"_s;
    }
    return {};
}

void printJson(const SlowQueries &slow, int serverVersion)
{
    QJsonArray array;
    for (const SlowQuery &query : slow.queries)
        array.append(QJsonObject{{u"id"_s, QString::number(query.id)}, {u"user"_s, query.user}, {u"query"_s, query.text}, {u"operators"_s, QJsonArray::fromStringList(query.operators)},
                                 {u"calls"_s, query.calls}, {u"total_ms"_s, query.totalMs}, {u"mean_ms"_s, query.meanMs}, {u"max_ms"_s, query.maxMs}, {u"rows"_s, query.rows},
                                 {u"hit_share"_s, query.hitShare() < 0 ? QJsonValue() : QJsonValue(query.hitShare())}, {u"explain"_s, index::explainText(query, serverVersion)}});
    printOut(QString::fromUtf8(QJsonDocument(QJsonObject{{u"state"_s, stateName(slow.state)}, {u"words"_s, slow.words}, {u"queries"_s, array}}).toJson()));
}

int showSlow(const ServerChoice &server, bool json, int limit)
{
    int version = 0;
    const SlowQueries slow = readFrom(server, u"Slow queries"_s, [&](pg::Connection &connection) {
        version = connection.serverVersion();
        return index::slowQueries(connection, limit);
    });
    if (json) {
        printJson(slow, version);
    } else {
        if (!slow.words.isEmpty())
            printErrorLine(slow.words);
        if (slow.state == SlowQueries::State::NotCreated)
            printErrorLine(u"quiverctl index slow --create creates it"_s);
        if (slow.state == SlowQueries::State::Ready && slow.queries.empty())
            printOut(u"No vector query was counted%1.\n"_s.arg(slow.since.isValid() ? u" since "_s + slow.since.toString(Qt::ISODate) : QString()));
        for (const SlowQuery &query : slow.queries)
            printOut(u"%1 ms in %2 calls: mean %3 ms, at most %4 ms; %5 rows a call%6\n    %7\n"_s.arg(
                QString::number(query.totalMs, 'f', 0), catalog::countText(double(query.calls)), QString::number(query.meanMs, 'f', 2), QString::number(query.maxMs, 'f', 1),
                QString::number(query.rowsPerCall(), 'f', 1), query.hitShare() < 0 ? QString() : u"; %1 % of its blocks were in memory"_s.arg(query.hitShare() * 100, 0, 'f', 0),
                query.text.simplified()));
    }
    return slow.state == SlowQueries::State::Ready ? Succeeded : Failed;
}

} // namespace

int settingsIndexAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Judges the settings that matter to vector indexes by the indexes of the database, and says how each is set on this server. --set changes one of them for "
                                     "the whole server (ALTER SYSTEM), with --database for new sessions of the database.\n"
                                     "  quiverctl index settings --set maintenance_work_mem=4GB"_s);
    addServerOptions(parser);
    addChangeOptions(parser);
    parser.addOption({u"json"_s, u"As JSON."_s});
    parser.addOption({u"set"_s, u"Sets this one."_s, u"name=value"_s});
    parser.addOption({u"database"_s, u"--set: for the database instead of the server."_s});
    if (!parse(parser, u"index settings [--json] [--set NAME=VALUE [--database]]"_s, arguments))
        return Succeeded;
    const QString wanted = parser.value(u"set"_s), name = wanted.section(u'=', 0, 0).trimmed(), value = wanted.section(u'=', 1).trimmed();
    if (parser.isSet(u"set"_s) && (name.isEmpty() || value.isEmpty()))
        throw UsageError(u"--set takes NAME=VALUE"_s);
    if (parser.isSet(u"set"_s) && parser.isSet(u"json"_s))
        throw UsageError(u"either --set or --json"_s);
    if (parser.isSet(u"set"_s) && !index::advisedSettings().contains(name))
        throw UsageError(u"--set is for the settings that are advised on: %1. Set “%2” by ALTER SYSTEM or ALTER DATABASE yourself"_s.arg(
            index::advisedSettings().join(u", "_s), name));
    const auto server = serverOption(parser);
    if (!parser.isSet(u"set"_s))
        return showSettings(*server, parser.isSet(u"json"_s));
    return applyChange(parser, *server, [&](pg::Connection &connection) {
        return changeOf(parser.isSet(u"database"_s) ? index::planAlterDatabase(connection, name, value) : index::planAlterSystem(connection, name, value));
    });
}

int slowIndexAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The vector queries of the database that took the most time, as pg_stat_statements counted them. --create creates that extension, --reset "
                                     "forgets what was counted."_s);
    addServerOptions(parser);
    addChangeOptions(parser);
    parser.addOption({u"json"_s, u"As JSON, each with its text for EXPLAIN."_s});
    parser.addOption({u"limit"_s, u"At most so many."_s, u"n"_s, u"20"_s});
    parser.addOption({u"create"_s, u"Creates pg_stat_statements in the database."_s});
    parser.addOption({u"reset"_s, u"Forgets what was counted, of all databases."_s});
    if (!parse(parser, u"index slow [--limit N] [--json] [--create|--reset]"_s, arguments))
        return Succeeded;
    const int limit = int(numberOption(parser, u"limit"_s, 1, 10'000));
    if (parser.isSet(u"create"_s) && parser.isSet(u"reset"_s))
        throw UsageError(u"one of --create, --reset at a time"_s);
    if (parser.isSet(u"json"_s) && (parser.isSet(u"create"_s) || parser.isSet(u"reset"_s)))
        throw UsageError(u"--json is of the list alone: not with --create or --reset"_s);
    const auto server = serverOption(parser);
    if (!parser.isSet(u"create"_s) && !parser.isSet(u"reset"_s))
        return showSlow(*server, parser.isSet(u"json"_s), limit);
    return applyChange(parser, *server, [&](pg::Connection &connection) {
        return changeOf(parser.isSet(u"create"_s) ? index::planCreateStatements(connection) : index::planResetStatements(connection));
    });
}

} // namespace quiver::ctl
