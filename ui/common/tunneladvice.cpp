// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tunneladvice.h"

#include <QCoreApplication>

namespace quiver::ui {

using tunnel::TunnelFailure;
using tunnel::TunnelSpec;
using tunnel::TunnelTrouble;

namespace {

class TunnelAdvice
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::TunnelAdvice)

public:
    static TroubleWords words(const TunnelFailure &failure, const TunnelSpec &spec);

private:
    static TroubleWords wayWords(TunnelTrouble trouble, const TunnelSpec &spec);
    static TroubleWords keyWords(const TunnelFailure &failure, const TunnelSpec &spec);
    static TroubleWords configurationWords(const TunnelFailure &failure);
};

TroubleWords TunnelAdvice::wayWords(TunnelTrouble trouble, const TunnelSpec &spec)
{
    switch (trouble) {
    case TunnelTrouble::ClientMissing:
        return {tr("The SSH client \"%1\" cannot be started.").arg(spec.program),
                tr("Install OpenSSH's client (the package openssh-client), or switch the tunnel off."), {}};
    case TunnelTrouble::UnknownHost:
        return {tr("No address is known for the SSH server %1, or for a host on the way to it.").arg(spec.host),
                tr("Check the name for typing errors, the VPN, and HostName in ~/.ssh/config."), {}};
    case TunnelTrouble::Unreachable:
        return {tr("The SSH server %1 does not answer.").arg(spec.host),
                tr("Check its port and the network, and that a firewall or VPN lets you through. \"ssh %1\" in a terminal must work.")
                    .arg(spec.host), {}};
    case TunnelTrouble::ForwardRefused:
        return {tr("The SSH server %1 lets you in, but forbids forwarding to the database.").arg(spec.host),
                tr("Ask its administrator to allow it for your account (AllowTcpForwarding, PermitOpen), or go through another "
                   "server."), {}};
    case TunnelTrouble::TargetUnreachable:
        return {tr("The tunnel is open, but %1 does not reach the database.").arg(spec.host),
                tr("Host and port of the database are those that the SSH server sees: often localhost and 5432."), {}};
    case TunnelTrouble::Lost:
        return {tr("The SSH tunnel through %1 was lost.").arg(spec.host), tr("It is opened again by itself as soon as the server answers."), {}};
    default:
        return {tr("The SSH tunnel through %1 did not open.").arg(spec.host),
                tr("Try \"ssh %1\" in a terminal: it must work there first.").arg(spec.host), {}};
    }
}

TroubleWords TunnelAdvice::keyWords(const TunnelFailure &failure, const TunnelSpec &spec)
{
    switch (failure.trouble) {
    case TunnelTrouble::HostKeyUnknown:
        return {tr("The key of the SSH server %1 was not accepted. Nothing was sent to it.").arg(spec.host),
                tr("Ask its administrator for the fingerprint, compare, and open the connection again."), {}};
    case TunnelTrouble::HostKeyChanged: {
        const QString next = failure.file.isEmpty()
                                 ? tr("Ask its administrator whether its key is new. Only then remove the old one from known_hosts.")
                                 : tr("Ask its administrator whether its key is new. Only then remove line %1 of %2, and open the "
                                      "connection again.").arg(failure.line).arg(failure.file);
        return {tr("The SSH server %1 is not the one it was: its key has changed. Somebody may be in between. Nothing was sent to it.")
                    .arg(spec.host), next, {}};
    }
    case TunnelTrouble::KeyFile:
        return {tr("The private key %1 cannot be used.").arg(failure.file),
                tr("The file must be there, be a private key, and be readable by you only: chmod 600 and the file's name in a terminal."), {}};
    default:
        return {tr("The SSH server %1 did not let you in.").arg(spec.host),
                tr("Check the user, the key, and the passphrase or password; the key's public half must be in the server's "
                   "authorized_keys. \"ssh-add -l\" shows what the agent has."), {}};
    }
}

TroubleWords TunnelAdvice::configurationWords(const TunnelFailure &failure)
{
    if (!failure.field.isEmpty())
        return {tr("A field of the SSH tunnel cannot be used."), tr("Correct it in the connection's settings."), {}};
    if (failure.file.isEmpty())
        return {tr("The SSH client does not understand its configuration."), tr("Correct ~/.ssh/config."), {}};
    const QString next = failure.line > 0 ? tr("Correct line %1 of %2.").arg(failure.line).arg(failure.file)
                                          : tr("Correct %1; it must belong to you and be writable by you only.").arg(failure.file);
    return {tr("The SSH client does not accept its configuration."), next, {}};
}

TroubleWords TunnelAdvice::words(const TunnelFailure &failure, const TunnelSpec &spec)
{
    TroubleWords words;
    switch (failure.trouble) {
    case TunnelTrouble::HostKeyUnknown:
    case TunnelTrouble::HostKeyChanged:
    case TunnelTrouble::KeyFile:
    case TunnelTrouble::Rejected:
        words = keyWords(failure, spec);
        break;
    case TunnelTrouble::BadConfiguration:
        words = configurationWords(failure);
        break;
    default:
        words = wayWords(failure.trouble, spec);
        break;
    }
    words.detail = failure.words;
    return words;
}

} // namespace

TroubleWords tunnelWords(const TunnelFailure &failure, const TunnelSpec &spec)
{
    return TunnelAdvice::words(failure, spec);
}

} // namespace quiver::ui
