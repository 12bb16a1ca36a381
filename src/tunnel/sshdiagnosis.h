// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what the OpenSSH client wrote to its standard error, in English (LC_ALL=C or C.UTF-8). Pure: no client needed.
#pragma once

#include "tunnel/tunneltrouble.h"

#include <QList>

namespace quiver::tunnel {

/// Why the client ended. \p wasOpen: the tunnel was open before. Never None.
TunnelFailure diagnoseEnd(const QString &errors, bool wasOpen);
/// A line of a client that goes on: None where it is of no consequence to the tunnel.
TunnelFailure diagnoseLine(const QString &line);
/// The local ports at which the client could not listen.
QList<int> portsTaken(const QString &errors);

} // namespace quiver::tunnel
