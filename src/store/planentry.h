// SPDX-License-Identifier: GPL-3.0-or-later
// A plan that was made or looked at: what it is of, and its text.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QUuid>

namespace quiver::store {

inline constexpr qsizetype mostPlanText = 32 * 1024 * 1024; ///< bytes of one that is kept; more is refused

struct PlanEntry {
    enum class Origin {
        Explain, ///< asked of a server
        Analyze, ///< likewise, and run
        Pasted,
        File,
    };

    qint64 id = 0;      ///< given by the workspace, ascending; 0 before that
    QDateTime madeAt;   ///< UTC: when it was asked for, pasted or opened
    Origin origin = Origin::Pasted;
    QUuid profileId;    ///< null: of no profile
    QString server;     ///< summary to show; empty: it came without one
    QString database;
    QString statement;  ///< with passwords already taken out by the caller; empty: not known
    QString fileName;   ///< of a file, without its folder
    int nodes = 0;
    double totalMs = -1;   ///< of its run; -1: it was not run
    double totalCost = -1; ///< -1: COSTS OFF
    QByteArray text;    ///< as readPlans() takes it; empty in a list: see Workspace::planText()
    bool operator==(const PlanEntry &) const = default;
};

} // namespace quiver::store
