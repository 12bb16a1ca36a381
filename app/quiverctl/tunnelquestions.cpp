// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnelquestions.h"

#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using tunnel::TunnelFailure;
using tunnel::TunnelQuestion;
using tunnel::TunnelTrouble;

namespace {

void put(tunnel::SshTunnel &tunnel, const TunnelQuestion &question)
{
    if (question.kind == TunnelQuestion::Kind::Notice) {
        printErrorLine(question.text);
        return;
    }
    const QString prompt = question.text + u' ';
    const auto answer = question.secret ? askPassword(prompt) : askLine(prompt);
    if (answer)
        tunnel.answer(question.id, QString::fromUtf8(*answer));
    else
        tunnel.refuse(question.id);
}

QString sentence(const TunnelFailure &failure, const tunnel::TunnelSpec &spec)
{
    const QString &host = spec.host;
    switch (failure.trouble) {
    case TunnelTrouble::None:
        return {};
    case TunnelTrouble::ClientMissing:
        return u"the SSH client \"%1\" cannot be started: install openssh-client"_s.arg(spec.program);
    case TunnelTrouble::UnknownHost:
        return u"no address is known for the SSH server %1: check its name, or the HostName in ~/.ssh/config"_s.arg(host);
    case TunnelTrouble::Unreachable:
        return u"the SSH server %1 does not answer: check the port, the network, and that sshd runs"_s.arg(host);
    case TunnelTrouble::HostKeyUnknown:
        return u"the key of the SSH server %1 is not known and was not accepted: compare its fingerprint, then answer yes"_s.arg(host);
    case TunnelTrouble::HostKeyChanged:
        return u"the key of the SSH server %1 is not the one in %2, line %3: nothing was sent. Ask its administrator; if the "
               "server is new, remove that line"_s.arg(host, failure.file).arg(failure.line);
    case TunnelTrouble::Rejected:
        return u"the SSH server %1 let nobody in with these keys and answers: check the user and the key"_s.arg(host);
    case TunnelTrouble::KeyFile:
        return u"the private key %1 cannot be used: it must be there, and readable by you only (chmod 600)"_s.arg(failure.file);
    case TunnelTrouble::ForwardRefused:
        return u"the SSH server %1 forbids forwarding: its administrator may allow it (AllowTcpForwarding)"_s.arg(host);
    case TunnelTrouble::TargetUnreachable:
        return u"the SSH server %1 does not reach the database: check host and port as that machine sees them"_s.arg(host);
    case TunnelTrouble::BadConfiguration:
        return failure.file.isEmpty() ? u"the SSH tunnel is not set up correctly"_s
                                      : u"the SSH configuration is wrong: %1, line %2"_s.arg(failure.file).arg(failure.line);
    case TunnelTrouble::Lost:
        return u"the SSH tunnel through %1 was lost"_s.arg(host);
    case TunnelTrouble::Other:
        break;
    }
    return u"the SSH tunnel through %1 did not open"_s.arg(host);
}

} // namespace

void answerOnTerminal(tunnel::SshTunnel &tunnel)
{
    QObject::connect(&tunnel, &tunnel::SshTunnel::asked, &tunnel, [&tunnel](const TunnelQuestion &question) { put(tunnel, question); });
}

QString describeTunnel(const TunnelFailure &failure, const tunnel::TunnelSpec &spec)
{
    const QString text = sentence(failure, spec);
    return failure.words.isEmpty() ? text : text + u'\n' + failure.words;
}

} // namespace quiver::ctl
