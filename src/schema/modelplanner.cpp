// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/modelplanner.h"

#include "core/counttext.h"
#include "embed/embedderstate.h"
#include "pg/connection.h"
#include "schema/modelcomment.h"
#include "schema/typeproblems.h"
#include "sql/names.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

// Counting is worth some seconds of a user's time, not minutes.
constexpr double countedRows = 2'000'000;
constexpr double countedJoinedRows = 300'000;

catalog::VectorType typeOf(const catalog::Column &column)
{
    // Columns of bits are not told from others until they are indexed.
    if (column.vectorKind == catalog::VectorKind::None && column.type.startsWith(u"bit("_s))
        return {catalog::VectorKind::Bit, column.type.mid(4, column.type.size() - 5).toInt()};
    return {column.vectorKind, column.dimensions};
}

QString listed(const QStringList &sentences)
{
    return sentences.join(u' ');
}

} // namespace

ModelPlanner::ModelPlanner(pg::Connection &connection, const ModelChange &request, const std::shared_ptr<embed::TextEmbedder> &embedder, ModelPlan &plan)
    : m_connection(connection),
      m_request(request),
      m_embedder(embedder),
      m_plan(plan),
      m_table(*plan.table),
      m_vectors(connection),
      m_sql(connection, request.schema, request.table),
      m_new(newColumnOf(request)),
      m_old(oldColumnOf(request))
{
}

void ModelPlanner::run()
{
    for (ColumnProblem &each : vectorTypeProblems(m_vectors, m_request.type))
        m_plan.problems.push_back(std::move(each));
    findTableProblems();
    if (hasErrors(m_plan.problems) || !findState())
        return;
    readFacts();
    if (facts().state == ModelState::Fresh || facts().state == ModelState::Underway) {
        findSourceProblems();
        findOriginProblems();
        findSwapProblems();
        sayWhatToKnow();
    }
    if (facts().state == ModelState::Swapped && m_request.from == FillFrom::Embedder) {
        for (ColumnProblem &each : sourceProblems(m_connection, m_sql, m_vectors, m_table, m_request, m_source))
            m_plan.problems.push_back(std::move(each));
        findEmbedderProblems();
    }
    findDropProblems();
    if (hasErrors(m_plan.problems))
        return;
    makeSteps();
}

void ModelPlanner::findTableProblems()
{
    if (const QString obstacle = catalog::alterObstacle(m_table); !obstacle.isEmpty()) {
        problem(ColumnField::Table, obstacle);
        return;
    }
    if (m_table.hasChildren || m_table.inherits)
        problem(ColumnField::Table, u"The table inherits, or others inherit from it: their columns cannot be swapped one by one. Partitions can."_s);
    for (const catalog::TablePart &part : m_table.parts) {
        if (part.isForeign)
            problem(ColumnField::Table, u"The partition %1 is a foreign table: it cannot be filled and indexed from here."_s.arg(
                                            m_sql.quote().qualified(part.schema, part.name)));
    }
    if (m_table.updatesRefused)
        problem(ColumnField::Table, u"The table is published (%1) and has no replica identity, so the server refuses every UPDATE. Give it a "
                                    "primary key, or: ALTER TABLE %2 REPLICA IDENTITY FULL"_s.arg(m_table.publications.join(u", "_s), m_sql.table()));
}

bool ModelPlanner::isTarget(const catalog::Column &column) const
{
    const int wanted = m_request.type.dimensions > 0 ? m_request.type.dimensions : -1;
    const catalog::VectorType type = typeOf(column);
    return type.kind == m_request.type.kind && (type.dimensions > 0 ? type.dimensions : -1) == wanted;
}

/// The column is said to be of the model that the change leads to. \p unlessSaid: what it is where the request names none.
bool ModelPlanner::isOfModel(const catalog::Column &column, bool unlessSaid) const
{
    const bool isNamed = !m_request.model.isEmpty();
    if (isNamed && modelOf(column.comment) != m_request.model.simplified())
        return false;
    if (m_request.from != FillFrom::Embedder)
        return isNamed || unlessSaid;
    const auto noted = catalog::embedderState(m_connection, m_request.schema, m_request.table, column.name);
    return noted ? m_embedder && embed::areAlike(*noted, m_embedder->state(), dimensionsIn(m_connection, m_sql, column)) : isNamed;
}

/// What the columns' names and types say of how far the change is.
bool ModelPlanner::findState()
{
    const catalog::Column *old = m_table.column(m_request.column);
    const catalog::Column *added = m_table.column(m_new);
    const catalog::Column *before = m_table.column(m_old);
    m_plan.facts.emplace();
    if (std::optional<ColumnProblem> found = stateProblem(old, added, before)) {
        m_plan.problems.push_back(std::move(*found));
        return false;
    }
    if (added)
        facts().state = ModelState::Underway;
    else if (before)
        facts().state = ModelState::Swapped;
    else if (isTarget(*old) && isOfModel(*old, false))
        facts().state = ModelState::Finished;
    m_begunHere = m_request.asFresh && facts().state == ModelState::Underway;
    if (m_begunHere)
        facts().state = ModelState::Fresh;
    if (m_request.asFresh && facts().state == ModelState::Swapped) {
        problem(ColumnField::Column, u"The columns are swapped here already, and what is left to do is no migration for a database that has not begun. "
                                     "Finish the change here, or undo it and save it as a migration first."_s);
        return false;
    }
    const catalog::Column *ancient = facts().state == ModelState::Swapped ? before : old;
    m_oldType = typeOf(*ancient);
    m_oldNumber = ancient->number;
    m_oldNotNull = ancient->notNull;
    m_oldComment = ancient->comment;
    m_swapped = u"NOT "_s + m_sql.columnIs(m_request.column, m_oldNumber);
    return true;
}

std::optional<ColumnProblem> ModelPlanner::stateProblem(const catalog::Column *old, const catalog::Column *added, const catalog::Column *before)
{
    using Generation = catalog::Column::Generation;
    if (!old)
        return ColumnProblem{ColumnField::Column, u"The table has no column “%1”."_s.arg(m_request.column)};
    if (typeOf(*old).kind == catalog::VectorKind::None)
        return ColumnProblem{ColumnField::Column, u"%1 is of type %2, which is none of vectors."_s.arg(name(m_request.column), old->type)};
    if (old->generation == Generation::Stored || old->generation == Generation::Virtual)
        return ColumnProblem{ColumnField::Column, u"%1 is generated from other columns: alter its expression instead."_s.arg(name(m_request.column))};
    if (added && !isTarget(*added))
        return ColumnProblem{ColumnField::NewColumn,
                             u"The table has a column %1 already, of type %2: choose another name for the new one."_s.arg(name(m_new), added->type)};
    if (added && before)
        return ColumnProblem{ColumnField::OldColumn,
                             u"The table has a column %1, which is where the old one would go: drop it, or choose another name."_s.arg(name(m_old))};
    const bool swapped = before && isTarget(*old) && isOfModel(*old, true);
    if (before && !swapped)
        return ColumnProblem{ColumnField::OldColumn, u"The table has a column %1, perhaps of an earlier change: drop it when nobody needs it any more, or "
                                                     "choose another name."_s.arg(name(m_old))};
    return std::nullopt;
}

void ModelPlanner::findSourceProblems()
{
    m_source = fillSource(m_sql, m_vectors, m_request, m_oldType);
    const std::vector<FillFrom> possible = fillsFor(m_oldType, m_request.type);
    const catalog::Column *old = m_table.column(m_request.column);
    if (std::ranges::find(possible, m_request.from) == possible.end()) {
        problem(ColumnField::Source, u"%1 cannot be made of %2 that way."_s.arg(m_vectors.type(m_request.type), old->type));
        return;
    }
    for (ColumnProblem &each : sourceProblems(m_connection, m_sql, m_vectors, m_table, m_request, m_source))
        m_plan.problems.push_back(std::move(each));
    if (m_request.from == FillFrom::Embedder && !hasErrors(m_plan.problems))
        findEmbedderProblems();
    if (hasErrors(m_plan.problems))
        return;
    count();
    if (facts().withoutSource <= 0)
        return;
    const auto rows = [this](const QString &one, const QString &many) { return core::countOf(facts().withoutSource, one, many); };
    if (m_oldNotNull)
        problem(ColumnField::Source, rows(u"1 row would have no new vector, and %1 is NOT NULL: give it a source first."_s.arg(name(m_request.column)),
                                          u"%1 rows would have no new vector, and "_s + name(m_request.column) + u" is NOT NULL: give them a source first."_s));
    else if (m_request.from == FillFrom::OtherTable)
        problem(ColumnField::Source, rows(u"1 row has no vector in the other table: its own stays NULL, and no search finds it."_s,
                                          u"%1 rows have no vector in the other table: theirs stays NULL, and no search finds them."_s), false);
    else
        problem(ColumnField::Source, rows(u"1 row has nothing to make a vector of: its own stays NULL, and no search finds it."_s,
                                          u"%1 rows have nothing to make a vector of: theirs stays NULL, and no search finds them."_s), false);
}

void ModelPlanner::findEmbedderProblems()
{
    if (!m_embedder) {
        problem(ColumnField::Embedder, u"An embedder is missing."_s);
        return;
    }
    if (m_table.keyColumns.isEmpty())
        problem(ColumnField::Table, u"%1 has no primary key, and no unique index without NULLs: its rows cannot be told apart. Give it a key first."_s.arg(m_sql.table()));
    const ModelState state = facts().state;
    const catalog::Column *begunColumn = state == ModelState::Underway ? m_table.column(m_new) : state == ModelState::Swapped ? m_table.column(m_request.column) : nullptr;
    m_dimensions = begunColumn ? dimensionsIn(m_connection, m_sql, *begunColumn) : std::max(0, m_request.type.dimensions);
    const int dimensions = m_embedder->dimensions();
    if (dimensions > 0 && m_dimensions > 0 && dimensions != m_dimensions)
        problem(ColumnField::Embedder, u"%1 gives vectors of %2 dimensions, the new column takes %3."_s.arg(m_embedder->name()).arg(dimensions).arg(m_dimensions));
    if (m_request.passOver && m_oldNotNull)
        problem(ColumnField::Embedder, u"%1 is NOT NULL: every row has to have its vector, so no text can be passed over."_s.arg(name(m_request.column)));
    const auto begun = state == ModelState::Underway ? catalog::embedderState(m_connection, m_request.schema, m_request.table, m_new) : std::nullopt;
    if (begun && !embed::areAlike(*begun, m_embedder->state(), m_dimensions))
        problem(ColumnField::Embedder, u"%1 is being filled by %2 already, and vectors of two models cannot be compared. Go on with that one, or drop %1 to begin anew."_s.arg(
                                           name(m_new), embed::nameOf(*begun)));
}

void ModelPlanner::readFacts()
{
    facts().rows = m_table.rows();
    const QString column = facts().state == ModelState::Swapped ? m_old : m_request.column;
    facts().dependents = columnDependents(m_connection, m_table, column);
    std::erase_if(facts().dependents, [this](const ColumnDependent &each) {
        return each.kind == ColumnDependent::Kind::Trigger && each.name == name(triggerName());
    });
    facts().mentions = functionsThatMention(m_connection, m_request.table, m_request.column);
    facts().mentions.removeOne(triggerFunction());
    if (m_request.copyIndexes && facts().state != ModelState::Swapped && facts().state != ModelState::Finished)
        facts().indexes = indexCopies(m_connection, m_vectors, m_table, m_request.column, m_new, m_request.type);
}

/// The rows by what awaits them, where that takes moments.
void ModelPlanner::count()
{
    const double limit = m_request.from == FillFrom::OtherTable || m_request.from == FillFrom::Expression ? countedJoinedRows : countedRows;
    // A table that was never looked at by ANALYZE: by its pages.
    const double rows = m_table.rows() >= 0 ? m_table.rows() : double(m_table.heapBytes) / 100;
    if (rows > limit)
        return;
    const QString filled = facts().state == ModelState::Underway ? name(m_request.table) + u'.' + name(m_new) + u" IS NOT NULL"_s : u"false"_s;
    const pg::Result result = m_connection.exec(
        u"SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE filled), pg_catalog.count(*) FILTER (WHERE NOT filled AND source), "
        "pg_catalog.count(*) FILTER (WHERE NOT filled AND source IS NOT TRUE) FROM (SELECT "_s
        + filled + u" AS filled, ("_s + m_source.condition + u") AS source FROM "_s + m_sql.table() + u") AS quiver_rows"_s);
    facts().isCounted = true;
    facts().rows = double(result.integer(0, 0));
    facts().filled = result.integer(0, 1);
    facts().toFill = result.integer(0, 2);
    facts().withoutSource = result.integer(0, 3);
}

void ModelPlanner::findSwapProblems()
{
    QStringList staying;
    for (const ColumnDependent &each : facts().dependents)
        staying << describe(each);
    if (m_request.swap && !staying.isEmpty())
        problem(ColumnField::Dependents,
                u"These go by the column itself, not by its name, and would stay with the old one after the swap, as %1: %2. %3"_s.arg(
                    name(m_old), staying.join(u", "_s),
                    m_request.dependentsAccepted ? u"Make them anew afterwards."_s : u"Take them away first and make them anew afterwards, or accept that."_s),
                !m_request.dependentsAccepted);
    if (!facts().indexes.changed.isEmpty())
        problem(ColumnField::Indexes, listed(facts().indexes.changed), false);
    if (!facts().indexes.notCopied.isEmpty())
        problem(ColumnField::Indexes, u"Not made anew: %1"_s.arg(listed(facts().indexes.notCopied)), false);
}

void ModelPlanner::findDropProblems()
{
    if (!m_request.dropOld)
        return;
    if (!m_request.swap)
        problem(ColumnField::Drop, u"The old column is dropped after the swap: choose the swap too."_s);
    QStringList blocking;
    for (const ColumnDependent &each : facts().dependents) {
        if (each.blocksDrop())
            blocking << describe(each);
    }
    if (!blocking.isEmpty())
        problem(ColumnField::Drop, u"The server will not drop the old column while these need it: %1. Leave it for now; run the change again "
                                   "when they are gone."_s.arg(blocking.join(u", "_s)));
}

void ModelPlanner::sayWhatToKnow()
{
    if (!m_table.publications.isEmpty())
        problem(ColumnField::Table, u"The table is published (%1): give the subscribers the column before the change runs, or replication stops."_s.arg(
                                        m_table.publications.join(u", "_s)), false);
    if (m_table.rowSecurityForced)
        problem(ColumnField::Table, u"Row security goes for the owner too: rows that its policies hide are not filled."_s, false);
    if (m_request.from != FillFrom::Application && !m_table.updateTriggers.isEmpty())
        problem(ColumnField::Table, u"Filling is an UPDATE of every row, so these triggers fire, and a time of the latest change moves: %1."_s.arg(
                                        m_table.updateTriggers.join(u", "_s)), false);
    if (m_table.keyColumns.isEmpty() && m_request.from != FillFrom::Application && m_request.from != FillFrom::Embedder)
        problem(ColumnField::Table, u"The table has no primary key. It is filled by the place of its rows; rows that somebody changes all the "
                                    "time may need a second run."_s, false);
    if (m_request.from != FillFrom::Application && !hasTrigger())
        problem(ColumnField::Source, m_request.from == FillFrom::Embedder ? u"Nothing tells of texts that are changed in rows that are filled already: those keep the vector of the old text."_s
                                                                          : u"Nothing keeps the new column in step: vectors that are changed in rows that are filled already keep "
                                                                            "what was made of the old ones."_s, false);
    if (m_request.swap && m_request.from == FillFrom::Embedder)
        problem(ColumnField::Swap, u"Rows that come after the swap get no vector by themselves: whoever writes them has to use the new model, or they are "
                                   "filled later by “Fill with embeddings”, or by: %1"_s.arg(embedCommand(m_sql, m_request.textColumn, m_request.column)), false);
    if (m_request.swap && !facts().mentions.isEmpty())
        problem(ColumnField::Dependents, u"These functions name the table and the column in their text, and get the new vectors after the swap: %1."_s.arg(
                                             facts().mentions.join(u", "_s)), false);
    const auto last = std::ranges::find_if(m_table.columns.rbegin(), m_table.columns.rend(), [this](const catalog::Column &each) { return each.name != m_new; });
    const bool takesItsPlace = m_request.dropOld && last->name == m_request.column;
    if (m_request.swap && !takesItsPlace)
        problem(ColumnField::Swap, u"The new column comes last in the table: whoever writes INSERT without the columns' names, or counts "
                                        "those of SELECT *, has to be told."_s, false);
    if (m_begunHere)
        problem(ColumnField::Column, u"%1 is there already, from an earlier run: the migration is written for databases that have not begun, and fails in "
                                     "this one. Finish the change here by itself, then tell the history with: quiverctl migrate baseline"_s.arg(name(m_new)), false);
    if (facts().state == ModelState::Underway)
        problem(ColumnField::Column, u"%1 is there already, from an earlier run: it goes on from there."_s.arg(name(m_new)), false);
}

} // namespace quiver::schema
