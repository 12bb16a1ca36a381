// SPDX-License-Identifier: GPL-3.0-or-later
// What the pool costs: checkout, SELECT 1, return, against the same SELECT 1 on a bare libpq connection that is held.
// Both sides run alternately in this one process against one private server, from a worker thread; medians of the pairs of blocks.
#include "figures.h"
#include "pg/pool.h"
#include "support/testcluster.h"

#include <QCoreApplication>

#include <libpq-fe.h>

#include <chrono>
#include <thread>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int warmUps = 5, pairs = 200, block = 50;
constexpr double barUs = 60;

/// One call of \p select, in microseconds: the median of a block of them.
double medianOfBlock(const std::function<void()> &select)
{
    std::vector<double> times;
    for (int i = 0; i < block; ++i) {
        const auto start = std::chrono::steady_clock::now();
        select();
        times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    return median(times);
}

void bareSelect(PGconn *conn)
{
    PGresult *const result = PQexecParams(conn, "SELECT 1", 0, nullptr, nullptr, nullptr, nullptr, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        qFatal("%s", PQresultErrorMessage(result));
    PQclear(result);
}

qint64 selectOne(pg::Connection &connection, core::JobContext &)
{
    return connection.exec("SELECT 1").integer(0, 0);
}

struct Side {
    const char *what;
    std::function<qint64()> select;
    std::vector<double> times, overheads;
};

/// A block of the bare one and a block of ours in turn, over and over: where the system puts the threads changes from one
/// second to the next.
void compare(PGconn *conn, std::vector<Side> sides)
{
    std::vector<double> bare;
    for (int i = 0; i < warmUps + pairs; ++i) {
        for (Side &side : sides) {
            const double peerUs = medianOfBlock([&] { bareSelect(conn); });
            const double ourUs = medianOfBlock([&] {
                if (side.select() != 1)
                    qFatal("a wrong answer");
            });
            if (i < warmUps)
                continue;
            bare.push_back(peerUs);
            side.times.push_back(ourUs);
            side.overheads.push_back(ourUs - peerUs);
        }
    }
    for (const Side &side : sides) {
        printFigure(side.what, text("%.1f us more (%.1f against %.1f)", median(side.overheads), median(side.times), median(bare)),
                    text("at most %.0f us", barUs), median(side.overheads) <= barUs);
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    test::TestCluster cluster;
    test::TestServices services;
    pg::Pool pool(cluster.options(), {.size = 4}, services.services(), u"bench"_s);
    const QString conninfo = u"host=%1 port=%2 user=tester dbname=test"_s.arg(cluster.socketDirectory()).arg(cluster.port());
    PGconn *const conn = PQconnectdb(conninfo.toUtf8().constData());
    if (PQstatus(conn) != CONNECTION_OK)
        qFatal("%s", PQerrorMessage(conn));

    std::thread worker([&] {
        const auto leased = [&] {
            const pg::Lease lease = pool.lease();
            return lease->run(u"select"_s, selectOne).future.result();
        };
        const auto run = [&] { return pool.run(u"select"_s, selectOne).future.result(); };
        compare(conn, {{"lease, SELECT 1, return, against bare libpq", leased, {}, {}},
                       {"pool.run(SELECT 1), against bare libpq", run, {}, {}}});
        QMetaObject::invokeMethod(&app, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    app.exec(); // as in the program: the pool's own thread has an event loop
    worker.join();
    PQfinish(conn);
    return 0;
}
