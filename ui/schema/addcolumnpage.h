// SPDX-License-Identifier: GPL-3.0-or-later
// The task "Add a vector column": to which table, of which type, and what follows from it there.
#pragma once

#include "schema/addcolumn.h"
#include "ui/schema/columntaskpage.h"
#include "ui/common/planbox.h"

namespace quiver::ui {

class EmbeddingEdit;

class AddColumnPage final : public ColumnTaskPage
{
    Q_OBJECT

public:
    explicit AddColumnPage(QWidget *parent = nullptr);

protected:
    void tableRead() override;
    void plan() override;
    void planned() override;
    void fillExample() override;

private:
    schema::AddColumn request() const;
    void tell(const std::vector<schema::ColumnProblem> &problems);
    void showFacts();

    EmbeddingEdit *m_column;
    PlanBox<schema::AddColumnPlan> m_plans;
};

} // namespace quiver::ui
