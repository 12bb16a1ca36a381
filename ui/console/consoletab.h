// SPDX-License-Identifier: GPL-3.0-or-later
// One tab of the console: an editor, a session of its own, and the results of the latest run.
#pragma once

#include "store/editordraft.h"
#include "store/historyentry.h"
#include "ui/common/resultrow.h"
#include "ui/common/server.h"
#include "ui/console/consolerun.h"
#include "ui/console/settingspanel.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QLabel;
class QShortcut;
class QSplitter;

namespace quiver::ui {

class CompletionModel;
class InlineBar;
class MessagesView;
class ParameterPanel;
class ResultPane;
class ResultsView;
class RunBar;
class SqlEditor;

class ConsoleTab final : public QWidget
{
    Q_OBJECT

public:
    ConsoleTab(store::EditorDraft draft, pg::Services services, QWidget *parent = nullptr);
    ~ConsoleTab() override;

    /// The server to run on; a tab that has one keeps it as long as it is open.
    void setServer(Server *server, CompletionModel *names);
    Server *server() const { return m_server; }
    pg::Session *session() const { return m_session.get(); }
    SqlEditor *editor() const { return m_editor; }
    ResultsView *results() const { return m_results; }
    QSplitter *splitter() const { return m_splitter; }
    RunBar *bar() const { return m_bar; }

    QString title() const { return m_draft.title; }
    void setTitle(const QString &title);
    /// With the text and cursor as they are now.
    store::EditorDraft draft() const;
    bool hasUnsavedText() const;
    QString filePath() const { return m_draft.filePath; } ///< empty: in the workspace only
    bool isRunning() const { return m_run && m_run->isRunning(); }
    bool hasOpenTransaction() const;
    pg::TransactionStatus transactionStatus() const;

    void run(sql::RunScope scope);
    void runAtCursor(); ///< the selection where there is one
    /// A statement whose plan is wanted.
    struct Explained {
        pg::Session &session; ///< of the tab, with no transaction open
        Server *server;       ///< that the session belongs to
        QString sql;             ///< as it is written, with its :names
        sql::BindValues named;   ///< what they stand for
        bool analyze = false;
    };
    /// Makes what shows the plan; its window title is the tab's.
    using Explainer = std::function<QWidget *(const Explained &explained)>;
    void setExplainer(Explainer explainer) { m_explainer = std::move(explainer); }
    /// A vector that is wanted for :name of a statement.
    struct VectorWish {
        Server *server;
        QString sql;
        QString name;
    };
    /// Asks for one: \p then gets its text and the name of its type, or is never called.
    using VectorPicker = std::function<void(QWidget *parent, const VectorWish &wish, const std::function<void(const QString &vector, const QString &type)> &then)>;
    void setVectorPicker(VectorPicker picker);
    ParameterPanel *parameters() const { return m_parameters; }
    /// The panel with the settings of the tab's session.
    void showSettings(bool shown);
    /// Of the selection, else of the statement at the cursor.
    void explain(bool analyze);
    void cancel();
    void commit();
    void rollback();
    /// Asks what becomes of an open transaction, if there is one; \p close is called when the tab may go.
    void askToClose(std::function<void()> close);
    /// Replaces the text once the file was read.
    void openFile(const QString &fileName);
    void saveFile();
    void saveFileAs();
    void saveTo(const QString &fileName);

Q_SIGNALS:
    void titleChanged();
    void draftChanged(); ///< coalesced
    void transactionStatusChanged(quiver::pg::TransactionStatus status);
    void historyMade(const quiver::store::HistoryEntry &entry);
    void runningChanged(bool running);
    void namesChanged();
    void serverLost(); ///< it was closed; the tab can take another one
    void statusMessage(const QString &text);
    void editRowRequested(const quiver::ui::ResultRow &row);
    void similarRequested(const quiver::ui::ResultRow &row, int vectorColumn);

private:
    void build();
    void connectBar();
    void serverGone(const QString &name);
    bool ensureSession();
    /// \p then gets what \p scope stands for, at once or when a worker has split a long text.
    void planThen(sql::RunScope scope, const std::function<void(const sql::RunPlan &)> &then);
    void showExplained(const sql::RunPlan &plan, bool analyze);
    // consoletabparameters.cpp
    void showParameters();
    void readTypes();
    bool bindParameters(sql::RunPlan &plan);
    void pickVector(const QString &name);
    // consoletabsettings.cpp
    QByteArray settingsJson() const;
    void takeSettings(const QByteArray &json);
    ConsoleRun::Preparation settling() const;
    void readSettings();
    void applySetting(const QString &name, const QString &value);
    void changeSettings(const QString &name, const QString &value);
    void settingsChanged(const std::vector<search::SessionSetting> &read, const QString &name, const QString &value);
    void ask(sql::RunPlan plan);
    void start(sql::RunPlan plan);
    void watch(ConsoleRun *run);
    void openResult(int index, const ResultStorePtr &store, const QByteArray &timeZone);
    void showReport(const sql::StatementReport &report);
    void markError(const sql::StatementReport &report);
    void runEnded(ConsoleRun::End end, const QString &error);
    void recordHistory(ConsoleRun::End end);
    void showState();
    // consoletabsafety.cpp
    bool isReadOnly() const;
    void connectionLost(const QString &reason, bool inTransaction);
    void connectionMade(const QString &host);
    void sayConnected();
    void showLoss();
    void noteBreak(const sql::StatementReport &report);
    bool mayRepeat() const;
    void repeatRun();
    QString readOnlyWords(const sql::StatementReport &report) const;
    void explainReadOnly(const sql::StatementReport &report);
    void showReadOnlyHint();

    void endTransaction(bool commit);
    void reportProblem(const QString &text);

    store::EditorDraft m_draft;
    const pg::Services m_services;
    QPointer<Server> m_server;
    CompletionModel *m_names = nullptr;
    std::unique_ptr<pg::Session> m_session;
    std::shared_ptr<ConsoleRun> m_run;
    QPointer<ResultPane> m_openPane; ///< of the statement that runs now
    store::HistoryEntry m_entry; ///< of the run, as far as known at its start: the server may be another one at its end
    Explainer m_explainer;
    VectorPicker m_vectorPicker;
    TabSettings m_settings; ///< set for this tab
    std::shared_ptr<int> m_settledBackend; ///< that has them: its process id; session's thread
    int m_statement = 0;
    bool m_textChanged = false; ///< since the run began: positions no longer hold
    bool m_planning = false;
    struct Break { ///< of the connection, at a statement of the run
        bool inTransaction = false;
        bool rowsShown = false;
        bool changes = false; ///< it may have changed something
        bool selects = false; ///< ... by functions alone
        bool endsTransaction = false;
    };
    struct Loss {
        QString reason;
        bool inTransaction = false;
    };
    std::optional<Break> m_broken;
    std::optional<Loss> m_loss;  ///< that is not said yet
    bool m_lossIsSaid = false;   ///< the run is repeated: the loss that will be told about is why
    bool m_isAway = false;
    std::optional<QString> m_backAt; ///< host of the new connection, while that is not said yet
    bool m_runInTransaction = false; ///< it began within one, or begins one
    int m_repeats = 0; ///< of this run, after a loss

    RunBar *m_bar = nullptr;
    InlineBar *m_question = nullptr;
    SqlEditor *m_editor = nullptr;
    ParameterPanel *m_parameters = nullptr;
    SettingsPanel *m_settingsPanel = nullptr;
    ResultsView *m_results = nullptr;
    QSplitter *m_splitter = nullptr;
    QShortcut *m_escape = nullptr;
    QTimer m_draftTimer;
    QTimer m_stateTimer;
    QTimer m_hintTimer;
    QStringList m_typed; ///< the statements whose parameters' types were asked for
    QString m_savedText;
    QString m_saveNext; ///< asked for while a save was under way
    bool m_saving = false;
};

} // namespace quiver::ui
