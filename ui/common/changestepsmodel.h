// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a Change as a list: what each does, costs and came to.
#pragma once

#include "sql/changerunner.h"

#include <QAbstractListModel>

namespace quiver::ui {

class ChangeStepsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        FactsRole = Qt::UserRole, ///< QList<StepFact>: below the title
        StateRole,                ///< int of sql::StepState
        FractionRole,             ///< double: of a step that runs in repetitions; negative: not known
        JoinsNextRole,            ///< bool: in one transaction with the step below
        JoinsPreviousRole,
    };

    using QAbstractListModel::QAbstractListModel;

    /// All steps wait.
    void setChange(const sql::Change &change);
    const sql::Change &change() const { return m_change; }
    void setReports(const std::vector<sql::StepReport> &reports);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QString progressText(std::size_t row) const;
    QString accessibleText(const QModelIndex &index) const;

    sql::Change m_change;
    std::vector<sql::StepReport> m_reports;
    std::vector<int> m_groups; ///< the number of its transaction, for each step; -1: none
};

} // namespace quiver::ui
