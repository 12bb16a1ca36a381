// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan's nodes and figures are called in front of people.
#pragma once

#include "ui/plan/openplan.h"

#include <QCoreApplication>

namespace quiver::ui {

struct PlanBadge {
    QString text;                             ///< "120x more rows", a few words
    plan::Grade grade = plan::Grade::Notable;
    QString help;                             ///< what it means and what to do, in a sentence
};

class PlanWords
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::PlanWords)

public:
    /// What a node reads: "documents d, by documents_embedding_idx"; empty: other nodes.
    static QString object(const plan::PlanNode &node);
    /// What deserves a look, the figure of the node bar aside.
    static std::vector<PlanBadge> badges(const plan::PlanNode &node, const plan::NodeFigures &figures);
    static QString metric(PlanMetric metric);
    /// With its unit: "12.3 ms", "1,240 rows", "cost 12.5", "310 pages"; empty where the plan does not say it.
    static QString value(const OpenPlan &plan, PlanMetric metric, int node);
    /// "12", "1,240", "1.25 M".
    static QString number(double number);
    static QString percent(double share);
    /// What is said of the whole plan: "12.3 ms in 7 nodes", "planned in 0.4 ms".
    static QStringList summary(const OpenPlan &plan);
};

} // namespace quiver::ui
