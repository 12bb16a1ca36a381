// SPDX-License-Identifier: GPL-3.0-or-later
// The values of a vector as bars around a zero line: small in a grid's cell, large in the inspector.
#pragma once

#include "ui/common/gridcell.h"

#include <QImage>
#include <QWidget>

namespace quiver::ui {

/// Draws \p bars over the whole of \p size (device-independent pixels), transparent where there is no bar. More bars than
/// pixels are merged, fewer are widened; the scale is the strip's own largest absolute value.
QImage renderStrip(std::span<const StripBar> bars, QSize size, qreal devicePixelRatio, const QPalette &palette);

/// The strip as a chart: scale at the left, dimension and value under the pointer in a tool tip.
class VectorChart final : public QWidget
{
    Q_OBJECT

public:
    explicit VectorChart(QWidget *parent = nullptr);

    void setValues(std::vector<float> values);
    QSize sizeHint() const override { return {320, 160}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRect plotRect() const;

    std::vector<float> m_values;
    std::vector<StripBar> m_bars;
    float m_largest = 0;
};

} // namespace quiver::ui
