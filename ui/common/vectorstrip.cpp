// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/vectorstrip.h"

#include "ui/common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {

/// The bars that share pixel \p x of \p width as one.
StripBar merged(std::span<const StripBar> bars, int x, int width)
{
    const std::size_t first = std::size_t(x) * bars.size() / std::size_t(width);
    const std::size_t last = std::max(first + 1, std::size_t(x + 1) * bars.size() / std::size_t(width));
    StripBar result = bars[first];
    for (std::size_t i = first + 1; i < std::min(last, bars.size()); ++i) {
        result.low = std::min(result.low, bars[i].low);
        result.high = std::max(result.high, bars[i].high);
    }
    return result;
}

float largestOf(std::span<const StripBar> bars)
{
    float largest = 0;
    for (const StripBar &bar : bars) {
        for (const float value : {bar.high, -bar.low}) {
            if (std::isfinite(value))
                largest = std::max(largest, value);
        }
    }
    return largest;
}

void fillColumn(QImage &image, int x, int top, int bottom, QRgb color)
{
    for (int y = std::max(top, 0); y <= std::min(bottom, image.height() - 1); ++y)
        reinterpret_cast<QRgb *>(image.scanLine(y))[x] = color; // NOLINT: the format is ARGB32
}

} // namespace

QImage renderStrip(std::span<const StripBar> bars, QSize size, qreal devicePixelRatio, const QPalette &palette)
{
    const QSize pixels = (QSizeF(size) * devicePixelRatio).toSize().expandedTo({1, 3});
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Qt::transparent);
    const Colors colors = colorsFor(palette);
    const int zero = (pixels.height() - 1) / 2;
    const QRgb line = qPremultiply(colors.border.rgba());
    const float largest = largestOf(bars);
    const double scale = largest > 0 ? double(zero) / double(largest) : 0;
    const auto height = [&](float value) {
        if (value == 0 || scale == 0)
            return 0;
        // A value that is not zero is never drawn as if it were.
        return std::isfinite(value) ? std::max(1, int(std::lround(std::abs(double(value)) * scale))) : zero;
    };
    for (int x = 0; x < pixels.width(); ++x) {
        const StripBar bar = bars.empty() ? StripBar() : merged(bars, x, pixels.width());
        fillColumn(image, x, zero, zero, line);
        if (const int up = height(bar.high); up > 0)
            fillColumn(image, x, zero - up, zero - 1, colors.vectorPositive.rgb());
        if (const int down = height(bar.low); down > 0)
            fillColumn(image, x, zero + 1, zero + down, colors.vectorNegative.rgb());
    }
    return image;
}

VectorChart::VectorChart(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"vectorChart"_s);
    setAccessibleName(tr("Values of the vector as bars"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void VectorChart::setValues(std::vector<float> values)
{
    m_values = std::move(values);
    m_bars.clear();
    m_bars.reserve(m_values.size());
    for (const float value : m_values)
        m_bars.push_back({std::min(value, 0.0F), std::max(value, 0.0F)});
    m_largest = largestOf(m_bars);
    update();
}

QRect VectorChart::plotRect() const
{
    const int scaleWidth = fontMetrics().horizontalAdvance(shortNumber(-double(m_largest))) + 8;
    const int half = fontMetrics().height() / 2;
    return rect().adjusted(scaleWidth, half, -1, -half);
}

bool VectorChart::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !m_values.empty()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QRect plot = plotRect();
        if (plot.contains(help->pos())) {
            const auto at = std::size_t(help->pos().x() - plot.left()) * m_values.size() / std::size_t(plot.width());
            QToolTip::showText(help->globalPos(),
                               tr("Dimension %1: %2").arg(at + 1).arg(double(m_values[at]), 0, 'g', 9), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void VectorChart::paintEvent(QPaintEvent *)
{
    if (m_values.empty())
        return;
    QPainter painter(this);
    const QRect plot = plotRect();
    painter.drawImage(plot.topLeft(), renderStrip(m_bars, plot.size(), devicePixelRatioF(), palette()));
    painter.setPen(colorsFor(palette()).muted);
    const int line = fontMetrics().height();
    const auto label = [&](int y, double value) {
        painter.drawText(QRect(0, y - line / 2, plot.left() - 6, line), Qt::AlignRight | Qt::AlignVCenter,
                         value == 0 ? u"0"_s : shortNumber(value));
    };
    label(plot.top(), double(m_largest));
    label(plot.center().y(), 0);
    label(plot.bottom(), -double(m_largest));
}

} // namespace quiver::ui
