// SPDX-License-Identifier: GPL-3.0-or-later
// A server with a table of 3,000 vectors and a poor index on it, and what sweeps and the tuner make of it. What a test class of them has beside QObject.
#pragma once

#include "bench/sweeper.h"
#include "bench/tuner.h"
#include "core/threadjob.h"
#include "store/workspace.h"
#include "support/testcluster.h"

namespace quiver::test {

using namespace Qt::StringLiterals;

class SweepBench
{
protected:
    /// Makes the table "we""ird; --" (id int, part int from 0 to 9, e vector(16)) and keyless (e vector(3)), and runs \p more.
    void startServer(const QString &more = {})
    {
        m_cluster = std::make_unique<TestCluster>();
        m_cluster->psql(uR"(SELECT setseed(0.5);
            CREATE TABLE "we""ird; --" (id int PRIMARY KEY, part int GENERATED ALWAYS AS (id % 10) STORED, e vector(16));
            INSERT INTO "we""ird; --" (id, e) SELECT i, (SELECT array_agg(random() - 0.5 + j * 0 + i * 0) FROM generate_series(1, 16) j)::vector FROM generate_series(1, 3000) i;
            CREATE INDEX weird_hnsw ON "we""ird; --" USING hnsw (e vector_l2_ops) WITH (m = 4, ef_construction = 8);
            CREATE TABLE keyless (e vector(3)); INSERT INTO keyless VALUES ('[1,2,3]'), ('[1,2,4]'); )"_s
                        + more + u"; ANALYZE"_s);
    }
    static bench::RunSpec spec(const QString &table = u"we\"ird; --"_s)
    {
        bench::RunSpec made;
        made.workload.query.schema = u"public"_s;
        made.workload.query.table = table;
        made.workload.query.column = u"e"_s;
        made.workload.query.metric = catalog::AnnMetric::L2;
        made.workload.queries.count = 60;
        made.seconds = 0.15;
        made.warmupSeconds = 0;
        return made;
    }
    template<typename Work>
    auto start(Work work, const bench::RateListener &rate = {})
    {
        return core::runInThread(m_pool, u"bench"_s, nullptr, [=, this](core::JobContext &job) {
            bench::BenchRunner runner({m_cluster->options(), m_services.services(), m_workspace.get(), {}, {}, rate});
            return work(runner, job);
        });
    }
    bench::SweepOutcome sweep(const bench::SweepPlan &plan)
    {
        return start([plan](bench::BenchRunner &runner, core::JobContext &job) { return bench::runSweep(runner, job, plan); }).future.result();
    }
    bench::SweepForecast forecast(const bench::SweepPlan &plan)
    {
        return start([plan](bench::BenchRunner &runner, core::JobContext &job) { return bench::forecastSweep(runner, job, plan); }).future.result();
    }
    bench::TunerOutcome tuned(const bench::TunerPlan &plan, const bench::RateListener &rate = {})
    {
        return start([plan](bench::BenchRunner &runner, core::JobContext &job) { return bench::tune(runner, job, plan); }, rate).future.result();
    }
    /// Scratch schemas on the server.
    QString schemas() const { return m_cluster->psql(u"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'quiver_bench%'"_s).trimmed(); }
    QString indexes() const { return m_cluster->psql(u"SELECT string_agg(indexname, ',' ORDER BY 1) FROM pg_indexes WHERE schemaname = 'public'"_s).trimmed(); }

    std::unique_ptr<TestCluster> m_cluster;
    TestServices m_services;
    std::unique_ptr<store::Workspace> m_workspace; ///< of one test
    QThreadPool m_pool;
};

} // namespace quiver::test
