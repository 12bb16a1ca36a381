// SPDX-License-Identifier: GPL-3.0-or-later
// A plan with all that is shown of it, worked out once and outside of the GUI thread; every view of it shares the same one.
#pragma once

#include "doctor/finding.h"
#include "plan/planfigures.h"
#include "plan/planlayout.h"
#include "plan/plantotals.h"
#include "store/planentry.h"

#include <QtCore/qnamespace.h>

#include <memory>
#include <optional>

namespace quiver::ui {

/// What the bars of the nodes say.
enum class PlanMetric { Time, Rows, Cost, Buffers };

/// What the doctor says where a server could be asked.
struct PlanFindings {
    std::vector<doctor::Finding> findings;
    QStringList assumptions; ///< what was taken for granted, a sentence each
};

struct OpenPlan {
    plan::Plan plan;
    QString statement; ///< that it is of; empty: not known
    plan::PlanFigures figures;
    plan::PlanLayout layout; ///< with nothing folded
    std::vector<doctor::Finding> findings;
    QStringList assumptions;      ///< of the findings
    bool hasCatalogue = false;    ///< the findings go by the catalogue too, not by the plan alone
    std::vector<plan::PlanTotal> perTable, perType, perIndex;
    std::vector<QString> words; ///< of each node: what a search looks in, lower case
    double mostRows = 0;
    qint64 allPages = 0;

    int size() const { return int(plan.nodes.size()); }
    const plan::PlanNode &node(int at) const { return plan.nodes[std::size_t(at)]; }
    const plan::NodeFigures &figuresOf(int at) const { return figures.nodes[std::size_t(at)]; }

    /// Whether any node has the figure: a plan without ANALYZE has no times.
    bool has(PlanMetric metric) const;
    /// The node's own: milliseconds, rows that it gave or shall give, cost, pages. No value: the plan does not say it.
    std::optional<double> value(PlanMetric metric, int node) const;
    /// Of the whole plan, for rows of the greatest number; 0 to 1.
    std::optional<double> share(PlanMetric metric, int node) const;
    plan::Grade grade(PlanMetric metric, int node) const;
    /// About how long it is as text, in characters: the blanks before nodes of thousands of levels are most of it.
    qint64 textSize() const;
    /// The nodes that hold \p what in any of their words, in order.
    std::vector<int> search(const QString &what) const;
};
using OpenPlanPtr = std::shared_ptr<const OpenPlan>;

/// \p box: the size of a node in the graph. \p statement: where it is known from elsewhere than the plan. \p told: by a server; else the
/// findings go by the plan alone.
OpenPlanPtr openPlan(plan::Plan plan, QSizeF box, const QString &statement = {}, std::optional<PlanFindings> told = {});

/// The same plan with other findings: those of a server that was asked later.
OpenPlanPtr withFindings(const OpenPlan &plan, PlanFindings told);

/// What the history says of \p plan, made now; its text and where it came from are up to the caller.
store::PlanEntry planEntry(const OpenPlan &plan);

/// The node that an arrow key leads to from \p node: up to its parent, down to its first child, left and right among its siblings.
/// The same one where there is none.
int planNeighbour(const plan::Plan &plan, int node, Qt::Key key);

} // namespace quiver::ui
