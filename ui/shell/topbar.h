// SPDX-License-Identifier: GPL-3.0-or-later
// The strip above the screens: which server, how careful to be, what its pool and the current transaction do.
#pragma once

#include "pg/types.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace quiver::ui {

class ElidedLabel;
class HealthMark;
class ServerRegistry;

class TopBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(ServerRegistry &servers, QWidget *parent = nullptr);

    /// Of the console's current tab.
    void setTransaction(pg::TransactionStatus status);
    /// A button at the right edge for one of the window's actions, icon only.
    void addActionButton(QAction *action, const QString &objectName);

Q_SIGNALS:
    void disconnectRequested(quiver::ui::Server *server);
    void connectionsRequested();
    void poolRequested(quiver::ui::Server *server);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void showServer(Server *server);
    void refresh();
    void refreshPool();
    void fillSwitcher();

    ServerRegistry &m_servers;
    QPointer<Server> m_server;
    QMetaObject::Connection m_counters;
    QToolButton *m_switcher = nullptr;
    QMenu *m_menu = nullptr;
    QLabel *m_environment = nullptr;
    ElidedLabel *m_summary = nullptr;
    QLabel *m_readOnly = nullptr;
    QLabel *m_transaction = nullptr;
    HealthMark *m_health = nullptr;
    QToolButton *m_pool = nullptr;
    QToolButton *m_disconnect = nullptr;
    QWidget *m_actions = nullptr;
    pg::TransactionStatus m_status = pg::TransactionStatus::Idle;
};

} // namespace quiver::ui
