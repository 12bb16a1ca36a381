// SPDX-License-Identifier: GPL-3.0-or-later
// What frames a ResultGrid: column headers of two lines, name above type, and the gutter of row numbers.
#pragma once

#include <QHeaderView>

namespace quiver::ui {

class ResultGrid;

/// Sections are clickable, movable and can be hidden; a double click on a border sizes to content (the grid does).
class GridHeader final : public QHeaderView
{
    Q_OBJECT

public:
    explicit GridHeader(QWidget *parent);

    /// The section that is tinted, because the current cell is in it; -1: none.
    void setCurrentSection(int logical);
    /// Width that shows name and type, with room for the border.
    int contentWidth(int logical) const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    QSize sectionSizeFromContents(int logicalIndex) const override;

private:
    QFont typeFont() const;

    int m_current = -1;
};

/// Numbers the visible rows; a click selects a row, a drag or Shift more of them.
class RowGutter final : public QWidget
{
    Q_OBJECT

public:
    explicit RowGutter(ResultGrid &grid);

    /// Wide enough for the number of the last of \p rows, with some room.
    int widthFor(qint64 rows) const;

Q_SIGNALS:
    /// \p extend: from the row where the selection began.
    void rowChosen(int row, bool extend, bool toggle);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    ResultGrid &m_grid;
};

} // namespace quiver::ui
