// SPDX-License-Identifier: GPL-3.0-or-later
// The questions of a tunnel's SSH client, put to the user on the terminal; and the words for a tunnel that failed.
#pragma once

#include "tunnel/sshtunnel.h"

namespace quiver::ctl {

/// Answers what \p tunnel asks, for as long as it lives: on the terminal itself, and with no where there is none.
void answerOnTerminal(tunnel::SshTunnel &tunnel);

/// What happened and what to do about it, with the client's own words below.
QString describeTunnel(const tunnel::TunnelFailure &failure, const tunnel::TunnelSpec &spec);

} // namespace quiver::ctl
