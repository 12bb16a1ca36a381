// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/indexlist.h"

#include "catalog/fragments.h"
#include "index/extensioncare.h"
#include "index/indexspec.h"
#include "index/sizeforecast.h"
#include "pg/connection.h"
#include "pg/rowreader.h"
#include "sql/atwork.h"
#include "sql/quoter.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// Writing expressions out opens their table, and asking for a size the index: not where somebody holds them exclusively.
constexpr auto listSql = R"(
    WITH RECURSIVE )" QUIVER_SQL_VECTOR_TYPES ", " QUIVER_SQL_LOCKED ", at_work AS MATERIALIZED (" QUIVER_SQL_AT_WORK R"(),
    tree (oid) AS (
        SELECT $1::pg_catalog.oid WHERE $1 <> 0
        UNION SELECT h.inhrelid FROM tree JOIN pg_catalog.pg_inherits h ON h.inhparent = tree.oid
        JOIN pg_catalog.pg_class p ON p.oid = h.inhrelid AND p.relispartition)
    SELECT c.oid, t.oid, n.nspname, t.relname, c.relname, m.amname,
        CASE WHEN i.indexprs IS NOT NULL AND NOT x.is_locked THEN (
            SELECT pg_catalog.json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k.at + 1, true) ORDER BY k.at)
            FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) k(at) WHERE i.indkey[k.at] = 0) END, i.indnkeyatts,
        i.indkey, i.indclass, i.indcollation, i.indoption, pg_catalog.array_to_json(c.reloptions),
        CASE WHEN i.indpred IS NOT NULL AND NOT x.is_locked THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END,
        s.conname, m.amname IN )" QUIVER_SQL_ANN_METHODS R"(, i.indisunique, i.indisprimary, i.indisvalid AND i.indislive, i.indisready,
        c.oid IN (SELECT w.oid FROM at_work w) OR (NOT i.indisvalid AND t.oid IN (SELECT w.oid FROM at_work w)),
        c.relkind = 'I', h.inhparent,
        CASE WHEN x.is_locked THEN -1 WHEN c.relkind = 'I' THEN 0 ELSE pg_catalog.pg_relation_size(c.oid) END,
        COALESCE(v.typname, CASE WHEN ka.atttypid = 'pg_catalog.bit'::pg_catalog.regtype THEN 'bit' END), ka.atttypmod,
        pg_catalog.pg_stat_get_numscans(c.oid), pg_catalog.pg_stat_get_tuples_returned(c.oid), pg_catalog.pg_stat_get_tuples_fetched(c.oid),
        %1, CASE WHEN t.relpages > 0 OR t.reltuples > 0 THEN t.reltuples ELSE -1 END, c.reltuples,
        pg_catalog.pg_stat_get_live_tuples(t.oid), pg_catalog.pg_stat_get_dead_tuples(t.oid), pg_catalog.pg_stat_get_ins_since_vacuum(t.oid),
        pg_catalog.pg_stat_get_tuples_inserted(t.oid),
        pg_catalog.pg_stat_get_tuples_updated(t.oid) + pg_catalog.pg_stat_get_tuples_deleted(t.oid),
        pg_catalog.date_part('epoch', GREATEST(pg_catalog.pg_stat_get_last_vacuum_time(t.oid), pg_catalog.pg_stat_get_last_autovacuum_time(t.oid))),
        GREATEST(pg_catalog.pg_stat_get_last_analyze_time(t.oid), pg_catalog.pg_stat_get_last_autoanalyze_time(t.oid)) IS NOT NULL,
        CASE WHEN m.amname IN ('hnsw', 'ivfflat') AND i.indkey[0] <> 0 THEN (SELECT f.null_frac FROM pg_catalog.pg_stats f
            WHERE f.schemaname = n.nspname AND f.tablename = t.relname AND NOT f.inherited AND f.attname = (SELECT a.attname
                FROM pg_catalog.pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0])) END,
        c.relfilenode, %2, i.indisreplident, f.conname,
        CASE WHEN t.relpages > 0 AND t.reltuples >= 0 AND NOT x.is_locked THEN t.reltuples::pg_catalog.float8 / t.relpages
            * (pg_catalog.pg_relation_size(t.oid) / pg_catalog.current_setting('block_size')::pg_catalog.int8) ELSE -1 END
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_am m ON m.oid = c.relam
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (
        SELECT i.indexrelid IN (SELECT l.relation FROM locked l) OR i.indrelid IN (SELECT l.relation FROM locked l) AS is_locked) x
    LEFT JOIN pg_catalog.pg_constraint s ON s.conindid = c.oid AND s.conrelid = t.oid AND s.contype IN ('p', 'u', 'x')
    LEFT JOIN (SELECT k.conindid, pg_catalog.min(k.conname::pg_catalog.text) AS conname FROM pg_catalog.pg_constraint k WHERE k.contype = 'f'
        GROUP BY k.conindid) f ON f.conindid = c.oid
    LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid AND c.relispartition
    LEFT JOIN pg_catalog.pg_attribute ka ON ka.attrelid = c.oid AND ka.attnum = 1
    LEFT JOIN vector_types v ON v.oid = ka.atttypid
    WHERE NOT )" QUIVER_SQL_HIDDEN_SCHEMA("n") " AND NOT " QUIVER_SQL_SYSTEM_SCHEMA("n") R"(
        AND ($1 = 0 OR i.indrelid IN (SELECT tree.oid FROM tree))
    ORDER BY n.nspname, t.relname, c.relname)";

// Names apart from the list, each once: joined to it they would be looked up for every index.
constexpr auto columnNamesSql = R"(
    SELECT DISTINCT a.attrelid, a.attnum, a.attname
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = ANY ($1::pg_catalog.oid[]))";
constexpr auto opclassOptionsSql = R"(
    SELECT a.attrelid, a.attnum, pg_catalog.array_to_string(a.attoptions, ',') FROM pg_catalog.pg_attribute a
    WHERE a.attoptions IS NOT NULL AND a.attrelid IN (SELECT i.indexrelid FROM pg_catalog.pg_index i))";
constexpr auto opclassNamesSql = "SELECT o.oid, o.opcname FROM pg_catalog.pg_opclass o";

// The size of one that is locked is that of its last VACUUM or ANALYZE.
constexpr auto cachedSql = R"(
    WITH )" QUIVER_SQL_LOCKED R"(, held AS (
        SELECT c.oid, c.relpages, pg_catalog.count(*) AS buffers
        FROM %1.pg_buffercache b
        JOIN pg_catalog.pg_class c ON b.relfilenode = pg_catalog.pg_relation_filenode(c.oid) AND b.relforknumber = 0
            AND b.reldatabase = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
        WHERE c.relkind = 'i' GROUP BY c.oid, c.relpages)
    SELECT h.oid, h.buffers::pg_catalog.float8 / GREATEST(1, CASE WHEN h.oid IN (SELECT l.relation FROM locked l) THEN h.relpages
        ELSE pg_catalog.pg_relation_size(h.oid) / pg_catalog.current_setting('block_size')::pg_catalog.int8 END)
    FROM held h)";

constexpr auto momentSql = R"(
    SELECT pg_catalog.date_part('epoch', pg_catalog.pg_stat_get_db_stat_reset_time(d.oid)), pg_catalog.date_part('epoch', pg_catalog.now()),
        pg_catalog.pg_is_in_recovery(), pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
    FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";

QDateTime timeAt(const pg::Result &result, qint64 row, int column)
{
    return result.isNull(row, column) ? QDateTime()
                                      : QDateTime::fromMSecsSinceEpoch(qint64(std::llround(result.real(row, column) * 1000)), Qt::UTC);
}

/// What the numbers of the catalogue are called.
struct Names {
    std::map<std::pair<pg::Oid, int>, QString> columns; ///< by table and number
    std::map<pg::Oid, QString> opclasses;
    std::map<std::pair<pg::Oid, int>, QString> opclassOptions; ///< by index and place of the key, from 1
};

Names readNames(pg::Connection &connection, const pg::Result &indexes)
{
    Names names;
    QSet<QString> tables;
    for (qint64 row = 0; row < indexes.rowCount(); ++row)
        tables << indexes.text(row, 1);
    const pg::Result columns = connection.exec({columnNamesSql, {pg::Param::text(u'{' + tables.values().join(u',') + u'}')}});
    for (qint64 row = 0; row < columns.rowCount(); ++row)
        names.columns.emplace(std::pair(pg::Oid(columns.integer(row, 0)), int(columns.integer(row, 1))), columns.text(row, 2));
    const pg::Result opclasses = connection.exec(opclassNamesSql);
    for (qint64 row = 0; row < opclasses.rowCount(); ++row)
        names.opclasses.emplace(pg::Oid(opclasses.integer(row, 0)), opclasses.text(row, 1));
    const pg::Result options = connection.exec(opclassOptionsSql);
    for (qint64 row = 0; row < options.rowCount(); ++row)
        names.opclassOptions.emplace(std::pair(pg::Oid(options.integer(row, 0)), int(options.integer(row, 1))), options.text(row, 2));
    return names;
}

template<typename Map>
QString nameIn(const Map &map, const typename Map::key_type &key)
{
    const auto found = map.find(key);
    return found == map.end() ? QString() : found->second;
}

/// What is indexed, in words and as marks, and the columns that are only included.
void readKeys(IndexEntry &entry, const pg::Result &result, qint64 row, const Names &names)
{
    const auto split = [&](int column) { return result.text(row, column).split(u' ', Qt::SkipEmptyParts); };
    const QStringList columns = split(8), opclasses = split(9), collations = split(10), directions = split(11);
    QStringList expressions = catalog::textList(result.text(row, 6));
    const int keys = int(result.integer(row, 7));
    for (int i = 0; i < keys; ++i) {
        QString mark = columns.value(i);
        if (mark == "0"_L1) {
            mark = expressions.isEmpty() ? QString() : expressions.takeFirst();
            entry.keys << mark;
        } else {
            entry.keys << nameIn(names.columns, {entry.tableOid, mark.toInt()});
        }
        entry.opclasses << nameIn(names.opclasses, opclasses.value(i).toUInt());
        entry.keyMarks << QStringList{mark, opclasses.value(i), collations.value(i), directions.value(i), nameIn(names.opclassOptions, {entry.oid, i + 1})}.join(u'|');
    }
    entry.included = columns.mid(keys).join(u' ');
}

void readRows(IndexEntry &entry, const pg::Result &result, qint64 row)
{
    const double counted = result.real(row, 30), ofIndex = result.real(row, 31), live = result.real(row, 32);
    entry.lastVacuum = timeAt(result, row, 37);
    // The count of live rows is exact while it is kept, but begins with 0 after a crash or a reset, and counts rows twice that were analysed in
    // the transaction that wrote them: more than were ever inserted, and than the table's pages hold, is no count.
    constexpr double plausible = 1.3;
    entry.inserts = result.integer(row, 35);
    const bool isKept = entry.lastVacuum.isValid() || result.boolean(row, 38);
    const double byPages = result.real(row, 44);
    if (byPages > 0 && live > plausible * byPages && live > double(entry.inserts))
        entry.tableRows = byPages;
    else
        entry.tableRows = isKept ? live : std::max(counted, live > 0 ? live : -1.0);
    entry.deadRows = result.integer(row, 33);
    entry.insertsSinceVacuum = result.integer(row, 34);
    entry.writes = entry.inserts + result.integer(row, 36);
    if (entry.predicate.isEmpty() && entry.tableRows >= 0)
        entry.rows = entry.tableRows * (1 - result.real(row, 39)); // approximate indexes leave NULL out
    else if (ofIndex > 0)
        entry.rows = ofIndex;
}

double freshBytes(const IndexEntry &entry)
{
    const auto value = catalog::valueBytes(entry.keyType);
    if (!value || entry.rows <= 0)
        return -1;
    const SizeInput input{entry.rows, double(*value), 1};
    if (entry.method == "hnsw"_L1)
        return hnswIndexBytes(input, entry.option(u"m"_s).value_or(16));
    if (entry.method == "ivfflat"_L1)
        return ivfflatIndexBytes(input, entry.option(u"lists"_s).value_or(100));
    return -1;
}

IndexEntry entryAt(const pg::Result &result, qint64 row, const Names &names)
{
    IndexEntry entry;
    pg::RowReader(result, row) >> entry.oid >> entry.tableOid >> entry.schema >> entry.table >> entry.name >> entry.method;
    entry.options = catalog::textList(result.text(row, 12));
    pg::RowReader(result, row, 13) >> entry.predicate >> entry.constraint >> entry.isAnn >> entry.isUnique >> entry.isPrimary >> entry.isValid >> entry.isReady
        >> entry.isBeingBuilt >> entry.isPartitioned >> entry.parent >> entry.bytes;
    entry.nullsNotDistinct = result.boolean(row, 41);
    entry.isReplicaIdentity = result.boolean(row, 42);
    entry.foreignKey = result.text(row, 43);
    if (entry.isAnn)
        entry.keyType = {kindNamed(result.text(row, 24)), int(result.integer(row, 25))};
    entry.scans = result.integer(row, 26);
    entry.tuplesRead = result.integer(row, 27);
    entry.tuplesFetched = result.integer(row, 28);
    entry.lastUsed = timeAt(result, row, 29);
    entry.file = pg::Oid(result.integer(row, 40));
    readKeys(entry, result, row, names);
    readRows(entry, result, row);
    entry.freshBytes = entry.isPartitioned ? -1 : freshBytes(entry);
    return entry;
}

/// What a partitioned index comes to: the sums of its leaves.
void sumUp(std::vector<IndexEntry> &entries)
{
    std::map<pg::Oid, IndexEntry *> partitioned;
    for (IndexEntry &entry : entries) {
        if (entry.isPartitioned) {
            entry.rows = entry.tableRows = -1;
            partitioned.emplace(entry.oid, &entry);
        }
    }
    const auto add = [](double &sum, double more) {
        if (more >= 0)
            sum = std::max(sum, 0.0) + more;
    };
    for (const IndexEntry &leaf : entries) {
        if (leaf.isPartitioned)
            continue;
        for (auto it = partitioned.find(leaf.parent); it != partitioned.end(); it = partitioned.find(it->second->parent)) {
            IndexEntry &sum = *it->second;
            sum.bytes = leaf.bytes < 0 || sum.bytes < 0 ? -1 : sum.bytes + leaf.bytes;
            add(sum.rows, leaf.rows);
            add(sum.tableRows, leaf.tableRows);
            add(sum.freshBytes, leaf.freshBytes);
            sum.scans += leaf.scans;
            sum.tuplesRead += leaf.tuplesRead;
            sum.tuplesFetched += leaf.tuplesFetched;
            sum.deadRows += leaf.deadRows;
            sum.insertsSinceVacuum += leaf.insertsSinceVacuum;
            sum.inserts += leaf.inserts;
            sum.writes += leaf.writes;
            sum.lastUsed = std::max(sum.lastUsed, leaf.lastUsed);
        }
    }
}

} // namespace

std::optional<int> IndexEntry::option(const QString &option) const
{
    for (const QString &each : options) {
        if (each.section(u'=', 0, 0) != option)
            continue;
        bool isNumber = false;
        const int value = each.section(u'=', 1).toInt(&isNumber);
        return isNumber ? std::optional(value) : std::nullopt;
    }
    return std::nullopt;
}

const IndexEntry *IndexList::find(pg::Oid oid) const
{
    const auto found = std::ranges::find(entries, oid, &IndexEntry::oid);
    return found == entries.end() ? nullptr : &*found;
}

IndexList indexList(pg::Connection &connection, pg::Oid table)
{
    IndexList list;
    list.serverVersion = connection.serverVersion();
    const QString lastScan = list.tellsLastUse() ? u"pg_catalog.date_part('epoch', pg_catalog.pg_stat_get_lastscan(c.oid))"_s : u"NULL"_s;
    const QString nulls = list.serverVersion >= 150000 ? u"i.indnullsnotdistinct"_s : u"false"_s;
    pg::Transaction transaction(connection, "READ ONLY");
    connection.exec("SET LOCAL jit = off"); // compiling takes longer than the question
    const pg::Result result = connection.exec({QString::fromLatin1(listSql).arg(lastScan, nulls), {pg::Param::text(QString::number(table), pg::oid::Oid_)}});
    const Names names = readNames(connection, result);
    for (qint64 row = 0; row < result.rowCount(); ++row)
        list.entries.push_back(entryAt(result, row, names));
    sumUp(list.entries);
    const pg::Result moment = connection.exec(momentSql);
    list.statsReset = timeAt(moment, 0, 0);
    list.readAt = timeAt(moment, 0, 1);
    list.inRecovery = moment.boolean(0, 2);
    if (moment.boolean(0, 3)) // the identifier begins with the moment at which it was made (BootStrapXLOG() in xlog.c)
        list.serverMade = timeAt(connection.exec("SELECT (system_identifier >> 32)::pg_catalog.float8 FROM pg_catalog.pg_control_system()"), 0, 0);
    transaction.commit();
    return list;
}

CachedShares cachedShares(pg::Connection &connection)
{
    CachedShares cached;
    const ExtensionPlace place = extensionPlace(connection, u"pg_buffercache"_s);
    if (!place.isCreated()) {
        cached.unavailable = u"What shared_buffers holds is told by the extension pg_buffercache, which is not created in this database. "_s + place.wayTo();
        return cached;
    }
    try {
        pg::Transaction transaction(connection, "READ ONLY");
        connection.exec("SET LOCAL lock_timeout = '1s'"); // somebody may lock an index after it was looked at
        const pg::Result result = connection.exec(QString::fromLatin1(cachedSql).arg(sql::Quoter(connection).name(place.schema)));
        transaction.commit();
        for (qint64 row = 0; row < result.rowCount(); ++row)
            cached.shares.emplace(pg::Oid(result.integer(row, 0)), std::min(1.0, result.real(row, 1)));
    } catch (const pg::Error &e) {
        if (e.sqlState() == "55P03"_L1) { // lock_not_available
            cached.unavailable = u"An index was locked exclusively while what shared_buffers holds was read. Try again when that is over."_s;
            return cached;
        }
        if (e.sqlState() != "42501"_L1) // insufficient_privilege
            throw;
        cached.unavailable = u"What shared_buffers holds is told to superusers and to members of pg_monitor: GRANT pg_monitor TO your role."_s;
    }
    return cached;
}

} // namespace quiver::index
