// SPDX-License-Identifier: GPL-3.0-or-later
// From what the user keeps about a server to what a connection needs.
#pragma once

#include "pg/pool.h"
#include "store/profile.h"
#include "ui/common/server.h"

namespace quiver::ui {

/// A read-only profile asks the server itself to refuse writes.
pg::ConnectOptions connectOptionsFor(const store::Profile &profile, const QByteArray &password);
pg::PoolSettings poolSettingsFor(const store::Profile &profile);
ServerIdentity identityOf(const store::Profile &profile);
/// Of a server that was given as a URL and belongs to no profile.
ServerIdentity identityOf(const pg::ConnectOptions &options);

} // namespace quiver::ui
