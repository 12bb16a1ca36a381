// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartdata.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QString quoted(QString text)
{
    // A spreadsheet would take a text that begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection
    if (text.startsWith(u'=') || text.startsWith(u'+') || text.startsWith(u'-') || text.startsWith(u'@'))
        text.prepend(u'\'');
    const bool plain = std::ranges::none_of(text, [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; });
    return plain ? text : u'"' + text.replace(u'"', u"\"\""_s) + u'"';
}

QString valueOf(const ChartAxis &axis, double value)
{
    if (axis.scale == ChartScale::Time)
        return QDateTime::fromMSecsSinceEpoch(qint64(value), QTimeZone::utc()).toString(Qt::ISODateWithMs);
    if (axis.scale == ChartScale::Category)
        return quoted(axis.categories.value(qsizetype(std::lround(value))));
    return std::isfinite(value) ? QString::number(value, 'g', 10) : QString();
}

/// Each list without what all of them have; null where none would be left of it.
QList<QStringList> withoutShared(const QList<QStringList> &lists)
{
    QList<QStringList> rest;
    for (const QStringList &list : lists) {
        QStringList &own = rest.emplace_back();
        for (const QString &each : list) {
            if (std::ranges::any_of(lists, [&](const QStringList &other) { return !other.contains(each); }))
                own << each;
        }
    }
    return rest;
}

/// "hnsw m=16 ef_construction=64 halfvec", not "2 workers" or "ef_search = 40".
bool isOfWords(const QString &part)
{
    return part.contains(u'=') && !part.contains(u" = "_s);
}

QString bound(const ChartInterval &interval, bool upper)
{
    return interval ? QString::number(upper ? interval->second : interval->first, 'g', 10) : QString();
}

} // namespace

QStringList tellingNames(const QStringList &names)
{
    if (names.size() < 2)
        return names;
    QList<QStringList> parts;
    for (const QString &name : names)
        parts << name.split(u", "_s);
    QList<QStringList> own = withoutShared(parts);
    for (qsizetype i = 0; i < own.size(); ++i) {
        if (own[i].isEmpty())
            own[i] = parts[i];
    }
    if (std::ranges::all_of(own, [](const QStringList &each) { return isOfWords(each.first()); })) {
        QList<QStringList> words;
        for (const QStringList &each : std::as_const(own))
            words << each.first().split(u' ');
        const QList<QStringList> telling = withoutShared(words);
        for (qsizetype i = 0; i < own.size(); ++i) {
            if (!telling[i].isEmpty())
                own[i].first() = telling[i].join(u' ');
        }
    }
    QStringList shorter;
    for (const QStringList &each : std::as_const(own))
        shorter << each.join(u", "_s);
    return shorter;
}

bool ChartData::isEmpty() const
{
    return std::ranges::all_of(series, [](const ChartSeries &each) { return each.points.empty(); });
}

QByteArray chartCsv(const ChartData &data)
{
    const bool hasBins = std::ranges::any_of(data.series, [](const ChartSeries &each) { return each.kind == ChartSeries::Kind::Steps; });
    QStringList header{u"series"_s, u"name"_s, quoted(data.x.title)};
    if (hasBins)
        header << u"until"_s;
    header << quoted(data.y.title) << u"x_low"_s << u"x_high"_s << u"y_low"_s << u"y_high"_s << u"dominated"_s;
    QString text = header.join(u',') + u"\r\n"_s;
    for (const ChartSeries &series : data.series) {
        for (const ChartPoint &point : series.points) {
            QStringList line{quoted(series.name), quoted(point.name), valueOf(data.x, point.x)};
            if (hasBins)
                line << (series.kind == ChartSeries::Kind::Steps ? valueOf(data.x, point.until) : QString());
            line << valueOf(data.y, point.y) << bound(point.xInterval, false) << bound(point.xInterval, true) << bound(point.yInterval, false)
                 << bound(point.yInterval, true) << (point.isFaint ? u"true"_s : u"false"_s);
            text += line.join(u',') + u"\r\n"_s;
        }
    }
    return text.toUtf8();
}

} // namespace quiver::ui
