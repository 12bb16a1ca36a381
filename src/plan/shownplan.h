// SPDX-License-Identifier: GPL-3.0-or-later
// Titles and conditions of a plan for eyes.
#pragma once

#include "plan/plan.h"

namespace quiver::plan {

/// \p text (a condition, a sort key, an output) with its endless literals cut short: '[0.1,0.2,0.3, … 768 values]'::vector. What is
/// copied or compared is always the whole text.
QString shownCondition(const QString &text);

/// "Index Scan using documents_embedding_idx on documents d".
QString shownTitle(const PlanNode &node);

/// What the node compares, sorts and groups by: "Filter", "Sort Key", each with its whole text, in the order to read them.
std::vector<PlanProperty> conditionsOf(const PlanNode &node);

} // namespace quiver::plan
