// SPDX-License-Identifier: GPL-3.0-or-later
// The whole graph in the corner of its view, with a frame around what is seen: clicked or dragged, the view goes there.
#pragma once

#include <QPixmap>
#include <QWidget>

namespace quiver::ui {

class PlanGraph;

class PlanMiniMap final : public QWidget
{
    Q_OBJECT

public:
    explicit PlanMiniMap(PlanGraph &graph);

    /// The graph looks otherwise; it is painted again when it is seen.
    void refresh();
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    double scale() const; ///< pixels per unit of the graph
    void go(const QPoint &place);

    PlanGraph &m_graph;
    QPixmap m_picture; ///< null: to be painted
};

} // namespace quiver::ui
