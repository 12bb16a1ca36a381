// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a screen's place while no server is open: what the screen is for, and the way to a connection.
#pragma once

#include <QWidget>

namespace quiver::ui {

class UnconnectedPage final : public QWidget
{
    Q_OBJECT

public:
    /// \p name begins the object names: "load" gives "loadUnconnected" and the button "loadConnect".
    UnconnectedPage(const QString &name, const QString &iconName, const QString &heading, const QString &text, QWidget *parent = nullptr);

Q_SIGNALS:
    void connectionsRequested();
};

} // namespace quiver::ui
