// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tcpproxy.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace quiver::test {

namespace {

constexpr qsizetype mostWaiting = 1 << 20; // then the sender waits, as on a real network

sockaddr_in loopback(int port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(quint16(port));
    return address;
}

void sendPiecesAtOnce(int fd)
{
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

} // namespace

TcpProxy::TcpProxy(int targetPort)
    : m_targetPort(targetPort), m_wakeFd(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    listenAgain();
    m_thread = std::thread([this] { loop(); });
}

TcpProxy::~TcpProxy()
{
    m_quit = true;
    command();
    m_thread.join();
    stopListening();
    ::close(m_wakeFd);
}

void TcpProxy::setMode(Mode mode)
{
    m_mode = mode;
    command();
}

void TcpProxy::drop()
{
    m_drop = true;
    command();
}

/// Wakes the thread and waits until it has taken notice.
void TcpProxy::command()
{
    const unsigned number = ++m_asked;
    const quint64 one = 1;
    if (::write(m_wakeFd, &one, sizeof one) < 0)
        qFatal("cannot wake the proxy: %s", std::strerror(errno));
    for (unsigned done = m_done; int(done - number) < 0; done = m_done)
        m_done.wait(done);
}

void TcpProxy::listenAgain()
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(m_port);
    socklen_t length = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || ::listen(m_listener, 64) != 0
        || ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        qFatal("the proxy cannot listen: %s", std::strerror(errno));
    m_port = ntohs(address.sin_port);
}

void TcpProxy::stopListening()
{
    if (m_listener >= 0)
        ::close(m_listener);
    m_listener = -1;
}

void TcpProxy::acceptOne()
{
    const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0)
        return;
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(m_targetPort);
    // Blocking: loopback answers at once, with a connection or a refusal.
    if (::connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(server);
        ::close(client);
        return;
    }
    sendPiecesAtOnce(client);
    sendPiecesAtOnce(server);
    m_pairs.push_back({{client, server, {}, false}, {server, client, {}, false}});
}

bool TcpProxy::stalled(bool down) const
{
    const Mode mode = m_mode;
    return mode == Mode::Stall || (down && mode == Mode::StallDown);
}

/// False when the way is at its end.
bool TcpProxy::move(Way &way, bool readable, bool writable)
{
    if (readable && !way.ended) {
        char bytes[16384];
        const ssize_t count = ::recv(way.from, bytes, sizeof bytes, MSG_DONTWAIT);
        if (count > 0)
            way.waiting.append(bytes, count);
        else if (count == 0 || errno != EAGAIN)
            way.ended = true;
    }
    if (writable && !way.waiting.isEmpty()) {
        const qsizetype most = m_mode == Mode::Halve ? 1 + m_piece++ % 7 : way.waiting.size();
        const ssize_t count = ::send(way.to, way.waiting.constData(), std::size_t(std::min(most, way.waiting.size())),
                                     MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0)
            way.waiting.remove(0, count);
        else if (errno != EAGAIN)
            return false;
    }
    return !way.ended || !way.waiting.isEmpty();
}

void TcpProxy::loop()
{
    std::vector<pollfd> fds;
    while (!m_quit) {
        const unsigned asked = m_asked;
        if (m_mode == Mode::Refuse && m_listener >= 0)
            stopListening();
        else if (m_mode != Mode::Refuse && m_listener < 0)
            listenAgain();
        const bool dropAll = m_drop.exchange(false);
        std::erase_if(m_pairs, [dropAll](const Pair &pair) {
            const bool over = dropAll || pair.up.from < 0;
            if (over && pair.up.from >= 0) {
                ::close(pair.up.from);
                ::close(pair.up.to);
            }
            return over;
        });
        m_connections = int(m_pairs.size());
        m_done = asked;
        m_done.notify_all();

        fds.assign({{m_wakeFd, POLLIN, 0}, {m_listener, POLLIN, 0}});
        for (const Pair &pair : m_pairs) {
            const auto events = [this](const Way &in, bool inDown, const Way &out, bool outDown) {
                int wanted = 0;
                if (!stalled(inDown) && !in.ended && in.waiting.size() < mostWaiting)
                    wanted |= POLLIN;
                if (!stalled(outDown) && !out.waiting.isEmpty())
                    wanted |= POLLOUT;
                return short(wanted);
            };
            const short client = events(pair.up, false, pair.down, true), server = events(pair.down, true, pair.up, false);
            fds.push_back({client ? pair.up.from : -1, client, 0});
            fds.push_back({server ? pair.down.from : -1, server, 0});
        }
        ::poll(fds.data(), nfds_t(fds.size()), -1);
        quint64 count = 0;
        if (fds[0].revents && ::read(m_wakeFd, &count, sizeof count) > 0)
            continue; // a command first
        for (std::size_t i = 0; i < m_pairs.size(); ++i) {
            Pair &pair = m_pairs[i];
            const short client = fds[2 + 2 * i].revents, server = fds[3 + 2 * i].revents;
            constexpr short in = POLLIN | POLLHUP | POLLERR;
            const bool up = stalled(false) || move(pair.up, client & in, server & (POLLOUT | POLLERR));
            const bool down = stalled(true) || move(pair.down, server & in, client & (POLLOUT | POLLERR));
            if (up && down)
                continue;
            ::close(pair.up.from);
            ::close(pair.up.to);
            pair.up.from = -1; // forgotten in the next round
        }
        if (fds[1].revents)
            acceptOne();
    }
    for (const Pair &pair : m_pairs) {
        if (pair.up.from >= 0) {
            ::close(pair.up.from);
            ::close(pair.up.to);
        }
    }
    m_done = m_asked.load();
    m_done.notify_all();
}

} // namespace quiver::test
