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
/// The Change of a fix that writes; refused with the reason where it cannot be made.
index::CarePlan changeOf(pg::Connection &connection, const Fix &fix);
/// ALTER ROLE ... SET for the user who is connected, undone by what was before: it counts for new sessions.
index::CarePlan planAlterRole(pg::Connection &connection, const Fix &fix);

} // namespace quiver::doctor
