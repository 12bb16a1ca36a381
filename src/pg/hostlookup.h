// SPDX-License-Identifier: GPL-3.0-or-later
// Looks host names up where the wait can be ended: libpq asks for addresses with a call that nothing interrupts.
#pragma once

#include <QByteArray>
#include <QList>

#include <chrono>
#include <functional>
#include <stop_token>

namespace quiver::pg {

/// Why a name has no address; empty where it has one. Called on a thread of its own; may take as long as it likes.
using HostResolver = std::function<QByteArray(const QByteArray &host)>;

/// The system's own answer.
QByteArray resolveHost(const QByteArray &host);

enum class HostLookup {
    Found,   ///< libpq may ask again: the answer was quick enough
    TimedOut,
    Stopped,
};

/// Waits until one of \p hosts is known to have an address. At once where a host is the directory of a socket or empty.
/// \throws pg::Error (Kind::Connection) in libpq's words when none of them has one
HostLookup lookUpHosts(const QList<QByteArray> &hosts, std::chrono::milliseconds patience, const std::stop_token &stop,
                       const HostResolver &resolve = resolveHost);

} // namespace quiver::pg
