// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planpicture.h"

#include "plan/planbadges.h"
#include "plan/shownplan.h"
#include "ui/plan/planwords.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using plan::Grade;

namespace {

// Pixels per unit from which on it is worth to write words, and to draw boxes with round corners at all.
constexpr double wordsFrom = 0.5, boxesFrom = 0.16;
constexpr double padding = 10, handleRadius = 8, barHeight = 4, margin = 24;
constexpr double widestEdge = 14;

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

std::pair<std::size_t, std::size_t> PlanPicture::levels(double top, double bottom) const
{
    const auto &rows = m_layout.rows;
    const auto first = std::ranges::partition_point(rows, [&](const std::vector<int> &row) { return box(row.front()).bottom() + handleRadius < top; });
    // One more: the edges to it begin above its boxes.
    auto last = std::partition_point(first, rows.end(), [&](const std::vector<int> &row) { return box(row.front()).top() <= bottom; });
    if (last != rows.end())
        ++last;
    return {std::size_t(first - rows.begin()), std::size_t(last - rows.begin())};
}

std::span<const int> PlanPicture::within(const std::vector<int> &row, double left, double right) const
{
    const auto first = std::ranges::partition_point(row, [&](int node) { return box(node).right() < left; });
    const auto last = std::partition_point(first, row.end(), [&](int node) { return box(node).left() <= right; });
    return {first, last};
}

int PlanPicture::nodeAt(const QPointF &place) const
{
    const auto [first, last] = levels(place.y(), place.y());
    for (std::size_t level = first; level < last; ++level)
        for (const int node : within(m_layout.rows[level], place.x(), place.x()))
            if (box(node).contains(place))
                return node;
    return -1;
}

bool PlanPicture::hasNodeIn(const QRectF &area) const
{
    const auto [first, last] = levels(area.top(), area.bottom());
    for (std::size_t level = first; level < last; ++level)
        for (const int node : within(m_layout.rows[level], area.left(), area.right()))
            if (box(node).intersects(area))
                return true;
    return false;
}

int PlanPicture::handleAt(const QPointF &place) const
{
    const auto [first, last] = levels(place.y(), place.y());
    for (std::size_t level = first; level < last; ++level)
        for (const int node : within(m_layout.rows[level], place.x(), place.x()))
            if (m_plan->plan.firstChild(node) >= 0 && handle(node).contains(place))
                return node;
    return -1;
}

/// As thick as the rows that pass it, by orders of magnitude.
double PlanPicture::edgeWidth(int node) const
{
    return std::min(1.2 + 1.5 * std::log10(1 + std::max(0.0, m_plan->value(PlanMetric::Rows, node).value_or(0))), widestEdge);
}

void PlanPicture::paint(QPainter &painter, const QRectF &exposed, double detail) const
{
    if (!m_plan)
        return;
    painter.setRenderHint(QPainter::Antialiasing, detail >= boxesFrom);
    if (detail < boxesFrom) {
        paintFar(painter, exposed, detail);
        return;
    }
    paintEdges(painter, exposed);
    const auto [first, last] = levels(exposed.top() - 4, exposed.bottom() + 4);
    for (std::size_t level = first; level < last; ++level)
        for (const int node : within(m_layout.rows[level], exposed.left() - 4, exposed.right() + 4))
            paintNode(painter, node, detail >= wordsFrom);
}

/// From afar: blocks in the colours of their figures, in a few calls. What shares a pixel with one of its colour is left out.
void PlanPicture::paintFar(QPainter &painter, const QRectF &exposed, double detail) const
{
    const Colors colors = colorsFor(m_palette);
    const double least = 1.5 / detail; // never less than a pixel
    QList<QLineF> edges;
    std::array<QList<QRectF>, 4> blocks;
    QList<QRectF> marked;
    const auto [first, last] = levels(exposed.top() - least, exposed.bottom() + least);
    for (std::size_t level = first; level < last; ++level) {
        double edgeAt = exposed.left() - 2 * least;
        std::array<double, 5> paintedTo;
        paintedTo.fill(exposed.left() - 2 * least);
        int parent = -1;
        for (const int at : m_layout.rows[level]) {
            const QRectF &rect = box(at);
            if (const int above = m_plan->node(at).parent; above >= 0 && (above != parent || rect.center().x() - edgeAt >= least)) {
                const QLineF line = edge(at);
                if (std::max(line.x1(), line.x2()) >= exposed.left() && std::min(line.x1(), line.x2()) <= exposed.right())
                    edges.append(line);
                parent = above;
                edgeAt = rect.center().x();
            }
            if (rect.right() < exposed.left() - least || rect.left() > exposed.right() + least)
                continue;
            const auto grade = std::size_t(m_plan->grade(m_metric, at));
            const bool isMarked = m_marks[std::size_t(at)] != PlanMark::None;
            const bool isNew = rect.right() - paintedTo[grade] >= least / 2, isNewMark = isMarked && rect.right() - paintedTo.back() >= least / 2;
            if (!isNew && !isNewMark)
                continue;
            const QSizeF size(std::max(rect.width(), least), std::max(rect.height(), least));
            const QRectF block(rect.center() - QPointF(size.width(), size.height()) / 2, size);
            if (isNew) {
                blocks[grade].append(block);
                paintedTo[grade] = block.right();
            }
            if (isNewMark) {
                marked.append(block);
                paintedTo.back() = block.right();
            }
        }
    }
    QPen pen(colors.border);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawLines(edges);
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

/// From the parent's box to the node's own.
QLineF PlanPicture::edge(int node) const
{
    const QRectF &above = box(m_plan->node(node).parent), &own = box(node);
    return {above.center().x(), above.bottom(), own.center().x(), own.top()};
}

/// Those to nodes that are seen, and of those to nodes beside them enough that none seems to be missing: the farther away a node is, the
/// less its edge differs here from its neighbour's.
void PlanPicture::paintEdges(QPainter &painter, const QRectF &exposed) const
{
    const Colors colors = colorsFor(m_palette);
    painter.setBrush(Qt::NoBrush);
    const auto [first, last] = levels(exposed.top() - widestEdge, exposed.bottom() + widestEdge);
    for (std::size_t level = std::max<std::size_t>(first, 1); level < last; ++level) {
        const std::vector<int> &row = m_layout.rows[level];
        const std::span<const int> seen = within(row, exposed.left() - widestEdge, exposed.right() + widestEdge);
        for (const int node : seen)
            paintEdge(painter, node, colors);
        constexpr double spread = 8; // of the distance to the border, one edge each
        double painted = exposed.left();
        for (auto at = std::make_reverse_iterator(seen.begin()); at != std::make_reverse_iterator(std::span(row).begin()); ++at) {
            const QLineF line = edge(*at);
            if (line.x1() < exposed.left() - widestEdge)
                break; // and so are the parents of all before it
            if (const double distance = exposed.left() - line.x2(); painted - line.x2() >= distance / spread) {
                paintEdge(painter, *at, colors);
                painted = line.x2();
            }
        }
        painted = exposed.right();
        for (auto at = seen.end(); at != std::span(row).end(); ++at) {
            const QLineF line = edge(*at);
            if (line.x1() > exposed.right() + widestEdge)
                break;
            if (const double distance = line.x2() - exposed.right(); line.x2() - painted >= distance / spread) {
                paintEdge(painter, *at, colors);
                painted = line.x2();
            }
        }
    }
}

void PlanPicture::paintEdge(QPainter &painter, int node, const Colors &colors) const
{
    const QLineF line = edge(node);
    QPainterPath path(line.p1());
    const double middle = (line.y1() + line.y2()) / 2;
    path.cubicTo({line.x1(), middle}, {line.x2(), middle}, line.p2());
    const bool never = m_plan->figuresOf(node).neverExecuted;
    painter.setPen(QPen(never ? colors.gridLine : colors.border, edgeWidth(node), never ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(path);
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
