// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/consolescreen.h"

#include "core/reply.h"
#include "pg/statementlog.h"
#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"
#include "ui/console/completionmodel.h"
#include "ui/console/consoletab.h"
#include "ui/console/historypanel.h"
#include "ui/console/parameterpanel.h"
#include "ui/console/resultpane.h"
#include "ui/console/runbar.h"

#include <QDataStream>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int rememberedClosed = 20;
const QString layoutKey = u"console/layout"_s;
}

ConsoleScreen::ConsoleScreen(store::Workspace &workspace, pg::Services services, QWidget *parent)
    : Screen(parent), m_workspace(workspace), m_services(services)
{
    setObjectName(u"consoleScreen"_s);
    build();
    buildActions();
    // What fails here, Workspace::failed() tells the user.
    core::whenDone(m_workspace.value(layoutKey), this, [this](const QByteArray &state) { restoreLayout(state); },
                  [](const std::exception_ptr &) {});
    core::whenDone(m_workspace.editors(), this, [this](const QList<store::EditorDraft> &drafts) { restore(drafts); },
                  [this](const std::exception_ptr &) { restore({}); });
}

ConsoleScreen::~ConsoleScreen()
{
    saveAll();
    // Their sessions end one after the other: all are asked first, so that they end together.
    for (int i = 0; i < tabCount(); ++i)
        tab(i)->cancel();
}

void ConsoleScreen::build()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(u"consoleTabs"_s);
    m_tabs->setAccessibleName(tr("Editors"));
    m_tabs->setDocumentMode(true);
    m_tabs->setMovable(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setElideMode(Qt::ElideNone); // many tabs scroll: a row of "Q..." says nothing
    m_tabs->setUsesScrollButtons(true);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->tabBar()->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *add = new QToolButton(m_tabs);
    add->setObjectName(u"newTab"_s);
    add->setIcon(icon(u"add"_s));
    add->setToolTip(tr("New tab (Ctrl+T)"));
    add->setAccessibleName(add->toolTip());
    m_tabs->setCornerWidget(add, Qt::TopRightCorner);
    m_history = new HistoryPanel(m_workspace, this);
    m_history->hide();
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(u"historySplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_tabs);
    m_splitter->addWidget(m_history);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({760, 320});
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    connect(add, &QToolButton::clicked, this, &ConsoleScreen::newTab);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ConsoleScreen::currentChanged);
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, [this](int index) { closeTab(tab(index)); });
    connect(m_tabs->tabBar(), &QTabBar::tabMoved, this, &ConsoleScreen::saveAll);
    connect(m_tabs->tabBar(), &QTabBar::tabBarDoubleClicked, this, [this](int index) {
        if (index >= 0)
            rename(tab(index));
        else
            newTab();
    });
    connect(m_tabs->tabBar(), &QTabBar::customContextMenuRequested, this, &ConsoleScreen::showTabMenu);
    connect(m_history, &HistoryPanel::closeRequested, this, &ConsoleScreen::toggleHistory);
    connect(m_history, &HistoryPanel::insertRequested, this, [this](const QString &sql, const QByteArray &parameters) {
        if (ConsoleTab *current = currentTab()) {
            for (const sql::BindValue &value : sql::bindValuesFrom(parameters))
                current->parameters()->setValue(value);
            current->editor()->replaceSelectedText(sql);
            current->editor()->setFocus();
        }
    });
}

QList<QAction *> ConsoleScreen::commands() const
{
    QList<QAction *> all = actions();
    if (const ConsoleTab *tab = currentTab()) {
        all += tab->actions();
        for (const ResultPane *pane : tab->findChildren<ResultPane *>()) {
            if (pane->isVisible())
                all += pane->actions();
        }
    }
    return all;
}

void ConsoleScreen::buildActions()
{
    const auto add = [this](const QString &name, const QString &iconName, const QString &text, const QKeySequence &keys, auto slot) {
        auto *action = new QAction(icon(iconName), text, this);
        action->setObjectName(name);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(u"actionNewTab"_s, u"tab-new"_s, tr("New editor tab"), Qt::CTRL | Qt::Key_T, [this] { newTab(); });
    add(u"actionCloseTab"_s, u"close"_s, tr("Close editor tab"), Qt::CTRL | Qt::Key_W, [this] { closeTab(currentTab()); });
    add(u"actionReopenTab"_s, u"undo"_s, tr("Reopen closed tab"), Qt::CTRL | Qt::SHIFT | Qt::Key_T, [this] { reopenClosedTab(); });
    add(u"actionRenameTab"_s, u"edit"_s, tr("Rename editor tab"), Qt::SHIFT | Qt::Key_F6, [this] { rename(currentTab()); });
    add(u"actionOpenFile"_s, u"open"_s, tr("Open SQL file"), QKeySequence::Open, [this] { openFiles(); });
    add(u"actionSaveFile"_s, u"save"_s, tr("Save SQL file"), QKeySequence::Save, [this] {
        if (currentTab())
            currentTab()->saveFile();
    });
    add(u"actionHistory"_s, u"history"_s, tr("Query history"), Qt::CTRL | Qt::SHIFT | Qt::Key_H, [this] { toggleHistory(); });
    add(u"actionNextTab"_s, u"chevron-right"_s, tr("Next editor tab"), Qt::CTRL | Qt::Key_PageDown,
        [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % std::max(1, tabCount())); });
    add(u"actionPreviousTab"_s, u"chevron-left"_s, tr("Previous editor tab"), Qt::CTRL | Qt::Key_PageUp,
        [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + tabCount() - 1) % std::max(1, tabCount())); });
}

void ConsoleScreen::restore(const QList<store::EditorDraft> &drafts)
{
    ConsoleTab *front = nullptr;
    const bool alreadyUsed = tabCount() > 0; // somebody opened a text before the drafts were read
    for (const store::EditorDraft &draft : drafts) {
        ConsoleTab *added = addTab(draft);
        if (draft.active)
            front = added;
    }
    if (front && !alreadyUsed)
        m_tabs->setCurrentWidget(front);
    m_restored = true;
    if (tabCount() == 0)
        newTab();
    Q_EMIT restored();
}

void ConsoleScreen::restoreLayout(const QByteArray &state)
{
    QDataStream stream(state);
    QByteArray main;
    bool historyOpen = false;
    stream >> main >> m_tabSplit >> historyOpen;
    if (stream.status() != QDataStream::Ok)
        return; // none saved yet
    m_splitter->restoreState(main);
    m_history->setVisible(historyOpen);
    m_history->refresh();
    for (int i = 0; i < tabCount(); ++i)
        tab(i)->splitter()->restoreState(m_tabSplit);
}

QStringList ConsoleScreen::unfinished(const Server *server) const
{
    QStringList lines;
    for (int i = 0; i < tabCount(); ++i)
        if (tab(i)->hasOpenTransaction() && (!server || tab(i)->server() == server))
            lines += tr("%1: open transaction on %2").arg(tab(i)->title(), tab(i)->server() ? tab(i)->server()->identity().name : QString());
    return lines;
}

void ConsoleScreen::saveState()
{
    saveAll();
    if (ConsoleTab *current = currentTab())
        m_tabSplit = current->splitter()->saveState();
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_splitter->saveState() << m_tabSplit << !m_history->isHidden();
    m_workspace.setValue(layoutKey, state);
}

void ConsoleScreen::setServer(Server *server)
{
    m_server = server;
    for (int i = 0; i < tabCount(); ++i) {
        if (!tab(i)->server())
            giveServer(tab(i));
    }
    if (isVisible())
        followServer();
}

/// A tab keeps its server. So that the window never names one server and runs on another, the server that was chosen gets a tab
/// of its own in front.
void ConsoleScreen::followServer()
{
    const ConsoleTab *current = currentTab();
    if (!m_restored || !m_server || !current || current->server() == m_server)
        return;
    for (int i = 0; i < tabCount(); ++i) {
        if (tab(i)->server() == m_server) {
            m_tabs->setCurrentWidget(tab(i));
            return;
        }
    }
    newTab();
}

void ConsoleScreen::giveServer(ConsoleTab *tab)
{
    tab->setServer(m_server, namesOf(m_server));
}

CompletionModel *ConsoleScreen::namesOf(Server *server)
{
    if (!server)
        return nullptr;
    CompletionModel *&names = m_names[server];
    if (!names) {
        names = new CompletionModel(server, this);
        names->refresh();
        // The address may be used again. Later: the tabs are told in the same breath and let go of it.
        connect(server, &QObject::destroyed, this, [this, server] { m_names.take(server)->deleteLater(); });
    }
    return names;
}

void ConsoleScreen::activated()
{
    followServer();
    if (currentTab())
        currentTab()->editor()->setFocus();
}

ConsoleTab *ConsoleScreen::currentTab() const
{
    return qobject_cast<ConsoleTab *>(m_tabs->currentWidget());
}

ConsoleTab *ConsoleScreen::tab(int index) const
{
    return qobject_cast<ConsoleTab *>(m_tabs->widget(index));
}

int ConsoleScreen::tabCount() const
{
    return m_tabs->count();
}

QString ConsoleScreen::freshTitle() const
{
    for (int number = 1;; ++number) {
        const QString title = tr("Query %1").arg(number);
        bool taken = false;
        for (int i = 0; i < tabCount(); ++i)
            taken = taken || tab(i)->title() == title;
        if (!taken)
            return title;
    }
}

ConsoleTab *ConsoleScreen::newTab()
{
    store::EditorDraft draft;
    draft.id = QUuid::createUuid();
    draft.title = freshTitle();
    ConsoleTab *added = addTab(draft);
    m_tabs->setCurrentWidget(added);
    added->editor()->setFocus();
    save(added);
    return added;
}

ConsoleTab *ConsoleScreen::addTab(const store::EditorDraft &draft)
{
    auto *added = new ConsoleTab(draft, m_services, m_tabs);
    added->setExplainer(m_explainer);
    added->setVectorPicker(m_vectorPicker);
    if (m_explainOptions)
        added->bar()->addExplainOptions(m_explainOptions);
    m_tabs->addTab(added, draft.title);
    if (!m_tabSplit.isEmpty())
        added->splitter()->restoreState(m_tabSplit);
    connectTab(added);
    giveServer(added);
    showTitle(added);
    return added;
}

void ConsoleScreen::connectTab(ConsoleTab *added)
{
    connect(added, &ConsoleTab::titleChanged, this, [this, added] { showTitle(added); });
    connect(added, &ConsoleTab::runningChanged, this, [this, added] { showTitle(added); });
    connect(added, &ConsoleTab::draftChanged, this, [this, added] {
        save(added);
        showTitle(added);
    });
    connect(added, &ConsoleTab::statusMessage, this, &Screen::statusMessage);
    connect(added, &ConsoleTab::editRowRequested, this, &ConsoleScreen::editRowRequested);
    connect(added, &ConsoleTab::similarRequested, this, &ConsoleScreen::similarRequested);
    connect(added, &ConsoleTab::namesChanged, this, [this, added] {
        if (CompletionModel *names = namesOf(added->server()))
            names->refresh();
    });
    connect(added, &ConsoleTab::serverLost, this, [this, added] {
        if (m_server)
            giveServer(added);
    });
    connect(added, &ConsoleTab::historyMade, this, [this](const store::HistoryEntry &entry) {
        core::whenDone(m_workspace.addHistory(entry), this, [this](qint64) { m_history->refresh(); }, [](const std::exception_ptr &) {});
    });
    connect(added, &ConsoleTab::transactionStatusChanged, this, [this, added](pg::TransactionStatus status) {
        if (added == currentTab())
            Q_EMIT transactionStatusChanged(status);
    });
    connect(added->bar(), &RunBar::openRequested, this, &ConsoleScreen::openFiles);
    connect(added->bar(), &RunBar::historyRequested, this, &ConsoleScreen::toggleHistory);
}

void ConsoleScreen::openText(const QString &sql, bool run)
{
    ConsoleTab *target = currentTab();
    if (!target || target->isRunning() || target->server() != m_server || !target->editor()->text().isEmpty())
        target = newTab();
    target->editor()->setText(sql);
    target->editor()->setFocus();
    if (run)
        target->run(sql::RunScope::All);
}

void ConsoleScreen::closeTab(ConsoleTab *closing)
{
    if (!closing)
        return;
    m_tabs->setCurrentWidget(closing);
    closing->askToClose([this, closing = QPointer(closing)] {
        if (!closing)
            return;
        store::EditorDraft draft = closing->draft();
        if (!draft.text.isEmpty()) {
            m_closed << draft;
            if (m_closed.size() > rememberedClosed)
                m_closed.removeFirst();
        }
        m_workspace.removeEditor(draft.id);
        m_tabs->removeTab(m_tabs->indexOf(closing));
        closing->deleteLater();
        if (tabCount() == 0)
            newTab();
        saveAll();
    });
}

void ConsoleScreen::reopenClosedTab()
{
    if (m_closed.isEmpty()) {
        Q_EMIT statusMessage(tr("No tab was closed."));
        return;
    }
    ConsoleTab *added = addTab(m_closed.takeLast());
    m_tabs->setCurrentWidget(added);
    added->editor()->setFocus();
    save(added);
}

void ConsoleScreen::rename(ConsoleTab *renamed)
{
    if (!renamed)
        return;
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"renameTab"_s);
    dialog->setWindowTitle(tr("Rename tab"));
    dialog->setLabelText(tr("Name of the tab"));
    dialog->setTextValue(renamed->title());
    connect(dialog, &QInputDialog::textValueSelected, renamed, &ConsoleTab::setTitle);
    dialog->open();
}

void ConsoleScreen::openFiles()
{
    auto *dialog = new QFileDialog(this, tr("Open SQL files"), {}, tr("SQL (*.sql);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &files) {
        ConsoleTab *target = currentTab();
        if (target && (!target->editor()->text().isEmpty() || target->isRunning()))
            target = nullptr;
        for (const QString &file : files) {
            (target ? target : newTab())->openFile(file);
            target = nullptr; // its text comes later
        }
    });
    dialog->open();
}

void ConsoleScreen::toggleHistory()
{
    if (m_history->isHidden()) {
        m_history->open();
        return;
    }
    m_history->hide();
    if (currentTab())
        currentTab()->editor()->setFocus();
}

void ConsoleScreen::currentChanged()
{
    if (!m_restored)
        return;
    saveAll();
    if (ConsoleTab *current = currentTab()) {
        Q_EMIT transactionStatusChanged(current->transactionStatus());
        if (current->server() && current->server() != m_server)
            Q_EMIT serverInFront(current->server());
    }
}

void ConsoleScreen::save(ConsoleTab *saved)
{
    store::EditorDraft draft = saved->draft();
    draft.position = m_tabs->indexOf(saved);
    draft.active = saved == currentTab();
    draft.text = pg::StatementLog::redacted(draft.text); // no secret on the disk; the open tab keeps what was typed
    m_workspace.saveEditor(draft);
}

void ConsoleScreen::saveAll()
{
    if (!m_restored)
        return; // what is on the disk is not known yet
    for (int i = 0; i < tabCount(); ++i)
        save(tab(i));
}

void ConsoleScreen::showTitle(ConsoleTab *shown)
{
    const int index = m_tabs->indexOf(shown);
    const QString file = shown->filePath();
    const bool unsaved = !file.isEmpty() && shown->hasUnsavedText();
    m_tabs->setTabText(index, (unsaved ? u"• "_s : QString()) + QString(shown->title()).replace(u'&', "&&"_L1));
    m_tabs->setTabIcon(index, shown->isRunning() ? icon(u"play"_s, colorsFor(palette()).accent) : QIcon());
    m_tabs->setTabToolTip(index, file.isEmpty() ? tr("Kept in the workspace; not saved to a file") : file);
}

void ConsoleScreen::showTabMenu(const QPoint &position)
{
    const int index = m_tabs->tabBar()->tabAt(position);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (QPointer<ConsoleTab> clicked = tab(index)) {
        menu->addAction(tr("Rename…"), this, [this, clicked] { rename(clicked); });
        menu->addAction(tr("Save as…"), this, [clicked] {
            if (clicked)
                clicked->saveFileAs();
        });
        menu->addAction(tr("Close"), this, [this, clicked] { closeTab(clicked); });
        menu->addSeparator();
    }
    menu->addAction(tr("New tab"), this, &ConsoleScreen::newTab);
    menu->addAction(tr("Reopen closed tab"), this, &ConsoleScreen::reopenClosedTab)->setEnabled(!m_closed.isEmpty());
    menu->popup(m_tabs->tabBar()->mapToGlobal(position));
}

} // namespace quiver::ui
