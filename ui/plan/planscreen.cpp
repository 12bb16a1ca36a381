// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planscreen.h"

#include "core/reply.h"
#include "doctor/doctor.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/shortcut.h"
#include "ui/common/theme.h"
#include "ui/plan/plancompare.h"
#include "ui/plan/planexamples.h"
#include "ui/plan/planhistory.h"
#include "ui/plan/plantextedit.h"
#include "ui/plan/planview.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int historyWidth = 300;

}

PlanScreen::PlanScreen(store::Workspace &workspace, QWidget *parent)
    : Screen(parent), m_workspace(workspace), m_pool(new QThreadPool), m_stack(new QStackedWidget), m_view(new PlanView), m_compare(new PlanCompare)
{
    setObjectName(u"planScreen"_s);
    setAcceptDrops(true);
    m_loader = new PlanLoader(m_view->boxSize(), this);
    m_other = new PlanLoader(m_view->boxSize(), this);
    m_start = buildStart();
    m_shown = buildShown();
    m_stack->addWidget(m_start);
    m_stack->addWidget(m_shown);
    m_stack->addWidget(m_compare);
    buildHistory();
    auto *split = new QSplitter(Qt::Horizontal);
    split->setObjectName(u"planHistorySplitter"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(m_stack);
    split->addWidget(m_history);
    split->setStretchFactor(0, 1);
    split->setSizes({900, historyWidth});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
    connect(m_loader, &PlanLoader::readingChanged, this, &PlanScreen::showReading);
    connect(m_loader, &PlanLoader::loaded, this, &PlanScreen::loaded);
    connect(m_loader, &PlanLoader::failed, this, [this](const QString &reason) {
        showPage(m_start);
        m_message->ask(InlineBar::Tone::Danger, reason, {});
    });
    connect(m_other, &PlanLoader::loaded, this, &PlanScreen::otherLoaded);
    connect(m_other, &PlanLoader::failed, this, [this](const QString &reason) { m_partial->ask(InlineBar::Tone::Danger, reason, {{u"planPartialClose"_s, tr("Close"), {}}}); });
    connect(m_view, &PlanView::openInConsoleRequested, this, &PlanScreen::openInConsoleRequested);
    connect(m_view, &PlanView::changeRequested, this, [this](const doctor::Fix &fix) {
        if (m_catalogueOf)
            Q_EMIT changeRequested(m_catalogueOf, fix);
        else
            Q_EMIT statusMessage(tr("The server that made this plan is not open: open it under Connections, then the plan once more."));
    });
    connect(m_compare, &PlanCompare::closeRequested, this, [this] {
        showPage(m_shown);
        m_view->focusPage();
    });
    buildActions();
    showPage(m_start);
}

PlanScreen::~PlanScreen() = default;

QWidget *PlanScreen::buildShown()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_partial = new InlineBar;
    m_partial->setObjectName(u"planPartial"_s);
    m_partial->hide();
    column->addWidget(m_partial);
    column->addWidget(m_view, 1);
    const auto tool = [this](const QString &name, const QString &iconName, const QString &words) {
        auto *made = new QToolButton;
        made->setObjectName(name);
        made->setIcon(icon(iconName));
        made->setToolTip(words);
        made->setAccessibleName(words);
        made->setFocusPolicy(Qt::TabFocus);
        m_view->addToBar(made);
        return made;
    };
    QToolButton *with = tool(u"planCompareWith"_s, u"duplicate"_s, tr("Compare it with another plan, side by side"));
    with->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(with);
    menu->setObjectName(u"planCompareMenu"_s);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillCompareMenu(*menu); });
    with->setMenu(menu);
    connect(tool(u"planHistoryShow"_s, u"history"_s, tr("The plans of before (Ctrl+Shift+H)")), &QToolButton::clicked, this, &PlanScreen::toggleHistory);
    connect(tool(u"planAnother"_s, u"edit"_s, tr("Another plan: back to the text (Ctrl+L)")), &QToolButton::clicked, this, &PlanScreen::showStart);
    return page;
}

void PlanScreen::buildHistory()
{
    m_history = new PlanHistory(m_workspace);
    m_history->setMinimumWidth(220);
    connect(m_history, &PlanHistory::openRequested, this, &PlanScreen::openEntry);
    connect(m_history, &PlanHistory::compareRequested, this, &PlanScreen::compareEntries);
    connect(m_history, &PlanHistory::closeRequested, this, &PlanScreen::toggleHistory);
}

void PlanScreen::showPage(QWidget *page)
{
    m_stack->setCurrentWidget(page);
    m_history->setVisible(page == m_start ? m_historyAtStart : m_historyBeside);
    m_history->setComparable(page != m_start);
    m_history->refresh();
}

void PlanScreen::toggleHistory()
{
    bool &open = m_stack->currentWidget() == m_start ? m_historyAtStart : m_historyBeside;
    open = !open;
    if (open) {
        m_history->open();
        return;
    }
    m_history->hide();
    activated();
}

QWidget *PlanScreen::buildStart()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(10);
    auto *heading = new QLabel(tr("Look at a plan"));
    heading->setProperty("heading", true);
    auto *words = new QLabel(tr("Paste what EXPLAIN says, as text or JSON: from psql with its frames, from a log (auto_explain), from another tool. Or drop a file. No connection is needed; "
                                "with ANALYZE and BUFFERS there is more to see."));
    words->setProperty("muted", true);
    words->setWordWrap(true);
    m_message = new InlineBar;
    m_message->setObjectName(u"planMessage"_s);
    m_message->hide();
    m_text = new PlanTextEdit;
    m_text->setObjectName(u"planInput"_s);
    m_text->setAccessibleName(tr("Text of a plan"));
    m_text->setPlaceholderText(u"Limit  (cost=0.42..8.61 rows=10 width=16) (actual time=0.310..0.412 rows=10 loops=1)\n  ->  Index Scan using …"_s);
    m_show = new QPushButton(tr("&Show the plan"));
    m_show->setObjectName(u"planShow"_s);
    m_show->setProperty("primary", true);
    m_show->setToolTip(tr("Ctrl+Enter"));
    m_open = new QPushButton(tr("&Open a file…"));
    m_open->setObjectName(u"planOpen"_s);
    auto *paste = new QPushButton(tr("&Paste and show"));
    paste->setObjectName(u"planPaste"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *before = new QPushButton(tr("P&lans of before"));
    before->setObjectName(u"planBefore"_s);
    before->setToolTip(tr("Ctrl+Shift+H"));
    connect(before, &QPushButton::clicked, this, &PlanScreen::toggleHistory);
    buttons->addWidget(m_open);
    buttons->addWidget(paste);
    buttons->addWidget(before);
    buttons->addStretch(1);
    buttons->addWidget(m_show);
    column->addWidget(heading);
    column->addWidget(words);
    column->addWidget(m_message);
    column->addWidget(m_text, 1);
    column->addLayout(buttons);
    const auto show = [this] {
        if (m_show->isEnabled())
            openText(m_text->toPlainText());
    };
    connect(m_show, &QPushButton::clicked, this, show);
    connect(m_open, &QPushButton::clicked, this, &PlanScreen::chooseFile);
    connect(paste, &QPushButton::clicked, this, &PlanScreen::pastePlan);
    connect(m_text, &PlanTextEdit::longTextPasted, this, &PlanScreen::openText);
    connect(m_text, &PlanTextEdit::filesDropped, this, [this](const QStringList &files) { openFile(files.front()); });
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_text->unmark();
        m_show->setEnabled(!m_text->document()->isEmpty() && !m_loader->isReading());
    });
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter})
        addShortcut(page, Qt::CTRL | key, show);
    m_show->setEnabled(false);
    return page;
}

void PlanScreen::buildActions()
{
    const auto add = [this](const QString &name, const QString &iconName, const QString &text, const QKeySequence &keys, auto slot) {
        auto *action = new QAction(icon(iconName), text, this);
        action->setObjectName(name);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(u"actionOpenPlan"_s, u"open"_s, tr("Open a plan from a file"), QKeySequence::Open, &PlanScreen::chooseFile);
    add(u"actionPastePlan"_s, u"paste"_s, tr("Show the plan in the clipboard"), Qt::CTRL | Qt::SHIFT | Qt::Key_V, &PlanScreen::pastePlan);
    add(u"actionPlanHistory"_s, u"history"_s, tr("Plans of before"), Qt::CTRL | Qt::SHIFT | Qt::Key_H, &PlanScreen::toggleHistory);
    add(u"actionComparePlan"_s, u"duplicate"_s, tr("Compare the plan with one from a file"), {}, &PlanScreen::chooseOtherFile);
    add(u"actionComparePasted"_s, u"duplicate"_s, tr("Compare the plan with the one in the clipboard"), {}, &PlanScreen::pasteOther);
    add(u"actionAnotherPlan"_s, u"edit"_s, tr("Back to the text of the plan"), Qt::CTRL | Qt::Key_L, &PlanScreen::showStart);
}

bool PlanScreen::showsPlan() const
{
    return m_stack->currentWidget() == m_shown;
}

bool PlanScreen::showsComparison() const
{
    return m_stack->currentWidget() == m_compare;
}

void PlanScreen::activated()
{
    m_history->refresh();
    if (showsPlan())
        m_view->focusPage();
    else if (showsComparison())
        m_compare->setFocus();
    else
        m_text->setFocus();
}

void PlanScreen::showExample()
{
    m_text->setPlainText(planexample::tooFew.toString());
    openText(m_text->toPlainText());
}

void PlanScreen::compareExample()
{
    compareWithText(planexample::iterative.toString());
}

void PlanScreen::openText(const QString &text)
{
    m_message->hide();
    m_then = {};
    m_coming = {.entry = {.origin = store::PlanEntry::Origin::Pasted}};
    m_comingIsNew = true;
    m_loader->read(text);
}

void PlanScreen::openFile(const QString &fileName)
{
    m_message->hide();
    m_then = {};
    m_coming = {.entry = {.origin = store::PlanEntry::Origin::File, .fileName = QFileInfo(fileName).fileName()}};
    m_comingIsNew = true;
    m_loader->open(fileName);
}

void PlanScreen::openPlan(const OpenPlanPtr &plan, const store::PlanEntry &entry)
{
    m_loader->forget();
    m_then = {};
    m_catalogueOf = serverOf(entry);
    m_name = PlanHistoryModel::nameOf(entry);
    m_partial->hide();
    m_view->setPlans({plan});
    showPage(m_shown);
    m_view->focusPage();
}

void PlanScreen::withText(const store::PlanEntry &entry, const std::function<void(const QByteArray &)> &then)
{
    core::whenDone(m_workspace.planText(entry.id), this, then, [this](const std::exception_ptr &error) {
        (m_stack->currentWidget() == m_start ? m_message : m_partial)->ask(InlineBar::Tone::Danger, core::describe(error), {{u"planPartialClose"_s, tr("Close"), {}}});
        m_history->refresh();
    });
}

void PlanScreen::openEntry(const store::PlanEntry &entry)
{
    m_message->hide();
    withText(entry, [this, entry](const QByteArray &text) {
        m_coming = {.entry = entry};
        m_comingIsNew = false;
        m_loader->read(text, entry.statement);
    });
}

void PlanScreen::chooseFile()
{
    askForFile(tr("Open a plan"), &PlanScreen::openFile);
}

void PlanScreen::askForFile(const QString &title, void (PlanScreen::*then)(const QString &))
{
    auto *dialog = new QFileDialog(this, title, {}, tr("Plans (*.json *.txt *.log *.sql *.plan *.out);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, then);
    dialog->open();
}

void PlanScreen::pastePlan()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (QStringView(text).trimmed().isEmpty()) {
        showStart();
        m_message->ask(InlineBar::Tone::Warning, tr("There is no text in the clipboard. Copy a plan, then paste it."), {});
        return;
    }
    if (text.size() <= PlanTextEdit::mostShown)
        m_text->setPlainText(text);
    openText(text);
}

void PlanScreen::showStart()
{
    showPage(m_start);
    m_text->setFocus();
}

void PlanScreen::showReading(bool reading)
{
    m_show->setText(reading ? tr("Reading the plan…") : tr("&Show the plan"));
    m_show->setEnabled(!reading && !m_text->document()->isEmpty());
}

void PlanScreen::loaded(const PlanLoad &load)
{
    if (load.plans.isEmpty()) {
        m_then = {};
        showProblem(load);
        return;
    }
    if (m_comingIsNew)
        m_coming.entry = keep(load, m_coming.entry);
    m_name = m_coming.name.isEmpty() ? PlanHistoryModel::nameOf(m_coming.entry) : m_coming.name;
    m_view->setPlans(load.plans);
    m_partial->hide();
    askCatalogue(m_coming.entry);
    if (const MadePlan then = std::exchange(m_then, {}); then.isThere())
        return goOnWith(then); // which shows both
    showPage(m_shown);
    if (load.problem)
        m_partial->ask(InlineBar::Tone::Warning,
                       tr("Behind it the text is no plan: line %1, column %2: %3.").arg(load.problem->line).arg(load.problem->column).arg(load.problem->reason),
                       {{u"planShowPlace"_s, tr("Show the place"), [this, load] { showProblem(load); }}, {u"planPartialClose"_s, tr("Close"), {}}});
    m_view->focusPage();
}

/// Puts what was read into the history, with what \p known says of where it came from; returns its entry.
store::PlanEntry PlanScreen::keep(const PlanLoad &load, const store::PlanEntry &known)
{
    store::PlanEntry entry = planEntry(*load.plans.front());
    entry.origin = known.origin;
    entry.profileId = known.profileId;
    entry.server = known.server;
    entry.database = known.database;
    entry.fileName = known.fileName;
    const store::PlanEntry named = entry;
    if (load.text.size() > store::mostPlanText) {
        Q_EMIT statusMessage(tr("This plan has %1: it is shown, and not kept in the list of plans, which takes %2 at most.").arg(bytesText(load.text.size()), bytesText(store::mostPlanText)));
        return named;
    }
    entry.text = load.text;
    core::whenDone(m_workspace.addPlan(entry), this, [this](qint64) { m_history->refresh(); }, [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
    return named;
}

/// The open server that made a plan; null: it is not open, or the plan is of none.
Server *PlanScreen::serverOf(const store::PlanEntry &entry) const
{
    if (!m_servers || entry.server.isEmpty())
        return nullptr;
    const QList<Server *> servers = m_servers();
    const auto same = std::ranges::find_if(servers, [&](const Server *each) {
        const auto place = each->place();
        return place.profileId == entry.profileId && place.server == entry.server && place.database == entry.database;
    });
    return same == servers.end() ? nullptr : *same;
}

/// While the server that made the plan is open, its findings go by the catalogue as well.
void PlanScreen::askCatalogue(const store::PlanEntry &entry)
{
    m_catalogueOf = serverOf(entry);
    if (!m_catalogueOf)
        return;
    const OpenPlanPtr plan = m_view->plan();
    auto task = m_catalogueOf->pool().read(tr("Look at the tables of a plan"), [plan](pg::Connection &connection, core::JobContext &) {
        doctor::Diagnosis said = doctor::diagnoseKept(connection, plan->plan, plan->statement);
        return withFindings(*plan, {std::move(said.findings), std::move(said.assumptions)});
    });
    core::whenDone(
        task.future, this,
        [this, plan](const OpenPlanPtr &again) {
            if (m_view->plan() == plan)
                m_view->renew(again);
        },
        [this](const std::exception_ptr &error) { Q_EMIT statusMessage(tr("The tables of the plan were not looked at: %1").arg(core::describe(error))); });
}

void PlanScreen::showProblem(const PlanLoad &load)
{
    showPage(m_start);
    m_text->setPlainText(load.excerpt);
    m_text->mark(load.markAt);
    const QString place = tr("Line %1, column %2: %3.").arg(load.problem->line).arg(load.problem->column).arg(load.problem->reason);
    m_message->ask(InlineBar::Tone::Danger, load.firstLine == 1 ? place : place + u' ' + tr("The text is long: what is below begins with its line %1.").arg(load.firstLine), {});
    m_text->setFocus();
}

void PlanScreen::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void PlanScreen::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.front().isLocalFile())
        openFile(urls.front().toLocalFile());
    else if (event->mimeData()->hasText())
        openText(event->mimeData()->text());
    event->acceptProposedAction();
}

} // namespace quiver::ui
