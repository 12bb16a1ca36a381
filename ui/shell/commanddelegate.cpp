// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commanddelegate.h"

#include "ui/common/theme.h"
#include "ui/shell/commandpalette.h"

#include <QPainter>

namespace quiver::ui {

namespace {

constexpr int iconSize = 16;
constexpr int margin = 8;

} // namespace

void CommandDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors colors = colorsFor(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const QRect row = option.rect.adjusted(0, 1, 0, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (selected || (option.state & QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.palette.color(selected ? QPalette::Highlight : QPalette::Midlight));
        painter->drawRoundedRect(row, 6, 6);
    }
    const QRect content = row.adjusted(margin, 0, -margin, 0);
    index.data(Qt::DecorationRole)
        .value<QIcon>()
        .paint(painter, QRect(content.left(), content.center().y() - iconSize / 2 + 1, iconSize, iconSize));

    const QColor ink = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor quiet = selected ? ink : colors.muted;
    const QString shortcut = index.data(CommandModel::ShortcutRole).toString();
    const QString group = index.data(CommandModel::GroupRole).toString();
    int right = content.right();
    painter->setPen(quiet);
    for (const QString &text : {shortcut, group}) {
        const int width = option.fontMetrics.horizontalAdvance(text);
        painter->drawText(QRect(right - width, content.top(), width + 1, content.height()), Qt::AlignVCenter, text);
        right -= text.isEmpty() ? 0 : width + 2 * margin;
    }

    const auto positions = index.data(CommandModel::PositionsRole).value<QList<int>>();
    const int left = content.left() + iconSize + margin;
    const QString title =
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, std::max(40, right - left));
    QFont bold = option.font;
    bold.setBold(true);
    int x = left;
    for (int i = 0; i < int(title.size()); ++i) {
        const bool hit = positions.contains(i);
        painter->setFont(hit ? bold : option.font);
        painter->setPen(hit && !selected ? colors.accent : ink);
        const int width = painter->fontMetrics().horizontalAdvance(title[i]);
        painter->drawText(QRect(x, content.top(), width + 1, content.height()), Qt::AlignVCenter, title[i]);
        x += width;
    }
    painter->restore();
}

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, option.fontMetrics.height() + 14};
}

} // namespace quiver::ui
