// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a task of a TaskScreen: icon, title, perhaps a number that asks for attention, and below a line or two that say when one
// wants it.
#pragma once

#include <QStyledItemDelegate>

namespace quiver::ui {

class TaskDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role { TaskRole = Qt::UserRole, DescriptionRole, IconNameRole, MarkRole };

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace quiver::ui
