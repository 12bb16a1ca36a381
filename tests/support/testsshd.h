// SPDX-License-Identifier: GPL-3.0-or-later
// A throwaway sshd on a loopback port with keys and a client configuration of its own: real, gone with the test program.
#pragma once

#include "tunnel/tunnelspec.h"

#include <QProcess>
#include <QTemporaryDir>

namespace quiver::test {

/// Blocking; for tests only. Any failure to set up ends the test program with a message: nothing is skipped.
class TestSshd
{
public:
    /// \p settings: lines of sshd_config that come before its own. Lets in whoever has the key that is made with it.
    explicit TestSshd(const QStringList &settings = {});
    ~TestSshd();

    void start();
    void stop(); ///< with all its connections, at once
    bool isRunning() const { return m_server.state() != QProcess::NotRunning; }
    /// Another host key, as if this were another machine; known_hosts stays.
    void changeHostKey();
    QString fingerprint() const; ///< of the host key: "SHA256:..."
    int port() const { return m_port; }

    /// The host "bastion" of the client configuration, which is this server, with \p targets.
    tunnel::TunnelSpec spec(const QList<core::Endpoint> &targets) const;
    QString configFile() const { return file(QStringLiteral("ssh_config")); }
    /// The client configuration with \p lines before it, and the server in the known_hosts if \p known.
    void writeConfig(const QStringList &lines = {}, bool known = true);
    QString knownHostsFile() const { return file(QStringLiteral("known_hosts")); }
    /// The private key that is let in.
    QString key() const { return file(QStringLiteral("id")); }
    /// A new key at \p name; let in if \p welcome.
    QString makeKey(const QString &name, const QString &passphrase, bool welcome);
    QString file(const QString &name) const { return m_directory.filePath(name); }

private:
    QString account() const;

    QTemporaryDir m_directory;
    QProcess m_server;
    QStringList m_settings;
    int m_port = 0;
};

} // namespace quiver::test
