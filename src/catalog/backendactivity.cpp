// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backendactivity.h"

#include "pg/connection.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

// Ages by the clock, not by now(): the statement's own transaction may be older than the question.
constexpr auto activitySql = R"(
    SELECT a.pid, a.usename, a.datname, a.application_name,
        pg_catalog.host(a.client_addr) || ':' || a.client_port, a.state, a.wait_event_type, a.wait_event, a.query,
        pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.query_start),
        pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.xact_start),
        pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.state_change),
        pg_catalog.date_part('epoch', a.backend_start),
        pg_catalog.pg_has_role(a.usesysid, 'USAGE') OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
    FROM pg_catalog.pg_stat_activity a
    WHERE a.pid = ANY ($1::pg_catalog.int4[])
    ORDER BY a.pid)";

double secondsAt(const pg::Result &result, qint64 row, int column)
{
    // A server whose clock was set back says that something began in the future.
    return result.isNull(row, column) ? -1 : std::max(0.0, result.real(row, column));
}

BackendActivity activityAt(const pg::Result &result, qint64 row)
{
    BackendActivity activity;
    activity.pid = int(result.integer(row, 0));
    activity.user = result.text(row, 1);
    activity.database = result.text(row, 2);
    activity.applicationName = result.text(row, 3);
    activity.visible = result.boolean(row, 13);
    if (!activity.visible) // the server puts words into the query's place
        return activity;
    activity.clientAddress = result.text(row, 4);
    activity.state = result.text(row, 5);
    activity.waitEventType = result.text(row, 6);
    activity.waitEvent = result.text(row, 7);
    activity.query = withShortVectors(result.text(row, 8));
    activity.querySeconds = secondsAt(result, row, 9);
    activity.transactionSeconds = secondsAt(result, row, 10);
    activity.stateSeconds = secondsAt(result, row, 11);
    if (!result.isNull(row, 12))
        activity.backendStart =
            QDateTime::fromMSecsSinceEpoch(qint64(std::llround(result.real(row, 12) * 1000)), Qt::UTC);
    return activity;
}

} // namespace

QList<BackendActivity> backendActivity(pg::Connection &connection, const QList<int> &pids)
{
    if (pids.isEmpty())
        return {};
    QStringList numbers;
    for (const int pid : pids)
        numbers << QString::number(pid);
    pg::Query query(activitySql, {pg::Param::text(u'{' + numbers.join(u',') + u'}')});
    query.isPolled = true;
    const pg::Result result = connection.exec(query);
    QList<BackendActivity> backends;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        backends << activityAt(result, row);
    return backends;
}

QString withShortVectors(const QString &query, int keep)
{
    // A statement that the server cut has no closing bracket.
    static const QRegularExpression list(uR"([\[{][-+0-9.eE,:\s]+([\]}]|$))"_s);
    QString text;
    qsizetype done = 0;
    for (auto it = list.globalMatch(query); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (match.capturedLength() <= keep)
            continue;
        const qsizetype start = match.capturedStart();
        const qsizetype comma = query.lastIndexOf(u',', start + keep - 1);
        const qsizetype end = comma > start ? comma + 1 : start + keep;
        text += query.mid(done, end - done) + u'…';
        done = match.capturedEnd() - match.capturedLength(1);
    }
    return text + query.mid(done);
}

} // namespace quiver::catalog
