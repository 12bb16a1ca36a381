// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel/tunnelquestion.h"

#include <QRegularExpression>

namespace quiver::tunnel {

using namespace Qt::StringLiterals;

namespace {

TunnelQuestion readHostKey(TunnelQuestion question)
{
    static const QRegularExpression host(u"authenticity of host '([^']+?)(?: \\([^)]*\\))?' can't"_s);
    static const QRegularExpression key(u"^(\\S+) key fingerprint is (?:(?:SHA256|MD5):)?\\S"_s, QRegularExpression::MultilineOption);
    static const QRegularExpression fingerprint(u"key fingerprint is (\\S+?)\\.?\\s"_s);
    question.kind = TunnelQuestion::Kind::HostKey;
    question.secret = false;
    question.subject = host.match(question.text).captured(1);
    question.keyType = key.match(question.text).captured(1);
    question.fingerprint = fingerprint.match(question.text + u'\n').captured(1);
    return question;
}

} // namespace

TunnelQuestion readQuestion(const QString &prompt, const QString &hint)
{
    using Kind = TunnelQuestion::Kind;
    static const QRegularExpression passphrase(u"^Enter passphrase for (?:\\S+ )?(?:key )?'?([^'\\n]+?)'?:\\s*$"_s);
    static const QRegularExpression password(u"^(?:\\(([^)]+)\\) )?(?:(\\S+)'s )?password(?: for [^:\\n]+)?:\\s*$"_s,
                                             QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    TunnelQuestion question;
    question.text = prompt.trimmed();
    if (hint == "none"_L1) {
        question.kind = Kind::Notice;
        question.secret = false;
    } else if (prompt.contains("key fingerprint is"_L1) && prompt.contains("continue connecting"_L1)) {
        return readHostKey(question);
    } else if (hint == "confirm"_L1 || prompt.contains("(yes/no"_L1)) {
        question.kind = Kind::Confirm;
        question.secret = false;
    } else if (const auto match = passphrase.match(prompt); match.hasMatch()) {
        question.kind = Kind::Passphrase;
        question.subject = match.captured(1);
    } else if (const auto found = password.match(prompt); found.hasMatch()) {
        question.kind = Kind::Password;
        question.subject = found.captured(1).isEmpty() ? found.captured(2) : found.captured(1);
    }
    return question;
}

} // namespace quiver::tunnel
