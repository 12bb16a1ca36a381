// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ChangePreview that is seen; making and running the Change is in changepreviewrun.cpp.
#include "ui/common/changepreview.h"

#include "sql/shownsql.h"
#include "ui/common/changepreviewrun.h"
#include "ui/common/changestepdelegate.h"
#include "ui/common/changestepsmodel.h"
#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTabBar>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int refreshDelayMs = 150;
constexpr int lookEveryMs = 2000;
constexpr int narrow = 620; // below it the buttons show their icons only

} // namespace

ChangePreview::ChangePreview(QWidget *parent)
    : QWidget(parent), m_applyText(tr("Apply")), m_model(new ChangeStepsModel(this))
{
    setObjectName(u"changePreview"_s);
    setAccessibleName(tr("What will be changed"));
    m_title = new QLabel;
    m_title->setObjectName(u"changeTitle"_s);
    m_title->setProperty("heading", true);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar = new InlineBar;
    m_bar->setObjectName(u"changeBar"_s);
    m_message = new QLabel;
    m_message->setObjectName(u"changeMessage"_s);
    m_message->setProperty("muted", true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse); // it may name a statement for somebody else to run
    m_message->setAlignment(Qt::AlignCenter);
    m_split = new QSplitter(Qt::Vertical);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(buildSteps());
    m_split->addWidget(buildSql());
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_bar);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_split, 1);
    layout->addWidget(buildButtons());

    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(refreshDelayMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &ChangePreview::make);
    m_blockerTimer.setInterval(lookEveryMs);
    connect(&m_blockerTimer, &QTimer::timeout, this, &ChangePreview::lookForBlockers);
    auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, m_apply, &QPushButton::click);
    showChange(sql::Change());
}

ChangePreview::~ChangePreview()
{
    if (m_making)
        m_making->cancel();
}

QWidget *ChangePreview::buildSteps()
{
    m_steps = new QListView;
    m_steps->setObjectName(u"changeSteps"_s);
    m_steps->setAccessibleName(tr("Steps"));
    m_steps->setModel(m_model);
    m_steps->setItemDelegate(new ChangeStepDelegate(m_steps));
    m_steps->setResizeMode(QListView::Adjust);
    m_steps->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_steps->setMinimumHeight(90);
    m_steps->installEventFilter(this);
    connect(m_steps->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        if (Text(m_tabs->currentIndex()) == Text::Step)
            showText();
    });
    connect(m_steps, &QListView::activated, this, [this] { m_tabs->setCurrentIndex(int(Text::Step)); });
    return m_steps;
}

QWidget *ChangePreview::buildSql()
{
    m_tabs = new QTabBar;
    m_tabs->setObjectName(u"changeTabs"_s);
    m_tabs->setAccessibleName(tr("Which SQL is shown"));
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("All of the SQL"));
    m_tabs->addTab(tr("This step"));
    m_tabs->addTab(tr("Undo"));
    m_sql = new SqlEditor;
    m_sql->setObjectName(u"changeSql"_s);
    m_sql->setAccessibleName(tr("SQL that will be run"));
    m_sql->setReadOnly(true);
    m_sql->setMinimumHeight(90);
    m_sql->installEventFilter(this);
    connect(m_tabs, &QTabBar::currentChanged, this, &ChangePreview::showText);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_sql, 1);
    return box;
}

QWidget *ChangePreview::buildButtons()
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    const auto tool = [&](const QString &name, const QString &iconName, const QString &text, const QString &tip, auto action) {
        auto *button = new QToolButton;
        button->setObjectName(name);
        button->setIcon(icon(iconName));
        button->setText(text);
        button->setToolTip(tip);
        button->setAccessibleName(text);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(button, &QToolButton::clicked, this, action);
        layout->addWidget(button);
        m_tools.append(button);
    };
    tool(u"changeCopy"_s, u"copy"_s, tr("Copy"), tr("Copies the SQL that is shown, in full"),
         [this] { QGuiApplication::clipboard()->setText(wholeText()); });
    tool(u"changeToConsole"_s, u"console"_s, tr("Open in console"), QString(),
         [this] { Q_EMIT openInConsoleRequested(wholeText()); });
    tool(u"changeToMigration"_s, u"commit"_s, tr("Save as migration…"), QString(),
         [this] { Q_EMIT saveAsMigrationRequested(change()); });
    m_note = new QLabel;
    m_note->setObjectName(u"changeNote"_s);
    m_note->setProperty("muted", true);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(u"changeCancel"_s);
    m_apply = new QPushButton(m_applyText);
    m_apply->setObjectName(u"changeApply"_s);
    m_apply->setProperty("primary", true);
    connect(m_apply, &QPushButton::clicked, this, &ChangePreview::apply);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_run)
            m_run->job->cancel();
        showState();
    });
    layout->addWidget(m_note, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_apply);
    return box;
}

const sql::Change &ChangePreview::change() const
{
    return m_model->change();
}

bool ChangePreview::applyIfPossible()
{
    if (!m_apply->isEnabled())
        return false;
    m_apply->click();
    return true;
}

void ChangePreview::setApplyText(const QString &text)
{
    m_applyText = text;
    showState();
}

void ChangePreview::setRefusal(const QString &why)
{
    m_refusal = why;
    showState();
}

void ChangePreview::setMigrationsOffered(bool offered)
{
    m_tools[MigrationTool]->setVisible(offered);
}

void ChangePreview::showChange(const sql::PlannedChange &planned)
{
    const sql::Change &change = planned.change;
    m_parameters = planned.parameters;
    m_stale = false;
    m_done = false;
    m_undoes = 0;
    m_model->setChange(change);
    m_title->setText(change.title);
    m_title->setToolTip(change.title);
    if (m_shown != Shown::Outcome || !m_outcomeKept) {
        m_shown = Shown::Plan;
        m_past = {};
        m_bar->hide();
    }
    const bool empty = change.isEmpty();
    m_message->setVisible(empty);
    m_message->setText(change.title.isEmpty() ? QString() : tr("There is nothing to change."));
    m_split->setVisible(!empty);
    if (!empty)
        m_steps->setCurrentIndex(m_model->index(0));
    showText();
    showState();
}

/// In place of a Change.
void ChangePreview::showMessage(const QString &text)
{
    showChange(sql::Change());
    m_message->setText(text);
}

QString ChangePreview::wholeText() const
{
    const auto step = std::size_t(std::max(0, m_steps->currentIndex().row()));
    switch (Text(m_tabs->currentIndex())) {
    case Text::All: break;
    case Text::Step: return step < change().steps.size() ? sql::stepScript(change().steps[step]) + u";\n"_s : QString();
    case Text::Undo: return sql::undoScript(change());
    }
    return change().isEmpty() ? QString() : sql::changeScript(change());
}

void ChangePreview::showText()
{
    QString text = sql::shownSql(wholeText());
    if (text.isEmpty() && Text(m_tabs->currentIndex()) == Text::Undo && !change().isEmpty())
        text = u"-- "_s + tr("Nothing of this can be undone.");
    if (m_sql->text() != text)
        m_sql->setText(text);
}

/// Why it cannot be applied now; empty where it can.
QString ChangePreview::refusal() const
{
    if (!m_refusal.isEmpty())
        return m_refusal;
    if (!m_server)
        return tr("No server is open.");
    if (m_server->identity().readOnly)
        return change().takesParameters() ? tr("This connection is read-only.")
                                          : tr("This connection is read-only: the SQL can be copied or kept as a migration.");
    return {};
}

void ChangePreview::showState()
{
    const bool running = isRunning();
    const bool offered = !change().isEmpty();
    const bool asked = running && m_run->job->cancelRequests() > 0;
    const QString why = refusal();
    const bool hadFocus = m_apply->hasFocus();
    m_apply->setText(running ? tr("Running…") : m_applyText);
    m_apply->setEnabled(offered && !running && !m_stale && !m_done && why.isEmpty());
    if (hadFocus && !m_apply->isEnabled())
        m_steps->setFocus(); // else whatever comes next in the window would have it
    m_apply->setToolTip(why);
    m_apply->setAccessibleDescription(why);
    m_cancel->setVisible(running);
    m_cancel->setText(asked ? tr("Give up the connection") : tr("Cancel"));
    m_cancel->setToolTip(asked ? tr("It is being cancelled and cleaned up after. This ends it at once, whatever is left behind.")
                               : tr("Stops it and rolls back what can be rolled back"));
    for (QToolButton *tool : std::as_const(m_tools))
        tool->setEnabled(offered && !m_stale);
    const bool isWhole = !change().takesParameters(); // else neither the console nor a migration has its values
    m_tools[ConsoleTool]->setEnabled(offered && !m_stale && isWhole);
    m_tools[MigrationTool]->setEnabled(offered && !m_stale && !running && isWhole);
    const QString noValues = isWhole ? QString() : tr("Its values ($1, $2, …) are made by Quiver while it runs");
    m_tools[ConsoleTool]->setToolTip(isWhole ? tr("Opens the SQL that is shown in the console, without running it") : noValues);
    m_tools[MigrationTool]->setToolTip(isWhole ? tr("Keeps it as a file that can be applied later, here or elsewhere") : noValues);
    m_note->setText(offered && !running ? why : asked ? tr("Cancelling…") : running ? m_waitsFor : QString());
    fitButtons();
}

void ChangePreview::fitButtons()
{
    const bool wide = width() >= narrow && m_note->text().isEmpty();
    for (QToolButton *tool : std::as_const(m_tools))
        tool->setToolButtonStyle(wide ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_title->setText(m_title->fontMetrics().elidedText(change().title, Qt::ElideRight, std::max(40, m_title->width())));
}

void ChangePreview::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QMetaObject::invokeMethod(this, &ChangePreview::fitButtons, Qt::QueuedConnection);
}

void ChangePreview::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_steps->viewport()->update();
}

bool ChangePreview::eventFilter(QObject *watched, QEvent *event)
{
    // An editor keeps Tab for itself; one that is only read is a stop on the way.
    if (watched == m_sql && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
            focusNextPrevChild(key == Qt::Key_Tab);
            return true;
        }
    }
    if (watched == m_steps && event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(m_steps, &QListView::doItemsLayout, Qt::QueuedConnection); // the height of a step follows from the width
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
