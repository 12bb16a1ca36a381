// SPDX-License-Identifier: GPL-3.0-or-later
// Tells a process from every other one, also from a later one with its id, so that what it wrote down can be told from what a dead one left.
#pragma once

#include <QString>

namespace quiver::core {

struct ProcessMark {
    QString host;        ///< name of the machine and of its current start; empty: nobody
    qint64 pid = 0;
    qint64 startedTicks = -1; ///< since the machine started, by its clock ticks
    bool operator==(const ProcessMark &) const = default;
};

/// Without its start where the system has no /proc; such a process is taken for dead by lives().
ProcessMark thisProcess();

/// Whether that process runs on this machine. One of another machine cannot be asked, and is taken for dead.
bool lives(const ProcessMark &process);

} // namespace quiver::core
