// SPDX-License-Identifier: GPL-3.0-or-later
// The journal: every Change that was run, how it ended, its SQL, and taking back what stands of it.
#pragma once

#include "sql/changejournal.h"
#include "store/workspace.h"
#include "ui/common/taskpage.h"

#include <QTimer>

class QLabel;
class QLineEdit;
class QListView;

namespace quiver::ui {

class ChangePreview;
class InlineBar;
class JournalModel;

class JournalPage final : public TaskPage
{
    Q_OBJECT

public:
    explicit JournalPage(store::Workspace &workspace, QWidget *parent = nullptr);

    void setServer(Server *server) override;
    bool needsServer() const override { return false; }
    void activated() override;
    /// At once where the page is seen, otherwise when it is.
    void reload();

protected:
    void showEvent(QShowEvent *event) override;
    void saveAsMigration(const sql::Change &change) override;

private:
    QWidget *buildList();
    void onLoaded();
    void showCurrent();
    void showEntry(const store::ChangeEntry &entry, const sql::UndoFacts &facts);

    store::Workspace &m_workspace;
    QPointer<Server> m_server;
    JournalModel *m_model;
    QLineEdit *m_search = nullptr;
    QListView *m_list = nullptr;
    QLabel *m_none = nullptr;
    InlineBar *m_bar = nullptr;
    ChangePreview *m_preview = nullptr;
    QTimer m_typing;
    qint64 m_shown = 0; ///< id of the entry beside the list; 0: none
    bool m_shownRunning = false;
};

} // namespace quiver::ui
