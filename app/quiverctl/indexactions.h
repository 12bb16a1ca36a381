// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of `quiverctl index`, a file each. Each takes its own arguments and returns an exit status.
#pragma once

#include <QStringList>

namespace quiver::ctl {

int adviseIndexAction(const QStringList &arguments);
int createIndexAction(const QStringList &arguments);
int indexBuildsAction(const QStringList &arguments);
int indexCancelAction(const QStringList &arguments);
int indexWatchAction(const QStringList &arguments);
int forecastIndexAction(const QStringList &arguments);
int listIndexesAction(const QStringList &arguments);
int repairIndexAction(const QStringList &arguments);
int maintainIndexAction(const QStringList &arguments);
int settingsIndexAction(const QStringList &arguments);
int slowIndexAction(const QStringList &arguments);

} // namespace quiver::ctl
