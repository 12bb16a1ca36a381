// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps a form that is scrolled from changing its fields: the mouse wheel turns a combo box or a spin box only where that has the focus,
// and goes on to the page otherwise.
#pragma once

#include <QObject>

class QApplication;

namespace quiver::ui {

class WheelGuard final : public QObject
{
    Q_OBJECT

public:
    /// For every widget of \p app, those made later too.
    explicit WheelGuard(QApplication &app);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace quiver::ui
