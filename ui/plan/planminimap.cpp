// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planminimap.h"

#include "ui/common/theme.h"
#include "ui/plan/plangraph.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize most{180, 120};
constexpr double seenThrough = 0.25;
constexpr int least = 28; // a plan that is one long chain stays something to click at

}

PlanMiniMap::PlanMiniMap(PlanGraph &graph)
    : QWidget(&graph), m_graph(graph)
{
    setObjectName(u"planMiniMap"_s);
    setToolTip(tr("The whole plan; click to go there"));
    setCursor(Qt::PointingHandCursor);
    hide();
}

double PlanMiniMap::scale() const
{
    const QRectF whole = m_graph.picture().bounds();
    return whole.isEmpty() ? 1 : std::min(most.width() / whole.width(), most.height() / whole.height());
}

QSize PlanMiniMap::sizeHint() const
{
    return (m_graph.picture().bounds().size() * scale()).toSize().expandedTo({least, least});
}

void PlanMiniMap::refresh()
{
    m_picture = {};
    update();
}

void PlanMiniMap::setCovering(bool covering)
{
    m_covering = covering;
    update();
}

void PlanMiniMap::enterEvent(QEnterEvent *)
{
    update();
}

void PlanMiniMap::leaveEvent(QEvent *)
{
    update();
}

void PlanMiniMap::paintEvent(QPaintEvent *)
{
    const QRectF whole = m_graph.picture().bounds();
    const Colors colors = colorsFor(palette());
    const double ratio = devicePixelRatioF();
    if (m_picture.size() != size() * ratio) {
        m_picture = QPixmap(size() * ratio);
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(colors.surface);
        QPainter painter(&m_picture);
        painter.scale(scale(), scale());
        painter.translate(-whole.topLeft());
        m_graph.picture().paint(painter, whole, std::min(scale(), 0.1)); // from afar, whatever the scale
    }
    QPainter painter(this);
    painter.setOpacity(m_covering && !underMouse() ? seenThrough : 1);
    painter.drawPixmap(0, 0, m_picture);
    const QRectF seen = m_graph.mapToScene(m_graph.viewport()->rect()).boundingRect().intersected(whole).translated(-whole.topLeft());
    painter.setPen(QPen(colors.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(seen.topLeft() * scale(), seen.size() * scale()).adjusted(1, 1, -1, -1));
    painter.setPen(colors.border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void PlanMiniMap::go(const QPoint &place)
{
    m_graph.centerOn(QPointF(place) / scale() + m_graph.picture().bounds().topLeft());
}

void PlanMiniMap::mousePressEvent(QMouseEvent *event)
{
    go(event->pos());
}

void PlanMiniMap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        go(event->pos());
}

} // namespace quiver::ui
