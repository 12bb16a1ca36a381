// SPDX-License-Identifier: GPL-3.0-or-later
// Two lists of hits side by side: what an approximate search missed of the exact one, or what other settings change.
#pragma once

#include "ui/search/searchwork.h"

#include <QAbstractTableModel>

class QLabel;
class QPushButton;
class QTreeView;

namespace quiver::ui {

class CompareModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Key, FirstRank, SecondRank, Move, FirstDistance, SecondDistance, Text, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// Null, or without a comparison: nothing.
    void setAnswer(SearchAnswerPtr answer);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString words(const search::ComparedHit &hit, int column) const;
    QString textOf(const search::ComparedHit &hit) const;

    SearchAnswerPtr m_answer;
};

class ComparePane final : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePane(QWidget *parent = nullptr);

    void setAnswer(const SearchAnswerPtr &answer);
    /// While a search or a plan is under way, no plan can be asked for.
    void setRunning(bool running);

Q_SIGNALS:
    void plansRequested(quiver::ui::SearchWork::Sides sides);

private:
    QPushButton *planButton(const QString &name, SearchWork::Sides sides);
    void showButtons();

    CompareModel *m_model;
    SearchAnswerPtr m_answer;
    bool m_running = false;
    QPushButton *m_planOfFound, *m_planOfOther, *m_bothPlans;
    QLabel *m_summary;
    QTreeView *m_table;
};

} // namespace quiver::ui
