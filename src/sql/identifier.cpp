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

} // namespace

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
