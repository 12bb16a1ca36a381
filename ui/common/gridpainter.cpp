// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/gridpainter.h"

#include "ui/common/theme.h"
#include "ui/common/vectorstrip.h"

#include <QFontMetrics>
#include <QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {
constexpr int cachedCells = 4000; ///< two large windows full
constexpr int stripGap = 10;
}

QColor mixed(const QColor &base, const QColor &over, double share)
{
    const auto blend = [share](int a, int b) { return int(std::lround(a + (b - a) * share)); };
    return {blend(base.red(), over.red()), blend(base.green(), over.green()), blend(base.blue(), over.blue())};
}

GridPainter::GridPainter() : m_items(cachedCells) {}

void GridPainter::setStyle(const QFont &font, const QPalette &palette, qreal devicePixelRatio)
{
    if (font == m_font && palette == m_palette && devicePixelRatio == m_devicePixelRatio && m_textColor.isValid())
        return;
    m_font = font;
    m_italic = font;
    m_italic.setItalic(true);
    m_palette = palette;
    m_devicePixelRatio = devicePixelRatio;
    const Colors colors = colorsFor(palette);
    m_textColor = palette.color(QPalette::Text);
    m_nullColor = colors.nullText;
    m_mutedColor = colors.muted;
    m_problemColor = colors.danger;
    m_problemSurface = colors.dangerSurface;
    m_selectedColor = palette.color(QPalette::Active, QPalette::HighlightedText);
    // Muted text would drown on the highlight.
    m_selectedNullColor = mixed(m_selectedColor, palette.color(QPalette::Active, QPalette::Highlight), 0.2);
    m_items.clear();
}

void GridPainter::clear()
{
    m_items.clear();
}

void GridPainter::layOut(Item &item, const QString &text, const QFont &font, int width) const
{
    const QFontMetrics metrics(font);
    // Eliding shapes the whole text: what certainly does not fit is cut off first.
    const auto mostCharacters = qsizetype(width / std::max(2, metrics.averageCharWidth() / 3)) + 2;
    const bool cut = text.size() > mostCharacters;
    QString shown = cut ? text.left(mostCharacters) : text;
    item.text.setTextFormat(Qt::PlainText);
    item.text.setText(shown);
    item.text.prepare(QTransform(), font);
    if (cut || item.text.size().width() > width) {
        shown = metrics.elidedText(cut ? shown + u"\u2026"_s : shown, Qt::ElideRight, width);
        item.text.setText(shown);
        item.text.prepare(QTransform(), font);
    }
    item.textSize = item.text.size();
}

int GridPainter::vectorTextWidth(const VectorSummary &vector) const
{
    // The same for every row of a column of one dimension, so that the strips stand below each other.
    const QString size = vector.nonZero < 0 ? QString::number(vector.dimensions)
                                            : u"%1/%1"_s.arg(vector.dimensions);
    return QFontMetrics(m_font).horizontalAdvance(QString(size.size(), u'0') + u" \u00b7 0.0000"_s);
}

GridPainter::Item *GridPainter::prepared(quint64 key, const GridCellPtr &cell, const QSize &room)
{
    Item *item = m_items.object(key);
    const auto same = [](const GridCell &a, const GridCell &b) {
        return a.state == b.state && a.vector == b.vector && a.text == b.text;
    };
    if (item != nullptr && item->width == room.width() && (item->source == cell || same(*item->source, *cell)))
        return item;
    item = new Item{cell, room.width(), {}, {}, {}};
    if (cell->vector != nullptr) {
        const int textWidth = std::min(room.width(), vectorTextWidth(*cell->vector));
        layOut(*item, cell->text, m_font, textWidth);
        const int stripWidth = room.width() - textWidth - stripGap;
        if (stripWidth >= 16)
            item->strip = renderStrip(cell->vector->bars, {stripWidth, room.height() - 4}, m_devicePixelRatio, m_palette);
    } else if (cell->state == GridCell::State::Null) {
        layOut(*item, u"NULL"_s, m_italic, room.width());
    } else {
        // The text of a cut-off value ends in an ellipsis even where a wide column shows all that was decoded.
        layOut(*item, cell->truncated ? cell->text + u"\u2026"_s : cell->text, m_font, room.width());
    }
    m_items.insert(key, item); // the cache is never so small that it would delete what it just took
    return item;
}

void GridPainter::paint(QPainter &painter, const QRect &rect, quint64 key, const GridCellPtr &cell, Qt::Alignment alignment,
                        bool selected)
{
    const bool wrong = !cell->problem.isEmpty();
    if (wrong && !selected)
        painter.fillRect(rect, m_problemSurface);
    if (wrong) { // by shape, too: a corner, as spreadsheets mark a cell
        painter.setPen(Qt::NoPen);
        painter.setBrush(selected ? m_selectedColor : m_problemColor);
        const QPoint corner(rect.right() + 1, rect.top());
        painter.drawPolygon(QPolygon{corner - QPoint(7, 0), corner, corner + QPoint(0, 7)});
    }
    const QRect room = rect.adjusted(sidePadding, 0, -sidePadding, 0);
    if (room.width() < 4 || (cell->state == GridCell::State::Value && cell->text.isEmpty()))
        return;
    Item *item = prepared(key, cell, room.size());
    const bool isNull = cell->state == GridCell::State::Null;
    const bool right = alignment.testFlag(Qt::AlignRight) && cell->vector == nullptr;
    const qreal x = right ? room.right() + 1 - item->textSize.width() : room.left();
    const qreal y = room.top() + std::floor((room.height() - item->textSize.height()) / 2);
    painter.setFont(isNull ? m_italic : m_font);
    const QColor &plain = selected ? m_selectedColor : wrong ? m_problemColor : m_textColor;
    const QColor &faint = selected ? m_selectedNullColor : isNull ? m_nullColor : m_mutedColor;
    painter.setPen(isNull || cell->state == GridCell::State::Loading ? faint : plain);
    painter.drawStaticText(QPointF(std::floor(x), y), item->text);
    if (!item->strip.isNull()) {
        const qreal width = item->strip.width() / m_devicePixelRatio;
        painter.drawImage(QPointF(room.right() + 1 - width, room.top() + 2), item->strip);
    }
}

int GridPainter::contentWidth(const GridCell &cell, int limit) const
{
    if (cell.vector != nullptr)
        return std::min(limit, vectorTextWidth(*cell.vector) + stripGap + 100 + 2 * sidePadding);
    const QFontMetrics metrics(m_font);
    const QString text = cell.state == GridCell::State::Null ? u"NULL"_s : cell.text;
    if (text.size() * metrics.averageCharWidth() > 3 * limit)
        return limit;
    return std::min(limit, metrics.horizontalAdvance(text) + 2 * sidePadding + 3);
}

} // namespace quiver::ui
