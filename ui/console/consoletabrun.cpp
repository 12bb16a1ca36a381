// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ConsoleTab that runs statements: plan, question, run, reports, end.
#include "ui/console/consoletab.h"

#include "core/reply.h"
#include "sql/bindquery.h"
#include "ui/common/sqleditor.h"
#include "ui/console/completionmodel.h"
#include "ui/common/figures.h"
#include "ui/common/nameguard.h"
#include "ui/common/inlinebar.h"
#include "ui/console/messagesview.h"
#include "ui/console/parameterpanel.h"
#include "ui/console/resultsview.h"
#include "ui/console/runbar.h"
#include "ui/console/transactionbar.h"

#include <QCoreApplication>
#include <QLocale>
#include <QShortcut>
#include <QThreadPool>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype planHereUpTo = 16 * 1024; // characters; longer texts are split and classified on a worker
constexpr qsizetype excerptLength = 90;
constexpr qsizetype longestInHistory = 1 << 20;

QString excerptOf(QStringView statement)
{
    const QString text = statement.left(excerptLength * 3).toString().simplified();
    return text.size() > excerptLength || statement.size() > excerptLength * 3 ? text.left(excerptLength) + u'…' : text;
}

QString countOf(std::size_t statements)
{
    return statements == 1 ? QCoreApplication::translate("ConsoleTab", "1 statement")
                           : QCoreApplication::translate("ConsoleTab", "%1 statements").arg(QLocale().toString(qulonglong(statements)));
}

} // namespace

void ConsoleTab::runAtCursor()
{
    // Asked of the positions: QScintilla goes on saying that text is selected after it was typed over.
    run(m_editor->selectedRange().isEmpty() ? sql::RunScope::StatementAtCursor : sql::RunScope::Selection);
}

void ConsoleTab::run(sql::RunScope scope)
{
    planThen(scope, [this](const sql::RunPlan &plan) { ask(plan); });
}

void ConsoleTab::explain(bool analyze)
{
    planThen(m_editor->selectedRange().isEmpty() ? sql::RunScope::StatementAtCursor : sql::RunScope::Selection,
             [this, analyze](const sql::RunPlan &plan) { showExplained(plan, analyze); });
}

void ConsoleTab::planThen(sql::RunScope scope, const std::function<void(const sql::RunPlan &)> &then)
{
    if (isRunning() || m_planning)
        return;
    if (!m_server) {
        m_question->ask(InlineBar::Tone::Warning, tr("No server is open for this tab. Open one under Connections; the text stays."),
                        {{u"dismiss"_s, tr("Dismiss"), {}}});
        return;
    }
    m_question->hide();
    m_textChanged = false;
    const SqlEditor::Range selection = m_editor->selectedRange();
    sql::RunRequest request{m_editor->text(), scope, m_editor->cursorOffset(), selection.begin, selection.end};
    if (request.text.size() <= planHereUpTo) {
        then(sql::planRun(request));
        return;
    }
    m_planning = true;
    auto promise = std::make_shared<QPromise<sql::RunPlan>>();
    promise->start();
    core::whenDone(
        promise->future(), this,
        [this, then, server = m_server](const sql::RunPlan &plan) {
            m_planning = false;
            if (server) // else it was closed meanwhile, and the tab may have another one
                then(plan);
        },
        [this](const std::exception_ptr &error) {
            m_planning = false;
            reportProblem(core::describe(error));
        });
    QThreadPool::globalInstance()->start([promise, request = std::move(request)] {
        try {
            promise->addResult(sql::planRun(request));
        } catch (...) {
            promise->setException(std::current_exception());
        }
        promise->finish();
    });
}

void ConsoleTab::showExplained(const sql::RunPlan &plan, bool analyze)
{
    if (plan.statements.size() != 1) {
        Q_EMIT statusMessage(plan.isEmpty() ? tr("There is no statement to explain here.") : tr("One statement at a time can be explained: select less."));
        return;
    }
    if (hasOpenTransaction()) {
        m_question->ask(InlineBar::Tone::Warning, tr("A transaction is open in this tab. The statement is explained in one of its own: commit or roll back first."),
                        {{u"dismiss"_s, tr("Dismiss"), {}}});
        return;
    }
    if (!m_explainer || !ensureSession())
        return;
    sql::RunPlan bound = plan;
    if (!bindParameters(bound))
        return;
    if (const ConsoleRun::Preparation settle = settling())
        m_session->run(tr("SET the settings of the tab"), [settle](pg::Connection &connection, core::JobContext &) { settle(connection); });
    const QString sql = bound.textOf(0).toString();
    QWidget *page = m_explainer({*m_session, m_server, sql, bound.values, analyze});
    m_results->showPage(page, u"plan"_s, page->windowTitle(), excerptOf(sql));
}

void ConsoleTab::ask(sql::RunPlan plan)
{
    if (plan.isEmpty()) {
        Q_EMIT statusMessage(tr("There is no statement to run here."));
        return;
    }
    if (!m_server || !bindParameters(plan))
        return;
    const ServerIdentity &identity = m_server->identity();
    const sql::Guard guard = sql::guardFor(plan.dangers, identity.environment, {m_server->database(), identity.name});
    if (guard.level == sql::Guard::Level::None) {
        start(std::move(plan));
        return;
    }
    QString text = guard.dangers.size() == 1 ? dangerWords(guard.dangers.front())
                                             : tr("%1 of this run destroy something:").arg(countOf(guard.dangers.size()));
    if (identity.environment == core::Environment::Production)
        text = tr("Production server %1. %2").arg(identity.name, text);
    m_question->ask(InlineBar::Tone::Danger, text,
                    {{u"runAnyway"_s, tr("Run anyway"), [this, plan] {
                         m_editor->setFocus();
                         start(plan);
                     }, true},
                     {u"doNotRun"_s, tr("Cancel"), [this] { m_editor->setFocus(); }}},
                    guard);
}

bool ConsoleTab::ensureSession()
{
    if (!m_server)
        return false;
    if (m_session) {
        m_session->setOptions(m_server->pool().options()); // the password may have been corrected since
        return true;
    }
    m_session = m_server->pool().dedicatedSession(tr("console: %1").arg(m_draft.title));
    m_settledBackend = std::make_shared<int>(0);
    connect(m_session.get(), &pg::Session::transactionStatusChanged, this, [this](pg::TransactionStatus status) {
        m_bar->transaction()->setStatus(status);
        Q_EMIT transactionStatusChanged(status);
    });
    connect(m_session.get(), &pg::Session::connectionLost, this, &ConsoleTab::connectionLost);
    connect(m_session.get(), &pg::Session::connected, this, &ConsoleTab::connectionMade);
    m_session->setStaysConnected(true); // a tab that is turned to after an outage is ready
    return true;
}

void ConsoleTab::start(sql::RunPlan plan)
{
    if (isRunning() || !ensureSession())
        return;
    m_editor->clearErrors();
    m_editor->showLineBegins(); // what is run is read from its beginning
    Q_EMIT statusMessage({}); // what was said before the run is over
    const bool one = plan.statements.size() == 1;
    const QString title = one ? excerptOf(plan.textOf(0)) : tr("Script of %1 statements").arg(plan.statements.size());
    m_results->startRun(tr("%1 on %2").arg(countOf(plan.statements.size()), m_server->summary()));
    m_entry = {};
    m_entry.startedAt = QDateTime::currentDateTimeUtc();
    m_entry.profileId = m_draft.profileId;
    m_entry.server = m_server->summary();
    m_entry.database = m_draft.database;
    if (QByteArray values = sql::toJson(plan.values); values.size() <= longestInHistory)
        m_entry.parameters = std::move(values);
    m_statement = 0;
    m_repeats = 0;
    m_broken.reset();
    m_runInTransaction = hasOpenTransaction() || !m_bar->transaction()->autoCommit();
    m_openPane = nullptr;
    sql::ScriptOptions options{!m_bar->goOnAfterErrors()->isChecked(), !m_bar->transaction()->autoCommit()};
    options.parameters = plan.values;
    m_run = ConsoleRun::create(std::move(plan), std::move(options));
    watch(m_run.get());
    m_run->start(*m_session, title, m_server->pool().options(), settling());
    m_settingsPanel->setBusy(true);
    m_bar->setRunning(true);
    m_escape->setEnabled(true);
    m_stateTimer.start();
    showState();
    Q_EMIT runningChanged(true);
}

void ConsoleTab::watch(ConsoleRun *run)
{
    connect(run, &ConsoleRun::started, this, [this](int index) {
        m_statement = index;
        m_openPane = nullptr;
    });
    connect(run, &ConsoleRun::resultOpened, this, &ConsoleTab::openResult);
    connect(run, &ConsoleRun::reported, this, &ConsoleTab::showReport);
    connect(run, &ConsoleRun::begun, this,
            [this] { m_results->messages()->addLine(tr("A transaction was begun: auto-commit is off."), MessagesView::Tone::Quiet); });
    connect(run, &ConsoleRun::noticed, this,
            [this](const pg::Diagnostics &notice) { m_results->messages()->addNotice(notice); });
    connect(run, &ConsoleRun::noticesSkipped, this, [this](qint64 count) {
        m_results->messages()->addLine(
            tr("The server said more than can be shown: %1 further notices were left out.").arg(QLocale().toString(count)),
            MessagesView::Tone::Warning);
    });
    connect(run, &ConsoleRun::ended, this, &ConsoleTab::runEnded);
}

void ConsoleTab::openResult(int index, const ResultStorePtr &store, const QByteArray &timeZone)
{
    if (!store) {
        m_results->messages()->addLine(
            tr("More than %1 results: the rows of the next statement are counted but not kept.").arg(ConsoleRun::maxResults),
            MessagesView::Tone::Warning);
        return;
    }
    if (!m_server)
        return; // its types went with it
    m_openPane = m_results->addResult({store, m_server->pool().types(), timeZone}, m_services.jobs,
                                      excerptOf(m_run->plan().textOf(std::size_t(index))));
    connect(m_openPane, &ResultPane::stopRequested, this, &ConsoleTab::cancel);
    connect(m_openPane, &ResultPane::editRowRequested, this, &ConsoleTab::editRowRequested);
    connect(m_openPane, &ResultPane::similarRequested, this, &ConsoleTab::similarRequested);
}

void ConsoleTab::showReport(const sql::StatementReport &report)
{
    const sql::RunPlan &plan = m_run->plan();
    const sql::Statement &statement = plan.statements[report.index];
    m_results->messages()->addReport(report, excerptOf(plan.textOf(report.index)), plan.linesBefore + statement.line,
                                     plan.offset + statement.begin);
    explainReadOnly(report);
    if (report.error && !report.error->connectionUsable())
        noteBreak(report);
    if (m_openPane) {
        ResultPane::End end = ResultPane::End::Complete;
        if (report.cancelled)
            end = ResultPane::End::Cancelled;
        else if (report.error)
            end = report.error->connectionUsable() ? ResultPane::End::Failed : ResultPane::End::ConnectionLost;
        m_openPane->finish(end, report.outcome.firstRowMs, report.succeeded() ? report.outcome.totalMs : report.durationMs);
        m_openPane = nullptr;
    }
    if (!report.succeeded() && !report.cancelled)
        markError(report);
}

void ConsoleTab::markError(const sql::StatementReport &report)
{
    if (m_textChanged)
        return; // the place may be another one by now; the messages say it all
    const sql::RunPlan &plan = m_run->plan();
    const QStringView text = plan.textOf(report.index);
    const sql::TextRange range = sql::errorRange(text, report.error ? report.error->diagnostics().position : 0);
    QString message = MessagesView::refusalText(report.refusal);
    if (report.error) {
        const pg::Diagnostics &said = report.error->diagnostics();
        message = said.sqlState.isEmpty() ? said.message : said.sqlState + u": "_s + said.message;
        for (const QString &more : {said.detail, said.hint}) {
            if (!more.isEmpty())
                message += u'\n' + more;
        }
        if (const QString words = readOnlyWords(report); !words.isEmpty())
            message = words + u'\n' + message;
    }
    const QString blamed = report.error ? sql::blamedName(*report.error, sql::numbered(text), plan.values) : QString();
    if (!blamed.isEmpty())
        return m_parameters->markWrong(blamed, message); // where it can be mended
    m_editor->markError(plan.offset + plan.statements[report.index].begin + range.begin, range.end - range.begin, message);
}

void ConsoleTab::runEnded(ConsoleRun::End end, const QString &error)
{
    m_stateTimer.stop();
    m_escape->setEnabled(false);
    m_bar->setRunning(false);
    const ConsoleRun::Totals totals = m_run->totals();
    if (m_openPane) { // given up before its report came
        m_openPane->finish(end == ConsoleRun::End::Cancelled ? ResultPane::End::Cancelled : ResultPane::End::ConnectionLost, -1, -1);
        m_openPane = nullptr;
    }
    MessagesView *messages = m_results->messages();
    const QString time = durationText(std::max(totals.statementMs, double(m_run->elapsedMs())));
    switch (end) {
    case ConsoleRun::End::NotConnected:
        for (const QString &line : error.split(u'\n'))
            messages->addLine(line, MessagesView::Tone::Bad);
        messages->addLine(tr("Nothing was run. The next run tries again."), MessagesView::Tone::Quiet);
        m_results->setState(tr("not connected"));
        break;
    case ConsoleRun::End::Cancelled:
        messages->addLine(tr("Cancelled after %1.").arg(time), MessagesView::Tone::Warning);
        m_results->setState(tr("cancelled after %1").arg(time));
        break;
    case ConsoleRun::End::Failed: {
        const auto left = std::size_t(m_run->plan().statements.size()) - totals.succeeded - totals.failed;
        if (left > 0)
            messages->addLine(tr("Stopped at the error; not run: %1.").arg(countOf(left)), MessagesView::Tone::Warning);
        m_results->setState(tr("failed after %1").arg(time));
        break;
    }
    case ConsoleRun::End::Succeeded: m_results->setState(tr("%1 in %2").arg(countOf(totals.succeeded), time)); break;
    }
    const bool keepRows = m_results->resultCount() > 0 && end == ConsoleRun::End::Cancelled;
    const bool lost = m_broken && m_results->resultCount() > 0;
    if (end != ConsoleRun::End::Succeeded ? !keepRows && !lost : m_results->resultCount() == 0)
        m_results->showMessages();
    recordHistory(end);
    if (totals.namesChanged)
        Q_EMIT namesChanged();
    m_settingsPanel->setBusy(false);
    readSettings();
    Q_EMIT runningChanged(false);
    if (end == ConsoleRun::End::Failed && mayRepeat())
        repeatRun();
    else
        showLoss();
}

void ConsoleTab::recordHistory(ConsoleRun::End end)
{
    const sql::RunPlan &plan = m_run->plan();
    const sql::Statement &last = plan.statements.back();
    const qsizetype begin = plan.statements.front().begin;
    const QString text = plan.script.mid(begin, std::max(last.end, last.dataEnd) - begin);
    store::HistoryEntry entry = m_entry;
    entry.sql = pg::StatementLog::redacted(text.left(longestInHistory));
    entry.durationMs = m_run->elapsedMs();
    entry.rows = end == ConsoleRun::End::Succeeded ? m_run->totals().rows : -1;
    entry.outcome = end == ConsoleRun::End::Succeeded   ? store::HistoryEntry::Outcome::Ok
                    : end == ConsoleRun::End::Cancelled ? store::HistoryEntry::Outcome::Cancelled
                                                        : store::HistoryEntry::Outcome::Error;
    entry.errorText = pg::StatementLog::redacted(m_run->totals().firstError.left(longestInHistory));
    Q_EMIT historyMade(entry);
}

void ConsoleTab::showState()
{
    if (!isRunning())
        return;
    const int count = int(m_run->plan().statements.size());
    const QString time = durationText(double(m_run->elapsedMs()));
    if (m_run->cancelRequests() > 0)
        m_results->setState(tr("stopping, %1").arg(time));
    else
        m_results->setState(count > 1 ? tr("statement %1 of %2, %3").arg(m_statement + 1).arg(count).arg(time) : tr("running, %1").arg(time));
}

void ConsoleTab::cancel()
{
    if (!isRunning())
        return;
    m_run->cancel();
    m_bar->setRunning(isRunning(), m_run->cancelRequests());
    showState();
}

void ConsoleTab::commit()
{
    endTransaction(true);
}

void ConsoleTab::rollback()
{
    endTransaction(false);
}

void ConsoleTab::endTransaction(bool commit)
{
    if (!m_session || isRunning())
        return;
    auto task = m_session->run(commit ? tr("Commit") : tr("Roll back"), [commit](pg::Connection &connection, core::JobContext &) {
        commit ? connection.commit() : connection.rollback();
    });
    core::whenDone(
        task.future, this,
        [this, commit] {
            m_results->messages()->addLine(commit ? tr("Committed.") : tr("Rolled back."), MessagesView::Tone::Good);
            Q_EMIT statusMessage(commit ? tr("Committed.") : tr("Rolled back."));
        },
        [this](const std::exception_ptr &error) {
            m_results->messages()->addLine(core::describe(error), MessagesView::Tone::Bad);
            reportProblem(core::describe(error));
        });
}

} // namespace quiver::ui
