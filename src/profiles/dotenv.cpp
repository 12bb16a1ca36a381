// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/dotenv.h"

#include <QMap>
#include <QRegularExpression>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

class EnvReader
{
public:
    EnvReader(const QString &text, ConnectionDraft &draft) : m_text(text), m_places(text), m_draft(draft) {}

    QList<EnvVariable> read()
    {
        while (m_at < m_text.size()) {
            skipBlanks();
            if (m_at < m_text.size() && m_text[m_at] != u'#' && m_text[m_at] != u'\n')
                readLine();
            const qsizetype end = m_text.indexOf(u'\n', m_at);
            m_at = end < 0 ? m_text.size() : end + 1;
        }
        return m_variables;
    }

private:
    void skipBlanks()
    {
        while (m_at < m_text.size() && m_text[m_at] != u'\n' && m_text[m_at].isSpace())
            ++m_at;
    }

    void readLine()
    {
        static const QRegularExpression head(u"\\G(?:(?:export|set)[ \\t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \\t]*(=?)[ \\t]*"_s);
        // One line at a time: each match looks at the whole of what it is given.
        const qsizetype begin = m_at, end = m_text.indexOf(u'\n', begin);
        const auto match = head.match(m_text.mid(begin, end < 0 ? -1 : end - begin));
        if (!match.hasMatch() || match.captured(2).isEmpty()) {
            // Not repeated: it may be the rest of a value over several lines.
            m_draft.note(m_places.at(m_at), {}, u"A line that is not NAME=value; it was left out."_s);
            return;
        }
        m_variable = {match.captured(1), {}, m_places.at(begin + match.capturedEnd()), m_places.at(begin + match.capturedStart(1)), {}};
        m_at = begin + match.capturedEnd();
        const QChar first = m_at < m_text.size() ? m_text[m_at] : QChar(u'\n');
        const bool complete = first == u'\'' || first == u'"' ? readQuoted(first) : readPlain();
        if (!complete)
            return;
        m_known.insert(m_variable.name, m_variable.value);
        m_variables.append(m_variable);
    }

    bool readPlain()
    {
        qsizetype end = m_text.indexOf(u'\n', m_at);
        if (end < 0)
            end = m_text.size();
        QString raw = m_text.mid(m_at, end - m_at);
        static const QRegularExpression comment(u"(^|\\s)#.*$"_s); // "#" within a word is part of the value
        raw.remove(comment);
        m_variable.value = withReferences(raw.trimmed());
        m_at = end;
        return true;
    }

    bool readQuoted(QChar quote)
    {
        const qsizetype begin = m_at++;
        m_variable.place = m_variable.place.right(1);
        QString value;
        for (; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
            if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size())
                value += unescaped(quote);
            else
                value += m_text[m_at];
        }
        if (m_at >= m_text.size()) {
            m_draft.refuse(m_places.at(begin), m_variable.name, u"The quote %1 that begins here is not closed."_s.arg(quote));
            m_at = m_text.indexOf(u'\n', begin) < 0 ? m_text.size() : m_text.indexOf(u'\n', begin); // later lines may be fine
            return false;
        }
        ++m_at;
        m_variable.value = quote == u'"' ? withReferences(value) : value;
        skipBlanks();
        if (m_at < m_text.size() && m_text[m_at] != u'\n' && m_text[m_at] != u'#')
            m_draft.refuse(m_places.at(m_at), m_variable.name, u"Something follows the closing quote; quote the whole value."_s);
        return true;
    }

    /// The character behind a backslash; m_at moves onto it.
    QString unescaped(QChar quote)
    {
        const QChar next = m_text[++m_at];
        if (quote == u'\'')
            return next == u'\'' || next == u'\\' ? QString(next) : u"\\"_s + next;
        switch (next.unicode()) {
        case 'n': return u"\n"_s;
        case 't': return u"\t"_s;
        case 'r': return u"\r"_s;
        case '\n': return {};
        case '$': return escapedDollar; // not the beginning of a reference
        case '"':
        case '\\':
        case '`': return next;
        default: return u"\\"_s + next;
        }
    }

    QString withReferences(const QString &text)
    {
        static const QRegularExpression reference(u"\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::?-([^}]*))?\\}"_s);
        QString result;
        qsizetype from = 0;
        for (auto it = reference.globalMatch(text); it.hasNext();) {
            const auto match = it.next();
            result += text.mid(from, match.capturedStart() - from);
            from = match.capturedEnd();
            const QString name = match.captured(1);
            if (const auto known = m_known.constFind(name); known != m_known.cend() && !known->isEmpty())
                result += *known;
            else if (match.capturedLength(2) > 0 || match.captured().contains("-"_L1))
                result += match.captured(2);
            else if (known == m_known.cend())
                m_variable.missing << name;
        }
        result += text.mid(from);
        return result.replace(escapedDollar, u"$"_s);
    }

    inline static const QString escapedDollar{QChar(0xE000)}; // of the private use area: no text brings it along

    const QString &m_text;
    PlaceFinder m_places;
    ConnectionDraft &m_draft;
    qsizetype m_at = 0;
    EnvVariable m_variable;
    QMap<QString, QString> m_known;
    QList<EnvVariable> m_variables;
};

} // namespace

QList<EnvVariable> readDotEnv(const QString &text, ConnectionDraft &draft)
{
    return EnvReader(text, draft).read();
}

QString dotEnvQuoted(const QString &value)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_@%+=:,./?&-]+$"_s);
    if (value.isEmpty() || plain.match(value).hasMatch())
        return value;
    QString quoted = value;
    quoted.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).replace(u'$', u"\\$"_s).replace(u'`', u"\\`"_s).replace(u'\n', u"\\n"_s);
    return u'"' + quoted + u'"';
}

} // namespace quiver::profiles
