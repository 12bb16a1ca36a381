// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/livechart.h"

#include "ui/common/theme.h"

#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsLineItem>
#include <QLabel>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostTicks = 5;
constexpr double lineWidth = 1.8;

/// 1, 2 or 5 times a power of ten: the smallest such step that divides \p highest into at most mostTicks parts.
double stepFor(double highest, bool wholeNumbers)
{
    double power = wholeNumbers ? 1 : std::pow(10, std::floor(std::log10(highest / mostTicks)));
    for (;; power *= 10) {
        for (const double step : {power, 2 * power, 5 * power}) {
            if (step * mostTicks >= highest)
                return step;
        }
    }
}

QString agoText(int seconds)
{
    if (seconds == 0)
        return LiveChart::tr("now");
    if (seconds % 60 == 0)
        return LiveChart::tr("−%1 min", "minutes ago, on the time axis of a chart").arg(seconds / 60);
    return LiveChart::tr("−%1 s", "seconds ago, on the time axis of a chart").arg(seconds);
}

/// The names above wrap, so the chart's height follows its width, and then it is the plot's hint that a layout asks for: low enough to
/// stand whole below the phases and figures of a build. It grows where there is room.
class PlotView final : public QChartView
{
public:
    using QChartView::QChartView;
    QSize sizeHint() const override { return {480, 110}; }
};

} // namespace

QList<QColor> LiveChart::colorsOfSeries(bool dark)
{
    if (dark)
        return {0x56b4e9, 0xe69f00, 0x2fc49a, 0xff7f50, 0xd99ac3, 0xf0e442, 0xb8c0cc};
    return {0x0072b2, 0xb36b00, 0x007a5a, 0xc44900, 0xa84f87, 0x6b6a00, 0x3a4452};
}

LiveChart::LiveChart(LiveChartOptions options, QWidget *parent)
    : QWidget(parent), m_options(std::move(options)),
      m_capacity(std::max(2, m_options.seconds * m_options.samplesPerSecond)),
      m_times(std::size_t(m_capacity)),
      m_values(std::size_t(m_capacity) * std::size_t(m_options.series.size()))
{
    m_clock.start();
    build();
    applyColors();
    showLegend();
}

void LiveChart::build()
{
    m_legend = new QLabel(this);
    m_legend->setObjectName(u"chartLegend"_s);
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setWordWrap(true);
    m_legend->setVisible(m_options.legend);
    m_chart = new QChart;
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->legend()->hide();
    m_chart->setBackgroundVisible(false);
    m_chart->setMargins({12, 4, 24, 0}); // half of the outermost labels
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_timeAxis = new QCategoryAxis;
    m_timeAxis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_timeAxis->setStartValue(-m_options.seconds - 1);
    for (int part = 4; part >= 0; --part)
        m_timeAxis->append(agoText(m_options.seconds * part / 4), -m_options.seconds * part / 4);
    m_timeAxis->setRange(-m_options.seconds, 0);
    m_valueAxis = new QValueAxis;
    m_valueAxis->setTitleText(m_options.axisTitle);
    m_valueAxis->setTitleVisible(!m_options.axisTitle.isEmpty());
    m_chart->addAxis(m_timeAxis, Qt::AlignBottom);
    m_chart->addAxis(m_valueAxis, Qt::AlignLeft);
    for (const QString &name : m_options.series) {
        auto *line = new QLineSeries;
        line->setName(name);
        m_chart->addSeries(line);
        line->attachAxis(m_timeAxis);
        line->attachAxis(m_valueAxis);
        m_lines.append(line);
    }
    drawAxis(0);
    m_view = new PlotView(m_chart, this);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->setStyleSheet(u"background: transparent"_s);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setMinimumSize(0, 0);
    m_view->viewport()->setMouseTracking(true);
    m_view->viewport()->installEventFilter(this);
    m_hoverLine = new QGraphicsLineItem(m_chart);
    m_hoverLine->setZValue(20);
    m_hoverLine->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_legend);
    layout->addWidget(m_view, 1);
}

void LiveChart::applyColors()
{
    const Colors colors = colorsFor(palette());
    const QList<QColor> inks = colorsOfSeries(isDark(palette()));
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        QPen pen(inks[i % inks.size()], lineWidth);
        pen.setStyle(i < inks.size() ? Qt::SolidLine : Qt::DashLine);
        m_lines[i]->setPen(pen);
    }
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    for (QAbstractAxis *axis : {static_cast<QAbstractAxis *>(m_timeAxis), static_cast<QAbstractAxis *>(m_valueAxis)}) {
        axis->setLabelsColor(colors.muted);
        axis->setLabelsFont(small);
        axis->setTitleBrush(colors.muted);
        axis->setTitleFont(small);
        axis->setTruncateLabels(false);
        axis->setGridLinePen(QPen(colors.border, 1));
        axis->setLinePen(QPen(colors.border, 1));
    }
    m_timeAxis->setGridLineVisible(false);
    m_hoverLine->setPen(QPen(colors.muted, 1, Qt::DotLine));
}

double LiveChart::now() const
{
    return double(m_clock.nsecsElapsed()) / 1e9;
}

int LiveChart::slotOf(int age) const
{
    return (m_next - 1 - age + 2 * m_capacity) % m_capacity;
}

void LiveChart::add(const std::vector<double> &values)
{
    Q_ASSERT(qsizetype(values.size()) == m_options.series.size());
    m_times[std::size_t(m_next)] = now();
    std::ranges::copy(values, m_values.begin() + std::ptrdiff_t(m_next) * m_options.series.size());
    m_next = (m_next + 1) % m_capacity;
    m_count = std::min(m_count + 1, m_capacity);
    if (isVisible())
        draw();
}

void LiveChart::clear()
{
    m_count = 0;
    draw();
}

double LiveChart::latest(int series) const
{
    return m_count > 0 ? value(slotOf(0), series) : std::numeric_limits<double>::quiet_NaN();
}

void LiveChart::draw()
{
    ++m_drawings;
    const double end = now();
    double highest = 0;
    for (int series = 0; series < int(m_lines.size()); ++series) {
        QList<QPointF> points;
        points.reserve(2 * m_count + 1);
        double before = std::numeric_limits<double>::quiet_NaN();
        for (int age = m_count - 1; age >= 0; --age) {
            const int slot = slotOf(age);
            const double x = std::max(m_times[std::size_t(slot)] - end, double(-m_options.seconds));
            const double y = value(slot, series);
            if (std::isnan(y))
                continue;
            if (m_options.steps && !std::isnan(before) && before != y)
                points.append({x, before});
            points.append({x, y});
            before = y;
            highest = std::max(highest, y);
        }
        if (m_options.steps && !points.isEmpty())
            points.append({0, before});
        m_lines[series]->replace(points);
    }
    drawAxis(highest);
    showLegend();
}

void LiveChart::drawAxis(double highest)
{
    const double step = stepFor(std::max(highest, m_options.wholeNumbers ? 4.0 : 1e-9), m_options.wholeNumbers);
    const double top = step * std::max(1.0, std::ceil(highest / step + (m_options.wholeNumbers ? 0.2 : 0.0)));
    if (top == m_valueAxis->max() && m_valueAxis->min() == 0)
        return;
    m_valueAxis->setRange(0, top);
    m_valueAxis->setTickCount(int(std::lround(top / step)) + 1);
    const int decimals = m_options.wholeNumbers ? 0 : std::max(0, int(-std::floor(std::log10(step))));
    m_valueAxis->setLabelFormat(u"%.%1f"_s.arg(decimals));
}

int LiveChart::sampleAt(int x) const
{
    if (m_count == 0)
        return -1;
    const double at = m_chart->mapToValue(m_view->mapToScene(x, 0), m_lines.value(0)).x() + now();
    for (int age = 0; age < m_count; ++age) {
        if (m_times[std::size_t(slotOf(age))] <= at)
            return age;
    }
    return -1;
}

QString LiveChart::valueText(double value) const
{
    if (std::isnan(value))
        return u"–"_s;
    const QString text = QLocale().toString(value, 'f', m_options.wholeNumbers ? 0 : value < 10 ? 2 : value < 1000 ? 1 : 0);
    return m_options.unit.isEmpty() ? text : text + u'\u00a0' + m_options.unit;
}

void LiveChart::showLegend()
{
    const int hovered = m_hoverX >= 0 ? sampleAt(m_hoverX) : -1;
    const int age = m_hoverX >= 0 ? hovered : m_count > 0 ? 0 : -1;
    const QList<QColor> inks = colorsOfSeries(isDark(palette()));
    QStringList html;
    for (int series = 0; series < int(m_options.series.size()); ++series) {
        const QString shown = age < 0 ? u"–"_s : valueText(value(slotOf(age), series));
        const QString name = m_options.series[series].toHtmlEscaped().replace(u' ', u'\u00a0');
        html << u"<span style='color:%1'>\u25ac</span>\u00a0%2\u00a0<b>%3</b>"_s.arg(inks[series % inks.size()].name(), name, shown.toHtmlEscaped());
    }
    if (hovered >= 0) {
        const int seconds = int(std::lround(now() - m_times[std::size_t(slotOf(hovered))]));
        html << u"<span style='color:%1'>%2</span>"_s.arg(colorsFor(palette()).muted.name(), agoText(seconds).replace(u' ', u'\u00a0'));
    }
    m_legend->setText(html.join(u" \u2002 "_s));
    const bool line = m_hoverX >= 0;
    m_hoverLine->setVisible(line);
    if (line) {
        const QRectF area = m_chart->plotArea();
        m_hoverLine->setLine(m_hoverX, area.top(), m_hoverX, area.bottom());
    }
}

QString LiveChart::legend() const
{
    QString text = m_legend->text();
    text.remove(u'\u25ac');
    for (qsizetype open = text.indexOf(u'<'); open >= 0; open = text.indexOf(u'<', open))
        text.remove(open, text.indexOf(u'>', open) - open + 1);
    return text.replace(u'\u00a0', u' ').simplified();
}

void LiveChart::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    draw();
}

void LiveChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && m_view) {
        applyColors();
        showLegend();
    }
}

bool LiveChart::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && (event->type() == QEvent::MouseMove || event->type() == QEvent::Leave)) {
        const int x = event->type() == QEvent::Leave ? -1 : int(static_cast<QMouseEvent *>(event)->position().x());
        const QRectF area = m_chart->plotArea();
        m_hoverX = x >= area.left() && x <= area.right() ? x : -1;
        showLegend();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
