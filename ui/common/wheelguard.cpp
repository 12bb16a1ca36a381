// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/wheelguard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>

namespace quiver::ui {

namespace {

bool isTurnedByTheWheel(QObject *object)
{
    return qobject_cast<QComboBox *>(object) || qobject_cast<QAbstractSpinBox *>(object);
}

} // namespace

WheelGuard::WheelGuard(QApplication &app) : QObject(&app)
{
    app.installEventFilter(this);
}

bool WheelGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Polish && isTurnedByTheWheel(watched)) {
        auto *field = static_cast<QWidget *>(watched);
        if (field->focusPolicy() == Qt::WheelFocus)
            field->setFocusPolicy(Qt::StrongFocus); // or the wheel would give it the focus first
    } else if (event->type() == QEvent::Wheel && isTurnedByTheWheel(watched) && !static_cast<QWidget *>(watched)->hasFocus()) {
        event->ignore(); // and so it is the parent's
        return true;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace quiver::ui
