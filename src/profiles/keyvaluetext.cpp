// SPDX-License-Identifier: GPL-3.0-or-later
// libpq's keyword=value strings.
#include "profiles/fieldrules.h"
#include "profiles/textformats.h"

#include <QRegularExpression>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

/// Walks over a string as libpq's conninfo_parse() does: blanks around "=", single quotes, backslashes.
class KeywordReader
{
public:
    KeywordReader(const QString &text, Place origin, ConnectionDraft &draft)
        : m_text(text), m_origin(origin), m_draft(draft)
    {
    }

    void read()
    {
        for (skipBlanks(); m_at < m_text.size(); skipBlanks()) {
            if (!readPair())
                return;
        }
    }

private:
    Place place(qsizetype offset) const
    {
        const Place inside = placeAt(m_text, offset);
        return inside.line == 1 ? m_origin.right(offset) : Place{m_origin.line + inside.line - 1, inside.column};
    }

    void skipBlanks()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }

    bool readPair()
    {
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] != u'=' && !m_text[m_at].isSpace())
            ++m_at;
        const QString keyword = m_text.mid(begin, m_at - begin);
        skipBlanks();
        if (m_at >= m_text.size() || m_text[m_at] != u'=') {
            // Not repeated: it may be the second word of a password without quotes.
            const bool known = isKeyword(keyword);
            m_draft.refuse(place(begin), known ? keyword : QString(),
                           known ? u"“=” is missing behind “%1”."_s.arg(keyword)
                                 : u"A word without “=”; a value with blanks stands in single quotes."_s);
            return false;
        }
        ++m_at;
        skipBlanks();
        const qsizetype valueAt = m_at;
        QString value;
        if (!readValue(keyword, value))
            return false;
        if (!isKeyword(keyword) && m_afterSecret) {
            m_draft.refuse(place(begin), {}, u"What follows the password is no keyword of libpq; a password with blanks stands in single quotes."_s);
            return false;
        }
        m_afterSecret = isSecret(keyword);
        m_draft.set(keyword, value, place(isKeyword(keyword) ? valueAt : begin));
        return true;
    }

    bool readValue(const QString &keyword, QString &value)
    {
        const qsizetype begin = m_at;
        const bool quoted = m_at < m_text.size() && m_text[m_at] == u'\'';
        if (quoted)
            ++m_at;
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (quoted ? c == u'\'' : c.isSpace())
                break;
            if (c == u'\\' && ++m_at >= m_text.size())
                break;
            value += m_text[m_at++];
        }
        if (quoted && m_at >= m_text.size()) {
            m_draft.refuse(place(begin), keyword, u"The quote that begins here is not closed."_s);
            return false;
        }
        m_at += quoted ? 1 : 0;
        return true;
    }

    const QString &m_text;
    const Place m_origin;
    ConnectionDraft &m_draft;
    qsizetype m_at = 0;
    bool m_afterSecret = false;
};

} // namespace

void readKeywords(const QString &text, Place origin, ConnectionDraft &draft)
{
    KeywordReader(text, origin, draft).read();
}

QString keyValueText(const QMap<QString, QString> &parameters)
{
    QStringList pairs;
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it) {
        static const QRegularExpression plain(u"^[^\\s'\\\\]+$"_s);
        QString value = it.value();
        if (!plain.match(value).hasMatch())
            value = u'\'' + value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s) + u'\'';
        pairs << it.key() + u'=' + value;
    }
    return pairs.join(u' ');
}

ConnectionText readKeyValue(const QString &text)
{
    ConnectionDraft draft(TextKind::KeyValue);
    readKeywords(text, {1, 1}, draft);
    return draft.take();
}

} // namespace quiver::profiles
