// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/browserdelegate.h"

#include "ui/browser/browsermodel.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QPainter>

namespace quiver::ui {

namespace {

constexpr int gap = 8;
constexpr int badgePadding = 6;

struct BadgeColors {
    QColor surface, ink;
};

BadgeColors badgeColors(NodeBadge::Tone tone, const Colors &colors)
{
    switch (tone) {
    case NodeBadge::Tone::Good: return {colors.successSurface, colors.success};
    case NodeBadge::Tone::Bad: return {colors.dangerSurface, colors.danger};
    default: return {colors.warningSurface, colors.warning};
    }
}

QFont badgeFont(const QFont &base)
{
    QFont font = base;
    font.setPointSizeF(base.pointSizeF() * 0.88);
    return font;
}

} // namespace

QSize BrowserDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + 8));
    return size;
}

void BrowserDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QWidget *widget = option.widget;
    QStyle *style = widget ? widget->style() : QApplication::style();
    const QRect area =
        style->subElementRect(QStyle::SE_ItemViewItemText, &item, widget).adjusted(2, 0, -4, 0);
    item.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, widget);
    painter->save();
    paintText(painter, option, area, index);
    painter->restore();
}

// Where room is short the name wins over the detail, and the badge over both: it is what one looks for.
void BrowserDelegate::paintText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area,
                                const QModelIndex &index) const
{
    const Colors colors = colorsFor(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const QColor plain = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor ink = index.data(BrowserModel::BadRole).toBool()                  ? colors.danger
                       : index.data(BrowserModel::MutedRole).toBool() && !selected ? colors.muted
                                                                                   : plain;
    const NodeBadge badge = index.data(BrowserModel::BadgeRole).value<NodeBadge>();
    const QFont small = badgeFont(option.font);
    const QFontMetrics smallMetrics(small);
    const int badgeWidth =
        badge.text.isEmpty() ? 0 : smallMetrics.horizontalAdvance(badge.text) + 2 * badgePadding;
    const int textRight = area.right() - (badgeWidth > 0 ? badgeWidth + gap : 0);

    const QString name =
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, textRight - area.left());
    painter->setFont(option.font);
    painter->setPen(ink);
    painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
    int x = area.left() + option.fontMetrics.horizontalAdvance(name) + gap;
    const QString detail = index.data(BrowserModel::DetailRole).toString();
    if (!detail.isEmpty() && textRight - x > 24) {
        const QString shown = option.fontMetrics.elidedText(detail, Qt::ElideRight, textRight - x);
        painter->setPen(selected ? plain : colors.muted);
        painter->drawText(QRect(x, area.top(), textRight - x, area.height()),
                          Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        x += option.fontMetrics.horizontalAdvance(shown) + gap;
    }
    if (badgeWidth == 0)
        return;
    const int height = smallMetrics.height() + 2;
    const QRect pill(std::min(x, area.right() - badgeWidth), area.center().y() - height / 2, badgeWidth,
                     height);
    const BadgeColors tones = badgeColors(badge.tone, colors);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tones.surface);
    painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
    painter->setFont(small);
    painter->setPen(tones.ink);
    painter->drawText(pill, Qt::AlignCenter, badge.text);
}

} // namespace quiver::ui
