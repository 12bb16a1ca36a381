// SPDX-License-Identifier: GPL-3.0-or-later
// What the OpenSSH client asks while it opens a tunnel, read from the words of its prompt.
#pragma once

#include <QString>

namespace quiver::tunnel {

/// Answered with SshTunnel::answer() or refuse().
struct TunnelQuestion {
    enum class Kind {
        HostKey,    ///< is this the server's key? "yes" accepts
        Passphrase, ///< of a private key
        Password,   ///< of the account on the SSH server
        Confirm,    ///< "yes" agrees
        Notice,     ///< nothing to answer: "touch your security key"; withdrawn when done
        Other,      ///< a one-time code, say
    };
    Kind kind = Kind::Other;
    QString text;        ///< the client's own words
    QString subject;     ///< HostKey: the host; Passphrase: the key's file; Password: user@host; as far as the words tell
    QString fingerprint; ///< HostKey: "SHA256:..."
    QString keyType;     ///< HostKey: "ED25519"
    bool secret = true;  ///< the answer must not be shown while it is typed
    int attempt = 1;     ///< 2 and more: asked again, the answer before did not help
    int id = 0;
};

/// \p prompt: as SSH_ASKPASS gets it; \p hint: SSH_ASKPASS_PROMPT ("confirm", "none", or empty).
TunnelQuestion readQuestion(const QString &prompt, const QString &hint);

} // namespace quiver::tunnel
