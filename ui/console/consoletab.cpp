// SPDX-License-Identifier: GPL-3.0-or-later
// The tab's widgets, its text and its server; consoletabrun.cpp has what happens when it runs.
#include "ui/console/consoletab.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/common/sqleditor.h"
#include "ui/common/sqleditorfindbar.h"
#include "ui/console/completionmodel.h"
#include "ui/common/inlinebar.h"
#include "ui/console/messagesview.h"
#include "ui/console/parameterpanel.h"
#include "ui/console/resultsview.h"
#include "ui/console/runbar.h"
#include "ui/console/transactionbar.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>
#include <QShortcut>
#include <QSplitter>
#include <QStringDecoder>
#include <QVBoxLayout>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int draftAfterMs = 500;
constexpr int stateEveryMs = 100;
constexpr int hintAfterMs = 250;
constexpr qint64 maxFileBytes = 64 << 20; // an editor is no place for a dump

struct FileText {
    QString text;
    bool damaged = false; ///< not all of it was UTF-8
};

// These two on a worker thread: a disk, all the more one behind a network, takes its time.
FileText readText(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        throw core::Error(ConsoleTab::tr("%1 cannot be opened: %2").arg(fileName, file.errorString()));
    if (file.size() > maxFileBytes)
        throw core::Error(ConsoleTab::tr("%1 is larger than %2 MB; the editor does not take it.").arg(fileName).arg(maxFileBytes >> 20));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(file.readAll());
    return {text, decoder.hasError()};
}

void writeText(const QString &fileName, const QString &text)
{
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0 || !file.commit())
        throw core::Error(ConsoleTab::tr("%1 cannot be written: %2. The file and the text are as they were.").arg(fileName, file.errorString()));
}

} // namespace

ConsoleTab::ConsoleTab(store::EditorDraft draft, pg::Services services, QWidget *parent)
    : QWidget(parent), m_draft(std::move(draft)), m_services(services)
{
    setObjectName(u"consoleTab"_s);
    build();
    connectBar();
    m_editor->setText(m_draft.text);
    m_editor->setCursorByte(m_draft.cursorPosition);
    m_editor->SendScintilla(QsciScintillaBase::SCI_EMPTYUNDOBUFFER);
    m_editor->setModified(false);
    m_parameters->setValues(sql::bindValuesFrom(m_draft.parameters));
    takeSettings(m_draft.settings);
    m_bar->setSettingsCount(int(m_settings.size()));
    showParameters();
    m_savedText = m_draft.filePath.isEmpty() ? QString() : m_draft.text;
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(draftAfterMs);
    connect(&m_draftTimer, &QTimer::timeout, this, &ConsoleTab::draftChanged);
    const auto touched = [this] {
        if (!m_draftTimer.isActive())
            m_draftTimer.start();
        m_hintTimer.start();
    };
    connect(m_editor, &QsciScintilla::textChanged, this, [this, touched] {
        m_textChanged = true;
        touched();
    });
    connect(m_editor, &QsciScintilla::cursorPositionChanged, this, touched);
    m_stateTimer.setInterval(stateEveryMs);
    connect(&m_stateTimer, &QTimer::timeout, this, &ConsoleTab::showState);
    m_hintTimer.setSingleShot(true);
    m_hintTimer.setInterval(hintAfterMs);
    connect(&m_hintTimer, &QTimer::timeout, this, [this] {
        showReadOnlyHint();
        showParameters();
    });
    connect(m_parameters, &ParameterPanel::turnedTo, this, &ConsoleTab::readTypes);
    connect(m_parameters, &ParameterPanel::changed, this, touched);
    connect(m_parameters, &ParameterPanel::vectorRequested, this, &ConsoleTab::pickVector);
    setServer(nullptr, nullptr);
}

ConsoleTab::~ConsoleTab()
{
    if (m_run) {
        m_run->disconnect(this);
        m_run->cancel();
    }
    m_editor->setCompletionSource(nullptr);
}

void ConsoleTab::build()
{
    m_bar = new RunBar(this);
    m_question = new InlineBar(this);
    m_question->setObjectName(u"questionBar"_s);
    auto *upper = new QWidget(this);
    m_editor = new SqlEditor(upper);
    auto *upperLayout = new QVBoxLayout(upper);
    upperLayout->setContentsMargins(0, 0, 0, 0);
    upperLayout->setSpacing(0);
    upperLayout->addWidget(m_editor, 1);
    upperLayout->addWidget(m_editor->findBar());
    m_parameters = new ParameterPanel(upper);
    upperLayout->addWidget(m_parameters);
    m_results = new ResultsView(this);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(u"consoleSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(upper);
    m_splitter->addWidget(m_results);
    m_splitter->setSizes({400, 500});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_question);
    m_settingsPanel = new SettingsPanel(this);
    m_settingsPanel->hide();
    auto *page = new QHBoxLayout;
    page->setSpacing(0);
    page->addWidget(m_splitter, 1);
    page->addWidget(m_settingsPanel);
    layout->addLayout(page, 1);
    setFocusProxy(m_editor);
    // Only while something runs: otherwise Esc belongs to the find bar and to questions.
    m_escape = new QShortcut(Qt::Key_Escape, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    m_escape->setEnabled(false);
    // Esc never forces: pressed twice out of habit, it would cost the connection and an open transaction.
    connect(m_escape, &QShortcut::activated, this, [this] {
        if (m_run && m_run->cancelRequests() == 0)
            cancel();
    });
    connect(m_results->messages(), &MessagesView::placeClicked, this, [this](qsizetype place) {
        m_editor->setCursorOffset(place);
        m_editor->setFocus();
    });
}

void ConsoleTab::connectBar()
{
    connect(m_bar, &RunBar::runRequested, this, &ConsoleTab::runAtCursor);
    connect(m_bar, &RunBar::runAllRequested, this, [this] { run(sql::RunScope::All); });
    connect(m_bar, &RunBar::explainRequested, this, &ConsoleTab::explain);
    connect(m_bar, &RunBar::settingsToggled, this, &ConsoleTab::showSettings);
    connect(m_settingsPanel, &SettingsPanel::closeRequested, m_bar, [this] { m_bar->setSettingsOpen(false); });
    connect(m_settingsPanel, &SettingsPanel::setRequested, this, &ConsoleTab::applySetting);
    connect(m_settingsPanel, &SettingsPanel::resetRequested, this, [this](const QString &name) { changeSettings(name, {}); });
    connect(m_bar, &RunBar::cancelRequested, this, &ConsoleTab::cancel);
    connect(m_bar, &RunBar::saveRequested, this, &ConsoleTab::saveFile);
    connect(m_bar->transaction(), &TransactionBar::commitRequested, this, &ConsoleTab::commit);
    connect(m_bar->transaction(), &TransactionBar::rollbackRequested, this, &ConsoleTab::rollback);
}

void ConsoleTab::setServer(Server *server, CompletionModel *names)
{
    m_server = server;
    m_names = names;
    m_editor->setCompletionSource(names);
    m_bar->setServer(server);
    if (server) {
        m_draft.profileId = QUuid(server->identity().profileId);
        m_draft.database = server->database();
        connect(server, &QObject::destroyed, this, [this, name = server->identity().name] { serverGone(name); });
    }
    showReadOnlyHint();
    readSettings();
    m_typed.clear();
    m_results->setHint(server ? tr("Ctrl+Return runs the statement at the cursor, or the selection.\n"
                                   "Ctrl+Shift+Return runs everything. Results appear here.")
                              : tr("No server is open yet. Open one under Connections; what you write here is kept."));
}

void ConsoleTab::serverGone(const QString &name)
{
    // A question is about that server. The session ends with it, and what it left open: on the next server, statements must
    // not go to this one.
    m_question->hide();
    if (m_run)
        m_run->cancel();
    m_loss.reset();
    m_backAt.reset();
    m_isAway = false;
    if (m_session) {
        m_session.reset();
        m_results->messages()->addLine(tr("%1 was closed, and this tab's connection with it.").arg(name), MessagesView::Tone::Quiet);
    }
    m_bar->transaction()->setStatus(pg::TransactionStatus::Idle);
    setServer(nullptr, nullptr);
    Q_EMIT transactionStatusChanged(pg::TransactionStatus::Idle);
    Q_EMIT serverLost();
}

void ConsoleTab::setTitle(const QString &title)
{
    if (title.trimmed().isEmpty() || title == m_draft.title)
        return;
    m_draft.title = title.trimmed();
    Q_EMIT titleChanged();
    Q_EMIT draftChanged();
}

store::EditorDraft ConsoleTab::draft() const
{
    store::EditorDraft draft = m_draft;
    draft.text = m_editor->text();
    draft.cursorPosition = m_editor->cursorByte();
    draft.parameters = sql::toJson(m_parameters->values());
    draft.settings = settingsJson();
    return draft;
}

bool ConsoleTab::hasUnsavedText() const
{
    return m_editor->text() != m_savedText;
}

pg::TransactionStatus ConsoleTab::transactionStatus() const
{
    return m_session ? m_session->transactionStatus() : pg::TransactionStatus::Idle;
}

bool ConsoleTab::hasOpenTransaction() const
{
    const pg::TransactionStatus status = m_bar->transaction()->status();
    return status == pg::TransactionStatus::InTransaction || status == pg::TransactionStatus::InError;
}

void ConsoleTab::askToClose(std::function<void()> close)
{
    if (!hasOpenTransaction()) {
        close();
        return;
    }
    QList<InlineBar::Answer> answers;
    if (transactionStatus() == pg::TransactionStatus::InTransaction && !isRunning()) {
        answers << InlineBar::Answer{u"commitAndClose"_s, tr("Commit and close"), [this, close] {
            auto task = m_session->run(tr("Commit"), [](pg::Connection &c, core::JobContext &) { c.commit(); });
            core::whenDone(task.future, this, close,
                          [this](const std::exception_ptr &error) { reportProblem(core::describe(error)); });
        }};
    }
    answers << InlineBar::Answer{u"rollbackAndClose"_s, tr("Roll back and close"), close}
            << InlineBar::Answer{u"keepOpen"_s, tr("Keep open"), {}};
    m_question->ask(InlineBar::Tone::Warning, tr("A transaction is open in this tab."), answers);
}

void ConsoleTab::reportProblem(const QString &text)
{
    m_question->ask(InlineBar::Tone::Danger, text, {{u"dismiss"_s, tr("Dismiss"), {}}});
}

void ConsoleTab::openFile(const QString &fileName)
{
    auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Open %1").arg(fileName), m_services.jobs,
                                  [fileName](core::JobContext &) { return readText(fileName); });
    core::whenDone(
        task.future, this,
        [this, fileName](const FileText &read) {
            m_editor->setText(read.text);
            m_editor->convertEols(QsciScintilla::EolUnix);
            m_savedText = m_editor->text();
            m_draft.filePath = fileName;
            setTitle(QFileInfo(fileName).fileName());
            if (read.damaged)
                reportProblem(tr("%1 is not all UTF-8: what could not be read is shown as �. Saving would keep that.").arg(fileName));
            Q_EMIT draftChanged();
        },
        [this](const std::exception_ptr &error) { reportProblem(core::describe(error)); });
}

void ConsoleTab::saveFile()
{
    if (m_draft.filePath.isEmpty())
        saveFileAs();
    else
        saveTo(m_draft.filePath);
}

void ConsoleTab::saveFileAs()
{
    auto *dialog = new QFileDialog(this, tr("Save the text"), {}, tr("SQL (*.sql);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"sql"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &ConsoleTab::saveTo);
    dialog->open();
}

void ConsoleTab::saveTo(const QString &fileName)
{
    if (m_saving) { // one after the other, so that the latest text is what stays
        m_saveNext = fileName;
        return;
    }
    m_saving = true;
    const QString text = m_editor->text();
    auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Save %1").arg(fileName), m_services.jobs,
                                  [fileName, text](core::JobContext &) { writeText(fileName, text); });
    const auto next = [this] {
        m_saving = false;
        if (const QString name = std::exchange(m_saveNext, {}); !name.isEmpty())
            saveTo(name);
    };
    core::whenDone(
        task.future, this,
        [this, fileName, text, next] {
            m_savedText = text;
            m_draft.filePath = fileName;
            setTitle(QFileInfo(fileName).fileName());
            Q_EMIT draftChanged();
            Q_EMIT statusMessage(tr("Saved to %1").arg(fileName));
            next();
        },
        [this, next](const std::exception_ptr &error) {
            reportProblem(core::describe(error));
            next();
        });
}

} // namespace quiver::ui
