// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/formats.h"

#include <QCoreApplication>
#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Formats", text);
}

} // namespace

QString formatDuration(qint64 ms)
{
    if (ms < 0)
        return {};
    if (ms < 1000)
        return tr("%1 ms").arg(ms);
    const QLocale locale;
    if (ms < 60'000)
        return tr("%1 s").arg(locale.toString(double(ms) / 1000.0, 'f', 1));
    const qint64 seconds = ms / 1000;
    const auto two = [](qint64 n) { return u"%1"_s.arg(n, 2, 10, QChar(u'0')); };
    if (seconds < 3600)
        return tr("%1:%2 min").arg(seconds / 60).arg(two(seconds % 60));
    return tr("%1:%2:%3 h").arg(seconds / 3600).arg(two(seconds / 60 % 60), two(seconds % 60));
}

QString formatMilliseconds(double ms)
{
    const QLocale locale;
    if (ms >= 1000)
        return tr("%1 s").arg(locale.toString(ms / 1000, 'f', 2));
    return tr("%1 ms").arg(locale.toString(ms, 'f', ms < 10 ? 2 : 1));
}

QString formatCount(qint64 count, const QString &unit)
{
    const QLocale locale;
    if (unit == "bytes"_L1)
        return locale.formattedDataSize(count, 1);
    const QString number = locale.toString(count);
    return unit.isEmpty() ? number : u"%1 %2"_s.arg(number, unit);
}

QString formatRate(double perSecond, const QString &unit)
{
    if (perSecond < 0)
        return {};
    if (perSecond < 10 && unit != "bytes"_L1)
        return tr("%1 %2/s").arg(QLocale().toString(perSecond, 'f', 1), unit).simplified();
    return tr("%1/s").arg(formatCount(qRound64(perSecond), unit));
}

} // namespace quiver::ui
