// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/modelchange.h"

#include "embed/embedderstate.h"
#include "pg/connection.h"
#include "schema/embedfill.h"
#include "schema/modelplanner.h"
#include "schema/typeproblems.h"
#include "sql/names.h"
#include "vector/values.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

void addNameProblems(const ModelChange &request, std::vector<ColumnProblem> &problems)
{
    const QString added = newColumnOf(request), old = oldColumnOf(request);
    if (const QString text = sql::nameProblem(added); !text.isEmpty())
        problems.push_back({ColumnField::NewColumn, text});
    else if (added == request.column)
        problems.push_back({ColumnField::NewColumn, u"Until the swap the new column needs a name of its own."_s});
    if (const QString text = sql::nameProblem(old); !text.isEmpty())
        problems.push_back({ColumnField::OldColumn, text});
    else if (old == request.column || old == added)
        problems.push_back({ColumnField::OldColumn, u"After the swap the old column needs a name of its own."_s});
}

void addSourceProblems(const ModelChange &request, std::vector<ColumnProblem> &problems)
{
    if (request.from == FillFrom::Expression && request.expression.trimmed().isEmpty())
        problems.push_back({ColumnField::Expression, u"An expression is missing."_s});
    if (request.from == FillFrom::Embedder && request.textColumn.isEmpty())
        problems.push_back({ColumnField::TextColumn, u"The column with the texts is missing."_s});
    if (request.from != FillFrom::OtherTable)
        return;
    if (request.otherTable.isEmpty())
        problems.push_back({ColumnField::OtherTable, u"The table with the new vectors is missing."_s});
    if (request.otherColumn.isEmpty())
        problems.push_back({ColumnField::OtherColumn, u"The other table's column is missing."_s});
    if (request.key.isEmpty() || request.key.size() != request.otherKey.size())
        problems.push_back({ColumnField::OtherKey, u"The columns by which the tables are joined are missing, or do not pair up."_s});
}

} // namespace

QString newColumnOf(const ModelChange &request)
{
    return request.newColumn.isEmpty() ? sql::madeName(request.column, {}, u"new"_s) : request.newColumn;
}

QString oldColumnOf(const ModelChange &request)
{
    return request.oldColumn.isEmpty() ? sql::madeName(request.column, {}, u"old"_s) : request.oldColumn;
}

bool canKeepInSync(FillFrom from)
{
    return from != FillFrom::OtherTable && from != FillFrom::Application;
}

std::vector<FillFrom> fillsFor(const catalog::VectorType &from, const catalog::VectorType &to)
{
    std::vector<FillFrom> fills;
    const auto isDense = [](catalog::VectorKind kind) { return kind == catalog::VectorKind::Vector || kind == catalog::VectorKind::Halfvec; };
    const bool areFloats = from.kind != catalog::VectorKind::Bit && to.kind != catalog::VectorKind::Bit && from.kind != catalog::VectorKind::None;
    // A column without dimensions holds values of any; those that do not fit are refused one by one.
    const bool asMany = from.dimensions <= 0 || to.dimensions <= 0 || from.dimensions == to.dimensions;
    if (areFloats && asMany && from.kind != to.kind)
        fills.push_back(FillFrom::Cast);
    if (areFloats && asMany)
        fills.push_back(FillFrom::Normalize);
    if (isDense(from.kind) && isDense(to.kind) && to.dimensions > 0 && (from.dimensions <= 0 || to.dimensions < from.dimensions))
        fills.push_back(FillFrom::Subvector);
    if (isDense(from.kind) && to.kind == catalog::VectorKind::Bit && asMany)
        fills.push_back(FillFrom::BinaryQuantize);
    fills.push_back(FillFrom::OtherTable);
    if (to.kind != catalog::VectorKind::Bit)
        fills.push_back(FillFrom::Embedder);
    fills.push_back(FillFrom::Application);
    fills.push_back(FillFrom::Expression);
    return fills;
}

std::vector<ColumnProblem> problemsOf(const ModelChange &request)
{
    std::vector<ColumnProblem> problems;
    if (request.table.isEmpty())
        problems.push_back({ColumnField::Table, u"A table is missing."_s});
    if (request.column.isEmpty())
        problems.push_back({ColumnField::Column, u"A column is missing."_s});
    else
        addNameProblems(request, problems);
    for (ColumnProblem &problem : vectorTypeProblems(request.type))
        problems.push_back(std::move(problem));
    addSourceProblems(request, problems);
    if (request.batchRows < minBatchRows || request.batchRows > maxBatchRows)
        problems.push_back({ColumnField::BatchRows, u"From %1 to %2 rows."_s.arg(catalog::countText(minBatchRows), catalog::countText(maxBatchRows))});
    return problems;
}

ModelPlan planModelChange(pg::Connection &connection, const ModelChange &request, const std::shared_ptr<embed::TextEmbedder> &embedder)
{
    ModelPlan plan;
    plan.problems = problemsOf(request);
    if (request.table.isEmpty() || request.column.isEmpty())
        return plan;
    catalog::readPatiently(connection, request.schema, request.table, [&] {
        plan.table = catalog::tableFacts(connection, request.schema, request.table);
        if (!plan.table)
            plan.problems.push_back({ColumnField::Table, missingTable(request.schema, request.table)});
        else
            ModelPlanner(connection, request, embedder, plan).run();
    });
    return plan;
}

std::vector<ColumnProblem> lexicalProblems(const ModelChange &request)
{
    if (request.type.dimensions < 1)
        return {{ColumnField::Dimensions, u"The lexical embedder makes vectors of any number of dimensions, and the new type does not say how many it wants: "
                                          "name them, as in vector(384), or choose a service."_s}};
    if (request.type.dimensions > vector::maxDimensions)
        return {{ColumnField::Dimensions, u"The lexical embedder makes vectors of at most %1 dimensions. Choose fewer, or a service."_s.arg(
                                              catalog::countText(vector::maxDimensions))}};
    return {};
}

std::shared_ptr<embed::TextEmbedder> lexicalEmbedder(pg::Connection &connection, const ModelChange &request)
{
    if (const auto problems = lexicalProblems(request); !problems.empty())
        throw core::Error(problems.front().text);
    const auto table = catalog::lookAtTable(connection, request.schema, request.table);
    if (!table)
        throw core::Error(missingTable(request.schema, request.table));
    if (!table->column(request.textColumn))
        throw core::Error(u"the table has no column “%1” with texts"_s.arg(request.textColumn));
    // The column that is being filled; after the swap, the one that was.
    for (const QString &name : {newColumnOf(request), request.column}) {
        const catalog::Column *column = table->column(name);
        if (!column || column->vectorKind != request.type.kind || column->dimensions != request.type.dimensions)
            continue;
        const auto begun = catalog::embedderState(connection, request.schema, request.table, name);
        if (begun && begun->kind == "lexical"_L1)
            return embed::lexicalIn(*begun);
    }
    return learnedEmbedder(connection, *table, request.textColumn, request.type.dimensions);
}

} // namespace quiver::schema
