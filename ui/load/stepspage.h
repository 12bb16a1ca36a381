// SPDX-License-Identifier: GPL-3.0-or-later
// What a load is going to write, step by step, with its SQL: to be read before it runs.
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QListView;

namespace quiver::sql {
struct Change;
}

namespace quiver::ui {

class ChangeStepsModel;
class LoadDraft;
class SqlEditor;

class StepsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit StepsPage(LoadDraft &draft, QWidget *parent = nullptr);
    SqlEditor *editor() const { return m_sql; }

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void ask();
    void showOutline(const sql::Change &outline);
    void say(const QString &text);

    LoadDraft &m_draft;
    ChangeStepsModel *m_model;
    QListView *m_steps;
    SqlEditor *m_sql;
    QLabel *m_message;
    QTimer m_delay;
    int m_generation = 0;
};

} // namespace quiver::ui
