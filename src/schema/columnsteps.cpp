// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/columnsteps.h"

#include "sql/names.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;
using sql::ChangeStep;
using sql::LockLevel;
using sql::Risk;

namespace {

QString storageCode(catalog::ColumnStorage storage)
{
    switch (storage) {
    case catalog::ColumnStorage::Plain: return u"p"_s;
    case catalog::ColumnStorage::External: return u"e"_s;
    case catalog::ColumnStorage::Main: return u"m"_s;
    case catalog::ColumnStorage::Default:
    case catalog::ColumnStorage::Extended: break;
    }
    return u"x"_s;
}

} // namespace

QString dollarQuoted(const QString &text)
{
    QString tag = u"$$"_s;
    for (int number = 0; text.contains(tag) || (text.endsWith(u'$') && number == 0); ++number)
        tag = u"$q%1$"_s.arg(number);
    return tag + text + tag;
}

ColumnSql::ColumnSql(const pg::Connection &connection, const QString &schema, const QString &table)
    : m_quote(connection), m_schema(schema), m_name(table), m_table(m_quote.qualified(schema, table))
{
}

QString ColumnSql::regclass() const
{
    return u"pg_catalog.to_regclass("_s + literal(m_table) + u')';
}

QString ColumnSql::attribute(const QString &column, const QString &condition) const
{
    return u"EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = "_s + regclass() + u" AND attname = "_s + literal(column)
           + u" AND NOT attisdropped"_s + condition + u')';
}

QString ColumnSql::columnExists(const QString &column) const
{
    return attribute(column, {});
}

QString ColumnSql::columnIs(const QString &column, int number) const
{
    return attribute(column, u" AND attnum = %1"_s.arg(number));
}

QString ColumnSql::isNotNull(const QString &column) const
{
    return attribute(column, u" AND attnotnull"_s);
}

QString ColumnSql::storageIs(const QString &column, catalog::ColumnStorage storage) const
{
    return attribute(column, u" AND attstorage = '%1'"_s.arg(storageCode(storage)));
}

QString ColumnSql::commentIs(const QString &column, const QString &comment) const
{
    return u"COALESCE((SELECT pg_catalog.col_description(attrelid, attnum) FROM pg_catalog.pg_attribute WHERE attrelid = "_s + regclass()
           + u" AND attname = "_s + literal(column) + u" AND NOT attisdropped), '') = "_s + literal(comment);
}

QString ColumnSql::constraintExists(const QString &constraint) const
{
    return u"EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = "_s + regclass() + u" AND conname = "_s + literal(constraint) + u')';
}

QString ColumnSql::constraintIsValid(const QString &constraint) const
{
    return u"EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = "_s + regclass() + u" AND conname = "_s + literal(constraint)
           + u" AND convalidated)"_s;
}

QString ColumnSql::triggerExists(const QString &trigger) const
{
    return u"EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = "_s + regclass() + u" AND tgname = "_s + literal(trigger) + u')';
}

QString ColumnSql::anyOf(const QStringList &conditions)
{
    QStringList given;
    for (const QString &condition : conditions) {
        if (!condition.isEmpty())
            given << condition;
    }
    return given.isEmpty() ? QString() : u"SELECT "_s + given.join(u" OR "_s);
}

ChangeStep ColumnSql::alter(const QString &title, const QString &action, const QString &undoAction) const
{
    ChangeStep step;
    step.title = title;
    step.sql = u"ALTER TABLE "_s + m_table + u' ' + action;
    if (!undoAction.isEmpty())
        step.undo = u"ALTER TABLE "_s + m_table + u' ' + undoAction;
    step.lock = LockLevel::AccessExclusive;
    step.lockedObject = m_table;
    step.estimate = {0, 0.1, u"the catalogue only, whatever the table's size"_s};
    return step;
}

ChangeStep ColumnSql::setStorage(const QString &column, catalog::ColumnStorage storage, catalog::ColumnStorage before) const
{
    const QString set = u"ALTER COLUMN "_s + name(column) + u" SET STORAGE "_s;
    ChangeStep step = alter(u"Store new values of %1 as %2"_s.arg(name(column), catalog::storageName(storage)), set + catalog::storageName(storage),
                            set + catalog::storageName(before));
    step.isDone = anyOf({storageIs(column, storage)});
    return step;
}

ChangeStep ColumnSql::comment(const QString &column, const QString &comment, const QString &before) const
{
    const QString on = u"COMMENT ON COLUMN "_s + m_table + u'.' + name(column) + u" IS "_s;
    const auto text = [this](const QString &words) { return words.isEmpty() ? u"NULL"_s : literal(words); };
    ChangeStep step;
    step.title = comment.isEmpty() ? u"Remove the comment of %1"_s.arg(name(column)) : u"Say in a comment what %1 is"_s.arg(name(column));
    step.sql = on + text(comment);
    step.undo = on + text(before);
    step.lock = LockLevel::ShareUpdateExclusive;
    step.lockedObject = m_table;
    step.estimate = {0, 0.1, {}};
    step.isDone = anyOf({commentIs(column, comment)});
    return step;
}

std::vector<ChangeStep> ColumnSql::check(qint64 bytes, const QString &constraint, const QString &condition,
                                        const QString &words, const QString &unless) const
{
    const QString drop = u"DROP CONSTRAINT IF EXISTS "_s + name(constraint);
    ChangeStep add = alter(u"Check that %1, in new rows at once"_s.arg(words),
                           u"ADD CONSTRAINT "_s + name(constraint) + u" CHECK ("_s + condition + u") NOT VALID"_s, drop);
    add.isDone = anyOf({constraintExists(constraint), unless});
    add.inTransaction = false; // the lock must be gone before the rows are read

    ChangeStep validate = alter(u"Check the same of the rows that are there"_s, u"VALIDATE CONSTRAINT "_s + name(constraint));
    validate.undoNote = u"goes with the constraint"_s;
    validate.inTransaction = false;
    validate.lock = LockLevel::ShareUpdateExclusive;
    validate.estimate = catalog::readingEstimate(bytes);
    validate.isDone = anyOf({constraintIsValid(constraint), unless});
    return {add, validate};
}

QString ColumnSql::notNullConstraint(const QString &column) const
{
    return sql::madeName(m_name, column, u"filled"_s);
}

std::vector<ChangeStep> ColumnSql::notNull(const catalog::TableFacts &facts, const QString &column, const QString &unless) const
{
    const QString constraint = notNullConstraint(column);
    QStringList done{isNotNull(column)};
    if (!unless.isEmpty())
        done << unless;
    std::vector<ChangeStep> steps = check(facts.heapBytes, constraint, name(column) + u" IS NOT NULL"_s, name(column) + u" has a value"_s, done.join(u" OR "_s));

    ChangeStep set = alter(u"Make %1 NOT NULL, which the check proves"_s.arg(name(column)),
                           u"ALTER COLUMN "_s + name(column) + u" SET NOT NULL"_s, u"ALTER COLUMN "_s + name(column) + u" DROP NOT NULL"_s);
    set.isDone = anyOf(done);
    ChangeStep drop = alter(u"Remove the check, which is not needed any more"_s, u"DROP CONSTRAINT IF EXISTS "_s + name(constraint));
    drop.undoNote = u"needs no undoing"_s;
    drop.isDone = u"SELECT NOT "_s + constraintExists(constraint);
    steps.push_back(set);
    steps.push_back(drop);
    return steps;
}

ChangeStep ColumnSql::gate(const QString &title, const QString &condition, const QString &what, const QString &hint) const
{
    const QString message = u"% rows of "_s + QString(m_table).replace(u'%', u"%%"_s) + u' ' + QString(what).replace(u'%', u"%%"_s);
    const QString body = u"DECLARE\n    missing pg_catalog.int8;\nBEGIN\n    SELECT pg_catalog.count(*) INTO missing FROM "_s + m_table
                         + u"\n    WHERE "_s + condition + u";\n    IF missing > 0 THEN\n        RAISE EXCEPTION "_s + literal(message)
                         + u", missing USING ERRCODE = 'object_not_in_prerequisite_state', HINT = "_s + literal(hint)
                         + u";\n    END IF;\nEND"_s;
    ChangeStep step;
    step.title = title;
    step.sql = u"DO "_s + dollarQuoted(u'\n' + body + u'\n');
    step.undoNote = u"changes nothing"_s;
    step.inTransaction = false;
    step.lock = LockLevel::AccessShare;
    step.lockedObject = m_table;
    return step;
}

} // namespace quiver::schema
