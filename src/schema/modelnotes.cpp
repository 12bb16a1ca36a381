// SPDX-License-Identifier: GPL-3.0-or-later
// What a model change does to quiver.embedders, which names columns: the notes change places with them, or single rows would
// be embedded by the old model into the new column.
#include "catalog/embedders.h"
#include "pg/connection.h"
#include "schema/embedfill.h"
#include "schema/modelplanner.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

QString ModelPlanner::noteOf(const QString &column) const
{
    return u"schema_name = %1 AND table_name = %2 AND column_name = %3"_s.arg(m_sql.literal(m_request.schema), m_sql.literal(m_request.table), m_sql.literal(column));
}

ChangeStep ModelPlanner::noteStep(const QString &title, const QString &sql, const QString &undo) const
{
    // It may be saved as a migration, and that goes to databases that have no such table.
    const auto written = [](const QString &statement) {
        return !statement.isEmpty()
            ? u"DO "_s + dollarQuoted(u"\nBEGIN\n    IF pg_catalog.to_regclass('quiver.embedders') IS NOT NULL THEN\n        "_s + statement + u";\n    END IF;\nEND\n"_s)
            : statement;
    };
    ChangeStep step;
    step.title = title;
    step.sql = written(sql);
    step.undo = written(undo);
    step.lock = sql::LockLevel::RowExclusive;
    step.lockedObject = u"quiver.embedders"_s;
    step.estimate = {0, 0.1, {}};
    return step;
}

/// Before the first vector is there.
void ModelPlanner::addEmbedderNote()
{
    std::vector<pg::Param> values;
    for (ChangeStep &step : noteEmbedder(m_connection, m_sql, m_request.textColumn, m_new, m_embedder->state(), values, m_plan.problems)) {
        m_notesEmbedder = true;
        step.undo = step.takesParameters ? u"DELETE FROM quiver.embedders WHERE "_s + noteOf(m_new) : step.undo; // the vectors go with the column
        add(step.takesParameters ? untilSwapped(step, u'(' + step.isDone + u')') : step);
    }
    if (m_notesEmbedder)
        m_plan.parameters->setValues(m_plan.change.steps.size() - 1, values);
}

/// In the swap's transaction, before the columns are renamed.
void ModelPlanner::addNoteSteps()
{
    const catalog::EmbedderTable notes = catalog::embedderTable(m_connection);
    const auto noted = [this](const QString &column) {
        return catalog::embedderState(m_connection, m_request.schema, m_request.table, column).has_value();
    };
    if (!notes.exists && !m_notesEmbedder)
        return;
    if (notes.exists && !notes.isWritable) {
        problem(ColumnField::Swap, u"You may not write to quiver.embedders: if it says who embedded %1, it will say so of the new vectors. Have somebody correct it who may."_s.arg(
                                       name(m_request.column)), false);
        return;
    }
    const auto move = [this](const QString &from, const QString &to) {
        const QString update = u"UPDATE quiver.embedders SET column_name = %1 WHERE %2"_s;
        add(untilSwapped(noteStep(u"Let quiver.embedders say of %2 who embedded %1"_s.arg(name(from), name(to)), update.arg(m_sql.literal(to), noteOf(from)),
                                  update.arg(m_sql.literal(from), noteOf(to)))));
    };
    if (noted(m_old)) { // there is no such column
        ChangeStep forget = noteStep(u"Forget who embedded a former column %1"_s.arg(name(m_old)), u"DELETE FROM quiver.embedders WHERE "_s + noteOf(m_old), {});
        forget.undoNote = u"there is no such column"_s;
        add(untilSwapped(forget));
    }
    // Where the values are the same in another type, so is who made them.
    if (m_request.from == FillFrom::Cast && !noted(m_new)) {
        add(untilSwapped(noteStep(u"Let quiver.embedders say of %1 too who embedded %2"_s.arg(name(m_old), name(m_request.column)),
                                  u"INSERT INTO quiver.embedders (schema_name, table_name, column_name, kind, state)\n"
                                  "SELECT schema_name, table_name, %1, kind, state FROM quiver.embedders WHERE %2;\n"
                                  "        IF (%3) THEN\n"
                                  "            UPDATE quiver.embedders SET text_column = (SELECT text_column FROM quiver.embedders WHERE %2) WHERE %4;\n"
                                  "        END IF"_s.arg(m_sql.literal(m_old), noteOf(m_request.column), QLatin1StringView(catalog::hasTextColumnSql), noteOf(m_old)),
                                  u"DELETE FROM quiver.embedders WHERE "_s + noteOf(m_old))));
        return;
    }
    move(m_request.column, m_old);
    move(m_new, m_request.column);
}

/// The old column is gone.
void ModelPlanner::addForgetStep()
{
    if (!m_notesEmbedder && !catalog::embedderTable(m_connection).isWritable)
        return;
    ChangeStep forget = noteStep(u"Forget who embedded %1"_s.arg(name(m_old)), u"DELETE FROM quiver.embedders WHERE "_s + noteOf(m_old), {});
    forget.undoNote = u"there is no such column any more"_s;
    add(forget);
}

} // namespace quiver::schema
