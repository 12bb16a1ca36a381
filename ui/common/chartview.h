// SPDX-License-Identifier: GPL-3.0-or-later
// A chart of figures: points, lines, a histogram or bars, with axes that suit them. The mouse or the arrow keys name a point, a click or
// Enter opens it, a box drawn with the mouse is looked at closely; it is saved as a picture or as a table.
#pragma once

#include "ui/common/chartscale.h"

#include <QWidget>

#include <memory>

class QAction;
class QCategoryAxis;
class QChart;
class QChartView;
class QLabel;
class QRubberBand;
class QStackedWidget;
class QThreadPool;

namespace quiver::ui {

class ChartOverlay;
class InlineBar;

class ChartView final : public QWidget
{
    Q_OBJECT

public:
    /// \p name is the object name, and begins those of its parts.
    explicit ChartView(const QString &name, QWidget *parent = nullptr);
    ~ChartView() override;

    /// Takes the place of what is shown, whole; drawn as soon as it is seen, so that many charts may be filled at once. The data are bounded by who makes them: a few thousand points are drawn at once.
    void setData(ChartData data);
    const ChartData &data() const { return m_data; }

    bool isZoomed() const { return m_zoomed; }
    /// Places, as chartPlace() tells them.
    void zoomTo(const ChartRange &x, const ChartRange &y);
    void resetZoom();

    /// The names in the legend, and the names that stand beside points, as they are seen.
    QStringList legend() const;
    QStringList shownNames() const;
    /// What is told of the point under the mouse or chosen by the keyboard; empty: none is.
    QString pointedText() const;
    /// Where a point is drawn, in this widget.
    QPoint positionOf(int series, int point) const;

    /// SVG, CSV or else PNG, by the ending of the name. Writes on another thread; exported() or a notice tells the end.
    void exportTo(const QString &fileName);

    QSize sizeHint() const override { return {560, 320}; }
    QSize minimumSizeHint() const override { return {240, 136}; }

Q_SIGNALS:
    /// By mouse or keyboard: a point that has an id.
    void pointActivated(qint64 id);
    void exported(const QString &fileName);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Target { ///< a point that can be named
        int series, point;
        bool operator==(const Target &) const = default;
    };
    void build(const QString &name);
    void buildMenu(const QString &name, QWidget *bar);
    /// Makes of the data what the chart shows, where that has not been done.
    void draw();
    void buildSeries();
    void applyColors();
    void showRange();
    /// A title that has no room beside its axis stands in the legend.
    void placeTitles();
    void fillAxis(QCategoryAxis *axis, const ChartAxis &spec, const ChartRange &range, int most);
    void showLegend();
    void collectTargets();
    const ChartPoint &pointOf(const Target &target) const { return m_data.series[std::size_t(target.series)].points[std::size_t(target.point)]; }
    int targetAt(const QPointF &scene) const; ///< -1: none
    void pointTo(int target);
    void step(int by);
    void activate(int target);
    void zoomBy(double factor);
    void boxDragged(QMouseEvent *event);
    QString textOf(const Target &target) const;
    void placeCard();
    void askAndExport(const QString &filter, const QString &suffix);
    void paintPicture(QPainter &painter, const QSize &size) const;
    QSize pictureSize() const;
    QByteArray svg() const;

    ChartData m_data;
    ChartRange m_x, m_y;      // that are seen
    bool m_zoomed = false, m_isDrawn = false, m_hasYTitle = true;
    std::vector<Target> m_targets; // from left to right
    int m_pointed = -1;       // of m_targets
    QPoint m_pressedAt;

    std::unique_ptr<QThreadPool> m_pool;
    QLabel *m_legend = nullptr;
    QAction *m_reset = nullptr;
    QList<QAction *> m_exports;
    InlineBar *m_notice = nullptr;
    QStackedWidget *m_pages = nullptr;
    QLabel *m_empty = nullptr;
    QChart *m_chart = nullptr;
    QChartView *m_view = nullptr;
    QCategoryAxis *m_xAxis = nullptr, *m_yAxis = nullptr;
    ChartOverlay *m_overlay = nullptr;
    QRubberBand *m_band = nullptr;
    QLabel *m_card = nullptr;
};

} // namespace quiver::ui
