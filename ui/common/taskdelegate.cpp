// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/taskdelegate.h"

#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>

namespace quiver::ui {

namespace {

constexpr int margin = 10;
constexpr int iconSize = 18;
constexpr int textLeft = margin + iconSize + margin;
constexpr int titleGap = 2;

QFont titleFont(const QFont &base)
{
    QFont font = base;
    font.setWeight(QFont::DemiBold);
    return font;
}

QRect descriptionRect(const QStyleOptionViewItem &option, const QString &text)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = (view ? view->viewport()->width() : option.rect.width()) - textLeft - margin;
    return option.fontMetrics.boundingRect(QRect(0, 0, std::max(width, 60), 1000), Qt::TextWordWrap, text);
}

/// A number on a round ground at the right of the title. Returns the width that it takes.
int paintMark(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, const QRect &box, const QFontMetrics &metrics)
{
    const QString number = index.data(TaskDelegate::MarkRole).toString();
    if (number.isEmpty())
        return 0;
    const int height = metrics.height();
    const int width = std::max(height, metrics.horizontalAdvance(number) + 10);
    const QRect ground(box.right() - width + 1, box.top(), width, height);
    const Colors colors = colorsFor(option.palette);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.warning);
    painter->drawRoundedRect(ground, height / 2.0, height / 2.0);
    painter->setFont(titleFont(option.font));
    painter->setPen(option.palette.color(QPalette::Base));
    painter->drawText(ground, Qt::AlignCenter, number);
    return width + 6;
}

} // namespace

QSize TaskDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int title = QFontMetrics(titleFont(option.font)).height();
    const int description = descriptionRect(option, index.data(DescriptionRole).toString()).height();
    return {160, 2 * margin - 4 + title + titleGap + description};
}

void TaskDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString title = item.text;
    item.text.clear();
    item.icon = {};
    QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
    const Colors colors = colorsFor(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const QColor plain = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QRect box = option.rect.adjusted(textLeft, margin - 2, -margin, 0);
    painter->save();
    icon(index.data(IconNameRole).toString(), selected ? plain : colors.muted)
        .paint(painter, QRect(option.rect.left() + margin, box.top(), iconSize, iconSize));
    const QFont bold = titleFont(option.font);
    const QFontMetrics metrics(bold);
    const int marked = paintMark(painter, option, index, box, metrics);
    painter->setFont(bold);
    painter->setPen(plain);
    painter->drawText(box, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, metrics.elidedText(title, Qt::ElideRight, box.width() - marked));
    painter->setFont(option.font);
    painter->setPen(selected ? plain : colors.muted);
    painter->drawText(box.adjusted(0, metrics.height() + titleGap, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                      index.data(DescriptionRole).toString());
    painter->restore();
}

} // namespace quiver::ui
