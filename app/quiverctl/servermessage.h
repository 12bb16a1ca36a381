// SPDX-License-Identifier: GPL-3.0-or-later
// A server's error or notice as psql words it, with a caret under the place it is about.
#pragma once

#include "pg/error.h"

#include <QString>

namespace quiver::ctl {

/// \p statement is the text that was sent, \p firstLine the number of its first line in the script.
QString serverMessage(const pg::Diagnostics &diagnostics, const QString &statement = {}, int firstLine = 1);

} // namespace quiver::ctl
