// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/filedialogcolumns.h"

#include <QApplication>
#include <QEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr QSize least{760, 480};
}

FileDialogColumns::FileDialogColumns(QApplication &app) : QObject(&app)
{
    app.installEventFilter(this);
}

bool FileDialogColumns::eventFilter(QObject *watched, QEvent *event)
{
    auto *dialog = event->type() == QEvent::Show ? qobject_cast<QFileDialog *>(watched) : nullptr;
    auto *list = dialog ? dialog->findChild<QTreeView *>(u"treeView"_s) : nullptr;
    if (list) { // none: the desktop's own dialog is shown
        dialog->resize(dialog->size().expandedTo(least));
        list->header()->setStretchLastSection(false);
        for (int column = 0; column < list->header()->count(); ++column)
            list->header()->setSectionResizeMode(column, column == 0 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace quiver::ui
