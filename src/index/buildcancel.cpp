// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildcancel.h"

#include "index/buildquery.h"
#include "index/caresteps.h"
#include "pg/connection.h"
#include "sql/quoter.h"

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

/// Of a build that waits for its table CONCURRENTLY, nothing is left now, and something is as soon as it has got it: this cancel is not for that.
QString stillWaits(const BuildProgress &build)
{
    return build.isConcurrent() && build.phase == BuildPhase::WaitingForTable
        ? u" AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.pid = %1)"_s.arg(build.key.pid) : QString();
}

/// Of a role whose activity we may not see: nothing tells when its statement began, so that whatever index the session builds is cancelled.
bool isHidden(const BuildProgress &build)
{
    return build.key.startedAtUs == 0;
}

sql::ChangeStep cancelStep(const sql::Quoter &quoter, const BuildProgress &build)
{
    sql::ChangeStep step;
    step.title = u"Cancel the build of %1 in session %2"_s.arg(build.name()).arg(build.key.pid);
    step.sql = isHidden(build)
        ? u"SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_progress_create_index WHERE pid = %1 AND datname = %2"_s.arg(
              QString::number(build.key.pid), quoter.literal(build.database))
        : u"SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = %1 "
          "AND (EXTRACT(epoch FROM query_start) * 1000000)::pg_catalog.int8 = %2 AND state = 'active'"_s.arg(build.key.pid).arg(build.key.startedAtUs) + stillWaits(build);
    step.undoNote = u"what was built so far is lost; the build can be started again"_s;
    step.inTransaction = false; // it is sent at once, whatever comes after
    step.risk = sql::Risk::Destructive;
    const QString user = build.user.isEmpty() ? QString() : u" for user %1"_s.arg(build.user);
    step.riskNote = isHidden(build)
        ? u"What session %1 builds%2, and since when, only members of pg_read_all_stats may see: whichever index it builds by then is thrown away, and what "
          "that leaves INVALID is not dropped here. Look for INVALID indexes afterwards."_s.arg(build.key.pid).arg(user)
        : u"%1 has run for %2 s%3. All of that is thrown away."_s.arg(build.command).arg(build.runningSeconds, 0, 'f', 0).arg(user);
    step.mustAffect = 1;
    step.notAffected = stillWaits(build).isEmpty() ? u"the build has ended meanwhile; nothing was cancelled"_s
        : u"the build has ended meanwhile, or has got its table and begun: nothing was cancelled. Look again, and cancel what it has begun"_s;
    return step;
}

/// What the build locks while it runs.
struct BuildTable {
    quint32 oid = 0;
    QString name; ///< as SQL writes it
    bool isMaterializedView = false;
};

/// Of a TOAST table, which REINDEX TABLE builds along: the table that it belongs to. The oid 0: it is gone.
BuildTable tableOf(pg::Connection &connection, const BuildProgress &build)
{
    const pg::Result found = connection.exec(
        {QByteArray("SELECT t.oid, n.nspname, t.relname, t.relkind = 'm' FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace "
                    "WHERE t.oid = COALESCE((SELECT o.oid FROM pg_catalog.pg_class o WHERE o.reltoastrelid = $1::pg_catalog.oid), $1::pg_catalog.oid)"),
         {pg::Param::integer(build.tableOid)}});
    if (found.rowCount() == 0)
        return {};
    return {quint32(found.integer(0, 0)), sql::Quoter(connection).qualified(found.text(0, 1), found.text(0, 2)), found.boolean(0, 3)};
}

/// Is through only when the build has let go of its lock: whether it came to its end after all is certain then.
sql::ChangeStep waitStep(const BuildProgress &build, const BuildTable &table)
{
    sql::ChangeStep step;
    step.title = u"Wait until the build has ended"_s;
    step.undoNote = u"it changes nothing"_s;
    if (table.isMaterializedView) { // LOCK TABLE does not take one
        step.sql = u"DO $wait$ BEGIN WHILE EXISTS (SELECT FROM pg_catalog.pg_locks WHERE pid = %1 AND relation = %2 AND mode = 'ShareUpdateExclusiveLock') "
                   "LOOP PERFORM pg_catalog.pg_sleep(0.02); END LOOP; END $wait$"_s.arg(build.key.pid).arg(table.oid);
        return step;
    }
    step.sql = u"LOCK TABLE %1 IN SHARE UPDATE EXCLUSIVE MODE"_s.arg(table.name);
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = table.name;
    return step;
}

/// What it would leave INVALID, as far as that is made by now: never an index that is in use.
std::vector<InvalidCopy> leftBy(pg::Connection &connection, const BuildProgress &build, const BuildTable &table)
{
    if (build.command == "REINDEX CONCURRENTLY"_L1)
        return invalidCopies(connection, table.oid);
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
    change.steps.push_back(cancelStep(sql::Quoter(connection), build));
    const bool isHere = build.database == connection.exec("SELECT pg_catalog.current_database()").text(0, 0);
    if (build.isConcurrent() && isHere && build.indexOid != 0 && !build.index.isEmpty() && !build.table.isEmpty()) {
        const sql::Quoter quoter(connection);
        const BuildTable table = tableOf(connection, build);
        const std::vector<InvalidCopy> left = leftBy(connection, build, table);
        if (!left.empty())
            change.steps.push_back(waitStep(build, table));
        for (const InvalidCopy &each : left)
            change.steps.push_back(dropInvalidStep(quoter, each.oid, each.schema, each.name, table.name));
    }
    return change;
}

} // namespace quiver::index
