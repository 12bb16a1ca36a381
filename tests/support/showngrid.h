// SPDX-License-Identifier: GPL-3.0-or-later
// A result grid on the screen, driven by keys and clicks.
#pragma once

#include "ui/common/resultgrid.h"

#include <QTest>

namespace quiver::test {

/// A grid on a model, on the screen and painted.
struct ShownGrid {
    explicit ShownGrid(QAbstractItemModel &model, QSize size = {900, 500})
    {
        grid.setModel(&model);
        grid.resize(size);
        grid.show();
        QTest::qWaitForWindowExposed(&grid) ? void() : qFatal("no window");
        grid.setFocus();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&grid, key, modifiers); }
    QPoint centre(int row, int column) { return grid.visualRect(grid.model()->index(row, column)).center(); }
    void click(int row, int column, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, modifiers, centre(row, column));
    }
    QString at()
    {
        return QStringLiteral("%1,%2").arg(grid.currentIndex().row()).arg(grid.currentIndex().column());
    }
    ui::ResultGrid grid;
};

} // namespace quiver::test
