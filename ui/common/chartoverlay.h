// SPDX-License-Identifier: GPL-3.0-or-later
// What ChartView draws over Qt's own series: bars, intervals, marks, names beside points, the point that is pointed to.
#pragma once

#include "ui/common/chartscale.h"

#include <QColor>
#include <QFont>
#include <QRectF>

class QChart;
class QGraphicsItem;
class QGraphicsRectItem;

namespace quiver::ui {

/// From values of a chart to where they are drawn.
struct ChartMapping {
    QRectF area; ///< of the plot, in the scene
    ChartRange x, y;
    ChartScale xScale = ChartScale::Linear, yScale = ChartScale::Linear;
    double sceneX(double value) const { return area.left() + (chartPlace(xScale, value) - x.from) / x.length() * area.width(); }
    double sceneY(double value) const { return area.bottom() - (chartPlace(yScale, value) - y.from) / y.length() * area.height(); }
    QPointF scene(const ChartPoint &point) const { return {sceneX(point.x), sceneY(point.y)}; }
};

class ChartOverlay
{
public:
    /// Its items are \p chart's.
    explicit ChartOverlay(QChart *chart);

    struct Inks {
        QList<QColor> series; ///< of each
        QColor text, muted, paper;
        QFont font;
    };
    /// Draws all of it anew.
    void draw(const ChartData &data, const ChartMapping &mapping, const Inks &inks);
    /// A ring around a point; of a bar or a bin, its outline.
    void pointTo(const ChartSeries &series, const ChartPoint &point, const ChartMapping &mapping, const QColor &ink);
    void pointToNothing();
    const QStringList &shownNames() const { return m_shownNames; }
    /// How high the words of the marks are, which stand above the plot, so that they hide nothing of it.
    static double heightOfMarks(const ChartData &data, const ChartMapping &mapping, const QFont &font);
    /// Half as high as a bar.
    static double barReach(const ChartMapping &mapping);

private:
    static QList<QRectF> placesOfMarks(const ChartData &data, const ChartMapping &mapping, const QFont &font);
    void drawBars(const ChartSeries &series, const ChartMapping &mapping, const QColor &ink, const Inks &inks, const ChartAxis &axis);
    void drawIntervals(const ChartSeries &series, const ChartMapping &mapping, const QColor &ink);
    void drawMarks(const ChartData &data, const ChartMapping &mapping, const Inks &inks);
    void drawNames(const ChartData &data, const ChartMapping &mapping, const Inks &inks);
    void line(const QPointF &from, const QPointF &to, const QColor &ink, double width, Qt::PenStyle style = Qt::SolidLine, QGraphicsItem *parent = nullptr);
    void words(const QString &text, const QPointF &at, const QColor &ink, const QFont &font, QGraphicsItem *parent);

    QGraphicsRectItem *m_clip; // outside of the plot nothing is drawn
    QGraphicsRectItem *m_above; // but for the words of marks
    QGraphicsItem *m_pointed = nullptr;
    QList<QGraphicsItem *> m_items;
    QStringList m_shownNames;
};

} // namespace quiver::ui
