// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a model change's plan: what stands in the way, what is known of the table, and the steps; internal to this room.
#pragma once

#include "schema/fillsteps.h"
#include "schema/modelchange.h"

namespace quiver::schema {

class ModelPlanner
{
public:
    ModelPlanner(pg::Connection &connection, const ModelChange &request, const std::shared_ptr<embed::TextEmbedder> &embedder, ModelPlan &plan);
    void run();

private:
    void problem(ColumnField field, const QString &text, bool isError = true) { m_plan.problems.push_back({field, text, isError}); }
    QString name(const QString &column) const { return m_sql.name(column); }
    ModelFacts &facts() { return *m_plan.facts; }

    // modelplanner.cpp: what is wrong
    bool findState();
    std::optional<ColumnProblem> stateProblem(const catalog::Column *old, const catalog::Column *added, const catalog::Column *before);
    bool isTarget(const catalog::Column &column) const;
    void findTableProblems();
    void findSourceProblems();
    void findEmbedderProblems();
    bool isOfModel(const catalog::Column &column, bool unlessSaid) const;
    void findSwapProblems();
    void findDropProblems();
    void sayWhatToKnow();
    void readFacts();
    void count();

    // modelorigin.cpp: whether an earlier run began with the same source
    void findOriginProblems();
    QString otherOrigin(const catalog::Column &added);
    QString otherNote();
    QString otherValues();
    bool isFilled();
    std::optional<QString> functionThere();

    // modelsteps.cpp: what is done
    void makeSteps();
    void finishSwapped();
    void addColumnSteps();
    void addTriggerSteps();
    void addFillSteps();
    void addFill();
    EmbedTerms embedTerms(const QString &column, const QString &unless) const;
    void makeEmbedRun();
    void addEmbedStep(const QString &title = {});
    void addSwappedSteps(bool isChecked);
    void addSwappedEmbedStep();
    void addCatchUpSteps();
    void addVacuumStep();
    void addNotNullSteps(const QString &column, const QString &unless);
    void addSwapSteps();
    void addIndexRenames();

    // modelnotes.cpp: who embedded which column, as quiver.embedders says
    void addEmbedderNote();
    void addNoteSteps();
    void addForgetStep();
    sql::ChangeStep noteStep(const QString &title, const QString &sql, const QString &undo) const;
    QString noteOf(const QString &column) const; ///< a condition
    void add(sql::ChangeStep step) { m_plan.change.steps.push_back(std::move(step)); }
    void addDropSteps();
    void add(std::vector<sql::ChangeStep> steps)
    {
        for (sql::ChangeStep &step : steps)
            add(std::move(step));
    }
    sql::ChangeStep untilSwapped(sql::ChangeStep step, const QString &condition = {}) const;
    sql::ChangeStep rename(const QString &from, const QString &to, const QString &isDone) const;
    bool hasTrigger() const { return m_request.keepInSync && !m_source.triggerValue.isEmpty(); }
    /// Whoever writes rows until the swap gives the new column its value too.
    bool isWrittenTwice() const { return m_request.from == FillFrom::Application || (hasTrigger() && m_request.from != FillFrom::Embedder); }
    QString functionName() const;
    QString triggerFunction() const;
    QString functionBody() const;
    QString createFunction() const;
    QString createTrigger() const;
    QString triggerName() const;

    pg::Connection &m_connection;
    const ModelChange &m_request;
    const std::shared_ptr<embed::TextEmbedder> m_embedder; ///< of Embedder
    ModelPlan &m_plan;
    const catalog::TableFacts &m_table;
    const catalog::VectorSql m_vectors;
    const ColumnSql m_sql;
    const QString m_new, m_old; ///< names
    catalog::VectorType m_oldType;
    int m_oldNumber = 0;        ///< the old column's: tells it under any name
    bool m_oldNotNull = false;
    bool m_begunHere = false;   ///< though planned as if it were not
    QString m_oldComment;
    QString m_swapped;          ///< a condition
    FillSource m_source;
    FillTerms m_terms;
    EmbedTerms m_embedTerms;       ///< of Embedder
    int m_dimensions = 0;          ///< of what it embeds, by the column's type or by a vector that is there; 0: any
    bool m_notesEmbedder = false;  ///< a step writes to quiver.embedders, which may not be there before it
};

} // namespace quiver::schema
