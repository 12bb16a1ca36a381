// SPDX-License-Identifier: GPL-3.0-or-later
// What the shell knows of a screen: its place in the navigation rail, the server it works on, its commands.
#pragma once

#include "ui/common/server.h"

#include <QAction>
#include <QPointer>
#include <QWidget>

#include <functional>

namespace quiver::ui {

class Screen : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    virtual QString title() const = 0;     ///< in the rail, one word
    virtual QString iconName() const = 0;  ///< for ui::icon()
    /// The server that the user has chosen in the top bar; null when none is open.
    virtual void setServer(Server *server) = 0;
    /// What the command palette lists for this screen, beside going to it.
    virtual QList<QAction *> commands() const { return actions(); }
    /// Called when the user turns to this screen.
    virtual void activated() {}
    /// Writes what must survive to the workspace; called before the window closes and when it loses focus.
    virtual void saveState() {}
    /// What would be lost with this server (null: with all of them), a line each, asked about before it is closed: open
    /// transactions, not texts, which survive in the workspace.
    virtual QStringList unfinished(const Server *server) const
    {
        Q_UNUSED(server)
        return {};
    }
    /// Whether some of that can go on without Quiver: the server builds an index to its end by itself.
    virtual bool canLeave(const Server *server) const
    {
        Q_UNUSED(server)
        return false;
    }
    /// Lets it go on, and calls \p then when nothing of Quiver's would stop it any more.
    virtual void leave(const Server *server, const std::function<void()> &then)
    {
        Q_UNUSED(server)
        then();
    }
    /// Stops what unfinished() tells of, and calls \p then when it has ended and what it left is cleaned up; where nothing can be stopped,
    /// at once. That may take as long as the server takes: whoever asks sets a limit.
    virtual void stop(const Server *server, const std::function<void()> &then)
    {
        Q_UNUSED(server)
        then();
    }
    /// Begins to fill the screen with something real, for its picture (`quiver --tour`), which is taken when no job runs
    /// any more.
    virtual void showExample() {}

Q_SIGNALS:
    /// One line for the status bar.
    void statusMessage(const QString &text);
};

} // namespace quiver::ui
