// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as a tree of boxes: panned by dragging, zoomed by the wheel, walked by the arrow keys, folded by Space.
#pragma once

#include "ui/plan/planpicture.h"

#include <QGraphicsView>

namespace quiver::ui {

class PlanGraphItem;
class PlanMiniMap;

class PlanGraph final : public QGraphicsView
{
    Q_OBJECT

public:
    explicit PlanGraph(QWidget *parent = nullptr);
    ~PlanGraph() override;

    void setPlan(const OpenPlanPtr &plan);
    void setMetric(PlanMetric metric);
    int current() const { return m_picture.current(); }
    /// Marks \p node and brings it into view, unfolding what hides it.
    void setCurrent(int node);
    void clearCurrent(); ///< no node is chosen
    void setMarked(const std::vector<int> &nodes);
    /// See PlanPicture::setCompared().
    void setCompared(std::vector<PlanMark> marks, std::vector<QString> notes);

    void zoom(double factor);
    void fit(); ///< all of it
    double scale() const { return transform().m11(); }
    bool isFolded(int node) const { return m_picture.isFolded(node); }
    void fold(int node, bool folded);
    void foldAll(); ///< what is below the root's children
    void unfoldAll();
    const PlanPicture &picture() const { return m_picture; }

Q_SIGNALS:
    void currentChanged(int node);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void begin(); ///< the root and what is near it, readable
    void choose(int node);
    void updateScene();
    bool coversNodes(const QRect &place) const; ///< of this widget
    void placeMap();
    double leastScale() const;

    PlanPicture m_picture;
    QGraphicsScene *m_scene;
    PlanGraphItem *m_item; ///< the scene's
    PlanMiniMap *m_map;
    QPoint m_pressed;
    bool m_placed = false; ///< the view was given its first place
};

} // namespace quiver::ui
