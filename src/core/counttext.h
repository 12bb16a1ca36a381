// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of things in English sentences: "1 row", "25,000 rows", the same in any locale.
#pragma once

#include <QLocale>
#include <QString>

namespace quiver::core {

/// "25,000"
inline QString countText(qint64 number)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(number);
}

/// \p one as it is for 1, else \p many with the number in place of its %1.
inline QString countOf(qint64 number, const QString &one, const QString &many)
{
    return number == 1 ? one : many.arg(countText(number));
}

/// "1 row", "25,000 rows"
inline QString rowsText(qint64 rows)
{
    return countOf(rows, QStringLiteral("1 row"), QStringLiteral("%1 rows"));
}

} // namespace quiver::core
