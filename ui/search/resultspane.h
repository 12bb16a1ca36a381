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
    /// The indexes that served \p answer; none: every row was compared.
    void showIndexes(const SearchAnswerPtr &answer, const QStringList &indexes);
    /// What the two sides of the answer are called.
    QStringList sideNames() const;
    /// Nothing was searched: the form says why. What was found before fades.
    void showRefused();
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
    void newIndexRequested(const QString &schema, const QString &table, const QString &column);

private:
    QWidget *buildCards();
    void showMenu(const QPoint &place);
    void showSummary();
    void showSimilar();
    void setFaded(bool faded);
    int currentRow() const; ///< of the cards or the grid, whichever is in front; -1: none

    SearchAnswerPtr m_answer;
    bool m_running = false;
    bool m_refused = false; ///< the latest search was not begun
    HitsModel *m_model;
    InlineBar *m_message;
    QLabel *m_summary;
    QLabel *m_index; ///< whether one served the search
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
