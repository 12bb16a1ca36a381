// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of one connection: fills them from a profile or a URI, says at each field what is wrong, gives the profile back.
#pragma once

#include "store/profile.h"

#include <QByteArray>
#include <QWidget>

#include <functional>
#include <memory>

class QLabel;
class QLineEdit;

namespace Ui {
class ConnectionForm;
}

namespace quiver::ui {

class ConnectionForm final : public QWidget
{
    Q_OBJECT

public:
    /// What happens to the password that is typed.
    struct PasswordKeeping {
        bool keychain = false;  ///< there is one
        QString keychainReason; ///< why not
        bool remember = false;  ///< wanted for this profile
        bool stored = false;    ///< one is kept already, in the keychain or in memory
        bool operator==(const PasswordKeeping &) const = default;
    };

    explicit ConnectionForm(QWidget *parent = nullptr);
    ~ConnectionForm() override;

    /// \p typed: the password that was typed for it earlier and is not kept yet.
    void setProfile(const store::Profile &profile, const QByteArray &typed = {});
    store::Profile profile() const;
    QByteArray typedPassword() const;
    bool remember() const;
    void setPasswordKeeping(const PasswordKeeping &keeping);
    /// Whether a name belongs to another connection already.
    void setNameTaken(std::function<bool(const QString &)> taken) { m_nameTaken = std::move(taken); }
    /// Shows what is wrong at each field; the first wrong one gets the focus when \p focus. Returns whether all is well.
    bool validate(bool focus);
    void focusFirst();
    void focusPassword();

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    void connectFields();
    void onEdited();
    void fillFromUri(bool complain);
    void showUriMessage(const QString &text, bool bad);
    void setColor(const QString &color);
    void showColor();
    void showKeeping();
    void setAdvanced(bool open);
    static void mark(QLineEdit *edit, QLabel *label, const QString &complaint);
    QString nameComplaint() const;
    QString portComplaint() const;

    std::unique_ptr<Ui::ConnectionForm> m_ui;
    store::Profile m_profile; ///< what the form does not show is kept from here
    PasswordKeeping m_keeping;
    std::function<bool(const QString &)> m_nameTaken;
    QString m_lastUri;
    bool m_filling = false;
    bool m_complaining = false; ///< a validation failed: complaints follow the typing until all is well
};

} // namespace quiver::ui
