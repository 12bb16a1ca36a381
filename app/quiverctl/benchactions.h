// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of quiverctl bench. Each takes its own arguments and returns an exit status.
#pragma once

#include <QStringList>

namespace quiver::ctl {

int benchRunAction(const QStringList &arguments);
int benchListAction(const QStringList &arguments);
int benchSweepAction(const QStringList &arguments);
int benchTuneAction(const QStringList &arguments);
int benchCleanAction(const QStringList &arguments);
int benchCompareAction(const QStringList &arguments);
int benchReportAction(const QStringList &arguments);

} // namespace quiver::ctl
