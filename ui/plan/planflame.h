// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as an icicle: each node a bar as wide as it takes with all below it, the root on top. What a bar's children leave free of it is
// its own. A click chooses a node, Enter or a double click makes it as wide as the view, Backspace goes back to where it stands in.
#pragma once

#include "plan/planicicle.h"
#include "ui/plan/openplan.h"

#include <QAbstractScrollArea>

namespace quiver::ui {

class PlanFlame final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit PlanFlame(QWidget *parent = nullptr);

    void setPlan(const OpenPlanPtr &plan);
    /// Time, Cost or Buffers: what adds up.
    void setMetric(PlanMetric metric);
    static bool canShow(PlanMetric metric) { return metric != PlanMetric::Rows; }
    int current() const { return m_current; }
    void setCurrent(int node);
    void setMarked(const std::vector<int> &nodes);
    /// The node that is as wide as the view; those above it are, too.
    int root() const { return m_root; }
    void zoomTo(int node);
    /// Of \p node within the viewport; null: it is outside of what the view is of.
    QRectF bar(int node) const;
    int nodeAt(const QPointF &place) const; ///< in the viewport; -1: none

Q_SIGNALS:
    void currentChanged(int node);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void choose(int node);
    void reveal(int node);
    void layOut();
    void fitScrollBar();
    int rowHeight() const;
    QString toolTip(int node) const;
    void paintBar(QPainter &painter, int node, const QRectF &rect) const;

    OpenPlanPtr m_plan;
    plan::PlanIcicle m_icicle;
    PlanMetric m_metric = PlanMetric::Time;
    std::vector<bool> m_marked;
    int m_current = -1, m_root = 0, m_hovered = -1;
};

} // namespace quiver::ui
