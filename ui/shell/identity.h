// SPDX-License-Identifier: GPL-3.0-or-later
// Who a server is for the window: taken from a profile, or from a connection that belongs to none.
#pragma once

#include "store/profile.h"
#include "ui/common/server.h"

namespace quiver::ui {

ServerIdentity identityOf(const store::Profile &profile);
/// Of a server that was given as a URL and belongs to no profile.
ServerIdentity identityOf(const pg::ConnectOptions &options);

} // namespace quiver::ui
