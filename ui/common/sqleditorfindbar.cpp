// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sqleditorfindbar.h"

#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStyle>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int countLimit = 9999; // counting further tells nobody anything
}

SqlEditorFindBar::SqlEditorFindBar(SqlEditor *editor)
    : QWidget(editor->parentWidget()), m_editor(editor), m_find(new QLineEdit(this)), m_replace(new QLineEdit(this)),
      m_count(new QLabel(this)), m_replaceRow(new QWidget(this))
{
    setObjectName(u"findBar"_s);
    m_find->setObjectName(u"findText"_s);
    m_find->setAccessibleName(tr("Find"));
    m_find->setPlaceholderText(tr("Find"));
    m_find->setClearButtonEnabled(true);
    m_replace->setObjectName(u"replaceText"_s);
    m_replace->setAccessibleName(tr("Replace with"));
    m_replace->setPlaceholderText(tr("Replace with"));
    m_count->setProperty("muted", true);
    m_count->setMinimumWidth(fontMetrics().horizontalAdvance(u"9,999 matches "_s));
    m_case = option(u"findCase"_s, u"Aa"_s, tr("Match case"));
    m_word = option(u"findWord"_s, u"\"ab\""_s, tr("Whole words only"));
    m_regex = option(u"findRegex"_s, u".*"_s, tr("Regular expression"));
    QToolButton *previous = command(u"findPrevious"_s, u"chevron-up"_s, tr("Previous match (Shift+F3)"));
    QToolButton *next = command(u"findNext"_s, u"chevron-down"_s, tr("Next match (F3 or Return)"));
    QToolButton *close = command(u"findClose"_s, u"close"_s, tr("Close (Esc)"));

    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_find, 1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_case, m_word, m_regex, m_count, previous, next, close})
        row->addWidget(widget);
    auto *replaceLayout = new QHBoxLayout(m_replaceRow);
    replaceLayout->setContentsMargins(0, 0, 0, 0);
    auto *one = new QPushButton(tr("Replace"), m_replaceRow);
    one->setObjectName(u"replaceOne"_s);
    auto *all = new QPushButton(tr("Replace all"), m_replaceRow);
    all->setObjectName(u"replaceAll"_s);
    replaceLayout->addWidget(m_replace, 1);
    replaceLayout->addWidget(one);
    replaceLayout->addWidget(all);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_replaceRow);

    connect(m_find, &QLineEdit::textEdited, this, &SqlEditorFindBar::findIncrementally);
    for (QToolButton *button : {m_case, m_word, m_regex})
        connect(button, &QToolButton::toggled, this, &SqlEditorFindBar::findIncrementally);
    connect(next, &QToolButton::clicked, this, [this] { find(false); });
    connect(previous, &QToolButton::clicked, this, [this] { find(true); });
    connect(close, &QToolButton::clicked, this, [this] {
        hide();
        m_editor->setFocus();
    });
    connect(one, &QPushButton::clicked, this, &SqlEditorFindBar::replaceOne);
    connect(all, &QPushButton::clicked, this, [this] {
        const int replaced = replaceAll();
        m_count->setText(tr("%L1 replaced").arg(replaced));
    });
    hide();
}

QToolButton *SqlEditorFindBar::option(const QString &name, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setCheckable(true);
    return button;
}

QToolButton *SqlEditorFindBar::command(const QString &name, const QString &iconName, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    return button;
}

void SqlEditorFindBar::open(bool replace)
{
    const QString selected = m_editor->selectedText();
    if (!selected.isEmpty() && !selected.contains(u'\n'))
        m_find->setText(selected);
    m_replaceRow->setVisible(replace && !m_editor->isReadOnly());
    show();
    m_find->setFocus();
    m_find->selectAll();
    showCount();
}

bool SqlEditorFindBar::findFrom(int line, int index, bool forward)
{
    return m_editor->findFirst(m_find->text(), m_regex->isChecked(), m_case->isChecked(), m_word->isChecked(), true, forward,
                               line, index, true, m_regex->isChecked(), m_regex->isChecked());
}

void SqlEditorFindBar::findIncrementally()
{
    int line, index, toLine, toIndex;
    m_editor->getSelection(&line, &index, &toLine, &toIndex);
    if (line < 0)
        m_editor->getCursorPosition(&line, &index);
    if (m_find->text().isEmpty())
        m_editor->SendScintilla(QsciScintillaBase::SCI_SETEMPTYSELECTION, m_editor->SendScintilla(QsciScintillaBase::SCI_GETCURRENTPOS));
    else
        findFrom(line, index, true);
    showCount();
}

void SqlEditorFindBar::find(bool backward)
{
    if (m_find->text().isEmpty()) {
        open(false);
        return;
    }
    int line, index, toLine, toIndex;
    m_editor->getSelection(&line, &index, &toLine, &toIndex);
    if (line < 0) {
        m_editor->getCursorPosition(&line, &index);
        toLine = line;
        toIndex = index;
    }
    findFrom(backward ? line : toLine, backward ? index : toIndex, !backward);
    showCount();
}

void SqlEditorFindBar::showCount()
{
    QString pattern = m_regex->isChecked() ? m_find->text() : QRegularExpression::escape(m_find->text());
    if (m_word->isChecked())
        pattern = u"\\b(?:"_s + pattern + u")\\b"_s;
    QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption;
    if (!m_case->isChecked())
        options |= QRegularExpression::CaseInsensitiveOption;
    const QRegularExpression expression(pattern, options);
    const bool bad = !expression.isValid();
    int count = 0;
    if (!bad && !m_find->text().isEmpty()) {
        const QString content = m_editor->text();
        for (auto it = expression.globalMatch(content); it.hasNext() && count <= countLimit; it.next())
            ++count;
    }
    m_count->setText(bad ? tr("not a pattern") : count > countLimit ? tr("over %L1").arg(countLimit) : count == 1 ? tr("1 match") : tr("%L1 matches").arg(count));
    const bool invalid = bad || (count == 0 && !m_find->text().isEmpty());
    if (m_find->property("invalid").toBool() != invalid) {
        m_find->setProperty("invalid", invalid);
        m_find->style()->unpolish(m_find);
        m_find->style()->polish(m_find);
    }
}

void SqlEditorFindBar::replaceOne()
{
    int line, index, toLine, toIndex;
    m_editor->getSelection(&line, &index, &toLine, &toIndex);
    // Only a match that find() selected is replaced, never a selection of the user's own.
    if (line < 0 || !findFrom(line, index, true)) {
        find(false);
        return;
    }
    int foundLine, foundIndex, foundToLine, foundToIndex;
    m_editor->getSelection(&foundLine, &foundIndex, &foundToLine, &foundToIndex);
    if (foundLine == line && foundIndex == index && foundToLine == toLine && foundToIndex == toIndex) {
        m_editor->replace(m_replace->text());
        find(false);
    }
    showCount();
}

int SqlEditorFindBar::replaceAll()
{
    if (m_find->text().isEmpty())
        return 0;
    int replaced = 0;
    m_editor->beginUndoAction();
    bool found = m_editor->findFirst(m_find->text(), m_regex->isChecked(), m_case->isChecked(), m_word->isChecked(), false,
                                     true, 0, 0, false, m_regex->isChecked(), m_regex->isChecked());
    while (found) {
        int line, index, toLine, toIndex;
        m_editor->getSelection(&line, &index, &toLine, &toIndex);
        if (line == toLine && index == toIndex)
            break; // a pattern that matches nothing at all would match for ever
        m_editor->replace(m_replace->text());
        ++replaced;
        found = m_editor->findNext();
    }
    m_editor->endUndoAction();
    return replaced;
}

void SqlEditorFindBar::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        hide();
        m_editor->setFocus();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_replace->hasFocus())
            replaceOne();
        else
            find(event->modifiers().testFlag(Qt::ShiftModifier));
        return;
    case Qt::Key_F3:
        find(event->modifiers().testFlag(Qt::ShiftModifier));
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace quiver::ui
