// SPDX-License-Identifier: GPL-3.0-or-later
// What was changed, as the workspace keeps it.
#pragma once

#include "sql/changerunner.h"
#include "store/changeentry.h"

namespace quiver::sql {

/// Where a Change was run.
struct ChangePlace {
    QUuid profileId; ///< null: not through a profile
    QString server;  ///< summary without secrets
    QString database;
};

/// Passwords within its statements are taken out.
store::ChangeEntry journalEntry(const ChangeReport &report, const ChangePlace &place);
/// The report that the entry was made from, to undo it or run it again; no value where it cannot be read.
std::optional<ChangeReport> reportOf(const store::ChangeEntry &entry);

} // namespace quiver::sql
