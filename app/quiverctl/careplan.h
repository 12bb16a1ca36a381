// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions on indexes that exist share.
#pragma once

#include "index/rebuildforecast.h"
#include "serverchoice.h"

#include <functional>

namespace quiver::ctl {

/// Prints the notes. \throws core::Error with the refusal
sql::Change changeOf(const index::CarePlan &plan);
using MakeCare = std::function<index::CarePlan(pg::Connection &)>;
/// As applyChange(), of one that may build indexes anew: it is foretold by what was measured on the server, and what it has built is kept in the
/// journal of builds. \returns NeedsAttention where all went well and the plan leaves some of what was asked for as it is
int applyCare(const QCommandLineParser &parser, const ServerChoice &server, const MakeCare &makePlan, const index::BuildSettings &settings = {});

} // namespace quiver::ctl
