// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/changesteps.h"

namespace quiver::sql {

using namespace Qt::StringLiterals;

ChangeStep concurrentIndexStep(const Quoter &quoter, const QString &createSql, const QString &schema, const QString &table,
                               const QString &index)
{
    const QString name = quoter.qualified(schema, index);
    const QString onTable = quoter.qualified(schema, table);
    const QString exists = u"SELECT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass(%1) "
                           "AND indrelid = pg_catalog.to_regclass(%2) AND %3)"_s;
    const auto found = [&](const QString &condition) {
        return exists.arg(quoter.literal(name), quoter.literal(onTable), condition); // at once: names may hold %1
    };
    ChangeStep step;
    step.title = u"Create the index %1 without stopping writes"_s.arg(name);
    step.sql = createSql;
    step.undo = u"DROP INDEX CONCURRENTLY IF EXISTS %1"_s.arg(name);
    step.inTransaction = false;
    step.lock = LockLevel::ShareUpdateExclusive;
    step.lockedObject = onTable;
    step.risk = Risk::Careful;
    step.riskNote = u"It reads the whole table twice and waits for transactions that are open; reads and writes go on."_s;
    step.isDone = found(u"indisvalid"_s);
    step.verify = step.isDone;
    step.leftBehind = u"an INVALID index %1"_s.arg(name);
    step.isLeftBehind = found(u"NOT indisvalid"_s);
    step.cleanUp = step.undo;
    return step;
}

} // namespace quiver::sql
