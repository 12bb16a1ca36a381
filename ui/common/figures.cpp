// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/figures.h"

#include <QCoreApplication>
#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("quiver::ui", text);
}

QString twoDigits(qint64 n)
{
    return u"%1"_s.arg(n, 2, 10, QChar(u'0'));
}

} // namespace

QString durationText(double milliseconds)
{
    const QLocale locale;
    if (milliseconds < 9.95)
        return tr("%1 ms").arg(locale.toString(milliseconds, 'f', 1));
    if (milliseconds < 999.5)
        return tr("%1 ms").arg(qRound64(milliseconds));
    if (milliseconds < 59950)
        return tr("%1 s").arg(locale.toString(milliseconds / 1000, 'f', milliseconds < 9950 ? 2 : 1));
    const qint64 seconds = qRound64(milliseconds / 1000);
    if (seconds < 3600)
        return tr("%1 min %2 s").arg(seconds / 60).arg(twoDigits(seconds % 60));
    return tr("%1 h %2 min").arg(seconds / 3600).arg(twoDigits(seconds / 60 % 60));
}

QString roughDurationText(double seconds)
{
    const QLocale locale;
    if (seconds < 119.5)
        return tr("%1 s").arg(locale.toString(seconds, 'f', seconds < 9.95 ? 1 : 0));
    return seconds < 7170 ? tr("%1 min").arg(qRound(seconds / 60)) : tr("%1 h").arg(locale.toString(seconds / 3600, 'f', 1));
}

QString elapsedText(qint64 milliseconds)
{
    if (milliseconds < 0)
        return {};
    if (milliseconds < 1000)
        return tr("%1 ms").arg(milliseconds);
    if (milliseconds < 60'000)
        return tr("%1 s").arg(QLocale().toString(double(milliseconds) / 1000.0, 'f', 1));
    const qint64 seconds = milliseconds / 1000;
    if (seconds < 3600)
        return tr("%1:%2 min").arg(seconds / 60).arg(twoDigits(seconds % 60));
    return tr("%1:%2:%3 h").arg(seconds / 3600).arg(twoDigits(seconds / 60 % 60), twoDigits(seconds % 60));
}

QString bytesText(qint64 bytes)
{
    return bytes < 0 ? QString() : QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString countOf(qint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(QLocale().toString(count));
}

QString rowsText(qint64 rows)
{
    const QString number = QLocale().toString(rows);
    return rows == 1 ? tr("%1 row").arg(number) : tr("%1 rows").arg(number);
}

QString countText(qint64 count, const QString &unit)
{
    if (unit == "bytes"_L1)
        return bytesText(count);
    const QString number = QLocale().toString(count);
    return unit.isEmpty() ? number : u"%1 %2"_s.arg(number, unit);
}

QString rateText(double perSecond, const QString &unit)
{
    if (perSecond < 0)
        return {};
    if (perSecond < 10 && unit != "bytes"_L1)
        return tr("%1 %2/s").arg(QLocale().toString(perSecond, 'f', 1), unit).simplified();
    return tr("%1/s").arg(countText(qRound64(perSecond), unit));
}

} // namespace quiver::ui
