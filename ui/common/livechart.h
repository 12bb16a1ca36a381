// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that change while one looks, as lines over the last seconds or minutes.
//
// Its memory is fixed. It draws only while it can be seen: samples that arrive meanwhile are kept for when it is.
#pragma once

#include <QElapsedTimer>
#include <QStringList>
#include <QWidget>

#include <vector>

class QCategoryAxis;
class QChart;
class QChartView;
class QGraphicsLineItem;
class QLabel;
class QLineSeries;
class QValueAxis;

namespace quiver::ui {

struct LiveChartOptions {
    QStringList series;      ///< their names; up to LiveChart::mostSeries have a colour of their own
    QString axisTitle;       ///< of the values; empty: none
    QString unit;            ///< behind a value in the legend: "rows/s"; empty: none
    int seconds = 120;       ///< that are shown
    int samplesPerSecond = 2; ///< for which there is room; of more, the oldest go first
    bool steps = true;       ///< a value holds until the next one; false: straight lines between them
    bool wholeNumbers = true;
    bool legend = true;      ///< names and values stand above; false: they are told elsewhere
};

class LiveChart final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int mostSeries = 7;

    explicit LiveChart(LiveChartOptions options, QWidget *parent = nullptr);

    /// What is true now, a value for each series in their order; NaN: not known. O(1) while the chart is not seen.
    void add(const std::vector<double> &values);
    void clear();

    /// Samples that are kept, at most seconds * samplesPerSecond.
    int sampleCount() const { return m_count; }
    /// The value of a series in the latest sample; NaN without one.
    double latest(int series) const;
    /// How often it was drawn anew.
    int drawings() const { return m_drawings; }
    /// The names with the values under the mouse, or the latest ones: "In use 3".
    QString legend() const;
    /// Colours that the colour-blind tell apart, for the palette's theme. From Okabe and Ito, https://jfly.uni-koeln.de/color/,
    /// lightened or darkened where the contrast with the page asks for it.
    static QList<QColor> colorsOfSeries(bool dark);

    QSize sizeHint() const override { return {480, 220}; }
    QSize minimumSizeHint() const override { return {220, 120}; }

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void applyColors();
    void draw();
    void drawAxis(double highest);
    void showLegend();
    double now() const; ///< seconds on the chart's own clock
    int slotOf(int age) const; ///< in the ring; 0 is the newest
    double value(int slot, int series) const { return m_values[std::size_t(slot) * std::size_t(m_options.series.size()) + std::size_t(series)]; }
    int sampleAt(int x) const; ///< the age of the one in force at a place of the view; -1: none
    QString valueText(double value) const;

    const LiveChartOptions m_options;
    const int m_capacity;
    QElapsedTimer m_clock;
    std::vector<double> m_times;  // ring, seconds
    std::vector<double> m_values; // ring, m_options.series.size() each
    int m_next = 0;
    int m_count = 0;
    int m_hoverX = -1; // in the view; -1: the mouse is elsewhere
    int m_drawings = 0;

    QChart *m_chart = nullptr;
    QChartView *m_view = nullptr;
    QList<QLineSeries *> m_lines;
    QCategoryAxis *m_timeAxis = nullptr;
    QValueAxis *m_valueAxis = nullptr;
    QGraphicsLineItem *m_hoverLine = nullptr;
    QLabel *m_legend = nullptr;
};

} // namespace quiver::ui
