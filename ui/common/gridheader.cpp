// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/gridheader.h"

#include "ui/common/gridcell.h"
#include "ui/common/gridpainter.h"
#include "ui/common/resultgrid.h"
#include "ui/common/theme.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QContextMenuEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {
constexpr int sidePadding = 8;
constexpr int linePadding = 4;
}

GridHeader::GridHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setObjectName(u"gridHeader"_s);
    setAccessibleName(tr("Columns of the result"));
    setSectionsClickable(true);
    setSectionsMovable(true);
    setStretchLastSection(false);
    setMinimumSectionSize(24);
    setContextMenuPolicy(Qt::CustomContextMenu); // the grid's own menu
    setFocusPolicy(Qt::NoFocus);
}

void GridHeader::setCurrentSection(int logical)
{
    if (m_current == logical)
        return;
    m_current = logical;
    viewport()->update();
}

QFont GridHeader::typeFont() const
{
    QFont font = this->font();
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.86);
    return font;
}

int GridHeader::contentWidth(int logical) const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const QString name = model()->headerData(logical, Qt::Horizontal).toString();
    const QString type = model()->headerData(logical, Qt::Horizontal, GridRole::TypeLabel).toString();
    return std::max(QFontMetrics(bold).horizontalAdvance(name.left(200)),
                    QFontMetrics(typeFont()).horizontalAdvance(type))
           + 2 * sidePadding + 2;
}

QSize GridHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(),
            fontMetrics().height() + QFontMetrics(typeFont()).height() + 2 * linePadding};
}

QSize GridHeader::sectionSizeFromContents(int logicalIndex) const
{
    return {model() == nullptr ? 0 : contentWidth(logicalIndex), sizeHint().height()};
}

void GridHeader::paintEvent(QPaintEvent *event)
{
    QHeaderView::paintEvent(event);
    const QRect rest = viewport()->rect().adjusted(std::max(0, length() - offset()), 0, 0, 0);
    if (rest.isEmpty())
        return;
    QPainter painter(viewport()); // the style's own ink would set the part behind the last column off
    const Colors colors = colorsFor(palette());
    painter.fillRect(rest, colors.raised);
    painter.fillRect(rest.left(), rest.bottom(), rest.width(), 1, colors.border);
}

void GridHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    if (!rect.isValid() || model() == nullptr)
        return;
    const Colors colors = colorsFor(palette());
    const bool current = logicalIndex == m_current;
    painter->fillRect(rect, current ? mixed(colors.raised, colors.accent, 0.14) : colors.raised);
    painter->fillRect(rect.right(), rect.top(), 1, rect.height(), colors.border);
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1,
                      current ? colors.accent : colors.border);

    const QRect inner = rect.adjusted(sidePadding, linePadding - 1, -sidePadding - 1, -linePadding);
    const QString name = model()->headerData(logicalIndex, Qt::Horizontal).toString();
    const QString type = model()->headerData(logicalIndex, Qt::Horizontal, GridRole::TypeLabel).toString();
    const auto kind = model()->headerData(logicalIndex, Qt::Horizontal, GridRole::Kind);
    const Qt::Alignment side =
        kind.isValid() && isNumberKind(pg::TypeKind(kind.toInt())) ? Qt::AlignRight : Qt::AlignLeft;
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(palette().color(QPalette::Text));
    const auto top = type.isEmpty() ? Qt::AlignVCenter : Qt::AlignTop;
    painter->drawText(inner, int(side | top | Qt::AlignAbsolute | Qt::TextSingleLine),
                      QFontMetrics(bold).elidedText(name.left(200), Qt::ElideRight, inner.width()));
    if (type.isEmpty())
        return;
    painter->setFont(typeFont());
    painter->setPen(colors.muted);
    painter->drawText(inner, int(side | Qt::AlignBottom | Qt::AlignAbsolute | Qt::TextSingleLine),
                      QFontMetrics(typeFont()).elidedText(type, Qt::ElideRight, inner.width()));
}

RowGutter::RowGutter(ResultGrid &grid) : QWidget(&grid), m_grid(grid)
{
    setObjectName(u"rowGutter"_s);
    setAccessibleName(tr("Row numbers"));
    setFocusPolicy(Qt::NoFocus);
}

int RowGutter::widthFor(qint64 rows) const
{
    const auto digits = std::max<qsizetype>(3, locale().toString(rows).size());
    return fontMetrics().horizontalAdvance(QString(digits, u'0')) + 2 * sidePadding;
}

void RowGutter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors colors = colorsFor(palette());
    painter.fillRect(rect(), colors.raised);
    const int height = m_grid.rowHeight();
    const int current = m_grid.currentIndex().row();
    const QLocale numbers = locale();
    for (int row = m_grid.firstVisibleRow(); row <= m_grid.lastVisibleRow(); ++row) {
        const QRect line(0, m_grid.rowTop(row), width(), height);
        if (row == current)
            painter.fillRect(line, mixed(colors.raised, colors.accent, 0.14));
        painter.setPen(row == current ? palette().color(QPalette::Text) : colors.muted);
        painter.drawText(line.adjusted(0, 0, -sidePadding, 0), int(Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine),
                         numbers.toString(qint64(row) + 1));
        painter.fillRect(0, line.bottom(), width(), 1, colors.gridLine);
    }
    painter.fillRect(width() - 1, 0, 1, this->height(), colors.border);
}

void RowGutter::mousePressEvent(QMouseEvent *event)
{
    const int row = m_grid.rowAt(event->position().toPoint().y());
    if (row >= 0 && event->button() == Qt::LeftButton)
        Q_EMIT rowChosen(row, event->modifiers().testFlag(Qt::ShiftModifier),
                         event->modifiers().testFlag(Qt::ControlModifier));
}

void RowGutter::mouseMoveEvent(QMouseEvent *event)
{
    const int row = m_grid.rowAt(std::clamp(event->position().toPoint().y(), 0, std::max(0, height() - 1)));
    if (row >= 0 && event->buttons().testFlag(Qt::LeftButton))
        Q_EMIT rowChosen(row, true, false);
}

void RowGutter::wheelEvent(QWheelEvent *event)
{
    QApplication::sendEvent(m_grid.viewport(), event);
}

void RowGutter::contextMenuEvent(QContextMenuEvent *event)
{
    m_grid.showContextMenu(event->globalPos(), {});
}

} // namespace quiver::ui
