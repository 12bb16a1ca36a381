// SPDX-License-Identifier: GPL-3.0-or-later
// A build for a terminal: one line of progress, a few lines, JSON.
#pragma once

#include "core/jobprogress.h"
#include "index/buildwatch.h"

#include <QJsonObject>

namespace quiver::ctl {

/// "public.documents_idx: putting rows into the graph  43 %  ...".
core::JobProgress buildLine(const index::WatchedBuild &build);
QString buildText(const index::WatchedBuild &build);
/// null where something is not known.
QJsonObject buildJson(const index::WatchedBuild &build);
QJsonObject endingJson(const index::BuildEnding &ending);

} // namespace quiver::ctl
