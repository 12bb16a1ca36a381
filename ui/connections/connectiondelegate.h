// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a heading, or a connection as two lines beside its colour bar: name and marks, where it leads and its environment.
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
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintHeading(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintConnection(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    int paintMarks(QPainter *painter, const QRect &line, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;
    int paintBadge(QPainter *painter, const QRect &line, const QStyleOptionViewItem &option, const QModelIndex &index) const;
};

} // namespace quiver::ui
