// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/jobdelegate.h"

#include "ui/common/theme.h"
#include "ui/shell/jobsmodel.h"

#include <QMouseEvent>
#include <QPainter>

namespace quiver::ui {

namespace {

constexpr int barHeight = 6;
constexpr int barWidth = 56;

QRect buttonRect(const QRect &cell)
{
    return cell.adjusted(4, 3, -4, -3);
}

} // namespace

void JobDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.column() != JobsModel::Progress && index.column() != JobsModel::Action) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    background.text.clear();
    const QWidget *widget = option.widget;
    widget->style()->drawControl(QStyle::CE_ItemViewItem, &background, painter, widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.column() == JobsModel::Progress)
        paintBar(painter, option, index);
    else
        paintButton(painter, option, index);
    painter->restore();
}

void JobDelegate::paintBar(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors colors = colorsFor(option.palette);
    const auto state = index.data(JobsModel::StateRole).value<core::Job::State>();
    const double fraction = index.data(JobsModel::FractionRole).toDouble();
    const QRect cell = option.rect.adjusted(6, 0, -6, 0);
    const QRectF trough(cell.left(), cell.center().y() - barHeight / 2.0, barWidth, barHeight);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.border);
    painter->drawRoundedRect(trough, barHeight / 2.0, barHeight / 2.0);
    const bool unfinished = state == core::Job::State::Running || state == core::Job::State::Queued;
    painter->setBrush(state == core::Job::State::Failed      ? colors.danger
                      : state == core::Job::State::Succeeded ? colors.success
                      : unfinished                           ? colors.accent
                                                             : colors.muted);
    QRectF filled = trough;
    if (fraction >= 0)
        filled.setWidth(trough.width() * fraction);
    else if (unfinished) // the end is not known: a third, in the middle
        filled.adjust(trough.width() / 3, 0, -trough.width() / 3, 0);
    else
        filled.setWidth(0);
    if (filled.width() >= 1)
        painter->drawRoundedRect(filled, barHeight / 2.0, barHeight / 2.0);
    const QRect textRect = cell.adjusted(barWidth + 8, 0, 0, 0);
    const bool selected = option.state & QStyle::State_Selected;
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    const QString text = index.data().toString();
    painter->drawText(textRect, Qt::AlignVCenter, option.fontMetrics.elidedText(text, Qt::ElideRight, textRect.width()));
}

void JobDelegate::paintButton(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data().toString();
    if (text.isEmpty())
        return;
    const Colors colors = colorsFor(option.palette);
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->setPen(hovered ? colors.accent : colors.border);
    painter->setBrush(option.palette.color(QPalette::Button));
    painter->drawRoundedRect(QRectF(buttonRect(option.rect)).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter->setPen(option.palette.color(QPalette::ButtonText));
    painter->drawText(buttonRect(option.rect), Qt::AlignCenter, text);
}

QSize JobDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + 10));
    return size;
}

bool JobDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                              const QModelIndex &index)
{
    if (index.column() == JobsModel::Action && event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton && buttonRect(option.rect).contains(mouse->position().toPoint())) {
            Q_EMIT cancelClicked(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace quiver::ui
