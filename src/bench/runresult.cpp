// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/runresult.h"

#include <algorithm>
#include <cmath>

namespace quiver::bench {

using namespace Qt::StringLiterals;

std::vector<float> RunResult::latencies() const
{
    std::vector<float> all;
    for (const WorkerResult &worker : workers) {
        for (const Sample &sample : worker.samples)
            all.push_back(sample.latencyMs);
    }
    return all;
}

void addUp(RunResult &result, double seconds)
{
    result.executions = result.errors = result.shortResults = 0;
    double last = 0;
    for (const WorkerResult &worker : result.workers) {
        result.executions += qint64(worker.samples.size());
        result.errors += worker.errors;
        result.shortResults += worker.shortResults;
        if (!worker.samples.empty())
            last = std::max(last, double(worker.samples.back().atSeconds));
    }
    result.seconds = seconds > 0 ? seconds : last;
    result.qps = result.seconds > 0 ? double(result.executions) / result.seconds : 0;
    result.latency = latencyFigures(result.latencies());
}

QString indexLabel(const RunResult &result)
{
    return result.facts.buildSeconds >= 0 ? runName(result.spec).section(u',', 0, 0) : result.facts.indexesUsed.join(u", "_s);
}

std::vector<RatePoint> ratesOf(const RunResult &result, double binSeconds)
{
    const int whole = int(std::floor(result.seconds / binSeconds + 1e-9)), bins = std::max(whole, 1);
    std::vector<RatePoint> rates(std::size_t(bins), RatePoint{});
    const double width = whole > 0 ? binSeconds : std::max(result.seconds, 1e-9);
    for (int i = 0; i < bins; ++i)
        rates[std::size_t(i)].seconds = (i + 0.5) * width;
    for (const WorkerResult &worker : result.workers) {
        for (const Sample &sample : worker.samples) {
            // The last answer of a run that fills its bins lies on their end.
            const double place = sample.atSeconds / width;
            if (place <= bins)
                rates[std::size_t(std::min(int(place), bins - 1))].qps += 1 / width;
        }
    }
    return rates;
}

QString watchText(const RunResult &result)
{
    QStringList words;
    switch (result.watch) {
    case RunResult::Watch::Unknown:
    case RunResult::Watch::Rows: break;
    case RunResult::Watch::Counters: words << u"Changes of the table during the run are told by the server's counters, which come some seconds late."_s; break;
    case RunResult::Watch::Nothing:
        words << u"Whether the table changed during the run is not known: a view or a foreign table does not tell, nor a server that does not count."_s;
        break;
    }
    if (result.spec.warmupSeconds <= 0 && result.spec.workload.queries.kind == QuerySet::Kind::Sample && result.facts.buildSeconds < 0)
        words << u"There was no warm-up, but the caches are not as they were found: to choose random rows the whole table was read just before. Take query vectors from a file for that."_s;
    return words.join(u' ');
}

QString stateText(RunResult::State state)
{
    switch (state) {
    case RunResult::State::Complete: return u"complete"_s;
    case RunResult::State::Cancelled: return u"cancelled"_s;
    case RunResult::State::Incomplete: return u"incomplete"_s;
    }
    return {};
}

} // namespace quiver::bench
