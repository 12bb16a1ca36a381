// SPDX-License-Identifier: GPL-3.0-or-later
// The page that every connection needs: what it is called, how careful to be with it, where it is, who logs in.
#pragma once

#include "ui/connections/profilepage.h"

#include <functional>
#include <memory>

namespace Ui {
class GeneralPage;
}

namespace quiver::ui {

/// What the system can keep, and what is kept for one connection.
struct SecretKeeping {
    bool keychain = false;  ///< there is one
    QString keychainReason; ///< why not
    bool password = false;  ///< one is known already: in the keychain or in memory
    bool keyPassphrase = false;
    bool operator==(const SecretKeeping &) const = default;
};

class GeneralPage final : public ProfilePage
{
    Q_OBJECT

public:
    explicit GeneralPage(QWidget *parent = nullptr);
    ~GeneralPage() override;
    void load(const store::Profile &profile) override;
    void store(store::Profile &profile) const override;
    static QStringList keywords();

    QByteArray typedPassword() const;
    void setTypedPassword(const QByteArray &password);
    void setKeeping(const SecretKeeping &keeping);
    void setGroups(const QStringList &groups);
    /// What the list decides, without touching what was typed elsewhere.
    void place(const QString &name, const QString &group, bool favourite);
    void focusName();
    void focusPassword();

protected:
    void markEditor(QWidget *editor, const QList<profiles::FieldProblem> &problems) override;
    void changeEvent(QEvent *event) override;

private:
    void buildColorMenu();
    void setColor(const QString &color);
    void showColor();
    void showSource();
    store::PasswordSource source() const;

    std::unique_ptr<Ui::GeneralPage> m_ui;
    SecretKeeping m_keeping;
    QString m_color;
};

} // namespace quiver::ui
