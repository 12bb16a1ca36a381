// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/indexestimate.h"

#include "catalog/tablefacts.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

sql::StepEstimate indexBuildEstimate(const QString &method, double rows)
{
    if (rows < 0)
        return {};
    const bool isGraph = method == "hnsw"_L1, isAnn = isAnnMethod(method);
    const double fast = isGraph ? 5'000 : isAnn ? 50'000 : 1'000'000, slow = isGraph ? 300 : isAnn ? 5'000 : 50'000; // rows a second
    return {rows / fast, 1 + rows / slow, u"%1 rows at %2 to %3 a second"_s.arg(countText(rows), countText(slow), countText(fast))};
}

sql::StepEstimate indexUpkeepEstimate(const std::vector<Index> &indexes, double rows)
{
    if (rows < 0 || indexes.empty())
        return {};
    // Measured: 1.6 ms a row of vector(768) in memory with m = 16; the slow end is a graph that is read from disk.
    double fastest = 0, slowest = 0;
    for (const Index &index : indexes) {
        const bool isGraph = index.method != "ivfflat"_L1;
        fastest += isGraph ? 1.0 / 2'000 : 1.0 / 20'000;
        slowest += isGraph ? 1.0 / 200 : 1.0 / 2'000;
    }
    return {rows * fastest, rows * slowest, u"%1 rows at %2 to %3 a second"_s.arg(countText(rows), countText(1 / slowest), countText(1 / fastest))};
}

} // namespace quiver::catalog
