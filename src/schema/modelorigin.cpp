// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the column that an earlier run began was begun with the values that this one goes on with: else half of it would be of
// one model and half of another, and nobody could tell.
#include "embed/embedderstate.h"
#include "pg/connection.h"
#include "schema/modelcomment.h"
#include "schema/modelplanner.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

constexpr int comparedRows = 100;

} // namespace

void ModelPlanner::findOriginProblems()
{
    const catalog::Column *added = m_table.column(m_new);
    if (facts().state != ModelState::Underway || hasErrors(m_plan.problems))
        return;
    const QString other = otherOrigin(*added);
    if (!other.isEmpty())
        problem(ColumnField::Source, u"%1 is there already, from an earlier run that began otherwise: %2. Vectors of two sources cannot be compared. Go on as that run "
                                     "began, or undo it to begin anew."_s.arg(name(m_new), other));
}

/// What shows that the column is begun with other values than these; empty: it is begun with the same, or with none yet.
QString ModelPlanner::otherOrigin(const catalog::Column &added)
{
    const std::optional<QString> function = functionThere();
    if (function && (!hasTrigger() || *function != functionBody()))
        return u"its trigger's function %1 writes other values than this change would"_s.arg(triggerFunction());
    if (!isFilled())
        return {};
    const QString model = modelOf(added.comment);
    const bool isSameModel = model == modelOf(commentWithModel(m_request.model, m_request.comment));
    if (!isSameModel && !model.isEmpty())
        return u"its comment says that its vectors are of the model “%1”"_s.arg(model);
    if (m_request.from == FillFrom::Application)
        return {}; // whoever fills it knows, and may have made the column too
    if (!isSameModel)
        return u"its comment names no model"_s;
    if (const QString note = otherNote(); !note.isEmpty() || m_request.from == FillFrom::Embedder)
        return note;
    return function ? QString() : otherValues();
}

/// The body of the trigger's function that an earlier run made.
std::optional<QString> ModelPlanner::functionThere()
{
    const pg::Result found = m_connection.exec(u"SELECT prosrc FROM pg_catalog.pg_proc WHERE oid = pg_catalog.to_regprocedure("_s + m_sql.literal(triggerFunction()) + u')');
    return found.rowCount() > 0 ? std::optional(found.text(0, 0)) : std::nullopt;
}

bool ModelPlanner::isFilled()
{
    if (facts().isCounted)
        return facts().filled > 0;
    return m_connection.exec(u"SELECT EXISTS (SELECT FROM %1 WHERE %2 IS NOT NULL)"_s.arg(m_sql.table(), name(m_new))).boolean(0, 0);
}

/// An embedder notes down what it fills, together with the column; findEmbedderProblems() sees to which one it is.
QString ModelPlanner::otherNote()
{
    const auto noted = catalog::embedderState(m_connection, m_request.schema, m_request.table, m_new);
    if (m_request.from != FillFrom::Embedder)
        return noted ? u"it is filled by %1"_s.arg(embed::nameOf(*noted)) : QString();
    const bool isKnown = noted || (!catalog::embedderTable(m_connection).isWritable && (functionThere() || !m_request.model.isEmpty()));
    return isKnown ? QString() : u"it has vectors, and quiver.embedders does not say who embedded them"_s;
}

/// Some of the rows that are filled have to have what they would be given now; others may have changed meanwhile.
QString ModelPlanner::otherValues()
{
    const QString column = name(m_request.table) + u'.' + name(m_new);
    const pg::Result found = m_connection.exec(u"SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE quiver_is = quiver_would_be) FROM (SELECT "_s + column
                                               + u"::text AS quiver_is, ("_s + m_source.value + u")::"_s + m_vectors.type(m_request.type) + u"::text AS quiver_would_be FROM "_s
                                               + m_sql.table() + u" WHERE "_s + column + u" IS NOT NULL LIMIT %1) AS quiver_rows"_s.arg(comparedRows));
    return found.integer(0, 1) > 0 ? QString() : u"none of %1 of its rows has the vector that this change would give it"_s.arg(found.integer(0, 0));
}

} // namespace quiver::schema
