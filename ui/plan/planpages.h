// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a plan as pages of rich text: everything about one node, the doctor's findings, sums.
#pragma once

#include "ui/plan/comparedplans.h"

#include <QCoreApplication>

class QPalette;

namespace quiver::ui {

/// Links: "node:12"; "use:0:1" is the second fix of the first finding, to be opened in the console, "change:0:1" the same as a Change.
class PlanPages
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::PlanPages)

public:
    static QString node(const OpenPlan &plan, int node, const QPalette &palette);
    static QString findings(const OpenPlan &plan, const QPalette &palette);
    /// Per table, type of node and index, the heaviest of each.
    static QString totals(const OpenPlan &plan, const QPalette &palette);
    /// A node of two plans, figure beside figure, with what differs marked.
    static QString pair(const ComparedPlans &plans, const PlanPair &pair, const QPalette &palette);
};

} // namespace quiver::ui
