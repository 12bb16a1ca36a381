// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/loadoutline.h"

#include "core/counttext.h"
#include "load/batchsender.h"
#include "load/loadsteps.h"
#include "load/sequences.h"

#include <QFileInfo>

namespace quiver::load {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

namespace {

ChangeStep rowsStep(pg::Connection &connection, const LoadPlan &plan, const TargetTable &target, const SourceInfo &source)
{
    ChangeStep step;
    const QString rows = source.rows < 0 ? u"The rows of %1"_s.arg(QFileInfo(plan.file).fileName())
                                         : u"%1 of %2"_s.arg(core::rowsText(source.rows), QFileInfo(plan.file).fileName());
    step.title = plan.oneTransaction ? u"%1, all or none"_s.arg(rows)
                                     : u"%1, in batches of at most %2, each committed with a note of how far the load is"_s.arg(
                                           rows, core::countText(plan.batchRows));
    step.sql = BatchSender(plan, target).statements(connection).join(u";\n\n"_s);
    step.undoNote = u"What is committed stays; remove it with DELETE or TRUNCATE."_s;
    step.expectedRows = source.rows;
    step.lock = sql::LockLevel::RowExclusive;
    step.lockedObject = target.sqlName;
    if (plan.onDuplicate == OnDuplicate::Update) {
        step.risk = sql::Risk::Careful;
        step.riskNote = u"Rows that are there under the same key get the values of the file."_s;
    }
    return step;
}

} // namespace

sql::Change loadOutline(pg::Connection &connection, const LoadPlan &plan, const TargetTable &found, const SourceInfo &source)
{
    const TargetTable target = plan.create && !found.exists() ? targetOf(plan, found) : found;
    sql::Change outline = stepsBefore(connection, plan, target);
    if (outline.isEmpty())
        outline.lockTimeout = 0; // nothing waits for a lock that stops others
    outline.title = u"Load %1 into %2"_s.arg(QFileInfo(plan.file).fileName(), target.sqlName);
    outline.steps.push_back(rowsStep(connection, plan, target, source));
    const sql::Change after = stepsAfter(pendingAfter(plan, target), target.pgvector, target.sqlName);
    outline.steps.insert(outline.steps.end(), after.steps.begin(), after.steps.end());
    for (const SequenceMove &move : sequenceMoves(connection, plan, target)) {
        ChangeStep step;
        step.title = u"Move the sequence %1 past the highest value of %2"_s.arg(move.sequence, move.column);
        step.sql = move.sql;
        outline.steps.push_back(std::move(step));
    }
    if (plan.analyze) {
        ChangeStep step;
        step.title = u"Look at a sample, so that the planner knows the table"_s;
        step.sql = u"ANALYZE "_s + target.sqlName;
        step.inTransaction = false;
        step.lock = sql::LockLevel::ShareUpdateExclusive;
        step.lockedObject = target.sqlName;
        outline.steps.push_back(std::move(step));
    }
    return outline;
}

} // namespace quiver::load
