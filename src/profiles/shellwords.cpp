// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/shellwords.h"

#include <QRegularExpression>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

class ShellReader
{
public:
    explicit ShellReader(const QString &text) : m_text(text), m_places(text) {}

    ShellWords read()
    {
        while (skipToWord()) {
            const qsizetype begin = m_at;
            if (!readWord())
                return m_result;
            static const QRegularExpression assignment(u"^[A-Za-z_][A-Za-z0-9_]*="_s);
            const QString before = m_result.words.isEmpty() ? QString() : m_result.words.last().text;
            const bool first = before.isEmpty() || m_result.words.last().assignment || before == "$"_L1 || before == "env"_L1;
            m_result.words.append({m_word, m_places.at(begin), first && assignment.match(m_text.mid(begin)).hasMatch()});
        }
        return m_result;
    }

private:
    bool skipToWord()
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c == u'#') {
                const qsizetype end = m_text.indexOf(u'\n', m_at);
                m_at = end < 0 ? m_text.size() : end;
            } else if (c == u'\\' && m_at + 1 < m_text.size() && m_text[m_at + 1] == u'\n') {
                m_at += 2;
            } else if (c == u'\n' && hasCommand()) {
                return false;
            } else if (c.isSpace()) {
                ++m_at;
            } else {
                return !u"|;&<>"_s.contains(c);
            }
        }
        return false;
    }

    bool hasCommand() const { return !m_result.words.isEmpty(); }

    bool readWord()
    {
        m_word.clear();
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c.isSpace() || u"|;&<>"_s.contains(c))
                return true;
            if (c == u'\'' || c == u'"') {
                if (!readQuoted(c))
                    return false;
            } else if (c == u'\\' && m_at + 1 < m_text.size()) {
                if (m_text[m_at + 1] != u'\n')
                    m_word += m_text[m_at + 1];
                m_at += 2;
            } else {
                m_word += c;
                ++m_at;
            }
        }
        return true;
    }

    bool readQuoted(QChar quote)
    {
        const qsizetype begin = m_at++;
        for (; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (c == quote) {
                ++m_at;
                return true;
            }
            if (c == u'\\' && quote == u'"' && m_at + 1 < m_text.size() && u"$`\"\\\n"_s.contains(m_text[m_at + 1])) {
                if (m_text[++m_at] != u'\n')
                    m_word += m_text[m_at];
            } else {
                m_word += c;
            }
        }
        m_result.unclosed = quote;
        m_result.unclosedAt = placeAt(m_text, begin);
        return false;
    }

    const QString &m_text;
    PlaceFinder m_places;
    qsizetype m_at = 0;
    QString m_word;
    ShellWords m_result;
};

} // namespace

ShellWords splitShell(const QString &text)
{
    return ShellReader(text).read();
}

QString shellQuoted(const QString &word)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_@%+=:,./-]+$"_s);
    if (plain.match(word).hasMatch())
        return word;
    QString quoted = word;
    return u'\'' + quoted.replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace quiver::profiles
