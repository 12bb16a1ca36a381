// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/indextable.h"

#include "catalog/fragments.h"
#include "index/columnsample.h"
#include "index/hostfacts.h"
#include "index/localrows.h"
#include "pg/connection.h"

#include <QRegularExpression>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::VectorKind;
using catalog::VectorType;

namespace {

constexpr qint64 countedBytes = 32 * 1024 * 1024; // of a heap that is counted through: a fraction of a second

constexpr auto serverSql = R"(
    SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('default_transaction_read_only')::pg_catalog.bool,
        pg_catalog.pg_size_bytes(pg_catalog.current_setting('maintenance_work_mem')),
        pg_catalog.current_setting('max_parallel_maintenance_workers')::pg_catalog.int4,
        LEAST(pg_catalog.current_setting('max_parallel_workers')::pg_catalog.int4, pg_catalog.current_setting('max_worker_processes')::pg_catalog.int4),
        (SELECT pg_catalog.json_agg(amname) FROM pg_catalog.pg_am WHERE amtype = 'i'),
        pg_catalog.has_schema_privilege(c.relnamespace, 'CREATE'), c.relpersistence,
        (SELECT pg_catalog.json_agg(r.relname) FROM pg_catalog.pg_class r WHERE r.relnamespace = c.relnamespace),
        (SELECT COALESCE(pg_catalog.sum(pg_catalog.pg_stat_get_dead_tuples(p.oid)), 0) FROM pg_catalog.unnest($2::pg_catalog.oid[]) p (oid)),
        pg_catalog.has_table_privilege(c.oid, 'SELECT') AND ($3::pg_catalog.text = '' OR (
            SELECT COALESCE(pg_catalog.bool_and(pg_catalog.has_table_privilege(p.oid, 'SELECT')), true) FROM pg_catalog.unnest($2::pg_catalog.oid[]) p (oid))),
        current_user, COALESCE((SELECT s.spcname FROM pg_catalog.pg_tablespace s WHERE s.spcname = pg_catalog.current_setting('default_tablespace')
            AND s.oid <> (SELECT d.dattablespace FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())), '')
    FROM pg_catalog.pg_class c WHERE c.oid = $1)";

constexpr auto tablespacesSql = R"(
    SELECT spcname, pg_catalog.has_tablespace_privilege(oid, 'CREATE') FROM pg_catalog.pg_tablespace
    WHERE spcname <> 'pg_global' ORDER BY spcname)";

constexpr auto indexesSql = R"(
    WITH RECURSIVE )" QUIVER_SQL_VECTOR_TYPES ", " QUIVER_SQL_LOCKED R"(, tree (oid, level) AS (
        SELECT $1::pg_catalog.oid, 0
        UNION
        SELECT i.inhrelid, t.level + 1 FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid)
    SELECT c.oid, i.indrelid, c.relname, n.nspname, t.relname, m.amname, o.opcname, o.opcdefault, i.indisunique, i.indisprimary, i.indisvalid,
        i.indisready, c.relkind = 'I', pg_catalog.pg_get_expr(i.indpred, i.indrelid, true), pg_catalog.array_to_json(c.reloptions),
        (SELECT s.spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace),
        COALESCE((SELECT h.inhparent FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid), 0), k.conname,
        CASE WHEN c.oid IN (SELECT l.relation FROM locked l) THEN -1 WHEN c.relkind = 'i' THEN pg_catalog.pg_relation_size(c.oid) ELSE 0 END,
        (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, pg_catalog.pg_get_indexdef(c.oid, u.place::pg_catalog.int4, true),
            i.indoption[u.place - 1], CASE WHEN NOT w.opcdefault OR x.attoptions IS NOT NULL THEN w.opcname END, l.collname,
            CASE WHEN NOT pg_catalog.pg_collation_is_visible(l.oid) THEN (SELECT s.nspname FROM pg_catalog.pg_namespace s WHERE s.oid = l.collnamespace) END,
            pg_catalog.array_to_json(x.attoptions), CASE WHEN x.atttypid = 'pg_catalog.bit'::pg_catalog.regtype THEN 'bit' ELSE v.typname END, x.atttypmod)
            ORDER BY u.place)
         FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY u (attnum, place)
         JOIN pg_catalog.pg_opclass w ON w.oid = i.indclass[u.place - 1]
         JOIN pg_catalog.pg_attribute x ON x.attrelid = c.oid AND x.attnum = u.place
         LEFT JOIN vector_types v ON v.oid = x.atttypid
         LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum AND u.attnum > 0
         LEFT JOIN pg_catalog.pg_collation l ON l.oid = i.indcollation[u.place - 1] AND CASE
            WHEN a.attname IS NOT NULL THEN a.attcollation <> l.oid
            -- what an expression's own collation is, only the server's text tells
            ELSE pg_catalog.strpos(pg_catalog.pg_get_indexdef(c.oid, 0, true),
                pg_catalog.pg_get_indexdef(c.oid, u.place::pg_catalog.int4, true) || ' COLLATE ') > 0 END
         WHERE u.place <= i.indnkeyatts),
        COALESCE((SELECT b.pid FROM pg_catalog.pg_stat_progress_create_index b WHERE b.index_relid = c.oid
                  AND b.datname = pg_catalog.current_database() AND b.pid <> pg_catalog.pg_backend_pid() LIMIT 1), 0),
        (SELECT pg_catalog.json_agg(a.attname ORDER BY u.place)
         FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY u (attnum, place)
         JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
         WHERE u.place > i.indnkeyatts), %1
    FROM (SELECT oid, max(level) AS level FROM tree GROUP BY oid) p
    JOIN pg_catalog.pg_index i ON i.indrelid = p.oid
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_am m ON m.oid = c.relam
    JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[0]
    LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = c.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
    ORDER BY p.level, t.relname, i.indisprimary DESC, c.relname)";

pg::Param oidParam(pg::Oid oid)
{
    return pg::Param::text(QString::number(oid), pg::oid::Oid_);
}

VectorType typeIn(const catalog::TableFacts &facts, const QString &name)
{
    const catalog::Column *column = facts.column(name);
    if (!column)
        return {VectorKind::None, -1};
    if (column->isVector())
        return {column->vectorKind, column->dimensions};
    static const QRegularExpression bits(u"^bit\\((\\d+)\\)$"_s);
    const QRegularExpressionMatch match = bits.match(column->type);
    return match.hasMatch() ? VectorType{VectorKind::Bit, match.captured(1).toInt()} : VectorType{VectorKind::None, -1};
}

/// Without the one pair of parentheses that is around all of it.
QString bare(const QString &text)
{
    if (!text.startsWith(u'(') || !text.endsWith(u')'))
        return text;
    int depth = 0;
    bool quoted = false, literal = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        quoted = quoted != (c == u'"' && !literal);
        literal = literal != (c == u'\'' && !quoted);
        if (quoted || literal)
            continue;
        depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
        if (depth == 0 && i + 1 < text.size())
            return text;
    }
    return text.sliced(1, text.size() - 2);
}

/// Finds the forms that pgvector's users index in the text that the server makes of them.
class KeyReader
{
public:
    KeyReader(const IndexSql &sql, const catalog::TableFacts &table) : m_sql(sql), m_table(table) {}

    /// \p type: of what an expression gives.
    IndexKey read(const QString &column, const QString &text, const VectorType &type) const
    {
        if (!column.isEmpty())
            return {.column = column, .columnType = typeIn(m_table, column)};
        const QString expression = bare(text);
        for (const catalog::Column &each : m_table.columns) {
            if (!each.isVector())
                continue;
            if (const auto key = ofColumn({.column = each.name, .columnType = typeIn(m_table, each.name)}, expression))
                return *key;
        }
        IndexKey key{.form = IndexKey::Form::Expression, .columnType = type};
        key.expression = expression;
        return key;
    }

private:
    std::optional<IndexKey> ofColumn(IndexKey key, const QString &expression) const
    {
        static const QRegularExpression part(u", (\\d+), (\\d+)\\)::.*\\((\\d+)\\)$"_s);
        for (const IndexKey::Form form : formsFor(key.columnType)) {
            key.form = form;
            if (form == IndexKey::Form::Column || form == IndexKey::Form::Expression)
                continue;
            if (const QRegularExpressionMatch match = part.match(expression); form == IndexKey::Form::Subvector && match.hasMatch()) {
                key.start = match.captured(1).toInt();
                key.count = match.captured(2).toInt();
            }
            if (m_sql.expression(key) == expression)
                return key;
        }
        return std::nullopt;
    }

    const IndexSql &m_sql;
    const catalog::TableFacts &m_table;
};

IndexSpec specOf(const pg::Result &result, qint64 row, const KeyReader &reader)
{
    IndexSpec spec{.schema = result.text(row, 3), .table = result.text(row, 4), .name = result.text(row, 2), .method = result.text(row, 5)};
    for (const QJsonValue &each : QJsonDocument::fromJson(result.text(row, 19).toUtf8()).array()) {
        const VectorKind kind = kindNamed(each.toArray().at(7).toString());
        const VectorType type{kind, kind == VectorKind::None ? -1 : each.toArray().at(8).toInt()};
        IndexKey key = reader.read(each.toArray().at(0).toString(), each.toArray().at(1).toString(), type);
        const int order = each.toArray().at(2).toInt(); // 1: descending, 2: NULL first
        key.isDescending = (order & 1) != 0;
        key.nullsElsewhere = ((order & 2) != 0) != key.isDescending;
        if (!spec.keys.empty())
            key.opclass = each.toArray().at(3).toString();
        key.collation = each.toArray().at(4).toString();
        key.collationSchema = each.toArray().at(5).toString();
        for (const QJsonValue &option : each.toArray().at(6).toArray())
            key.opclassOptions.emplace_back(option.toString().section(u'=', 0, 0), option.toString().section(u'=', 1));
        spec.keys.push_back(key);
    }
    spec.included = catalog::textList(result.text(row, 21));
    const QString opclass = result.text(row, 6);
    spec.metric = spec.isAnn() ? catalog::annMetric(opclass) : catalog::AnnMetric::Cosine;
    const bool hasOptions = !spec.keys.empty() && !spec.keys.front().opclassOptions.empty();
    if (spec.isAnn() ? annOpclass(spec) != opclass : hasOptions || !result.boolean(row, 7))
        spec.opclass = opclass;
    for (const QString &option : catalog::textList(result.text(row, 14)))
        spec.options.emplace_back(option.section(u'=', 0, 0), option.section(u'=', 1));
    spec.isUnique = result.boolean(row, 8);
    spec.nullsNotDistinct = result.boolean(row, 22);
    spec.predicate = bare(result.text(row, 13));
    spec.tablespace = result.text(row, 15);
    return spec;
}

void readServer(pg::Connection &connection, IndexTable &table)
{
    QStringList parts;
    for (const catalog::TablePart &part : localParts(table.facts))
        parts << QString::number(part.oid);
    const pg::Result server = connection.exec({serverSql, {oidParam(table.facts.oid), pg::Param::text(u'{' + parts.join(u',') + u'}'),
                                                           pg::Param::text(hasForeignParts(table.facts) ? u"each"_s : QString(), pg::oid::Text)}});
    table.serverVersion = connection.serverVersion();
    table.inRecovery = server.boolean(0, 0);
    table.isReadOnly = server.boolean(0, 1);
    table.maintenanceWorkMem = server.integer(0, 2);
    table.parallelWorkers = int(server.integer(0, 3));
    table.parallelLimit = int(server.integer(0, 4));
    table.methods = catalog::textList(server.text(0, 5));
    table.mayCreate = server.boolean(0, 6);
    table.isUnlogged = server.text(0, 7) == "u"_L1;
    table.isTemporary = server.text(0, 7) == "t"_L1;
    table.takenNames = catalog::textList(server.text(0, 8));
    table.deadRows = server.integer(0, 9);
    table.mayRead = server.boolean(0, 10);
    table.user = server.text(0, 11);
    table.defaultTablespace = server.text(0, 12);
    const pg::Result spaces = connection.exec(tablespacesSql);
    for (qint64 row = 0; row < spaces.rowCount(); ++row)
        table.tablespaces.push_back({spaces.text(row, 0), spaces.boolean(row, 1)});
    const HostMachine machine = hostMachine(connection);
    table.hostMemory = machine.memory;
    table.hostMemorySource = machine.memorySource;
}

void readRows(pg::Connection &connection, IndexTable &table)
{
    constexpr qint64 pageBytes = 8192;
    qint64 heapBytes = 0;
    double known = -1;
    for (const catalog::TablePart &part : localParts(table.facts)) {
        heapBytes += part.pages * pageBytes;
        known = part.rows < 0 ? known : std::max(known, 0.0) + part.rows;
    }
    const QString from = localRows(sql::Quoter(connection), table.facts);
    if (table.mayRead && heapBytes <= countedBytes) {
        table.rows = double(connection.exec(u"SELECT pg_catalog.count(*) FROM "_s + from).integer(0, 0));
        table.isCounted = true;
    } else if (table.mayRead) {
        table.rows = plannedRows(connection, u"SELECT FROM "_s + from);
    } else {
        table.rows = table.facts.isEmpty ? 0 : known;
    }
}

} // namespace

const ColumnSample *IndexTable::sample(const QString &column) const
{
    const auto found = std::ranges::find(samples, column, &ColumnSample::column);
    return found == samples.end() ? nullptr : &*found;
}

const IndexFound *IndexTable::index(const QString &name) const
{
    const auto found = std::ranges::find_if(indexes, [&](const IndexFound &each) { return each.table == facts.oid && each.spec.name == name; });
    return found == indexes.end() ? nullptr : &*found;
}

VectorType IndexTable::typeOf(const QString &column) const
{
    return typeIn(facts, column);
}

std::vector<IndexFound> foundIndexes(pg::Connection &connection, const IndexSql &sql, const catalog::TableFacts &table)
{
    const KeyReader reader(sql, table);
    const QString nulls = connection.serverVersion() >= 150000 ? u"i.indnullsnotdistinct"_s : u"false"_s;
    const pg::Result result = connection.exec({QString::fromLatin1(indexesSql).arg(nulls), {oidParam(table.oid)}});
    std::vector<IndexFound> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        IndexFound index{.spec = specOf(result, row, reader), .oid = pg::Oid(result.integer(row, 0)), .table = pg::Oid(result.integer(row, 1))};
        index.isPrimary = result.boolean(row, 9);
        index.isValid = result.boolean(row, 10);
        index.isReady = result.boolean(row, 11);
        index.isPartitioned = result.boolean(row, 12);
        index.parent = pg::Oid(result.integer(row, 16));
        index.constraint = result.text(row, 17);
        index.bytes = result.integer(row, 18);
        index.builtBy = int(result.integer(row, 20));
        list.push_back(std::move(index));
    }
    return list;
}

std::optional<IndexTable> indexTable(pg::Connection &connection, const QString &schema, const QString &name, const QStringList &columns)
{
    std::optional<catalog::TableFacts> facts = catalog::tableFacts(connection, schema, name);
    if (!facts)
        return std::nullopt;
    IndexTable table{.facts = std::move(*facts)};
    const IndexSql sql(connection);
    readServer(connection, table);
    table.pgvectorVersion = sql.vectors().version();
    const bool hasRows = table.facts.kind == catalog::Relation::Kind::Table || table.facts.isPartitioned()
        || table.facts.kind == catalog::Relation::Kind::MaterializedView;
    if (!hasRows)
        return table;
    readRows(connection, table);
    table.indexes = foundIndexes(connection, sql, table.facts);
    for (const QString &column : columns) {
        const VectorType type = table.typeOf(column);
        if (table.mayRead && type.kind != VectorKind::None && !table.sample(column))
            table.samples.push_back(columnSample(connection, sql, table, column, type));
    }
    table.uses = knownUses(connection, table.facts);
    return table;
}

} // namespace quiver::index
