// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/identifier.h"

#include "sql/keywords.h"

#include <algorithm>

namespace quiver::sql {

namespace {

bool isPlain(QStringView name)
{
    const auto isStart = [](char16_t c) { return (c >= u'a' && c <= u'z') || c == u'_'; };
    return !name.isEmpty() && isStart(name.front().unicode()) && std::all_of(name.begin(), name.end(), [&](QChar c) {
        return isStart(c.unicode()) || (c >= u'0' && c <= u'9');
    });
}

QString doubled(QStringView text, QChar quote)
{
    QString result;
    result.reserve(text.size() + 2);
    for (const QChar c : text) {
        result += c;
        if (c == quote)
            result += c;
    }
    return result;
}

// Reads one part at the front of \p text and takes it off.
std::optional<QString> takePart(QStringView &text)
{
    QString part;
    if (!text.startsWith(u'"')) {
        const qsizetype end = text.indexOf(u'.');
        const QStringView bare = end < 0 ? text : text.left(end);
        for (const QChar c : bare)
            part += c >= u'A' && c <= u'Z' ? QChar(c.unicode() + 32) : c;
        text = text.mid(bare.size());
        return part.isEmpty() || part.contains(u'"') ? std::nullopt : std::optional(part);
    }
    for (text = text.mid(1); !text.isEmpty(); text = text.mid(1)) {
        if (text.front() == u'"') {
            text = text.mid(1);
            if (!text.startsWith(u'"'))
                return part.isEmpty() || !(text.isEmpty() || text.startsWith(u'.')) ? std::nullopt : std::optional(part);
        }
        part += text.front();
    }
    return std::nullopt;
}

} // namespace

std::optional<QStringList> nameParts(QStringView text)
{
    QStringList parts;
    text = text.trimmed();
    for (;;) {
        const auto part = takePart(text);
        if (!part)
            return std::nullopt;
        parts << *part;
        if (text.isEmpty())
            return parts;
        text = text.mid(1); // the dot
    }
}

bool needsQuoting(QStringView name)
{
    return !isPlain(name) || isReserved(name);
}

QString quoteIdentifier(QStringView name)
{
    if (!needsQuoting(name))
        return name.toString();
    return u'"' + doubled(name, u'"') + u'"';
}

QString quoteQualified(QStringView schema, QStringView name)
{
    return schema.isEmpty() ? quoteIdentifier(name) : quoteIdentifier(schema) + u'.' + quoteIdentifier(name);
}

QString quoteLiteral(QStringView text)
{
    const QString quoted = doubled(text, u'\'');
    if (!text.contains(u'\\'))
        return u'\'' + quoted + u'\'';
    return QStringLiteral("E'") + doubled(quoted, u'\\') + u'\'';
}

} // namespace quiver::sql
