// SPDX-License-Identifier: GPL-3.0-or-later
// The benchmark screen on a workspace of its own and on a real server with a table of 3,000 points, worked by keyboard. What a test class of it has
// beside QObject.
#pragma once

#include "embed/endpointbook.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "support/keyboard.h"
#include "support/testcluster.h"
#include "ui/bench/benchform.h"
#include "ui/bench/benchscreen.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include <memory>

namespace quiver::test {

using namespace quiver::ui;
using namespace Qt::StringLiterals;

class BenchScreenBench
{
protected:
    void startCluster()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); // no keychain
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<TestCluster>();
        m_cluster->psql(uR"(
            CREATE TABLE points (id int PRIMARY KEY, v vector(8));
            INSERT INTO points SELECT i, ARRAY[cos(i), sin(i), cos(2*i), sin(3*i), cos(5*i), sin(7*i), cos(11*i), sin(13*i)]::vector FROM generate_series(1, 3000) i;
            CREATE INDEX points_v ON points USING hnsw (v vector_cosine_ops);
            CREATE TABLE "we""ird; --" ("k'ey" int PRIMARY KEY, "v""ec" vector(2));
            INSERT INTO "we""ird; --" SELECT i, ARRAY[cos(i), sin(i)]::vector FROM generate_series(1, 200) i;
            CREATE TABLE plain (id int);
            CREATE SCHEMA quiver;
            CREATE TABLE quiver.embedders (schema_name text, table_name text, column_name text, kind text, state bytea, text_column text, PRIMARY KEY (schema_name, table_name, column_name));
            ANALYZE;)"_s);
    }
    void stopCluster() { m_cluster.reset(); }
    void openScreen()
    {
        m_services = std::make_unique<TestServices>();
        m_directory = std::make_unique<QTemporaryDir>();
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace"_s));
        m_server = newServer(u"shop"_s);
        m_endpoints = std::make_unique<embed::EndpointBook>(*m_workspace, m_secrets);
        m_screen = std::make_unique<BenchScreen>(*m_workspace, *m_endpoints, m_services->services());
        m_screen->resize(1200, 760);
        m_screen->show();
        m_screen->setServer(m_server.get());
        QVERIFY(QTest::qWaitForWindowActive(m_screen.get()));
        QTRY_VERIFY(m_screen->findChild<TableNamesModel *>()->rowCount() > 0);
    }
    void closeScreen()
    {
        m_screen.reset();
        m_server.reset();
        m_endpoints.reset();
        m_workspace.reset();
        m_services.reset();
    }
    /// A connection of that name to \p database of the cluster.
    std::unique_ptr<Server> newServer(const QString &name, const QString &database = u"test"_s) const
    {
        return std::make_unique<Server>(ServerIdentity{QUuid::createUuid().toString(), name, core::Environment::Development, false, {}}, m_cluster->options(database), pg::PoolSettings{}, m_services->services(), nullptr);
    }

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_screen->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString text(const QString &label) const { return find<QLabel>(label)->text(); }
    QTreeWidget *runs() const { return find<QTreeWidget>(u"benchRuns"_s); }
    void fill(const QString &field, const QString &text)
    {
        QVERIFY(tabTo(field));
        retype(text);
    }
    void chooseTable(const QString &table)
    {
        find<QLineEdit>(u"benchTableLine"_s)->setFocus();
        retype(table);
        QTRY_VERIFY(find<BenchForm>(u"benchForm"_s)->table());
        QVERIFY(tabTo(u"benchColumn"_s)); // closes the list of names
    }
    void setSeconds(double seconds)
    {
        find<QDoubleSpinBox>(u"benchSeconds"_s)->setValue(seconds);
        find<QDoubleSpinBox>(u"benchWarmup"_s)->setValue(0);
    }
    bool isRunning() const { return find<QPushButton>(u"benchCancel"_s)->isVisible(); }
    void runAll(int expected)
    {
        find<QLineEdit>(u"benchWorkers"_s)->setFocus();
        press(Qt::Key_Return);
        QTRY_VERIFY(isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 60'000);
        const auto *message = find<InlineBar>(u"benchMessage"_s);
        QVERIFY2(!message->isVisible() || message->text().contains(u"stand below their figures"_s), qPrintable(message->text())); // notes of several runs are no failure
        QTRY_COMPARE(runs()->topLevelItemCount(), expected);
    }

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    store::SecretStore m_secrets;
    std::unique_ptr<embed::EndpointBook> m_endpoints;
    std::unique_ptr<BenchScreen> m_screen;
};

} // namespace quiver::test
