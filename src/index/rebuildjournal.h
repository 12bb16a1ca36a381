// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes that a Change of care has built anew, or has tried to, as entries for the journal of builds: it then knows when that was, and how it ended.
#pragma once

#include "index/extensioncare.h"
#include "sql/changejournal.h"
#include "store/buildentry.h"

#include <QList>

namespace quiver::index {

/// Of \p report, which is of a plan with \p rebuilds, run at \p place: those that it began, with what the server says of them now. Nobody watched
/// them, so that they foretell nothing. Blocks on the connection: run it on a session's thread. \throws pg::Error
QList<store::BuildEntry> rebuildEntries(pg::Connection &connection, const std::vector<CarePlan::Rebuild> &rebuilds, const sql::ChangeReport &report,
                                        const sql::ChangePlace &place);

} // namespace quiver::index
