// SPDX-License-Identifier: GPL-3.0-or-later
// The panel of long-running work: a table of jobs, the log of the selected one, cancel and clear.
#pragma once

#include "core/job.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedLayout;
class QTreeView;

namespace quiver::ui {

class JobsModel;

class JobsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit JobsPanel(JobsModel &model, QWidget *parent = nullptr);

    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &state);

private:
    void buildTable();
    QWidget *buildButtons();
    void selectionMoved();
    void refreshButtons();
    void refreshLog();
    void cancelSelected();
    void copySelected();

    JobsModel &m_model;
    QTreeView *m_table = nullptr;
    QPlainTextEdit *m_log = nullptr;
    QSplitter *m_splitter = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_clear = nullptr;
    QStackedLayout *m_pages = nullptr;
    std::shared_ptr<core::Job> m_selected;
    QStringList m_shownLines;
};

} // namespace quiver::ui
