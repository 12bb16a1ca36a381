// SPDX-License-Identifier: GPL-3.0-or-later
// One console on a workspace of its own and on a cluster, driven by typing and clicking.
#pragma once

#include "support/heartbeat.h"
#include "support/testcluster.h"
#include "ui/common/inlinebar.h"
#include "ui/common/resultmodel.h"
#include "ui/common/sqleditor.h"
#include "ui/console/consolescreen.h"
#include "ui/console/consoletab.h"
#include "ui/console/messagesview.h"
#include "ui/console/resultsview.h"
#include "ui/console/runbar.h"
#include "ui/console/transactionbar.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTimer>

#include <functional>

namespace quiver::test {

using namespace Qt::StringLiterals;
using ui::ConsoleScreen;
using ui::ConsoleTab;
using ui::InlineBar;
using ui::ResultModel;
using ui::Server;
using ui::ServerIdentity;

/// One console on a workspace of its own and on the cluster.
class Bench
{
public:
    Bench(TestCluster &cluster, const QString &directory, core::Environment environment = core::Environment::Development)
        : Bench(cluster.options(), directory, ServerIdentity{{}, u"test"_s, environment, false, {}})
    {
    }
    Bench(const pg::ConnectOptions &options, const QString &directory, const ServerIdentity &identity)
        : workspace(store::Workspace::open(directory + u"/workspace.sqlite"_s)),
          server(std::make_unique<Server>(identity, options, pg::PoolSettings{},
                                          services.services(), nullptr)),
          screen(std::make_unique<ConsoleScreen>(*workspace, services.services()))
    {
        screen->resize(1280, 800);
        screen->show();
        screen->setServer(server.get());
        waitFor([&] { return screen->isRestored(); });
    }
    ~Bench() { screen.reset(); }

    static bool waitFor(const std::function<bool()> &condition, int ms = 20000) { return QTest::qWaitFor(condition, ms); }

    ConsoleTab *tab() const { return screen->currentTab(); }
    /// Types the text and runs it to its end.
    void run(const QString &sql, sql::RunScope scope = sql::RunScope::All)
    {
        tab()->editor()->setText(sql);
        tab()->run(scope);
        QVERIFY(waitFor([&] { return !tab()->isRunning(); }));
    }
    void start(const QString &sql, const std::function<bool()> &underWay)
    {
        tab()->editor()->setText(sql);
        tab()->run(sql::RunScope::All);
        QVERIFY(waitFor(underWay));
    }
    QString messages() const { return tab()->results()->messages()->toPlainText(); }
    QString cell(int result, int row, int column) const
    {
        ResultModel *model = tab()->results()->result(result)->model();
        return model->index(row, column).data(Qt::DisplayRole).toString();
    }
    template<typename T>
    T *find(const QString &name) const
    {
        return tab()->findChild<T *>(name);
    }
    void click(const QString &name) const
    {
        auto *button = find<QAbstractButton>(name);
        QVERIFY2(button && button->isEnabled(), qPrintable(name));
        button->click();
    }
    QString pill() const { return find<QLabel>(u"transactionPill"_s)->text(); }
    QString question() const
    {
        auto *bar = find<InlineBar>(u"questionBar"_s);
        return bar->isHidden() ? QString() : bar->text();
    }

    TestServices services;
    std::unique_ptr<store::Workspace> workspace;
    std::unique_ptr<Server> server;
    std::unique_ptr<ConsoleScreen> screen;
};

} // namespace quiver::test
