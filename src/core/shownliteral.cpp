// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shownliteral.h"

#include <algorithm>

namespace quiver::core {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownValues = 3;
constexpr qsizetype shownCharacters = 40;
static_assert(shownLiteralMinimum >= shownCharacters + 8);

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

} // namespace

QString shownLiteral(QStringView literal)
{
    const qsizetype quote = literal.indexOf(u'\'');
    const QStringView inside = literal.sliced(quote + 1, literal.size() - quote - 2);
    if (inside.size() <= 2 * shownCharacters && inside.contains(u'…'))
        return literal.toString(); // it was shortened before, and its count is of the whole
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

} // namespace quiver::core
