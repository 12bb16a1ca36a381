// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/figures.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QString durationText(double milliseconds)
{
    const QLocale locale;
    if (milliseconds < 9.95)
        return QCoreApplication::translate("Figures", "%1 ms").arg(locale.toString(milliseconds, 'f', 1));
    if (milliseconds < 999.5)
        return QCoreApplication::translate("Figures", "%1 ms").arg(qRound64(milliseconds));
    if (milliseconds < 59950)
        return QCoreApplication::translate("Figures", "%1 s").arg(locale.toString(milliseconds / 1000, 'f', milliseconds < 9950 ? 2 : 1));
    const qint64 seconds = qRound64(milliseconds / 1000);
    if (seconds < 3600)
        return QCoreApplication::translate("Figures", "%1 min %2 s").arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'));
    return QCoreApplication::translate("Figures", "%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QChar(u'0'));
}

QString bytesText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 10'000'000 ? 1 : 0, QLocale::DataSizeSIFormat);
}

QString rowsText(qint64 rows)
{
    const QString number = QLocale().toString(rows);
    return rows == 1 ? QCoreApplication::translate("Figures", "%1 row").arg(number)
                     : QCoreApplication::translate("Figures", "%1 rows").arg(number);
}

} // namespace quiver::ui
