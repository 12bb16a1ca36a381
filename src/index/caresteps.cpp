// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/caresteps.h"

#include "catalog/fragments.h"
#include "catalog/indexestimate.h"
#include "index/indexplan.h"
#include "index/indexproblems.h"
#include "index/lonebuild.h"
#include "pg/connection.h"
#include "pg/rowreader.h"
#include "sql/changesteps.h"

#include <QSet>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

namespace {

#define QUIVER_SQL_TARGET \
    "SELECT c.oid, t.oid, n.nspname, c.relname, tn.nspname, t.relname, m.amname, pg_catalog.pg_get_userbyid(t.relowner), current_user, " \
    "pg_catalog.pg_get_indexdef(c.oid), (SELECT s.conname FROM pg_catalog.pg_constraint s WHERE s.conindid = c.oid " \
    "AND s.contype IN ('p', 'u', 'x') LIMIT 1), COALESCE((SELECT b.spcname FROM pg_catalog.pg_tablespace b WHERE b.oid = c.reltablespace), ''), " \
    "pg_catalog.array_to_json(c.reloptions), CASE WHEN c.relkind = 'i' THEN pg_catalog.pg_relation_size(c.oid) ELSE 0 END, " \
    "CASE WHEN t.reltuples < 0 OR (t.reltuples = 0 AND t.relpages = 0) THEN -1 ELSE t.reltuples END, " \
    "COALESCE(pg_catalog.pg_relation_filenode(c.oid), 0), pg_catalog.pg_has_role(t.relowner, 'USAGE'), c.relkind = 'I', i.indisexclusion, " \
    "i.indisvalid AND i.indisready, h.inhparent, (SELECT pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(pc.relname) " \
    "FROM pg_catalog.pg_class pc JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace WHERE pc.oid = h.inhparent), " \
    "i.indisreplident, i.indisclustered, %1, (SELECT pg_catalog.quote_ident(f.conname) || ' of ' || f.conrelid::pg_catalog.regclass::pg_catalog.text " \
    "FROM pg_catalog.pg_constraint f WHERE f.conindid = c.oid AND f.contype = 'f' ORDER BY f.conname LIMIT 1) " \
    "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace " \
    "JOIN pg_catalog.pg_class t ON t.oid = i.indrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace " \
    "JOIN pg_catalog.pg_am m ON m.oid = c.relam LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid AND c.relispartition "

QString targetSql(const pg::Connection &connection, const char *rest)
{
    // MAINTAIN: https://www.postgresql.org/docs/17/ddl-priv.html
    const QString maintains = connection.serverVersion() >= 170000 ? u"pg_catalog.has_table_privilege(t.oid, 'MAINTAIN')"_s
                                                                   : u"pg_catalog.pg_has_role(t.relowner, 'USAGE')"_s;
    return QStringLiteral(QUIVER_SQL_TARGET).arg(maintains) + QString::fromLatin1(rest);
}

CareTarget targetAt(const pg::Result &result, qint64 row)
{
    CareTarget target;
    QString options;
    pg::RowReader(result, row) >> target.oid >> target.tableOid >> target.schema >> target.name >> target.tableSchema >> target.table >> target.method >> target.owner
        >> target.user >> target.definition >> target.constraint >> target.tablespace >> options >> target.bytes >> target.tableRows >> target.fileNode >> target.isOwned
        >> target.isPartitioned >> target.isExclusion >> target.isValid >> target.parent >> target.parentName >> target.isReplicaIdentity >> target.isClustered
        >> target.mayMaintain >> target.foreignKey;
    target.options = catalog::textList(options);
    return target;
}

/// The name that the server will give the copy: as ChooseRelationName() (indexcmds.c), cut to 63 bytes.
QString copyName(pg::Connection &connection, const CareTarget &target, const QStringList &gone)
{
    const pg::Result result = connection.exec({"SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                                               "WHERE n.nspname = $1 AND c.relname ~ '_ccnew[0-9]*$'", {pg::Param::text(target.schema)}});
    QSet<QString> taken;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        taken << result.text(row, 0);
    for (const QString &name : gone)
        taken.remove(name);
    for (int number = 0;; ++number) {
        const QString ending = number == 0 ? u"_ccnew"_s : u"_ccnew%1"_s.arg(number);
        QString name = target.name;
        while (name.toUtf8().size() > 63 - ending.size())
            name.chop(name.back().isLowSurrogate() ? 2 : 1);
        if (!taken.contains(name + ending))
            return name + ending;
    }
}

/// SELECT EXISTS of the index on its table with \p condition.
QString found(const sql::Quoter &quote, const CareTarget &target, const QString &index, const QString &condition)
{
    return u"SELECT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass(%1) AND indrelid = pg_catalog.to_regclass(%2) "
           "AND %3)"_s.arg(quote.literal(quote.qualified(target.schema, index)), quote.literal(quote.qualified(target.tableSchema, target.table)),
                           condition);
}

/// Of a rebuild whether it happened: an index that could not be used can be, another has another file.
QString isRebuilt(const sql::Quoter &quote, const CareTarget &target)
{
    const QString valid = found(quote, target, target.name, u"indisvalid AND indisready"_s);
    if (!target.isValid)
        return valid;
    return valid + u" AND pg_catalog.pg_relation_filenode(pg_catalog.to_regclass(%1)) <> %2"_s.arg(
        quote.literal(quote.qualified(target.schema, target.name)), QString::number(target.fileNode));
}

/// How long building the index again takes, where nothing tells better.
sql::StepEstimate buildEstimate(const CareTarget &target)
{
    if (target.isAnn() || !target.isValid || target.bytes <= 0) // what a build left tells nothing of a whole one
        return catalog::indexBuildEstimate(target.method, target.tableRows);
    return {double(target.bytes) / 100e6, 0.5 + double(target.bytes) / 5e6, u"%1 at 5 to 100 MB/s"_s.arg(catalog::bytesText(target.bytes))};
}

/// Where CONCURRENTLY cannot be: an index of an exclusion constraint.
ChangeStep lockingReindexStep(const sql::Quoter &quote, const CareTarget &target)
{
    const QString name = quote.qualified(target.schema, target.name);
    ChangeStep step;
    step.title = u"Build %1 anew"_s.arg(name);
    step.sql = u"REINDEX INDEX "_s + name;
    step.undoNote = u"the index holds the same rows; there is nothing to undo"_s;
    step.inTransaction = false; // so that what comes before it lets go of its locks
    step.lock = sql::LockLevel::Share;
    step.lockedObject = quote.qualified(target.tableSchema, target.table);
    step.risk = sql::Risk::Careful;
    step.riskNote = u"An index of an exclusion constraint cannot be built CONCURRENTLY. Writes wait until it is done, and so do queries that would use "
                    "this index."_s;
    step.estimate = buildEstimate(target);
    step.isDone = isRebuilt(quote, target);
    step.verify = found(quote, target, target.name, u"indisvalid AND indisready"_s);
    return step;
}

} // namespace

std::optional<CareTarget> careTarget(pg::Connection &connection, const QString &schema, const QString &index)
{
    std::optional<CareTarget> target;
    catalog::readPatiently(connection, schema, index, [&] {
        const pg::Result result = connection.exec({targetSql(connection, "WHERE n.nspname = $1 AND c.relname = $2"),
                                                   {pg::Param::text(schema), pg::Param::text(index)}});
        if (result.rowCount() > 0)
            target = targetAt(result, 0);
    });
    return target;
}

std::vector<CareTarget> careTargets(pg::Connection &connection, pg::Oid table)
{
    const pg::Result result = connection.exec(
        {u"WITH RECURSIVE tree (oid) AS (SELECT $1::pg_catalog.oid UNION SELECT h.inhrelid FROM tree JOIN pg_catalog.pg_inherits h "
         "ON h.inhparent = tree.oid JOIN pg_catalog.pg_class p ON p.oid = h.inhrelid AND p.relispartition) "_s
             + targetSql(connection, "WHERE i.indrelid IN (SELECT tree.oid FROM tree) AND c.relkind = 'i' ORDER BY tn.nspname, t.relname, c.relname"),
         {pg::Param::text(QString::number(table), pg::oid::Oid_)}});
    std::vector<CareTarget> targets;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        targets.push_back(targetAt(result, row));
    return targets;
}

QString notOwned(const CareTarget &target)
{
    return u"“%1.%2” belongs to “%3”, and “%4” is not a member of that role. Connect as the owner, or let them run it."_s.arg(
        target.tableSchema, target.table, target.owner, target.user);
}

QString noSuchIndex(const QString &schema, const QString &index)
{
    return u"There is no index “%1.%2” any more. Read the list again."_s.arg(schema, index);
}

QString optionTrouble(const CareTarget &target, const OptionChanges &changed)
{
    const std::vector<IndexOption> known = optionsOf(target.method);
    IndexSpec spec;
    spec.method = target.method;
    for (const QString &each : target.options) {
        const QString name = each.section(u'=', 0, 0);
        const bool stays = std::ranges::find(changed, name, &OptionChanges::value_type::first) == changed.end();
        if (stays && std::ranges::find(known, name, &IndexOption::name) != known.end()) // what a later version has is its own to judge
            spec.options.emplace_back(name, each.section(u'=', 1));
    }
    for (const auto &[name, value] : changed) {
        if (std::ranges::count(changed, name, &OptionChanges::value_type::first) > 1)
            return u"“%1” is named twice."_s.arg(name);
        if (value)
            spec.options.emplace_back(name, *value);
    }
    const std::vector<IndexProblem> problems = optionProblems(spec);
    if (problems.empty())
        return {};
    const IndexProblem &first = problems.front();
    const std::optional<int> fits = first.field == IndexField::EfConstruction && first.remedy ? first.remedy->option(u"ef_construction"_s) : std::nullopt;
    return fits ? first.text + u" Set ef_construction to %1 or more as well, or a smaller m."_s.arg(*fits) : first.text;
}

QString whyNotBuilt(const CareTarget &target)
{
    const QString why = optionTrouble(target);
    return why.isEmpty() ? QString()
                         : u"%1.%2 cannot be built anew with the options that it has: %3"_s.arg(target.schema, target.name, why);
}

QString besideNote(const QString &more)
{
    return u"A new one is built beside it%1. It waits for transactions that are open; reads and writes go on."_s.arg(
        more.isEmpty() ? QString() : u": %1 more on disk meanwhile"_s.arg(more));
}

ChangeStep reindexStep(pg::Connection &connection, const CareTarget &target, const QString &tablespace, const QStringList &gone)
{
    const sql::Quoter quote(connection);
    const QString name = quote.qualified(target.schema, target.name);
    const QString copy = copyName(connection, target, gone);
    ChangeStep step;
    step.title = tablespace.isEmpty() ? u"Build %1 anew without stopping writes"_s.arg(name)
                                      : u"Build %1 anew in the tablespace %2 without stopping writes"_s.arg(name, quote.name(tablespace));
    step.sql = tablespace.isEmpty() ? u"REINDEX INDEX CONCURRENTLY "_s + name
                                    : u"REINDEX (CONCURRENTLY, TABLESPACE %1) INDEX %2"_s.arg(quote.name(tablespace), name);
    step.undoNote = u"the index holds the same rows; there is nothing to undo"_s;
    step.inTransaction = false;
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = quote.qualified(target.tableSchema, target.table);
    step.risk = sql::Risk::Careful;
    step.riskNote = besideNote(target.isValid && target.bytes > 0 ? u"up to "_s + catalog::bytesText(target.bytes) : QString());
    step.estimate = buildEstimate(target);
    step.isDone = isRebuilt(quote, target);
    step.verify = found(quote, target, target.name, u"indisvalid AND indisready"_s);
    step.leftBehind = u"an INVALID index %1, or, if it was nearly done, the old one with a name that ends in _ccold"_s.arg(quote.qualified(target.schema, copy));
    step.isLeftBehind = found(quote, target, copy, u"NOT indisvalid"_s + sql::nobodyAtWork());
    step.cleanUp = u"DROP INDEX CONCURRENTLY IF EXISTS %1"_s.arg(quote.qualified(target.schema, copy));
    return step;
}

CarePlan::Rebuild rebuildOf(pg::Connection &connection, const CareTarget &target, const ChangeStep &step)
{
    CarePlan::Rebuild rebuild{.sql = step.sql, .index = target.oid, .schema = target.schema, .name = target.name,
                              .tableSchema = target.tableSchema, .table = target.table};
    rebuild.tableInserts = connection.exec({"SELECT COALESCE(pg_catalog.pg_stat_get_tuples_inserted($1), 0)",
                                            {pg::Param::text(QString::number(target.tableOid), pg::oid::Oid_)}}).integer(0, 0);
    rebuild.isLocking = target.isExclusion;
    rebuild.isLone = wouldGetUnsafeWorkers(connection, target.method, target.tableOid);
    return rebuild;
}

void addRebuild(pg::Connection &connection, const CareTarget &target, CarePlan &plan, std::vector<ChangeStep> &steps, const QStringList &gone)
{
    steps.push_back(target.isExclusion ? lockingReindexStep(sql::Quoter(connection), target) : reindexStep(connection, target, {}, gone));
    plan.rebuilds.push_back(rebuildOf(connection, target, steps.back()));
}

ChangeStep dropInvalidStep(const sql::Quoter &quote, pg::Oid oid, const QString &schema, const QString &index, const QString &table)
{
    const QString name = quote.qualified(schema, index);
    ChangeStep step;
    step.title = u"Drop the INVALID index %1"_s.arg(name);
    step.sql = u"DROP INDEX CONCURRENTLY IF EXISTS "_s + name;
    step.undoNote = u"no query could use it"_s;
    step.inTransaction = false;
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = table;
    step.risk = sql::Risk::Careful;
    step.riskNote = u"It waits for transactions that use the table, leaves an index alone that is valid by then, and does not begin while somebody works on it."_s;
    const QString isInvalid = u"EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = %1 AND NOT indisvalid%2)"_s.arg(oid);
    step.isDone = u"SELECT NOT "_s + isInvalid.arg(QString());
    step.verify = step.isDone;
    step.estimate = {0, 1, u"once transactions that use the table have ended"_s};
    step.leftBehind = u"the INVALID index "_s + name;
    step.isLeftBehind = u"SELECT "_s + isInvalid.arg(sql::nobodyAtWork()); // without a clean-up: it is the step itself
    return step;
}

ChangeStep dropStep(const sql::Quoter &quote, const CareTarget &target)
{
    if (!target.isValid && !target.isPartitioned)
        return dropInvalidStep(quote, target.oid, target.schema, target.name, quote.qualified(target.tableSchema, target.table));
    const QString name = quote.qualified(target.schema, target.name);
    ChangeStep step;
    step.title = u"Drop the index %1"_s.arg(name);
    step.sql = target.isPartitioned ? u"DROP INDEX IF EXISTS "_s + name : u"DROP INDEX CONCURRENTLY IF EXISTS "_s + name;
    step.inTransaction = target.isPartitioned;
    step.lock = target.isPartitioned ? sql::LockLevel::AccessExclusive : sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = quote.qualified(target.tableSchema, target.table);
    step.risk = sql::Risk::Destructive;
    step.isDone = u"SELECT pg_catalog.to_regclass(%1) IS NULL"_s.arg(quote.literal(name));
    step.verify = step.isDone;
    step.estimate = {0, 1, u"once transactions that use the table have ended"_s};
    if (target.isPartitioned)
        step.riskNote = u"CONCURRENTLY cannot be with a partitioned table: it and its partitions are locked for a moment, with their parts of the index."_s;
    if (!target.isValid) { // a partitioned one: the parts that it has are valid, each for itself
        step.undoNote = u"it was not whole; its parts would have to be built anew"_s;
        step.riskNote += u" Queries of the partitions use the parts that are attached to it: those go with it."_s;
        return step;
    }
    // pg_get_indexdef() writes CREATE INDEX or CREATE UNIQUE INDEX before the name.
    step.undo = target.definition;
    if (!target.isPartitioned)
        step.undo.replace(step.undo.indexOf(u" INDEX "), 7, u" INDEX CONCURRENTLY "_s);
    if (!target.tablespace.isEmpty() && !step.undo.contains(u" TABLESPACE "_s)) // pg_get_indexdef() leaves it out
        step.undo.insert(step.undo.indexOf(u" WHERE "_s) < 0 ? step.undo.size() : step.undo.lastIndexOf(u" WHERE "_s),
                         u" TABLESPACE "_s + quote.name(target.tablespace));
    step.riskNote = step.riskNote.isEmpty() ? u"Queries that use it become slow at once. To have it back is to build it anew."_s
                                            : step.riskNote + u" Queries that use it become slow at once."_s;
    return step;
}

void setAround(const sql::Quoter &quote, const BuildSettings &settings, const CarePlan &plan, std::vector<ChangeStep> &steps)
{
    BuildSettings meant = settings;
    if (!meant.parallelWorkers && std::ranges::any_of(plan.rebuilds, &CarePlan::Rebuild::isLone))
        meant.parallelWorkers = 0;
    std::vector<ChangeStep> all;
    for (const auto &[name, value] : settingsOf(meant))
        all.push_back(sql::setSettingStep(quote, name, value));
    std::ranges::move(steps, std::back_inserter(all));
    for (const auto &[name, value] : settingsOf(meant))
        all.push_back(sql::resetSettingStep(quote, name));
    steps = std::move(all);
}

} // namespace quiver::index
