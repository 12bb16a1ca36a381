// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/addcolumn.h"

#include "catalog/vectorsql.h"
#include "pg/connection.h"
#include "schema/columnsteps.h"
#include "schema/modelcomment.h"
#include "schema/typeproblems.h"
#include "sql/names.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

namespace {

class Planner
{
public:
    Planner(pg::Connection &connection, const AddColumn &request, AddColumnPlan &plan)
        : m_request(request), m_plan(plan), m_facts(*plan.table), m_vectors(connection), m_sql(connection, request.schema, request.table)
    {
    }

    void run()
    {
        findProblems();
        if (!hasErrors(m_plan.problems))
            makeSteps();
    }

private:
    void problem(ColumnField field, const QString &text, bool isError = true) { m_plan.problems.push_back({field, text, isError}); }
    void findProblems();
    void lookAtExisting(const catalog::Column &existing);
    void makeSteps();
    void addStep();
    void add(std::vector<ChangeStep> steps)
    {
        for (ChangeStep &step : steps)
            m_plan.change.steps.push_back(std::move(step));
    }
    QString column() const { return m_sql.name(m_request.column); }

    const AddColumn &m_request;
    AddColumnPlan &m_plan;
    const catalog::TableFacts &m_facts;
    const catalog::VectorSql m_vectors;
    const ColumnSql m_sql;
};

void Planner::findProblems()
{
    for (ColumnProblem &each : vectorTypeProblems(m_vectors, m_request.type))
        m_plan.problems.push_back(std::move(each));
    if (const QString obstacle = catalog::alterObstacle(m_facts); !obstacle.isEmpty())
        problem(ColumnField::Table, obstacle);
    if (const catalog::Column *existing = m_facts.column(m_request.column))
        lookAtExisting(*existing);
    if (m_facts.columns.size() >= 1600)
        problem(ColumnField::Table, u"The table has 1,600 columns, which is all that a table can have."_s);
    if (!m_facts.publications.isEmpty())
        problem(ColumnField::Table,
                u"The table is published by %1: give the subscribers the column before anything is written to it."_s.arg(
                    m_facts.publications.join(u", "_s)),
                false);
    if (m_request.notNull && !m_facts.isEmpty)
        problem(ColumnField::NotNull, u"The rows that are there begin without a value. The change stops after adding the column; fill "
                                      "it, then run the change again, and NOT NULL is set."_s, false);
}

void Planner::lookAtExisting(const catalog::Column &existing)
{
    if (existing.vectorKind == m_request.type.kind && existing.dimensions == (m_request.type.dimensions > 0 ? m_request.type.dimensions : -1)) {
        m_plan.isAlreadyThere = true;
        problem(ColumnField::Column, u"The table has %1 already, with this type: what is missing of it is added."_s.arg(column()), false);
        return;
    }
    // Columns of bits are not told from others until they are indexed.
    if (m_request.type.kind == catalog::VectorKind::Bit && existing.type == m_vectors.type(m_request.type)) {
        m_plan.isAlreadyThere = true;
        return;
    }
    problem(ColumnField::Column, u"The table has a column %1 already, of type %2: choose another name."_s.arg(column(), existing.type));
}

void Planner::addStep()
{
    const QString type = m_vectors.type(m_request.type);
    ChangeStep step = m_sql.alter(u"Add the column %1 of type %2"_s.arg(column(), type), u"ADD COLUMN "_s + column() + u' ' + type,
                                  u"DROP COLUMN IF EXISTS "_s + column());
    step.undoNote = u"the values go with the column"_s;
    step.isDone = ColumnSql::anyOf({m_sql.columnExists(m_request.column)});
    add({step});
}

void Planner::makeSteps()
{
    const catalog::Column *existing = m_facts.column(m_request.column);
    m_plan.change.title = u"Add %1 to %2"_s.arg(column(), m_sql.table());
    m_plan.change.object = m_sql.table();
    addStep();
    if (m_request.storage != catalog::ColumnStorage::Default)
        add({m_sql.setStorage(m_request.column, m_request.storage, existing ? catalog::storageOf(existing->storage).value_or(catalog::ColumnStorage::External)
                                                                            : defaultStorage(m_request.type.kind))});
    if (const QString comment = commentWithModel(m_request.model, m_request.comment); !comment.isEmpty())
        add({m_sql.comment(m_request.column, comment, existing ? existing->comment : QString())});
    if (m_request.notNull && m_facts.isEmpty) {
        ChangeStep step = m_sql.alter(u"Make %1 NOT NULL, while the table is empty"_s.arg(column()),
                                      u"ALTER COLUMN "_s + column() + u" SET NOT NULL"_s, u"ALTER COLUMN "_s + column() + u" DROP NOT NULL"_s);
        step.isDone = ColumnSql::anyOf({m_sql.isNotNull(m_request.column)});
        add({step});
    }
    if (m_request.unitLength)
        add(m_sql.check(m_facts.heapBytes + m_facts.toastBytes, sql::madeName(m_request.table, m_request.column, u"unit_length"_s),
                        m_vectors.unitLength(m_request.type.kind, column()), u"vectors in %1 have length one"_s.arg(column()), {}));
    if (m_request.notNull && !m_facts.isEmpty) {
        ChangeStep gate = m_sql.gate(u"Wait until every row has a value"_s, column() + u" IS NULL"_s,
                                     u"have no value in %1 yet"_s.arg(column()),
                                     u"Fill the column, then run the same change again: it goes on from here."_s);
        gate.estimate = catalog::readingEstimate(m_facts.heapBytes);
        gate.isDone = ColumnSql::anyOf({m_sql.isNotNull(m_request.column)});
        add({gate});
        add(m_sql.notNull(m_facts, m_request.column, {}));
    }
}

} // namespace

std::vector<ColumnProblem> problemsOf(const AddColumn &request)
{
    std::vector<ColumnProblem> problems;
    if (request.table.isEmpty())
        problems.push_back({ColumnField::Table, u"A table is missing."_s});
    if (const QString problem = sql::nameProblem(request.column); !problem.isEmpty())
        problems.push_back({ColumnField::Column, problem});
    for (ColumnProblem &problem : vectorTypeProblems(request.type))
        problems.push_back(std::move(problem));
    if (request.unitLength && request.type.kind == catalog::VectorKind::Bit)
        problems.push_back({ColumnField::UnitLength, u"Vectors of bits have no length that could be one."_s});
    return problems;
}

AddColumnPlan planAddColumn(pg::Connection &connection, const AddColumn &request)
{
    AddColumnPlan plan;
    plan.problems = problemsOf(request);
    if (request.table.isEmpty())
        return plan;
    catalog::readPatiently(connection, request.schema, request.table, [&] {
        plan.table = catalog::tableFacts(connection, request.schema, request.table);
        if (!plan.table)
            plan.problems.push_back({ColumnField::Table, missingTable(request.schema, request.table)});
        else
            Planner(connection, request, plan).run();
    });
    return plan;
}

} // namespace quiver::schema
