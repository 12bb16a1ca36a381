// SPDX-License-Identifier: GPL-3.0-or-later
// Runs an index build to its end, as `quiverctl index watch` shows it, with its alarms; Ctrl+C cancels it.
#pragma once

#include "index/buildrun.h"
#include "serverchoice.h"

#include <QJsonObject>

namespace quiver::ctl {

/// Keeps it in \p journal, which may be null. Progress, steps and alarms go to standard error; \p told, where it is given, gets what became of it in
/// the place of the words on standard output. \returns an exit status
int runBuild(const pg::ConnectOptions &options, const index::BuildOrder &order, store::Workspace *journal, index::BuildRecord *told = nullptr);

QJsonObject recordJson(const index::BuildRecord &record);

/// The builds of the journal on that server, the newest first, for forecasts and findings. Where the journal cannot be read that is told, and nothing is known.
QList<store::BuildEntry> buildsOn(const ServerChoice &server);

} // namespace quiver::ctl
