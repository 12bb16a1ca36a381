// SPDX-License-Identifier: GPL-3.0-or-later
// Why a tunnel did not open, or was lost, in the user's language, with the next step and the SSH client's own words.
#pragma once

#include "tunnel/tunnelspec.h"
#include "tunnel/tunneltrouble.h"
#include "ui/common/troublewords.h"

namespace quiver::ui {

TroubleWords tunnelWords(const tunnel::TunnelFailure &failure, const tunnel::TunnelSpec &spec);

} // namespace quiver::ui
