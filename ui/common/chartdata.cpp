// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartdata.h"

#include <QDateTime>
#include <QMap>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

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

/// "hnsw m=16 ef_construction=64 halfvec", not "2 workers" or "ef_search = 40".
bool isOfWords(const QString &part)
{
    return part.contains(u'=') && !part.contains(u" = "_s);
}

/// "m" of "m=16", "ef_search" of "ef_search = 40"; empty: it is no value of anything.
QString keyOf(const QString &token)
{
    const qsizetype at = token.indexOf(u'=');
    return at < 0 ? QString() : token.left(at).trimmed();
}

/// The parts of a name, each as the words that may be left out of it.
QList<QStringList> tokensOf(const QString &name)
{
    QList<QStringList> parts;
    for (const QString &part : name.split(u", "_s))
        parts << (isOfWords(part) ? part.split(u' ') : QStringList{part});
    return parts;
}

QString bound(const ChartInterval &interval, bool upper)
{
    return interval ? QString::number(upper ? interval->second : interval->first, 'g', 10) : QString();
}

} // namespace

QStringList tellingNames(const QStringList &names)
{
    QMap<QString, QStringList> holders; // of each token the names, of each key its values
    for (const QString &name : names) {
        for (const QStringList &part : tokensOf(name)) {
            for (const QString &token : part)
                holders[keyOf(token).isEmpty() ? token : keyOf(token)] << token;
        }
    }
    const auto tells = [&](const QString &token) {
        const QString key = keyOf(token);
        const QStringList &all = holders[key.isEmpty() ? token : key];
        if (key.isEmpty())
            return all.size() < names.size();
        return all.size() < 2 || std::ranges::any_of(all, [&](const QString &other) { return other != token; });
    };
    QStringList shorter;
    for (const QString &name : names) {
        QStringList parts;
        for (QStringList words : tokensOf(name)) {
            words.removeIf([&](const QString &token) { return !tells(token); });
            if (!words.isEmpty())
                parts << words.join(u' ');
        }
        shorter << (parts.isEmpty() ? name : parts.join(u", "_s));
    }
    QStringList told;
    for (qsizetype i = 0; i < names.size(); ++i) // a value that another name lacks may be all that tells the two apart
        told << (shorter.count(shorter[i]) > names.count(names[i]) ? names[i] : shorter[i]);
    return told;
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
