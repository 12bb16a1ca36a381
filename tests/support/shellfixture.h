// SPDX-License-Identifier: GPL-3.0-or-later
// The main window with plain screens, over a workspace of its own and no server.
#pragma once

#include "core/jobregistry.h"
#include "pg/canceller.h"
#include "ui/common/theme.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

namespace quiver::test {

using namespace Qt::StringLiterals;

/// The least a screen can be: one field, one command, and an open transaction when told so.
class PlainScreen final : public ui::Screen
{
public:
    explicit PlainScreen(QString name) : m_name(std::move(name))
    {
        auto *layout = new QVBoxLayout(this);
        layout->addWidget(new QLineEdit);
        auto *command = new QAction(u"Polish the %1"_s.arg(m_name), this);
        connect(command, &QAction::triggered, this, [this] { ++polished; });
        addAction(command);
    }
    QString title() const override { return m_name; }
    QString iconName() const override { return u"table"_s; }
    void setServer(ui::Server *) override {}
    void activated() override { ++activations; }
    void saveState() override { ++saves; }
    QStringList unfinished(const ui::Server *) const override { return open; }
    bool canLeave(const ui::Server *) const override { return leavable; }
    void leave(const ui::Server *, const std::function<void()> &then) override { leaving = then; }

    int activations = 0;
    int polished = 0;
    int saves = 0;
    QStringList open;
    bool leavable = false;
    std::function<void()> leaving; ///< to be called when it is left

private:
    const QString m_name;
};

struct ShellFixture {
    QTemporaryDir directory;
    pg::Canceller canceller;
    pg::StatementLog log;
    core::JobRegistry jobs;
    std::unique_ptr<store::Workspace> workspace;
    std::unique_ptr<ui::MainWindow> window;

    explicit ShellFixture(const ui::ShellState &state = {})
    {
        workspace = store::Workspace::open(directory.filePath(u"workspace.sqlite"_s));
        open(state);
    }
    void open(const ui::ShellState &state)
    {
        window = std::make_unique<ui::MainWindow>(ui::ShellServices{*workspace, jobs, log, {&canceller, &log, &jobs}}, state,
                                              [](ui::ThemeMode mode) { ui::applyTheme(*qApp, mode); });
        for (const QString &name : {u"Alpha"_s, u"Beta"_s, u"Gamma"_s})
            window->addScreen(name.toLower(), name, u"table"_s, [name] { return new PlainScreen(name); });
        window->restoreScreen();
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }
    PlainScreen *screen(const QString &id) { return static_cast<PlainScreen *>(window->screen(id)); }
    template<typename T>
    T *find(const QString &name)
    {
        T *found = window->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qUtf8Printable(name));
        return found;
    }
    std::shared_ptr<core::Job> runningJob(const QString &title)
    {
        auto job = core::Job::create(title);
        job->markRunning();
        jobs.add(job);
        return job;
    }
    void logStatement(const QString &sql, const QString &error = {})
    {
        pg::StatementRecord record;
        record.startedAt = QDateTime::currentDateTimeUtc();
        record.origin = u"console"_s;
        record.sql = sql;
        record.rows = error.isEmpty() ? 1 : -1;
        record.sqlState = error.isEmpty() ? QString() : u"42601"_s;
        record.error = error;
        log.add(record);
    }
};

} // namespace quiver::test
