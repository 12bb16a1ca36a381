// SPDX-License-Identifier: GPL-3.0-or-later
// How far a job is: the phase it is in and how much of that phase is done.
#pragma once

#include <QString>

namespace quiver::core {

struct JobProgress {
    QString phase;
    qint64 done = 0;
    qint64 total = -1; ///< -1 where the end is not known
    QString unit;      ///< what is counted: "rows", "blocks", "bytes"; empty for none
    QString message;

    /// Between 0 and 1, or -1 where the end is not known.
    double fraction() const;
    bool operator==(const JobProgress &) const = default;
};

} // namespace quiver::core
