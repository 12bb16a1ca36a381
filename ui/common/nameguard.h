// SPDX-License-Identifier: GPL-3.0-or-later
// Says what would be destroyed and, where the guard asks for it, takes the name that opens the way. Has no buttons of its
// own: the page enables its "go" button by isOpen().
#pragma once

#include "sql/guard.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace quiver::ui {

/// One sentence about what a statement would destroy; empty where nothing.
QString dangerWords(const sql::Classification &danger);

class NameGuard final : public QWidget
{
    Q_OBJECT

public:
    explicit NameGuard(QWidget *parent = nullptr);

    /// Starts anew: nothing is typed. A guard with one danger and no name shows nothing: say dangerWords() beside it.
    void setGuard(const sql::Guard &guard);
    bool asksForName() const { return m_guard.level == sql::Guard::Level::TypeName; }
    bool isOpen() const;
    void focusName();

Q_SIGNALS:
    void openChanged(bool open);
    void accepted(); ///< Return in the field, while it is open

protected:
    void changeEvent(QEvent *event) override;

private:
    void showPrompt();

    sql::Guard m_guard;
    QPlainTextEdit *m_list;
    QLabel *m_prompt;
    QLineEdit *m_name;
};

} // namespace quiver::ui
