// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/formarea.h"

#include <QScrollArea>
#include <QShortcut>

namespace quiver::ui {

QScrollArea *formArea(QWidget *fields, const QString &objectName, std::function<void()> submit)
{
    auto *area = new QScrollArea;
    area->setObjectName(objectName);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumSize(340, 160);
    area->setWidget(fields);
    auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), fields);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(shortcut, &QShortcut::activated, fields, std::move(submit));
    return area;
}

} // namespace quiver::ui
