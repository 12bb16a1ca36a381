// SPDX-License-Identifier: GPL-3.0-or-later
// The task "Storage": where a column's values are kept, chosen by what each way comes to for the rows of the table.
#pragma once

#include "schema/storagechange.h"
#include "ui/schema/columntaskpage.h"
#include "ui/common/planbox.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QTableWidget;

namespace quiver::ui {

class StoragePage final : public ColumnTaskPage
{
    Q_OBJECT

public:
    explicit StoragePage(QWidget *parent = nullptr);

protected:
    void tableRead() override;
    void plan() override;
    void planned() override;
    void fillExample() override;

private:
    void buildWays();
    void fitWays();
    void nameWays(catalog::ColumnStorage now);
    catalog::ColumnStorage chosen() const;
    void choose(catalog::ColumnStorage storage);
    schema::StorageChange request() const;
    void showFacts(const schema::StoragePlan &plan);
    void showWay(int row, const schema::StorageFacts &facts, const schema::StorageForecast &forecast);

    QComboBox *m_column;
    QTableWidget *m_ways;
    QLabel *m_basis;
    QCheckBox *m_rewrite;
    QString m_known; ///< the column whose facts are shown
    PlanBox<schema::StoragePlan> m_plans;
};

} // namespace quiver::ui
