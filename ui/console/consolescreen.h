// SPDX-License-Identifier: GPL-3.0-or-later
// The console: tabs of SQL editors with their results, the history beside them. Everything open survives a crash.
#pragma once

#include "store/workspace.h"
#include "ui/common/resultrow.h"
#include "ui/common/screen.h"
#include "ui/console/consoletab.h"

#include <QHash>
#include <QTimer>

class QSplitter;
class QTabWidget;

namespace quiver::ui {

class CompletionModel;
class HistoryPanel;

class ConsoleScreen final : public Screen
{
    Q_OBJECT

public:
    ConsoleScreen(store::Workspace &workspace, pg::Services services, QWidget *parent = nullptr);
    ~ConsoleScreen() override;

    QString title() const override { return tr("Console"); }
    QString iconName() const override { return QStringLiteral("console"); }
    /// Tabs without a server of their own take it; the others keep theirs.
    void setServer(Server *server) override;
    void activated() override;
    /// Also those of the current tab and of the result that is seen.
    QList<QAction *> commands() const override;
    void saveState() override;
    QStringList unfinished(const Server *server) const override;

    ConsoleTab *currentTab() const;
    ConsoleTab *tab(int index) const;
    int tabCount() const;
    bool isRestored() const { return m_restored; } ///< the tabs of the last time are open

    /// Who asks for vectors, who shows plans: for the tabs that are opened from now on.
    void setVectorPicker(ConsoleTab::VectorPicker picker) { m_vectorPicker = std::move(picker); }
    void setExplainer(ConsoleTab::Explainer explainer) { m_explainer = std::move(explainer); }
    /// How plans are asked for, as a part of the menus of those tabs; outlives them.
    void setExplainOptions(QMenu *options) { m_explainOptions = options; }

public Q_SLOTS:
    /// A new tab with \p sql (an empty one that is open is used), run at once where \p run says so.
    void openText(const QString &sql, bool run);

Q_SIGNALS:
    /// Of the tab in front.
    void transactionStatusChanged(quiver::pg::TransactionStatus status);
    /// The user turned to a tab of another server: what the window says of the server must be about this one.
    void serverInFront(quiver::ui::Server *server);
    void restored();
    /// A row of one table that a result of the tab in front shows is to be edited; on that tab's server.
    void editRowRequested(const quiver::ui::ResultRow &row);
    void similarRequested(const quiver::ui::ResultRow &row, int vectorColumn);

private:
    void build();
    void buildActions();
    void restore(const QList<store::EditorDraft> &drafts);
    void restoreLayout(const QByteArray &state);
    ConsoleTab *addTab(const store::EditorDraft &draft);
    ConsoleTab *newTab();
    void followServer();
    void connectTab(ConsoleTab *tab);
    void closeTab(ConsoleTab *tab);
    void reopenClosedTab();
    void rename(ConsoleTab *tab);
    void openFiles();
    void toggleHistory();
    void currentChanged();
    void save(ConsoleTab *tab);
    void saveAll();
    void showTitle(ConsoleTab *tab);
    void showTabMenu(const QPoint &position);
    void giveServer(ConsoleTab *tab);
    CompletionModel *namesOf(Server *server);
    QString freshTitle() const;

    store::Workspace &m_workspace;
    const pg::Services m_services;
    QPointer<Server> m_server;
    QTabWidget *m_tabs = nullptr;
    QSplitter *m_splitter = nullptr;
    HistoryPanel *m_history = nullptr;
    QHash<Server *, CompletionModel *> m_names;
    ConsoleTab::Explainer m_explainer;
    ConsoleTab::VectorPicker m_vectorPicker;
    QMenu *m_explainOptions = nullptr;
    QList<store::EditorDraft> m_closed; ///< the latest last
    QByteArray m_tabSplit;              ///< of editor and results, the same in every tab
    bool m_restored = false;
};

} // namespace quiver::ui
