// SPDX-License-Identifier: GPL-3.0-or-later
// The search as something to take away: SQL, a psql script, a Python program.
#pragma once

#include "search/codesnippet.h"
#include "ui/search/searchwork.h"

class QComboBox;
class QPlainTextEdit;
class QPushButton;

namespace quiver::ui {

class CopyPane final : public QWidget
{
    Q_OBJECT

public:
    explicit CopyPane(QWidget *parent = nullptr);

    void setAnswer(const SearchAnswerPtr &answer);

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);
    void statusMessage(const QString &text);

private:
    void showText();
    QString textAs(search::SnippetKind kind) const;

    SearchAnswerPtr m_answer;
    QComboBox *m_kind;
    QPlainTextEdit *m_text;
    QPushButton *m_copy, *m_console;
};

} // namespace quiver::ui
