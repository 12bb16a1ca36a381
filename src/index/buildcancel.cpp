// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildcancel.h"

#include "index/buildquery.h"
#include "index/caresteps.h"
#include "pg/connection.h"
#include "sql/quoter.h"

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

sql::ChangeStep cancelStep(const BuildProgress &build)
{
    sql::ChangeStep step;
    step.title = u"Cancel the build of %1 in session %2"_s.arg(build.name()).arg(build.key.pid);
    step.sql = u"SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = %1 "
               "AND (EXTRACT(epoch FROM query_start) * 1000000)::pg_catalog.int8 = %2 AND state = 'active'"_s.arg(build.key.pid).arg(build.key.startedAtUs);
    step.undoNote = u"what was built so far is lost; the build can be started again"_s;
    step.inTransaction = false; // it is sent at once, whatever comes after
    step.risk = sql::Risk::Destructive;
    step.riskNote = u"%1 has run for %2 s%3. All of that is thrown away."_s.arg(build.command)
                        .arg(build.runningSeconds, 0, 'f', 0)
                        .arg(build.user.isEmpty() ? QString() : u" for user %1"_s.arg(build.user));
    step.mustAffect = 1;
    step.notAffected = u"the build has ended meanwhile; nothing was cancelled"_s;
    return step;
}

/// Has its lock only when the build has let go of its own.
sql::ChangeStep waitStep(const QString &table)
{
    sql::ChangeStep step;
    step.title = u"Wait until the build has ended"_s;
    step.sql = u"LOCK TABLE %1 IN SHARE UPDATE EXCLUSIVE MODE"_s.arg(table);
    step.undoNote = u"it changes nothing"_s;
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = table;
    return step;
}

/// What it would leave INVALID, as far as that is made by now: never an index that is in use.
std::vector<InvalidCopy> leftBy(pg::Connection &connection, const BuildProgress &build)
{
    if (build.command == "REINDEX CONCURRENTLY"_L1)
        return invalidCopies(connection, build.tableOid);
    const IndexState made = indexState(connection, build.indexOid, {}, {});
    if (made.kind != IndexState::Kind::Invalid)
        return {};
    return {{build.indexOid, build.schema, made.name}};
}

} // namespace

sql::Change cancelBuild(pg::Connection &connection, const BuildProgress &build)
{
    sql::Change change;
    change.title = u"Cancel the build of %1"_s.arg(build.name());
    change.object = build.index.isEmpty() ? QString() : sql::Quoter(connection).qualified(build.schema, build.index);
    change.steps.push_back(cancelStep(build));
    const bool isHere = build.database == connection.exec("SELECT pg_catalog.current_database()").text(0, 0);
    if (build.isConcurrent() && isHere && build.indexOid != 0 && !build.index.isEmpty() && !build.table.isEmpty()) {
        const sql::Quoter quoter(connection);
        const QString table = quoter.qualified(build.schema, build.table);
        const std::vector<InvalidCopy> left = leftBy(connection, build);
        if (!left.empty())
            change.steps.push_back(waitStep(table));
        for (const InvalidCopy &each : left)
            change.steps.push_back(dropInvalidStep(quoter, each.oid, each.schema, each.name, table));
    }
    return change;
}

} // namespace quiver::index
