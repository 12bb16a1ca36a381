// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a command of the palette: icon, title with the typed letters marked, where it belongs, its shortcut.
#pragma once

#include <QStyledItemDelegate>

namespace quiver::ui {

class CommandDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace quiver::ui
