// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scratch.h"

#include "pg/connection.h"
#include "sql/condition.h"
#include "sql/names.h"

#include <QUuid>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

const QString mark = u"Quiver: scratch of a benchmark; may be dropped when no benchmark runs"_s;

pg::Query lockCall(const QString &function, const QString &schema)
{
    return {u"SELECT pg_catalog.%1(pg_catalog.hashtextextended($1, 7))"_s.arg(function), {pg::Param::text(schema)}};
}

sql::ChangeStep stepOf(const QString &title, const QString &statement)
{
    sql::ChangeStep step;
    step.title = title;
    step.sql = statement;
    step.undoNote = u"it is dropped with its schema"_s;
    return step;
}

} // namespace

QString newScratchName()
{
    return u"quiver_bench_"_s + QUuid::createUuid().toString(QUuid::Id128).left(16);
}

QString scratchIndexName(const QString &wanted, const QString &table)
{
    return wanted == table ? wanted + u" index"_s : wanted;
}

QString copyProblem(const BoundWorkload &workload, double share)
{
    if (!workload.workload.sql.isEmpty())
        return u"a statement of your own names its table, so it cannot be run on a copy: measure settings alone, or leave it to Quiver to write the search"_s;
    if (const QString problem = conditionProblem(workload.query.condition, workload.query.schema, workload.query.table); !problem.isEmpty())
        return problem;
    if (workload.table.hasKey())
        return {};
    if (!workload.queries.ownKeys.empty())
        return u"the table has no key, so that the rows that are searched with cannot be told in a copy: take query vectors from a file, or give it a primary key"_s;
    return share < 1 ? u"the table has no key to choose a sample of its rows by: copy all of them, or give it a primary key"_s : QString();
}

QString conditionProblem(const QString &condition, const QString &schema, const QString &table)
{
    if (sql::withoutSchema(condition, schema, table))
        return {};
    return u"the condition names columns with the table's schema, where something else is called %1, too, so that it would say something else of a copy: name columns by %1 alone, and the other one by an alias"_s.arg(table);
}

search::VectorQuery queryOfCopy(const BoundWorkload &workload, const QString &schema)
{
    search::VectorQuery query = workload.query;
    query.condition = sql::withoutSchema(query.condition, query.schema, query.table).value_or(query.condition); // else copyProblem() has said so
    query.schema = schema;
    return query;
}

sql::Change makeScratchChange(pg::Connection &connection, const BoundWorkload &workload, const QString &schema, double share)
{
    if (const QString problem = copyProblem(workload, share); !problem.isEmpty())
        throw core::Error(problem);
    const sql::Quoter quote(connection);
    const search::SearchTable &table = workload.table;
    const QString from = quote.qualified(table.facts.schema, table.facts.name), copy = quote.qualified(schema, table.facts.name);
    sql::Change change;
    change.title = u"Copy %1 into the scratch schema %2"_s.arg(from, quote.name(schema));
    change.object = quote.name(schema);
    sql::ChangeStep create = sql::createSchemaStep(quote, schema);
    create.undo = u"DROP SCHEMA IF EXISTS %1 CASCADE"_s.arg(quote.name(schema));
    create.undoNote = u"with the copy in it"_s;
    change.steps.push_back(create);
    change.steps.push_back(stepOf(u"Mark the schema"_s, u"COMMENT ON SCHEMA %1 IS %2"_s.arg(quote.name(schema), quote.literal(mark))));
    change.steps.push_back(stepOf(u"Create the table for the copy"_s, u"CREATE UNLOGGED TABLE %1 (LIKE %2 INCLUDING STORAGE)"_s.arg(copy, from)));
    sql::ChangeStep fill = stepOf(share < 1 ? u"Copy a sample of the rows"_s : u"Copy the rows"_s,
                                  u"INSERT INTO %1 SELECT * FROM %2"_s.arg(copy, from) + (share < 1 ? u" WHERE "_s + shareCondition(connection, table, ShareOf::Sample, share) : QString()));
    fill.estimate = catalog::readingEstimate(qint64(double(table.facts.heapBytes + table.facts.toastBytes) * (1 + share)));
    change.steps.push_back(fill);
    if (table.hasKey()) {
        QStringList keys;
        for (const QString &key : table.facts.keyColumns)
            keys << quote.name(key);
        change.steps.push_back(stepOf(u"Add its key"_s, u"ALTER TABLE %1 ADD PRIMARY KEY (%2)"_s.arg(copy, keys.join(u", "_s))));
    }
    change.steps.push_back(stepOf(u"Gather its statistics"_s, u"ANALYZE "_s + copy));
    return change;
}

sql::Change dropScratchChange(pg::Connection &connection, const QString &schema)
{
    const sql::Quoter quote(connection);
    sql::Change change;
    change.title = u"Drop the scratch schema %1 of a benchmark"_s.arg(quote.name(schema));
    change.object = quote.name(schema);
    sql::ChangeStep step;
    step.title = change.title;
    step.sql = u"DROP SCHEMA %1 CASCADE"_s.arg(quote.name(schema));
    step.undoNote = u"a copy of a table, made to be measured"_s;
    step.lock = sql::LockLevel::AccessExclusive;
    step.lockedObject = quote.name(schema);
    step.isDone = u"SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = %1)"_s.arg(quote.literal(schema));
    change.steps.push_back(step);
    return change;
}

sql::Change dropScratchesChange(pg::Connection &connection, const QStringList &schemas)
{
    sql::Change change = dropScratchChange(connection, schemas.front());
    for (const QString &schema : schemas.mid(1))
        change.steps.push_back(dropScratchChange(connection, schema).steps.front());
    if (schemas.size() > 1)
        change.title = u"Drop %1 scratch schemas of benchmarks"_s.arg(schemas.size());
    return change;
}

void holdScratch(pg::Connection &connection, const QString &schema)
{
    connection.exec(lockCall(u"pg_advisory_lock"_s, schema));
}

void releaseScratch(pg::Connection &connection, const QString &schema)
{
    connection.exec(lockCall(u"pg_advisory_unlock"_s, schema));
}

std::vector<LeftScratch> leftScratches(pg::Connection &connection)
{
    const pg::Result found = connection.exec({"SELECT n.nspname, (SELECT coalesce(pg_catalog.sum(pg_catalog.pg_total_relation_size(c.oid)), 0)::pg_catalog.int8 "
                                              "FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'r') "
                                              "FROM pg_catalog.pg_namespace n WHERE pg_catalog.obj_description(n.oid, 'pg_namespace') = $1 ORDER BY 1",
                                              {pg::Param::text(mark)}});
    std::vector<LeftScratch> left;
    for (qint64 row = 0; row < found.rowCount(); ++row) {
        const QString schema = found.text(row, 0);
        if (!connection.exec(lockCall(u"pg_try_advisory_lock"_s, schema)).boolean(0, 0))
            continue; // somebody uses it
        releaseScratch(connection, schema);
        left.push_back({schema, found.integer(row, 1)});
    }
    return left;
}

} // namespace quiver::bench
