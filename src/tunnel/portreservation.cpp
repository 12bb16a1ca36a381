// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel/portreservation.h"

#include "core/error.h"

#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace quiver::tunnel {

PortReservation::PortReservation()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const int on = 1;
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // The option comes after the port was given: with it, the kernel may give a port that somebody else has bound as well.
    if (m_socket < 0 || ::bind(m_socket, reinterpret_cast<sockaddr *>(&address), length) != 0
        || ::getsockname(m_socket, reinterpret_cast<sockaddr *>(&address), &length) != 0
        || ::setsockopt(m_socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) {
        const int error = errno;
        if (m_socket >= 0)
            ::close(m_socket);
        throw core::Error(QStringLiteral("no free port on 127.0.0.1: %1").arg(QString::fromLocal8Bit(std::strerror(error))));
    }
    m_port = ntohs(address.sin_port);
}

PortReservation::~PortReservation()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

PortReservation &PortReservation::operator=(PortReservation &&other) noexcept
{
    std::swap(m_socket, other.m_socket);
    std::swap(m_port, other.m_port);
    return *this;
}

} // namespace quiver::tunnel
