// SPDX-License-Identifier: GPL-3.0-or-later
// Exact neighbours computed here, streaming the column included, beside asking the server once for each query with its index scans off.
// Then the ground truth of 10,000 queries, for its memory. `bench_exact quick` asks the server for a tenth of the queries and reckons, and leaves
// that out.
#include "embeddings.h"
#include "figures.h"
#include "search/exactneighbours.h"
#include "support/testcluster.h"
#include "vector/blockkernel.h"

#include <QCoreApplication>

#include <chrono>
#include <cmath>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int queryCount = 500, k = 10;

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct ServerAnswer {
    double seconds = 0;
    std::vector<std::vector<search::Neighbour>> lists;
};

ServerAnswer askServer(pg::Connection &connection, core::JobContext &job, const std::vector<search::QueryVector> &queries, std::size_t count)
{
    ServerAnswer answer;
    pg::Transaction transaction(connection, "READ ONLY");
    connection.exec("SET LOCAL enable_indexscan = off");
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        job.throwIfCancelled();
        const pg::Result result = connection.exec(
            {QByteArray("SELECT id, e <=> $1::vector FROM t ORDER BY e <=> $1::vector LIMIT 10"), {pg::Param{search::textOf(queries[i]), 0, pg::Format::Text}}});
        std::vector<search::Neighbour> &list = answer.lists.emplace_back();
        for (qint64 row = 0; row < result.rowCount(); ++row)
            list.push_back({{result.text(row, 0)}, result.real(row, 1)});
    }
    answer.seconds = secondsSince(start) * double(queries.size()) / double(count);
    return answer;
}

/// Places at which the two lists are not at the same distance, up to the rounding of the server's floats.
int differences(const std::vector<std::vector<search::Neighbour>> &ours, const std::vector<std::vector<search::Neighbour>> &servers)
{
    int different = 0;
    for (std::size_t q = 0; q < servers.size(); ++q) {
        for (std::size_t i = 0; i < servers[q].size(); ++i)
            different += std::abs(ours[q][i].distance - servers[q][i].distance) > 1e-5;
    }
    return different;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const bool quick = argc > 1 && QByteArray(argv[1]) == "quick";
    test::TestCluster cluster({u"shared_buffers = 512MB"_s});
    test::TestServices services;
    const auto session = services.session(cluster.options());
    session->run(u"bench"_s, [&](pg::Connection &connection, core::JobContext &job) {
        Embeddings embeddings;
        connection.exec("CREATE TABLE t (id bigint PRIMARY KEY, e vector(768) NOT NULL)");
        copyVectors(connection, "t", realRows, [&](std::size_t i) { return embeddings.row(i); });
        std::vector<search::QueryVector> queries;
        for (int i = 0; i < queryCount; ++i)
            queries.emplace_back(embeddings.row(std::size_t(realRows + i * 47))); // a row with noise
        const search::SearchTable table = search::readSearchTable(connection, u"public"_s, u"t"_s);
        search::VectorQuery query;
        query.column = u"e"_s;
        std::vector<double> seconds;
        search::ExactNeighbours ours;
        for (int i = 0; i < 5; ++i) {
            ours = search::exactNeighbours(connection, job, table, query, queries, k);
            seconds.push_back(ours.seconds);
        }
        const ServerAnswer server = askServer(connection, job, queries, quick ? queryCount / 10 : queryCount);
        const double factor = server.seconds / median(seconds);
        const int different = differences(ours.lists, server.lists);
        std::printf("kernel: %s; %.0f MB resident at most\n", vector::kernelName(vector::bestKernel()), processMb("VmHWM"));
        printFigure("exact neighbours, 500 queries, 25,000 x 768, k = 10",
                    text("%.2f s here, %.1f s by the server: %.0f x; %d differ", median(seconds), server.seconds, factor, different), "20 x, the same up to ties",
                    factor >= 20 && different == 0);
        if (quick)
            return;
        for (int i = queryCount; i < 10'000; ++i)
            queries.emplace_back(embeddings.row(std::size_t(realRows + i * 47)));
        const double seconds100 = search::exactNeighbours(connection, job, table, query, queries, 100).seconds;
        printFigure("ground truth of 10,000 queries, k = 100: memory at most", text("%.0f MB, in %.1f s", processMb("VmHWM"), seconds100), "512 MB",
                    processMb("VmHWM") <= 512);
    }).future.waitForFinished();
    return 0;
}
