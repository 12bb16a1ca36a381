// SPDX-License-Identifier: GPL-3.0-or-later
// Rows in and out: loading files into tables, and exporting tables to files.
#pragma once

#include "core/jobregistry.h"
#include "ui/common/screen.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>

class QStackedWidget;
class QTabWidget;

namespace quiver::ui {

class ExportTab;
class LoadTab;

class LoadScreen final : public Screen
{
    Q_OBJECT

public:
    explicit LoadScreen(core::JobRegistry *jobs, QWidget *parent = nullptr);

    QString title() const override { return tr("Load"); }
    QString iconName() const override { return QStringLiteral("import"); }
    void setServer(Server *server) override;
    void activated() override;
    QStringList unfinished(const Server *server) const override;
    void stop(const Server *server, const std::function<void()> &then) override;

    /// A small file on its way into a new table.
    void showExample() override;
    LoadTab &load() { return *m_load; }
    /// All that are open: where rows can be copied from.
    void setServers(std::function<QList<Server *>()> servers);
    ExportTab &exporting() { return *m_export; }
    /// The user comes from a table and wants to load into it, or to export it.
    void loadInto(const QString &schema, const QString &table);
    void exportFrom(const QString &schema, const QString &table);

Q_SIGNALS:
    /// A statement for the console; \p run: at once.
    void openInConsole(const QString &sql, bool run);
    void connectionsRequested();
    /// A load has ended on \p server: tables may be new, or have other rows.
    void tablesChanged(quiver::ui::Server *server);

private:
    QWidget *buildEmptyPage();

    QPointer<Server> m_server;
    std::unique_ptr<QTemporaryDir> m_example;
    QStackedWidget *m_pages;
    QTabWidget *m_tabs;
    LoadTab *m_load;
    ExportTab *m_export;
};

} // namespace quiver::ui
