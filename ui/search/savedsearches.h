// SPDX-License-Identifier: GPL-3.0-or-later
// Searches kept under a name: of the server that is open, to be run again.
#pragma once

#include "search/vectorquery.h"
#include "store/workspace.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace quiver::ui {

class SavedSearches final : public QWidget
{
    Q_OBJECT

public:
    explicit SavedSearches(store::Workspace &workspace, QWidget *parent = nullptr);

    void setServer(Server *server);
    /// Reads them anew.
    void refresh();
    /// What would be saved now; no value: nothing can be.
    void setQuery(const std::optional<search::VectorQuery> &query);

Q_SIGNALS:
    void opened(const quiver::search::VectorQuery &query);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const store::SavedSearch *chosen() const;
    void save();
    void open();
    void remove();
    void showState();
    void say(const QString &text);

    store::Workspace &m_workspace;
    QPointer<Server> m_server;
    std::optional<search::VectorQuery> m_query;
    QList<store::SavedSearch> m_searches; ///< of this server
    int m_generation = 0;
    QLineEdit *m_name;
    QPushButton *m_save, *m_open, *m_remove;
    QTreeWidget *m_list;
    QLabel *m_note;
};

} // namespace quiver::ui
