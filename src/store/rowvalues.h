// SPDX-License-Identifier: GPL-3.0-or-later
// How Qt's values become SQLite's and back.
#pragma once

#include <QDateTime>
#include <QString>
#include <QUuid>
#include <QVariant>

namespace quiver::store {

/// Never NULL; half a surrogate pair, which SQLite would misread, becomes a question mark.
inline QVariant textValue(const QString &text)
{
    if (text.isNull())
        return QString(QLatin1StringView(""));
    return text.isValidUtf16() ? text : QString::fromUtf8(text.toUtf8());
}

/// Empty for a null id.
inline QVariant idValue(const QUuid &id)
{
    return id.isNull() ? QString(QLatin1StringView("")) : id.toString(QUuid::WithoutBraces);
}

/// Milliseconds since 1970 UTC, or NULL.
inline QVariant momentValue(const QDateTime &moment)
{
    return moment.isValid() ? QVariant(moment.toMSecsSinceEpoch()) : QVariant();
}

inline QDateTime momentFrom(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

} // namespace quiver::store
