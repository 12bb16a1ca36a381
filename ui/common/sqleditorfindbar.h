// SPDX-License-Identifier: GPL-3.0-or-later
// The bar below an editor that finds and replaces: as one types, by words, by regular expression.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace quiver::ui {

class SqlEditor;

class SqlEditorFindBar final : public QWidget
{
    Q_OBJECT

public:
    /// Becomes a child of the editor's parent when a layout takes it; hidden at first. The editor outlives it.
    explicit SqlEditorFindBar(SqlEditor *editor);

    /// Shows the bar with the selected text as what to find.
    void open(bool replace);
    void find(bool backward);
    void replaceOne();
    /// Returns how many places were replaced, as one undo step.
    int replaceAll();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void findIncrementally();
    bool findFrom(int line, int index, bool forward);
    void showCount();
    QToolButton *option(const QString &name, const QString &text, const QString &toolTip);
    QToolButton *command(const QString &name, const QString &iconName, const QString &toolTip);

    SqlEditor *m_editor;
    QLineEdit *m_find;
    QLineEdit *m_replace;
    QLabel *m_count;
    QToolButton *m_case;
    QToolButton *m_word;
    QToolButton *m_regex;
    QWidget *m_replaceRow;
};

} // namespace quiver::ui
