// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ConsoleTab for connections that break and connections that are read-only: what is said, what is repeated.
#include "ui/console/consoletab.h"

#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/console/messagesview.h"
#include "ui/console/resultpane.h"
#include "ui/console/resultsview.h"
#include "ui/console/runbar.h"
#include "ui/console/transactionbar.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxRepeats = 3;
constexpr qsizetype hintUpTo = 16 * 1024; // characters; of longer texts the server tells
const QString readOnlyTransaction = u"25006"_s; // SQLSTATE read_only_sql_transaction

bool endsTransaction(QStringView statement)
{
    const QString first = statement.trimmed().left(9).toString().toUpper();
    return first.startsWith("COMMIT"_L1) || first.startsWith("END"_L1) || first.startsWith("PREPARE T"_L1);
}

} // namespace

bool ConsoleTab::isReadOnly() const
{
    return m_server && m_server->identity().readOnly;
}

// Only what cannot have changed anything, and of which nobody has seen a row yet: they could be others the second time.
bool ConsoleTab::mayRepeat() const
{
    const sql::RunPlan &plan = m_run->plan();
    if (!m_broken || !isReadOnly() || m_repeats >= maxRepeats || plan.statements.size() != 1 || m_broken->inTransaction
        || m_broken->rowsShown)
        return false;
    return plan.kindOf(0).kind == sql::Classification::Kind::Query;
}

void ConsoleTab::repeatRun()
{
    const int repeats = m_repeats + 1;
    start(m_run->plan());
    m_repeats = repeats;
    m_lossIsSaid = !std::exchange(m_loss, std::nullopt); // else it will be told about yet
    m_results->messages()->addLine(tr("The connection was lost before a row arrived. The statement only reads: it is run again."),
                                   MessagesView::Tone::Warning);
    sayConnected();
}

void ConsoleTab::connectionLost(const QString &reason, bool inTransaction)
{
    m_bar->transaction()->setStatus(pg::TransactionStatus::Idle);
    m_isAway = true;
    if (std::exchange(m_lossIsSaid, false) && !inTransaction)
        return;
    m_loss = Loss{reason, inTransaction};
    if (!isRunning())
        showLoss();
}

// Once the run has ended, if there was one: which statement it hit is known then.
void ConsoleTab::showLoss()
{
    if (!m_loss)
        return;
    const Loss loss = *std::exchange(m_loss, std::nullopt);
    QString text;
    if (loss.inTransaction && m_broken && m_broken->endsTransaction)
        text = tr("The connection was lost while the transaction was being committed. Whether the server did is not known: look at "
                  "the data before you repeat anything.");
    else if (loss.inTransaction)
        text = tr("The open transaction was lost with the connection; its changes were rolled back by the server.");
    else
        text = tr("The connection was lost.");
    if (m_broken && !(loss.inTransaction && m_broken->endsTransaction))
        text += u' ' + (m_broken->changes ? m_broken->selects ? tr("The statement was not repeated: a SELECT can call functions that change something, and this connection may write.")
                                                              : tr("The statement was not repeated, because it may have changed something.")
                                          : tr("The statement was not repeated, because rows of it are shown or it stands in a script."));
    m_results->messages()->addLine(text + u' ' + loss.reason.simplified(), MessagesView::Tone::Bad);
    QList<InlineBar::Answer> answers;
    if (m_broken && !loss.inTransaction)
        answers << InlineBar::Answer{u"runAgain"_s, tr("Run again"), [this, plan = m_run->plan()] {
            m_editor->setFocus();
            ask(plan); // with the question before what destroys
        }};
    answers << InlineBar::Answer{u"dismiss"_s, tr("Dismiss"), {}};
    m_question->ask(loss.inTransaction ? InlineBar::Tone::Danger : InlineBar::Tone::Warning, text, answers);
    sayConnected();
}

void ConsoleTab::connectionMade(const QString &host)
{
    if (!std::exchange(m_isAway, false))
        return;
    m_backAt = host;
    if (!m_loss) // else that is said first: a run is coming to its end
        sayConnected();
}

void ConsoleTab::sayConnected()
{
    if (!m_backAt)
        return;
    const QString host = *std::exchange(m_backAt, std::nullopt);
    m_results->messages()->addLine(
        (host.isEmpty() ? tr("Connected again.") : tr("Connected again, to %1.").arg(host)) + u' '
            + tr("It is a new session: temporary tables, prepared statements and what was SET are gone."),
        MessagesView::Tone::Quiet);
}

void ConsoleTab::noteBreak(const sql::StatementReport &report)
{
    const sql::RunPlan &plan = m_run->plan();
    const sql::Classification kind = sql::classify(sql::numbered(plan.textOf(report.index).left(hintUpTo)).sql);
    const bool reads = isReadOnly() || (kind.kind == sql::Classification::Kind::Explain && !kind.executes);
    m_broken = Break{.inTransaction = m_runInTransaction,
                     .rowsShown = m_openPane && m_openPane->store()->rowCount() > 0,
                     .changes = !reads,
                     .selects = kind.kind == sql::Classification::Kind::Query && !kind.changesData,
                     .endsTransaction = endsTransaction(plan.textOf(report.index))};
}

QString ConsoleTab::readOnlyWords(const sql::StatementReport &report) const
{
    if (!isReadOnly() || !report.error || report.error->sqlState() != readOnlyTransaction)
        return {};
    return tr("This connection is read-only. Nothing was changed.") + u'\n'
           + tr("To write, edit the profile under Connections, take Read-only off, and open it again.");
}

void ConsoleTab::explainReadOnly(const sql::StatementReport &report)
{
    if (!isReadOnly())
        return;
    if (const QString words = readOnlyWords(report); !words.isEmpty()) {
        for (const QString &line : words.split(u'\n'))
            m_results->messages()->addLine(u"          "_s + line, MessagesView::Tone::Warning);
        return;
    }
    const QStringView text = m_run->plan().textOf(report.index);
    if (text.size() <= hintUpTo && sql::classify(text).liftsReadOnly)
        m_results->messages()->addLine(
            u"          "_s + tr("The connection stays read-only, as its profile says: no statement can lift that."),
            MessagesView::Tone::Warning);
}

void ConsoleTab::showReadOnlyHint()
{
    RunBar::Hint hint = RunBar::Hint::None;
    const QString text = isReadOnly() ? m_editor->text() : QString();
    if (!text.isEmpty() && text.size() <= hintUpTo) {
        const SqlEditor::Range selection = m_editor->selectedRange();
        const sql::RunPlan plan = sql::planRun({text, selection.isEmpty() ? sql::RunScope::StatementAtCursor : sql::RunScope::Selection,
                                                m_editor->cursorOffset(), selection.begin, selection.end});
        for (std::size_t i = 0; i < plan.statements.size() && hint == RunBar::Hint::None; ++i) {
            const sql::Classification kind = plan.kindOf(i);
            hint = kind.changesData ? RunBar::Hint::WillBeRefused : kind.liftsReadOnly ? RunBar::Hint::HasNoEffect : RunBar::Hint::None;
        }
    }
    m_bar->setHint(hint);
}

} // namespace quiver::ui
