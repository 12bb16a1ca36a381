// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartview.h"

#include "ui/common/chartoverlay.h"
#include "ui/common/inlinebar.h"
#include "ui/common/livechart.h"
#include "ui/common/theme.h"

#include <QAreaSeries>
#include <QBoxLayout>
#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainter>
#include <QRubberBand>
#include <QScatterSeries>
#include <QStackedWidget>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double markerSize = 10, faintMarkerSize = 7, lineMarkerSize = 7;
constexpr std::size_t mostMarkersOnALine = 80;
constexpr double pixelsPerTickX = 60, pixelsPerTimeTick = 90, pixelsPerTickY = 30, pixelsPerCategory = 14;
constexpr double categoryWidth = 190, mostCategoryShare = 0.36;
constexpr int legendWidth = 340; // of a name
constexpr int leastForXTitle = 150;
constexpr QMargins chartMargins{4, 6, 20, 2};

// Told apart without colours too.
constexpr std::array shapes{QScatterSeries::MarkerShapeCircle, QScatterSeries::MarkerShapeRotatedRectangle, QScatterSeries::MarkerShapeTriangle, QScatterSeries::MarkerShapeRectangle,
                            QScatterSeries::MarkerShapeStar, QScatterSeries::MarkerShapePentagon};
constexpr std::array<QStringView, shapes.size()> shapeTexts{u"●", u"◆", u"▲", u"■", u"★", u"⬟"};

QColor inkOf(const ChartData &data, std::size_t series, bool dark)
{
    const QList<QColor> inks = LiveChart::colorsOfSeries(dark);
    const int chosen = data.series[series].color;
    return inks[qsizetype(chosen >= 0 ? std::size_t(chosen) : series) % inks.size()];
}

std::size_t shapeOf(const ChartData &data, std::size_t series)
{
    const int chosen = data.series[series].color;
    return (chosen >= 0 ? std::size_t(chosen) : series) % shapes.size();
}

/// One of several of a kind, which are told apart by their names.
bool hasOwnName(const ChartSeries &series)
{
    return !series.name.isEmpty() && !series.points.empty() && !series.isDashed && !series.isRest;
}

constexpr double faintness = 0.35;

QColor faint(QColor ink)
{
    ink.setAlphaF(float(faintness));
    return ink;
}

/// What a faint ink looks like on \p paper: rich text knows no ink that is seen through.
QColor mixed(const QColor &ink, const QColor &paper)
{
    const auto part = [](int of, int on) { return int(of * faintness + on * (1 - faintness)); };
    return {part(ink.red(), paper.red()), part(ink.green(), paper.green()), part(ink.blue(), paper.blue())};
}

} // namespace

ChartView::ChartView(const QString &name, QWidget *parent)
    : QWidget(parent), m_pool(std::make_unique<QThreadPool>())
{
    setObjectName(name);
    setFocusPolicy(Qt::StrongFocus);
    m_pool->setMaxThreadCount(1);
    build(name);
    setData({});
}

ChartView::~ChartView()
{
    m_pool->waitForDone();
    m_view->viewport()->removeEventFilter(this);
}

void ChartView::build(const QString &name)
{
    m_legend = new QLabel;
    m_legend->setObjectName(name + u"Legend"_s);
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setWordWrap(true);
    auto *bar = new QWidget;
    auto *top = new QHBoxLayout(bar);
    top->setContentsMargins(12, 2, 2, 0);
    top->setSpacing(8);
    top->addWidget(m_legend, 1);
    buildMenu(name, bar);
    m_notice = new InlineBar;
    m_notice->setObjectName(name + u"Notice"_s);
    m_notice->hide();

    m_chart = new QChart;
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->legend()->hide();
    m_chart->setBackgroundVisible(false);
    m_chart->setMargins(chartMargins);
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    for (QCategoryAxis **axis : {&m_xAxis, &m_yAxis}) {
        *axis = new QCategoryAxis;
        (*axis)->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        (*axis)->setTruncateLabels(false);
        m_chart->addAxis(*axis, axis == &m_xAxis ? Qt::AlignBottom : Qt::AlignLeft);
    }
    m_overlay = new ChartOverlay(m_chart);
    m_view = new QChartView(m_chart);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->setStyleSheet(u"background: transparent"_s);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setMinimumSize(0, 0);
    m_view->viewport()->setMouseTracking(true);
    m_view->viewport()->installEventFilter(this);
    m_band = new QRubberBand(QRubberBand::Rectangle, m_view->viewport());
    m_card = new QLabel(this); // not the view's: its style sheet would show through
    m_card->setObjectName(name + u"Card"_s);
    m_card->setProperty("card", true);
    m_card->setFrameShape(QFrame::StyledPanel);
    m_card->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_card->setTextFormat(Qt::RichText);
    m_card->setMargin(4);
    m_card->hide();
    m_empty = new QLabel;
    m_empty->setObjectName(name + u"Empty"_s);
    m_empty->setProperty("muted", true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3, 3, 3, 3);
    layout->setSpacing(2);
    layout->addWidget(bar);
    layout->addWidget(m_notice);
    layout->addWidget(m_pages, 1);
    connect(m_chart, &QChart::plotAreaChanged, this, [this] { showRange(); });
}

void ChartView::setData(ChartData data)
{
    m_overlay->pointToNothing();
    m_card->hide();
    m_notice->hide(); // it was of another chart
    m_pointed = -1;
    m_zoomed = false;
    m_data = std::move(data);
    m_x = chartRangeX(m_data);
    m_y = chartRangeY(m_data);
    m_empty->setText(m_data.emptyText);
    m_pages->setCurrentWidget(m_data.isEmpty() ? static_cast<QWidget *>(m_empty) : m_view);
    setAccessibleName(m_data.title);
    for (QAction *action : m_exports)
        action->setEnabled(!m_data.isEmpty());
    if (m_data.x.scale == ChartScale::Category && m_data.x.categories.isEmpty() && m_data.isEmpty())
        m_x = {};
    collectTargets();
    m_isDrawn = false;
    if (isVisible())
        draw();
    else
        m_view->setUpdatesEnabled(false); // not even for a moment the chart before this one, when it is shown
}

void ChartView::draw()
{
    if (std::exchange(m_isDrawn, true))
        return;
    m_xAxis->setTitleText(m_data.x.title);
    m_yAxis->setTitleText(m_data.y.title);
    buildSeries();
    applyColors();
    showLegend();
    m_view->setUpdatesEnabled(true);
}

void ChartView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // In a turn of the event loop of its own: the page that opens is laid out and painted in this one.
    QTimer::singleShot(0, this, [this] {
        if (isVisible())
            draw();
    });
}

void ChartView::buildSeries()
{
    m_chart->removeAllSeries();
    const bool dark = isDark(palette());
    const auto add = [this](QAbstractSeries *series) {
        m_chart->addSeries(series);
        series->attachAxis(m_xAxis);
        series->attachAxis(m_yAxis);
    };
    const auto place = [this](double x, double y) { return QPointF(chartPlace(m_data.x.scale, x), chartPlace(m_data.y.scale, y)); };
    const auto markers = [&](std::size_t i, bool areFaint, double size) {
        QList<QPointF> points;
        for (const ChartPoint &point : m_data.series[i].points) {
            if (point.isFaint == areFaint)
                points << place(point.x, point.y);
        }
        if (points.isEmpty())
            return;
        auto *marks = new QScatterSeries;
        const QColor ink = inkOf(m_data, i, dark);
        marks->setMarkerShape(shapes[shapeOf(m_data, i)]);
        marks->setMarkerSize(size);
        marks->setColor(areFaint ? faint(ink) : ink);
        marks->setBorderColor(Qt::transparent);
        marks->replace(points);
        add(marks);
    };
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        const ChartSeries &series = m_data.series[i];
        const QColor ink = inkOf(m_data, i, dark);
        if (series.kind == ChartSeries::Kind::Points) {
            markers(i, true, faintMarkerSize);
            markers(i, false, series.isRest ? lineMarkerSize : markerSize);
        } else if (series.kind == ChartSeries::Kind::Line) {
            auto *line = new QLineSeries;
            QList<QPointF> points;
            for (const ChartPoint &point : series.points)
                points << place(point.x, point.y);
            line->replace(points);
            line->setPen(QPen(ink, series.isDashed ? 1.5 : 2, series.isDashed ? Qt::DashLine : Qt::SolidLine));
            add(line);
            const bool isNamed = std::ranges::any_of(series.points, [](const ChartPoint &point) { return !point.name.isEmpty(); });
            if (isNamed && series.points.size() <= mostMarkersOnALine) {
                markers(i, true, lineMarkerSize);
                markers(i, false, lineMarkerSize);
            }
        } else if (series.kind == ChartSeries::Kind::Steps) {
            auto *upper = new QLineSeries, *lower = new QLineSeries;
            QList<QPointF> tops, feet;
            for (const ChartPoint &bin : series.points) {
                tops << place(bin.x, bin.y) << place(bin.until, bin.y);
                feet << QPointF(tops.last().x(), m_data.y.scale == ChartScale::Linear ? 0 : chartPlace(m_data.y.scale, 0));
            }
            upper->replace(tops);
            if (!tops.isEmpty())
                feet.prepend({tops.first().x(), feet.first().y()});
            lower->replace(feet);
            auto *area = new QAreaSeries(upper, lower);
            upper->setParent(area); // which does not own them
            lower->setParent(area);
            QColor fill = ink;
            fill.setAlphaF(m_data.series.size() > 1 ? 0.22f : 0.45f);
            area->setBrush(fill);
            area->setPen(QPen(ink, 1.6));
            add(area);
        }
    }
}

void ChartView::applyColors()
{
    const Colors colors = colorsFor(palette());
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    for (QCategoryAxis *axis : {m_xAxis, m_yAxis}) {
        axis->setLabelsColor(colors.muted);
        axis->setLabelsFont(small);
        axis->setTitleBrush(colors.muted);
        axis->setTitleFont(small);
        axis->setGridLinePen(QPen(colors.gridLine, 1));
        axis->setLinePen(QPen(colors.border, 1));
    }
    showRange();
}

void ChartView::fillAxis(QCategoryAxis *axis, const ChartAxis &spec, const ChartRange &range, int most)
{
    for (const QString &label : axis->categoriesLabels())
        axis->remove(label);
    axis->setStartValue(range.from - range.length());
    const QFontMetricsF metrics(axis->labelsFont());
    const double widest = std::min(categoryWidth, m_view->width() * mostCategoryShare);
    const QStringList categories = tellingNames(spec.categories);
    QStringList used;
    for (const ChartTick &tick : chartTicks(spec, range, std::max(most, 2))) {
        QString text = spec.scale == ChartScale::Category ? metrics.elidedText(categories.value(qsizetype(tick.place)), Qt::ElideMiddle, widest) : tick.text;
        while (used.contains(text)) // the axis knows its labels by their text alone
            text += QChar(0x200b);
        used << text;
        axis->append(text, tick.place);
    }
    axis->setRange(range.from, range.to);
    axis->setGridLineVisible(spec.scale != ChartScale::Category);
}

void ChartView::placeTitles()
{
    m_xAxis->setTitleVisible(!m_data.x.title.isEmpty() && m_view->height() >= leastForXTitle);
    const bool fits = QFontMetricsF(m_yAxis->titleFont()).horizontalAdvance(m_data.y.title) <= m_chart->plotArea().height();
    m_yAxis->setTitleVisible(!m_data.y.title.isEmpty() && fits);
    if (std::exchange(m_hasYTitle, fits) != fits)
        showLegend();
}

void ChartView::showRange()
{
    if (!m_isDrawn)
        return;
    placeTitles();
    const QRectF area = m_chart->plotArea();
    const QSignalBlocker blocker(m_chart); // labels of another width move the plot: this is called again by the end of it
    fillAxis(m_xAxis, m_data.x, m_x, int(area.width() / (m_data.x.scale == ChartScale::Time ? pixelsPerTimeTick : pixelsPerTickX)));
    fillAxis(m_yAxis, m_data.y, m_y, m_data.y.scale == ChartScale::Category ? int(area.height() / pixelsPerCategory) : int(area.height() / pixelsPerTickY));
    m_chart->layout()->activate();
    const auto mapping = [this] { return ChartMapping{m_chart->plotArea(), m_x, m_y, m_data.x.scale, m_data.y.scale}; };
    m_chart->setMargins(chartMargins + QMargins(0, int(std::ceil(ChartOverlay::heightOfMarks(m_data, mapping(), m_xAxis->labelsFont()))), 0, 0));
    m_chart->layout()->activate();
    const Colors colors = colorsFor(palette());
    ChartOverlay::Inks inks{.series = {}, .text = palette().color(QPalette::WindowText), .muted = colors.muted, .paper = palette().color(QPalette::Base), .font = m_xAxis->labelsFont()};
    for (std::size_t i = 0; i < m_data.series.size(); ++i)
        inks.series << inkOf(m_data, i, isDark(palette()));
    m_overlay->draw(m_data, mapping(), inks);
    m_reset->setEnabled(m_zoomed);
    if (m_pointed >= 0)
        pointTo(m_pointed);
}

void ChartView::showLegend()
{
    const bool dark = isDark(palette());
    const QString muted = colorsFor(palette()).muted.name();
    const auto unbroken = [](const QString &text) { return text.toHtmlEscaped().replace(u' ', QChar(0xa0)).replace(u"…"_s, u"\u2060…\u2060"_s); };
    QStringList html, hover;
    QColor faintInk;
    QStringList names;
    for (const ChartSeries &series : m_data.series) {
        if (hasOwnName(series))
            names << series.name;
    }
    names = tellingNames(names);
    if (!m_hasYTitle && !m_data.y.title.isEmpty())
        html << u"<span style='color:%1'>%2</span>"_s.arg(muted, unbroken(m_data.y.title));
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        const ChartSeries &series = m_data.series[i];
        if (!faintInk.isValid() && std::ranges::any_of(series.points, &ChartPoint::isFaint))
            faintInk = inkOf(m_data, i, dark);
        if (series.name.isEmpty() || series.points.empty())
            continue;
        const bool isFilled = series.kind == ChartSeries::Kind::Steps || series.kind == ChartSeries::Kind::Bars;
        const QString sign = isFilled ? u"■"_s : series.isDashed ? u"╍"_s : shapeTexts[shapeOf(m_data, i)].toString();
        const QString name = hasOwnName(series) ? names.takeFirst() : series.name;
        html << u"<span style='color:%1'>%2</span>\u00a0%3"_s.arg(inkOf(m_data, i, dark).name(), sign, unbroken(fontMetrics().elidedText(name, Qt::ElideMiddle, legendWidth)));
        hover << series.name;
    }
    if (faintInk.isValid() && !m_data.faintName.isEmpty())
        html << u"<span style='color:%1'>●</span>\u00a0<span style='color:%2'>%3</span>"_s.arg(mixed(faintInk, palette().color(QPalette::Window)).name(), muted, unbroken(m_data.faintName));
    if (!m_data.note.isEmpty())
        html << u"<span style='color:%1'>%2</span>"_s.arg(muted, unbroken(m_data.note));
    if (html.isEmpty())
        html << m_data.title.toHtmlEscaped(); // nothing else tells what it is
    m_legend->setText(html.join(u"\u00a0\u00a0\u00a0\u00a0 "_s));
    m_legend->setToolTip(hover.join(u'\n'));
}

QStringList ChartView::legend() const
{
    QStringList names;
    for (const ChartSeries &series : m_data.series) {
        if (!series.name.isEmpty() && !series.points.empty())
            names << series.name;
    }
    return names;
}

QStringList ChartView::shownNames() const
{
    return m_overlay->shownNames();
}

QString ChartView::pointedText() const
{
    return m_pointed < 0 ? QString() : textOf(m_targets[std::size_t(m_pointed)]);
}

QPoint ChartView::positionOf(int series, int point) const
{
    const ChartMapping mapping{m_chart->plotArea(), m_x, m_y, m_data.x.scale, m_data.y.scale};
    const QPoint inView = m_view->mapFromScene(mapping.scene(pointOf({series, point})));
    return m_view->viewport()->mapTo(this, inView);
}

void ChartView::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colorsFor(palette()).accent, 1.5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

void ChartView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && m_view) {
        m_isDrawn = false;
        if (isVisible())
            draw();
    }
}

} // namespace quiver::ui
