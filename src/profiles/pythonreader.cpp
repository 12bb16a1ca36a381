// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/pythonreader.h"

#include <QRegularExpression>

namespace quiver::profiles {

using namespace Qt::StringLiterals;
using Kind = PythonValue::Kind;

/// A recursive descent over one expression. What it does not understand becomes Unknown, up to the next comma.
class PythonReader
{
public:
    PythonReader(PythonSource &source, qsizetype at) : m_source(source), m_text(source.m_text), m_at(at) {}

    PythonValue readExpression(int depth = 0)
    {
        skipBlanks(depth > 0);
        PythonValue value = readPrimary(depth);
        skipBlanks(depth > 0);
        if (m_at < m_text.size() && !u",)]}:\n;"_s.contains(m_text[m_at])) { // an operator: nothing constant
            value = PythonValue{Kind::Unknown, {}, false, {}, {}, value.place};
            skipToStop(depth);
        }
        return value;
    }

private:
    QChar here() const { return m_at < m_text.size() ? m_text[m_at] : QChar(); }

    void skipBlanks(bool acrossLines)
    {
        while (m_at < m_text.size()) {
            if (m_text[m_at] == u'#') {
                while (m_at < m_text.size() && m_text[m_at] != u'\n')
                    ++m_at;
            } else if (m_text[m_at].isSpace() && (acrossLines || m_text[m_at] != u'\n')) {
                ++m_at;
            } else {
                return;
            }
        }
    }

    void skipToStop(int depth)
    {
        int open = 0;
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c == u'"' || c == u'\'') {
                readString({});
                continue;
            }
            if (open == 0 && (u",)]}"_s.contains(c) || (depth == 0 && c == u'\n')))
                return;
            open += u"([{"_s.contains(c) ? 1 : u")]}"_s.contains(c) ? -1 : 0;
            ++m_at;
        }
    }

    PythonValue readPrimary(int depth)
    {
        PythonValue value;
        value.place = placeAt(m_text, m_at);
        const QChar c = here();
        if (depth > 40)
            return value;
        if (isStringStart()) {
            readStrings(value, depth);
        } else if (c.isDigit() || c == u'-' || c == u'.') {
            static const QRegularExpression number(u"\\G-?[0-9_]*\\.?[0-9_]+(?:[eE][+-]?[0-9]+)?"_s);
            const auto match = number.match(m_text, m_at);
            value.kind = match.hasMatch() ? Kind::Number : Kind::Unknown;
            value.text = match.captured().remove(u'_');
            m_at += std::max<qsizetype>(match.capturedLength(), 1);
        } else if (c == u'[' || c == u'(') {
            value.kind = Kind::List;
            const qsizetype begin = m_at++;
            const bool comma = readItems(value, c == u'[' ? u']' : u')', begin, depth);
            if (c == u'(' && value.items.size() == 1 && !comma)
                value = value.items.first(); // brackets around one value
        } else if (c == u'{') {
            readDict(value, depth);
        } else if (c.isLetter() || c == u'_') {
            readName(value, depth);
        }
        return value;
    }

    bool isStringStart() const
    {
        static const QRegularExpression start(u"\\G[rRbBfFuU]{0,2}[\"']"_s);
        return start.match(m_text, m_at).hasMatch();
    }

    void readStrings(PythonValue &value, int depth)
    {
        value.kind = Kind::String;
        bool first = true;
        while (isStringStart()) {
            QString prefix;
            while (here() != u'"' && here() != u'\'')
                prefix += m_text[m_at++].toLower();
            if (first)
                value.place = placeAt(m_text, m_at + 1);
            first = false;
            const QString part = readString(prefix);
            value.placeholders = value.placeholders || (prefix.contains(u'f') && part.contains(u'{'));
            value.text += part;
            const qsizetype end = m_at;
            skipBlanks(depth > 0);
            if (!isStringStart())
                m_at = end;
        }
    }

    QString readString(const QString &prefix)
    {
        const qsizetype begin = m_at;
        const QString one(m_text[m_at]);
        const QString quote = m_text.mid(m_at, 3) == one.repeated(3) ? one.repeated(3) : one;
        m_at += quote.size();
        QString value;
        while (m_at < m_text.size() && m_text.mid(m_at, quote.size()) != quote) {
            if (m_text[m_at] == u'\n' && quote.size() == 1)
                break;
            if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size() && !prefix.contains(u'r'))
                value += escape();
            else
                value += m_text[m_at++];
        }
        if (m_text.mid(m_at, quote.size()) != quote)
            unclosed(begin);
        m_at = std::min(m_at + quote.size(), m_text.size());
        return value;
    }

    QString escape()
    {
        const QChar c = m_text[m_at + 1];
        m_at += 2;
        switch (c.unicode()) {
        case 'n': return u"\n"_s;
        case 't': return u"\t"_s;
        case 'r': return u"\r"_s;
        case '\n': return {};
        case 'x':
        case 'u': {
            const int digits = c == u'x' ? 2 : 4;
            bool ok = false;
            const uint code = m_text.mid(m_at, digits).toUInt(&ok, 16);
            m_at += ok ? digits : 0;
            return ok ? QString(QChar(char16_t(code))) : u"\\"_s + c;
        }
        case '\\':
        case '\'':
        case '"': return c;
        default: return u"\\"_s + c;
        }
    }

    void unclosed(qsizetype begin)
    {
        if (m_source.m_unclosed.line == 0)
            m_source.m_unclosed = placeAt(m_text, begin);
    }

    /// Whether there was a comma. Names before "=" make arguments by name.
    bool readItems(PythonValue &value, QChar end, qsizetype begin, int depth)
    {
        static const QRegularExpression named(u"\\G([A-Za-z_]\\w*)\\s*=(?!=)"_s);
        bool comma = false;
        while (true) {
            skipBlanks(true);
            if (m_at >= m_text.size()) {
                unclosed(begin);
                return comma;
            }
            if (here() == end) {
                ++m_at;
                return comma;
            }
            if (here() == u'*') // *args and **kwargs: not constant
                skipToStop(depth + 1);
            else if (const auto match = named.match(m_text, m_at); match.hasMatch()) {
                m_at = match.capturedEnd();
                value.entries.append({match.captured(1), readExpression(depth + 1)});
            } else {
                value.items.append(readExpression(depth + 1));
            }
            comma = here() == u',';
            if (comma)
                ++m_at;
            else if (m_at < m_text.size() && here() != end)
                ++m_at; // a bracket of the wrong kind
        }
    }

    void readDict(PythonValue &value, int depth)
    {
        value.kind = Kind::Dict;
        const qsizetype begin = m_at++;
        while (true) {
            skipBlanks(true);
            if (m_at >= m_text.size()) {
                unclosed(begin);
                return;
            }
            if (here() == u'}') {
                ++m_at;
                return;
            }
            const qsizetype before = m_at;
            const PythonValue key = readExpression(depth + 1);
            if (here() == u':') {
                ++m_at;
                const PythonValue entry = readExpression(depth + 1);
                if (key.kind == Kind::String)
                    value.entries.append({key.text, entry});
            }
            if (here() == u',' || m_at == before)
                ++m_at;
        }
    }

    void readName(PythonValue &value, int depth)
    {
        static const QRegularExpression name(u"\\G[A-Za-z_]\\w*(?:\\s*\\.\\s*[A-Za-z_]\\w*)*"_s);
        const auto match = name.match(m_text, m_at);
        m_at = match.capturedEnd();
        value.kind = Kind::Name;
        value.text = match.captured();
        if (value.text == "True"_L1 || value.text == "False"_L1) {
            value.kind = Kind::Bool;
            value.text = value.text.toLower();
        } else if (value.text == "None"_L1) {
            value.kind = Kind::None;
        }
        if (here() == u'(') {
            value.kind = Kind::Call;
            const qsizetype begin = m_at++;
            readItems(value, u')', begin, depth);
        } else if (here() == u'[') { // os.environ["NAME"], read like a call
            value.kind = Kind::Call;
            const qsizetype begin = m_at++;
            readItems(value, u']', begin, depth);
        }
    }

    PythonSource &m_source;
    const QString &m_text;
    qsizetype m_at;
};

const PythonValue *PythonValue::entry(const QString &name) const
{
    for (const auto &[key, value] : entries) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

PythonSource::PythonSource(const QString &text) : m_text(text)
{
    static const QRegularExpression assignment(u"^[ \\t]*([A-Za-z_]\\w*)[ \\t]*(?::[^=\\n]+)?=(?!=)[ \\t]*"_s,
                                               QRegularExpression::MultilineOption);
    for (auto it = assignment.globalMatch(m_text); it.hasNext();) {
        const auto match = it.next();
        m_names.insert(match.captured(1), valueAt(match.capturedEnd()));
    }
    m_unclosed = {}; // only what callsOf() reads matters
}

PythonValue PythonSource::valueAt(qsizetype offset)
{
    return PythonReader(*this, offset).readExpression();
}

QList<PythonValue> PythonSource::callsOf(const QString &function)
{
    const QRegularExpression call(u"(?<![\\w])(?:\\w+\\.)*%1\\("_s.arg(QRegularExpression::escape(function)));
    QList<PythonValue> calls;
    for (auto it = call.globalMatch(m_text); it.hasNext();) {
        const auto match = it.next();
        const qsizetype line = m_text.lastIndexOf(u'\n', match.capturedStart()) + 1;
        const QString before = m_text.mid(line, match.capturedStart() - line);
        if (!before.contains(u'#') && !before.trimmed().startsWith("def "_L1) && !before.trimmed().startsWith("import "_L1))
            calls.append(valueAt(match.capturedStart()));
    }
    return calls;
}

PythonValue PythonSource::resolved(const PythonValue &value) const
{
    PythonValue result = value;
    for (int step = 0; step < 8 && result.kind == Kind::Name && m_names.contains(result.text); ++step)
        result = m_names.value(result.text);
    return result;
}

} // namespace quiver::profiles
