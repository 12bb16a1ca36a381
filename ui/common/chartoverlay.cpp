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
constexpr double nameWidth = 190;
constexpr double zOfItems = 12, zOfPointed = 20; // above the series

} // namespace

ChartOverlay::ChartOverlay(QChart *chart)
    : m_clip(new QGraphicsRectItem(chart))
{
    m_clip->setPen(Qt::NoPen);
    m_clip->setFlag(QGraphicsItem::ItemClipsChildrenToShape);
    m_clip->setZValue(zOfItems);
}

double ChartOverlay::barReach(const ChartMapping &mapping)
{
    return std::min(mostBarReach, mapping.area.height() / mapping.y.length() * barShare);
}

void ChartOverlay::line(const QPointF &from, const QPointF &to, const QColor &ink, double width, Qt::PenStyle style)
{
    auto *item = new QGraphicsLineItem(QLineF(from, to), m_clip);
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
        const QString words = chartValueText(axis, point.x);
        auto *text = new QGraphicsSimpleTextItem(words, m_clip);
        text->setFont(inks.font);
        text->setBrush(inks.text);
        const double width = metrics.horizontalAdvance(words);
        const bool fits = end.x() + 6 + width <= mapping.area.right();
        if (!fits) // on the bar's own end
            text->setBrush(inks.paper);
        text->setPos(fits ? end.x() + 6 : end.x() - 6 - width, end.y() - metrics.height() / 2);
        m_items << text;
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

void ChartOverlay::drawMarks(const ChartData &data, const ChartMapping &mapping, const Inks &inks)
{
    const QFontMetricsF metrics(inks.font);
    QList<QRectF> taken;
    const auto isSeen = [&](double x) { return x >= mapping.area.left() && x <= mapping.area.right(); };
    for (const ChartMark &mark : data.marks) { // all before the words: no line strikes another one's out
        const QColor ink = mark.series >= 0 && mark.series < inks.series.size() ? inks.series[mark.series] : inks.muted;
        if (const double x = mapping.sceneX(mark.x); isSeen(x))
            line({x, mapping.area.top()}, {x, mapping.area.bottom()}, ink, 1.3, Qt::DashLine);
    }
    for (const ChartMark &mark : data.marks) {
        const double x = mapping.sceneX(mark.x);
        if (!isSeen(x))
            continue;
        // Beside the line at the top, lower where another one's words stand already.
        const QSizeF size(metrics.horizontalAdvance(mark.text), metrics.height());
        const bool onTheLeft = x + 4 + size.width() > mapping.area.right();
        QRectF place(QPointF(onTheLeft ? x - 4 - size.width() : x + 4, mapping.area.top() + 2), size);
        while (std::ranges::any_of(taken, [&](const QRectF &other) { return other.intersects(place); }) && place.bottom() < mapping.area.bottom())
            place.translate(0, size.height());
        taken << place;
        auto *paper = new QGraphicsRectItem(place.adjusted(-2, 0, 2, 0), m_clip); // the bars behind would make them hard to read
        QColor veil = inks.paper;
        veil.setAlphaF(0.8f);
        paper->setBrush(veil);
        paper->setPen(Qt::NoPen);
        auto *text = new QGraphicsSimpleTextItem(mark.text, m_clip);
        text->setFont(inks.font);
        text->setBrush(inks.text);
        text->setPos(place.topLeft());
        m_items << paper << text;
    }
}

void ChartOverlay::drawNames(const ChartData &data, const ChartMapping &mapping, const Inks &inks)
{
    constexpr double away = 7;
    const QFontMetricsF metrics(inks.font);
    QList<QRectF> taken;
    for (const ChartSeries &series : data.series) {
        if (series.kind != ChartSeries::Kind::Points)
            continue;
        for (const ChartPoint &point : series.points) {
            if (!point.isFaint) // a name may stand on faint points
                taken << QRectF(mapping.scene(point) - QPointF(4, 4), QSizeF(8, 8));
        }
    }
    for (const ChartSeries &series : data.series) {
        if (!series.isLabelled)
            continue;
        for (const ChartPoint &point : series.points) {
            const QPointF at = mapping.scene(point);
            if (point.isFaint || point.name.isEmpty() || !mapping.area.contains(at))
                continue;
            const QString words = metrics.elidedText(point.name, Qt::ElideRight, nameWidth);
            const QSizeF size(metrics.horizontalAdvance(words), metrics.height());
            const QPointF corners[] = {at + QPointF(away, -size.height() - 1), at + QPointF(-away - size.width(), -size.height() - 1), at + QPointF(away, 1),
                                       at + QPointF(-away - size.width(), 1)};
            const auto free = std::ranges::find_if(corners, [&](const QPointF &corner) {
                const QRectF place(corner, size);
                return mapping.area.contains(place) && std::ranges::none_of(taken, [&](const QRectF &other) { return other.intersects(place); });
            });
            if (free == std::end(corners))
                continue; // the mouse names it
            taken << QRectF(*free, size);
            auto *text = new QGraphicsSimpleTextItem(words, m_clip);
            text->setFont(inks.font);
            text->setBrush(inks.text);
            text->setPos(*free);
            m_items << text;
            m_shownNames << point.name;
        }
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
