// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions on indexes that exist share.
#pragma once

#include "index/extensioncare.h"

namespace quiver::ctl {

/// Prints the notes. \throws core::Error with the refusal
sql::Change changeOf(const index::CarePlan &plan);

} // namespace quiver::ctl
