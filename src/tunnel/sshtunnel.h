// SPDX-License-Identifier: GPL-3.0-or-later
// Forwarded ports through an SSH server, by the system's OpenSSH client: its agent, configuration, keys, jump hosts and
// known_hosts count; Quiver never sees a private key.
//
// Lives on a thread with an event loop and never waits. The client runs for as long as the tunnel is open; when it ends, it is
// started again with growing pauses and the same local ports. It ends with the tunnel, also when this program is killed.
#pragma once

#include "core/endpoint.h"

#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace quiver::tunnel {

struct TunnelSpec {
    QString host;         ///< a name or an alias from ~/.ssh/config
    int port = 0;         ///< 0: what the configuration says
    QString user;         ///< empty: likewise
    QString identityFile; ///< empty: likewise
    QString jumpHosts;    ///< as `ssh -J` takes them
    QList<core::Endpoint> targets; ///< as the SSH server sees them: host and port, or the path of a unix socket
    int keepAlive = 15;      ///< seconds between signs of life; three without an answer end the connection
    int connectTimeout = 15; ///< seconds for reaching the SSH server
    QString program = QStringLiteral("ssh");
    QString configFile; ///< empty: the user's own
    bool operator==(const TunnelSpec &) const = default;
};

enum class TunnelTrouble {
    None,
    ClientMissing,   ///< no OpenSSH client on this machine
    UnknownHost,
    Unreachable,     ///< refused, no route, timeout
    HostKeyUnknown,  ///< the user did not accept the key
    HostKeyChanged,  ///< not the key in known_hosts: somebody in between, or a new server
    Rejected,        ///< no key or password was accepted
    KeyFile,         ///< the private key is missing, unreadable, or readable by others
    ForwardRefused,  ///< the SSH server forbids forwarding, or the local port is taken
    BadConfiguration,
    Lost,            ///< it was open and ended
    Other,
};

/// What the client asks; answered with SshTunnel::answer().
struct TunnelQuestion {
    enum class Kind { HostKey, Passphrase, Password, Other };
    Kind kind = Kind::Other;
    QString text;        ///< the client's own words
    QString fingerprint; ///< HostKey: "SHA256:..."
    QString keyType;     ///< HostKey: "ED25519"
    bool secret = true;  ///< the answer must not be shown while it is typed
    int id = 0;
};

class SshTunnel final : public QObject
{
    Q_OBJECT

public:
    enum class State { Closed, Opening, Open, Reopening };
    Q_ENUM(State)

    explicit SshTunnel(TunnelSpec spec, QObject *parent = nullptr);
    ~SshTunnel() override; ///< ends the client
    Q_DISABLE_COPY_MOVE(SshTunnel)

    /// Starts the client; opened() or failed() follows. A first attempt that fails is not repeated.
    void open();
    void close();
    State state() const;
    /// Where the targets are reached on this machine, in their order; known from opened() on, the same for as long as it lives.
    const QList<core::Endpoint> &endpoints() const;
    const TunnelSpec &spec() const;
    /// \p text: "yes" accepts a host key.
    void answer(int question, const QString &text);
    void refuse(int question);

Q_SIGNALS:
    void stateChanged(quiver::tunnel::SshTunnel::State state);
    void opened();
    /// \p words: what the client said, ready to be shown below words for \p trouble.
    void failed(quiver::tunnel::TunnelTrouble trouble, const QString &words);
    void asked(const quiver::tunnel::TunnelQuestion &question);

private:
    class Client;
    std::unique_ptr<Client> m_client;
};

} // namespace quiver::tunnel
