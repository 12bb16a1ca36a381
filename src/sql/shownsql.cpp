// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/shownsql.h"

#include "sql/scanner.h"

#include <algorithm>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownValues = 3;
constexpr qsizetype shownCharacters = 40;

bool isBits(QStringView text)
{
    return std::ranges::all_of(text, [](QChar c) { return c == u'0' || c == u'1'; });
}

/// The first values of a list, with the comma after the last of them.
QString firstValues(QStringView list)
{
    qsizetype end = 0;
    for (qsizetype i = 0; i < shownValues && end >= 0; ++i)
        end = list.indexOf(u',', end) + 1;
    return list.first(std::min(end, shownCharacters)).toString();
}

/// \p literal is a whole token, with its prefix and quotes.
QString shortened(QStringView literal)
{
    const qsizetype quote = literal.indexOf(u'\'');
    const QStringView inside = literal.sliced(quote + 1, literal.size() - quote - 2);
    const QString head = literal.first(quote + 1).toString();
    const qsizetype values = inside.count(u',') + 1;
    if (inside.startsWith(u'[') && inside.endsWith(u']') && values > shownValues)
        return head + firstValues(inside) + u" … %1 values]'"_s.arg(values);
    if (inside.startsWith(u'{') && inside.contains(u"}/") && values > shownValues)
        return head + firstValues(inside) + u" … %1 values%2'"_s.arg(values).arg(inside.sliced(inside.lastIndexOf(u"}/")));
    qsizetype end = shownCharacters;
    if (inside[end - 1].isHighSurrogate())
        --end;
    const QString unit = isBits(inside) ? u"bits"_s : u"characters"_s;
    return head + inside.first(end).toString() + u"… %1 %2'"_s.arg(inside.size()).arg(unit);
}

} // namespace

QString shownSql(const QString &sql, qsizetype longest)
{
    QString shown;
    qsizetype copied = 0;
    Scanner scanner(sql);
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        if (token.kind != Token::Kind::String || !token.closed || token.end - token.begin <= std::max(longest, shownCharacters + 8))
            continue;
        shown += sql.sliced(copied, token.begin - copied);
        shown += shortened(scanner.text(token));
        copied = token.end;
    }
    return copied == 0 ? sql : shown + sql.sliced(copied);
}

} // namespace quiver::sql
