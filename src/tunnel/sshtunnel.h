// SPDX-License-Identifier: GPL-3.0-or-later
// Forwarded ports through an SSH server, by the system's OpenSSH client (8.4 or newer): its agent, configuration, keys, jump
// hosts and known_hosts count; Quiver never sees a private key.
//
// Lives on a thread with an event loop and never waits. The client runs for as long as the tunnel is open; when it ends, it is
// started again with growing pauses and the same local ports. It ends with the tunnel, also when this program is killed.
#pragma once

#include "core/backoff.h"
#include "tunnel/tunnelquestion.h"
#include "tunnel/tunnelspec.h"
#include "tunnel/tunneltrouble.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>
#include <vector>

namespace quiver::tunnel {

class AskpassServer;
class PortReservation;
class SshClient;

class SshTunnel final : public QObject
{
    Q_OBJECT

public:
    enum class State { Closed, Opening, Open, Reopening };
    Q_ENUM(State)

    explicit SshTunnel(TunnelSpec spec, QObject *parent = nullptr);
    ~SshTunnel() override; ///< ends the client
    Q_DISABLE_COPY_MOVE(SshTunnel)

    /// Starts the client; opened() or failed() follows. A first attempt that fails is not repeated. Nothing when it is not
    /// closed.
    void open();
    /// Withdraws the questions, ends the client without waiting for it. Neither opened() nor failed() follows.
    void close();
    State state() const { return m_state; }
    /// Where the targets are reached on this machine, in their order; known from opened() on, the same for as long as it lives
    /// but for endpointsChanged().
    const QList<core::Endpoint> &endpoints() const { return m_endpoints; }
    const TunnelSpec &spec() const { return m_spec; }
    /// "yes" accepts a host key. Answers to Passphrase and Password that opened the tunnel are kept in memory until close(),
    /// to open it again after it was lost.
    void answer(int question, const QString &text);
    /// No passphrase: other keys and ways are tried. No to anything else ends the attempt.
    void refuse(int question);
    /// Those that wait for an answer.
    QList<TunnelQuestion> questions() const { return m_questions.values(); }
    /// Why it failed, or what the latest attempt to reopen it met; None while it is well.
    const TunnelFailure &failure() const { return m_failure; }
    /// Of the client; 0 when none runs.
    qint64 processId() const;

Q_SIGNALS:
    void stateChanged(quiver::tunnel::SshTunnel::State state);
    /// The first time, and each time that it is open again.
    void opened();
    /// It is closed now.
    void failed(const quiver::tunnel::TunnelFailure &failure);
    /// It was lost, or did not come back: the next attempt follows after \p delayMs.
    void interrupted(const quiver::tunnel::TunnelFailure &failure, int delayMs);
    /// It is open, but a connection through it was refused on the other side.
    void warned(const quiver::tunnel::TunnelFailure &failure);
    /// A port was taken while the tunnel was away; opened() follows.
    void endpointsChanged();
    void asked(const quiver::tunnel::TunnelQuestion &question);
    /// It needs no answer any more.
    void withdrawn(int question);

private:
    void prepare();
    void reservePorts();
    void startClient();
    void onListening();
    void onEnded(bool started);
    void onAsked(int id, const QString &prompt, const QString &hint);
    void onWithdrawn(int id);
    void retry(const TunnelFailure &failure);
    void giveUp(const TunnelFailure &failure);
    void setState(State state);
    void restartWatch();
    bool movePorts(const QList<int> &taken);
    TunnelFailure failureOf(const SshClient &client, bool started) const;

    const TunnelSpec m_spec;
    State m_state = State::Closed;
    std::unique_ptr<QTemporaryDir> m_directory; ///< 0700: of the sockets
    std::unique_ptr<AskpassServer> m_askpass;
    std::vector<PortReservation> m_ports;
    QList<core::Endpoint> m_endpoints;
    SshClient *m_client = nullptr; ///< child; the one that counts
    int m_endingClients = 0;
    bool m_startWhenEnded = false;
    bool m_askpassMissing = false;

    QHash<int, TunnelQuestion> m_questions;
    QHash<QString, QString> m_given; ///< answers of this attempt, by the question's words
    QHash<QString, QString> m_kept;  ///< answers that opened the tunnel
    QHash<QString, int> m_times;     ///< how often it was asked in this attempt
    TunnelFailure m_failure;
    TunnelFailure m_ownFailure; ///< why we ended the client ourselves

    core::BackOff m_backOff{std::chrono::milliseconds(250), std::chrono::milliseconds(15000)};
    QTimer m_pause;
    QTimer m_watch; ///< ends an attempt that does not get anywhere
    QElapsedTimer m_openSince;
    int m_attempt = 0;
    int m_moves = 0;
    int m_rejections = 0;
    bool m_moved = false;
};

} // namespace quiver::tunnel
