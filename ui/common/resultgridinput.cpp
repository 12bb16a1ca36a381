// SPDX-License-Identifier: GPL-3.0-or-later
// How keyboard, mouse and wheel move and select in a ResultGrid.
#include "ui/common/gridheader.h"
#include "ui/common/resultgrid.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <cstdlib>

namespace quiver::ui {

using Flags = QItemSelectionModel::SelectionFlags;

int ResultGrid::firstColumn() const
{
    for (int visual = 0; visual < m_header->count(); ++visual) {
        if (const int logical = m_header->logicalIndex(visual); !m_header->isSectionHidden(logical))
            return logical;
    }
    return -1;
}

int ResultGrid::lastColumn() const
{
    for (int visual = m_header->count() - 1; visual >= 0; --visual) {
        if (const int logical = m_header->logicalIndex(visual); !m_header->isSectionHidden(logical))
            return logical;
    }
    return -1;
}

int ResultGrid::stepColumn(int logical, int direction) const
{
    for (int visual = m_header->visualIndex(logical) + direction; visual >= 0 && visual < m_header->count();
         visual += direction) {
        if (const int next = m_header->logicalIndex(visual); !m_header->isSectionHidden(next))
            return next;
    }
    return logical;
}

void ResultGrid::scrollToRow(int row)
{
    if (row < 0 || row >= rows())
        return;
    const qint64 first = qint64(firstVisibleRow()) + (m_subRow > 0 ? 1 : 0);
    if (row >= first && row < first + pageRows())
        return;
    verticalScrollBar()->setValue(std::max(0, row - pageRows() / 2));
}

void ResultGrid::scrollToColumn(int logical)
{
    const int left = m_header->sectionPosition(logical);
    const int right = left + m_header->sectionSize(logical);
    const int offset = horizontalOffset();
    if (left < offset || m_header->sectionSize(logical) > viewport()->width())
        horizontalScrollBar()->setValue(left);
    else if (right > offset + viewport()->width())
        horizontalScrollBar()->setValue(right - viewport()->width());
}

void ResultGrid::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid() || index.model() != model())
        return;
    const int row = index.row();
    const int page = pageRows();
    const qint64 first = firstVisibleRow();
    QScrollBar *bar = verticalScrollBar();
    if (hint == PositionAtCenter)
        bar->setValue(std::max(0, row - page / 2));
    else if (hint == PositionAtTop || row < first || (row == first && m_subRow > 0))
        bar->setValue(row);
    else if (hint == PositionAtBottom || row >= first + page)
        bar->setValue(std::max(0, row - page + 1));
    if (row == first && m_subRow > 0) {
        m_subRow = 0; // the value did not change, the remainder does
        m_gutter->update();
        viewport()->update();
    }
    if (!m_header->isSectionHidden(index.column()))
        scrollToColumn(index.column());
}

QModelIndex ResultGrid::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    if (rows() == 0 || firstColumn() < 0)
        return {};
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return model()->index(firstVisibleRow(), firstColumn(), rootIndex());
    const bool control = modifiers.testFlag(Qt::ControlModifier);
    const qint64 last = qint64(rows()) - 1;
    qint64 row = current.row();
    int column = current.column();
    switch (action) {
    case MoveUp: row = control ? 0 : row - 1; break;
    case MoveDown: row = control ? last : row + 1; break;
    case MoveLeft: column = control ? firstColumn() : stepColumn(column, -1); break;
    case MoveRight: column = control ? lastColumn() : stepColumn(column, 1); break;
    case MoveHome: column = firstColumn(); row = control ? 0 : row; break;
    case MoveEnd: column = lastColumn(); row = control ? last : row; break;
    case MovePageUp: row -= pageRows(); break;
    case MovePageDown: row += pageRows(); break;
    case MoveNext: column = stepColumn(column, 1); break;
    case MovePrevious: column = stepColumn(column, -1); break;
    }
    return model()->index(int(std::clamp<qint64>(row, 0, last)), column, rootIndex());
}

QItemSelection ResultGrid::rectangle(const QModelIndex &from, const QModelIndex &to) const
{
    QItemSelection result;
    if (!from.isValid() || !to.isValid())
        return result;
    // The braces matter: minmax of two temporaries hands back references to them.
    const auto [top, bottom] = std::minmax({from.row(), to.row()});
    const auto [first, last] = std::minmax({m_header->visualIndex(from.column()), m_header->visualIndex(to.column())});
    // Columns that were moved make the rectangle on the screen several in the model.
    for (int visual = first; visual <= last;) {
        const int left = m_header->logicalIndex(visual);
        int right = left;
        while (++visual <= last && m_header->logicalIndex(visual) == right + 1)
            ++right;
        result.append(QItemSelectionRange(model()->index(top, left, rootIndex()), model()->index(bottom, right, rootIndex())));
    }
    return result;
}

void ResultGrid::setSelection(const QRect &rect, Flags command)
{
    const int right = std::min(rect.right(), m_header->length() - horizontalOffset() - 1);
    const int bottom = std::min(rect.bottom(), rowTop(lastVisibleRow()) + m_rowHeight - 1);
    selectionModel()->select(rectangle(indexAt({std::max(0, rect.left()), std::max(0, rect.top())}), indexAt({right, bottom})),
                             command);
}

QRegion ResultGrid::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    const int first = firstVisibleRow();
    const int last = lastVisibleRow();
    for (const QItemSelectionRange &range : selection) {
        const int top = std::max(range.top(), first);
        const int bottom = std::min(range.bottom(), last);
        if (top <= bottom) // whole lines: cheaper than asking a thousand moved columns for their places
            region += QRect(0, rowTop(top), viewport()->width(), rowTop(bottom) - rowTop(top) + m_rowHeight);
    }
    return region;
}

void ResultGrid::selectTo(const QModelIndex &index, Flags command)
{
    if (!index.isValid())
        return;
    if (!m_anchor.isValid())
        m_anchor = index;
    selectionModel()->select(rectangle(m_anchor, index), command);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
}

void ResultGrid::selectAll()
{
    if (rows() == 0 || columns() == 0)
        return;
    selectionModel()->select(
        QItemSelection(model()->index(0, 0, rootIndex()), model()->index(rows() - 1, columns() - 1, rootIndex())),
        QItemSelectionModel::ClearAndSelect);
}

void ResultGrid::selectRow(int row, bool extend, bool toggle)
{
    if (firstColumn() < 0)
        return;
    setFocus(Qt::MouseFocusReason);
    const QModelIndex index = model()->index(row, firstColumn(), rootIndex());
    if (!extend || !m_anchor.isValid())
        m_anchor = index;
    QItemSelection selection(model()->index(std::min(m_anchor.row(), row), 0, rootIndex()),
                             model()->index(std::max(m_anchor.row(), row), columns() - 1, rootIndex()));
    const Flags flags = toggle ? Flags(QItemSelectionModel::Toggle) : Flags(QItemSelectionModel::ClearAndSelect);
    selectionModel()->select(selection, flags);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
}

void ResultGrid::selectColumn(int logical)
{
    if (rows() == 0)
        return;
    setFocus(Qt::MouseFocusReason);
    const Qt::KeyboardModifiers modifiers = QApplication::keyboardModifiers();
    const QModelIndex current = model()->index(firstVisibleRow(), logical, rootIndex());
    if (!modifiers.testFlag(Qt::ShiftModifier) || !m_anchor.isValid())
        m_anchor = current;
    const QModelIndex from = model()->index(0, m_anchor.column(), rootIndex());
    const QModelIndex to = model()->index(rows() - 1, logical, rootIndex());
    const Flags flags = modifiers.testFlag(Qt::ControlModifier) ? Flags(QItemSelectionModel::Toggle)
                                                                : Flags(QItemSelectionModel::ClearAndSelect);
    selectionModel()->select(rectangle(from, to), flags);
    selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
}

bool ResultGrid::selectByKey(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    if (event->key() == Qt::Key_Space && current.isValid()) {
        if (event->modifiers().testFlag(Qt::ShiftModifier)) {
            selectionModel()->select(QItemSelection(model()->index(current.row(), 0, rootIndex()),
                                                    model()->index(current.row(), columns() - 1, rootIndex())),
                                     QItemSelectionModel::ClearAndSelect);
            return true;
        }
        if (event->modifiers().testFlag(Qt::ControlModifier)) {
            selectionModel()->select(QItemSelection(model()->index(0, current.column(), rootIndex()),
                                                    model()->index(rows() - 1, current.column(), rootIndex())),
                                     QItemSelectionModel::ClearAndSelect);
            return true;
        }
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return true;
    }
    return false;
}

void ResultGrid::keyPressEvent(QKeyEvent *event)
{
    if (selectByKey(event))
        return event->accept();
    CursorAction action{};
    switch (event->key()) {
    case Qt::Key_Up: action = MoveUp; break;
    case Qt::Key_Down: action = MoveDown; break;
    case Qt::Key_Left: action = MoveLeft; break;
    case Qt::Key_Right: action = MoveRight; break;
    case Qt::Key_Home: action = MoveHome; break;
    case Qt::Key_End: action = MoveEnd; break;
    case Qt::Key_PageUp: action = MovePageUp; break;
    case Qt::Key_PageDown: action = MovePageDown; break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2:
        if (currentIndex().isValid()) {
            Q_EMIT inspectRequested(currentIndex());
            return event->accept();
        }
        return event->ignore();
    default:
        return event->ignore(); // letters are shortcuts of the window, not a search: a model of millions has none
    }
    event->accept();
    if (columns() == 0) { // no cell to be current: the keys scroll
        const int sign = action == MoveUp || action == MovePageUp ? -1 : 1;
        const bool far = action == MoveHome || action == MoveEnd;
        const int step = action == MovePageUp || action == MovePageDown ? pageRows() : 1;
        const qint64 value = far ? (action == MoveHome ? 0 : rows()) : qint64(verticalScrollBar()->value()) + sign * step;
        verticalScrollBar()->setValue(int(std::clamp<qint64>(value, 0, verticalScrollBar()->maximum())));
        return;
    }
    const QModelIndex next = moveCursor(action, event->modifiers());
    if (!next.isValid())
        return;
    if (!event->modifiers().testFlag(Qt::ShiftModifier))
        m_anchor = next;
    selectTo(next, QItemSelectionModel::ClearAndSelect);
}

void ResultGrid::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::RightButton) {
        if (index.isValid() && !selectionModel()->isSelected(index)) {
            m_anchor = index;
            selectTo(index, QItemSelectionModel::ClearAndSelect);
        }
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    if (!index.isValid()) {
        if (event->modifiers() == Qt::NoModifier)
            selectionModel()->clearSelection();
        return;
    }
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool toggle = event->modifiers().testFlag(Qt::ControlModifier);
    if (!extend || !m_anchor.isValid())
        m_anchor = index;
    m_dragging = !toggle;
    selectTo(index, toggle ? Flags(QItemSelectionModel::Toggle) : Flags(QItemSelectionModel::ClearAndSelect));
}

void ResultGrid::dragTo(const QPoint &position)
{
    const int x = std::clamp(position.x(), 0, std::max(0, std::min(viewport()->width(), m_header->length() - horizontalOffset()) - 1));
    const int lastY = rowTop(lastVisibleRow()) + m_rowHeight - 1;
    const int y = std::clamp(position.y(), 0, std::max(0, std::min(viewport()->height() - 1, lastY)));
    selectTo(indexAt({x, y}), QItemSelectionModel::ClearAndSelect);
}

void ResultGrid::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging || !event->buttons().testFlag(Qt::LeftButton))
        return;
    m_dragPosition = event->position().toPoint();
    dragTo(m_dragPosition);
    if (viewport()->rect().contains(m_dragPosition))
        m_autoScroll.stop();
    else if (!m_autoScroll.isActive())
        m_autoScroll.start(30, this);
}

void ResultGrid::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
    m_dragging = false;
    m_autoScroll.stop();
}

void ResultGrid::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_autoScroll.timerId())
        return QAbstractItemView::timerEvent(event);
    const QRect inside = viewport()->rect();
    // The further out the pointer, the faster: a row for every 12 pixels and tick.
    const int below = m_dragPosition.y() - std::clamp(m_dragPosition.y(), inside.top(), inside.bottom());
    const int beside = m_dragPosition.x() - std::clamp(m_dragPosition.x(), inside.left(), inside.right());
    if (below != 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + below / 12 + (below > 0 ? 1 : -1));
    if (beside != 0)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + beside);
    dragTo(m_dragPosition);
}

void ResultGrid::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid())
        Q_EMIT inspectRequested(index);
}

void ResultGrid::scrollPixels(int dy)
{
    const qint64 all = qint64(verticalScrollBar()->value()) * m_rowHeight + m_subRow - dy;
    const qint64 end = qint64(verticalScrollBar()->maximum()) * m_rowHeight;
    const qint64 at = std::clamp<qint64>(all, 0, end);
    verticalScrollBar()->setValue(int(at / m_rowHeight));
    m_subRow = int(at % m_rowHeight);
    m_gutter->update();
    viewport()->update();
}

void ResultGrid::wheelEvent(QWheelEvent *event)
{
    const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier);
    QPoint pixels = event->pixelDelta();
    QPoint angle = event->angleDelta();
    if (sideways) {
        pixels = {pixels.x() != 0 ? pixels.x() : pixels.y(), 0};
        angle = {angle.x() != 0 ? angle.x() : angle.y(), 0};
    }
    const bool fine = !pixels.isNull();
    if (!fine) { // a wheel: notches of 120, some wheels send parts of one
        m_wheelAngle = (m_wheelAngle > 0) == (angle.y() > 0) ? m_wheelAngle + angle.y() : angle.y();
        const int lines = QApplication::wheelScrollLines();
        const int down = m_wheelAngle * lines * m_rowHeight / 120;
        m_wheelAngle -= lines > 0 ? down * 120 / (lines * m_rowHeight) : m_wheelAngle;
        pixels = {angle.x() * lines * m_rowHeight / 120, down};
    }
    if (std::abs(pixels.x()) > std::abs(pixels.y()))
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - pixels.x());
    else if (pixels.y() != 0)
        scrollPixels(pixels.y());
    event->accept();
}

void ResultGrid::contextMenuEvent(QContextMenuEvent *event)
{
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint place = keyboard ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()) : event->globalPos();
    showContextMenu(place, keyboard ? currentIndex() : indexAt(viewport()->mapFromGlobal(place)));
}

} // namespace quiver::ui
