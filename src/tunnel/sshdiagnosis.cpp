// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel/sshdiagnosis.h"

#include <QRegularExpression>
#include <QStringList>

namespace quiver::tunnel {

using namespace Qt::StringLiterals;

namespace {

/// Without decoration and chatter: what a user can use.
QString readableWords(const QString &errors)
{
    constexpr int mostLines = 20;
    QStringList kept;
    for (const QString &raw : errors.split(u'\n')) {
        const QString line = raw.trimmed();
        if (line.isEmpty() || line.startsWith("@@@"_L1) || line.startsWith("debug"_L1) || line.startsWith("Warning: Permanently added"_L1))
            continue;
        kept << (line.startsWith(u'@') && line.endsWith(u'@') ? line.sliced(1, line.size() - 2).trimmed() : line);
    }
    return kept.mid(std::max<qsizetype>(0, kept.size() - mostLines)).join(u'\n');
}

bool has(const QString &text, const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption)
        .match(text)
        .hasMatch();
}

QRegularExpressionMatch find(const QString &text, const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::MultilineOption).match(text);
}

bool readHostKey(const QString &errors, TunnelFailure &failure)
{
    if (has(errors, u"HOST IDENTIFICATION HAS CHANGED|^Host key for .* has changed|REVOKED HOST KEY"_s)) {
        failure.trouble = TunnelTrouble::HostKeyChanged;
        const auto key = find(errors, u"fingerprint for the (\\S+) key sent by the remote host is\\s+(\\S+?)\\.?\\s"_s);
        failure.keyType = key.captured(1);
        failure.fingerprint = key.captured(2);
        const auto place = find(errors, u"^(?:Offending|\\s*Matching) .*(?:key|host key) in (.+?):(\\d+)\\s*$"_s);
        failure.file = place.captured(1);
        failure.line = place.captured(2).toInt();
        return true;
    }
    if (has(errors, u"Host key verification failed|host key is known for .* and you have requested strict checking"_s)) {
        failure.trouble = TunnelTrouble::HostKeyUnknown;
        return true;
    }
    return false;
}

bool readConfiguration(const QString &errors, TunnelFailure &failure)
{
    if (!has(errors, u"bad configuration option|^Bad owner or permissions on|^Can't open user config file|^.+ line \\d+: |"
                     "terminating, \\d+ bad configuration|^Bad port '|^Invalid -J argument|^usage: ssh|^Bad (?:local|dynamic) forwarding"_s)) {
        return false;
    }
    failure.trouble = TunnelTrouble::BadConfiguration;
    if (const auto place = find(errors, u"^(.+?):? line (\\d+): "_s); place.hasMatch()) {
        failure.file = place.captured(1);
        failure.line = place.captured(2).toInt();
    } else {
        failure.file = find(errors, u"^Bad owner or permissions on (.+?)\\s*$"_s).captured(1);
    }
    return true;
}

/// A key that cannot be read matters only when nothing else let the user in.
bool readAuthentication(const QString &errors, TunnelFailure &failure)
{
    if (!has(errors, u"Permission denied \\(|Permission denied, please|Too many authentication failures|No more authentication methods|"
                     "no supported authentication methods"_s)) {
        return false;
    }
    failure.trouble = TunnelTrouble::Rejected;
    static const QStringList keyPatterns{
        u"^Permissions \\d+ for '(.+)' are too open"_s,
        u"^Load key \"(.+)\": (?!.*incorrect passphrase)"_s,
        u"Identity file (.+) not accessible: "_s,
        u"^no such identity: (.+): No such file"_s,
    };
    for (const QString &pattern : keyPatterns) {
        if (const auto match = find(errors, pattern); match.hasMatch()) {
            failure.trouble = TunnelTrouble::KeyFile;
            failure.file = match.captured(1);
            break;
        }
    }
    return true;
}

TunnelTrouble networkTrouble(const QString &errors)
{
    if (has(errors, u"Could not resolve hostname|Name or service not known|Temporary failure in name resolution|"
                    "nodename nor servname provided"_s))
        return TunnelTrouble::UnknownHost;
    if (has(errors, u"administratively prohibited|cannot listen to port|Could not request local forwarding"_s))
        return TunnelTrouble::ForwardRefused;
    if (has(errors, u"Connection refused|timed out|No route to host|Network is (?:unreachable|down)|Host is down|"
                    "Connection (?:to .+ )?(?:closed|reset)|kex_exchange_identification|banner exchange|not responding|Broken pipe"_s))
        return TunnelTrouble::Unreachable;
    return TunnelTrouble::Other;
}

} // namespace

TunnelFailure diagnoseEnd(const QString &raw, bool wasOpen)
{
    QString errors = raw;
    errors.remove(u'\r');
    TunnelFailure failure;
    failure.words = readableWords(errors);
    if (wasOpen) { // what was asked and answered on the way in no longer matters
        failure.trouble = TunnelTrouble::Lost;
        return failure;
    }
    if (!readConfiguration(errors, failure) && !readHostKey(errors, failure) && !readAuthentication(errors, failure))
        failure.trouble = networkTrouble(errors);
    return failure;
}

TunnelFailure diagnoseLine(const QString &line)
{
    TunnelFailure failure;
    if (!has(line, u"^channel \\d+: open failed: "_s))
        return failure;
    failure.words = line.trimmed();
    failure.trouble = has(line, u"administratively prohibited|unknown channel type"_s) ? TunnelTrouble::ForwardRefused
                                                                                       : TunnelTrouble::TargetUnreachable;
    return failure;
}

QList<int> portsTaken(const QString &errors)
{
    static const QRegularExpression pattern(u"cannot listen to port: (\\d+)"_s);
    QList<int> ports;
    for (auto it = pattern.globalMatch(errors); it.hasNext();)
        ports << it.next().captured(1).toInt();
    return ports;
}

} // namespace quiver::tunnel
