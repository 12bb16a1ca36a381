// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/storagechange.h"

#include "pg/connection.h"
#include "schema/columnsteps.h"
#include "schema/storagefacts.h"
#include "schema/typeproblems.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

namespace {

class Planner
{
public:
    Planner(pg::Connection &connection, const StorageChange &request, StoragePlan &plan)
        : m_connection(connection), m_request(request), m_plan(plan), m_table(*plan.table), m_sql(connection, request.schema, request.table)
    {
    }

    void run()
    {
        if (const QString obstacle = catalog::alterObstacle(m_table, true); !obstacle.isEmpty()) {
            problem(ColumnField::Table, obstacle);
            return;
        }
        const catalog::Column *column = m_table.column(m_request.column);
        if (!column) {
            problem(ColumnField::Column, u"The table has no column “%1”."_s.arg(m_request.column));
            return;
        }
        m_plan.facts = storageFacts(m_connection, m_table, *column);
        if (!m_plan.facts) {
            problem(ColumnField::Column, u"Values of type %1 have a fixed length and are always in the row."_s.arg(column->type));
            return;
        }
        findProblems();
        if (!hasErrors(m_plan.problems))
            makeSteps();
    }

private:
    void problem(ColumnField field, const QString &text, bool isError = true) { m_plan.problems.push_back({field, text, isError}); }
    QString column() const { return m_sql.name(m_request.column); }
    bool isSet() const { return m_plan.facts->current == m_request.storage; }
    void findProblems();
    void sayWhatItComesTo();
    void makeSteps();
    ChangeStep rewrite(const catalog::TablePart &part) const;

    pg::Connection &m_connection;
    const StorageChange &m_request;
    StoragePlan &m_plan;
    const catalog::TableFacts &m_table;
    const ColumnSql m_sql;
};

void Planner::findProblems()
{
    const StorageFacts &facts = *m_plan.facts;
    const StorageForecast &wanted = *facts.forecast(m_request.storage);
    if (wanted.isRefused)
        problem(ColumnField::Storage, u"A row is a page at most, %1 bytes. With %2 the widest of %3 rows takes %4, so the server would "
                                      "refuse it; its other columns leave %5 bytes for the value. MAIN keeps in the row what fits and "
                                      "moves out what does not."_s.arg(catalog::countText(catalog::maxTupleBytes), catalog::storageName(m_request.storage),
                                                                       catalog::countText(double(facts.sampledRows)), catalog::countText(double(wanted.widestTuple)),
                                                                       catalog::countText(double(facts.roomForPlain))));
    else
        sayWhatItComesTo();
    if (isSet() && !m_request.rewrite)
        problem(ColumnField::Storage, u"The column is stored so already. A rewrite moves values that were written before."_s, false);
    else if (!m_request.rewrite && !m_table.isEmpty)
        problem(ColumnField::Rewrite, u"It goes for values that are written from now on. Those that are there stay where they are, also "
                                      "when another column of their row is updated, until the table is rewritten."_s, false);
}

void Planner::sayWhatItComesTo()
{
    const StorageFacts &facts = *m_plan.facts;
    const StorageForecast &now = *facts.forecast(facts.current);
    const StorageForecast &wanted = *facts.forecast(m_request.storage);
    const bool in = m_request.storage == catalog::ColumnStorage::Plain || m_request.storage == catalog::ColumnStorage::Main;
    if (facts.valueBytes == 0)
        return; // no row has one yet, and the type does not say
    if (!isSet() && now.isOut == wanted.isOut)
        problem(ColumnField::Storage, wanted.isOut
                                          ? u"A usual row is too large for that: its value would be kept out of the row all the same."_s
                                          : u"A usual row is small enough to have its value in the row already: it makes no difference."_s,
                false);
    else if (wanted.rowBytes() > now.rowBytes() * 1.02)
        problem(ColumnField::Storage, u"A row would take %1 bytes of pages instead of %2: the pages would be left partly empty."_s.arg(
                                          catalog::countText(wanted.rowBytes()), catalog::countText(now.rowBytes())), false);
    QStringList displaced = wanted.othersOut;
    displaced.removeIf([&](const QString &name) { return now.othersOut.contains(name); });
    if (!displaced.isEmpty())
        problem(ColumnField::Storage, u"To make room, the server would move %1 of a usual row out of it instead, unless compressing it helps."_s.arg(
                                          displaced.join(u", "_s)), false);
    if (in && !wanted.isOut && now.isOut)
        problem(ColumnField::Storage, u"Every scan that does not want the vectors will have to read them too."_s, false);
    if (m_request.storage == catalog::ColumnStorage::Extended && facts.type.contains(u"vec"_s))
        problem(ColumnField::Storage, u"EXTENDED tries to compress, which gains nothing on embeddings and costs time: EXTERNAL is the same "
                                      "without."_s, false);
}

ChangeStep Planner::rewrite(const catalog::TablePart &part) const
{
    const QString name = m_sql.quote().qualified(part.schema, part.name);
    ChangeStep step;
    step.title = u"Write %1 anew, with its indexes"_s.arg(name);
    step.sql = u"VACUUM (FULL, ANALYZE) "_s + name;
    step.undoNote = u"the rows stay where they are; nothing is lost"_s;
    step.inTransaction = false;
    step.lock = sql::LockLevel::AccessExclusive;
    step.lockedObject = name;
    step.rewritesTable = true;
    step.risk = sql::Risk::Careful;
    const qint64 bytes = m_table.heapBytes + m_table.toastBytes + m_table.indexBytes;
    step.riskNote = u"Nobody can read or write the table until it is done. A copy is written beside it: up to %1 have to be free on the "
                    "server's disk."_s.arg(catalog::bytesText(bytes));
    step.estimate = rewriteEstimate(m_table);
    return step;
}

void Planner::makeSteps()
{
    m_plan.change.title = u"Store %1 of %2 as %3"_s.arg(column(), m_sql.table(), catalog::storageName(m_request.storage));
    m_plan.change.object = m_sql.table();
    if (!isSet()) {
        ChangeStep step = m_sql.setStorage(m_request.column, m_request.storage, m_plan.facts->current);
        step.undoNote = u"values that were written meanwhile stay where they are"_s;
        m_plan.change.steps.push_back(step);
    }
    if (!m_request.rewrite)
        return;
    for (const catalog::TablePart &part : m_table.parts) {
        if (part.isPartitioned || part.isForeign)
            continue;
        ChangeStep step = rewrite(part);
        // A rewrite gives the table another file.
        const qint64 file = m_connection.exec({"SELECT pg_catalog.pg_relation_filenode($1)",
                                               {pg::Param::text(QString::number(part.oid), pg::oid::Oid_)}}).integer(0, 0);
        step.isDone = u"SELECT pg_catalog.pg_relation_filenode(pg_catalog.to_regclass(%1)) <> %2"_s.arg(
            m_sql.literal(m_sql.quote().qualified(part.schema, part.name)), QString::number(file));
        m_plan.change.steps.push_back(step);
    }
}

} // namespace

sql::StepEstimate rewriteEstimate(const catalog::TableFacts &table)
{
    constexpr double slow = 30e6, fast = 300e6; // bytes a second, read, written and logged
    double rowsOfGraphs = 0;
    for (const catalog::Index &index : table.indexes) {
        if (index.isAnn)
            rowsOfGraphs += std::max(0.0, table.rows());
    }
    const double bytes = double(table.heapBytes + table.toastBytes);
    sql::StepEstimate estimate{bytes / fast + rowsOfGraphs / 5000, 0.5 + bytes / slow + rowsOfGraphs / 300, {}};
    estimate.basis = u"%1 at 30 to 300 MB/s"_s.arg(catalog::bytesText(qint64(bytes)));
    if (rowsOfGraphs > 0)
        estimate.basis += u", and %1 rows of vector indexes at 300 to 5,000 a second"_s.arg(catalog::countText(rowsOfGraphs));
    return estimate;
}

std::vector<ColumnProblem> problemsOf(const StorageChange &request)
{
    std::vector<ColumnProblem> problems;
    if (request.table.isEmpty())
        problems.push_back({ColumnField::Table, u"A table is missing."_s});
    if (request.column.isEmpty())
        problems.push_back({ColumnField::Column, u"A column is missing."_s});
    if (request.storage == catalog::ColumnStorage::Default)
        problems.push_back({ColumnField::Storage, u"PLAIN, MAIN, EXTERNAL or EXTENDED."_s});
    return problems;
}

StoragePlan planStorage(pg::Connection &connection, const StorageChange &request)
{
    StoragePlan plan;
    plan.problems = problemsOf(request);
    if (hasErrors(plan.problems))
        return plan;
    catalog::readPatiently(connection, request.schema, request.table, [&] {
        plan.table = catalog::tableFacts(connection, request.schema, request.table);
        if (!plan.table)
            plan.problems.push_back({ColumnField::Table, missingTable(request.schema, request.table)});
        else
            Planner(connection, request, plan).run();
    });
    return plan;
}

} // namespace quiver::schema
