// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a profile before anything is sent: the exact field, and why.
#pragma once

#include "store/profile.h"

#include <QList>
#include <QString>

namespace quiver::profiles {

struct FieldProblem {
    QString field;  ///< a libpq keyword, "pool.size", "tunnel.host", "setting:NAME", "name", "keepAlive", ...
    QString reason; ///< a sentence in English
    bool warning = false; ///< the profile can be used nevertheless
    bool operator==(const FieldProblem &) const = default;
};

/// From the values alone: unknown keywords, numbers out of range, lists of different lengths, what contradicts itself.
QList<FieldProblem> checkFields(const store::Profile &profile);
/// Of the files that the profile names, and of those that libpq uses where it names none (~/.postgresql, ~/.pgpass): missing,
/// not readable, a key that others may read, a certificate that expired or belongs to another key. Reads the disk.
QList<FieldProblem> checkFiles(const store::Profile &profile);

} // namespace quiver::profiles
