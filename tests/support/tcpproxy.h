// SPDX-License-Identifier: GPL-3.0-or-later
// A network between a test and its server that misbehaves on request: a TCP proxy on 127.0.0.1 with a thread of its own.
#pragma once

#include <QByteArray>

#include <atomic>
#include <thread>
#include <vector>

namespace quiver::test {

/// Thread-safe. What is on its way when the mode changes follows the new mode.
class TcpProxy
{
public:
    enum class Mode {
        Forward,
        Halve,     ///< in pieces of 1 to 7 bytes, each sent by itself: splits at any byte
        Stall,     ///< accepts and keeps everything open, forwards nothing in either direction
        StallDown, ///< what the client sends arrives, what the server answers does not
        Refuse,    ///< nothing listens: new connections are refused; those that are there go on
    };

    /// Forwards to \p targetPort of 127.0.0.1. Ends the test program when it cannot listen.
    explicit TcpProxy(int targetPort);
    ~TcpProxy();
    TcpProxy(const TcpProxy &) = delete;
    TcpProxy &operator=(const TcpProxy &) = delete;

    int port() const { return m_port; }
    /// Returns when it is in force.
    void setMode(Mode mode);
    /// Closes all connections on both sides. New ones are accepted again.
    void drop();
    int connections() const { return m_connections.load(); } ///< that are open now

private:
    struct Way {
        int from = -1, to = -1;
        QByteArray waiting;
        bool ended = false; ///< from has no more
    };
    struct Pair {
        Way up, down;
    };
    void loop();
    void listenAgain();
    void stopListening();
    void acceptOne();
    bool move(Way &way, bool readable, bool writable);
    bool stalled(bool down) const;
    void command();

    const int m_targetPort;
    int m_port = 0;
    int m_listener = -1; // proxy's thread only, like m_pairs
    int m_wakeFd = -1;
    std::vector<Pair> m_pairs;
    unsigned m_piece = 0; // counts, for the sizes of pieces
    std::atomic<Mode> m_mode{Mode::Forward};
    std::atomic<bool> m_drop{false};
    std::atomic<bool> m_quit{false};
    std::atomic<int> m_connections{0};
    std::atomic<unsigned> m_asked{0}, m_done{0}; // commands, and how many are in force
    std::thread m_thread; // last: it uses all of the above
};

} // namespace quiver::test
