// SPDX-License-Identifier: GPL-3.0-or-later
// Loading a file: nothing chosen yet, the set-up with its preview, and the load while it runs.
#pragma once

#include "core/jobregistry.h"
#include "load/copyfrom.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QSet>
#include <QWidget>

#include <functional>

class QLabel;
class QMimeData;
class QPushButton;
class QStackedWidget;

namespace quiver::ui {

class ColumnsModel;
class ColumnsView;
class CopyPage;
class ElidedLabel;
class HowCard;
class InlineBar;
class LoadDraft;
class LoadRun;
class PreviewModel;
class ResultGrid;
class RunPage;
class SourceCard;
class StepsPage;
class TargetCard;

class LoadTab final : public QWidget
{
    Q_OBJECT

public:
    explicit LoadTab(core::JobRegistry *jobs, QWidget *parent = nullptr);
    ~LoadTab() override;

    void setServer(Server *server);
    /// Looks for loads that were interrupted, and puts the focus where one goes on.
    void activated();
    void openFile(const QString &file);
    void chooseFile();
    /// Into this table, whatever the file will be.
    void chooseTable(const QString &schema, const QString &table);
    void chooseNewTable();
    /// A line for each load that would be lost with \p server (null: with all).
    QStringList unfinished(const Server *server) const;
    void stop(const Server *server, const std::function<void()> &then);
    CopyPage &copyPage() { return *m_copyPage; }
    LoadDraft &draft() { return *m_draft; }
    LoadRun &run() { return *m_run; }

Q_SIGNALS:
    void statusMessage(const QString &text);
    /// A statement for the console, to be run at once.
    void openInConsole(const QString &sql);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    enum Page { EmptyPage, SetupPage, RunningPage, CopyingPage };
    QWidget *buildEmpty();
    QWidget *buildSetup();
    QWidget *buildCards();
    QWidget *buildPreview();
    QWidget *buildColumns();
    QWidget *buildFoot();
    void connectAll();

    void showPage(Page page);
    void showSource();
    void showFailure(const QString &reason);
    void markProblems();
    void showColumnNote();
    void refreshFoot();
    QString whyNot() const;
    QString readyText() const;
    void ask();
    void start();
    void restart();
    void startOn(Server *server, const load::LoadPlan &plan);
    void startCopy(Server *from, const load::CopyPlan &plan);
    void finished();
    void lookForUnfinished();
    void offerUnfinished();
    void resume(const load::UnfinishedLoad &unfinished);
    void askForOwed(const load::UnfinishedLoad &unfinished);
    void finish(const load::UnfinishedLoad &unfinished);
    void forget(const load::UnfinishedLoad &unfinished);
    static QString droppedFile(const QMimeData *data);

    QPointer<Server> m_server;
    LoadDraft *m_draft;
    LoadRun *m_run;
    PreviewModel *m_previewModel;
    ColumnsModel *m_columnsModel;

    InlineBar *m_unfinishedBar;
    QStackedWidget *m_pages;
    SourceCard *m_sourceCard = nullptr;
    TargetCard *m_targetCard = nullptr;
    HowCard *m_howCard = nullptr;
    QLabel *m_previewNote = nullptr;
    QPushButton *m_nextProblem = nullptr;
    ResultGrid *m_grid = nullptr;
    QLabel *m_unused = nullptr;
    ColumnsView *m_columnsView = nullptr;
    ElidedLabel *m_columnNote = nullptr;
    InlineBar *m_question = nullptr;
    ElidedLabel *m_state = nullptr;
    QPushButton *m_showSteps = nullptr;
    QPushButton *m_load = nullptr;
    QStackedWidget *m_right = nullptr; ///< rows and columns, or the steps
    RunPage *m_runPage = nullptr;
    CopyPage *m_copyPage = nullptr;
    QLabel *m_dropHint = nullptr;

    std::vector<load::UnfinishedLoad> m_unfinished;
    load::UnfinishedLoad m_resumed; ///< the one that is set up again
    QSet<QString> m_dismissed; ///< ids of those that the user does not want to hear of now
    bool m_fromCopy = false;   ///< the run is, or was, a copy between tables
    int m_generation = 0;
};

} // namespace quiver::ui
