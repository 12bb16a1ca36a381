// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/migrationfilepane.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "migrations/migrationwriter.h"
#include "ui/common/sqleditor.h"
#include "ui/common/sqleditorfindbar.h"

#include <QBoxLayout>
#include <QDir>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTabBar>
#include <QThreadPool>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using migrations::MigrationScript;
using migrations::MigrationState;

MigrationFilePane::MigrationFilePane(QWidget *parent)
    : QWidget(parent), m_tabs(new QTabBar), m_note(new QLabel), m_editor(new SqlEditor), m_save(new QPushButton(tr("&Save"))),
      m_discard(new QPushButton(tr("Dis&card edits")))
{
    setObjectName(u"migrationFilePane"_s);
    setFocusProxy(m_editor);
    m_tabs->setObjectName(u"migrationFileTabs"_s);
    m_tabs->setAccessibleName(tr("Which file is shown"));
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Up", "the file that applies a migration"));
    m_tabs->addTab(tr("Down", "the file that takes a migration back"));
    m_note->setObjectName(u"migrationFileNote"_s);
    m_note->setProperty("muted", true);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_editor->setObjectName(u"migrationFileText"_s);
    m_editor->setAccessibleName(tr("Text of the file"));
    m_editor->setMinimumHeight(60);
    m_editor->installEventFilter(this);
    m_save->setObjectName(u"migrationFileSave"_s);
    m_save->setToolTip(tr("Ctrl+S"));
    m_discard->setObjectName(u"migrationFileDiscard"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_note, 1);
    row->addWidget(m_discard);
    row->addWidget(m_save);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 0, 0); // from the splitter's handle
    layout->setSpacing(6);
    layout->addWidget(m_tabs);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_editor->findBar());
    layout->addLayout(row);
    connect(m_tabs, &QTabBar::currentChanged, this, &MigrationFilePane::showScript);
    connect(m_editor, &SqlEditor::textChanged, this, &MigrationFilePane::keepEdit);
    connect(m_save, &QPushButton::clicked, this, &MigrationFilePane::save);
    connect(m_discard, &QPushButton::clicked, this, &MigrationFilePane::discard);
    auto *shortcut = new QShortcut(QKeySequence::Save, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, &MigrationFilePane::save);
    showScript();
}

void MigrationFilePane::setEntry(const QString &folder, const std::optional<migrations::MigrationEntry> &entry,
                                 const std::vector<migrations::MigrationProblem> &problems)
{
    m_folder = folder;
    m_entry = entry;
    m_problems = problems;
    m_down = entry ? entry->down() : std::nullopt;
    m_keptUp.reset();
    if (entry && !entry->file && !entry->kept.up.isEmpty()) {
        std::vector<migrations::MigrationProblem> none;
        m_keptUp = migrations::readMigrationScript(entry->title() + u".up.sql"_s, entry->kept.up.toUtf8(), none);
    }
    showScript();
}

void MigrationFilePane::forgetEdits()
{
    m_edits.clear();
    Q_EMIT unsavedChanged();
}

const MigrationScript *MigrationFilePane::shownScript() const
{
    if (!m_entry)
        return nullptr;
    if (m_tabs->currentIndex() == 1)
        return m_down ? &*m_down : nullptr;
    return m_entry->file ? &m_entry->file->up : m_keptUp ? &*m_keptUp : nullptr;
}

bool MigrationFilePane::mayEdit() const
{
    if (!shownScript() || !m_entry->file)
        return false;
    return m_tabs->currentIndex() == 1 || !m_entry->row || m_entry->state == MigrationState::Dirty;
}

void MigrationFilePane::showScript()
{
    const MigrationScript *script = shownScript();
    m_filling = true;
    m_shown = script ? script->fileName : QString();
    const auto edit = m_edits.constFind(m_shown);
    const QString text = edit != m_edits.cend() ? edit->text : script ? script->text : QString();
    if (m_editor->text() != text)
        m_editor->setText(text);
    m_editor->setReadOnly(!mayEdit());
    m_editor->setEnabled(script != nullptr);
    m_filling = false;
    markProblems();
    showNote();
}

void MigrationFilePane::showNote()
{
    const bool edited = isEdited();
    m_save->setVisible(edited);
    m_discard->setVisible(edited);
    if (!m_entry)
        m_note->setText(tr("Choose a migration to see its files."));
    else if (edited)
        m_note->setText(tr("Edited, not saved"));
    else if (!shownScript() && m_tabs->currentIndex() == 1)
        m_note->setText(tr("It has no .down.sql: it cannot be taken back."));
    else if (!shownScript())
        m_note->setText(tr("Its file is gone, and the history has not kept its text."));
    else if (!m_entry->file)
        m_note->setText(tr("Its file is gone. This is what the history kept of it."));
    else if (!mayEdit())
        m_note->setText(tr("Applied, so only to be read: edited it would not be what the database has."));
    else
        m_note->setText(shownScript()->inTransaction ? tr("Runs in one transaction") : tr("Runs outside of a transaction"));
}

void MigrationFilePane::markProblems()
{
    m_editor->clearErrors();
    for (const migrations::MigrationProblem &problem : m_problems) {
        if (problem.file != m_shown || problem.line < 1)
            continue;
        const QString text = m_editor->text();
        qsizetype begin = 0;
        for (int line = 1; line < problem.line && begin >= 0; ++line)
            begin = text.indexOf(u'\n', begin) + 1;
        const qsizetype end = text.indexOf(u'\n', begin);
        m_editor->markError(begin, (end < 0 ? text.size() : end) - begin, problem.reason);
    }
}

void MigrationFilePane::showLine(bool up, int line, const QString &message)
{
    m_tabs->setCurrentIndex(up ? 0 : 1);
    if (line < 1 || m_shown.isEmpty())
        return;
    m_problems.push_back({migrations::MigrationProblem::Severity::Error, m_shown, line, message});
    markProblems();
    m_editor->setCursorPosition(line - 1, 0);
}

void MigrationFilePane::keepEdit()
{
    const MigrationScript *script = shownScript();
    if (m_filling || !script || !mayEdit())
        return;
    const QString text = m_editor->text();
    const bool before = isEdited();
    if (text == script->text) {
        m_edits.remove(m_shown);
    } else {
        Edit &edit = m_edits[m_shown];
        if (edit.base.isEmpty()) // what is on disk may be another by the time that it is saved
            edit.base = script->checksum;
        edit.text = text;
    }
    if (isEdited() == before)
        return;
    showNote();
    Q_EMIT unsavedChanged();
}

void MigrationFilePane::save()
{
    const MigrationScript *script = shownScript();
    if (!script || !mayEdit() || !isEdited())
        return;
    const QString name = script->fileName;
    const QString path = QDir(m_folder).filePath(name);
    auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Save a migration"), nullptr,
                                  [path, before = m_edits[name].base, text = m_edits[name].text](core::JobContext &) { migrations::replaceMigrationFile(path, before, text); });
    core::whenDone(
        task.future, this,
        [this, name, path] {
            m_edits.remove(name);
            showNote();
            Q_EMIT unsavedChanged();
            Q_EMIT saved(path);
        },
        [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
}

void MigrationFilePane::discard()
{
    m_edits.remove(m_shown);
    showScript();
    m_editor->setFocus();
    Q_EMIT unsavedChanged();
}

bool MigrationFilePane::eventFilter(QObject *watched, QEvent *event)
{
    // A stop on the way to the buttons, also where it is written in: a Tab that it kept would be in the file. Esc goes back.
    if (watched == m_editor && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
            focusNextPrevChild(key == Qt::Key_Tab);
            return true;
        }
        if (key == Qt::Key_Escape && m_editor->findBar()->isHidden()) {
            m_tabs->setFocus(Qt::ShortcutFocusReason);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
