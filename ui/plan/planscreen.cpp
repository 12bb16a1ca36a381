// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planscreen.h"

#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/plan/plantextedit.h"
#include "ui/plan/planview.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

// What `quiver --tour` shows: a filtered vector search that finds too few rows, with the sizes of a real one.
constexpr QStringView example = uR"(Limit  (cost=1.07..9.26 rows=10 width=20) (actual time=5.310..61.212 rows=3 loops=1)
  Buffers: shared hit=1843 read=912
  ->  Nested Loop  (cost=1.07..1027.50 rows=1254 width=20) (actual time=5.306..61.204 rows=3 loops=1)
        Buffers: shared hit=1843 read=912
        ->  Index Scan using documents_embedding_idx on documents d  (cost=0.78..861.30 rows=1254 width=16) (actual time=4.812..58.921 rows=3 loops=1)
              Order By: (embedding <=> '[0.012,0.221,-0.094]'::vector)
              Filter: (lang = 'de'::text)
              Rows Removed by Filter: 37
              Buffers: shared hit=1831 read=909
        ->  Bitmap Heap Scan on sources s  (cost=0.29..4.30 rows=1 width=12) (actual time=0.630..0.731 rows=1 loops=3)
              Recheck Cond: (id = d.source_id)
              Heap Blocks: exact=3
              Buffers: shared hit=12 read=3
              ->  Bitmap Index Scan on sources_pkey  (cost=0.00..0.29 rows=1 width=0) (actual time=0.204..0.204 rows=1 loops=3)
                    Index Cond: (id = d.source_id)
                    Buffers: shared hit=9
Planning Time: 0.412 ms
Execution Time: 61.350 ms
)";

} // namespace

PlanScreen::PlanScreen(QWidget *parent)
    : Screen(parent), m_stack(new QStackedWidget), m_view(new PlanView)
{
    setObjectName(u"planScreen"_s);
    setAcceptDrops(true);
    m_loader = new PlanLoader(m_view->boxSize(), this);
    m_partial = new InlineBar;
    m_partial->setObjectName(u"planPartial"_s);
    m_partial->hide();
    auto *another = new QToolButton;
    another->setObjectName(u"planAnother"_s);
    another->setIcon(icon(u"edit"_s));
    another->setToolTip(tr("Another plan: back to the text (Ctrl+L)"));
    another->setAccessibleName(another->toolTip());
    another->setFocusPolicy(Qt::TabFocus);
    connect(another, &QToolButton::clicked, this, &PlanScreen::showStart);
    m_view->addToBar(another);
    auto *shown = new QWidget;
    auto *column = new QVBoxLayout(shown);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_partial);
    column->addWidget(m_view, 1);
    m_start = buildStart();
    m_stack->addWidget(m_start);
    m_stack->addWidget(shown);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_loader, &PlanLoader::readingChanged, this, &PlanScreen::showReading);
    connect(m_loader, &PlanLoader::loaded, this, &PlanScreen::loaded);
    connect(m_loader, &PlanLoader::failed, this, [this](const QString &reason) {
        m_stack->setCurrentWidget(m_start);
        m_message->ask(InlineBar::Tone::Danger, reason, {});
    });
    connect(m_view, &PlanView::openInConsoleRequested, this, &PlanScreen::openInConsoleRequested);
    buildActions();
}

PlanScreen::~PlanScreen() = default;

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
    buttons->addWidget(m_open);
    buttons->addWidget(paste);
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
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(Qt::CTRL | key, page);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, show);
    }
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
    add(u"actionAnotherPlan"_s, u"edit"_s, tr("Back to the text of the plan"), Qt::CTRL | Qt::Key_L, &PlanScreen::showStart);
}

bool PlanScreen::showsPlan() const
{
    return m_stack->currentWidget() != m_start;
}

void PlanScreen::activated()
{
    if (showsPlan())
        m_view->focusPage();
    else
        m_text->setFocus();
}

void PlanScreen::showExample()
{
    m_text->setPlainText(example.toString());
    openText(m_text->toPlainText());
}

void PlanScreen::openText(const QString &text)
{
    m_message->hide();
    m_loader->read(text);
}

void PlanScreen::openFile(const QString &fileName)
{
    m_message->hide();
    m_loader->open(fileName);
}

void PlanScreen::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open a plan"), {}, tr("Plans (*.json *.txt *.log *.sql *.plan *.out);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &PlanScreen::openFile);
    dialog->open();
}

void PlanScreen::pastePlan()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (text.trimmed().isEmpty()) {
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
    m_stack->setCurrentWidget(m_start);
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
        showProblem(load);
        return;
    }
    m_stack->setCurrentIndex(1);
    m_view->setPlans(load.plans);
    m_partial->hide();
    if (load.problem)
        m_partial->ask(InlineBar::Tone::Warning,
                       tr("Behind it the text is no plan: line %1, column %2: %3.").arg(load.problem->line).arg(load.problem->column).arg(load.problem->reason),
                       {{u"planShowPlace"_s, tr("Show the place"), [this, load] { showProblem(load); }}, {u"planPartialClose"_s, tr("Close"), {}}});
    m_view->focusPage();
}

void PlanScreen::showProblem(const PlanLoad &load)
{
    m_stack->setCurrentWidget(m_start);
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
