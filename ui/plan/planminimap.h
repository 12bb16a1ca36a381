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
    /// It lies above nodes: they are seen through it while the mouse is elsewhere.
    void setCovering(bool covering);
    bool isCovering() const { return m_covering; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    double scale() const; ///< pixels per unit of the graph
    void go(const QPoint &place);

    PlanGraph &m_graph;
    QPixmap m_picture; ///< null: to be painted
    bool m_covering = false;
};

} // namespace quiver::ui
