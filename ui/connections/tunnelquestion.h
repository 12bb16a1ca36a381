// SPDX-License-Identifier: GPL-3.0-or-later
// A question of a tunnel's SSH client, put to the user: is this the server's key, what is the passphrase.
#pragma once

#include "tunnel/sshtunnel.h"

#include <QDialog>

#include <memory>

namespace Ui {
class TunnelQuestion;
}

namespace quiver::ui {

/// Accepted with answer(), or rejected. Closing it means no.
class TunnelQuestionDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \p host: the SSH server, as the profile calls it.
    TunnelQuestionDialog(const tunnel::TunnelQuestion &question, const QString &host, QWidget *parent);
    ~TunnelQuestionDialog() override;
    /// "yes" where there was nothing to type.
    QString answer() const;

private:
    void showHostKey(const QString &host);
    void showSecret(const QString &host);
    void showOther(const QString &host);
    void connectAll();

    const tunnel::TunnelQuestion m_question;
    std::unique_ptr<Ui::TunnelQuestion> m_ui;
};

/// Puts whatever \p tunnel asks from now on to the user, in dialogs of \p window, for as long as both live. A question that
/// needs no answer any more goes away by itself.
void showTunnelQuestions(tunnel::SshTunnel &tunnel, QWidget *window);

} // namespace quiver::ui
