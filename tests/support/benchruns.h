// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of benchmarks as values, for what is made of them: names, recall and rate that follow ef_search as on a real index.
#pragma once

#include "bench/runresult.h"

#include <QTimeZone>

#include <cmath>
#include <random>

namespace quiver::test {

/// Answers one after the other, their latencies lognormal around \p medianMs.
inline bench::RunResult madeRun(double medianMs, quint32 seed, double seconds = 10)
{
    bench::RunResult run;
    run.spec.workload.query.table = QStringLiteral("docs");
    run.workers.resize(1);
    std::mt19937 random(seed);
    std::lognormal_distribution<double> latency(std::log(medianMs), 0.3);
    for (double at = 0; at < seconds;) {
        const double ms = latency(random);
        at += ms / 1000;
        run.workers[0].samples.push_back({float(at), float(ms)});
    }
    addUp(run);
    return run;
}

/// \p samples of each worker's lognormal latencies around \p medianMs.
inline bench::RunResult benchRun(qint64 id, const QString &name, double recall, double medianMs, int workers = 1, int samples = 2000)
{
    bench::RunResult run;
    run.id = id;
    run.spec.name = name;
    run.spec.workers = workers;
    run.spec.workload.query.schema = QStringLiteral("public");
    run.spec.workload.query.table = QStringLiteral("documents");
    run.spec.workload.query.column = QStringLiteral("embedding");
    run.startedAt = QDateTime(QDate(2026, 11, 2), QTime(9, 30), QTimeZone::utc()).addDays(id);
    std::mt19937 random(static_cast<unsigned>(id));
    std::lognormal_distribution<float> latency(std::log(float(medianMs)), 0.35f);
    std::uniform_real_distribution<float> chance(0, 1);
    for (int worker = 0; worker < workers; ++worker) {
        bench::WorkerResult result;
        float at = 0;
        for (int i = 0; i < samples; ++i) {
            const float ms = latency(random) * (chance(random) < 0.02f ? 4.0f : 1.0f);
            at += ms / 1000;
            result.samples.push_back({at, ms});
        }
        run.workers.push_back(std::move(result));
    }
    bench::addUp(run);
    if (recall > 0)
        run.recall = bench::RecallFigure{recall, recall - (1 - recall) / 4, recall + (1 - recall) / 4, 200, 10};
    run.facts.indexesUsed = {QStringLiteral("documents_embedding_idx")};
    run.facts.indexMethod = QStringLiteral("hnsw");
    run.facts.indexDefinition = QStringLiteral("CREATE INDEX documents_embedding_idx ON public.documents USING hnsw (embedding vector_cosine_ops) WITH (m='16', ef_construction='64')");
    run.facts.indexBytes = 97'000'000;
    return run;
}

} // namespace quiver::test
