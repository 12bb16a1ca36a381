// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/formarea.h"

#include <QBoxLayout>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>

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

QSplitter *fieldsAndPreview(QWidget *page, const QString &objectName, QWidget *fields, QWidget *preview)
{
    auto *split = new QSplitter(Qt::Horizontal, page);
    split->setObjectName(objectName);
    split->setChildrenCollapsible(false);
    split->addWidget(fields);
    split->addWidget(preview);
    split->setStretchFactor(0, 4);
    split->setStretchFactor(1, 5);
    split->setSizes({400, 500});
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
    return split;
}

} // namespace quiver::ui
