// SPDX-License-Identifier: GPL-3.0-or-later
// A task of a screen that lists tasks (Schema, Indexes): a page that asks what the user wants, and shows the Change that it becomes.
//
// It is here because tasks of other rooms (migrations) stand in the same list; the shell hands those over.
#pragma once

#include "sql/change.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QStringList>
#include <QWidget>

#include <functional>

namespace quiver::ui {

class ChangePreview;

class TaskPage : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Null: none is open.
    virtual void setServer(Server *server) = 0;
    /// Begins anew with this table. Where the page is about no table, nothing.
    virtual void showFor(const QString &schema, const QString &table)
    {
        Q_UNUSED(schema)
        Q_UNUSED(table)
    }
    /// Its task was chosen, perhaps again: back to where it begins, where a page of its own stands before that.
    virtual void home() {}
    /// False: it is of use without a server too. Otherwise an offer to connect takes its place while there is none.
    virtual bool needsServer() const { return true; }
    /// The user has turned to it: time to read what may have changed meanwhile.
    virtual void activated() {}
    /// See Screen::unfinished(). By default the Changes of the adopted previews that run.
    virtual QStringList unfinished(const Server *server) const;
    /// See Screen::stop(). By default those Changes are cancelled.
    virtual void stop(const Server *server, const std::function<void()> &then);
    /// See Screen::showExample().
    virtual void showExample() {}

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);
    void saveAsMigrationRequested(const quiver::sql::Change &change);
    /// What the user wants next is another task's.
    void taskRequested(const QString &task, const QString &schema, const QString &table);
    void statusMessage(const QString &text);

protected:
    /// Passes on what \p preview asks for.
    void adopt(ChangePreview *preview);
    /// An adopted preview's \p change is to become a migration. By default it does as it is.
    virtual void saveAsMigration(const sql::Change &change);

private:
    QList<QPointer<ChangePreview>> m_previews;
};

} // namespace quiver::ui
