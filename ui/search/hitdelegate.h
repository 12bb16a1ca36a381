// SPDX-License-Identifier: GPL-3.0-or-later
// A hit as a card: key, distance with a bar, the text with the words that were sought, the other columns, and what each leg gave.
#pragma once

#include <QStyledItemDelegate>

namespace quiver::ui {

class HitsModel;

class HitDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    HitDelegate(const HitsModel &model, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// What a card says, in one line: for screen readers.
    static QString wordsOf(const HitsModel &model, int row);

private:
    bool hasOthers() const;
    bool hasLegs() const;
    void paintHead(QPainter &painter, const QRect &line, const QStyleOptionViewItem &option, int row) const;
    void paintText(QPainter &painter, const QRect &room, const QStyleOptionViewItem &option, int row) const;

    const HitsModel &m_model;
};

} // namespace quiver::ui
