// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan's nodes and figures are called in front of people.
#pragma once

#include "ui/plan/comparedplans.h"

#include <QCoreApplication>

namespace quiver::ui {

class PlanWords
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::PlanWords)

public:
    /// What a node reads: "documents d, by documents_embedding_idx"; empty: other nodes.
    static QString object(const plan::PlanNode &node);
    static QString metric(PlanMetric metric);
    /// With its unit: "12.3 ms", "1,240 rows", "cost 12.5", "310 pages"; empty where the plan does not say it.
    static QString value(const OpenPlan &plan, PlanMetric metric, int node);
    /// The same where a heading names the figure: "12.3 ms", "1,240".
    static QString bareValue(const OpenPlan &plan, PlanMetric metric, int node);
    /// "12", "1,240", "1.25 M".
    static QString number(double number);
    static QString percent(double share);
    /// What is said of the whole plan: "12.3 ms in 7 nodes", "planned in 0.4 ms".
    static QStringList summary(const OpenPlan &plan);
    /// What is said of two plans: "61 ms → 12 ms, 5x faster", "3 nodes differ", "1 only on the left".
    static QStringList summary(const ComparedPlans &plans);
};

} // namespace quiver::ui
