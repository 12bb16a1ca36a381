// SPDX-License-Identifier: GPL-3.0-or-later
// Shows a Change before it happens, while it happens and what it came to: steps with their locks, costs and risks, the SQL, what
// undoes it; applies it when the user says so.
//
// A page that makes Changes embeds one: it gives the server, and either a Change or a function that makes one on a session's
// thread, which refresh() asks again whenever the page's fields have changed. Every run is reported to the Server too
// (Server::changeFinished), which is where the journal and the other screens hear of it.
#pragma once

#include "core/job.h"
#include "sql/stepparameters.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QListView;
class QPushButton;
class QSplitter;
class QTabBar;
class QToolButton;

namespace quiver::ui {

class ChangeStepsModel;
class InlineBar;
class SqlEditor;

/// What the journal knows of a run that is over.
struct PastRun {
    qint64 id = 0;       ///< of its entry; 0: it has none
    qint64 undoes = 0;   ///< id of the entry that it was to take back, and still is when it is run again; 0: none
    QString undoRefusal; ///< why it cannot be undone; empty: it can
    QString undoWarning; ///< what to know before
};

class ChangePreview final : public QWidget
{
    Q_OBJECT

public:
    /// Runs on a session that is held read-only. What it throws is shown in place of the Change.
    using Maker = std::function<sql::PlannedChange(pg::Connection &)>;

    explicit ChangePreview(QWidget *parent = nullptr);
    ~ChangePreview() override;

    /// A Change that was given for another server is dropped, one that is made is made again.
    void setServer(Server *server);
    Server *server() const { return m_server; }
    /// Shows \p change, and no longer asks a maker.
    void setChange(const sql::Change &change);
    /// Asked by the next refresh().
    void setChangeMaker(Maker maker);
    /// Makes the Change anew, a moment later: may be called with every key stroke. While one runs it does nothing.
    void refresh();
    /// Nothing can be made now: \p why says what is missing ("Give the table a name."). Until the next refresh() or setChange().
    void setMissing(const QString &why);
    /// The same of what could not be read that a Change is made of, with a button that tries it \p again.
    void setFailed(const QString &why, const std::function<void()> &again);
    /// A Change that was run before, and what it came to: what stands of it can be undone, the rest run again.
    void showReport(const sql::ChangeReport &report, const PastRun &past = {});
    /// Nothing can be run because of \p why, though the SQL can be had; empty: it can.
    void setRefusal(const QString &why);
    /// What the button says that runs it: "Create table".
    void setApplyText(const QString &text);
    /// What is said of a run that ended, in place of the report's own words; an empty text: those.
    void setOutcomeWords(std::function<QString(const sql::ChangeReport &)> words) { m_outcomeWords = std::move(words); }
    /// Runs the Change in place of the preview, when the user has confirmed it: for work that has a session and a page of its own.
    void setRunner(std::function<void(const sql::Change &)> runner) { m_runner = std::move(runner); }
    /// Off: the page has no migrations to save to.
    void setMigrationsOffered(bool offered);

    /// While it is \p on, what a run came to stays in sight above a Change that is planned anew; until the next run.
    void keepOutcome(bool on) { m_outcomeKept = on; }
    /// Neither the outcome of a run nor the undo of one is shown.
    bool showsPlan() const { return m_shown == Shown::Plan; }

    /// What its button does, for a page whose own keys do that, too.
    void requestApply() { apply(); }
    /// The same as a click on it: false where it is out of reach.
    bool applyIfPossible();
    const sql::Change &change() const;
    bool isRunning() const { return m_run != nullptr; }
    /// Of the session that runs the Change; 0: none does, or it has not begun.
    int backendPid() const;
    /// That it runs on; null: it does not run, or that server is gone.
    Server *runsOn() const;
    /// What is shown is what was asked for: nothing is being made or run.
    bool isSettled() const { return !m_stale && !m_making && !m_run; }
    /// A line for Screen::unfinished(); empty while nothing runs on \p server (null: on any).
    QString unfinished(const Server *server = nullptr) const;
    /// Cancels it where it runs on \p server (null: on any), and calls \p then when it has ended.
    void stop(const Server *server, const std::function<void()> &then);
    QListView *stepsView() const { return m_steps; }

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);
    void saveAsMigrationRequested(const quiver::sql::Change &change);
    /// A Change has come from the maker, or an error in its place.
    void refreshed();
    void runningChanged(bool running);
    void finished(const quiver::sql::ChangeReport &report);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Text { All, Step, Undo };
    enum class Shown { Plan, Outcome, Undo };
    enum Tool { CopyTool, ConsoleTool, MigrationTool };
    /// What a run and this widget share; the run may outlive the widget.
    struct Run;

    // changepreview.cpp
    QWidget *buildSteps();
    QWidget *buildSql();
    QWidget *buildButtons();
    void showChange(const sql::PlannedChange &planned);
    void showMessage(const QString &text);
    void showText();
    QString wholeText() const;
    void showState();
    QString refusal() const;
    void fitButtons();

    // changepreviewrun.cpp
    void make();
    void apply();
    void run();
    void followRun();
    void lookForBlockers();
    void runEnded(const std::exception_ptr &error);
    /// \p sameServer: it ran on the server that is shown now, so that more of it may be offered.
    void showOutcome(const sql::ChangeReport &report, bool sameServer = true);
    void previewUndo(const sql::ChangeReport &report);
    void countLosses();
    void runAgain(const sql::PlannedChange &planned);

    QPointer<Server> m_server;
    Maker m_maker;
    QTimer m_refreshTimer;
    QTimer m_blockerTimer;
    QString m_waitsFor; ///< who stands in the way of the step that runs
    int m_generation = 0; ///< of the Change: late answers are dropped
    std::shared_ptr<core::Job> m_making;
    bool m_stale = false; ///< the Change shown is not that of the page's fields any more
    bool m_done = false;  ///< it has been run with success: the same once more would fail, or do nothing
    Shown m_shown = Shown::Plan;
    bool m_outcomeKept = false; ///< see keepOutcome()
    QString m_refusal;
    std::shared_ptr<Run> m_run;
    PastRun m_past;          ///< of the run whose outcome is shown
    std::shared_ptr<sql::StepParameters> m_parameters; ///< of the Change shown; null: it takes none, or they are not to be had
    qint64 m_undoes = 0;  ///< id of the journal's entry that the Change shown takes back; 0: none
    QString m_applyText;
    std::function<QString(const sql::ChangeReport &)> m_outcomeWords;
    std::function<void(const sql::Change &)> m_runner;

    ChangeStepsModel *m_model = nullptr;
    QLabel *m_title = nullptr;
    InlineBar *m_bar = nullptr;
    QLabel *m_message = nullptr;
    QSplitter *m_split = nullptr;
    QListView *m_steps = nullptr;
    QTabBar *m_tabs = nullptr;
    SqlEditor *m_sql = nullptr;
    QLabel *m_note = nullptr;
    QList<QToolButton *> m_tools; ///< by Tool
    QPushButton *m_cancel = nullptr;
    QPushButton *m_apply = nullptr;
};

} // namespace quiver::ui
