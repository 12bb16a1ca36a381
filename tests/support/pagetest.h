// SPDX-License-Identifier: GPL-3.0-or-later
// A test of a task's page, driven by the keyboard: on a server of its own, in a database of its own for each test function.
#pragma once

#include "support/applychange.h"
#include "support/keyboard.h"
#include "support/testcluster.h"
#include "ui/common/changepreview.h"
#include "ui/common/taskpage.h"
#include "ui/common/theme.h"

#include <QLabel>
#include <QPushButton>

namespace quiver::test {

/// A base class: the subclass has the slots, and its init() and cleanup() call these.
class PageTest : public QObject
{
protected:
    void startCluster(const QStringList &settings = {})
    {
        ui::applyTheme(*qApp, ui::ThemeMode::Light);
        m_cluster = std::make_unique<TestCluster>(settings);
    }
    void makeDatabase(const QString &pattern = QStringLiteral("test"))
    {
        m_database = QStringLiteral("page%1").arg(++m_databases);
        m_cluster->psql(QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(m_database, pattern));
        m_services = std::make_unique<TestServices>();
    }
    void closePage()
    {
        m_page.reset();
        m_server.reset();
    }
    void dropDatabase()
    {
        closePage();
        m_services.reset();
        m_cluster->psql(QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(m_database));
    }
    /// \p user: empty: the one who owns everything. \p arguments: of the page.
    template<typename Page, typename... Arguments>
    void openPage(const QString &user = {}, Arguments &&...arguments)
    {
        closePage();
        pg::ConnectOptions options = m_cluster->options(m_database);
        if (!user.isEmpty())
            options.parameters.insert(QStringLiteral("user"), user);
        m_server = std::make_unique<ui::Server>(ui::ServerIdentity{QStringLiteral("{1}"), QStringLiteral("shop"), core::Environment::Development, false, {}},
                                                options, pg::PoolSettings{}, m_services->services(), nullptr);
        m_page = std::make_unique<Page>(std::forward<Arguments>(arguments)...);
        m_page->resize(960, 720);
        m_page->show();
        m_page->setServer(m_server.get());
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        if (!QApplication::focusWidget())
            m_page->setFocus(); // keys go nowhere otherwise
    }

    QString psql(const QString &sql) const { return m_cluster->psql(sql, m_database).trimmed(); }
    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_page->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString text(const QString &name) const { return find<QLabel>(name)->text(); }
    /// What a label says that comes and goes.
    QString shown(const QString &name) const { return find<QLabel>(name)->isVisible() ? text(name) : QString(); }
    /// What is said beneath a field.
    QString said(const QString &field) const { return shown(field + QStringLiteral("Message")); }
    bool isReady() const
    {
        const auto *apply = find<QPushButton>(QStringLiteral("changeApply"));
        return apply->isVisible() && apply->isEnabled();
    }

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<TestServices> m_services;
    std::unique_ptr<ui::Server> m_server;
    std::unique_ptr<ui::TaskPage> m_page;
    QString m_database;
    int m_databases = 0;
};

} // namespace quiver::test
