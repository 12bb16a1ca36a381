// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/loadtab.h"

#include "catalog/statements.h"
#include "core/reply.h"
#include "load/planjson.h"
#include "sql/keptrun.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/resultgrid.h"
#include "ui/common/stopping.h"
#include "ui/common/theme.h"
#include "ui/load/card.h"
#include "ui/load/columnsmodel.h"
#include "ui/load/columnsview.h"
#include "ui/load/copypage.h"
#include "ui/load/loaddraft.h"
#include "ui/load/loadrun.h"
#include "ui/load/previewmodel.h"
#include "ui/load/runpage.h"
#include "ui/load/sourcecard.h"
#include "ui/load/targetcard.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyle>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

LoadTab::LoadTab(core::JobRegistry *jobs, QWidget *parent)
    : QWidget(parent), m_draft(new LoadDraft(this)), m_run(new LoadRun(jobs, this)),
      m_previewModel(new PreviewModel(this)), m_columnsModel(new ColumnsModel(*m_draft, this)), m_unfinishedBar(new InlineBar(this)),
      m_pages(new QStackedWidget(this)), m_runPage(new RunPage(*m_run)), m_copyPage(new CopyPage), m_dropHint(new QLabel(tr("Drop the file to load it"), this))
{
    setObjectName(u"loadTab"_s);
    setAcceptDrops(true);
    m_unfinishedBar->setObjectName(u"unfinishedBar"_s);
    m_dropHint->setObjectName(u"dropHint"_s);
    m_dropHint->setAlignment(Qt::AlignCenter);
    m_dropHint->hide();
    m_pages->addWidget(buildEmpty());
    m_pages->addWidget(buildSetup());
    m_pages->addWidget(m_runPage);
    m_pages->addWidget(m_copyPage);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_unfinishedBar);
    layout->addWidget(m_pages, 1);
    connectAll();
    connect(m_runPage, &RunPage::rowsRequested, this, [this] {
        Q_EMIT openInConsole(catalog::selectFirstRows(m_run->subject().schema, m_run->subject().table));
    });
    showPage(EmptyPage);
    showSource();
}

LoadTab::~LoadTab() = default;

void LoadTab::setServer(Server *server)
{
    m_server = server;
    m_unfinished.clear();
    m_unfinishedBar->hide();
    m_question->hide();
    m_targetCard->setServer(server);
    m_draft->setServer(server);
    m_copyPage->setServer(server);
    if (server)
        lookForUnfinished();
}

void LoadTab::activated()
{
    lookForUnfinished();
    m_targetCard->refresh();
    if (!m_draft->plan().create && !m_run->isRunning()) // whose transaction may hold the table
        m_draft->refreshTarget(); // it may have been filled meanwhile
    if (m_pages->currentIndex() == EmptyPage)
        m_pages->currentWidget()->findChild<QPushButton *>(u"openFile"_s)->setFocus();
}

void LoadTab::showPage(Page page)
{
    m_pages->setCurrentIndex(page);
}

void LoadTab::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Load a file"), QFileInfo(m_draft->file()).absolutePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Files with rows or vectors (*.csv *.tsv *.tab *.txt *.jsonl *.ndjson *.json *.npy *.fvecs *.bvecs *.ivecs "
                               "*.hdf5 *.h5)"),
                            tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &LoadTab::openFile);
    dialog->open();
}

void LoadTab::openFile(const QString &file)
{
    if (m_run->isRunning()) {
        Q_EMIT statusMessage(tr("A load is under way. The next one can be set up when it has ended."));
        return;
    }
    m_question->hide();
    showPage(SetupPage);
    m_targetCard->focusName(); // what is to be decided next
    m_draft->open(file);
}

void LoadTab::chooseTable(const QString &schema, const QString &table)
{
    m_targetCard->choose(schema, table);
}

void LoadTab::chooseNewTable()
{
    m_targetCard->chooseNew();
}

QStringList LoadTab::unfinished(const Server *server) const
{
    if (!m_run->isRunning() || (server && m_run->server() != server))
        return {};
    const LoadRun::Subject &subject = m_run->subject();
    return {tr("Loading %1 into %2").arg(subject.source, catalog::qualifiedName(subject.schema, subject.table))};
}

void LoadTab::stop(const Server *server, const std::function<void()> &then)
{
    if (unfinished(server).isEmpty())
        then();
    else
        stopJob(m_run->job(), this, then);
}

void LoadTab::showSource()
{
    const SourcePreview *source = m_draft->source();
    m_previewModel->setSource(m_draft->sharedSource());
    m_grid->setEmptyText(source ? tr("The file holds no rows.") : tr("Nothing can be shown until the file can be read."));
    markProblems();
    refreshFoot();
}

void LoadTab::showFailure(const QString &)
{
    showSource(); // the card says why
}

// What the source refuses is known to the model; what the target would refuse comes with the plan's preview.
void LoadTab::markProblems()
{
    m_previewModel->setTarget(m_draft->sharedPreview(), m_draft->plan().columns);
    int bad = 0;
    for (int row = 0; row < m_previewModel->rowCount(); ++row)
        bad += m_previewModel->problem(row).isEmpty() ? 0 : 1;
    const SourcePreview *source = m_draft->source();
    QString note;
    if (source) {
        note = source->isWhole ? tr("all %1").arg(rowsText(m_previewModel->rowCount())) : tr("the first %1").arg(rowsText(m_previewModel->rowCount()));
        if (bad > 0)
            note += u" · "_s + tr("%1 of them cannot be loaded").arg(bad);
        if (!source->broken.isEmpty())
            note += u" · "_s + source->broken;
    }
    m_previewNote->setText(note);
    m_previewNote->setToolTip(note);
    m_nextProblem->setVisible(bad > 0);
}

void LoadTab::showColumnNote()
{
    m_columnNote->setWhole(m_columnsModel->problem(m_columnsView->currentIndex().row()));
    const QStringList unused = m_columnsModel->unusedFields();
    m_unused->setText(unused.isEmpty() ? QString() : tr("Not loaded: %1").arg(unused.join(u", "_s)));
    m_unused->setToolTip(m_unused->text());
}

QString LoadTab::whyNot() const
{
    if (!m_server)
        return tr("Open a connection first: there is no server to load into.");
    if (m_server->identity().readOnly)
        return tr("The profile %1 is read-only: the server refuses every change. Choose another connection, or allow changes in the "
                  "profile.").arg(m_server->identity().name);
    if (m_draft->isReading())
        return tr("Reading the file…");
    if (!m_draft->source())
        return tr("The file cannot be read as it is.");
    if (m_draft->isAsking())
        return tr("Looking at the table…");
    if (m_draft->plan().table.isEmpty())
        return m_draft->plan().create ? tr("The new table needs a name.") : tr("Choose the table to load into.");
    QStringList errors;
    for (const load::PlanProblem &problem : m_draft->problems()) {
        if (problem.isError)
            errors << (problem.column.isEmpty() ? problem.message : tr("%1: %2", "column, problem").arg(problem.column, problem.message));
    }
    if (errors.size() > 1)
        return tr("%1 problems: %2").arg(errors.size()).arg(errors.join(u' '));
    if (errors.size() == 1)
        return errors.front();
    return m_draft->isReady() ? QString() : tr("The table could not be looked at.");
}

QString LoadTab::readyText() const
{
    const load::LoadPlan &plan = m_draft->plan();
    const QString table = catalog::qualifiedName(plan.schema, plan.table);
    const qint64 rows = m_draft->source()->info.rows;
    QString text = rows >= 0 ? tr("%1 into %2", "a number of rows").arg(rowsText(rows), table) : tr("All rows of the file into %1").arg(table);
    if (plan.resume == load::ResumeMode::Only)
        text = tr("Goes on behind the %1 that are in %2").arg(rowsText(m_resumed.rows), table);
    QStringList remarks;
    for (const load::PlanProblem &problem : m_draft->problems())
        remarks << (problem.column.isEmpty() ? problem.message : tr("%1: %2").arg(problem.column, problem.message));
    return remarks.isEmpty() ? text : text + u". "_s + remarks.join(u' ');
}

void LoadTab::refreshFoot()
{
    const QString obstacle = whyNot();
    const bool waits = m_draft->isReading() || m_draft->isAsking() || m_draft->plan().table.isEmpty();
    m_state->setProperty("error", !obstacle.isEmpty() && !waits);
    m_state->setProperty("muted", obstacle.isEmpty() || waits);
    m_state->style()->unpolish(m_state);
    m_state->style()->polish(m_state);
    m_state->setWhole(obstacle.isEmpty() ? readyText() : obstacle);
    m_load->setEnabled(obstacle.isEmpty() && !m_run->isRunning());
    m_load->setText(m_draft->plan().resume == load::ResumeMode::Only ? tr("&Go on") : tr("&Load"));
    if (!m_load->isEnabled())
        m_question->hide();
}

// In production the table's name opens the way.
void LoadTab::ask()
{
    if (!m_server || m_server->identity().environment != core::Environment::Production)
        return start();
    const load::LoadPlan &plan = m_draft->plan();
    sql::Guard guard;
    guard.level = sql::Guard::Level::TypeName;
    guard.name = plan.table;
    m_question->ask(InlineBar::Tone::Danger,
                    tr("%1 is a production server. This writes into %2.").arg(m_server->identity().name, catalog::qualifiedName(plan.schema, plan.table)),
                    {{u"confirmLoad"_s, tr("Load"), [this] { start(); }, true}, {u"refuseLoad"_s, tr("Not now"), {}}}, guard);
}

void LoadTab::start()
{
    if (!m_server)
        return;
    const bool again = m_pages->currentIndex() == RunningPage; // resumed: as it was, on the server that it was on
    load::LoadPlan plan = again ? m_run->plan() : m_draft->plan();
    if (again && plan.resume == load::ResumeMode::Restart)
        plan.resume = load::ResumeMode::WherePossible;
    startOn(again ? m_run->server() : m_server.data(), plan);
}

// Asked for where an earlier run stands in the way.
void LoadTab::restart()
{
    load::LoadPlan plan = m_run->plan();
    plan.resume = load::ResumeMode::Restart;
    startOn(m_run->server(), plan);
}

void LoadTab::startOn(Server *server, const load::LoadPlan &plan)
{
    if (!server || m_run->isRunning())
        return;
    m_unfinishedBar->hide();
    m_fromCopy = false;
    showPage(RunningPage);
    m_run->start(*server, plan);
    refreshFoot();
}

void LoadTab::startCopy(Server *from, const load::CopyPlan &plan)
{
    if (!m_server || !from || m_run->isRunning())
        return;
    m_fromCopy = true;
    showPage(RunningPage);
    m_run->startCopy(*from, *m_server, plan);
    refreshFoot();
}

void LoadTab::finished()
{
    m_draft->edit([](load::LoadPlan &plan) { plan.resume = load::ResumeMode::WherePossible; });
    m_targetCard->refresh();
    // A table that was made and not filled to the end is still to be made, for the load that goes on.
    if (!m_draft->plan().create || m_run->outcome().kind == LoadOutcome::Kind::Done)
        m_draft->refreshTarget();
    refreshFoot();
    Q_EMIT statusMessage(m_run->outcome().happened.section(u'\n', 0, 0));
}

void LoadTab::lookForUnfinished()
{
    if (!m_server || m_run->isRunning() || m_server->identity().readOnly)
        return;
    const int generation = ++m_generation;
    auto task = m_server->pool().read(tr("Look for unfinished loads"), [](pg::Connection &connection, core::JobContext &) {
        return load::unfinishedLoads(connection);
    });
    core::whenDone(
        task.future, this,
        [this, generation](std::vector<load::UnfinishedLoad> loads) {
            if (generation != m_generation)
                return;
            std::erase_if(loads, [](const load::UnfinishedLoad &each) { return each.isRunning; });
            m_unfinished = std::move(loads);
            offerUnfinished();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                Q_EMIT statusMessage(tr("Whether loads are unfinished could not be asked: %1").arg(core::describe(error)));
        });
}

void LoadTab::offerUnfinished()
{
    m_unfinishedBar->hide();
    const auto next = std::ranges::find_if(m_unfinished, [this](const auto &each) { return !m_dismissed.contains(each.id); });
    if (next == m_unfinished.end() || m_run->isRunning())
        return;
    const load::UnfinishedLoad unfinished = *next;
    QString text = tr("The load of %1 into %2 stopped after %3, %4.", "file, table, rows, date")
                       .arg(QFileInfo(unfinished.source).fileName(), unfinished.table.isEmpty() ? tr("a table that is gone") : unfinished.table,
                            rowsText(unfinished.rows), QLocale().toString(unfinished.updatedAt.toLocalTime(), QLocale::ShortFormat));
    if (!unfinished.pending.isEmpty())
        text += u' ' + tr("Still to be done at its end: %1.").arg(unfinished.pending.join(u"; "_s));
    QList<InlineBar::Answer> answers;
    if (!unfinished.table.isEmpty())
        answers.append({u"resumeUnfinished"_s, tr("Go on"), [this, unfinished] { resume(unfinished); }});
    answers.append({u"forgetUnfinished"_s, tr("Forget it"), [this, unfinished] {
                        if (unfinished.pending.isEmpty())
                            forget(unfinished);
                        else
                            askForOwed(unfinished);
                    }});
    answers.append({u"laterUnfinished"_s, tr("Later"), [this, id = unfinished.id] {
                        m_dismissed.insert(id);
                        offerUnfinished();
                    }});
    m_unfinishedBar->ask(InlineBar::Tone::Warning, text, answers);
}

void LoadTab::resume(const load::UnfinishedLoad &unfinished)
{
    m_dismissed.insert(unfinished.id);
    m_resumed = unfinished;
    showPage(SetupPage);
    std::optional<load::LoadPlan> plan = load::planFromJson(QJsonDocument::fromJson(unfinished.plan).object());
    if (!plan) { // noted by another version: its columns are guessed, and the loader refuses where it was another load
        m_draft->open(unfinished.source);
        Q_EMIT statusMessage(tr("How the load was set up is not known any more: choose its table and columns as they were."));
        return;
    }
    plan->create = false;
    plan->resume = load::ResumeMode::Only;
    m_draft->restore(*plan);
    m_targetCard->follow();
    m_targetCard->focusName();
}

// Nobody else knows these statements: an index that was dropped for the load is gone with them.
void LoadTab::askForOwed(const load::UnfinishedLoad &unfinished)
{
    const QString statements = unfinished.pending.join(u";\n"_s) + u';';
    QList<InlineBar::Answer> answers;
    if (!unfinished.table.isEmpty())
        answers.append({u"runOwed"_s, tr("Run them, then forget"), [this, unfinished] { finish(unfinished); }, true});
    answers.append({u"copyOwed"_s, tr("Copy them"), [statements] { QGuiApplication::clipboard()->setText(statements); }, false, true});
    answers.append({u"leaveOwed"_s, tr("Forget them too"), [this, unfinished] { forget(unfinished); }});
    answers.append({u"keepUnfinished"_s, tr("Keep it"), [this] { offerUnfinished(); }});
    const sql::Guard guard = m_server ? sql::guardFor(load::owedBy(unfinished), m_server->identity().environment) : sql::Guard();
    m_unfinishedBar->ask(InlineBar::Tone::Warning, tr("The load into %1 has not run these yet, and they are written down nowhere else:").arg(unfinished.table)
                             + u'\n' + statements, answers, guard);
}

void LoadTab::finish(const load::UnfinishedLoad &unfinished)
{
    if (!m_server)
        return;
    const auto work = [unfinished, journal = m_server->journal(), place = m_server->place()](pg::Connection &connection, core::JobContext &job) {
        sql::KeptRun kept(journal, place);
        const sql::ChangeReport report = load::finishLoad(connection, job, unfinished, kept);
        return std::pair(report, kept.id() > 0);
    };
    auto task = m_server->pool().run(tr("Finish the load into %1").arg(unfinished.table), work);
    core::whenDone(
        task.future, this,
        [this, server = m_server](const std::pair<sql::ChangeReport, bool> &done) {
            const auto &[report, kept] = done;
            if (server)
                server->reportChange(report, kept);
            Q_EMIT statusMessage(report.summary().section(u'\n', 0, 0));
            if (report.succeeded())
                return lookForUnfinished();
            m_unfinishedBar->ask(InlineBar::Tone::Danger, report.summary(), {{u"keepUnfinished"_s, tr("Back"), [this] { offerUnfinished(); }}});
        },
        [this](const std::exception_ptr &error) {
            Q_EMIT statusMessage(core::describe(error));
            lookForUnfinished();
        });
}

void LoadTab::forget(const load::UnfinishedLoad &unfinished)
{
    if (!m_server)
        return;
    auto task = m_server->pool().run(tr("Forget an unfinished load"), [id = unfinished.id](pg::Connection &connection, core::JobContext &) {
        load::forgetLoad(connection, id);
    });
    core::whenDone(
        task.future, this, [this] { lookForUnfinished(); },
        [this](const std::exception_ptr &error) { Q_EMIT statusMessage(core::describe(error)); });
}

QString LoadTab::droppedFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

void LoadTab::dragEnterEvent(QDragEnterEvent *event)
{
    if (droppedFile(event->mimeData()).isEmpty() || m_run->isRunning())
        return;
    event->acceptProposedAction();
    const Colors colors = colorsFor(palette());
    m_dropHint->setStyleSheet(u"background: %1; color: %2; border: 2px dashed %2; border-radius: 8px; font-size: 13.5pt;"_s.arg(
        colors.surface.name(), colors.accent.name()));
    m_dropHint->setGeometry(rect().adjusted(12, 12, -12, -12));
    m_dropHint->raise();
    m_dropHint->show();
}

void LoadTab::dragLeaveEvent(QDragLeaveEvent *)
{
    m_dropHint->hide();
}

void LoadTab::dropEvent(QDropEvent *event)
{
    m_dropHint->hide();
    const QString file = droppedFile(event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    openFile(file);
}

void LoadTab::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_dropHint->setGeometry(rect().adjusted(12, 12, -12, -12));
}

} // namespace quiver::ui
