// SPDX-License-Identifier: GPL-3.0-or-later
// A table of any number of rows up to 2^31-1: all of its work is for the rows on the screen.
//
// QTableView keeps state and pixel positions per row, which ends near 70 million rows. Here rows have one height, the
// vertical scroll bar counts rows, and selections are ranges. Any table model will do; one with the roles of GridRole is
// shown with types, NULLs and vectors.
#pragma once

#include "ui/common/gridcopy.h"
#include "ui/common/gridpainter.h"

#include <QAbstractItemView>
#include <QBasicTimer>
#include <QTimer>

class QHeaderView;
class QMenu;
class QToolButton;

namespace quiver::ui {

class GridHeader;
class GridNotice;
class RowGutter;

class ResultGrid final : public QAbstractItemView
{
    Q_OBJECT

public:
    static constexpr int maxAutoWidth = 420;
    static constexpr int vectorWidth = 220;

    explicit ResultGrid(QWidget *parent = nullptr);
    ~ResultGrid() override;

    void setModel(QAbstractItemModel *model) override;
    QHeaderView *horizontalHeader() const;

    /// Whether rows are still expected: decides what an empty grid says.
    void setRunning(bool running);
    /// What stands in a grid without rows; empty: what a statement's result would say.
    void setEmptyText(const QString &text);
    /// What INSERT statements name; "table_name" until it is known.
    void setTableName(const QString &name) { m_tableName = name; }

    int rowHeight() const { return m_rowHeight; }
    int firstVisibleRow() const;
    int lastVisibleRow()
        const; ///< also when only a part of it is seen; below firstVisibleRow() when there is none
    int rowTop(int row) const; ///< in viewport pixels; for rows near the visible ones
    int rowAt(int y) const;    ///< -1 below the last row
    /// Puts \p row in the middle unless it is visible already. Also for results without columns.
    void scrollToRow(int row);

    void sizeColumnToContents(int logical);
    void resetColumns(); ///< order, hidden ones and widths as on the first day

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void selectAll() override;
    void reset() override;

    /// The selected cells as they would be copied; empty columns where nothing is selected.
    CopyRequest copyRequest(sql::ExportFormat format, bool headers) const;
    void copy(sql::ExportFormat format, bool headers);
    void showContextMenu(const QPoint &globalPosition, const QModelIndex &index);

Q_SIGNALS:
    void inspectRequested(const QModelIndex &index);
    void currentCellChanged(const QModelIndex &index);
    /// The context menu for \p index is about to be shown: whoever knows more of the cell may add to it.
    void menuAboutToShow(QMenu *menu, const QModelIndex &index);
    /// The user was told that a selection is too large for the clipboard and took the offer to write it to a file.
    void exportRequested();

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override;
    int verticalOffset() const override { return 0; } // pixels from the first row do not fit into an int
    bool isIndexHidden(const QModelIndex &index) const override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;

    void updateGeometries() override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void scrollContentsBy(int dx, int dy) override;

    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct VisibleColumn {
        int logical;
        int left;
        int width;
    };

    int rows() const;
    int columns() const;
    int pageRows() const; ///< rows that fit whole, at least 1
    std::vector<VisibleColumn> visibleColumns() const;
    int firstColumn() const;
    int lastColumn() const;
    int stepColumn(int logical, int direction) const; ///< the next shown one, or itself at the edge
    void measure();
    void updateScrollBars();
    void scrollToColumn(int logical);
    void scrollPixels(int dy);

    void paintRows(QPainter &painter, const std::vector<VisibleColumn> &columns, int first, int last);
    void paintLines(QPainter &painter, const std::vector<VisibleColumn> &columns, int first, int last) const;
    void paintCurrent(QPainter &painter) const;
    void paintEmpty(QPainter &painter) const;
    GridCellPtr cellOf(const QModelIndex &index) const;

    void scheduleColumnSizing();
    void sizeColumnsFromSample();
    int sampledWidth(int logical, int rowsToLookAt) const;

    QItemSelection rectangle(const QModelIndex &from, const QModelIndex &to) const;
    void selectTo(const QModelIndex &index, QItemSelectionModel::SelectionFlags command);
    void selectRow(int row, bool extend, bool toggle);
    void selectColumn(int logical);
    void dragTo(const QPoint &position);
    bool selectByKey(QKeyEvent *event);

    void createActions();
    void addCopyMenu(QMenu &menu);
    void addColumnActions(QMenu &menu, int logical);
    std::unique_ptr<CellReader> makeReader(const CopyRequest &request) const;
    bool isQuickToRead(const CopyRequest &request) const;
    void copyFinished(CopyEnd end, const QString &text, const QString &reason);

    GridHeader *m_header;
    RowGutter *m_gutter;
    QToolButton *m_corner;
    GridNotice *m_notice;
    GridCopier *m_copier;
    GridPainter m_painter;
    QTimer m_sizing;
    QTimer m_copyProgress;
    QBasicTimer m_autoScroll;
    QPoint m_dragPosition;
    QPersistentModelIndex m_anchor;
    QString m_emptyText;
    QString m_tableName = QStringLiteral("table_name");
    int m_rowHeight = 22;
    int m_subRow = 0;      ///< pixels of the first visible row that are scrolled out
    int m_wheelAngle = 0;  ///< of a wheel finer than a notch, not yet scrolled
    int m_sampledRows = 0; ///< rows the column widths were taken from
    bool m_userSized = false;
    bool m_sizingColumns = false;
    bool m_running = false;
    bool m_dragging = false;
};

} // namespace quiver::ui
