// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/rowfacts.h"

#include "catalog/tablefacts.h"
#include "index/indexddl.h"
#include "pg/connection.h"
#include "pg/typeregistry.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::VectorKind;

namespace {

constexpr double countedBytes = 64.0 * 1024 * 1024;  // of the heap; reading more keeps the user waiting
constexpr double sampledBytes = 32.0 * 1024 * 1024;
constexpr double sampledValues = 10'000;             // read in full, from TOAST too
constexpr int rowsOfElement = 10;                    // HNSW_HEAPTIDS

// What a build goes over: the table itself, or each partition with rows. Plain inheritance is not followed by an index either.
constexpr auto partsSql = R"(
    WITH wanted AS (
        SELECT c.oid, c.relkind FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'm')),
    parts AS (
        SELECT w.oid FROM wanted w WHERE w.relkind <> 'p'
        UNION ALL
        SELECT t.relid FROM wanted w CROSS JOIN LATERAL pg_catalog.pg_partition_tree(w.oid) t WHERE w.relkind = 'p' AND t.isleaf)
    SELECT c.oid, n.nspname, c.relname, c.reltuples, c.relpages, pg_catalog.pg_relation_size(c.oid),
        pg_catalog.pg_table_size(c.oid) - pg_catalog.pg_relation_size(c.oid), COALESCE(pg_catalog.pg_stat_get_dead_tuples(c.oid), 0),
        COALESCE(pg_catalog.pg_stat_get_mod_since_analyze(c.oid), 0), c.relpersistence = 't',
        (SELECT o.option_value FROM pg_catalog.pg_options_to_table(c.reloptions) o WHERE o.option_name = 'parallel_workers'), c.relpersistence <> 'p',
        c.relkind = 'f'
    FROM parts p
    JOIN pg_catalog.pg_class c ON c.oid = p.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm', 'f')
    ORDER BY n.nspname, c.relname)";

struct Part {
    qint64 oid = 0;
    double catalogRows = -1; ///< reltuples, for the pages as they are now
    double changed = 0;      ///< rows since the last ANALYZE
};

VectorKind kindOf(pg::TypeKind kind)
{
    switch (kind) {
    case pg::TypeKind::Vector: return VectorKind::Vector;
    case pg::TypeKind::Halfvec: return VectorKind::Halfvec;
    case pg::TypeKind::Sparsevec: return VectorKind::Sparsevec;
    case pg::TypeKind::Bit: return VectorKind::Bit;
    default: return VectorKind::None;
    }
}

QString percent(double share)
{
    return QString::number(std::clamp(100 * share, 0.0001, 100.0), 'f', 4);
}

class Reader
{
public:
    Reader(pg::Connection &connection, const IndexSpec &spec) : m_connection(connection), m_spec(spec), m_sql(connection) {}

    RowFacts read()
    {
        readParts();
        m_key = m_sql.expression(m_spec.keys.empty() ? IndexKey{} : m_spec.keys.front());
        readType();
        readRows();
        readValues();
        return m_facts;
    }

private:
    QString table() const { return m_sql.table(m_spec); }
    QString predicate() const { return m_spec.predicate.isEmpty() ? u"true"_s : u'(' + m_spec.predicate + u')'; }
    QString isIndexed() const;
    QString bytesOf(const QString &value) const;
    /// SELECT \p what FROM the rows that the index would hold \p rest: those of heirs and of other servers are not among them.
    QString select(const QString &what, const QString &sample, const QString &rest) const;
    bool isPartitioned();
    bool isCounted() const { return m_facts.heapBytes() <= countedBytes; }

    void readParts();
    void readType();
    void readRows();
    void setRows(std::size_t index, double found, double indexed, double share);
    void readValues();
    void setElements(const pg::Result &histogram, bool isWhole);

    pg::Connection &m_connection;
    const IndexSpec &m_spec;
    const IndexSql m_sql;
    QString m_key;
    std::vector<Part> m_parts;
    bool m_isPartitioned = false, m_hasForeign = false;
    bool m_fromCatalog = false;
    RowFacts m_facts;
};

void Reader::readParts()
{
    const pg::Result result = m_connection.exec({partsSql, {pg::Param::text(m_spec.schema), pg::Param::text(m_spec.table)}});
    m_isPartitioned = isPartitioned();
    double dead = 0;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        constexpr double pageBytes = 8192;
        if (result.boolean(row, 12)) { // another server's: no index is built there, and its rows would be fetched
            m_hasForeign = true;
            continue;
        }
        RowPartFacts facts;
        facts.name = m_sql.quote().qualified(result.text(row, 1), result.text(row, 2));
        facts.heapBytes = result.real(row, 5);
        facts.toastBytes = result.real(row, 6);
        facts.deadRows = result.real(row, 7);
        facts.isTemporary = result.boolean(row, 9);
        facts.isUnlogged = result.boolean(row, 11);
        if (!result.isNull(row, 10))
            facts.parallelWorkers = int(result.integer(row, 10));
        Part part{result.integer(row, 0), -1, result.real(row, 8)};
        const double pages = result.real(row, 4);
        if (result.real(row, 3) >= 0 && pages > 0)
            part.catalogRows = result.real(row, 3) / pages * facts.heapBytes / pageBytes;
        dead += facts.deadRows;
        m_parts.push_back(part);
        m_facts.parts.push_back(std::move(facts));
    }
    m_facts.deadRows = Figure::about(dead, 0.1, u"by the server's statistics"_s);
}

bool Reader::isPartitioned()
{
    return m_connection.exec({"SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                              "WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'p')",
                              {pg::Param::text(m_spec.schema), pg::Param::text(m_spec.table)}}).boolean(0, 0);
}

/// Where a partition is another server's, the others one by one.
QString Reader::select(const QString &what, const QString &sample, const QString &rest) const
{
    QStringList from;
    if (!m_isPartitioned)
        from << u"ONLY "_s + table() + sample;
    else if (!m_hasForeign)
        from << table() + sample;
    else if (m_parts.empty())
        from << u"ONLY "_s + table();
    else
        std::ranges::transform(m_facts.parts, std::back_inserter(from), [&](const RowPartFacts &part) {
            return u"ONLY %1 AS %2"_s.arg(part.name, m_sql.quote().name(m_spec.table)) + sample;
        });
    QStringList each;
    for (const QString &item : from)
        each << u"SELECT "_s + what + u" FROM "_s + item + u' ' + rest;
    return each.join(u" UNION ALL "_s);
}

/// The server judges key and predicate by the way. Only the table itself is opened: a partition's server may not answer.
void Reader::readType()
{
    const pg::Result shape = m_connection.exec(u"SELECT %1 FROM ONLY %2 WHERE %3 LIMIT 0"_s.arg(m_key, table(), predicate()));
    if (m_parts.empty() && !m_isPartitioned)
        throw pg::Error::client(u"%1 has no rows of its own: only a table or a materialized view can be indexed"_s.arg(table()));
    m_facts.type = vectorTypeOf(m_connection, shape.columns->front());
}

/// A condition on a row. What pgvector makes of a column is NULL where the column is, and would be costly to compute for every row.
QString Reader::isIndexed() const
{
    const bool isOfColumn = !m_spec.keys.empty() && m_spec.keys.front().form != IndexKey::Form::Expression;
    return u"(%1) IS NOT NULL AND %2"_s.arg(isOfColumn ? m_sql.quote().name(m_spec.keys.front().column) : m_key, predicate());
}

/// A value as it is sent, in bytes: rows share an element of a graph where these are the same.
QString Reader::bytesOf(const QString &value) const
{
    const QString send = m_facts.type.kind == VectorKind::Bit ? u"pg_catalog.bit_send"_s
                                                              : m_sql.vectors().name(catalog::typeName(m_facts.type.kind) + u"_send"_s);
    return send + u'(' + value + u')';
}

void Reader::setRows(std::size_t index, double found, double indexed, double share)
{
    RowPartFacts &facts = m_facts.parts[index];
    const Part &part = m_parts[index];
    const bool isFresh = part.catalogRows >= 0 && part.changed <= 0.1 * part.catalogRows;
    if (share < 1 && isFresh) {
        m_fromCatalog = true;
        facts.rows = part.catalogRows;
    } else {
        facts.rows = found / share;
    }
    facts.indexedRows = found > 0 ? facts.rows * indexed / found : facts.rows;
}

void Reader::readRows()
{
    const double share = isCounted() ? 1 : sampledBytes / m_facts.heapBytes();
    const QString sample = share < 1 ? u" TABLESAMPLE SYSTEM (%1) REPEATABLE (1)"_s.arg(percent(share)) : QString();
    const pg::Result counted = m_connection.exec(select(u"tableoid, pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE "_s + isIndexed() + u')', sample,
                                                        u"GROUP BY tableoid"_s));
    QHash<qint64, std::pair<double, double>> found;
    double seen = 0;
    for (qint64 row = 0; row < counted.rowCount(); ++row) {
        found[counted.integer(row, 0)] = {counted.real(row, 1), counted.real(row, 2)};
        seen += counted.real(row, 1);
    }
    double rows = 0, indexed = 0;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const auto [all, kept] = found.value(m_parts[i].oid);
        setRows(i, all, kept, share);
        rows += m_facts.parts[i].rows;
        indexed += m_facts.parts[i].indexedRows;
    }
    const QString sampled = u"%1 rows looked at"_s.arg(catalog::countText(seen));
    if (share == 1) {
        m_facts.rows = Figure::exact(rows, u"counted"_s);
        m_facts.indexedRows = Figure::exact(indexed, u"counted"_s);
    } else {
        m_facts.rows = Figure::about(rows, 0.05, m_fromCatalog ? u"by the last VACUUM or ANALYZE, for the pages of now"_s : u"estimated, "_s + sampled);
        m_facts.indexedRows = Figure::about(indexed, 0.07, u"estimated, "_s + sampled);
    }
}

void Reader::setElements(const pg::Result &histogram, bool isWhole)
{
    std::vector<std::pair<qint64, qint64>> counts;
    double seen = 0;
    for (qint64 row = 0; row < histogram.rowCount(); ++row) {
        counts.emplace_back(histogram.integer(row, 0), histogram.integer(row, 1));
        seen += double(counts.back().first) * double(counts.back().second);
    }
    m_facts.distinct = elementsPerRow(counts, isWhole ? seen : m_facts.indexedRows.value);
    m_facts.distinctSource = isWhole ? u"all values compared"_s : u"estimated, %1 values compared"_s.arg(catalog::countText(seen));
}

void Reader::readValues()
{
    const std::optional<qint64> ofType = catalog::valueBytes(m_facts.type);
    if (m_facts.type.kind == VectorKind::None || m_facts.indexedRows.value < 1) {
        m_facts.valueBytes = ofType ? Figure::exact(double(*ofType), u"of the type"_s) : Figure::unknown(u"there are no values to measure"_s);
        m_facts.distinctSource = u"there are no values to compare"_s;
        return;
    }
    const bool isWhole = isCounted() && m_facts.indexedRows.value <= sampledValues;
    const QString sample = isWhole ? QString() : u" TABLESAMPLE %1 (%2) REPEATABLE (1)"_s.arg(isCounted() ? u"BERNOULLI"_s : u"SYSTEM"_s,
                                                                                            percent(sampledValues / m_facts.indexedRows.value));
    const QString values = select(m_key + u" AS value"_s, sample, u"WHERE "_s + isIndexed()) + u" LIMIT 20000"_s;
    // By their digests: values of some kilobytes would be sorted on disk, for seconds.
    setElements(m_connection.exec(u"SELECT times, pg_catalog.count(*) FROM (SELECT pg_catalog.count(*) AS times FROM (%1) v "
                                  "GROUP BY pg_catalog.sha256(%2)) t GROUP BY times"_s.arg(values, bytesOf(u"value"_s))), isWhole);
    if (ofType) {
        m_facts.valueBytes = Figure::exact(double(*ofType), u"of the type"_s);
        return;
    }
    // As sent: 12 bytes of header there, 16 in the row. Of a type without dimensions the size of the value as it is computed.
    const QString length = m_facts.type.kind == VectorKind::Sparsevec
        ? u"pg_catalog.octet_length(%1) + 4"_s.arg(bytesOf(u"value"_s))
        : u"pg_catalog.pg_column_size(value)"_s;
    const pg::Result mean = m_connection.exec(u"SELECT pg_catalog.avg(%1), pg_catalog.count(*) FROM (%2) v"_s.arg(length, values));
    if (mean.isNull(0, 0))
        m_facts.valueBytes = Figure::unknown(u"the sample met no value"_s);
    else
        m_facts.valueBytes = Figure::about(mean.real(0, 0), 0.03, u"mean of %1 values"_s.arg(catalog::countText(mean.real(0, 1))));
}

} // namespace

catalog::VectorType vectorTypeOf(pg::Connection &connection, const pg::Column &column)
{
    connection.types()->resolve(connection, {column.type});
    const VectorKind kind = kindOf(connection.types()->type(column.type).kind);
    return {kind, kind == VectorKind::None ? -1 : column.modifier};
}

double RowFacts::heapBytes() const
{
    double sum = 0;
    for (const RowPartFacts &part : parts)
        sum += part.heapBytes;
    return sum;
}

double elementsPerRow(const std::vector<std::pair<qint64, qint64>> &histogram, double rows)
{
    double seen = 0;
    for (const auto &[times, values] : histogram)
        seen += double(times) * double(values);
    if (seen < 1 || rows < 1)
        return 1;
    const double scale = std::max(1.0, rows / seen);
    // Values that came up often are in all of the table as often as in the sample; of the others the sample has met only a part, which
    // is estimated as ANALYZE does (Haas and Stokes, Duj1).
    constexpr qint64 often = 5;
    double elements = 0, rare = 0, rareValues = 0, once = 0;
    for (const auto &[times, values] : histogram) {
        if (scale == 1 || times >= often) {
            elements += double(values) * std::ceil(double(times) * scale / rowsOfElement);
        } else {
            rare += double(times) * double(values);
            rareValues += double(values);
            once += times == 1 ? double(values) : 0;
        }
    }
    if (rare > 0) {
        const double all = rare * scale;
        const double distinct = rare * rareValues / (rare - once + once / scale);
        elements += std::max(distinct, all / rowsOfElement);
    }
    return std::clamp(elements / rows, 0.0, 1.0);
}

RowFacts rowFacts(pg::Connection &connection, const IndexSpec &spec)
{
    return Reader(connection, spec).read();
}

} // namespace quiver::index
