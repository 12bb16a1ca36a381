// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a tree line: the name, behind it in muted ink what it is, and a badge.
#pragma once

#include <QStyledItemDelegate>

namespace quiver::ui {

class BrowserDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area,
                   const QModelIndex &index) const;
};

} // namespace quiver::ui
