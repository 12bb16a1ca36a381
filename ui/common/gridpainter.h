// SPDX-License-Identifier: GPL-3.0-or-later
// Paints one cell of a ResultGrid, and remembers how text was laid out: shaping it again for every frame is what costs.
#pragma once

#include "ui/common/gridcell.h"

#include <QCache>
#include <QFont>
#include <QImage>
#include <QPalette>
#include <QStaticText>

class QPainter;

namespace quiver::ui {

/// \p share of \p over on \p base, 0 to 1.
QColor mixed(const QColor &base, const QColor &over, double share);

class GridPainter
{
public:
    static constexpr int sidePadding = 8;

    GridPainter();

    /// Forgets everything when one of them has changed. Call before the first cell of a frame.
    void setStyle(const QFont &font, const QPalette &palette, qreal devicePixelRatio);
    /// Content of the cell only: the background and the lines are the grid's. \p key tells one cell from another.
    void paint(QPainter &painter, const QRect &rect, quint64 key, const GridCellPtr &cell, Qt::Alignment alignment,
               bool selected);
    /// Width that the content would like, without end for long text: at most \p limit.
    int contentWidth(const GridCell &cell, int limit) const;
    void clear();

private:
    struct Item {
        GridCellPtr source;
        int width = 0;
        QStaticText text;
        QSizeF textSize;
        QImage strip;
    };

    Item *prepared(quint64 key, const GridCellPtr &cell, const QSize &room);
    void layOut(Item &item, const QString &text, const QFont &font, int width) const;
    int vectorTextWidth(const VectorSummary &vector) const;

    QFont m_font;
    QFont m_italic;
    QPalette m_palette;
    QColor m_textColor, m_nullColor, m_mutedColor, m_selectedColor, m_selectedNullColor, m_problemColor, m_problemSurface;
    qreal m_devicePixelRatio = 1;
    QCache<quint64, Item> m_items;
};

} // namespace quiver::ui
