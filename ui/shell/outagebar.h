// SPDX-License-Identifier: GPL-3.0-or-later
// Says once when an open server can no longer be reached, and once when it is back: a line for each such server.
#pragma once

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace quiver::ui {

class InlineBar;
class Server;
class ServerRegistry;

class OutageBar final : public QWidget
{
    Q_OBJECT

public:
    explicit OutageBar(ServerRegistry &servers, QWidget *parent = nullptr);

    /// What is said of \p server now; empty: nothing.
    QString textOf(const Server *server) const;

private:
    void watchServers();
    void showAway(Server *server);
    void refreshAway(Server *server);
    void showBack(Server *server, qint64 afterMs);
    InlineBar *barOf(Server *server);

    ServerRegistry &m_servers;
    QHash<const QObject *, InlineBar *> m_bars; ///< of the servers that are watched; null before the first outage
    QVBoxLayout *m_layout;
};

} // namespace quiver::ui
