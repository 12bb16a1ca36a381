// SPDX-License-Identifier: GPL-3.0-or-later
// Runs an index build to its end, as `quiverctl index watch` shows it, with its alarms; Ctrl+C cancels it.
#pragma once

#include "index/buildrun.h"
#include "serverchoice.h"

#include <QJsonObject>

namespace quiver::ctl {

/// Keeps it in \p journal, which may be null. Progress, steps and alarms go to standard error, and with --json what became of it, too.
/// \p told: gets what the journal was told. \returns an exit status
int runBuild(const QCommandLineParser &parser, const pg::ConnectOptions &options, const index::BuildOrder &order, store::Workspace *journal, index::BuildRecord &told);

QJsonObject recordJson(const index::BuildRecord &record);

/// The builds of the journal on that server, the newest first, for forecasts and findings. Where the journal cannot be read that is told, and nothing is known.
QList<store::BuildEntry> buildsOn(const ServerChoice &server);

} // namespace quiver::ctl
