// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/plandelegate.h"

#include "ui/plan/planpicture.h"
#include "ui/plan/planmodel.h"

#include <QPainter>

#include <algorithm>

namespace quiver::ui {

void PlanDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto grade = plan::Grade(index.data(PlanModel::GradeRole).toInt());
    if (grade > plan::Grade::Slight)
        option->palette.setColor(QPalette::Text, gradeColor(grade, option->palette));
}

void PlanDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const double share = index.data(PlanModel::ShareRole).toDouble();
    if (share <= 0)
        return;
    QRectF bar = QRectF(option.rect).adjusted(4, 0, -4, -2);
    bar.setTop(bar.bottom() - 3);
    bar.setWidth(std::max(bar.width() * share, 1.0));
    painter->fillRect(bar, gradeColor(plan::Grade(index.data(PlanModel::GradeRole).toInt()), option.palette));
}

} // namespace quiver::ui
