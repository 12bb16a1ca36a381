// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong with a tunnel, as facts: the user interface and quiverctl find the words.
#pragma once

#include <QString>

namespace quiver::tunnel {

enum class TunnelTrouble {
    None,
    ClientMissing,     ///< no OpenSSH client on this machine
    UnknownHost,
    Unreachable,       ///< refused, no route, timeout
    HostKeyUnknown,    ///< the key was not accepted
    HostKeyChanged,    ///< not the key in known_hosts: somebody in between, or a new server
    Rejected,          ///< no key or password was accepted
    KeyFile,           ///< the private key is missing, unreadable, or readable by others
    ForwardRefused,    ///< the SSH server forbids forwarding, or no local port could be had
    TargetUnreachable, ///< the tunnel is open, but its SSH server does not reach the database
    BadConfiguration,  ///< of the client, or a field of the profile that it must not be given
    Lost,              ///< it was open and ended
    Other,
};

struct TunnelFailure {
    TunnelTrouble trouble = TunnelTrouble::None;
    QString words;       ///< what the client said, or what is wrong with a field; ready to be shown below words for the trouble
    QString file;        ///< KeyFile: the key; HostKeyChanged: the known_hosts file; BadConfiguration: the configuration
    int line = 0;        ///< in file; 0: not known
    QString fingerprint; ///< HostKeyChanged: of the key that the server showed, "SHA256:..."
    QString keyType;     ///< HostKeyChanged: "ED25519"
    QString field;       ///< BadConfiguration: of the profile's tunnel ("host", "user", "jumpHosts", ...)
    bool operator==(const TunnelFailure &) const = default;
};

} // namespace quiver::tunnel
