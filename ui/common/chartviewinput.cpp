// SPDX-License-Identifier: GPL-3.0-or-later
// ChartView: what mouse and keys do, and what is told of a point.
#include "ui/common/chartoverlay.h"
#include "ui/common/chartview.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QChart>
#include <QChartView>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QRubberBand>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double pointingDistance = 14; // pixels
constexpr int leastBox = 8;             // pixels; less is a click with an unsteady hand
constexpr double zoomStep = 1.5;
constexpr double mostCardWidth = 320;
constexpr double closest = 1e-5; // of the whole range, that a zoom may show

} // namespace

void ChartView::collectTargets()
{
    m_targets.clear();
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        for (std::size_t j = 0; j < m_data.series[i].points.size(); ++j) {
            const ChartPoint &point = m_data.series[i].points[j];
            if (!point.name.isEmpty() || !point.details.isEmpty())
                m_targets.push_back({int(i), int(j)});
        }
    }
    const bool lies = m_data.y.scale == ChartScale::Category; // bars are walked from the top
    std::ranges::stable_sort(m_targets, [&](const Target &one, const Target &other) {
        const ChartPoint &a = pointOf(one), &b = pointOf(other);
        return lies ? std::tie(b.y, a.x) < std::tie(a.y, b.x) : std::tie(a.x, a.y) < std::tie(b.x, b.y);
    });
}

int ChartView::targetAt(const QPointF &scene) const
{
    const ChartMapping mapping{m_chart->plotArea(), m_x, m_y, m_data.x.scale, m_data.y.scale};
    if (!mapping.area.adjusted(-pointingDistance, -pointingDistance, pointingDistance, pointingDistance).contains(scene))
        return -1;
    int nearest = -1;
    double least = pointingDistance * pointingDistance;
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        const ChartSeries &series = m_data.series[std::size_t(m_targets[i].series)];
        const ChartPoint &point = pointOf(m_targets[i]);
        const QPointF at = mapping.scene(point);
        double distance = QPointF::dotProduct(at - scene, at - scene);
        if (series.kind == ChartSeries::Kind::Bars)
            distance = std::abs(at.y() - scene.y()) <= ChartOverlay::barReach(mapping) + 3 ? 0 : least + 1;
        else if (series.kind == ChartSeries::Kind::Steps) // of several that overlap, the nearest top
            distance = scene.x() >= at.x() && scene.x() < mapping.sceneX(point.until) ? std::min(std::abs(at.y() - scene.y()) / 1e4, least / 2) : least + 1;
        if (distance < least) {
            least = distance;
            nearest = int(i);
        }
    }
    return nearest;
}

QString ChartView::textOf(const Target &target) const
{
    const ChartSeries &series = m_data.series[std::size_t(target.series)];
    const ChartPoint &point = pointOf(target);
    QStringList lines;
    if (!point.name.isEmpty())
        lines << point.name;
    else if (!series.name.isEmpty())
        lines << series.name;
    return (lines + point.details).join(u'\n');
}

void ChartView::pointTo(int target)
{
    m_pointed = target;
    if (target < 0) {
        m_overlay->pointToNothing();
        m_card->hide();
        setAccessibleDescription({});
        return;
    }
    const Target &chosen = m_targets[std::size_t(target)];
    const QColor ink = palette().color(QPalette::WindowText);
    m_overlay->pointTo(m_data.series[std::size_t(chosen.series)], pointOf(chosen), {m_chart->plotArea(), m_x, m_y, m_data.x.scale, m_data.y.scale}, ink);
    const QString text = textOf(chosen);
    setAccessibleDescription(text);
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = m_card->fontMetrics().elidedText(line, Qt::ElideMiddle, int(mostCardWidth)).toHtmlEscaped().replace(u' ', QChar(0xa0));
    lines.first() = u"<b>%1</b>"_s.arg(lines.first());
    m_card->setText(lines.join(u"<br>"_s));
    placeCard();
}

void ChartView::placeCard()
{
    const Target &chosen = m_targets[std::size_t(m_pointed)];
    const QPoint at = positionOf(chosen.series, chosen.point);
    m_card->adjustSize();
    const QSize size = m_card->size();
    constexpr int away = 14;
    const QRect area = rect().adjusted(4, 4, -4, -4);
    int x = at.x() + away;
    if (x + size.width() > area.right())
        x = at.x() - away - size.width();
    if (x < area.left())
        x = area.left();
    int y = at.y() - size.height() - away;
    if (y < area.top())
        y = std::min(at.y() + away, area.bottom() - size.height());
    m_card->move(x, std::max(y, area.top()));
    m_card->raise();
    m_card->show();
}

void ChartView::step(int by)
{
    const ChartMapping mapping{m_chart->plotArea(), m_x, m_y, m_data.x.scale, m_data.y.scale};
    const int count = int(m_targets.size());
    int at = m_pointed < 0 ? (by > 0 ? -1 : count) : m_pointed;
    for (at += by; at >= 0 && at < count; at += by) { // those that are out of sight are passed over
        if (!m_zoomed || mapping.area.contains(mapping.scene(pointOf(m_targets[std::size_t(at)]))))
            return pointTo(at);
    }
}

void ChartView::activate(int target)
{
    if (target >= 0 && pointOf(m_targets[std::size_t(target)]).id != 0)
        Q_EMIT pointActivated(pointOf(m_targets[std::size_t(target)]).id);
}

void ChartView::zoomTo(const ChartRange &x, const ChartRange &y)
{
    if (!(x.length() > 0) || !(y.length() > 0) || m_data.isEmpty())
        return;
    // Closer there is nothing, and values beside each other would not differ as doubles.
    if (x.length() < chartRangeX(m_data).length() * closest || (m_data.y.scale != ChartScale::Category && y.length() < chartRangeY(m_data).length() * closest))
        return;
    m_x = x;
    m_y = m_data.y.scale == ChartScale::Category ? m_y : y;
    m_zoomed = true;
    showRange();
}

void ChartView::resetZoom()
{
    m_x = chartRangeX(m_data);
    m_y = chartRangeY(m_data);
    m_zoomed = false;
    showRange();
}

void ChartView::zoomBy(double factor)
{
    double x = (m_x.from + m_x.to) / 2, y = (m_y.from + m_y.to) / 2;
    if (m_pointed >= 0) {
        const ChartPoint &point = pointOf(m_targets[std::size_t(m_pointed)]);
        x = chartPlace(m_data.x.scale, point.x);
        y = chartPlace(m_data.y.scale, point.y);
    }
    const ChartRange wholeX = chartRangeX(m_data), wholeY = chartRangeY(m_data);
    if (m_x.length() / factor >= wholeX.length() && m_y.length() / factor >= wholeY.length())
        return resetZoom();
    zoomTo({x - (x - m_x.from) / factor, x + (m_x.to - x) / factor}, {y - (y - m_y.from) / factor, y + (m_y.to - y) / factor});
}

bool ChartView::event(QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape && (m_pointed >= 0 || m_zoomed)) { // else Esc is for the screen
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void ChartView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up: step(-1); break;
    case Qt::Key_Right:
    case Qt::Key_Down: step(1); break;
    case Qt::Key_Home:
        m_pointed = -1;
        step(1);
        break;
    case Qt::Key_End:
        m_pointed = -1;
        step(-1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter: activate(m_pointed); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomBy(zoomStep); break;
    case Qt::Key_Minus: zoomBy(1 / zoomStep); break;
    case Qt::Key_0: resetZoom(); break;
    case Qt::Key_Escape:
        if (m_pointed >= 0)
            pointTo(-1);
        else if (m_zoomed)
            resetZoom();
        else
            event->ignore();
        break;
    default: QWidget::keyPressEvent(event);
    }
}

void ChartView::boxDragged(QMouseEvent *event)
{
    const QRect plot = m_view->mapFromScene(m_chart->plotArea()).boundingRect();
    QRect box = QRect(m_pressedAt, event->position().toPoint()).normalized() & plot;
    if (event->type() == QEvent::MouseMove) {
        m_band->setGeometry(box);
        m_band->setVisible(box.width() >= leastBox && box.height() >= leastBox);
        return;
    }
    m_band->hide();
    if (box.width() < leastBox || box.height() < leastBox)
        return activate(targetAt(m_view->mapToScene(event->position().toPoint())));
    const auto part = [](double pixel, double from, double length, const ChartRange &range) { return range.from + (pixel - from) / length * range.length(); };
    zoomTo({part(box.left(), plot.left(), plot.width(), m_x), part(box.right(), plot.left(), plot.width(), m_x)},
           {part(plot.bottom() - box.bottom(), 0, plot.height(), m_y), part(plot.bottom() - box.top(), 0, plot.height(), m_y)});
}

bool ChartView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_view->viewport())
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton) {
            setFocus(Qt::MouseFocusReason);
            m_pressedAt = mouse->position().toPoint();
        }
        return true;
    }
    case QEvent::MouseMove: {
        auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->buttons() & Qt::LeftButton) {
            boxDragged(mouse);
            return true;
        }
        const int target = targetAt(m_view->mapToScene(mouse->position().toPoint()));
        if (target != m_pointed)
            pointTo(target);
        m_view->viewport()->setCursor(target >= 0 && pointOf(m_targets[std::size_t(target)]).id != 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return true;
    }
    case QEvent::MouseButtonRelease: {
        auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton)
            boxDragged(mouse);
        return true;
    }
    case QEvent::MouseButtonDblClick:
        resetZoom();
        return true;
    case QEvent::Leave:
        pointTo(-1);
        return false;
    default: return false;
    }
}

} // namespace quiver::ui
