// SPDX-License-Identifier: GPL-3.0-or-later
// Where the nodes of a plan's graph stand: a tidy tree, in linear time and without recursion. Pure geometry in any unit of length.
#pragma once

#include "plan/plan.h"

#include <QRectF>
#include <QSizeF>

namespace quiver::plan {

struct LayoutOptions {
    bool leftToRight = false; ///< else the root is on top
    double siblingGap = 24;   ///< between boxes beside each other, at least
    double levelGap = 48;     ///< between a box and its children
};

struct PlanLayout {
    std::vector<QRectF> boxes;  ///< of Plan::nodes, in their order; a null one of a node that is hidden
    std::vector<char> shown;    ///< 0: it is below a folded one
    std::vector<std::vector<int>> rows; ///< the nodes of each depth that are shown, in the order of their places
    QRectF bounds;              ///< around all boxes; its corner is at 0, 0
};

/// \p sizes: of each node's box; one alone is that of all. \p folded: whether what is below a node is hidden; empty: nothing is.
///
/// Each level is as high as its highest box. Subtrees stand as close together as their outlines let them, a parent in the middle above
/// its children (Reingold and Tilford 1981, with the outlines as linked lists).
PlanLayout layoutOf(const Plan &plan, const std::vector<QSizeF> &sizes, const std::vector<bool> &folded = {}, const LayoutOptions &options = {});

} // namespace quiver::plan
