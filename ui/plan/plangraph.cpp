// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/plangraph.h"

#include "ui/common/theme.h"
#include "ui/plan/planminimap.h"

#include <QApplication>
#include <QGraphicsItem>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionGraphicsItem>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double mostScale = 3, readableScale = 0.7, zoomStep = 1.25;
constexpr int mapEdge = 8;

}

/// All of the picture as one item: no item for each node.
class PlanGraphItem final : public QGraphicsItem
{
public:
    explicit PlanGraphItem(const PlanPicture &picture)
        : m_shown(picture)
    {
        setFlag(ItemUsesExtendedStyleOption); // what has to be painted, not the whole of it
    }
    void follow()
    {
        prepareGeometryChange();
        m_bounds = m_shown.bounds();
    }
    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *) override
    {
        m_shown.paint(*painter, option->exposedRect, QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()));
    }

private:
    const PlanPicture &m_shown;
    QRectF m_bounds;
};

PlanGraph::PlanGraph(QWidget *parent)
    : QGraphicsView(parent), m_picture(font()), m_scene(new QGraphicsScene(this)), m_item(new PlanGraphItem(m_picture)), m_map(new PlanMiniMap(*this))
{
    setObjectName(u"planGraph"_s);
    setAccessibleName(tr("Graph of the plan"));
    setScene(m_scene);
    m_scene->setItemIndexMethod(QGraphicsScene::NoIndex);
    m_scene->addItem(m_item);
    m_picture.setPalette(palette());
    setFrameShape(QFrame::NoFrame);
    setDragMode(ScrollHandDrag);
    setTransformationAnchor(AnchorUnderMouse);
    setResizeAnchor(NoAnchor);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::ArrowCursor);
}

PlanGraph::~PlanGraph() = default;

void PlanGraph::setPlan(const OpenPlanPtr &plan)
{
    m_picture.setPlan(plan);
    updateScene();
    m_placed = false;
    if (isVisible())
        begin();
}

void PlanGraph::setMetric(PlanMetric metric)
{
    m_picture.setMetric(metric);
    m_item->update();
    m_map->refresh();
}

void PlanGraph::updateScene()
{
    m_item->follow();
    m_item->update();
    m_scene->setSceneRect(m_picture.bounds());
    m_map->refresh();
    placeMap();
}

void PlanGraph::begin()
{
    m_placed = true;
    if (!m_picture.plan())
        return;
    fit();
    if (scale() >= readableScale)
        return;
    setTransform(QTransform::fromScale(readableScale, readableScale));
    const QRectF root = m_picture.box(0);
    centerOn(root.center().x(), root.top() + viewport()->height() / readableScale / 2 - root.height() / 2);
    placeMap();
}

double PlanGraph::leastScale() const
{
    const QRectF whole = m_picture.bounds();
    if (whole.isEmpty())
        return 1;
    return std::min({1.0, viewport()->width() / whole.width(), viewport()->height() / whole.height()});
}

void PlanGraph::zoom(double factor)
{
    const double now = scale();
    const double wanted = std::clamp(now * factor, std::min(leastScale(), now), mostScale);
    QGraphicsView::scale(wanted / now, wanted / now);
    placeMap();
}

void PlanGraph::fit()
{
    const double least = leastScale();
    setTransform(QTransform::fromScale(least, least));
    centerOn(m_picture.bounds().center());
    placeMap();
}

void PlanGraph::choose(int node)
{
    if (node < 0 || node == current())
        return;
    setCurrent(node);
    Q_EMIT currentChanged(node);
}

void PlanGraph::setCurrent(int node)
{
    if (!m_picture.plan() || node < 0)
        return;
    if (m_picture.reveal(node))
        updateScene();
    m_picture.setCurrent(node);
    m_item->update();
    if (m_placed)
        ensureVisible(m_picture.box(node), 24, 24);
}

void PlanGraph::clearCurrent()
{
    m_picture.setCurrent(-1);
    m_item->update();
}

void PlanGraph::setCompared(std::vector<PlanMark> marks, std::vector<QString> notes)
{
    m_picture.setCompared(std::move(marks), std::move(notes));
    m_item->update();
    m_map->refresh();
}

void PlanGraph::setMarked(const std::vector<int> &nodes)
{
    m_picture.setMarked(nodes);
    m_item->update();
    m_map->refresh();
}

void PlanGraph::fold(int node, bool folded)
{
    // The node stays where it is on the screen: the rest moves around it.
    const QPoint before = mapFromScene(m_picture.box(node).center());
    m_picture.fold(node, folded);
    updateScene();
    const QPoint moved = mapFromScene(m_picture.box(node).center()) - before;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + moved.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + moved.y());
    if (current() > node && current() < m_picture.plan()->node(node).end && folded)
        choose(node);
}

void PlanGraph::foldAll()
{
    m_picture.foldBelow(1);
    updateScene();
    choose(0);
    begin();
}

void PlanGraph::unfoldAll()
{
    m_picture.foldBelow(-1);
    updateScene();
    if (current() >= 0)
        ensureVisible(m_picture.box(current()), 24, 24);
}

void PlanGraph::keyPressEvent(QKeyEvent *event)
{
    const int node = current();
    if (node < 0) {
        if (m_picture.plan() && event->key() == Qt::Key_Home)
            choose(0);
        else
            QGraphicsView::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Left:
    case Qt::Key_Right:
        choose(planNeighbour(m_picture.plan()->plan, node, Qt::Key(event->key())));
        return;
    case Qt::Key_Down:
        if (!isFolded(node))
            choose(planNeighbour(m_picture.plan()->plan, node, Qt::Key_Down));
        return;
    case Qt::Key_Home:
        choose(0);
        return;
    case Qt::Key_Space:
        fold(node, !isFolded(node));
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(zoomStep);
        return;
    case Qt::Key_Minus:
        zoom(1 / zoomStep);
        return;
    case Qt::Key_0:
        fit();
        return;
    default:
        QGraphicsView::keyPressEvent(event);
    }
}

void PlanGraph::wheelEvent(QWheelEvent *event)
{
    if (event->angleDelta().y() != 0)
        zoom(std::pow(zoomStep, event->angleDelta().y() / 120.0));
    event->accept();
}

void PlanGraph::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->pos();
    QGraphicsView::mousePressEvent(event);
}

void PlanGraph::mouseReleaseEvent(QMouseEvent *event)
{
    QGraphicsView::mouseReleaseEvent(event);
    viewport()->setCursor(Qt::ArrowCursor);
    if (event->button() != Qt::LeftButton || (event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance())
        return;
    const QPointF place = mapToScene(event->pos());
    if (const int node = m_picture.handleAt(place); node >= 0)
        fold(node, !isFolded(node));
    else
        choose(m_picture.nodeAt(place));
}

void PlanGraph::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPointF place = mapToScene(event->pos());
    if (const int node = m_picture.nodeAt(place); node >= 0 && m_picture.handleAt(place) < 0)
        fold(node, !isFolded(node));
}

void PlanGraph::resizeEvent(QResizeEvent *event)
{
    const bool wasWhole = m_placed && std::abs(scale() - leastScale()) < 1e-9;
    QGraphicsView::resizeEvent(event);
    if (wasWhole || (isVisible() && !m_placed))
        begin();
    placeMap();
}

void PlanGraph::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    m_map->setCovering(coversNodes(m_map->geometry()));
}

void PlanGraph::showEvent(QShowEvent *event)
{
    QGraphicsView::showEvent(event);
    if (!m_placed)
        begin();
}

void PlanGraph::changeEvent(QEvent *event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_picture.setPalette(palette());
        m_item->update();
        m_map->refresh();
    } else if (event->type() == QEvent::FontChange) {
        m_picture.setFont(font());
        updateScene();
    }
}

bool PlanGraph::coversNodes(const QRect &place) const
{
    const QRect seen = place.translated(-viewport()->pos());
    return m_picture.plan() && m_picture.hasNodeIn(mapToScene(seen).boundingRect());
}

/// In a corner without nodes, while there is more than what is seen. It stays in that corner while one pans.
void PlanGraph::placeMap()
{
    const QRectF whole = m_picture.bounds();
    const bool hasMore = m_picture.plan() && (whole.width() * scale() > viewport()->width() + 1 || whole.height() * scale() > viewport()->height() + 1);
    m_map->setVisible(hasMore);
    if (!hasMore)
        return;
    m_map->adjustSize();
    const QRect room = viewport()->geometry().adjusted(mapEdge, mapEdge, -mapEdge, -mapEdge);
    const Qt::Alignment corners[]{Qt::AlignRight | Qt::AlignBottom, Qt::AlignLeft | Qt::AlignBottom, Qt::AlignRight | Qt::AlignTop, Qt::AlignLeft | Qt::AlignTop};
    const auto at = [&](Qt::Alignment corner) { return QStyle::alignedRect(Qt::LeftToRight, corner, m_map->size(), room); };
    const auto isFree = [&](Qt::Alignment corner) { return !coversNodes(at(corner)); };
    const auto *const free = std::ranges::find_if(corners, isFree);
    const QRect place = at(free == std::end(corners) ? corners[0] : *free);
    m_map->move(place.topLeft());
    m_map->raise();
    m_map->setCovering(coversNodes(place));
}

} // namespace quiver::ui
