// SPDX-License-Identifier: GPL-3.0-or-later
// Gets the secrets that a connection is opened or tested with: typed, kept, or asked for in a small dialog beside the work.
#pragma once

#include "ui/connections/passwordkeeper.h"

#include <QDialog>
#include <QPointer>

#include <memory>

namespace Ui {
class PasswordDialog;
}

namespace quiver::ui {

/// One question for one secret. Not modal: what is on the screen stays in reach.
class PasswordDialog final : public QDialog
{
    Q_OBJECT

public:
    struct Question {
        QString title;
        QString text;
        QString reason; ///< why it is asked again; empty the first time
        QString field;  ///< for a screen reader
        bool canKeep = false;
        bool keep = false;
    };
    PasswordDialog(const Question &question, QWidget *parent);
    ~PasswordDialog() override;
    QByteArray secret() const;
    bool keep() const;

private:
    std::unique_ptr<Ui::PasswordDialog> m_ui;
};

class SecretPrompt final : public QObject
{
    Q_OBJECT

public:
    using Use = PasswordKeeper::Use;

    /// \p window: what the dialogs belong to.
    SecretPrompt(PasswordKeeper &keeper, QWidget *window);

    /// Calls \p use, unless the user refuses: refused() instead. What was typed goes before what is kept.
    void obtain(const store::Profile &profile, const profiles::ProfileSecrets &typed, Use use);
    /// The secret was missing or wrong, for \p reason.
    void askAgain(const store::Profile &profile, store::Secret secret, const QString &reason, Use use);
    /// The server took what was given: now it may be kept.
    void proved(const QUuid &id);

Q_SIGNALS:
    void refused(const QUuid &id);
    /// The user wants it in the keychain from now on: the profile says so too.
    void keepWanted(const QUuid &id);

private:
    void ask(const store::Profile &profile, store::Secret secret, const QString &reason, profiles::ProfileSecrets known, Use use);

    PasswordKeeper &m_keeper;
    QWidget *m_window;
    QPointer<PasswordDialog> m_dialog;
    QList<QUuid> m_wanted; ///< to be kept when they turn out right
};

} // namespace quiver::ui
