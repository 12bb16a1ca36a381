// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectiondelegate.h"

#include "ui/common/theme.h"
#include "ui/connections/connectionlistmodel.h"

#include <QApplication>
#include <QPainter>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int barWidth = 4;
constexpr int gap = 8;
constexpr int padding = 7;

QFont nameFont(const QStyleOptionViewItem &option)
{
    QFont font = option.font;
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont smallFont(const QStyleOptionViewItem &option)
{
    QFont font = option.font;
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

bool isHeading(const QModelIndex &index)
{
    const int kind = index.data(ConnectionListModel::KindRole).toInt();
    return kind != ConnectionListModel::Connection && kind != ConnectionListModel::Found;
}

QColor inkFor(const QStyleOptionViewItem &option, const QColor &otherwise)
{
    return option.state & QStyle::State_Selected ? option.palette.color(QPalette::HighlightedText) : otherwise;
}

} // namespace

QSize ConnectionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int height = option.fontMetrics.height();
    return {160, isHeading(index) ? height + 12 : 2 * height + 2 * padding + 2};
}

void ConnectionDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int left = isHeading(index) ? 20 : 4 + barWidth + 2;
    editor->setGeometry(option.rect.adjusted(left, 1, -4, 0).intersected(QRect(option.rect.topLeft(), QSize(option.rect.width(), 32))));
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
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isHeading(index))
        paintHeading(painter, option, index);
    else
        paintConnection(painter, option, index);
    painter->restore();
}

void ConnectionDelegate::paintHeading(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors colors = colorsFor(option.palette);
    const QColor ink = inkFor(option, colors.muted);
    const auto *tree = qobject_cast<const QTreeView *>(option.widget);
    const bool open = !tree || tree->isExpanded(index);
    const int side = 12;
    const QRect chevron(option.rect.left() + 4, option.rect.center().y() - side / 2 + 1, side, side);
    icon(open ? u"chevron-down"_s : u"chevron-right"_s, ink).paint(painter, chevron);
    QRect text = option.rect.adjusted(20, 2, -padding, 0);
    painter->setFont(smallFont(option));
    painter->setPen(ink);
    const QString count = QString::number(index.data(ConnectionListModel::CountRole).toInt());
    painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, count);
    text.setRight(text.right() - painter->fontMetrics().horizontalAdvance(count) - gap);
    QFont font = smallFont(option);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
}

// From the right edge inwards; returns where the name has to end.
int ConnectionDelegate::paintMarks(QPainter *painter, const QRect &line, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const Colors colors = colorsFor(option.palette);
    const int side = option.fontMetrics.height() - 1;
    int right = line.right();
    const auto mark = [&](const QString &name, const QColor &ink) {
        icon(name, inkFor(option, ink)).paint(painter, QRect(right - side, line.center().y() - side / 2, side, side));
        right -= side + 4;
    };
    if (index.data(ConnectionListModel::KindRole).toInt() == ConnectionListModel::Found) {
        mark(u"add"_s, colors.accent);
        return right;
    }
    switch (index.data(ConnectionListModel::StateRole).toInt()) {
    case ConnectionListModel::Open: {
        const int dot = 9;
        painter->setPen(QPen(option.palette.color(QPalette::Base), 1));
        painter->setBrush(colors.success);
        painter->drawEllipse(QRect(right - side / 2 - dot / 2, line.center().y() - dot / 2, dot, dot));
        right -= side + 4;
        break;
    }
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

// Words, because a colour alone says nothing to many; development is the usual case and needs none.
int ConnectionDelegate::paintBadge(QPainter *painter, const QRect &line, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto environment = core::Environment(index.data(ConnectionListModel::EnvironmentRole).toInt());
    if (index.data(ConnectionListModel::KindRole).toInt() == ConnectionListModel::Found || environment == core::Environment::Development)
        return line.right();
    const QString text = index.data(ConnectionListModel::EnvironmentTextRole).toString();
    const QFont font = smallFont(option);
    const int width = QFontMetrics(font).horizontalAdvance(text) + 12;
    const QRect badge(line.right() - width, line.top(), width, line.height());
    const QColor ink = inkFor(option, environmentColor(environment, colorsFor(option.palette)));
    painter->setPen(QPen(ink, 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(badge).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
    painter->setFont(font);
    painter->drawText(badge, Qt::AlignCenter, text);
    return badge.left() - gap;
}

void ConnectionDelegate::paintConnection(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors colors = colorsFor(option.palette);
    const bool found = index.data(ConnectionListModel::KindRole).toInt() == ConnectionListModel::Found;
    const auto environment = core::Environment(index.data(ConnectionListModel::EnvironmentRole).toInt());
    const QColor own = index.data(ConnectionListModel::ColorRole).value<QColor>();
    if (!found) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(own.isValid() ? own : environmentColor(environment, colors));
        painter->drawRoundedRect(QRect(option.rect.left() + 4, option.rect.top() + 6, barWidth, option.rect.height() - 12), 2, 2);
    }
    const QRect text = option.rect.adjusted(4 + barWidth + gap, padding, -padding, -padding);
    const int height = option.fontMetrics.height();
    const QRect first(text.left(), text.top(), text.width(), height);
    const QRect second(text.left(), text.top() + height + 2, text.width(), height);
    const int nameEnd = paintMarks(painter, first, option, index);
    const QFont font = nameFont(option);
    painter->setFont(font);
    painter->setPen(inkFor(option, option.palette.color(QPalette::Text)));
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, nameEnd - first.left()));
    const int summaryEnd = paintBadge(painter, second, option, index);
    QString where = index.data(ConnectionListModel::SummaryRole).toString();
    if (const QString group = index.data(ConnectionListModel::GroupRole).toString();
        !group.isEmpty() && index.data(ConnectionListModel::FavouriteRole).toBool())
        where.prepend(group + u" · "_s); // its heading is elsewhere
    painter->setFont(option.font);
    painter->setPen(inkFor(option, colors.muted));
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(where, Qt::ElideMiddle, summaryEnd - second.left()));
}

} // namespace quiver::ui
