// SPDX-License-Identifier: GPL-3.0-or-later
// A plan for a terminal: a line for each node with its own time, its rows and how far the estimate is off, and badges in words.
#pragma once

#include "plan/planfigures.h"

#include <QJsonObject>
#include <QStringList>

namespace quiver::ctl {

/// What of a node deserves a look, in words: "slow", "120x more rows", "on disk".
QStringList badgesOf(const plan::PlanNode &node, const plan::NodeFigures &figures);
QString planText(const plan::Plan &plan);
/// Figures of each node, and the plan as text: readPlans() reads the plan back from it.
QJsonObject planJson(const plan::Plan &plan);
/// Two plans node by node: which is which, and what differs. A table's rows, the heading first.
QList<QStringList> comparisonRows(const plan::Plan &left, const plan::Plan &right);

} // namespace quiver::ctl
