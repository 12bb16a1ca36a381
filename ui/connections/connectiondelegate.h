// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a connection as two lines beside its colour bar: name and marks, and where it leads.
#pragma once

#include <QStyledItemDelegate>

namespace quiver::ui {

class ConnectionDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int paintMarks(QPainter *painter, const QRect &line, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;
};

} // namespace quiver::ui
