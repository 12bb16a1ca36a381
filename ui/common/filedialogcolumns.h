// SPDX-License-Identifier: GPL-3.0-or-later
// Gives Qt's own file dialog, which a desktop without one of its own shows, a list whose names can be read.
#pragma once

#include <QObject>

class QApplication;

namespace quiver::ui {

class FileDialogColumns final : public QObject
{
    Q_OBJECT

public:
    /// For every file dialog of \p app, those made later too.
    explicit FileDialogColumns(QApplication &app);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace quiver::ui
