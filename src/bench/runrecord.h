// SPDX-License-Identifier: GPL-3.0-or-later
// A run as JSON, and as the workspace keeps it. Pure.
#pragma once

#include "bench/runresult.h"
#include "store/benchmarkentry.h"

#include <QJsonObject>

namespace quiver::bench {

QJsonObject specJson(const RunSpec &spec);
/// What is missing or of a later version is left at its default.
RunSpec specFrom(const QJsonObject &json);

/// Without samples: name, state, qps, mean_ms, median_ms, p95_ms, p99_ms, p999_ms, min_ms, max_ms, recall, recall_low, recall_high (null
/// where not measured), executions, errors and what they hold for. NaN and infinity are null.
QJsonObject runJson(const RunResult &result);
RunResult runFrom(const QJsonObject &json);

/// Samples and errors of each worker, and the recall of each query, compressed.
QByteArray packSamples(const RunResult &result);
/// Fills workers and recalls in. \returns false, and they are empty, where the bytes are none of packSamples()
bool unpackSamples(const QByteArray &bytes, RunResult &result);

/// To be kept under \p name.
store::BenchmarkEntry entryOf(const RunResult &result, const QString &name, const QUuid &profileId = {});
/// With its samples where the entry has them.
RunResult runOf(const store::BenchmarkEntry &entry);

} // namespace quiver::bench
