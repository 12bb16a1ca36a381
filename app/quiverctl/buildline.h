// SPDX-License-Identifier: GPL-3.0-or-later
// A build for a terminal: one line of progress, a few lines, JSON.
#pragma once

#include "core/jobprogress.h"
#include "index/buildwatch.h"
#include "index/partsprogress.h"

#include <QJsonObject>

#include <map>
#include <optional>
#include <set>

namespace quiver::ctl {

/// "public.documents_idx: putting rows into the graph  43 %  ...". With \p parts: "partition 3 of 8, public.documents_7_idx: ...", counts and time
/// left over all of them.
core::JobProgress buildLine(const index::WatchedBuild &build, const std::optional<index::PartsProgress> &parts = {});
/// Tells once for each session that a build waits for who that is.
class WaitTeller
{
public:
    /// "public.documents_idx waits for session 4711 ..."; empty: nobody new.
    QString next(const index::BuildProgress &progress);

private:
    std::map<index::BuildKey, std::set<int>> m_told; // sessions, by build
};
QString buildText(const index::WatchedBuild &build);
/// null where something is not known.
QJsonObject buildJson(const index::WatchedBuild &build);
QJsonObject endingJson(const index::BuildEnding &ending);

} // namespace quiver::ctl
