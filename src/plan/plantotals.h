// SPDX-License-Identifier: GPL-3.0-or-later
// A plan's figures added up: per table, per type of node, per index.
#pragma once

#include "plan/planfigures.h"

namespace quiver::plan {

struct PlanTotal {
    QString name; ///< "public.docs", "Index Scan", "docs_embedding_idx"
    int nodes = 0;
    std::optional<double> ownMs, share; ///< share: of PlanFigures::totalMs, 0 to 1
    std::optional<BufferUse> buffers;
    std::optional<double> cost, rows;
    bool operator==(const PlanTotal &) const = default;
};

// The heaviest first: by time, else by cost. Nodes that have none of the kind are left out.
std::vector<PlanTotal> totalsPerTable(const Plan &plan, const PlanFigures &figures);
std::vector<PlanTotal> totalsPerType(const Plan &plan, const PlanFigures &figures);
std::vector<PlanTotal> totalsPerIndex(const Plan &plan, const PlanFigures &figures);

} // namespace quiver::plan
