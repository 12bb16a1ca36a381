// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/maintenance.h"

#include "catalog/versionaudit.h"
#include "index/caresteps.h"
#include "index/invalidradar.h"
#include "index/lonebuild.h"
#include "pg/connection.h"
#include "sql/changesteps.h"

#include <algorithm>
#include <utility>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::bytesText;
using catalog::countText;
using sql::ChangeStep;

namespace {

/// The beginning of a plan for one index: found and owned, or refused.
std::optional<CareTarget> begin(pg::Connection &connection, const QString &schema, const QString &index, CarePlan &plan, const QString &title, bool maintain = false)
{
    plan.change.object = sql::Quoter(connection).qualified(schema, index);
    plan.change.title = title.arg(plan.change.object);
    const auto target = careTarget(connection, schema, index);
    if (!target)
        plan.refusal = noSuchIndex(schema, index);
    else if (!(maintain ? target->mayMaintain : target->isOwned))
        plan.refusal = notOwned(*target);
    return plan.refusal.isEmpty() ? target : std::nullopt;
}

/// The undo of \p step builds \p target again: without workers where it must have none.
void undoAlone(pg::Connection &connection, const CareTarget &target, ChangeStep &step)
{
    if (!step.undo.isEmpty() && wouldGetUnsafeWorkers(connection, target.method, target.tableOid))
        sql::setForUndo(sql::Quoter(connection), catalog::buildWorkersSetting, u"0"_s, step);
}

/// The steps that build \p target anew, after those that drop what an earlier attempt left.
void addReindex(pg::Connection &connection, const CareTarget &target, const std::vector<InvalidIndex> &invalid, CarePlan &plan, std::vector<ChangeStep> &steps)
{
    const sql::Quoter quote(connection);
    QStringList gone;
    for (const InvalidIndex &each : invalid) {
        if (each.original != target.name || each.schema != target.schema || !each.mayRepair)
            continue;
        if (const auto copy = careTarget(connection, each.schema, each.name); copy && !copy->isValid) {
            steps.push_back(dropStep(quote, *copy));
            gone << each.name;
        }
    }
    addRebuild(connection, target, plan, steps, gone);
}

/// Those with files that \p target consists of.
std::vector<CareTarget> leavesOf(pg::Connection &connection, const CareTarget &target)
{
    if (!target.isPartitioned)
        return {target};
    const pg::Result result = connection.exec(
        {"SELECT n.nspname, c.relname FROM pg_catalog.pg_partition_tree($1) p JOIN pg_catalog.pg_class c ON c.oid = p.relid "
         "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE p.isleaf AND c.relkind = 'i' ORDER BY 1, 2",
         {pg::Param::text(QString::number(target.oid), pg::oid::Oid_)}});
    std::vector<CareTarget> leaves;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        if (auto leaf = careTarget(connection, result.text(row, 0), result.text(row, 1)))
            leaves.push_back(std::move(*leaf));
    }
    return leaves;
}

/// A table that may be maintained, or a refusal.
struct TableTarget {
    pg::Oid oid = 0;
    QString name; ///< as SQL writes it
    double deadRows = 0, rows = -1;
    qint64 bytes = 0; ///< with TOAST, without indexes
    QString workers;  ///< parallel_workers as it is set; empty: it is not
    bool isPartitioned = false;
};

enum class Wanted { Alter, Reindex, Vacuum };

/// A condition on c, the table.
QString mayDo(const pg::Connection &connection, Wanted wanted)
{
    QString condition = wanted != Wanted::Alter && connection.serverVersion() >= 170000 ? u"pg_catalog.has_table_privilege(c.oid, 'MAINTAIN')"_s
                                                                                       : u"pg_catalog.pg_has_role(c.relowner, 'USAGE')"_s;
    if (wanted == Wanted::Vacuum) // the database's owner may do that, too
        condition += u" OR (SELECT pg_catalog.pg_has_role(d.datdba, 'USAGE') FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())"_s;
    return condition;
}

std::optional<TableTarget> tableTarget(pg::Connection &connection, const QString &schema, const QString &table, Wanted wanted, CarePlan &plan)
{
    const QString name = sql::Quoter(connection).qualified(schema, table);
    plan.change.object = name;
    const pg::Result result = connection.exec(
        {u"SELECT c.oid, %1, pg_catalog.pg_get_userbyid(c.relowner), current_user, "
         "pg_catalog.pg_stat_get_dead_tuples(c.oid), CASE WHEN c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0) THEN -1 ELSE c.reltuples END, "
         "c.relpages::pg_catalog.int8 * pg_catalog.current_setting('block_size')::pg_catalog.int8, "
         "(SELECT o.option_value FROM pg_catalog.pg_options_to_table(c.reloptions) o WHERE o.option_name = 'parallel_workers'), c.relkind = 'p' "
         "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
         "WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'm', 'p')"_s.arg(mayDo(connection, wanted)),
         {pg::Param::text(schema), pg::Param::text(table)}});
    if (result.rowCount() == 0) {
        plan.refusal = u"There is no table “%1.%2”."_s.arg(schema, table);
        return std::nullopt;
    }
    if (!result.boolean(0, 1)) {
        // The server would only warn and skip it.
        plan.refusal = u"“%1.%2” belongs to “%3”, and “%4” is not a member of that role. Connect as the owner, or let them run it."_s.arg(
            schema, table, result.text(0, 2), result.text(0, 3));
        return std::nullopt;
    }
    return TableTarget{pg::Oid(result.integer(0, 0)), name, result.real(0, 4), result.real(0, 5), result.integer(0, 6), result.text(0, 7), result.boolean(0, 8)};
}

/// Whether \p target is built anew; where it is not, the plan says why, and counts it as left out.
bool isToBuild(const CareTarget &target, CarePlan &plan)
{
    const QString why = target.mayMaintain ? whyNotBuilt(target) : u"%1.%2 is not built anew: %3"_s.arg(target.schema, target.name, notOwned(target));
    if (!why.isEmpty()) {
        plan.notes << why;
        ++plan.leftOut;
    }
    return why.isEmpty();
}

void refuseWhereNothingIsLeft(CarePlan &plan)
{
    if (plan.change.isEmpty())
        plan.refusal = std::exchange(plan.notes, {}).join(u'\n');
}

bool needsRebuild(const QString &option)
{
    return option == "m"_L1 || option == "ef_construction"_L1 || option == "lists"_L1;
}

} // namespace

CarePlan planReindex(pg::Connection &connection, const QString &schema, const QString &index, const BuildSettings &settings)
{
    CarePlan plan;
    const auto target = begin(connection, schema, index, plan, u"Build %1 anew"_s, true);
    if (!target)
        return plan;
    const auto invalid = invalidIndexes(connection);
    for (const CareTarget &leaf : leavesOf(connection, *target)) {
        if (isToBuild(leaf, plan))
            addReindex(connection, leaf, invalid, plan, plan.change.steps);
    }
    refuseWhereNothingIsLeft(plan);
    if (!plan.change.isEmpty())
        setAround(sql::Quoter(connection), settings, plan, plan.change.steps);
    return plan;
}

CarePlan planReindexTable(pg::Connection &connection, const QString &schema, const QString &table, bool annOnly, const BuildSettings &settings)
{
    CarePlan plan;
    const auto target = tableTarget(connection, schema, table, Wanted::Reindex, plan);
    plan.change.title = u"Build %1 indexes of %2 anew"_s.arg(annOnly ? u"the approximate"_s : u"all"_s, plan.change.object);
    if (!target)
        return plan;
    const auto invalid = invalidIndexes(connection);
    for (const CareTarget &each : careTargets(connection, target->oid)) {
        const bool isCopy = std::ranges::any_of(invalid, [&](const InvalidIndex &left) { return left.oid == each.oid && left.kind != InvalidIndex::Kind::Failed; });
        if (!isCopy && (!annOnly || each.isAnn()) && isToBuild(each, plan))
            addReindex(connection, each, invalid, plan, plan.change.steps);
    }
    refuseWhereNothingIsLeft(plan);
    if (!plan.change.isEmpty())
        setAround(sql::Quoter(connection), settings, plan, plan.change.steps);
    return plan;
}

CarePlan planVacuum(pg::Connection &connection, const QString &schema, const QString &table, const VacuumRequest &request)
{
    CarePlan plan;
    const auto target = tableTarget(connection, schema, table, Wanted::Vacuum, plan);
    plan.change.title = u"Vacuum %1"_s.arg(plan.change.object);
    if (!target)
        return plan;
    QStringList graphs; // that are not built anew before
    const auto invalid = request.reindexFirst ? invalidIndexes(connection) : std::vector<InvalidIndex>();
    for (const CareTarget &each : careTargets(connection, target->oid)) {
        if (each.method != "hnsw"_L1 || !each.isValid)
            continue;
        if (request.reindexFirst && isToBuild(each, plan))
            addReindex(connection, each, invalid, plan, plan.change.steps);
        else
            graphs << sql::Quoter(connection).qualified(each.schema, each.name);
    }
    if (!plan.rebuilds.empty())
        plan.change.title = u"Build the HNSW indexes of %1 anew, and vacuum it"_s.arg(plan.change.object);
    if (!plan.change.isEmpty())
        setAround(sql::Quoter(connection), request.settings, plan, plan.change.steps);
    ChangeStep step;
    step.title = u"Vacuum %1%2"_s.arg(target->name, request.analyze ? u" and count its rows"_s : QString());
    step.sql = (request.analyze ? u"VACUUM (ANALYZE) "_s : u"VACUUM "_s) + target->name;
    step.undoNote = u"nothing that anybody can see changes"_s;
    step.inTransaction = false;
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = target->name;
    step.risk = sql::Risk::Careful;
    step.riskNote = u"Reads and writes go on; it reads the table and its indexes."_s;
    const double readMb = double(target->bytes) / 1e6;
    step.estimate = {readMb / 1000, 0.5 + readMb / 20, u"%1 in the table, %2 dead rows"_s.arg(bytesText(target->bytes), countText(target->deadRows))};
    if (!graphs.isEmpty() && target->deadRows > 0) {
        // Measured: 50,000 rows of 128 dimensions, a tenth deleted: 78 s, against 18 s for REINDEX and 0.1 s for VACUUM then.
        step.estimate.high += double(graphs.size()) * target->deadRows / 60;
        step.riskNote += u" Of %1 it has to mend the graph around every dead row, which is slow."_s.arg(graphs.join(u", "_s));
        if (!request.reindexFirst)
            plan.notes << u"%1: HNSW is slow to vacuum. With many dead rows, building it anew first (REINDEX INDEX CONCURRENTLY) and vacuuming then takes a "
                          "fraction of the time, and the new graph is better than the mended one."_s.arg(graphs.join(u", "_s));
    }
    plan.change.steps.push_back(step);
    return plan;
}

CarePlan planAnalyze(pg::Connection &connection, const QString &schema, const QString &table)
{
    CarePlan plan;
    const auto target = tableTarget(connection, schema, table, Wanted::Vacuum, plan);
    plan.change.title = u"Analyse %1"_s.arg(plan.change.object);
    if (!target)
        return plan;
    ChangeStep step;
    step.title = u"Count the rows of %1 and sample its values"_s.arg(target->name);
    step.sql = u"ANALYZE "_s + target->name;
    step.undoNote = u"the planner knows more; nothing else changes"_s;
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = target->name;
    step.estimate = {0.1, 30, u"30,000 rows are sampled"_s};
    plan.change.steps.push_back(step);
    return plan;
}

CarePlan planPrewarm(pg::Connection &connection, const QString &schema, const QString &index)
{
    CarePlan plan;
    const sql::Quoter quote(connection);
    plan.change.object = quote.qualified(schema, index);
    const auto target = careTarget(connection, schema, index);
    const ExtensionPlace place = extensionPlace(connection, u"pg_prewarm"_s);
    if (!target) {
        plan.refusal = noSuchIndex(schema, index);
    } else if (!place.isCreated()) {
        plan = createExtension(connection, place);
        plan.change.object = quote.qualified(schema, index);
    }
    plan.change.title = u"Read %1 into memory"_s.arg(plan.change.object);
    if (!plan.refusal.isEmpty())
        return plan;
    const QString home = place.isCreated() ? place.schema : place.home;
    qint64 bytes = 0;
    for (const CareTarget &leaf : leavesOf(connection, *target)) {
        ChangeStep step;
        const QString name = quote.qualified(leaf.schema, leaf.name);
        step.title = u"Read %1 into shared_buffers"_s.arg(name);
        step.sql = u"SELECT %1(%2::pg_catalog.regclass)"_s.arg(quote.qualified(home, u"pg_prewarm"_s), quote.literal(name));
        step.undoNote = u"needs none"_s;
        step.lock = sql::LockLevel::AccessShare;
        step.lockedObject = name;
        step.estimate = {double(leaf.bytes) / 4e9, 0.1 + double(leaf.bytes) / 100e6, u"%1 at 100 MB/s to 4 GB/s"_s.arg(bytesText(leaf.bytes))};
        plan.change.steps.push_back(step);
        bytes += leaf.bytes;
    }
    const qint64 buffers = connection.exec("SELECT pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers'))").integer(0, 0);
    if (bytes > buffers)
        plan.notes << u"The index takes %1, shared_buffers %2: only its end will stay there, the rest perhaps in the system's cache."_s.arg(bytesText(bytes), bytesText(buffers));
    return plan;
}

CarePlan planSetOptions(pg::Connection &connection, const QString &schema, const QString &index,
                        const std::vector<std::pair<QString, std::optional<QString>>> &options, bool rebuild, const BuildSettings &settings)
{
    CarePlan plan;
    const auto target = begin(connection, schema, index, plan, u"Set options of %1"_s);
    if (!target)
        return plan;
    if (target->isPartitioned) {
        plan.refusal = u"%1 is of a partitioned table: set the options of its parts, each by itself."_s.arg(plan.change.object);
        return plan;
    }
    plan.refusal = optionTrouble(*target, options);
    if (!plan.refusal.isEmpty())
        return plan;
    const sql::Quoter quote(connection);
    bool waitsForRebuild = false;
    for (const auto &[option, value] : options) {
        QString before;
        for (const QString &each : target->options) {
            if (each.section(u'=', 0, 0) == option)
                before = each.section(u'=', 1);
        }
        const auto statement = [&](const QString &to) {
            return to.isEmpty() ? u"ALTER INDEX %1 RESET (%2)"_s.arg(plan.change.object, quote.name(option))
                                : u"ALTER INDEX %1 SET (%2 = %3)"_s.arg(plan.change.object, quote.name(option), quote.literal(to));
        };
        if (before == value.value_or(QString()))
            continue;
        waitsForRebuild = waitsForRebuild || needsRebuild(option);
        ChangeStep step;
        step.title = value ? u"Set %1 of %2 to %3"_s.arg(option, plan.change.object, *value) : u"Set %1 of %2 back to its default"_s.arg(option, plan.change.object);
        step.sql = statement(value.value_or(QString()));
        step.undo = statement(before);
        step.lock = sql::LockLevel::AccessExclusive;
        step.lockedObject = plan.change.object;
        step.risk = sql::Risk::Careful;
        step.riskNote = u"The index is locked for a moment; queries of its table are planned after that."_s;
        step.estimate = {0, 0.1, {}};
        plan.change.steps.push_back(step);
    }
    if (plan.change.isEmpty()) {
        plan.notes << u"The options are set so already."_s;
    } else if (rebuild) {
        std::vector<ChangeStep> steps;
        addReindex(connection, *target, invalidIndexes(connection), plan, steps);
        plan.rebuilds.back().options = options;
        setAround(sql::Quoter(connection), settings, plan, steps);
        std::ranges::move(steps, std::back_inserter(plan.change.steps));
    } else if (waitsForRebuild) {
        plan.notes << u"m, ef_construction and lists count when an index is built. The one that is there stays as it is until it is built anew: REINDEX INDEX CONCURRENTLY %1."_s.arg(plan.change.object);
    }
    return plan;
}

CarePlan planSetTablespace(pg::Connection &connection, const QString &schema, const QString &index, const QString &tablespace, bool copyFile)
{
    CarePlan plan;
    const auto target = begin(connection, schema, index, plan, u"Move %1 to another tablespace"_s);
    if (!target)
        return plan;
    const sql::Quoter quote(connection);
    const pg::Result wanted = connection.exec(
        {"SELECT pg_catalog.has_tablespace_privilege(t.oid, 'CREATE'), d.dattablespace = t.oid, (SELECT h.spcname FROM pg_catalog.pg_tablespace h "
         "WHERE h.oid = d.dattablespace) FROM pg_catalog.pg_tablespace t JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database() WHERE t.spcname = $1",
         {pg::Param::text(tablespace)}});
    if (wanted.rowCount() == 0)
        plan.refusal = u"There is no tablespace “%1”."_s.arg(tablespace);
    else if (!wanted.boolean(0, 0) && !wanted.boolean(0, 1))
        plan.refusal = u"“%1” may not create anything in the tablespace “%2”: GRANT CREATE ON TABLESPACE %3 TO that role."_s.arg(target->user, tablespace, quote.name(tablespace));
    else if (target->isPartitioned)
        plan.refusal = u"%1 is of a partitioned table and has no file: move its parts, each by itself."_s.arg(plan.change.object);
    if (!plan.refusal.isEmpty())
        return plan;
    const QString before = target->tablespace.isEmpty() ? wanted.text(0, 2) : target->tablespace;
    if (before == tablespace) {
        plan.notes << u"It is in the tablespace “%1” already."_s.arg(tablespace);
        return plan;
    }
    if (!copyFile && connection.serverVersion() >= 140000 && !target->isExclusion) {
        plan.refusal = whyNotBuilt(*target);
        if (!plan.refusal.isEmpty()) {
            plan.refusal += u" To move it as it is, its file can be copied, while nobody can use it."_s;
            return plan;
        }
        ChangeStep step = reindexStep(connection, *target, tablespace);
        step.undo = u"REINDEX (CONCURRENTLY, TABLESPACE %1) INDEX %2"_s.arg(quote.name(before), plan.change.object);
        step.undoNote.clear();
        plan.rebuilds.push_back(rebuildOf(connection, *target, step));
        undoAlone(connection, *target, step);
        plan.change.steps.push_back(step);
        setAround(quote, {}, plan, plan.change.steps);
        return plan;
    }
    const auto statement = [&](const QString &to) { return u"ALTER INDEX %1 SET TABLESPACE %2"_s.arg(plan.change.object, quote.name(to)); };
    ChangeStep step;
    step.title = u"Copy %1 to the tablespace %2"_s.arg(plan.change.object, quote.name(tablespace));
    step.sql = statement(tablespace);
    step.undo = statement(before);
    step.lock = sql::LockLevel::AccessExclusive;
    step.lockedObject = plan.change.object;
    step.risk = sql::Risk::Careful;
    step.riskNote = u"Whoever plans a query of the table or writes to it waits until the file is copied."_s;
    step.estimate = {double(target->bytes) / 1e9, 0.1 + double(target->bytes) / 50e6, u"%1 at 50 MB/s to 1 GB/s"_s.arg(bytesText(target->bytes))};
    plan.change.steps.push_back(step);
    return plan;
}

CarePlan planRename(pg::Connection &connection, const QString &schema, const QString &index, const QString &newName)
{
    CarePlan plan;
    const auto target = begin(connection, schema, index, plan, u"Rename %1"_s);
    if (!target)
        return plan;
    const sql::Quoter quote(connection);
    if (newName.isEmpty() || newName.toUtf8().size() > 63)
        plan.refusal = u"A name has 1 to 63 bytes."_s;
    else if (connection.exec({"SELECT pg_catalog.to_regclass($1) IS NOT NULL", {pg::Param::text(quote.qualified(schema, newName))}}).boolean(0, 0))
        plan.refusal = u"The schema “%1” has something of the name “%2” already. Choose another name."_s.arg(schema, newName);
    if (!plan.refusal.isEmpty())
        return plan;
    if (!target->constraint.isEmpty())
        plan.notes << u"The constraint %1 is renamed with its index."_s.arg(quote.name(target->constraint));
    const QString renamed = quote.qualified(schema, newName);
    ChangeStep step;
    step.title = u"Rename %1 to %2"_s.arg(plan.change.object, quote.name(newName));
    step.sql = u"ALTER INDEX %1 RENAME TO %2"_s.arg(plan.change.object, quote.name(newName));
    step.undo = u"ALTER INDEX %1 RENAME TO %2"_s.arg(renamed, quote.name(target->name));
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = plan.change.object;
    step.isDone = u"SELECT pg_catalog.to_regclass(%1) IS NULL AND pg_catalog.to_regclass(%2) IS NOT NULL"_s.arg(quote.literal(plan.change.object), quote.literal(renamed));
    step.estimate = {0, 0.1, {}};
    plan.change.steps.push_back(step);
    return plan;
}

CarePlan planDrop(pg::Connection &connection, const QString &schema, const QString &index)
{
    CarePlan plan;
    const auto target = begin(connection, schema, index, plan, u"Drop the index %1"_s);
    if (!target)
        return plan;
    const sql::Quoter quote(connection);
    if (!target->constraint.isEmpty())
        plan.refusal = u"%1 serves the constraint %2 and goes only with that one: ALTER TABLE %3 DROP CONSTRAINT %2."_s.arg(
            plan.change.object, quote.name(target->constraint), quote.qualified(target->tableSchema, target->table));
    else if (!target->parentName.isEmpty())
        plan.refusal = u"%1 is a part of the partitioned index %2 and goes only with that one."_s.arg(plan.change.object, target->parentName);
    else if (target->isReplicaIdentity)
        plan.refusal = u"%1 is the replica identity of %2: subscribers find its rows by it, and without it UPDATE and DELETE of a published table are refused. "
                       "Choose another one first: ALTER TABLE %2 REPLICA IDENTITY ..."_s.arg(plan.change.object, quote.qualified(target->tableSchema, target->table));
    else if (!target->foreignKey.isEmpty())
        plan.refusal = u"The foreign key %1 refers to rows by %2, which cannot go before it: drop the foreign key first, or make it anew on another unique index."_s.arg(
            target->foreignKey, plan.change.object);
    if (!plan.refusal.isEmpty())
        return plan;
    if (target->isClustered)
        plan.notes << u"CLUSTER without a name sorts the table by it."_s;
    plan.change.steps.push_back(dropStep(quote, *target));
    undoAlone(connection, *target, plan.change.steps.back());
    return plan;
}

CarePlan planParallelWorkers(pg::Connection &connection, const QString &schema, const QString &table, std::optional<int> workers)
{
    CarePlan plan;
    const auto target = tableTarget(connection, schema, table, Wanted::Alter, plan);
    plan.change.title = u"Set the parallel workers of %1"_s.arg(plan.change.object);
    if (!target)
        return plan;
    if (target->isPartitioned)
        plan.refusal = u"%1 is partitioned: set the workers of its partitions, each by itself."_s.arg(target->name);
    else if (workers && (*workers < 0 || *workers > 1024))
        plan.refusal = u"parallel_workers is 0 to 1,024."_s;
    const QString value = workers ? QString::number(*workers) : QString();
    if (!plan.refusal.isEmpty() || target->workers == value)
        return plan;
    const auto statement = [&](const QString &to) {
        return to.isEmpty() ? u"ALTER TABLE %1 RESET (parallel_workers)"_s.arg(target->name) : u"ALTER TABLE %1 SET (parallel_workers = %2)"_s.arg(target->name, to);
    };
    ChangeStep step;
    step.title = workers ? u"Plan builds and scans of %1 with %2 workers"_s.arg(target->name, value) : u"Let the planner choose the workers for %1"_s.arg(target->name);
    step.sql = statement(value);
    step.undo = statement(target->workers);
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = target->name;
    step.riskNote = u"It also goes for scans of the table in queries. No more work at once than max_parallel_maintenance_workers (builds), "
                    "max_parallel_workers_per_gather (scans) and max_parallel_workers allow."_s;
    step.estimate = {0, 0.1, {}};
    plan.change.steps.push_back(step);
    return plan;
}

} // namespace quiver::index
