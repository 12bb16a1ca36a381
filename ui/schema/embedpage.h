// SPDX-License-Identifier: GPL-3.0-or-later
// The task "Fill with embeddings": a vector column filled from a text column, by the lexical embedder or a service.
#pragma once

#include "schema/embedfill.h"
#include "schema/fillchoice.h"
#include "ui/common/planbox.h"
#include "ui/schema/columntaskpage.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace quiver::embed {
class EndpointBook;
}

namespace quiver::ui {

class EmbedderChoice;
class RefusedList;

class EmbedPage final : public ColumnTaskPage
{
    Q_OBJECT

public:
    explicit EmbedPage(embed::EndpointBook &endpoints, QWidget *parent = nullptr);

    void activated() override;

protected:
    Reading furtherReading() override;
    void tableRead() override;
    void plan() override;
    void planned() override;
    void fillExample() override;

private:
    void buildFields(embed::EndpointBook &endpoints);
    schema::EmbedFill request() const;
    /// What stands in the way before the server is asked.
    std::vector<schema::ColumnProblem> problems() const;
    /// For a session's thread.
    std::function<schema::EmbedFillPlan(pg::Connection &)> planner();
    void showFacts(const schema::EmbedFacts &facts);
    void runEnded(const sql::ChangeReport &report);

    QComboBox *m_text = nullptr;
    QComboBox *m_column = nullptr;
    QLabel *m_facts = nullptr;
    EmbedderChoice *m_embedder = nullptr;
    QSpinBox *m_batch = nullptr;
    QCheckBox *m_passOver = nullptr;
    RefusedList *m_refused = nullptr;
    PlanBox<schema::EmbedFillPlan> m_plans;
    std::shared_ptr<schema::EmbedRun> m_run; ///< parameters of the Change that is shown
    std::shared_ptr<schema::FillChoice> m_suggested; ///< written by a session's thread before the table that it is of arrives
    int m_counting = 0;                      ///< of the facts after a run: late ones are dropped
};

} // namespace quiver::ui
