// SPDX-License-Identifier: GPL-3.0-or-later
// A port of 127.0.0.1 kept for a tunnel, also while its client is away: nobody else is given it, and a connection attempt to
// it is refused instead of meeting itself (a client whose own port happens to be the one it connects to).
#pragma once

#include <utility>

namespace quiver::tunnel {

class PortReservation
{
public:
    /// A port that is free now.
    /// \throws core::Error when there is none
    PortReservation();
    ~PortReservation();
    PortReservation(PortReservation &&other) noexcept : m_socket(std::exchange(other.m_socket, -1)), m_port(other.m_port) {}
    PortReservation &operator=(PortReservation &&other) noexcept;

    int port() const { return m_port; }

private:
    int m_socket = -1; // bound but not listening: a second socket with SO_REUSEADDR may still bind and listen, as ssh's does
    int m_port = 0;
};

} // namespace quiver::tunnel
