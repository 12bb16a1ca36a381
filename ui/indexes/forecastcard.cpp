// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/forecastcard.h"

#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::Figure;

namespace {

constexpr double narrow = 0.005; // an interval of less than this share is none worth saying

bool isWide(const Figure &figure)
{
    return figure.value > 0 && (figure.high - figure.low) / figure.value > narrow;
}

QString sizeText(const Figure &figure)
{
    if (!figure.isKnown())
        return ForecastCard::tr("not known");
    const QString value = bytesText(qint64(figure.value)), low = bytesText(qint64(std::max(0.0, figure.low))), high = bytesText(qint64(figure.high));
    //: A size with its interval: "98 MB (95 MB to 101 MB)"
    return isWide(figure) && low != high ? ForecastCard::tr("%1 (%2 to %3)").arg(value, low, high) : value;
}

QString timeText(const Figure &figure)
{
    if (!figure.isKnown())
        return ForecastCard::tr("not known");
    const QString value = roughDurationText(figure.value), low = roughDurationText(figure.low), high = roughDurationText(figure.high);
    if (!isWide(figure))
        return value;
    return low == high ? ForecastCard::tr("about %1").arg(value) : ForecastCard::tr("%1 (%2 to %3)").arg(value, low, high);
}

QString rowsWords(const index::RowFacts &rows)
{
    QString text = rowsText(std::llround(rows.rows.value));
    if (std::abs(rows.indexedRows.value - rows.rows.value) >= 0.5)
        text += ForecastCard::tr(", %L1 of them indexed").arg(std::llround(rows.indexedRows.value));
    if (rows.parts.size() > 1)
        text += ForecastCard::tr(", in %L1 partitions").arg(rows.parts.size());
    if (rows.deadRows.value >= 1)
        text += ForecastCard::tr("; %L1 dead").arg(std::llround(rows.deadRows.value));
    return text;
}

} // namespace

MemoryBar::MemoryBar(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"forecastBar"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void MemoryBar::setBytes(double needed, double given)
{
    m_needed = needed;
    m_given = given;
    update();
}

void MemoryBar::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsFor(palette());
    const double whole = std::max({m_needed, m_given, 1.0});
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF box = QRectF(rect()).adjusted(0, 2, 0, -2);
    const auto bar = [&](double bytes, const QColor &color) {
        painter.setBrush(color);
        painter.drawRoundedRect(QRectF(box.left(), box.top(), std::max(2.0, box.width() * bytes / whole), box.height()), 3, 3);
    };
    bar(whole, colors.gridLine);
    if (m_needed > m_given)
        bar(m_needed, colors.danger);
    bar(std::min(m_needed, m_given), m_needed > m_given ? colors.warning : colors.accent);
    const double limit = box.left() + box.width() * m_given / whole;
    painter.setBrush(palette().color(QPalette::Text));
    painter.drawRect(QRectF(std::min(limit, box.right() - 2), 0, 2, height()));
}

ForecastCard::ForecastCard(QWidget *parent) : QFrame(parent)
{
    setObjectName(u"indexForecast"_s);
    setAccessibleName(tr("Forecast"));
    setProperty("card", true);
    m_figures = new QWidget;
    m_grid = new QGridLayout(m_figures);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    addRow(Size, u"Size"_s, tr("Size on disk"));
    addRow(Memory, u"Memory"_s, tr("Memory"));
    m_bar = new MemoryBar;
    m_grid->addWidget(m_bar, Bar, 1, 1, 2);
    addRow(Time, u"Time"_s, tr("Build time"));
    m_calibrate = new QPushButton;
    m_calibrate->setObjectName(u"indexCalibrate"_s);
    m_calibrate->setToolTip(tr("Builds the index on a small sample of the table, in a transaction that is rolled back in the end, and measures it. "
                               "You see first what is done."));
    m_calibrate->hide();
    connect(m_calibrate, &QPushButton::clicked, this, &ForecastCard::calibrationRequested);
    m_grid->addWidget(m_calibrate, Time, 2);
    addRow(Workers, u"Workers"_s, tr("Workers"));
    addRow(Rows, u"Rows"_s, tr("Rows now"));
    addRow(Room, u"Room"_s, tr("Room"));
    addRow(Locks, u"Locks"_s, tr("Locks"));
    m_said = new WrapLabel;
    m_said->setObjectName(u"forecastSaid"_s);
    m_said->setProperty("muted", true);
    m_warnings = new WrapLabel;
    m_warnings->setObjectName(u"forecastWarnings"_s);
    m_warnings->setProperty("warning", true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(6);
    layout->addWidget(m_figures);
    layout->addWidget(m_said);
    layout->addWidget(m_warnings);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    say({});
}

void ForecastCard::addRow(Row row, const QString &name, const QString &title)
{
    auto *label = new QLabel(title);
    label->setProperty("muted", true);
    label->setAlignment(Qt::AlignLeading | (row == Time ? Qt::AlignVCenter : Qt::AlignTop)); // a button stands beside it
    m_grid->addWidget(label, row, 0);
    auto *value = new WrapLabel;
    value->setObjectName(u"forecast"_s + name);
    m_grid->addWidget(value, row, 1, 1, row == Time ? 1 : 2);
    m_values[row] = value;
    label->setBuddy(value);
}

void ForecastCard::set(Row row, const QString &value, const QString &source)
{
    m_values[row]->setText(value);
    m_values[row]->setToolTip(source);
    m_values[row]->setAccessibleName(value);
    m_values[row]->setAccessibleDescription(source);
}

void ForecastCard::say(const QString &what)
{
    m_figures->hide();
    m_warnings->clear();
    m_warnings->hide();
    m_said->setText(what);
    m_said->setVisible(!what.isEmpty());
    setVisible(!what.isEmpty());
    m_briefly = what;
    Q_EMIT changed();
}

void ForecastCard::setMemory(const index::BuildForecast &forecast)
{
    const bool isKnown = forecast.memoryBytes.isKnown() && forecast.memoryBytes.value > 0;
    m_bar->setVisible(isKnown);
    if (!isKnown) {
        set(Memory, forecast.memoryBytes.isKnown() ? tr("next to nothing") : tr("not known"), forecast.memoryBytes.source);
        return;
    }
    const QString of = tr("%1 of the build's %2").arg(bytesText(qint64(forecast.memoryBytes.value)), bytesText(forecast.workMem));
    const QString text = forecast.spillAtRow          ? tr("%1: the graph goes to disk after %L2 rows").arg(of).arg(*forecast.spillAtRow)
        : forecast.fitsMemory && !*forecast.fitsMemory ? tr("%1: the server would refuse the build").arg(of)
        : forecast.fitsMemory                          ? tr("%1: fits").arg(of)
                                                       : of;
    //: %1 a size, %2 where it was read
    const QString ofHost = forecast.host.memory ? tr("The host has %1: %2").arg(bytesText(*forecast.host.memory), forecast.host.memorySource)
                                                : tr("Memory of the host: %1").arg(forecast.host.memorySource);
    set(Memory, text, forecast.memoryBytes.source + u'\n' + ofHost);
    m_bar->setBytes(forecast.memoryBytes.value, double(forecast.workMem));
    m_bar->setToolTip(tr("The mark is maintenance_work_mem, %1").arg(bytesText(forecast.workMem)));
    m_bar->setAccessibleName(text);
}

void ForecastCard::setForecast(const index::BuildForecast &forecast)
{
    set(Size, sizeText(forecast.sizeBytes), forecast.sizeBytes.source);
    setMemory(forecast);
    set(Time, timeText(forecast.seconds), forecast.seconds.source);
    const index::WorkerForecast &workers = forecast.workers;
    QString crew = workers.workers == 0 ? tr("the leader alone") : tr("the leader and %L1").arg(workers.workers);
    if (!workers.remedy.isEmpty())
        crew += (workers.isUnsafe ? tr(". Safer: %1") : tr(". For more: %1")).arg(workers.remedy);
    if (workers.isUnsafe || workers.isHeldBack)
        crew += u". "_s + workers.reason;
    set(Workers, crew, workers.reason);
    set(Rows, rowsWords(forecast.rows), forecast.rows.rows.source + u'\n' + forecast.rows.deadRows.source);
    const index::HostFacts &host = forecast.host;
    QStringList room{host.diskFree ? tr("%1 free on the disk").arg(bytesText(*host.diskFree)) : tr("disk: not known")};
    if (workers.workers > 0)
        room << (host.sharedMemoryFree ? tr("%1 of shared memory").arg(bytesText(*host.sharedMemoryFree)) : tr("shared memory: not known"));
    set(Room, room.join(tr(", ")), host.diskSource + u'\n' + host.sharedMemorySource);
    set(Locks, forecast.locks.value(0), forecast.locks.join(u'\n'));
    m_warnings->setText(forecast.warnings.join(u'\n'));
    m_warnings->setVisible(!forecast.warnings.isEmpty());
    m_said->hide();
    m_figures->show();
    setVisible(true);
    QStringList words;
    if (forecast.sizeBytes.isKnown())
        words << tr("%1 on disk").arg(bytesText(qint64(forecast.sizeBytes.value)));
    if (forecast.memoryBytes.isKnown() && forecast.memoryBytes.value > 0)
        words << m_values[Memory]->text();
    if (forecast.seconds.isKnown())
        words << tr("%1 to build").arg(timeText(forecast.seconds));
    else if (!words.isEmpty()) // of other methods nothing is computed
        words << tr("build time not known");
    m_briefly = words.join(u" · "_s);
    Q_EMIT changed();
}

QString ForecastCard::warnings() const
{
    return m_warnings->text();
}

void ForecastCard::offerCalibration(const QString &text)
{
    m_calibrate->setText(text);
    m_calibrate->setVisible(!text.isEmpty());
}

} // namespace quiver::ui
