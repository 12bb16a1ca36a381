// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/rowplan.h"

#include "core/error.h"
#include "load/rowvector.h"
#include "pg/connection.h"
#include "sql/quoter.h"

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

QString wordsOf(const RowForm &form, const std::vector<RowProblem> &problems)
{
    QStringList lines;
    for (const RowProblem &problem : problems) {
        if (!problem.isRemark)
            lines << u"%1: %2"_s.arg(form.fields[std::size_t(problem.field)].name, problem.text);
    }
    return lines.join(u'\n');
}

/// Vectors in the server's own form: what was pasted may be in NumPy's.
QString textFor(const RowField &field, const QString &text)
{
    if (!field.isVector() && field.kind != pg::TypeKind::Bit)
        return text;
    const FieldVector vector = readFieldVector(field, text);
    return vector.ok() ? vector.canonical : text;
}

QString expression(const sql::Quoter &quote, const RowField &field, const RowValue &value)
{
    switch (value.kind) {
    case RowValue::Kind::Default: return u"DEFAULT"_s;
    case RowValue::Kind::Null: return u"NULL"_s;
    case RowValue::Kind::Text: break;
    }
    return quote.literal(textFor(field, value.text));
}

void check(pg::Connection &connection, const RowForm &form, const RowValues &values, const ExistingRow *before)
{
    std::vector<RowProblem> problems = problemsOf(form, values, before);
    if (!hasErrors(problems)) {
        RowValues changed = values;
        for (std::size_t i = 0; before && i < changed.size(); ++i) {
            if (changed[i] == before->values[i])
                changed[i] = {};
        }
        problems = problemsOnServer(connection, form, changed);
    }
    if (hasErrors(problems))
        throw RowRefused(form, std::move(problems));
}

QString condition(const sql::Quoter &quote, const RowForm &form, const RowValues &values)
{
    QStringList parts;
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        if (form.fields[i].inKey)
            parts << u"%1 = %2"_s.arg(quote.name(form.fields[i].name), expression(quote, form.fields[i], values[i]));
    }
    return parts.join(u" AND "_s);
}

bool keyIsKnown(const RowForm &form, const RowValues &values)
{
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        if (form.fields[i].inKey && values[i].kind != RowValue::Kind::Text)
            return false;
    }
    return !form.keyName.isEmpty();
}

/// The columns still hold what the change gave them, whatever their types: not all can be compared, but all have a text.
QStringList unchanged(const sql::Quoter &quote, const RowForm &form, const std::vector<std::size_t> &columns, const RowValues &values)
{
    QStringList parts;
    for (const std::size_t i : columns) {
        const RowField &field = form.fields[i];
        const QString name = quote.name(field.name);
        QString left = expression(quote, field, values[i]);
        if (values[i].kind == RowValue::Kind::Default)
            left = field.defaultText.isEmpty() ? u"NULL"_s : u'(' + field.defaultText + u')';
        parts << (left == "NULL"_L1 ? name + u" IS NULL"_s : name + u"::text = ("_s + left + u"::"_s + field.type + u")::text"_s);
    }
    return parts;
}

const QString changedSince = u"the row is not as this change left it: somebody changed or deleted it since, or a trigger or policy of the table "
                             "has a part in it; nothing of it was taken back"_s;

sql::Change changeOf(const RowForm &form, const QString &title, sql::ChangeStep step)
{
    step.title = title;
    step.lock = sql::LockLevel::RowExclusive;
    step.lockedObject = form.sqlName;
    step.mustAffect = 1;
    step.estimate = {0, 1, u"one row"_s};
    step.expectedRows = 1;
    return {.title = title, .object = form.sqlName, .steps = {std::move(step)}};
}

QString assignments(const QStringList &columns, const QStringList &values)
{
    QStringList parts;
    for (qsizetype i = 0; i < columns.size(); ++i)
        parts << columns[i] + u" = "_s + values[i];
    return parts.join(u",\n    "_s);
}

} // namespace

RowRefused::RowRefused(const RowForm &form, std::vector<RowProblem> problems)
    : core::Error(wordsOf(form, problems)), m_problems(std::move(problems))
{
}

sql::Change planInsert(pg::Connection &connection, const RowForm &form, const RowValues &values)
{
    check(connection, form, values, nullptr);
    const sql::Quoter quote(connection);
    QStringList columns, expressions, key;
    std::vector<std::size_t> given;
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        const RowField &field = form.fields[i];
        if (field.inKey)
            key << quote.name(field.name);
        if (values[i].kind == RowValue::Kind::Default)
            continue;
        columns << quote.name(field.name);
        expressions << expression(quote, field, values[i]);
        if (!field.inKey)
            given.push_back(i);
    }
    sql::ChangeStep step;
    step.sql = u"INSERT INTO "_s + form.sqlName;
    if (columns.isEmpty())
        step.sql += u"\nDEFAULT VALUES"_s;
    else
        step.sql += u" ("_s + columns.join(u", "_s) + u")\nVALUES (\n    "_s + expressions.join(u",\n    "_s) + u"\n)"_s;
    if (!key.isEmpty())
        step.sql += u"\nRETURNING "_s + key.join(u", "_s);
    step.undoNotAffected = changedSince;
    step.notAffected = u"the server took the statement, but a trigger, rule or policy of the table kept the row out"_s;
    if (keyIsKnown(form, values))
        step.undo = u"DELETE FROM %1\nWHERE "_s.arg(form.sqlName)
                    + (QStringList{condition(quote, form, values)} + unchanged(quote, form, given, values)).join(u"\n    AND "_s);
    else
        step.undoNote = key.isEmpty() ? u"the table has no key that the row could be deleted by"_s
                                      : u"deletes the row by the key that the server makes, while it is as it was inserted"_s;
    if (step.undo.isEmpty() && !key.isEmpty())
        step.undoByReturned = u"DELETE FROM %1\nWHERE "_s.arg(form.sqlName) + (unchanged(quote, form, given, values) << QString()).join(u"\n    AND "_s);
    return changeOf(form, u"Insert a row into %1"_s.arg(form.sqlName), std::move(step));
}

sql::Change planUpdate(pg::Connection &connection, const RowForm &form, const ExistingRow &before, const RowValues &values)
{
    if (form.keyName.isEmpty())
        throw core::Error(u"%1 has no primary key, and no unique index over columns that are never NULL: nothing tells one row from another. "
                          "Change it with an UPDATE in the console."_s.arg(form.sqlName));
    check(connection, form, values, &before);
    const sql::Quoter quote(connection);
    QStringList columns, now, then;
    RowValues after = values;
    std::vector<std::size_t> written;
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        if (values[i] == before.values[i] || !form.fields[i].mayBeWritten()) {
            after[i] = before.values[i];
            continue;
        }
        columns << quote.name(form.fields[i].name);
        now << expression(quote, form.fields[i], values[i]);
        then << expression(quote, form.fields[i], before.values[i]);
        if (!form.fields[i].inKey)
            written.push_back(i);
    }
    if (columns.isEmpty())
        return {.title = u"Change a row of %1"_s.arg(form.sqlName), .object = form.sqlName, .steps = {}};
    sql::ChangeStep step;
    // xmin: the transaction that wrote this version of the row.
    step.sql = u"UPDATE %1\nSET %2\nWHERE %3\n    AND xmin = %4"_s.arg(form.sqlName, assignments(columns, now), condition(quote, form, before.values),
                                                                       quote.literal(before.version));
    step.notAffected = u"the row is not as it was read: somebody changed or deleted it meanwhile, or a policy of the table hides it"_s;
    if (keyIsKnown(form, after))
        step.undo = u"UPDATE %1\nSET %2\nWHERE "_s.arg(form.sqlName, assignments(columns, then))
                    + (QStringList{condition(quote, form, after)} + unchanged(quote, form, written, after)).join(u"\n    AND "_s);
    step.undoNotAffected = changedSince;
    return changeOf(form, u"Change a row of %1"_s.arg(form.sqlName), std::move(step));
}

bool isInserted(const sql::ChangeReport &report)
{
    return report.succeeded() && !report.change.isEmpty() && report.change.steps.front().sql.startsWith("INSERT "_L1);
}

} // namespace quiver::load
