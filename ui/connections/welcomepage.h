// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody without a connection sees: what Quiver is for, and the two ways to begin.
#pragma once

#include <QUuid>
#include <QWidget>

class QVBoxLayout;

namespace quiver::ui {

class ConnectionListModel;
class SandboxCard;

class WelcomePage final : public QWidget
{
    Q_OBJECT

public:
    /// Takes \p sandbox as its child.
    explicit WelcomePage(SandboxCard *sandbox, QWidget *parent = nullptr);

    /// Connections that other programs use here, a button each.
    void setFound(const ConnectionListModel &model);

Q_SIGNALS:
    void newRequested();
    void pasteRequested();
    void addFoundRequested(const QUuid &id);

private:
    QWidget *connectCard();
    QWidget *foundCard();

    QWidget *m_foundCard = nullptr;
    QVBoxLayout *m_found = nullptr;
};

} // namespace quiver::ui
