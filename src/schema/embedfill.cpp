// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/embedfill.h"

#include "catalog/embedders.h"
#include "catalog/indexestimate.h"
#include "catalog/vectorsql.h"
#include "core/counttext.h"
#include "core/durationtext.h"
#include "embed/embedderstate.h"
#include "embed/lexicaltextembedder.h"
#include "pg/connection.h"
#include "schema/typeproblems.h"
#include "vector/values.h"

#include <QCryptographicHash>

namespace quiver::schema {

using namespace Qt::StringLiterals;
using catalog::VectorKind;
using sql::ChangeStep;

namespace {

constexpr double countedRows = 500'000; // more are not counted: it would take longer than a moment
constexpr int learnedTexts = 5'000;     // from which the lexical embedder learns what is rare

class Planner
{
public:
    Planner(pg::Connection &connection, const EmbedFill &request, std::shared_ptr<embed::TextEmbedder> embedder, EmbedFillPlan &plan)
        : m_connection(connection), m_request(request), m_embedder(std::move(embedder)), m_plan(plan), m_table(*plan.table),
          m_sql(connection, plan.table->schema, plan.table->name)
    {
    }

    void run()
    {
        findTableProblems();
        findColumnProblems();
        if (!m_embedder)
            problem(ColumnField::Embedder, u"An embedder is missing."_s);
        if (hasErrors(m_plan.problems))
            return;
        makeTerms();
        count();
        findEmbedderProblems();
        foretellUpkeep();
        if (!hasErrors(m_plan.problems))
            makeSteps();
    }

private:
    void problem(ColumnField field, const QString &text, bool isError = true) { m_plan.problems.push_back({field, text, isError}); }
    void findTableProblems();
    void findColumnProblems();
    void findEmbedderProblems();
    void makeTerms();
    void count();
    void foretellUpkeep();
    void makeSteps();

    pg::Connection &m_connection;
    const EmbedFill &m_request;
    const std::shared_ptr<embed::TextEmbedder> m_embedder;
    EmbedFillPlan &m_plan;
    const catalog::TableFacts &m_table;
    const ColumnSql m_sql;
    EmbedTerms m_terms;
};

void Planner::findTableProblems()
{
    using Kind = catalog::Relation::Kind;
    if (m_table.kind != Kind::Table && m_table.kind != Kind::PartitionedTable)
        problem(ColumnField::Table, u"%1 is no table: its rows cannot be filled."_s.arg(m_sql.table()));
    else if (m_table.keyColumns.isEmpty())
        problem(ColumnField::Table, u"%1 has no primary key, and no unique index without NULLs: its rows cannot be told apart. Give it a key first."_s.arg(m_sql.table()));
    if (m_table.updatesRefused)
        problem(ColumnField::Table, u"The table is published without a replica identity: the server refuses every UPDATE. Give it a primary key, or "
                                    "ALTER TABLE ... REPLICA IDENTITY."_s);
    if (!m_table.updateTriggers.isEmpty())
        problem(ColumnField::Table, u"Filling is an UPDATE of every row, so these triggers fire, and a time of the latest change moves: %1."_s.arg(
                                        m_table.updateTriggers.join(u", "_s)), false);
}

void Planner::findColumnProblems()
{
    const catalog::Column *text = m_table.column(m_request.textColumn), *column = m_table.column(m_request.column);
    if (!text)
        problem(ColumnField::TextColumn, m_request.textColumn.isEmpty() ? u"The column with the texts is missing."_s : u"The table has no column “%1”."_s.arg(m_request.textColumn));
    else if (text->isVector())
        problem(ColumnField::TextColumn, u"“%1” holds vectors, not texts."_s.arg(text->name));
    if (!column)
        problem(ColumnField::Column, m_request.column.isEmpty() ? u"The vector column is missing."_s : u"The table has no column “%1”."_s.arg(m_request.column));
    else if (!column->isVector() || column->vectorKind == VectorKind::Bit)
        problem(ColumnField::Column, u"“%1” is of type %2: embeddings go into a column of vector, halfvec or sparsevec."_s.arg(column->name, column->type));
    else if (column->generation != catalog::Column::Generation::None)
        problem(ColumnField::Column, u"“%1” is computed by the server."_s.arg(column->name));
    if (m_request.batchRows < 0 || m_request.batchRows > maxEmbedRows)
        problem(ColumnField::BatchRows, u"From 1 to %1 rows."_s.arg(catalog::countText(maxEmbedRows)));
}

void Planner::makeTerms()
{
    const catalog::Column &column = *m_table.column(m_request.column);
    m_terms = {.textColumn = m_request.textColumn, .column = m_request.column,
               .value = embeddedValue(catalog::VectorSql(m_connection), column.vectorKind, column.type),
               .dimensions = std::max(0, column.dimensions), .key = embedKey(m_table), .batchRows = m_request.batchRows > 0 ? m_request.batchRows : m_embedder->batchSize(),
               .passOver = m_request.passOver, .unless = {}, .triggers = m_table.updateTriggers};
}

void Planner::count()
{
    EmbedFacts &facts = m_plan.facts;
    facts.before = catalog::embedderState(m_connection, m_table.schema, m_table.name, m_request.column);
    facts.textBefore = catalog::embeddedTextColumn(m_connection, m_table.schema, m_table.name, m_request.column);
    facts.rows = m_table.rows();
    const QString column = m_sql.name(m_request.column);
    if ((facts.rows >= 0 ? facts.rows : double(m_table.heapBytes) / 100) > countedRows) {
        facts.hasVectors = m_connection.exec(u"SELECT EXISTS (SELECT FROM "_s + m_sql.table() + u" WHERE "_s + column + u" IS NOT NULL)"_s).boolean(0, 0);
        return;
    }
    const pg::Result found = m_connection.exec(
        u"SELECT pg_catalog.count(*), pg_catalog.count("_s + column + u"), pg_catalog.count(*) FILTER (WHERE "_s + awaitingEmbedding(m_sql, m_terms) + u") FROM "_s + m_sql.table());
    facts.isCounted = true;
    facts.rows = double(found.integer(0, 0));
    facts.filled = found.integer(0, 1);
    facts.hasVectors = facts.filled > 0;
    facts.toFill = found.integer(0, 2);
    facts.withoutText = found.integer(0, 0) - facts.filled - facts.toFill;
}

void Planner::findEmbedderProblems()
{
    const EmbedFacts &facts = m_plan.facts;
    // A column that takes any number may well hold several; those of one embedder have the same.
    if (facts.before && facts.hasVectors)
        m_terms.dimensions = dimensionsIn(m_connection, m_sql, *m_table.column(m_request.column));
    const int dimensions = m_embedder->dimensions();
    if (dimensions > 0 && m_terms.dimensions > 0 && dimensions != m_terms.dimensions)
        problem(ColumnField::Embedder, u"%1 gives vectors of %2 dimensions, the column takes %3."_s.arg(m_embedder->name()).arg(dimensions).arg(m_terms.dimensions));
    const QString column = m_sql.name(m_request.column);
    if (facts.before && facts.hasVectors && !embed::areAlike(*facts.before, m_embedder->state(), m_terms.dimensions))
        problem(ColumnField::Embedder, u"%1 was embedded by %2, and vectors of two models cannot be compared. Go on with that one, or change the column's model."_s.arg(
                                           column, embed::nameOf(*facts.before)));
    else if (!facts.before && facts.hasVectors)
        problem(ColumnField::Embedder, u"%1 a vector already, and nobody says of which model: see that it is the same."_s.arg(
                                           facts.isCounted ? core::countOf(facts.filled, u"1 row has"_s, u"%1 rows have"_s) : u"Some rows have"_s), false);
    if (facts.hasVectors && !facts.textBefore.isEmpty() && facts.textBefore != m_request.textColumn)
        problem(ColumnField::TextColumn, u"The vectors that %1 has were made of %2. Those of another column's texts stand for something else: rows would be found by %2 or by %3, "
                                         "whichever they were filled from."_s.arg(column, m_sql.name(facts.textBefore), m_sql.name(m_request.textColumn)), false);
    if (facts.withoutText > 0)
        problem(ColumnField::TextColumn, core::countOf(facts.withoutText, u"1 row has no text, and stays without a vector."_s, u"%1 rows have no text, and stay without a vector."_s), false);
}

/// A row that is filled is written anew, and its new version goes into the table's indexes, also into those on other columns.
void Planner::foretellUpkeep()
{
    const EmbedFacts &facts = m_plan.facts;
    const double rows = facts.isCounted ? double(facts.toFill) : facts.rows;
    std::vector<catalog::Index> upkept;
    QStringList names;
    for (const catalog::Index &index : m_table.indexes) {
        if (!index.isAnn || !index.isReady)
            continue;
        upkept.push_back(index);
        names << index.name;
    }
    if (upkept.empty() || rows == 0)
        return;
    const bool takesVectors = m_table.column(m_request.column)->isIndexedForSearch();
    const sql::StepEstimate estimate = catalog::indexUpkeepEstimate(upkept, rows);
    problem(ColumnField::Column, u"Each row that is filled is written anew, and goes into the vector %1 once more%2: %3. Faster: drop %4 first and build %4 again when the column "
                                 "is filled, if searches can do without meanwhile."_s.arg(
                                     names.size() == 1 ? u"index "_s + names.first() : u"indexes "_s + names.join(u", "_s),
                                     takesVectors ? QString() : u", though another column's (spared are only rows whose page has room for their new version)"_s,
                                     estimate.isKnown() ? u"roughly %1 to %2 besides the embedding (%3)"_s.arg(core::roughText(estimate.low), core::roughText(estimate.high), estimate.basis)
                                                        : u"often slower than the embedding"_s,
                                     names.size() == 1 ? u"it"_s : u"them"_s), false);
}

void Planner::makeSteps()
{
    sql::Change &change = m_plan.change;
    change.title = u"Embed %1 of %2 into %3"_s.arg(m_sql.name(m_request.textColumn), m_sql.table(), m_sql.name(m_request.column));
    change.object = m_sql.table();
    if (m_plan.facts.isCounted && m_plan.facts.toFill == 0)
        return;
    m_plan.parameters = std::make_shared<EmbedRun>(m_sql, m_terms, m_embedder);
    std::vector<pg::Param> values;
    change.steps = noteEmbedder(m_connection, m_sql, m_request.textColumn, m_request.column, m_embedder->state(), values, m_plan.problems);
    if (!values.empty())
        m_plan.parameters->setValues(change.steps.size() - 1, values);
    m_plan.parameters->addFillStep(change.steps.size());
    change.steps.push_back(embedStep(m_sql, m_terms, *m_embedder, m_plan.facts.toFill));
}

ChangeStep schemaStep()
{
    ChangeStep step;
    step.title = u"Create the schema quiver"_s;
    step.sql = u"CREATE SCHEMA IF NOT EXISTS quiver"_s;
    step.undoNote = u"it takes no room"_s;
    step.isDone = u"SELECT pg_catalog.to_regnamespace('quiver') IS NOT NULL"_s;
    return step;
}

/// For a table that an earlier version made.
ChangeStep textColumnStep()
{
    ChangeStep step;
    step.title = u"Add the column text_column to quiver.embedders, for whose texts a column was made of"_s;
    step.sql = u"ALTER TABLE quiver.embedders ADD COLUMN IF NOT EXISTS text_column text"_s;
    step.undoNote = u"it takes no room to speak of"_s;
    step.lock = sql::LockLevel::AccessExclusive;
    step.lockedObject = u"quiver.embedders"_s;
    step.estimate = {0, 0.1, {}};
    step.isDone = QString::fromLatin1(catalog::hasTextColumnSql);
    return step;
}

ChangeStep tableStep(const ColumnSql &sql)
{
    ChangeStep step;
    step.title = u"Create the table quiver.embedders, where it is noted who embedded a column"_s;
    step.sql = u"CREATE TABLE IF NOT EXISTS quiver.embedders (\n    schema_name text NOT NULL,\n    table_name text NOT NULL,\n    column_name text NOT NULL,\n"
               "    kind text NOT NULL,\n    state bytea NOT NULL,\n    text_column text,\n    PRIMARY KEY (schema_name, table_name, column_name)\n)"_s;
    step.undoNote = u"it takes no room to speak of, and other columns may be noted in it"_s;
    step.isDone = u"SELECT pg_catalog.to_regclass("_s + sql.literal(u"quiver.embedders"_s) + u") IS NOT NULL"_s;
    return step;
}

} // namespace

std::vector<ChangeStep> noteEmbedder(pg::Connection &connection, const ColumnSql &sql, const QString &textColumn, const QString &column, const catalog::EmbedderState &state,
                                     std::vector<pg::Param> &values, std::vector<ColumnProblem> &problems)
{
    const auto before = catalog::embedderState(connection, sql.schema(), sql.tableName(), column);
    const pg::Result found = connection.exec(
        "SELECT c.oid IS NOT NULL, COALESCE(pg_catalog.has_schema_privilege(n.oid, 'CREATE'),"
        " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')),"
        " COALESCE(pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')"
        " AND pg_catalog.has_table_privilege(c.oid, 'UPDATE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'), false),"
        " COALESCE(pg_catalog.pg_has_role(c.relowner, 'USAGE'), true)"
        " FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = 'quiver'"
        " LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'embedders'");
    const bool hasTable = found.boolean(0, 0);
    if (hasTable ? !found.boolean(0, 2) : !found.boolean(0, 1)) {
        if (before == state)
            return {};
        problems.push_back({ColumnField::Embedder, u"You may not write to quiver.embedders: it is not noted there who embedded the column, and a single row cannot be embedded "
                                                   "alike later."_s, false});
        return {};
    }
    // Also those that are done: planned anew, the Change is told from others by its steps.
    const bool lacksText = hasTable && !connection.exec(catalog::hasTextColumnSql).boolean(0, 0), notesText = !lacksText || found.boolean(0, 3);
    std::vector<ChangeStep> steps{schemaStep(), lacksText && notesText ? textColumnStep() : tableStep(sql)};
    ChangeStep note;
    note.title = u"Note that %1 is embedded by %2"_s.arg(sql.name(column), embed::nameOf(state));
    note.sql = u"INSERT INTO quiver.embedders (schema_name, table_name, column_name, kind, state%1)\nVALUES ($1::text, $2::text, $3::text, $4::text, $5::bytea%2)\n"
               "ON CONFLICT (schema_name, table_name, column_name) DO UPDATE SET kind = EXCLUDED.kind, state = EXCLUDED.state%3"_s.arg(
                   notesText ? u", text_column"_s : QString(), notesText ? u", $6::text"_s : QString(), notesText ? u", text_column = EXCLUDED.text_column"_s : QString());
    note.takesParameters = true;
    const QString hash = QString::fromLatin1(QCryptographicHash::hash(state.state, QCryptographicHash::Sha256).toHex());
    note.isDone = u"SELECT EXISTS (SELECT FROM quiver.embedders WHERE schema_name = %1 AND table_name = %2 AND column_name = %3 AND kind = %4 AND pg_catalog.sha256(state) = pg_catalog.decode('%5', 'hex')%6)"_s.arg(
        sql.literal(sql.schema()), sql.literal(sql.tableName()), sql.literal(column), sql.literal(state.kind), hash,
        notesText ? u" AND text_column = "_s + sql.literal(textColumn) : QString());
    // The vectors stay when the Change is undone, and without it nobody would know of which model they are.
    note.undoNote = before ? u"what was noted before is gone"_s : u"the vectors stay, and so does the note of whose they are"_s;
    steps.push_back(note);
    for (const QString &text : {sql.schema(), sql.tableName(), column, state.kind})
        values.push_back(pg::Param::text(text));
    values.push_back(pg::Param::binary(state.state, pg::oid::Bytea));
    if (notesText)
        values.push_back(pg::Param::text(textColumn));
    return steps;
}

EmbedFillPlan planEmbedFill(pg::Connection &connection, const EmbedFill &request, std::shared_ptr<embed::TextEmbedder> embedder)
{
    EmbedFillPlan plan;
    if (request.table.isEmpty()) {
        plan.problems.push_back({ColumnField::Table, u"A table is missing."_s});
        return plan;
    }
    catalog::readPatiently(connection, request.schema, request.table, [&] {
        plan.table = catalog::tableFacts(connection, request.schema, request.table);
        if (!plan.table)
            plan.problems.push_back({ColumnField::Table, missingTable(request.schema, request.table)});
        else
            Planner(connection, request, std::move(embedder), plan).run();
    });
    return plan;
}

std::shared_ptr<embed::TextEmbedder> lexicalEmbedder(pg::Connection &connection, const EmbedFill &request)
{
    const auto before = catalog::embedderState(connection, request.schema, request.table, request.column);
    if (before && before->kind == "lexical"_L1)
        return embed::lexicalIn(*before);
    const auto table = catalog::lookAtTable(connection, request.schema, request.table);
    if (!table)
        throw core::Error(missingTable(request.schema, request.table));
    const catalog::Column *text = table->column(request.textColumn), *column = table->column(request.column);
    if (!text || !column || !column->isVector())
        throw core::Error(u"the table has no %1 column “%2”"_s.arg(text ? u"vector"_s : u"text"_s, text ? request.column : request.textColumn));
    if (column->dimensions < 1 || column->dimensions > vector::maxDimensions)
        throw core::Error(u"%1 is of type %2: the lexical embedder has to be told how many dimensions it gives, from 1 to 16,000"_s.arg(column->name, column->type));
    return learnedEmbedder(connection, *table, text->name, column->dimensions);
}

std::shared_ptr<embed::TextEmbedder> learnedEmbedder(pg::Connection &connection, const catalog::TableFacts &table, const QString &textColumn, int dimensions)
{
    vector::LexicalEmbedder embedder({.dimensions = dimensions});
    const sql::Quoter quote(connection);
    const pg::Result texts = connection.exec(u"SELECT "_s + quote.name(textColumn) + u"::text FROM "_s + quote.qualified(table.schema, table.name) + u" WHERE "_s
                                             + quote.name(textColumn) + u" IS NOT NULL LIMIT %1"_s.arg(learnedTexts));
    for (qint64 row = 0; row < texts.rowCount(); ++row)
        embedder.fit(texts.text(row, 0));
    return std::make_shared<embed::LexicalTextEmbedder>(std::move(embedder));
}

} // namespace quiver::schema
