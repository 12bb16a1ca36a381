// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a model change, in their order, each done where the swap is.
#include "schema/modelplanner.h"

#include "pg/connection.h"
#include "schema/columnfacts.h"
#include "schema/modelcomment.h"
#include "sql/changejournal.h"
#include "sql/names.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

ChangeStep ModelPlanner::untilSwapped(ChangeStep step, const QString &condition) const
{
    step.isDone = ColumnSql::anyOf({m_swapped, condition});
    return step;
}

void ModelPlanner::makeSteps()
{
    m_plan.change.title = u"Change %1 of %2 to %3"_s.arg(name(m_request.column), m_sql.table(), m_vectors.type(m_request.type));
    if (!m_request.model.isEmpty())
        m_plan.change.title += u" by "_s + m_request.model.simplified();
    m_plan.change.object = m_sql.table();
    switch (facts().state) {
    case ModelState::Finished:
        problem(ColumnField::Column, u"%1 is of that type and model already: nothing is left to do."_s.arg(name(m_request.column)), false);
        return;
    case ModelState::Swapped:
        m_plan.change.title = sql::restTitle(m_plan.change.title);
        finishSwapped();
        return;
    case ModelState::Fresh:
    case ModelState::Underway: break;
    }
    addColumnSteps();
    addTriggerSteps();
    if (m_request.from == FillFrom::Embedder) {
        makeEmbedRun();
        addEmbedderNote();
    }
    addFillSteps();
    addVacuumStep();
    add(indexSteps(m_connection, facts().indexes, m_vectors.version(), m_swapped));
    if (m_request.from == FillFrom::Embedder)
        addEmbedStep(u"Embed the texts that came or changed while it was indexed"_s);
    else if (m_request.from != FillFrom::Application && !hasTrigger())
        addCatchUpSteps();
    if (m_oldNotNull && isWrittenTwice())
        addNotNullSteps(m_new, m_swapped);
    if (!m_request.swap)
        return;
    addSwapSteps();
    addSwappedSteps(m_oldNotNull && !isWrittenTwice());
    if (m_request.dropOld)
        addDropSteps();
}

/// \p isChecked: that every row has its vector. Before the swap such a check would refuse the rows of whoever does not know the new
/// column; it comes in the swap's transaction, so what is embedded behind it are the last rows without.
void ModelPlanner::addSwappedSteps(bool isChecked)
{
    std::vector<ChangeStep> steps = isChecked ? m_sql.notNull(m_table, m_request.column, {}) : std::vector<ChangeStep>();
    const auto check = steps.begin(), rest = steps.empty() ? check : check + 1;
    add({check, rest});
    if (m_request.from == FillFrom::Embedder)
        addSwappedEmbedStep();
    add({rest, steps.end()});
}

/// Rows came, or their texts changed, when the last look at them was over and the swap had not happened.
void ModelPlanner::addSwappedEmbedStep()
{
    const EmbedTerms terms = embedTerms(m_request.column, {});
    if (!m_plan.parameters)
        m_plan.parameters = std::make_shared<EmbedRun>(m_sql, terms, m_embedder);
    ChangeStep step = embedStep(m_sql, terms, *m_embedder, -1);
    step.title = u"Embed the texts that came or changed until the swap"_s;
    m_plan.parameters->addFillStep(m_plan.change.steps.size(), m_sql, terms);
    add(step);
}

/// What may be left of a run that was interrupted after the swap.
void ModelPlanner::finishSwapped()
{
    const QString check = m_sql.notNullConstraint(m_request.column);
    addSwappedSteps(m_connection.exec(u"SELECT "_s + m_sql.constraintExists(check)).boolean(0, 0));
    if (m_request.dropOld)
        addDropSteps();
    else
        problem(ColumnField::Column, u"The columns are swapped already; %1 keeps the old vectors until it is dropped."_s.arg(name(m_old)), false);
}

void ModelPlanner::addColumnSteps()
{
    const catalog::Column *existing = m_begunHere ? nullptr : m_table.column(m_new);
    const QString type = m_vectors.type(m_request.type);
    ChangeStep step = m_sql.alter(u"Add the column %1 of type %2"_s.arg(name(m_new), type), u"ADD COLUMN "_s + name(m_new) + u' ' + type,
                                  u"DROP COLUMN IF EXISTS "_s + name(m_new));
    step.undoNote = u"the values go with the column"_s;
    add(untilSwapped(step, m_sql.columnExists(m_new)));
    if (m_request.storage != catalog::ColumnStorage::Default)
        add(untilSwapped(m_sql.setStorage(m_new, m_request.storage, defaultStorage(m_request.type.kind)), m_sql.storageIs(m_new, m_request.storage)));
    if (const QString comment = commentWithModel(m_request.model, m_request.comment); !comment.isEmpty())
        add(untilSwapped(m_sql.comment(m_new, comment, existing ? existing->comment : QString()), m_sql.commentIs(m_new, comment)));
    for (const ColumnGrant &grant : columnGrants(m_connection, m_table, m_request.column)) {
        ChangeStep give;
        give.title = u"Let %1 %2 the new column as the old one"_s.arg(grant.role, grant.privilege);
        give.sql = u"GRANT "_s + grant.privilege + u" ("_s + name(m_new) + u") ON "_s + m_sql.table() + u" TO "_s + grant.role
                   + (grant.grantable ? u" WITH GRANT OPTION"_s : QString());
        give.undoNote = u"goes with the column"_s;
        add(untilSwapped(give));
    }
}

QString ModelPlanner::functionName() const
{
    return sql::madeName(m_request.table, m_new, u"sync"_s);
}

QString ModelPlanner::triggerName() const
{
    return functionName();
}

QString ModelPlanner::triggerFunction() const
{
    return m_sql.quote().qualified(m_request.schema, functionName()) + u"()"_s;
}

QString ModelPlanner::functionBody() const
{
    return u"\nBEGIN\n    NEW."_s + name(m_new) + u" := "_s + m_source.triggerValue + u";\n    RETURN NEW;\nEND\n"_s;
}

QString ModelPlanner::createFunction() const
{
    return u"CREATE OR REPLACE FUNCTION "_s + triggerFunction() + u" RETURNS trigger LANGUAGE plpgsql AS "_s + dollarQuoted(functionBody());
}

QString ModelPlanner::createTrigger() const
{
    const QString of = m_source.triggerColumns.isEmpty() ? QString() : u" OF "_s + m_source.triggerColumns;
    return u"CREATE TRIGGER "_s + name(triggerName()) + u" BEFORE INSERT OR UPDATE"_s + of + u" ON "_s + m_sql.table()
           + u" FOR EACH ROW EXECUTE FUNCTION "_s + triggerFunction();
}

void ModelPlanner::addTriggerSteps()
{
    if (!hasTrigger())
        return;
    ChangeStep function;
    function.title = u"Create the trigger's function %1"_s.arg(triggerFunction());
    function.sql = createFunction();
    function.undo = u"DROP FUNCTION IF EXISTS "_s + triggerFunction();
    function.estimate = {0, 0.1, {}};
    add(untilSwapped(function, u"EXISTS (SELECT FROM pg_catalog.pg_proc WHERE oid = pg_catalog.to_regprocedure(%1) AND prosrc = %2)"_s.arg(
                                   m_sql.literal(triggerFunction()), m_sql.literal(functionBody()))));
    ChangeStep trigger;
    trigger.title = m_request.from == FillFrom::Embedder ? u"Empty %1 when %2 changes, so that it is embedded anew"_s.arg(name(m_new), name(m_request.textColumn))
                                                         : u"Write %1 with %2 from now on"_s.arg(name(m_new), name(m_request.column));
    trigger.sql = createTrigger();
    trigger.undo = u"DROP TRIGGER IF EXISTS "_s + name(triggerName()) + u" ON "_s + m_sql.table();
    trigger.lock = sql::LockLevel::ShareRowExclusive;
    trigger.lockedObject = m_sql.table();
    trigger.estimate = {0, 0.1, {}};
    add(untilSwapped(trigger, m_sql.triggerExists(triggerName())));
}

void ModelPlanner::addFillSteps()
{
    const catalog::Column *existing = m_begunHere ? nullptr : m_table.column(m_new);
    int last = 0;
    for (const catalog::Column &column : m_table.columns) {
        if (!m_begunHere || column.name != m_new)
            last = std::max(last, column.number);
    }
    m_terms = {.newColumn = m_new, .columnNumber = existing ? existing->number : last + 1, .batchRows = m_request.batchRows, .unless = m_swapped,
               .source = m_source, .key = m_table.keyColumns, .triggers = m_table.updateTriggers};
    m_terms.hasAnnIndex = std::ranges::any_of(m_table.indexes, &catalog::Index::isAnn);
    m_terms.valueBytes = catalog::valueBytes(m_request.type);
    const QString waits = waitingCondition(m_sql, m_terms);
    ChangeStep gate;
    if (m_request.from == FillFrom::Application) {
        gate = m_sql.gate(u"Wait until the application has filled %1"_s.arg(name(m_new)), waits, u"have no vector in %1 yet"_s.arg(name(m_new)),
                          u"Let the application write both columns and fill the rows that are there; then run the same change again: it "
                          "goes on from here."_s);
    } else {
        addFill();
        gate = m_sql.gate(u"See that no row was missed"_s, waits, u"have no vector in %1"_s.arg(name(m_new)),
                          u"Somebody kept them locked or changed them all the while, or a trigger of the table holds them back. Run the same change again: it goes on from here."_s);
    }
    if (m_request.from == FillFrom::Embedder && m_request.passOver)
        return; // those that are refused wait for ever
    gate.estimate = catalog::readingEstimate(m_table.heapBytes);
    gate.isDone = nothingWaits(m_sql, m_terms);
    add(gate);
}

void ModelPlanner::addFill()
{
    if (m_request.from == FillFrom::Embedder) {
        addEmbedStep();
        addEmbedStep(u"Embed the texts that came or changed meanwhile"_s); // behind the place where the first one read
        return;
    }
    const double all = facts().rows;
    for (const catalog::TablePart &part : m_table.parts) {
        if (part.isPartitioned)
            continue;
        const bool whole = m_table.parts.size() == 1 && facts().isCounted;
        const double rows = whole ? double(facts().toFill) : part.rows >= 0 ? part.rows : all >= 0 && m_table.parts.size() == 1 ? all : -1;
        add(fillStep(m_sql, m_terms, part, qint64(rows)));
    }
    addCatchUpSteps();
}

/// \p title: of one that comes after others; its rows are not known.
void ModelPlanner::addEmbedStep(const QString &title)
{
    ChangeStep step = embedStep(m_sql, m_embedTerms, *m_embedder, title.isEmpty() ? facts().toFill : -1);
    if (!title.isEmpty())
        step.title = title;
    step.undoNote = u"the values go with the column"_s;
    m_plan.parameters->addFillStep(m_plan.change.steps.size());
    add(step);
}

EmbedTerms ModelPlanner::embedTerms(const QString &column, const QString &unless) const
{
    return {.textColumn = m_request.textColumn, .column = column, .value = embeddedValue(m_vectors, m_request.type.kind, m_vectors.type(m_request.type)),
            .dimensions = m_dimensions, .key = embedKey(m_table), .batchRows = m_embedder->batchSize(), .passOver = m_request.passOver,
            .unless = unless, .triggers = m_table.updateTriggers};
}

void ModelPlanner::makeEmbedRun()
{
    m_embedTerms = embedTerms(m_new, m_swapped);
    m_plan.parameters = std::make_shared<EmbedRun>(m_sql, m_embedTerms, m_embedder);
}

void ModelPlanner::addCatchUpSteps()
{
    for (const catalog::TablePart &part : m_table.parts) {
        if (!part.isPartitioned)
            add(catchUpStep(m_sql, m_terms, part));
    }
}

void ModelPlanner::addVacuumStep()
{
    if (!m_request.vacuum)
        return;
    ChangeStep step;
    // An hnsw index takes long to forget dead rows, and this one is to go anyway; autovacuum sees to it where it stays.
    step.sql = (m_terms.hasAnnIndex ? u"VACUUM (ANALYZE, INDEX_CLEANUP FALSE) "_s : u"VACUUM (ANALYZE) "_s) + m_sql.table();
    step.title = u"Free the room of the rows' former versions, and count anew"_s;
    step.undoNote = u"changes no values"_s;
    step.inTransaction = false;
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = m_sql.table();
    step.estimate = catalog::readingEstimate(m_table.heapBytes * 3);
    QStringList built;
    for (const IndexCopy &copy : facts().indexes.copies)
        built << u"pg_catalog.to_regclass("_s + m_sql.literal(m_sql.quote().qualified(copy.schema, copy.newName)) + u") IS NOT NULL"_s;
    add(untilSwapped(step, built.isEmpty() ? QString() : u'(' + built.join(u" AND "_s) + u')'));
}

void ModelPlanner::addNotNullSteps(const QString &column, const QString &unless)
{
    add(m_sql.notNull(m_table, column, unless));
}

ChangeStep ModelPlanner::rename(const QString &from, const QString &to, const QString &isDone) const
{
    ChangeStep step = m_sql.alter(u"Rename %1 to %2"_s.arg(name(from), name(to)), u"RENAME COLUMN "_s + name(from) + u" TO "_s + name(to),
                                  u"RENAME COLUMN "_s + name(to) + u" TO "_s + name(from));
    step.isDone = u"SELECT "_s + isDone;
    return step;
}

void ModelPlanner::addIndexRenames()
{
    const auto swap = [this](const IndexCopy &copy, const QString &from, const QString &to) {
        const QString schema = copy.schema;
        ChangeStep step;
        step.title = u"Rename the index %1 to %2"_s.arg(name(from), name(to));
        step.sql = u"ALTER INDEX %1 RENAME TO %2"_s.arg(m_sql.quote().qualified(schema, from), name(to));
        step.undo = u"ALTER INDEX %1 RENAME TO %2"_s.arg(m_sql.quote().qualified(schema, to), name(from));
        step.lock = sql::LockLevel::ShareUpdateExclusive;
        step.lockedObject = m_sql.quote().qualified(schema, from);
        step.estimate = {0, 0.1, u"the catalogue only"_s};
        add(untilSwapped(step));
    };
    for (const IndexCopy &copy : facts().indexes.copies) {
        if (copy.name.isEmpty())
            continue;
        swap(copy, copy.name, copy.oldName);
        swap(copy, copy.newName, copy.name);
    }
}

void ModelPlanner::addSwapSteps()
{
    if (hasTrigger()) {
        ChangeStep trigger;
        trigger.title = u"Remove the trigger: the columns change places now"_s;
        trigger.sql = u"DROP TRIGGER IF EXISTS "_s + name(triggerName()) + u" ON "_s + m_sql.table();
        trigger.undo = createTrigger();
        trigger.lock = sql::LockLevel::AccessExclusive;
        trigger.lockedObject = m_sql.table();
        trigger.estimate = {0, 0.1, {}};
        add(untilSwapped(trigger));
        ChangeStep function;
        function.title = u"Remove its function"_s;
        function.sql = u"DROP FUNCTION IF EXISTS "_s + triggerFunction();
        function.undo = createFunction();
        function.estimate = {0, 0.1, {}};
        add(untilSwapped(function));
    }
    addIndexRenames();
    if (m_oldNotNull) {
        ChangeStep step = m_sql.alter(u"Let rows come without an old vector from now on"_s, u"ALTER COLUMN "_s + name(m_request.column) + u" DROP NOT NULL"_s,
                                      u"ALTER COLUMN "_s + name(m_request.column) + u" SET NOT NULL"_s);
        step.undoNote = u"works only while every row has an old vector"_s;
        add(untilSwapped(step));
    }
    addNoteSteps();
    ChangeStep away = rename(m_request.column, m_old, m_swapped);
    away.risk = sql::Risk::Careful;
    away.riskNote = u"From here on %1 holds the new vectors: whoever reads or writes %2 has to use the new model at the same moment."_s.arg(
        name(m_request.column), m_vectors.type(m_oldType));
    add(away);
    add(rename(m_new, m_request.column, u"NOT "_s + m_sql.columnExists(m_new)));
}

void ModelPlanner::addDropSteps()
{
    const auto dropIndex = [this](const QString &index) {
        ChangeStep step;
        step.title = u"Drop the old index %1"_s.arg(index);
        step.sql = u"DROP INDEX CONCURRENTLY IF EXISTS "_s + index;
        step.undoNote = u"it can be built again, while the column is there"_s;
        step.inTransaction = false;
        step.lock = sql::LockLevel::ShareUpdateExclusive;
        step.lockedObject = index;
        step.risk = sql::Risk::Destructive;
        step.isDone = u"SELECT pg_catalog.to_regclass("_s + m_sql.literal(index) + u") IS NULL"_s;
        add(step);
    };
    if (facts().state == ModelState::Swapped) {
        for (const ColumnIndex &index : indexesOn(m_connection, m_table, m_old)) {
            if (!index.isPartitioned)
                dropIndex(index.name);
        }
    } else {
        for (const IndexCopy &copy : facts().indexes.copies) {
            if (!copy.isPartitioned && copy.parent < 0)
                dropIndex(m_sql.quote().qualified(copy.schema, copy.oldName));
        }
    }
    ChangeStep drop = m_sql.alter(u"Drop the old vectors, %1"_s.arg(name(m_old)), u"DROP COLUMN IF EXISTS "_s + name(m_old));
    drop.undoNote = u"the old vectors are gone for good"_s;
    drop.inTransaction = false; // not together with the swap: that one can still be taken back
    drop.risk = sql::Risk::Destructive;
    drop.riskNote = u"This cannot be undone. The disk space comes back only when rows are written anew, or all of them by VACUUM FULL."_s;
    drop.isDone = u"SELECT NOT "_s + m_sql.columnExists(m_old);
    add(drop);
    addForgetStep();
}

} // namespace quiver::schema
