// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectiondelegate.h"

#include "ui/common/theme.h"
#include "ui/connections/connectionlistmodel.h"

#include <QApplication>
#include <QPainter>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int barWidth = 4;
constexpr int gap = 8;
constexpr int padding = 8;

QFont nameFont(const QStyleOptionViewItem &option)
{
    QFont font = option.font;
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

QSize ConnectionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {160, 2 * option.fontMetrics.height() + 2 * padding + 2};
}

// From the right edge inwards; returns where the name has to end.
int ConnectionDelegate::paintMarks(QPainter *painter, const QRect &line, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const Colors colors = colorsFor(option.palette);
    const int side = option.fontMetrics.height() - 1;
    int right = line.right();
    const auto mark = [&](const QString &name, const QColor &ink) {
        icon(name, ink).paint(painter, QRect(right - side, line.center().y() - side / 2, side, side));
        right -= side + 4;
    };
    switch (index.data(ConnectionListModel::StateRole).toInt()) {
    case ConnectionListModel::Open: mark(u"success"_s, colors.success); break;
    case ConnectionListModel::Opening: mark(u"clock"_s, colors.muted); break;
    default: break;
    }
    if (index.data(ConnectionListModel::ReadOnlyRole).toBool())
        mark(u"lock"_s, colors.muted);
    if (index.data(ConnectionListModel::FavouriteRole).toBool())
        mark(u"star"_s, colors.warning);
    if (index.data(ConnectionListModel::UnsavedRole).toBool())
        mark(u"edit"_s, colors.accent);
    return right;
}

void ConnectionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    const QWidget *widget = option.widget;
    QStyle *style = widget ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, widget);

    const Colors colors = colorsFor(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const auto environment = core::Environment(index.data(ConnectionListModel::EnvironmentRole).toInt());
    const QColor own = index.data(ConnectionListModel::ColorRole).value<QColor>();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(own.isValid() ? own : environmentColor(environment, colors));
    painter->drawRoundedRect(
        QRect(option.rect.left() + 4, option.rect.top() + 6, barWidth, option.rect.height() - 12), 2, 2);

    const QRect text = option.rect.adjusted(4 + barWidth + gap, padding, -padding, -padding);
    const int height = option.fontMetrics.height();
    const QRect first(text.left(), text.top(), text.width(), height);
    const QRect second(text.left(), text.top() + height + 2, text.width(), height);
    const int nameEnd = paintMarks(painter, first, option, index);
    const QFont font = nameFont(option);
    painter->setFont(font);
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(
        first, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, nameEnd - first.left()));
    painter->setFont(option.font);
    painter->setPen(selected ? option.palette.color(QPalette::HighlightedText) : colors.muted);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data(ConnectionListModel::SummaryRole).toString(),
                                                    Qt::ElideMiddle, second.width()));
    painter->restore();
}

} // namespace quiver::ui
