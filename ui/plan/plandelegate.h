// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a figure of the table of nodes: a bar behind a share, and in the colour of what deserves a look.
#pragma once

#include <QStyledItemDelegate>

namespace quiver::ui {

class PlanDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace quiver::ui
