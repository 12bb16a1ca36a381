// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of the form that need no more than their fields: TLS, SSH tunnel, behaviour, session settings, pooling, others.
#pragma once

#include "ui/connections/profilepage.h"

#include <memory>

namespace Ui {
class TlsPage;
class TunnelPage;
class BehaviourPage;
class SessionPage;
class PoolingPage;
class OtherPage;
}

namespace quiver::ui {

class TlsPage final : public ProfilePage
{
    Q_OBJECT

public:
    explicit TlsPage(QWidget *parent = nullptr);
    ~TlsPage() override;
    void load(const store::Profile &profile) override;
    void store(store::Profile &profile) const override;
    /// Of the client certificate's key.
    QByteArray typedPassphrase() const;
    void setTypedPassphrase(const QByteArray &passphrase);
    /// Where a passphrase that is typed goes, and whether one is kept.
    void setKeeping(const QString &hint, bool stored);
    void focusPassphrase();
    static QStringList keywords();

private:
    void showMode();
    std::unique_ptr<Ui::TlsPage> m_ui;
};

class TunnelPage final : public ProfilePage
{
    Q_OBJECT

public:
    explicit TunnelPage(QWidget *parent = nullptr);
    ~TunnelPage() override;
    void load(const store::Profile &profile) override;
    void store(store::Profile &profile) const override;

private:
    void showWords();
    std::unique_ptr<Ui::TunnelPage> m_ui;
    store::Profile m_profile; ///< for the words: where the tunnel leads
};

class BehaviourPage final : public ProfilePage
{
    Q_OBJECT

public:
    explicit BehaviourPage(QWidget *parent = nullptr);
    ~BehaviourPage() override;
    void load(const store::Profile &profile) override;
    void store(store::Profile &profile) const override;
    static QStringList keywords();

private:
    void showKeepalives();
    std::unique_ptr<Ui::BehaviourPage> m_ui;
};

class SessionPage final : public ProfilePage
{
    Q_OBJECT

public:
    explicit SessionPage(QWidget *parent = nullptr);
    ~SessionPage() override;
    void load(const store::Profile &profile) override;
    void store(store::Profile &profile) const override;

protected:
    bool owns(const QString &field) const override;
    QWidget *catchAll() const override;
    void markEditor(QWidget *editor, const QList<profiles::FieldProblem> &problems) override;

private:
    std::unique_ptr<Ui::SessionPage> m_ui;
    QList<std::pair<QString, QString>> m_loaded; ///< for the order
};

class PoolingPage final : public ProfilePage
{
    Q_OBJECT

public:
    explicit PoolingPage(QWidget *parent = nullptr);
    ~PoolingPage() override;
    void load(const store::Profile &profile) override;
    void store(store::Profile &profile) const override;

private:
    void showWords();
    std::unique_ptr<Ui::PoolingPage> m_ui;
};

class OtherPage final : public ProfilePage
{
    Q_OBJECT

public:
    /// \p covered: the keywords that other pages show.
    explicit OtherPage(QStringList covered, QWidget *parent = nullptr);
    ~OtherPage() override;
    void load(const store::Profile &profile) override;
    void store(store::Profile &profile) const override;

protected:
    bool owns(const QString &field) const override;
    QWidget *catchAll() const override;
    void markEditor(QWidget *editor, const QList<profiles::FieldProblem> &problems) override;

private:
    QStringList m_covered;
    std::unique_ptr<Ui::OtherPage> m_ui;
};

} // namespace quiver::ui
