// SPDX-License-Identifier: GPL-3.0-or-later
// From a profile, as the workspace keeps it, to what the engine connects with, and back.
#pragma once

#include "pg/pool.h"
#include "store/profile.h"

#include <QColor>

namespace quiver::ui {

/// With default_transaction_read_only switched on first where the profile is read-only.
pg::ConnectOptions connectOptions(const store::Profile &profile, const QByteArray &password);
pg::PoolSettings poolSettings(const store::Profile &profile);
/// The profile's own colour; invalid where it has none.
QColor profileColor(const store::Profile &profile);
/// "user@host:port/database".
QString profileSummary(const store::Profile &profile);

} // namespace quiver::ui
