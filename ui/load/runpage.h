// SPDX-License-Identifier: GPL-3.0-or-later
// A load as one watches it: progress, figures, the rows that were refused; afterwards what happened, what stands, what next.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QTreeView;

namespace quiver::ui {

class BadRowsModel;
class ElidedLabel;
class InlineBar;
class LoadRun;

class RunPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RunPage(LoadRun &run, QWidget *parent = nullptr);

Q_SIGNALS:
    void backRequested();    ///< to the set-up, with the plan as it was
    void anotherRequested(); ///< another file
    void resumeRequested();
    void restartRequested(); ///< with the first row, whatever was loaded before
    void rowsRequested();    ///< the first rows of the table

private:
    QWidget *buildHead();
    QWidget *buildFigures();
    QWidget *buildBadRows();
    QWidget *buildButtons();
    void begin();
    void showFigures();
    void showBadRows();
    void showOutcome();
    void showButtons();
    QPushButton *nextButton() const;
    void copyBadRows();
    void openRejectFile();

    LoadRun &m_run;
    ElidedLabel *m_title;
    QLabel *m_phase;
    QProgressBar *m_bar;
    QList<QLabel *> m_figures; ///< rows, rows/s, bytes/s, left or duration, rejected
    QLabel *m_timeCaption = nullptr;
    InlineBar *m_outcome;
    QWidget *m_badRowsBox = nullptr;
    QLabel *m_badRowsTitle = nullptr;
    BadRowsModel *m_badRows;
    QTreeView *m_badRowsView = nullptr;
    QPushButton *m_openRejects = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_restart = nullptr;
    QPushButton *m_another = nullptr;
    QPushButton *m_firstRows = nullptr;
    std::size_t m_badRowsKnown = 0;
};

} // namespace quiver::ui
