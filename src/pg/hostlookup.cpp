// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/hostlookup.h"

#include "pg/error.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace quiver::pg {

namespace {

/// Shared with the thread, which may outlive everybody who waits for it.
struct Lookup {
    std::mutex mutex;
    std::condition_variable_any changed;
    bool done = false;
    bool found = false;
    QByteArray reason; // of the last host without an address
    QByteArray host;
};

void run(const std::shared_ptr<Lookup> &lookup, const QList<QByteArray> &hosts, const HostResolver &resolve)
{
    for (const QByteArray &host : hosts) {
        const QByteArray reason = resolve(host);
        const std::lock_guard lock(lookup->mutex);
        lookup->found = reason.isEmpty();
        lookup->reason = reason;
        lookup->host = host;
        if (lookup->found)
            break;
    }
    const std::lock_guard lock(lookup->mutex);
    lookup->done = true;
    lookup->changed.notify_all();
}

} // namespace

QByteArray resolveHost(const QByteArray &host)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    const int code = ::getaddrinfo(host.constData(), nullptr, &hints, &found);
    if (code != 0)
        return ::gai_strerror(code);
    ::freeaddrinfo(found);
    return {};
}

HostLookup lookUpHosts(const QList<QByteArray> &hosts, std::chrono::milliseconds patience, const std::stop_token &stop,
                       const HostResolver &resolve)
{
    const auto needsNone = [](const QByteArray &host) { return host.isEmpty() || host.startsWith('/') || host.startsWith('@'); };
    if (hosts.isEmpty() || std::any_of(hosts.begin(), hosts.end(), needsNone))
        return HostLookup::Found;
    const auto lookup = std::make_shared<Lookup>();
    // Detached on purpose: nothing ends the system's call, and nobody may wait for it.
    std::thread([lookup, hosts, resolve] { run(lookup, hosts, resolve); }).detach();
    std::unique_lock lock(lookup->mutex);
    if (!lookup->changed.wait_for(lock, stop, patience, [&] { return lookup->done; }))
        return stop.stop_requested() ? HostLookup::Stopped : HostLookup::TimedOut;
    if (lookup->found)
        return HostLookup::Found;
    Diagnostics d;
    d.severity = QStringLiteral("FATAL");
    d.message = QStringLiteral("could not translate host name \"%1\" to address: %2")
                    .arg(QString::fromUtf8(lookup->host), QString::fromLocal8Bit(lookup->reason));
    throw Error(Error::Kind::Connection, d);
}

} // namespace quiver::pg
