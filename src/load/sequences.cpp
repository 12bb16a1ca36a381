// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/sequences.h"

#include "sql/quoter.h"

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr auto moveHead = "SELECT pg_catalog.setval("_L1;

} // namespace

std::vector<SequenceMove> sequenceMoves(const pg::Connection &connection, const LoadPlan &plan, const TargetTable &target)
{
    const sql::Quoter quoter(connection);
    std::vector<SequenceMove> moves;
    if (!plan.moveSequences)
        return moves;
    for (const TargetColumn *column : columnsWithSequence(plan, target)) {
        const QString rest = u"%1, k.highest) FROM %2 s, (SELECT pg_catalog.max(%3)::bigint AS highest FROM %4) k"
                             " WHERE k.highest >= s.last_value + s.is_called::int"_s;
        moves.push_back({column->sequence, column->name,
                         moveHead + rest.arg(quoter.literal(column->sequence), column->sequence, quoter.name(column->name), target.sqlName)});
    }
    return moves;
}

bool isSequenceMove(const QString &statement)
{
    return statement.startsWith(moveHead);
}

void moveSequences(pg::Connection &connection, const LoadPlan &plan, const TargetTable &target, QStringList &remarks)
{
    for (const SequenceMove &move : sequenceMoves(connection, plan, target)) {
        QString why;
        std::optional<pg::Result> moved;
        if (!attempt(connection, [&] { moved = connection.exec(move.sql); }, why))
            remarks += u"The sequence %1 could not be moved past the highest value of %2, and may give keys that are taken: %3. Run: %4."_s.arg(
                move.sequence, move.column, why, move.sql);
        else if (moved->rowCount() > 0)
            remarks += u"The sequence %1 was moved to %2, the highest value of %3."_s.arg(move.sequence, moved->text(0, 0), move.column);
    }
}

bool attempt(pg::Connection &connection, const std::function<void()> &work, QString &why)
{
    connection.exec("SAVEPOINT quiver_attempt");
    try {
        work();
        connection.exec("RELEASE SAVEPOINT quiver_attempt");
        return true;
    } catch (const pg::Error &e) {
        if (!e.connectionUsable())
            throw;
        connection.exec("ROLLBACK TO SAVEPOINT quiver_attempt");
        why = e.message();
        return false;
    }
}

} // namespace quiver::load
