// SPDX-License-Identifier: GPL-3.0-or-later
// The plans that were made or looked at, newest first: to be opened again, and to be compared.
#pragma once

#include "store/workspace.h"
#include "ui/common/entrypanel.h"

class QPushButton;

namespace quiver::ui {

class PlanHistoryModel final : public EntryListModel<store::PlanEntry>
{
    Q_OBJECT

public:
    explicit PlanHistoryModel(store::Workspace &workspace, QObject *parent = nullptr);

    void remove(const QModelIndex &index);
    /// What an entry is called among others: "Explain analyze 12:03:10 · me@host/db".
    static QString nameOf(const store::PlanEntry &entry);

    QVariant data(const QModelIndex &index, int role) const override;

protected:
    QFuture<QList<store::PlanEntry>> ask(const QString &text, int limit, qint64 beforeId) override;

private:
    static QString originOf(const store::PlanEntry &entry);
    static QString summaryOf(const store::PlanEntry &entry);

    store::Workspace &m_workspace;
};

class PlanHistory final : public EntryPanel
{
    Q_OBJECT

public:
    explicit PlanHistory(store::Workspace &workspace, QWidget *parent = nullptr);

    /// Whether a plan is shown that one of the list can be compared with.
    void setComparable(bool comparable);

Q_SIGNALS:
    void openRequested(const quiver::store::PlanEntry &entry);
    /// One: with the plan that is shown. Two: with each other, the older one on the left.
    void compareRequested(const QList<quiver::store::PlanEntry> &entries);

protected:
    void fillMenu(QMenu &menu, const QPersistentModelIndex &index) override;

private:
    PlanHistory(PlanHistoryModel *model, QWidget *parent);
    QList<store::PlanEntry> selected() const;
    void showChoice();

    PlanHistoryModel *m_model;
    QPushButton *m_open, *m_compare;
    bool m_comparable = false;
};

} // namespace quiver::ui
