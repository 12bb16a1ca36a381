// SPDX-License-Identifier: GPL-3.0-or-later
// The graph of a plan as a picture: where its nodes stand, which are folded, and how it is painted, in as much detail as the scale
// allows, so that 10,000 nodes cost no more than those in front.
//
// A value: a copy may be painted on another thread, for a file.
#pragma once

#include "ui/common/theme.h"
#include "ui/plan/openplan.h"

#include <QFont>
#include <QLineF>
#include <QPalette>

#include <span>
#include <utility>

class QPainter;

namespace quiver::ui {

/// Why a node is framed.
enum class PlanMark : char { None, Found, Changed, Alone };

class PlanPicture final
{
public:
    /// The size of a node's box where text is written in \p font.
    static QSizeF boxSize(const QFont &font);

    explicit PlanPicture(const QFont &font);

    void setPlan(OpenPlanPtr plan);
    const OpenPlanPtr &plan() const { return m_plan; }
    void setMetric(PlanMetric metric);
    void setCurrent(int node); ///< -1: none
    int current() const { return m_current; }
    /// Those that a search found.
    void setMarked(const std::vector<int> &nodes);
    /// Of each node, what a comparison says of it: why it is framed, and in words.
    void setCompared(std::vector<PlanMark> marks, std::vector<QString> notes);
    void setPalette(const QPalette &palette);
    void setFont(const QFont &font);

    bool isFolded(int node) const { return m_folded[std::size_t(node)]; }
    bool hasFolded() const;
    void fold(int node, bool folded);
    /// All nodes at \p depth and below; a negative one unfolds everything.
    void foldBelow(int depth);
    /// Unfolds what hides \p node. False: nothing did.
    bool reveal(int node);
    bool isShown(int node) const { return m_layout.shown[std::size_t(node)]; }

    const QRectF &box(int node) const { return m_layout.boxes[std::size_t(node)]; }
    /// The node at \p place; -1: none.
    int nodeAt(const QPointF &place) const;
    /// The node whose handle for folding is at \p place; -1: none.
    int handleAt(const QPointF &place) const;
    bool hasNodeIn(const QRectF &area) const;

    QRectF bounds() const;
    QColor background() const { return m_palette.color(QPalette::Base); }
    /// What is within \p exposed, in units of the layout; \p detail: pixels per unit.
    void paint(QPainter &painter, const QRectF &exposed, double detail) const;

private:
    void layOut();
    /// Of a level: from the first node that ends behind \p left to the first that begins behind \p right.
    std::span<const int> within(const std::vector<int> &row, double left, double right) const;
    /// The levels whose boxes, or the edges to them, are between \p top and \p bottom.
    std::pair<std::size_t, std::size_t> levels(double top, double bottom) const;
    QRectF handle(int node) const;
    double edgeWidth(int node) const;
    void paintFar(QPainter &painter, const QRectF &exposed, double detail) const;
    QLineF edge(int node) const;
    void paintEdges(QPainter &painter, const QRectF &exposed) const;
    void paintEdge(QPainter &painter, int node, const Colors &colors) const;
    void paintNode(QPainter &painter, int node, bool withText) const;
    void paintWords(QPainter &painter, int node, const QRectF &inner) const;
    void paintBadges(QPainter &painter, int node, const QRectF &row) const;
    void paintHandle(QPainter &painter, int node) const;
    QPen framePen(int node) const;

    OpenPlanPtr m_plan;
    plan::PlanLayout m_layout;
    std::vector<bool> m_folded;
    std::vector<PlanMark> m_marks;
    std::vector<QString> m_notes; ///< empty: nothing is compared
    PlanMetric m_metric = PlanMetric::Time;
    int m_current = -1;
    QFont m_font;
    QPalette m_palette;
};

/// The colour of a figure that deserves a look in that degree.
QColor gradeColor(plan::Grade grade, const QPalette &palette);

} // namespace quiver::ui
