// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace's tables, as the numbered steps that build them: step n turns version n-1 into version n.
//
// A step that was released is never changed again; a new need is a new step at the end.
#pragma once

#include <QStringList>

namespace quiver::store {

struct UpgradeStep {
    int version = 0; ///< PRAGMA user_version after the step; 1, 2, 3, ... without gaps
    QStringList statements;
};

/// PRAGMA application_id of a workspace ("QVER"): tells it from any other SQLite file.
inline constexpr int workspaceApplicationId = 0x51564552;

QList<UpgradeStep> workspaceSchema();

} // namespace quiver::store
