// SPDX-License-Identifier: GPL-3.0-or-later
// What a search found: as cards and as a grid, beside another list, and as text to take away.
#pragma once

#include "ui/search/searchwork.h"

class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace quiver::ui {

class ComparePane;
class CopyPane;
class HitsModel;
class InlineBar;
class ResultGrid;

class ResultsPane final : public QWidget
{
    Q_OBJECT

public:
    explicit ResultsPane(QWidget *parent = nullptr);

    void setAnswer(const SearchAnswerPtr &answer);
    /// What was found before stays until there is something new.
    void setRunning(bool running);
    void showFailure(const QString &reason);
    void showCancelled();
    void showNotice(const QString &text);
    /// After its own.
    void addTab(QWidget *page, const QString &title);

Q_SIGNALS:
    /// Of the answer that is shown.
    void plansRequested(const quiver::ui::SearchAnswerPtr &answer, quiver::ui::SearchWork::Sides sides);
    /// Hits near the row with \p key are wanted.
    void similarRequested(const QStringList &key);
    void openInConsoleRequested(const QString &sql);
    void statusMessage(const QString &text);
    void retryRequested();

private:
    QWidget *buildCards();
    void showMenu(const QPoint &place);
    void showSummary();
    void showSimilar();
    int currentRow() const; ///< of the cards or the grid, whichever is in front; -1: none

    SearchAnswerPtr m_answer;
    bool m_running = false;
    HitsModel *m_model;
    InlineBar *m_message;
    QLabel *m_summary;
    QLabel *m_notes;
    QTabWidget *m_tabs;
    QStackedWidget *m_cardPages = nullptr;
    QLabel *m_empty = nullptr;
    QListView *m_cards = nullptr;
    ResultGrid *m_grid = nullptr;
    ComparePane *m_compare = nullptr;
    CopyPane *m_copy = nullptr;
    QPushButton *m_plan = nullptr;
    QPushButton *m_similar = nullptr;
};

} // namespace quiver::ui
