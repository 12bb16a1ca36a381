// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed or pasted as a connection, read with every problem said: line, column, field and reason.
#pragma once

#include "profiles/connectiontext.h"
#include "profiles/profilecheck.h"

namespace quiver::ctl {

/// The one connection of \p text; notes go to standard error. \throws core::Error with all that is wrong
profiles::ConnectionText readConnection(const QString &text);
/// Prints warnings. \throws core::Error naming each field that is wrong
void requireSound(const QList<profiles::FieldProblem> &problems);

} // namespace quiver::ctl
