// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody without a connection sees: what Quiver is for, and the two ways to begin.
#pragma once

#include <QWidget>

class QLineEdit;

namespace quiver::ui {

class SandboxCard;

class WelcomePage final : public QWidget
{
    Q_OBJECT

public:
    /// Takes \p sandbox as its child.
    explicit WelcomePage(SandboxCard *sandbox, QWidget *parent = nullptr);

Q_SIGNALS:
    void newRequested();

private:
    QWidget *connectCard();
};

} // namespace quiver::ui
