// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/advise.h"

#include "index/indexproblems.h"
#include "index/sizeforecast.h"
#include "sql/identifier.h"

#include <QVersionNumber>

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using catalog::VectorKind;
using catalog::VectorType;
using Form = IndexKey::Form;

namespace {

constexpr double quickRows = 10'000; // read one after the other within some milliseconds
constexpr double manyRows = 1'000'000;

/// What a build may take without harm; -1: the host cannot be asked.
double mostMemory(const IndexTable &table)
{
    return table.hostMemory ? double(*table.hostMemory) * shareForBuilds : -1;
}

class Adviser
{
public:
    Adviser(const IndexTable &table, const QString &column) : m_table(table), m_sample(table.sample(column))
    {
        m_advice.spec.schema = table.facts.schema;
        m_advice.spec.table = table.facts.name;
        m_advice.spec.keys = {{.column = column, .columnType = table.typeOf(column)}};
    }

    IndexAdvice run()
    {
        if (const QString obstacle = obstacleOf(); !obstacle.isEmpty()) {
            m_advice.obstacle = obstacle;
            return std::move(m_advice);
        }
        need();
        method();
        form();
        metric();
        options();
        existing();
        return std::move(m_advice);
    }

private:
    IndexSpec &spec() { return m_advice.spec; }
    IndexKey &key() { return m_advice.spec.keys.front(); }
    void because(const QString &reason) { m_advice.reasons << reason; }
    double rows() const { return std::max(0.0, indexedRows(m_table, m_advice.spec)); }
    QString obstacleOf();
    void need();
    void method();
    void form();
    void metric();
    void options();
    void existing();
    bool has(int minor) const { return QVersionNumber::fromString(m_table.pgvectorVersion) >= QVersionNumber(0, minor); }
    double valueBytes() const
    {
        const int nonZero = m_sample ? int(std::lround(m_sample->meanNonZero)) : 0;
        return double(catalog::valueBytes(indexedType(m_advice.spec.keys.front()), std::max(1, nonZero)).value_or(0));
    }
    GraphMemory graph(qint64 workMem) const
    {
        return hnswGraphMemory({rows(), valueBytes(), 1}, optionOrDefault(m_advice.spec, u"m"_s), workMem, m_table.parallelWorkers > 0, m_table.serverVersion);
    }

    const IndexTable &m_table;
    const ColumnSample *const m_sample;
    IndexAdvice m_advice;
};

QString Adviser::obstacleOf()
{
    const QString &column = key().column;
    if (!m_table.mayRead) {
        const QString table = sql::quoteQualified(m_table.facts.schema, m_table.facts.name);
        return u"“%1” may not read %2 (SELECT), and advice is made of its rows. Its owner can allow it: GRANT SELECT ON %2 TO %3;"_s.arg(
            m_table.user, table, sql::quoteIdentifier(m_table.user));
    }
    if (!m_table.facts.column(column))
        return u"The table has no column “%1”. It has %2."_s.arg(column, m_table.facts.columnNames().join(u", "_s));
    if (m_table.pgvectorVersion.isEmpty())
        return u"pgvector is not in this database: create the extension first."_s;
    const VectorType type = key().columnType;
    if (type.kind == VectorKind::None)
        return u"“%1” is of type %2, which is no vector's."_s.arg(column, m_table.facts.column(column)->type);
    if (type.kind == VectorKind::Sparsevec && m_sample && m_sample->mostNonZero > 1000)
        return u"HNSW indexes up to 1,000 elements of a sparsevec that are not zero, and a row was seen with %1."_s.arg(catalog::countText(m_sample->mostNonZero));
    if (type.dimensions <= 0)
        return u"“%1” has no dimensions in its type, so it cannot be indexed as it is: give it dimensions first (ALTER TABLE ... TYPE %2(n))."_s.arg(
            column, catalog::typeName(type.kind));
    return {};
}

void Adviser::need()
{
    const double count = rows();
    if (m_table.rows < 0)
        return;
    m_advice.isNeeded = count > quickRows;
    if (!m_advice.isNeeded)
        because(u"%1 rows are read one after the other within some milliseconds, and exactly: an index is not needed yet."_s.arg(catalog::countText(count)));
}

void Adviser::method()
{
    const VectorKind kind = key().columnType.kind;
    if (has(5)) {
        spec().method = u"hnsw"_s;
        because(u"HNSW finds more of the true neighbours in the same time than IVFFlat, can begin on an empty table, and stays good while rows are added."_s);
    } else {
        spec().method = u"ivfflat"_s;
        because(u"pgvector %1 has no HNSW (0.5.0 brought it), so IVFFlat it is."_s.arg(m_table.pgvectorVersion));
    }
    if (kind == VectorKind::Sparsevec)
        because(u"Only HNSW indexes sparsevec."_s);
}

void Adviser::form()
{
    const VectorType type = key().columnType;
    const auto method = spec().method == "hnsw"_L1 ? catalog::AnnMethod::Hnsw : catalog::AnnMethod::Ivfflat;
    if (type.kind == VectorKind::Sparsevec || type.dimensions <= catalog::maxIndexedDimensions(type.kind, method)) {
        // Half the memory may be what makes the graph fit.
        const double most = mostMemory(m_table);
        if (type.kind != VectorKind::Vector || !has(7) || most < 0 || spec().method != "hnsw"_L1 || graph(0).neededWorkMem <= most)
            return;
        const double full = graph(0).neededWorkMem;
        key().form = Form::Halfvec;
        because(u"The graph of full vectors would take %1, more than half of the host's memory. In half precision it takes %2, and finds nearly the same neighbours."_s.arg(
            catalog::bytesText(qint64(full)), catalog::bytesText(qint64(graph(0).neededWorkMem))));
        return;
    }
    const bool halfFits = type.kind == VectorKind::Vector && type.dimensions <= catalog::maxIndexedDimensions(VectorKind::Halfvec, method);
    key().form = halfFits ? Form::Halfvec : Form::BinaryQuantize;
    because(halfFits ? u"%1 dimensions are more than the 2,000 of vector that can be indexed; half precision goes up to 4,000 and finds nearly the same neighbours."_s.arg(
                           catalog::countText(type.dimensions))
                     : u"%1 dimensions can be indexed as bits only: the index gives candidates, which are ranked again by the vectors."_s.arg(catalog::countText(type.dimensions)));
    if (!has(7))
        because(u"That needs pgvector 0.7.0; this database has %1: update the extension first."_s.arg(m_table.pgvectorVersion));
}

void Adviser::metric()
{
    const VectorKind kind = indexedType(key()).kind;
    const QString column = key().column;
    if (kind == VectorKind::Bit) {
        spec().metric = AnnMetric::Hamming;
        because(u"Hamming distance `<~>` counts the bits that differ."_s);
        return;
    }
    const auto known = std::ranges::find_if(m_table.uses, [&](const KnownUse &use) {
        IndexSpec with = spec();
        with.metric = use.metric;
        return use.column == column && !opclassOf(with).name.isEmpty();
    });
    if (known != m_table.uses.end()) {
        spec().metric = known->metric;
        because(u"The statements that the server remembers order by %1 `%2` most (%3 calls), and an index serves one operator only."_s.arg(
            opclassOf(spec()).words, opclassOf(spec()).operatorText, catalog::countText(double(known->calls))));
    } else if (m_sample && m_sample->unitShare >= 0.999) {
        spec().metric = AnnMetric::InnerProduct;
        because(u"All %1 vectors that were looked at have length one: inner product `<#>` finds the same neighbours as cosine distance with less work."_s.arg(
            catalog::countText(double(m_sample->rows))));
    } else {
        spec().metric = AnnMetric::Cosine;
        because(u"Cosine distance `<=>` compares directions, which is what most models are made for; take another if yours is not."_s);
    }
}

void Adviser::options()
{
    const double count = rows();
    if (spec().method == "ivfflat"_L1) {
        const int lists = advisedLists(largestPartRows(m_table, count));
        spec().setOption(u"lists"_s, lists);
        m_advice.search = u"SET ivfflat.probes = %1"_s.arg(advisedProbes(lists));
        because(count < 1 ? u"The table has no vectors yet: load them before the index is built, because its lists are learned from them."_s
                          : u"%1 lists for %2 rows: rows/1000 up to a million, the square root above; begin with %3 probes."_s.arg(
                                catalog::countText(lists), catalog::countText(count), catalog::countText(advisedProbes(lists))));
        return;
    }
    if (count > manyRows) {
        spec().setOption(u"m"_s, 24);
        spec().setOption(u"ef_construction"_s, 128);
        because(u"m = 24 and ef_construction = 128: among more than a million rows a graph with more links keeps its recall."_s);
    } else {
        spec().setOption(u"m"_s, 16);
        spec().setOption(u"ef_construction"_s, 64);
        because(u"m = 16 and ef_construction = 64, the defaults, are enough for up to a million rows; measure the recall before you pay for more."_s);
    }
    m_advice.search = u"SET hnsw.ef_search = 100"_s;
}

void Adviser::existing()
{
    for (const IndexFound &found : m_table.indexes) {
        const bool serves = found.table == m_table.facts.oid && found.isValid && found.spec.isAnn() && !found.spec.keys.empty()
            && found.spec.keys.front().column == key().column && found.spec.metric == spec().metric && found.spec.predicate.isEmpty()
            && (found.spec.keys.front().form == IndexKey::Form::Column || found.spec.keys.front().form == key().form);
        if (!serves)
            continue;
        m_advice.existing = found;
        m_advice.isNeeded = false;
        m_advice.reasons.prepend(u"“%1” (%2) serves that operator on the column already."_s.arg(found.spec.name, catalog::annMethodName(found.spec.method)));
        return;
    }
}

} // namespace

IndexAdvice adviseIndex(const IndexTable &table, const QString &column)
{
    return Adviser(table, column).run();
}

void adviseMemory(IndexAdvice &advice, const IndexTable &table, const ForecastInput &input)
{
    const BuildForecast forecast = forecastBuild(advice.spec, advice.settings, input);
    if (!forecast.memoryBytes.isKnown() || input.rows.indexedRows.value < 1)
        return;
    const double most = mostMemory(table), step = 64.0 * 1024 * 1024;
    const qint64 rounded = qint64(std::ceil(forecast.neededWorkMem * 1.1 / step) * step);
    const QString takes = u"%1 takes about %2"_s.arg(advice.spec.method == "hnsw"_L1 ? u"The graph"_s : u"Learning the lists"_s,
                                                    catalog::bytesText(qint64(forecast.memoryBytes.value)));
    const QString set = catalog::bytesText(forecast.workMem);
    if (forecast.fitsMemory.value_or(true)) {
        advice.reasons << takes + u", which fits into maintenance_work_mem (%1)."_s.arg(set);
    } else if (most < 0 || double(rounded) <= most) {
        advice.settings.maintenanceWorkMem = rounded;
        advice.reasons << takes + u" and maintenance_work_mem is %1: give the build %2%3."_s.arg(
            set, catalog::bytesText(rounded), most < 0 ? u", if the host has it to spare (it cannot be asked)"_s : QString());
    } else {
        advice.reasons << takes + u", more than half of the host's memory: the build will go on on disk, many times slower. A host with more memory for the "
                                  "time of the build, or a partial index, avoids that."_s;
    }
}

std::optional<IndexAdvised> advise(pg::Connection &connection, const QString &schema, const QString &table, const QString &column)
{
    const auto found = indexTable(connection, schema, table, {column});
    if (!found)
        return std::nullopt;
    IndexAdvised advised{adviseIndex(*found, column), found->rows};
    if (!advised.advice.obstacle.isEmpty())
        return advised;
    adviseMemory(advised.advice, *found, readForecastInput(connection, advised.advice.spec));
    return advised;
}

} // namespace quiver::index
