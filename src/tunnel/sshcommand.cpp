// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel/sshcommand.h"

#include <QRegularExpression>

namespace quiver::tunnel {

using namespace Qt::StringLiterals;

namespace {

// The client hands host, user and jump hosts to the user's shell where its configuration says ProxyCommand or Match exec, and
// for ProxyJump itself. Versions before 9.6 do not look at what is in them.
bool isSafe(const QString &text)
{
    static const QRegularExpression forbidden(u"[\\s'\"`$;&<>|(){}*?!#~\\x00-\\x1f\\x7f]"_s);
    return !text.startsWith(u'-') && !text.endsWith(u'\\') && !forbidden.match(text).hasMatch();
}

TunnelFailure wrong(const QString &field, const QString &words)
{
    TunnelFailure failure;
    failure.trouble = TunnelTrouble::BadConfiguration;
    failure.field = field;
    failure.words = words;
    return failure;
}

TunnelFailure checkJumpHosts(const QString &jumpHosts)
{
    for (const QString &part : jumpHosts.split(u',')) {
        const QString jump = part.trimmed();
        const QString host = jump.section(u'@', -1);
        if (jump.isEmpty() || host.isEmpty() || !isSafe(jump) || !isSafe(host))
            return wrong(u"jumpHosts"_s, u"\"%1\" is no jump host: [user@]host[:port], separated by commas"_s.arg(jump));
    }
    return {};
}

/// A path or a name in a forwarding: colons separate its parts, % and \ are special.
QString escaped(QString text)
{
    return text.replace(u'\\', u"\\\\"_s).replace(u':', u"\\:"_s).replace(u'%', u"%%"_s);
}

QString forwardTo(const core::Endpoint &target)
{
    if (target.host.startsWith(u'/') || target.host.startsWith(u'@')) // @: Linux' abstract sockets
        return escaped(target.host);
    const QString host = target.host.contains(u':') ? u'[' + target.host + u']' : target.host; // an IPv6 address
    return u"%1:%2"_s.arg(host).arg(target.port);
}

TunnelFailure checkTarget(const core::Endpoint &target)
{
    const bool isPath = target.host.startsWith(u'/');
    if (target.host.isEmpty() || target.host.contains(u"${"_s) || (!isPath && !isSafe(target.host)))
        return wrong(u"host"_s, u"\"%1\" is no host that an SSH server can be asked for"_s.arg(target.host));
    if (!isPath && (target.port < 1 || target.port > 65535))
        return wrong(u"port"_s, u"%1 is no port: 1 to 65535"_s.arg(target.port));
    return {};
}

} // namespace

TunnelFailure checkSpec(const TunnelSpec &spec)
{
    if (spec.host.isEmpty() || !isSafe(spec.host))
        return wrong(u"tunnel.host"_s, u"\"%1\" is no name of an SSH server"_s.arg(spec.host));
    if (!spec.user.isEmpty() && !isSafe(spec.user))
        return wrong(u"tunnel.user"_s, u"\"%1\" is no name of a user of the SSH server"_s.arg(spec.user));
    if (spec.port < 0 || spec.port > 65535)
        return wrong(u"tunnel.port"_s, u"%1 is no port: 1 to 65535"_s.arg(spec.port));
    if (spec.identityFile.startsWith(u'-') || spec.identityFile.contains(QChar(u'\0')))
        return wrong(u"tunnel.identityFile"_s, u"\"%1\" is no file of a private key"_s.arg(spec.identityFile));
    if (!spec.jumpHosts.isEmpty()) {
        TunnelFailure failure = checkJumpHosts(spec.jumpHosts);
        if (failure.trouble != TunnelTrouble::None) {
            failure.field = u"tunnel.jumpHosts"_s;
            return failure;
        }
    }
    for (const core::Endpoint &target : spec.targets) {
        if (const TunnelFailure failure = checkTarget(target); failure.trouble != TunnelTrouble::None)
            return failure;
    }
    return {};
}

QStringList sshArguments(const TunnelSpec &spec, const QList<int> &ports, const QString &readyPath)
{
    QStringList arguments{u"-N"_s, u"-T"_s};
    const auto option = [&arguments](const QString &text) { arguments << u"-o"_s << text; };
    if (!spec.configFile.isEmpty())
        arguments << u"-F"_s << spec.configFile;
    // A connection of its own: one that is shared would outlive the tunnel, or end with a terminal's.
    option(u"ControlMaster=no"_s);
    option(u"ControlPath=none"_s);
    // The user's own forwardings of this host may be open in a terminal already: that is no reason to give up. Those of the
    // tunnel are seen to by their ports.
    option(u"ClearAllForwardings=no"_s);
    option(u"ExitOnForwardFailure=no"_s);
    option(u"ServerAliveInterval=%1"_s.arg(spec.keepAlive));
    option(u"ServerAliveCountMax=3"_s);
    option(u"ConnectTimeout=%1"_s.arg(spec.connectTimeout));
    option(u"LogLevel=INFO"_s); // failures of channels are told at this level
    if (spec.port > 0)
        arguments << u"-p"_s << QString::number(spec.port);
    if (!spec.user.isEmpty())
        arguments << u"-l"_s << spec.user;
    if (!spec.identityFile.isEmpty()) {
        arguments << u"-i"_s << spec.identityFile;
        option(u"IdentitiesOnly=yes"_s); // an agent full of other keys would use up the server's patience first
    }
    if (!spec.jumpHosts.isEmpty())
        arguments << u"-J"_s << QString(spec.jumpHosts).remove(u' ');
    for (qsizetype i = 0; i < spec.targets.size(); ++i)
        arguments << u"-L"_s << u"127.0.0.1:%1:%2"_s.arg(ports[i]).arg(forwardTo(spec.targets[i]));
    // They are opened in this order: when the last one is there, so are the others.
    if (!spec.targets.isEmpty())
        arguments << u"-L"_s << escaped(readyPath) + u':' + forwardTo(spec.targets.first());
    return arguments << u"--"_s << spec.host;
}

} // namespace quiver::tunnel
