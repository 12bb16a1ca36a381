// SPDX-License-Identifier: GPL-3.0-or-later
// Streaming into the grid's store against a bare libpq single-row loop that discards the rows; cancel times.
// Both sides run alternately in this one process against one private server; medians of the pairs.
#include "figures.h"
#include "pg/resultstore.h"
#include "support/testcluster.h"

#include <QCoreApplication>

#include <libpq-fe.h>

#include <chrono>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

double seconds(const std::function<void()> &work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The peer: what psql or a driver would do at best.
qint64 bareLoop(PGconn *conn, const char *sql, int format)
{
    qint64 rows = 0;
    PQsendQueryParams(conn, sql, 0, nullptr, nullptr, nullptr, nullptr, format);
    PQsetSingleRowMode(conn);
    while (PGresult *result = PQgetResult(conn)) {
        rows += PQntuples(result);
        if (PQresultStatus(result) == PGRES_FATAL_ERROR)
            qFatal("%s", PQresultErrorMessage(result));
        PQclear(result);
    }
    return rows;
}

qint64 oursInto(pg::Session &session, const QByteArray &sql, pg::ResultFormat format)
{
    auto store = std::make_shared<pg::ResultStore>(pg::ResultStoreOptions{.pauseAtBudget = false});
    return session.run(u"stream"_s, [store, sql, format](pg::Connection &c, core::JobContext &) {
                      return c.stream(sql, *store, {.format = format});
                  }).future.result().rows;
}

void compare(const char *what, PGconn *conn, pg::Session &session, const char *sql, int bareFormat, pg::ResultFormat format, double bar,
             int pairs)
{
    std::vector<double> ours, peer, ratios;
    qint64 rows = bareLoop(conn, sql, bareFormat); // warm caches for both
    for (int i = 0; i < pairs; ++i) {
        const double peerSeconds = seconds([&] { rows = bareLoop(conn, sql, bareFormat); });
        const double ourSeconds = seconds([&] {
            if (oursInto(session, sql, format) != rows)
                qFatal("rows lost");
        });
        peer.push_back(double(rows) / peerSeconds);
        ours.push_back(double(rows) / ourSeconds);
        ratios.push_back(peerSeconds / ourSeconds);
    }
    printFigure(what, text("%.0f rows/s, bare libpq %.0f, ratio %.2f", median(ours), median(peer), median(ratios)),
                text("at least %.2f", bar), median(ratios) >= bar);
}

void cancelTimes(test::TestCluster &cluster, pg::Session &session)
{
    std::vector<double> soft, hard;
    for (int i = 0; i < 5; ++i) {
        auto task = session.run(u"sleep"_s, [](pg::Connection &c, core::JobContext &) { return c.exec("SELECT pg_sleep(60)"); });
        while (cluster.psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s) != u"1"_s) { }
        soft.push_back(1000 * seconds([&] {
            task.job->cancel();
            try {
                task.future.waitForFinished();
            } catch (const core::Cancelled &) {
            }
        }));
    }
    printFigure("cancel of SELECT pg_sleep(60)", text("%.1f ms (median of 5)", median(soft)), "200 ms", median(soft) <= 200);
    double blocked = 0;
    for (int i = 0; i < 5; ++i) {
        auto task = session.run(u"sleep"_s, [](pg::Connection &c, core::JobContext &) { return c.exec("SELECT pg_sleep(60)"); });
        while (cluster.psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s) != u"1"_s) { }
        cluster.pause();
        blocked = std::max(blocked, 1000 * seconds([&] { task.job->cancel(); }));
        hard.push_back(1000 * seconds([&] {
            task.job->cancel();
            try {
                task.future.waitForFinished();
            } catch (const core::Cancelled &) {
            }
        }));
        cluster.resume();
    }
    printFigure("second click, server stopped with SIGSTOP", text("%.1f ms; the caller waits %.2f ms at most", median(hard), blocked),
                "300 ms", median(hard) <= 300);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    test::TestCluster cluster({u"shared_buffers = 512MB"_s, u"work_mem = 64MB"_s});
    test::TestServices services;
    const auto session = services.session(cluster.options());
    const QString conninfo = u"host=%1 port=%2 user=tester dbname=test"_s.arg(cluster.socketDirectory()).arg(cluster.port());
    PGconn *const conn = PQconnectdb(conninfo.toUtf8().constData());
    if (PQstatus(conn) != CONNECTION_OK)
        qFatal("%s", PQerrorMessage(conn));

    cluster.psql(u"CREATE TABLE rows4 AS SELECT i AS id, i * 2 AS twice, 'row ' || i AS name, i / 3.0::float8 AS third FROM generate_series(1, 1000000) i; "
                 "CREATE TABLE vectors AS SELECT i AS id, (SELECT array_agg(sin(i * 0.37 + j * 0.11)::float4) FROM generate_series(1, 768) j)::vector(768) AS embedding "
                 "FROM generate_series(1, 25000) i; VACUUM ANALYZE rows4; VACUUM ANALYZE vectors"_s);

    compare("1,000,000 rows x 4, as Quiver asks (binary), peer text", conn, *session, "SELECT * FROM rows4", 0, pg::ResultFormat::Auto, 0.80, 7);
    compare("1,000,000 rows x 4, both text", conn, *session, "SELECT * FROM rows4", 0, pg::ResultFormat::Text, 0.80, 7);
    compare("1,000,000 rows x 4, both binary", conn, *session, "SELECT * FROM rows4", 1, pg::ResultFormat::Auto, 0.80, 7);
    compare("25,000 x vector(768), both binary", conn, *session, "SELECT embedding FROM vectors", 1, pg::ResultFormat::Auto, 0.90, 9);
    cancelTimes(cluster, *session);
    PQfinish(conn);
    return 0;
}
