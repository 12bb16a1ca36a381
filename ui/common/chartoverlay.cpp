// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartoverlay.h"

#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsItem>
#include <QPen>

#include <algorithm>
#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double barShare = 0.32;  // of a category's height, to each side
constexpr double mostBarReach = 11;
constexpr double nameWidth = 240;
constexpr int mostMarkRows = 3;
constexpr double zOfItems = 12, zOfPointed = 20; // above the series

bool crosses(const QRectF &place, const QLineF &line)
{
    if (place.contains(line.p1()) || place.contains(line.p2()))
        return true;
    const QPointF corners[] = {place.topLeft(), place.topRight(), place.bottomRight(), place.bottomLeft()};
    for (int i = 0; i < 4; ++i) {
        if (line.intersects(QLineF(corners[i], corners[(i + 1) % 4])) == QLineF::BoundedIntersection)
            return true;
    }
    return false;
}

/// Lines and intervals, which would strike a name out.
QList<QLineF> strokesOf(const ChartData &data, const ChartMapping &mapping)
{
    QList<QLineF> strokes;
    for (const ChartSeries &series : data.series) {
        for (std::size_t i = 0; i < series.points.size(); ++i) {
            const ChartPoint &point = series.points[i];
            const QPointF at = mapping.scene(point);
            if (series.kind == ChartSeries::Kind::Line && i > 0)
                strokes << QLineF(mapping.scene(series.points[i - 1]), at);
            if (point.xInterval && !point.isFaint)
                strokes << QLineF(mapping.sceneX(point.xInterval->first), at.y(), mapping.sceneX(point.xInterval->second), at.y());
            if (point.yInterval && !point.isFaint)
                strokes << QLineF(at.x(), mapping.sceneY(point.yInterval->first), at.x(), mapping.sceneY(point.yInterval->second));
        }
    }
    return strokes;
}

} // namespace

ChartOverlay::ChartOverlay(QChart *chart)
    : m_clip(new QGraphicsRectItem(chart)), m_above(new QGraphicsRectItem(chart))
{
    m_above->setPen(Qt::NoPen);
    m_above->setZValue(zOfItems);
    m_clip->setPen(Qt::NoPen);
    m_clip->setFlag(QGraphicsItem::ItemClipsChildrenToShape);
    m_clip->setZValue(zOfItems);
}

double ChartOverlay::barReach(const ChartMapping &mapping)
{
    return std::min(mostBarReach, mapping.area.height() / mapping.y.length() * barShare);
}

void ChartOverlay::line(const QPointF &from, const QPointF &to, const QColor &ink, double width, Qt::PenStyle style, QGraphicsItem *parent)
{
    auto *item = new QGraphicsLineItem(QLineF(from, to), parent ? parent : m_clip);
    QPen pen(ink, width, style);
    pen.setCapStyle(Qt::FlatCap);
    item->setPen(pen);
    m_items << item;
}

void ChartOverlay::draw(const ChartData &data, const ChartMapping &mapping, const Inks &inks)
{
    pointToNothing();
    qDeleteAll(m_items);
    m_items.clear();
    m_shownNames.clear();
    m_clip->setRect(mapping.area);
    for (std::size_t i = 0; i < data.series.size(); ++i) {
        const ChartSeries &series = data.series[i];
        const QColor &ink = inks.series[qsizetype(i)];
        if (series.kind == ChartSeries::Kind::Bars)
            drawBars(series, mapping, ink, inks, data.x);
        drawIntervals(series, mapping, ink);
    }
    drawMarks(data, mapping, inks);
    drawNames(data, mapping, inks);
}

void ChartOverlay::drawBars(const ChartSeries &series, const ChartMapping &mapping, const QColor &ink, const Inks &inks, const ChartAxis &axis)
{
    const QFontMetricsF metrics(inks.font);
    const double reach = barReach(mapping), left = mapping.sceneX(0);
    for (const ChartPoint &point : series.points) {
        const QPointF end = mapping.scene(point);
        auto *bar = new QGraphicsRectItem(QRectF(QPointF(left, end.y() - reach), QPointF(std::max(end.x(), left + 1), end.y() + reach)), m_clip);
        bar->setPen(Qt::NoPen);
        bar->setBrush(ink);
        m_items << bar;
        if (reach < metrics.height() / 2 - 3)
            continue;
        const QString text = chartValueText(axis, point.x);
        const double width = metrics.horizontalAdvance(text);
        const bool fits = end.x() + 6 + width <= mapping.area.right(); // else on the bar's own end
        words(text, {fits ? end.x() + 6 : end.x() - 6 - width, end.y() - metrics.height() / 2}, fits ? inks.text : inks.paper, inks.font, m_clip);
    }
}

void ChartOverlay::drawIntervals(const ChartSeries &series, const ChartMapping &mapping, const QColor &ink)
{
    constexpr double cap = 3;
    for (const ChartPoint &point : series.points) {
        if (point.isFaint) // it would only be in the way
            continue;
        QColor light = ink;
        light.setAlphaF(0.55f);
        const QPointF at = mapping.scene(point);
        if (point.xInterval) {
            const double low = mapping.sceneX(point.xInterval->first), high = mapping.sceneX(point.xInterval->second);
            line({low, at.y()}, {high, at.y()}, light, 1.2);
            line({low, at.y() - cap}, {low, at.y() + cap}, light, 1.2);
            line({high, at.y() - cap}, {high, at.y() + cap}, light, 1.2);
        }
        if (point.yInterval) {
            const double low = mapping.sceneY(point.yInterval->first), high = mapping.sceneY(point.yInterval->second);
            line({at.x(), low}, {at.x(), high}, light, 1.2);
            line({at.x() - cap, low}, {at.x() + cap, low}, light, 1.2);
            line({at.x() - cap, high}, {at.x() + cap, high}, light, 1.2);
        }
    }
}

void ChartOverlay::words(const QString &text, const QPointF &at, const QColor &ink, const QFont &font, QGraphicsItem *parent)
{
    auto *item = new QGraphicsSimpleTextItem(text, parent);
    item->setFont(font);
    item->setBrush(ink);
    item->setPos(at);
    m_items << item;
}

// Each at the end of its line, in the lowest row where neither another one's words nor another one's line is in its way. Where there is
// no such place the line alone stands.
QList<QRectF> ChartOverlay::placesOfMarks(const ChartData &data, const ChartMapping &mapping, const QFont &font)
{
    constexpr qsizetype mostTriedTogether = 4;
    const QFontMetricsF metrics(font);
    const double height = metrics.height(), left = mapping.area.left(), right = mapping.area.right();
    const qsizetype count = qsizetype(data.marks.size());
    QList<QRectF> places(count);
    const auto xOf = [&](qsizetype mark) { return mapping.sceneX(data.marks[std::size_t(mark)].x); };
    const auto isFree = [&](const QRectF &place, double x) {
        for (qsizetype i = 0; i < count; ++i) {
            const QRectF &other = places[i];
            if (other.isNull())
                continue;
            const bool meets = other.top() == place.top() && other.left() < place.right() + 6 && place.left() < other.right() + 6;
            const bool strikes = other.top() > place.top() && x > other.left() - 3 && x < other.right() + 3;
            const bool isStruck = other.top() < place.top() && xOf(i) > place.left() - 3 && xOf(i) < place.right() + 3;
            if (meets || strikes || isStruck)
                return false;
        }
        return true;
    };
    const auto placesFor = [&](qsizetype mark) {
        const double x = xOf(mark), width = metrics.horizontalAdvance(data.marks[std::size_t(mark)].text);
        QList<QRectF> wanted;
        if (!(x >= left && x <= right))
            return wanted;
        for (int row = 1; row <= mostMarkRows; ++row) {
            for (const double from : {x - width / 2, x - width, x})
                wanted << QRectF(std::clamp(from, left, std::max(left, right - width)), mapping.area.top() - row * height, width, height);
        }
        return wanted;
    };
    // A few are tried together, until all have a place; of many each takes the first that the ones before have left.
    const auto placeFrom = [&](const auto &self, qsizetype mark) -> bool {
        if (mark == count)
            return true;
        const QList<QRectF> wanted = placesFor(mark);
        for (const QRectF &place : wanted) {
            if (!isFree(place, xOf(mark)))
                continue;
            places[mark] = place;
            if (self(self, mark + 1))
                return true;
        }
        places[mark] = {};
        return wanted.isEmpty() && self(self, mark + 1);
    };
    if (count <= mostTriedTogether && placeFrom(placeFrom, 0))
        return places;
    for (qsizetype mark = 0; mark < count; ++mark) {
        const QList<QRectF> wanted = placesFor(mark);
        const auto free = std::ranges::find_if(wanted, [&](const QRectF &place) { return isFree(place, xOf(mark)); });
        if (free != wanted.end())
            places[mark] = *free;
    }
    return places;
}

double ChartOverlay::heightOfMarks(const ChartData &data, const ChartMapping &mapping, const QFont &font)
{
    double highest = 0;
    for (const QRectF &place : placesOfMarks(data, mapping, font)) {
        if (!place.isNull())
            highest = std::max(highest, mapping.area.top() - place.top());
    }
    return highest;
}

void ChartOverlay::drawMarks(const ChartData &data, const ChartMapping &mapping, const Inks &inks)
{
    const QList<QRectF> places = placesOfMarks(data, mapping, inks.font);
    for (std::size_t i = 0; i < data.marks.size(); ++i) {
        const ChartMark &mark = data.marks[i];
        const bool isOfOne = mark.series >= 0 && mark.series < inks.series.size();
        const QRectF &place = places[qsizetype(i)];
        if (const double x = mapping.sceneX(mark.x); x >= mapping.area.left() && x <= mapping.area.right())
            line({x, place.isNull() ? mapping.area.top() : place.bottom()}, {x, mapping.area.bottom()}, isOfOne ? inks.series[mark.series] : inks.muted, 1.3, Qt::DashLine, m_above);
        if (!place.isNull())
            words(mark.text, place.topLeft(), isOfOne ? inks.series[mark.series] : inks.text, inks.font, m_above);
    }
}

void ChartOverlay::drawNames(const ChartData &data, const ChartMapping &mapping, const Inks &inks)
{
    constexpr double away = 7, farther = 22;
    const QFontMetricsF metrics(inks.font);
    QList<QRectF> taken;
    QList<const ChartPoint *> named;
    QStringList names;
    for (const ChartSeries &series : data.series) {
        for (const ChartPoint &point : series.points) {
            const QPointF at = mapping.scene(point);
            if (point.isFaint) // a name may stand on faint points
                continue;
            if (series.kind == ChartSeries::Kind::Points)
                taken << QRectF(at - QPointF(4, 4), QSizeF(8, 8));
            if (series.isLabelled && !point.name.isEmpty() && mapping.area.contains(at)) {
                named << &point;
                names << point.name;
            }
        }
    }
    names = tellingNames(names);
    const QList<QLineF> strokes = strokesOf(data, mapping);
    for (qsizetype i = 0; i < named.size(); ++i) {
        const QPointF at = mapping.scene(*named[i]);
        const QString text = metrics.elidedText(names[i], Qt::ElideMiddle, nameWidth);
        const QSizeF size(metrics.horizontalAdvance(text), metrics.height());
        QList<QPointF> corners;
        for (const double off : {0.0, farther}) {
            for (const double y : {at.y() - size.height() - 1 - off, at.y() + 1 + off}) {
                for (const double x : {at.x() + away, at.x() - away - size.width(), at.x() - size.width() / 2})
                    corners << QPointF(x, x == at.x() - size.width() / 2 && off == 0 ? y + (y < at.y() ? -away : away) : y);
            }
        }
        const auto isFree = [&](const QPointF &corner) {
            const QRectF place(corner, size);
            return mapping.area.contains(place) && std::ranges::none_of(taken, [&](const QRectF &other) { return other.intersects(place); })
                   && std::ranges::none_of(strokes, [&](const QLineF &stroke) { return crosses(place, stroke); });
        };
        const auto free = std::ranges::find_if(corners, isFree);
        if (free == corners.end())
            continue; // the mouse names it
        taken << QRectF(*free, size);
        words(text, *free, inks.text, inks.font, m_clip);
        m_shownNames << named[i]->name;
    }
}

void ChartOverlay::pointToNothing()
{
    delete m_pointed;
    m_pointed = nullptr;
}

void ChartOverlay::pointTo(const ChartSeries &series, const ChartPoint &point, const ChartMapping &mapping, const QColor &ink)
{
    pointToNothing();
    const QPointF at = mapping.scene(point);
    QGraphicsItem *item = nullptr;
    const QPen pen(ink, 2);
    if (series.kind == ChartSeries::Kind::Bars) {
        const double reach = barReach(mapping) + 1;
        auto *outline = new QGraphicsRectItem(QRectF(QPointF(mapping.sceneX(0), at.y() - reach), QPointF(at.x() + 1, at.y() + reach)), m_clip);
        outline->setPen(pen);
        item = outline;
    } else if (series.kind == ChartSeries::Kind::Steps) {
        auto *outline = new QGraphicsRectItem(QRectF(QPointF(at.x(), at.y()), QPointF(mapping.sceneX(point.until), mapping.area.bottom())), m_clip);
        outline->setPen(pen);
        item = outline;
    } else {
        auto *ring = new QGraphicsEllipseItem(QRectF(at - QPointF(8, 8), QSizeF(16, 16)), m_clip);
        ring->setPen(pen);
        item = ring;
    }
    item->setZValue(zOfPointed);
    m_pointed = item;
}

} // namespace quiver::ui
