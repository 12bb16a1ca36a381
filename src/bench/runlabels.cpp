// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/runlabels.h"

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar separator(0x1f);

QString specKey(const RunSpec &spec)
{
    QStringList parts = taskParts(spec.workload) << stageText(spec.workload);
    if (spec.workload.query.firstStage)
        parts << QString::number(spec.workload.query.firstStage->overFetch);
    for (const auto &[name, value] : spec.settings)
        parts << name + u'=' + value;
    parts << QString::number(spec.workers) << (spec.loop == RunSpec::Loop::Open ? QString::number(spec.rate) : QString());
    return parts.join(separator);
}

} // namespace

QString measurementKey(const RunResult &run)
{
    return specKey(run.spec) + separator + (run.facts.buildSeconds >= 0 ? indexLabel(run) : QString());
}

bool isRepeat(const RunSpec &asked, const RunResult &kept)
{
    if (kept.facts.buildSeconds >= 0)
        return false;
    RunSpec complete = asked;
    search::VectorQuery &query = complete.workload.query;
    const search::VectorQuery &known = kept.spec.workload.query;
    if (query.schema.isEmpty())
        query.schema = known.schema;
    if (query.metric == catalog::AnnMetric::Unknown)
        query.metric = known.metric;
    return specKey(complete) == specKey(kept.spec);
}

} // namespace quiver::bench
