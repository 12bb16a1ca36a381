// SPDX-License-Identifier: GPL-3.0-or-later
// What a refused row means, and which row stands in its way.
#include "load/rowplan.h"

#include "load/duplicaterow.h"
#include "pg/connection.h"

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

RowFailure::Kind kindOf(const pg::Error &error)
{
    const QString &state = error.sqlState();
    if (error.kind() == pg::Error::Kind::Connection)
        return RowFailure::Kind::Lost;
    if (error.kind() == pg::Error::Kind::Client)
        return RowFailure::Kind::Changed; // the step met no row
    if (state == "23505"_L1)
        return RowFailure::Kind::Conflict;
    if (state == "40001"_L1 || state == "40P01"_L1 || state == "55P03"_L1)
        return RowFailure::Kind::Transient;
    if (state == "42501"_L1 || state == "25006"_L1)
        return RowFailure::Kind::Refused;
    if (state.startsWith("22"_L1) || state.startsWith("23"_L1) || state == "54000"_L1)
        return RowFailure::Kind::Data;
    return RowFailure::Kind::Other;
}

QString serverWords(const pg::Error &error)
{
    QString text = error.message();
    if (!error.diagnostics().detail.isEmpty())
        text += u" ("_s + error.diagnostics().detail + u')';
    if (!error.diagnostics().hint.isEmpty())
        text += u" – "_s + error.diagnostics().hint;
    return text;
}

QString words(RowFailure::Kind kind, const RowForm &form, const pg::Error &error, bool isUnknown)
{
    const QString what = serverWords(error);
    switch (kind) {
    case RowFailure::Kind::Conflict:
        return u"%1 has a row with the same key already: %2. Nothing was written. Take another key, or change the row that is there."_s.arg(form.sqlName, what);
    case RowFailure::Kind::Data:
        return u"%1 does not take these values: %2. Nothing was written. Correct them and try again."_s.arg(form.sqlName, what);
    case RowFailure::Kind::Changed:
        return u"%1: %2. Nothing was written. Read the row again, and make the change on what is there now."_s.arg(form.sqlName, what);
    case RowFailure::Kind::Refused:
        return u"%1 may not be written to on this connection: %2. Nothing was written."_s.arg(form.sqlName, what);
    case RowFailure::Kind::Transient:
        return u"%1: another transaction was in the way: %2. Nothing was written; the same may be tried again as it is."_s.arg(form.sqlName, what);
    case RowFailure::Kind::Lost:
        if (isUnknown)
            return u"The connection was lost while the row was committed: %1. Whether it stands is not known: look for it in %2 before you try again."_s.arg(what, form.sqlName);
        return u"The connection was lost: %1. Nothing of %2 was written. The values are not to blame: try again when the server is back."_s.arg(what, form.sqlName);
    case RowFailure::Kind::Other: break;
    }
    return u"%1: %2. Nothing was written."_s.arg(form.sqlName, what);
}

} // namespace

RowFailure failureOf(const RowForm &form, const sql::ChangeReport &report)
{
    if (!report.error)
        return {RowFailure::Kind::Other, report.summary(), -1};
    const bool isUnknown = std::ranges::any_of(report.steps, [](const sql::StepReport &step) { return step.state == sql::StepState::Unknown; });
    RowFailure failure;
    failure.kind = isUnknown ? RowFailure::Kind::Lost : kindOf(*report.error);
    failure.text = words(failure.kind, form, *report.error, isUnknown);
    failure.field = form.indexOf(report.error->diagnostics().column);
    return failure;
}

RowConflict conflictOf(pg::Connection &connection, const RowForm &form, const RowValues &values, const pg::Error &error)
{
    const pg::Diagnostics &said = error.diagnostics();
    RowConflict conflict;
    conflict.constraint = said.constraint;
    RowKey key;
    bool isKnown = true;
    for (const QString &name : conflictColumns(connection, said)) {
        const int field = form.indexOf(name);
        if (!name.isEmpty())
            conflict.columns << name;
        isKnown = isKnown && field >= 0 && values[std::size_t(field)].kind == RowValue::Kind::Text;
        if (isKnown)
            key.emplace_back(name, values[std::size_t(field)].text);
    }
    if (isKnown && !key.empty())
        conflict.row = readRow(connection, form, key);
    return conflict;
}

} // namespace quiver::load
