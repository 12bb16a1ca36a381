// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes made ready: a Change to be previewed and run, or the setting of a role.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "doctor/finding.h"
#include "index/extensioncare.h"

namespace quiver::doctor {

/// Whether changeOf() makes something of it.
bool isChange(const Fix &fix);
/// What to run to try the fix of \p statement, which may be empty: the statement written otherwise; a setting for it alone, in a
/// transaction of its own. Empty: it is neither.
QString scriptOf(const Fix &fix, const QString &statement);
/// The Change of a fix that writes; refused with the reason where it cannot be made.
index::CarePlan changeOf(pg::Connection &connection, const Fix &fix);
/// ALTER ROLE ... SET for the user who is connected, undone by what was before: it counts for new sessions.
index::CarePlan planAlterRole(pg::Connection &connection, const Fix &fix);

} // namespace quiver::doctor
