// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tablefacts.h"

#include "catalog/catalog.h"
#include "catalog/fragments.h"
#include "pg/connection.h"
#include "sql/lockholders.h"
#include "sql/quoter.h"

#include <QLocale>

#include <algorithm>

namespace quiver::catalog {

using namespace Qt::StringLiterals;
using Kind = Relation::Kind;

namespace {

constexpr int patience = 3; // seconds that a question waits for somebody's lock
constexpr auto lockNotAvailable = "55P03"_L1;

constexpr auto tableSql = R"(
    SELECT c.oid, c.relkind, pg_catalog.pg_get_userbyid(c.relowner), current_user, pg_catalog.pg_has_role(c.relowner, 'USAGE'),
        c.relispartition, CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)::pg_catalog.regclass::pg_catalog.text END,
        NOT c.relispartition AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid),
        c.relkind <> 'p' AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid),
        c.relrowsecurity AND c.relforcerowsecurity,
        (SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)
         FROM (SELECT i.indkey FROM pg_catalog.pg_index i
               WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL
                   AND 0 <> ALL (i.indkey) AND NOT EXISTS (
                       SELECT FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) u (attnum)
                       JOIN pg_catalog.pg_attribute n ON n.attrelid = c.oid AND n.attnum = u.attnum AND NOT n.attnotnull)
               ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1) best
         CROSS JOIN LATERAL pg_catalog.unnest(best.indkey::pg_catalog.int2[]) WITH ORDINALITY k (attnum, place)
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum),
        (SELECT pg_catalog.json_agg(t.tgname ORDER BY t.tgname) FROM pg_catalog.pg_trigger t
         WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 1 <> 0 AND t.tgtype & 16 <> 0
             AND t.tgattr::pg_catalog.text = ''),
        (SELECT pg_catalog.json_agg(DISTINCT p.pubname) FROM pg_catalog.pg_publication_tables p
         WHERE p.schemaname = n.nspname AND p.tablename = c.relname),
        (c.relreplident = 'n' OR (c.relreplident = 'd' AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)))
            AND EXISTS (SELECT FROM pg_catalog.pg_publication_tables p JOIN pg_catalog.pg_publication u ON u.pubname = p.pubname
                WHERE p.schemaname = n.nspname AND p.tablename = c.relname AND u.pubupdate)
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))";

// Sizes only of what has storage: the functions answer 0 or an error for the rest.
constexpr auto partsSql = R"(
    WITH RECURSIVE tree (oid, parent, level) AS (
        SELECT $1::pg_catalog.oid, 0::pg_catalog.oid, 0
        UNION ALL
        SELECT i.inhrelid, i.inhparent, t.level + 1 FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid)
    SELECT c.oid, max(t.parent::pg_catalog.int8), n.nspname, c.relname, c.relkind = 'p', c.relkind = 'f',
        CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_relation_size(c.oid) ELSE 0 END,
        CASE WHEN c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0) THEN -1 ELSE c.reltuples END,
        CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_table_size(c.oid) ELSE 0 END,
        CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_indexes_size(c.oid) ELSE 0 END
    FROM tree t
    JOIN pg_catalog.pg_class c ON c.oid = t.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    GROUP BY c.oid, n.nspname, c.relname, c.relkind, c.reltuples, c.relpages
    ORDER BY max(t.level), n.nspname, c.relname)";

pg::Param oidParam(pg::Oid oid)
{
    return pg::Param::text(QString::number(oid), pg::oid::Oid_);
}

Kind kindOf(const QString &relkind)
{
    return relkind == "p"_L1 ? Kind::PartitionedTable
        : relkind == "v"_L1 ? Kind::View
        : relkind == "m"_L1 ? Kind::MaterializedView
        : relkind == "f"_L1 ? Kind::ForeignTable
                            : Kind::Table;
}

void readParts(pg::Connection &connection, TableFacts &facts)
{
    constexpr qint64 pageBytes = 8192;
    const pg::Result result = connection.exec({partsSql, {oidParam(facts.oid)}});
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        TablePart part;
        part.oid = pg::Oid(result.integer(row, 0));
        part.parent = pg::Oid(result.integer(row, 1));
        part.schema = result.text(row, 2);
        part.name = result.text(row, 3);
        part.isPartitioned = result.boolean(row, 4);
        part.isForeign = result.boolean(row, 5);
        const qint64 heap = result.integer(row, 6);
        part.pages = heap / pageBytes;
        part.rows = result.real(row, 7);
        facts.heapBytes += heap;
        facts.toastBytes += result.integer(row, 8) - heap;
        facts.indexBytes += result.integer(row, 9);
        facts.parts.push_back(std::move(part));
    }
}

/// ": session 4711 ...", to go on a sentence with; empty where nobody is seen.
QString holderWords(pg::Connection &connection, const QString &object)
{
    QStringList holders;
    for (const sql::LockHolder &holder : sql::lockHolders(connection, object, sql::LockLevel::AccessShare))
        holders << sql::describe(holder);
    return holders.isEmpty() ? QString() : u": "_s + holders.join(u"; "_s);
}

bool isEmptyTable(pg::Connection &connection, const TableFacts &facts)
{
    if (std::ranges::any_of(facts.parts, &TablePart::isForeign))
        return false; // what another server has it is not asked for: it may not answer
    if (facts.heapBytes == 0)
        return true;
    const QByteArray name = connection.quoteIdentifier(facts.schema) + '.' + connection.quoteIdentifier(facts.name);
    return connection.exec("SELECT NOT EXISTS (SELECT FROM " + name + ')').boolean(0, 0);
}

} // namespace

double TableFacts::rows() const
{
    double sum = -1;
    for (const TablePart &part : parts) {
        if (!part.isPartitioned && part.rows >= 0)
            sum = std::max(sum, 0.0) + part.rows;
    }
    return isEmpty ? 0 : sum;
}

const Column *TableFacts::column(const QString &wanted) const
{
    const auto found = std::ranges::find(columns, wanted, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

QStringList TableFacts::columnNames() const
{
    QStringList names;
    for (const Column &column : columns)
        names << column.name;
    return names;
}

std::optional<TableFacts> tableFacts(pg::Connection &connection, const QString &schema, const QString &table)
{
    const pg::Result result = connection.exec({tableSql, {pg::Param::text(schema), pg::Param::text(table)}});
    if (result.rowCount() == 0)
        return std::nullopt;
    TableFacts facts;
    facts.oid = pg::Oid(result.integer(0, 0));
    facts.schema = schema;
    facts.name = table;
    facts.kind = kindOf(result.text(0, 1));
    facts.owner = result.text(0, 2);
    facts.user = result.text(0, 3);
    facts.isOwned = result.boolean(0, 4);
    facts.isPartition = result.boolean(0, 5);
    facts.root = result.text(0, 6);
    facts.inherits = result.boolean(0, 7);
    facts.hasChildren = result.boolean(0, 8);
    facts.rowSecurityForced = result.boolean(0, 9);
    facts.keyColumns = textList(result.text(0, 10));
    facts.updateTriggers = textList(result.text(0, 11));
    facts.publications = textList(result.text(0, 12));
    facts.updatesRefused = result.boolean(0, 13);
    readParts(connection, facts);
    facts.columns = columns(connection, facts.oid);
    facts.indexes = indexes(connection, facts.oid);
    if (facts.isOwned && (facts.kind == Kind::Table || facts.isPartitioned())) // others may not read it
        facts.isEmpty = isEmptyTable(connection, facts);
    return facts;
}

void readPatiently(pg::Connection &connection, const QString &object, const std::function<void()> &work)
{
    try {
        pg::Transaction transaction(connection, "READ ONLY");
        connection.exec(u"SET LOCAL lock_timeout = '%1s'"_s.arg(patience));
        work();
        transaction.commit();
    } catch (const pg::Error &e) {
        if (e.sqlState() != lockNotAvailable)
            throw;
        throw pg::Error::client(u"%1 could not be looked at within %2 s because it is locked%3; nothing was changed. Try again when "
                                "that is over."_s.arg(object).arg(patience).arg(holderWords(connection, object)));
    }
}

void awaitReadable(pg::Connection &connection, const QString &schema, const QString &name, int seconds, const std::function<void(const QString &)> &waiting)
{
    const QString object = sql::Quoter(connection).qualified(schema, name);
    const int tries = seconds > 0 ? (seconds + patience - 1) / patience : 0;
    for (int i = 1;; ++i) {
        try {
            pg::Transaction transaction(connection, "READ ONLY");
            connection.exec(u"SET LOCAL lock_timeout = '%1s'"_s.arg(patience));
            // Opens it with the lock of a query, whoever may read its rows.
            connection.exec({"SELECT pg_catalog.pg_relation_size($1::pg_catalog.regclass)", {pg::Param::text(object)}});
            return;
        } catch (const pg::Error &e) {
            if (e.sqlState() != lockNotAvailable)
                throw;
        }
        const QString holders = holderWords(connection, object);
        if (i == tries)
            throw pg::Error::client(u"%1 is locked, and was not to be had within %2 s%3; nothing was changed."_s.arg(object).arg(i * patience).arg(holders));
        if (i == 1)
            waiting(u"%1 is locked%2; waiting for it."_s.arg(object, holders));
    }
}

void readPatiently(pg::Connection &connection, const QString &schema, const QString &name, const std::function<void()> &work)
{
    readPatiently(connection, sql::Quoter(connection).qualified(schema, name), work);
}

std::optional<TableFacts> lookAtTable(pg::Connection &connection, const QString &schema, const QString &table)
{
    std::optional<TableFacts> facts;
    readPatiently(connection, schema, table, [&] { facts = tableFacts(connection, schema, table); });
    return facts;
}

QString alterObstacle(const TableFacts &table, bool alone)
{
    const QString name = u"“%1.%2”"_s.arg(table.schema, table.name);
    switch (table.kind) {
    case Kind::View: return u"%1 is a view: alter the table that it reads, then the view."_s.arg(name);
    case Kind::MaterializedView: return u"%1 is a materialized view: its columns come from its query. Make it anew."_s.arg(name);
    case Kind::ForeignTable: return u"%1 is a foreign table: alter the table on the server that has it."_s.arg(name);
    case Kind::Sequence: return u"%1 is a sequence."_s.arg(name);
    case Kind::Table:
    case Kind::PartitionedTable: break;
    }
    if (table.isPartition && !alone)
        return u"%1 is a partition: its columns are those of %2. Choose that one; its partitions follow."_s.arg(name, table.root);
    if (!table.isOwned)
        return u"%1 belongs to “%2”, and “%3” is not a member of that role. Connect as the owner, or let them run it."_s.arg(
            name, table.owner, table.user);
    return {};
}

sql::StepEstimate readingEstimate(qint64 bytes)
{
    constexpr double slow = 100e6, fast = 2e9; // bytes a second: a cloud's disk, memory
    return {double(bytes) / fast, 0.1 + double(bytes) / slow, u"%1, read at 100 MB/s to 2 GB/s"_s.arg(bytesText(bytes))};
}

QString countText(double number)
{
    return QLocale(QLocale::English).toString(qint64(std::max(0.0, number) + 0.5));
}

QString bytesText(qint64 bytes)
{
    return QLocale(QLocale::English).formattedDataSize(bytes, bytes < 10 * 1024 ? 0 : 1, QLocale::DataSizeTraditionalFormat);
}

} // namespace quiver::catalog
