// SPDX-License-Identifier: GPL-3.0-or-later
// The OpenSSH client's arguments for a tunnel, and which fields it must not be given. Pure.
#pragma once

#include "tunnel/tunnelspec.h"
#include "tunnel/tunneltrouble.h"

#include <QStringList>

namespace quiver::tunnel {

/// What of \p spec cannot be given to the client: names that would become options, or that its configuration could hand to a
/// shell (%h and %r in ProxyCommand). Trouble None where all is well.
TunnelFailure checkSpec(const TunnelSpec &spec);

/// \p ports: of 127.0.0.1, one for each target; \p readyPath: a unix socket that the client makes when it listens to all of
/// them.
QStringList sshArguments(const TunnelSpec &spec, const QList<int> &ports, const QString &readyPath);

} // namespace quiver::tunnel
