// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/pastbuilds.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

std::vector<MeasuredBuild> pastBuilds(const QList<store::BuildEntry> &entries)
{
    std::vector<MeasuredBuild> builds;
    for (const store::BuildEntry &entry : entries) {
        if (entry.outcome != store::BuildEntry::Outcome::Valid || entry.durationMs <= 0 || entry.rows < 1)
            continue;
        const BuildRecord record = recordOf(entry);
        if (record.spec.keys.empty() || optionsOf(record.spec.method).empty())
            continue;
        MeasuredBuild build;
        build.work.method = record.spec.method;
        build.work.type = indexedType(record.spec.keys.front());
        build.work.valueBytes = double(catalog::valueBytes(build.work.type).value_or(0));
        if (build.work.valueBytes <= 0)
            continue; // of a sparsevec, whose elements nobody counted
        build.work.rows = entry.rows;
        build.work.m = optionOrDefault(record.spec, u"m"_s);
        build.work.efConstruction = optionOrDefault(record.spec, u"ef_construction"_s);
        build.work.lists = optionOrDefault(record.spec, u"lists"_s);
        build.work.workers = entry.workers;
        if (entry.spilledAtRow >= 0)
            build.work.rowsOnDisk = std::max(0.0, entry.rows - double(entry.spilledAtRow));
        build.seconds = double(entry.durationMs) / 1000;
        build.at = entry.startedAt;
        builds.push_back(build);
    }
    return builds;
}

} // namespace quiver::index
