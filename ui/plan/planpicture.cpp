// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planpicture.h"

#include "plan/planbadges.h"
#include "plan/shownplan.h"
#include "ui/common/theme.h"
#include "ui/plan/planwords.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using plan::Grade;

namespace {

// Pixels per unit from which on it is worth to write words, and to draw boxes with round corners at all.
constexpr double wordsFrom = 0.5, boxesFrom = 0.16;
constexpr double padding = 10, handleRadius = 8, barHeight = 4, margin = 24;

QFont smaller(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.9);
    else
        font.setPixelSize(std::max(1, int(font.pixelSize() * 0.9)));
    return font;
}

} // namespace

QColor gradeColor(Grade grade, const QPalette &palette)
{
    const Colors colors = colorsFor(palette);
    switch (grade) {
    case Grade::None: return colors.muted;
    case Grade::Slight: return colors.accent;
    case Grade::Notable: return colors.warning;
    case Grade::Severe: return colors.danger;
    }
    return colors.muted;
}

QSizeF PlanPicture::boxSize(const QFont &font)
{
    const double line = QFontMetricsF(font).height();
    return {std::round(line * 14), std::round(line * 4 + 2 * padding + barHeight + 8)};
}

PlanPicture::PlanPicture(const QFont &font)
    : m_font(font)
{
}

void PlanPicture::setPlan(OpenPlanPtr plan)
{
    m_plan = std::move(plan);
    m_layout = m_plan ? m_plan->layout : plan::PlanLayout();
    m_folded.assign(m_plan ? m_plan->plan.nodes.size() : 0, false);
    m_marks.assign(m_folded.size(), PlanMark::None);
    m_notes.clear();
    m_current = m_plan ? 0 : -1;
}

void PlanPicture::setMetric(PlanMetric metric)
{
    m_metric = metric;
}

void PlanPicture::setCurrent(int node)
{
    m_current = node;
}

void PlanPicture::setMarked(const std::vector<int> &nodes)
{
    m_marks.assign(m_folded.size(), PlanMark::None);
    for (const int node : nodes)
        m_marks[std::size_t(node)] = PlanMark::Found;
}

void PlanPicture::setCompared(std::vector<PlanMark> marks, std::vector<QString> notes)
{
    m_marks = std::move(marks);
    m_notes = std::move(notes);
}

void PlanPicture::setPalette(const QPalette &palette)
{
    m_palette = palette;
}

void PlanPicture::setFont(const QFont &font)
{
    m_font = font;
    layOut();
}

bool PlanPicture::hasFolded() const
{
    return std::ranges::find(m_folded, true) != m_folded.end();
}

void PlanPicture::fold(int node, bool folded)
{
    if (m_folded[std::size_t(node)] == folded || (folded && m_plan->plan.firstChild(node) < 0))
        return;
    m_folded[std::size_t(node)] = folded;
    layOut();
}

void PlanPicture::foldBelow(int depth)
{
    for (int at = 0; m_plan && at < m_plan->size(); ++at)
        m_folded[std::size_t(at)] = depth >= 0 && m_plan->node(at).depth >= depth && m_plan->plan.firstChild(at) >= 0;
    layOut();
}

bool PlanPicture::reveal(int node)
{
    if (isShown(node))
        return false;
    for (int up = m_plan->node(node).parent; up >= 0; up = m_plan->node(up).parent)
        m_folded[std::size_t(up)] = false;
    layOut();
    return true;
}

void PlanPicture::layOut()
{
    if (!m_plan)
        return;
    m_layout = plan::layoutOf(m_plan->plan, {boxSize(m_font)}, m_folded);
}

QRectF PlanPicture::bounds() const
{
    return m_layout.bounds.adjusted(-margin, -margin, margin, margin);
}

QRectF PlanPicture::handle(int node) const
{
    const QPointF centre(box(node).center().x(), box(node).bottom());
    return {centre - QPointF(handleRadius, handleRadius), centre + QPointF(handleRadius, handleRadius)};
}

int PlanPicture::nodeAt(const QPointF &place) const
{
    for (int at = 0; m_plan && at < m_plan->size(); ++at)
        if (isShown(at) && box(at).contains(place))
            return at;
    return -1;
}

int PlanPicture::handleAt(const QPointF &place) const
{
    for (int at = 0; m_plan && at < m_plan->size(); ++at)
        if (isShown(at) && m_plan->plan.firstChild(at) >= 0 && handle(at).contains(place))
            return at;
    return -1;
}

/// As thick as the rows that pass it, by orders of magnitude.
double PlanPicture::edgeWidth(int node) const
{
    return std::min(1.2 + 1.5 * std::log10(1 + std::max(0.0, m_plan->value(PlanMetric::Rows, node).value_or(0))), 14.0);
}

void PlanPicture::paint(QPainter &painter, const QRectF &exposed, double detail) const
{
    if (!m_plan)
        return;
    std::vector<int> seen;
    for (int at = 0; at < m_plan->size(); ++at)
        if (isShown(at) && box(at).adjusted(-4, -4, 4, handleRadius).intersects(exposed))
            seen.push_back(at);
    painter.setRenderHint(QPainter::Antialiasing, detail >= boxesFrom);
    if (detail < boxesFrom) {
        paintFar(painter, seen, exposed, detail);
        return;
    }
    paintEdges(painter, exposed);
    for (const int node : seen)
        paintNode(painter, node, detail >= wordsFrom);
}

/// From afar: blocks in the colours of their figures, in a few calls.
void PlanPicture::paintFar(QPainter &painter, const std::vector<int> &seen, const QRectF &exposed, double detail) const
{
    const Colors colors = colorsFor(m_palette);
    QList<QLineF> edges;
    for (int at = 1; at < m_plan->size(); ++at) {
        if (!isShown(at))
            continue;
        const QRectF &above = box(m_plan->node(at).parent);
        const QLineF edge(above.center().x(), above.bottom(), box(at).center().x(), box(at).top());
        if (QRectF(edge.p1(), edge.p2()).normalized().adjusted(-1, -1, 1, 1).intersects(exposed))
            edges.append(edge);
    }
    QPen pen(colors.border);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawLines(edges);
    std::array<QList<QRectF>, 4> blocks;
    QList<QRectF> marked;
    const double least = 1.5 / detail; // never less than a pixel
    for (const int at : seen) {
        QRectF block = box(at);
        if (block.width() < least || block.height() < least)
            block = QRectF(block.center() - QPointF(least, least) / 2, QSizeF(std::max(block.width(), least), std::max(block.height(), least)));
        blocks[std::size_t(m_plan->grade(m_metric, at))].append(block);
        if (m_marks[std::size_t(at)] != PlanMark::None)
            marked.append(block);
    }
    painter.setPen(Qt::NoPen);
    for (std::size_t grade = 0; grade < blocks.size(); ++grade) {
        painter.setBrush(gradeColor(Grade(grade), m_palette));
        painter.drawRects(blocks[grade]);
    }
    QPen frame(colors.accent, 3);
    frame.setCosmetic(true);
    painter.setPen(frame);
    painter.setBrush(Qt::NoBrush);
    painter.drawRects(marked);
    if (m_current >= 0 && isShown(m_current)) {
        frame.setColor(m_palette.color(QPalette::Text));
        painter.setPen(frame);
        painter.drawRect(box(m_current));
    }
}

void PlanPicture::paintEdges(QPainter &painter, const QRectF &exposed) const
{
    const Colors colors = colorsFor(m_palette);
    painter.setBrush(Qt::NoBrush);
    for (int at = 1; at < m_plan->size(); ++at) {
        if (!isShown(at))
            continue;
        const QRectF &above = box(m_plan->node(at).parent);
        const QPointF from(above.center().x(), above.bottom()), to(box(at).center().x(), box(at).top());
        const double width = edgeWidth(at);
        if (!QRectF(from, to).normalized().adjusted(-width, -width, width, width).intersects(exposed))
            continue;
        QPainterPath path(from);
        const double middle = (from.y() + to.y()) / 2;
        path.cubicTo({from.x(), middle}, {to.x(), middle}, to);
        const bool never = m_plan->figuresOf(at).neverExecuted;
        painter.setPen(QPen(never ? colors.gridLine : colors.border, width, never ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap));
        painter.drawPath(path);
    }
}

QPen PlanPicture::framePen(int node) const
{
    const Colors colors = colorsFor(m_palette);
    if (node == m_current)
        return QPen(colors.accent, 2.5);
    switch (m_marks[std::size_t(node)]) {
    case PlanMark::Found: return QPen(colors.warning, 2.5);
    case PlanMark::Changed: return QPen(colors.warning, 1.5);
    case PlanMark::Alone: return QPen(colors.accent, 1.5, Qt::DashLine);
    case PlanMark::None: break;
    }
    return QPen(colors.border, 1);
}

void PlanPicture::paintNode(QPainter &painter, int node, bool withText) const
{
    const Colors colors = colorsFor(m_palette);
    const QRectF rect = box(node);
    const bool never = m_plan->figuresOf(node).neverExecuted;
    painter.setPen(framePen(node));
    painter.setBrush(never ? colors.surface : colors.raised);
    painter.drawRoundedRect(rect, 8, 8);
    if (const double share = m_plan->share(m_metric, node).value_or(0); share > 0 && !never) {
        const QRectF track(rect.left() + padding, rect.bottom() - padding - barHeight, rect.width() - 2 * padding, barHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.gridLine);
        painter.drawRoundedRect(track, 2, 2);
        painter.setBrush(gradeColor(m_plan->grade(m_metric, node), m_palette));
        painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(std::max(track.width() * share, 2.0), barHeight)), 2, 2);
    }
    if (withText)
        paintWords(painter, node, rect.adjusted(padding, padding - 2, -padding, -padding - barHeight));
    if (m_plan->plan.firstChild(node) >= 0)
        paintHandle(painter, node);
}

void PlanPicture::paintWords(QPainter &painter, int node, const QRectF &inner) const
{
    const Colors colors = colorsFor(m_palette);
    const plan::PlanNode &what = m_plan->node(node);
    const bool never = m_plan->figuresOf(node).neverExecuted;
    QFont bold = m_font;
    bold.setWeight(QFont::DemiBold);
    const QFont small = smaller(m_font);
    const double line = QFontMetricsF(m_font).height();
    const auto write = [&](const QFont &font, const QColor &ink, const QRectF &place, const QString &text, Qt::Alignment side = Qt::AlignLeft, Qt::TextElideMode elide = Qt::ElideRight) {
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(place, int(side) | Qt::AlignVCenter | Qt::TextSingleLine, QFontMetricsF(font).elidedText(text, elide, place.width()));
    };
    const auto row = [&](int number) { return QRectF(inner.left(), inner.top() + number * line, inner.width(), line); };
    const QColor ink = never ? colors.muted : m_palette.color(QPalette::Text);
    write(bold, ink, row(0), plan::nodeTitle(what));
    QString object = PlanWords::object(what);
    if (const auto conditions = plan::conditionsOf(what); object.isEmpty() && !conditions.empty())
        object = plan::shownCondition(conditions.front().value); // what a sort sorts by says more than nothing
    write(small, colors.muted, row(1), what.subplan.isEmpty() ? object : object.isEmpty() ? what.subplan : what.subplan + u" · "_s + object);

    const QString value = PlanWords::value(*m_plan, m_metric, node);
    const std::optional<double> share = m_metric == PlanMetric::Rows ? std::nullopt : m_plan->share(m_metric, node);
    const QString figure = value.isEmpty() || !share ? value : value + u" · "_s + PlanWords::percent(*share);
    const QString rows = m_metric == PlanMetric::Rows ? QString() : PlanWords::value(*m_plan, PlanMetric::Rows, node);
    const double half = QFontMetricsF(small).horizontalAdvance(rows) + 8;
    const Grade grade = m_plan->grade(m_metric, node);
    write(small, grade == Grade::None ? ink : gradeColor(grade, m_palette), row(2).adjusted(0, 0, -half, 0), figure);
    write(small, colors.muted, row(2).adjusted(row(2).width() - half, 0, 0, 0), rows, Qt::AlignRight);

    paintBadges(painter, node, row(3).translated(0, 3));
}

void PlanPicture::paintBadges(QPainter &painter, int node, const QRectF &row) const
{
    const Colors colors = colorsFor(m_palette);
    const QFont small = smaller(m_font);
    const QFontMetricsF metrics(small);
    double left = row.left();
    painter.setFont(small);
    const auto add = [&](const QString &text, const QColor &surface, const QColor &ink) {
        const double width = metrics.horizontalAdvance(text) + 12;
        const bool fits = left + width <= row.right() || left == row.left();
        const QRectF pill(left, row.top(), std::min(width, row.right() - left), row.height());
        if (fits) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(surface);
            painter.drawRoundedRect(pill, 4, 4);
        }
        painter.setPen(fits ? ink : colors.muted);
        const QRectF words = fits ? pill.adjusted(6, 0, -4, 0) : pill;
        painter.drawText(words, int(Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine, fits ? metrics.elidedText(text, Qt::ElideRight, words.width()) : u"…"_s);
        left += width + 4;
        return fits;
    };
    if (!m_notes.empty() && !m_notes[std::size_t(node)].isEmpty()) {
        const bool isAlone = m_marks[std::size_t(node)] == PlanMark::Alone;
        if (!add(m_notes[std::size_t(node)], isAlone ? colors.gridLine : colors.warningSurface, isAlone ? colors.accent : colors.warning))
            return;
    }
    for (const plan::PlanBadge &badge : plan::PlanBadges::of(m_plan->node(node), m_plan->figuresOf(node))) {
        const QColor surface = badge.grade == Grade::Severe ? colors.dangerSurface : badge.grade == Grade::None ? colors.gridLine : colors.warningSurface;
        if (!add(badge.text, surface, badge.grade == Grade::None ? colors.muted : gradeColor(std::max(badge.grade, Grade::Notable), m_palette)))
            return;
    }
}

void PlanPicture::paintHandle(QPainter &painter, int node) const
{
    const Colors colors = colorsFor(m_palette);
    const QRectF knob = handle(node).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(colors.border, 1));
    painter.setBrush(isFolded(node) ? colors.accent : colors.surface);
    painter.drawEllipse(knob);
    painter.setPen(QPen(isFolded(node) ? colors.accentText : colors.muted, 1.5));
    const QPointF centre = knob.center();
    painter.drawLine(centre - QPointF(3.5, 0), centre + QPointF(3.5, 0));
    if (isFolded(node))
        painter.drawLine(centre - QPointF(0, 3.5), centre + QPointF(0, 3.5));
}

} // namespace quiver::ui
