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

} // namespace quiver::catalog
