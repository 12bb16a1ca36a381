// SPDX-License-Identifier: GPL-3.0-or-later
// Migrations: a folder of SQL files and the database that they are for; running them, taking them back, repairing what went wrong.
#pragma once

#include "migrations/migrationstatus.h"
#include "store/workspace.h"
#include "ui/common/taskpage.h"

#include <QFileSystemWatcher>
#include <QPointer>
#include <QTimer>

class QAction;
class QLabel;
class QLineEdit;
class QListWidget;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace quiver::migrations {
struct RepairOffer;
}

namespace quiver::ui {

class DraftsPane;
class InlineBar;
class MigrationFilePane;
class MigrationRun;
class MigrationsModel;
class RepairPane;

class MigrationsPage final : public TaskPage
{
    Q_OBJECT

public:
    explicit MigrationsPage(store::Workspace &workspace, QWidget *parent = nullptr);
    ~MigrationsPage() override;

    void setServer(Server *server) override;
    void activated() override { reload(); }
    QStringList unfinished(const Server *server) const override;
    void stop(const Server *server, const std::function<void()> &then) override;
    void showExample() override;
    /// Shows \p change as files to be written; asks for a folder first where there is none.
    void saveChange(const sql::Change &change);

    /// Is remembered for the server's profile.
    void setFolder(const QString &folder);
    QString folder() const { return m_folderPath; }
    MigrationsModel *model() const { return m_model; }
    bool isRunning() const { return m_run != nullptr; }

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    using Work = std::function<void(pg::Connection &, core::JobContext &, MigrationRun &)>;

    // migrationspagelayout.cpp
    QWidget *buildHeader();
    QWidget *buildTable();
    QWidget *buildButtons();
    QWidget *buildEmptyState();
    void buildActions();
    void fitSplitter();
    void fitColumns();
    void fitTableName();

    // migrationspage.cpp
    void restore();
    void remember();
    void applyPlace(const QString &folder, const migrations::HistoryTable &table);
    void takeFolderField();
    void takeTableField();
    void chooseFolder();
    void reload();
    void statusArrived(const migrations::MigrationStatus &status);
    void statusFailed(const std::exception_ptr &error);
    void watch();
    void showProblems();
    void showCurrent();
    void showState();
    void showPage();
    const migrations::MigrationEntry *current() const;
    void select(qint64 version);
    void openDrafts();
    void draftsWritten(const QStringList &paths);
    void tell(int tone, const QString &text); ///< InlineBar::Tone

    // migrationspagerun.cpp
    void runTarget(const migrations::MigrationTarget &target, bool dryRun);
    void askBefore(const QString &question, bool always, const QString &answer, const std::function<void()> &go);
    void launch(const QString &title, Work work);
    void followRun();
    void runEnded(const std::exception_ptr &error);
    void baseline();
    void repair();
    void applyRepair(qint64 version, const migrations::RepairOffer &offer);
    void refuse(const QStringList &refusals);
    migrations::PlanOptions planOptions() const;

    store::Workspace &m_workspace;
    QPointer<Server> m_server;
    QString m_folderPath;
    migrations::HistoryTable m_table;
    int m_generation = 0; ///< of the status: late answers are dropped
    int m_visit = 0;      ///< of the server
    bool m_known = false;      ///< the status is that of folder and database
    bool m_restoring = false;  ///< the workspace is asked for the folder
    bool m_keepOutcomes = false;
    bool m_tryExample = false; ///< a dry run follows
    qint64 m_wanted = 0;       ///< to be selected when it shows up
    std::optional<sql::Change> m_toSave; ///< waits for a folder
    std::shared_ptr<MigrationRun> m_run;
    QFileSystemWatcher m_watcher;
    QTimer m_reloadTimer;

    MigrationsModel *m_model;
    QStackedWidget *m_pages = nullptr;
    QWidget *m_empty = nullptr;
    QWidget *m_content = nullptr;
    DraftsPane *m_drafts = nullptr;
    QLineEdit *m_folder = nullptr;
    QLineEdit *m_tableName = nullptr;
    InlineBar *m_bar = nullptr;
    QListWidget *m_problems = nullptr;
    QLabel *m_totals = nullptr;
    QSplitter *m_split = nullptr;
    QTreeView *m_view = nullptr;
    QStackedWidget *m_side = nullptr;
    MigrationFilePane *m_file = nullptr;
    RepairPane *m_repairPane = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_dry = nullptr;
    QPushButton *m_down = nullptr;
    QPushButton *m_repairButton = nullptr;
    QPushButton *m_more = nullptr;
    QPushButton *m_cancel = nullptr;
    QToolButton *m_new = nullptr;
    QToolButton *m_export = nullptr;
    QMenu *m_menu = nullptr;
    QAction *m_upNext = nullptr;
    QAction *m_toThis = nullptr;
    QAction *m_dryDown = nullptr;
    QAction *m_baselineAction = nullptr;
    QAction *m_repairAction = nullptr;
    QAction *m_outOfOrder = nullptr;
    QAction *m_missing = nullptr;
};

} // namespace quiver::ui
