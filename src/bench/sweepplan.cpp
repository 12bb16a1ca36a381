// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/sweepplan.h"

namespace quiver::bench {

using namespace Qt::StringLiterals;
using Form = index::IndexKey::Form;

QString buildText(const SweepBuild &build)
{
    QString text = build.method;
    if (build.method == "ivfflat"_L1)
        text += build.lists > 0 ? u" lists=%1"_s.arg(build.lists) : QString();
    else
        text += u" m=%1 ef_construction=%2"_s.arg(build.m).arg(build.efConstruction);
    switch (build.form) {
    case Form::Halfvec: return text + u" halfvec"_s;
    case Form::BinaryQuantize: return text + u" binary"_s;
    case Form::Subvector: return text + u" subvector:%1"_s.arg(build.subvector);
    default: return text;
    }
}

std::vector<RunSpec> runsOf(const SweepPlan &plan, const QString &method)
{
    RunSpec first = plan.base;
    first.name.clear();
    std::vector<RunSpec> runs{first};
    const auto spread = [&runs](const auto &values, const auto &apply) {
        std::vector<RunSpec> more;
        for (const RunSpec &run : runs) {
            for (const auto &value : values) {
                more.push_back(run);
                apply(more.back(), value);
            }
        }
        runs = std::move(more);
    };
    for (const auto &[name, values] : plan.settings) {
        const bool isOther = (name.startsWith("hnsw."_L1) && method == "ivfflat"_L1) || (name.startsWith("ivfflat."_L1) && method == "hnsw"_L1);
        const bool isOfStages = name == "over_fetch"_L1;
        if (isOther || values.isEmpty() || (isOfStages && !first.workload.query.firstStage))
            continue;
        if (isOfStages) {
            spread(values, [](RunSpec &run, const QString &value) { run.workload.query.firstStage->overFetch = value.toInt(); });
        } else {
            spread(values, [&name = name](RunSpec &run, const QString &value) { run.settings[name] = value; });
        }
    }
    if (!plan.workers.empty())
        spread(plan.workers, [](RunSpec &run, int workers) { run.workers = workers; });
    return runs;
}

} // namespace quiver::bench
