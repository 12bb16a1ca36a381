// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a step of a Change: its state, its title, and below it what it locks, costs and came to, as many lines as that takes.
// Steps that share a transaction are joined by a line.
#pragma once

#include <QStyledItemDelegate>

namespace quiver::ui {

class ChangeStepDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// As high as its words are in the width of the view.
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace quiver::ui
