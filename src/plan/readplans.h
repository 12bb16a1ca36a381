// SPDX-License-Identifier: GPL-3.0-or-later
// The way in: any text in which somebody has a plan becomes plans, or a problem with its place.
//
// EXPLAIN of PostgreSQL 9.6 to 18 as JSON or text; bare, as psql frames it, out of a log (auto_explain), quoted by another tool. Pure,
// linear in the size of the text, without recursion; for long texts call it outside of the GUI thread.
#pragma once

#include "plan/plan.h"
#include "plan/planproblem.h"

#include <QByteArray>

namespace quiver::plan {

struct PlanReading {
    std::vector<Plan> plans;            ///< in the text's order; those before the problem where there is one
    std::optional<PlanProblem> problem; ///< the first one, with its place in the text as it was given
    bool ok() const { return !problem; }
};

inline constexpr qsizetype mostPlanBytes = 256 * 1024 * 1024; ///< of a text in UTF-8; more is refused

PlanReading readPlans(const QByteArray &utf8);
PlanReading readPlans(const QString &text);

} // namespace quiver::plan
