// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a damaged workspace file: where it is now, and what the new one could take over from it.
#pragma once

#include <QString>
#include <QStringList>

namespace quiver::store {

struct DamageReport {
    QString file;        ///< where the damaged file was set aside, with its -wal and -shm beside it
    QString reason;      ///< what SQLite says about it
    QStringList rescued; ///< tables (profile, editor, preference, history) taken over whole
    bool operator==(const DamageReport &) const = default;
};

} // namespace quiver::store
