// SPDX-License-Identifier: GPL-3.0-or-later
// What of a node deserves a look, in a few words each: the same on the screen and on the command line.
#pragma once

#include "plan/planmatch.h"

#include <QCoreApplication>

namespace quiver::plan {

struct PlanBadge {
    QString text;                 ///< "120x more rows", a few words
    Grade grade = Grade::Notable;
    QString help;                 ///< what it means and what to do, in a sentence
    bool operator==(const PlanBadge &) const = default;
};

class PlanBadges
{
    Q_DECLARE_TR_FUNCTIONS(quiver::plan::PlanBadges)

public:
    /// The share of the time and the cost aside, which are figures of their own wherever badges are shown.
    static std::vector<PlanBadge> of(const PlanNode &node, const NodeFigures &figures);
    /// What two matched nodes differ in: "another index", "own time".
    static QStringList differences(const NodeDifference &difference);
};

} // namespace quiver::plan
