// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planflame.h"

#include "plan/shownplan.h"
#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/plan/planpicture.h"
#include "ui/plan/planwords.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using plan::Grade;

namespace {

constexpr double gap = 1, padding = 5, wordsFrom = 30, leastShown = 0.6; // pixels

}

PlanFlame::PlanFlame(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setObjectName(u"planFlame"_s);
    setAccessibleName(tr("Flame view of the plan"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
}

void PlanFlame::setPlan(const OpenPlanPtr &plan)
{
    m_plan = plan;
    m_current = plan ? 0 : -1;
    m_root = 0;
    m_hovered = -1;
    m_marked.assign(plan ? plan->plan.nodes.size() : 0, false);
    layOut();
    verticalScrollBar()->setValue(0);
}

void PlanFlame::setMetric(PlanMetric metric)
{
    if (!canShow(metric) || metric == m_metric)
        return;
    m_metric = metric;
    layOut();
}

void PlanFlame::layOut()
{
    m_icicle = {};
    if (m_plan) {
        std::vector<double> own;
        own.reserve(m_plan->plan.nodes.size());
        for (int at = 0; at < m_plan->size(); ++at)
            own.push_back(m_plan->value(m_metric, at).value_or(0));
        m_icicle = plan::icicleOf(m_plan->plan, own);
    }
    fitScrollBar();
    viewport()->update();
}

int PlanFlame::rowHeight() const
{
    return fontMetrics().height() + 8;
}

void PlanFlame::fitScrollBar()
{
    const int height = int(m_icicle.rows.size()) * rowHeight() + 2 * int(padding);
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowHeight());
}

QRectF PlanFlame::bar(int node) const
{
    const plan::PlanIcicle::Span &span = m_icicle.spans[std::size_t(node)], &root = m_icicle.spans[std::size_t(m_root)];
    const double width = viewport()->width() - 2 * padding;
    const double top = m_plan->node(node).depth * rowHeight() + padding - verticalScrollBar()->value();
    const double height = rowHeight() - gap;
    const bool isAbove = node <= m_root && m_root < m_plan->node(node).end;
    if (isAbove)
        return {padding, top, width, height};
    if (node < m_root || node >= m_plan->node(m_root).end || root.width <= 0)
        return {};
    return {padding + (span.begin - root.begin) / root.width * width, top, span.width / root.width * width, height};
}

int PlanFlame::nodeAt(const QPointF &place) const
{
    const double row = std::floor((place.y() + verticalScrollBar()->value() - padding) / rowHeight());
    if (!m_plan || row < 0 || row >= double(m_icicle.rows.size()))
        return -1;
    const std::vector<int> &nodes = m_icicle.rows[std::size_t(row)];
    const auto found = std::ranges::find_if(nodes, [&](int node) {
        const QRectF rect = bar(node);
        return rect.left() <= place.x() && place.x() < rect.right();
    });
    return found == nodes.end() ? -1 : *found;
}

void PlanFlame::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    if (!m_plan)
        return;
    const double first = std::floor((event->rect().top() + verticalScrollBar()->value() - padding) / rowHeight());
    const double last = std::floor((event->rect().bottom() + verticalScrollBar()->value() - padding) / rowHeight());
    const int from = std::max(0, int(first)), to = std::min(int(m_icicle.rows.size()) - 1, int(last));
    for (int row = from; row <= to; ++row) {
        double painted = -1; // up to here: what is narrower than a pixel is painted once for all that share it
        for (const int node : m_icicle.rows[std::size_t(row)]) {
            const QRectF rect = bar(node);
            if (rect.isNull() || (rect.width() < leastShown && rect.right() < painted + leastShown && node != m_current))
                continue;
            paintBar(painter, node, rect);
            painted = rect.right();
        }
    }
    if (m_icicle.weights.front() <= 0) {
        painter.setPen(colorsFor(palette()).muted);
        painter.drawText(viewport()->rect().adjusted(8, 8, -8, -8), int(Qt::AlignBottom) | Qt::AlignHCenter | Qt::TextWordWrap, tr("No node has a figure of this kind: all are shown as equal."));
    }
}

void PlanFlame::paintBar(QPainter &painter, int node, const QRectF &rect) const
{
    const Colors colors = colorsFor(palette());
    const Grade grade = m_plan->grade(m_metric, node);
    const QColor surface = grade == Grade::Severe ? colors.dangerSurface : grade == Grade::Notable ? colors.warningSurface : grade == Grade::Slight ? colors.gridLine : colors.surface;
    const QRectF inner = rect.width() > 3 ? rect.adjusted(0, 0, -gap, 0) : QRectF(rect.topLeft(), QSizeF(std::max(rect.width(), 1.0), rect.height()));
    painter.fillRect(inner, surface);
    if (node == m_hovered)
        painter.fillRect(inner, QColor(colors.accent.red(), colors.accent.green(), colors.accent.blue(), 40));
    if (rect.width() > 3) {
        const bool isChosen = node == m_current, isMarked = m_marked[std::size_t(node)];
        painter.setPen(QPen(isChosen ? colors.accent : isMarked ? colors.warning : colors.border, isChosen || isMarked ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        const double inset = isChosen || isMarked ? 1 : 0.5;
        painter.drawRect(inner.adjusted(inset, inset, -inset, -inset));
    } else if (node == m_current) {
        painter.fillRect(inner, colors.accent);
    }
    if (rect.width() < wordsFrom)
        return;
    const plan::PlanNode &what = m_plan->node(node);
    const QRectF words = inner.adjusted(padding, 0, -padding, 0);
    const QString share = PlanWords::percent(m_icicle.weights.front() > 0 ? m_icicle.weights[std::size_t(node)] / m_icicle.weights.front() : 0);
    const double figure = fontMetrics().horizontalAdvance(share);
    const bool hasFigure = words.width() > 3 * figure && m_icicle.weights.front() > 0;
    painter.setPen(m_plan->figuresOf(node).neverExecuted ? colors.muted : palette().color(QPalette::Text));
    const QRectF left = hasFigure ? words.adjusted(0, 0, -figure - 8, 0) : words;
    painter.drawText(left, int(Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine, fontMetrics().elidedText(plan::shownTitle(what), Qt::ElideRight, int(left.width())));
    if (!hasFigure)
        return;
    painter.setPen(grade > Grade::Slight ? gradeColor(grade, palette()) : colors.muted);
    painter.drawText(words, int(Qt::AlignRight) | Qt::AlignVCenter | Qt::TextSingleLine, share);
}

QString PlanFlame::toolTip(int node) const
{
    const double whole = m_icicle.weights[std::size_t(node)], all = m_icicle.weights.front();
    const QString with = m_metric == PlanMetric::Time ? durationText(whole) : PlanWords::number(whole);
    QStringList lines{plan::shownTitle(m_plan->node(node)), all > 0 ? tr("with what is below: %1 (%2)").arg(with, PlanWords::percent(whole / all)) : QString()};
    if (const QString own = PlanWords::value(*m_plan, m_metric, node); !own.isEmpty())
        lines << tr("by itself: %1 (%2)").arg(own, PlanWords::percent(m_plan->share(m_metric, node).value_or(0)));
    if (const QString rows = PlanWords::value(*m_plan, PlanMetric::Rows, node); !rows.isEmpty())
        lines << rows;
    lines.removeAll(QString());
    return lines.join(u'\n');
}

void PlanFlame::choose(int node)
{
    if (node < 0 || node == m_current)
        return;
    setCurrent(node);
    Q_EMIT currentChanged(node);
}

void PlanFlame::setCurrent(int node)
{
    if (!m_plan || node < 0)
        return;
    m_current = node;
    reveal(node);
    viewport()->update();
}

void PlanFlame::setMarked(const std::vector<int> &nodes)
{
    m_marked.assign(m_marked.size(), false);
    for (const int node : nodes)
        m_marked[std::size_t(node)] = true;
    viewport()->update();
}

/// Zooms out as far as it takes, and scrolls.
void PlanFlame::reveal(int node)
{
    while (bar(node).isNull() && m_root > 0)
        m_root = m_plan->node(m_root).parent;
    const QRectF rect = bar(node);
    QScrollBar *scroll = verticalScrollBar();
    if (rect.top() < 0)
        scroll->setValue(scroll->value() + int(std::floor(rect.top() - padding)));
    else if (rect.bottom() > viewport()->height())
        scroll->setValue(scroll->value() + int(std::ceil(rect.bottom() - viewport()->height() + padding)));
}

void PlanFlame::zoomTo(int node)
{
    if (!m_plan || node < 0)
        return;
    m_root = node;
    if (bar(m_current).isNull())
        choose(node);
    else
        reveal(m_current);
    viewport()->update();
}

void PlanFlame::keyPressEvent(QKeyEvent *event)
{
    if (m_current < 0)
        return QAbstractScrollArea::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right: choose(planNeighbour(m_plan->plan, m_current, Qt::Key(event->key()))); return;
    case Qt::Key_Home: choose(0); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomTo(m_current); return;
    case Qt::Key_Backspace:
    case Qt::Key_Minus: zoomTo(std::max(0, m_plan->node(m_root).parent)); return;
    case Qt::Key_0: zoomTo(0); return;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void PlanFlame::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        choose(nodeAt(event->position()));
}

void PlanFlame::mouseMoveEvent(QMouseEvent *event)
{
    const int node = nodeAt(event->position());
    if (node == m_hovered)
        return;
    m_hovered = node;
    viewport()->update();
}

void PlanFlame::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int node = nodeAt(event->position());
    if (node >= 0)
        zoomTo(node == m_root ? std::max(0, m_plan->node(node).parent) : node);
}

bool PlanFlame::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int node = nodeAt(help->pos());
        node >= 0 ? QToolTip::showText(help->globalPos(), toolTip(node), viewport(), bar(node).toRect()) : QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave && m_hovered >= 0) {
        m_hovered = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void PlanFlame::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitScrollBar();
}

void PlanFlame::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitScrollBar();
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

} // namespace quiver::ui
