// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/columnsample.h"

#include "index/localrows.h"
#include "pg/connection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using catalog::VectorKind;

namespace {

constexpr double wanted = 3000; // rows of a sample

// Of a table with heirs its own; a partitioned one has those of its tree alone.
constexpr auto nullsSql = R"(
    SELECT null_frac FROM pg_catalog.pg_stats WHERE schemaname = $1 AND tablename = $2 AND attname = $3 ORDER BY inherited LIMIT 1)";

// Its settings are there only where the server has loaded it; else reading the view is an error.
constexpr auto statementsSql = R"(
    SELECT n.nspname FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'pg_stat_statements'
    WHERE e.extname = 'pg_stat_statements' AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
        AND EXISTS (SELECT FROM pg_catalog.pg_settings WHERE name = 'pg_stat_statements.max'))";

struct Operator {
    AnnMetric metric;
    const char16_t *text;
};
constexpr Operator operators[] = {{AnnMetric::L2, u"<->"}, {AnnMetric::InnerProduct, u"<#>"}, {AnnMetric::Cosine, u"<=>"},
                                  {AnnMetric::L1, u"<+>"}, {AnnMetric::Hamming, u"<~>"}, {AnnMetric::Jaccard, u"<%>"}};

/// Expressions over v: its length (empty: has none), its dimensions, how many of them are not zero (empty: not counted).
struct Measures {
    QString norm, dimensions, nonZero;
};

Measures measuresOf(const IndexSql &sql, VectorKind kind)
{
    const auto call = [&](const QString &function) { return sql.vectors().name(function) + u"(v)"_s; };
    switch (kind) {
    case VectorKind::Vector: return {call(u"vector_norm"_s), call(u"vector_dims"_s), {}};
    case VectorKind::Halfvec: return {call(u"l2_norm"_s), call(u"vector_dims"_s), {}};
    case VectorKind::Sparsevec: // the binary form: three numbers, then eight bytes for each
        return {call(u"l2_norm"_s), {}, u"(pg_catalog.octet_length("_s + call(u"sparsevec_send"_s) + u") - 12) / 8"_s};
    case VectorKind::Bit: return {{}, u"pg_catalog.length(v)"_s, {}};
    case VectorKind::None: break;
    }
    return {};
}

QString sampled(const IndexSql &sql, const IndexTable &table, const QString &column)
{
    const QString sample = table.rows > wanted ? u" TABLESAMPLE SYSTEM (%1) REPEATABLE (1)"_s.arg(std::clamp(150 * wanted / table.rows, 0.0001, 100.0), 0, 'f', 4)
                                               : QString();
    return u"SELECT %1 AS v FROM %2 LIMIT %3"_s.arg(sql.quote().name(column), localRows(sql.quote(), table.facts, sample), QString::number(wanted));
}

} // namespace

ColumnSample columnSample(pg::Connection &connection, const IndexSql &sql, const IndexTable &table, const QString &column, const catalog::VectorType &type)
{
    const Measures measures = measuresOf(sql, type.kind);
    const QString unit = measures.norm.isEmpty() ? u"false"_s
                                                 : u"pg_catalog.abs(%1 - 1) < %2"_s.arg(measures.norm, QString::number(catalog::unitTolerance(type.kind)));
    const QString zero = measures.norm.isEmpty() ? u"false"_s : measures.norm + u" = 0"_s;
    const auto or0 = [](const QString &text) { return text.isEmpty() ? u"0"_s : text; };
    const pg::Result result = connection.exec(
        u"SELECT pg_catalog.count(*), pg_catalog.count(d), pg_catalog.count(*) FILTER (WHERE is_unit), pg_catalog.count(*) FILTER (WHERE is_zero), "
        "COALESCE(pg_catalog.min(d), 0), COALESCE(pg_catalog.max(d), 0), COALESCE(pg_catalog.avg(z), 0), COALESCE(pg_catalog.max(z), 0) FROM (SELECT "
        "CASE WHEN v IS NOT NULL THEN %1 END AS d, %2 AS is_unit, %3 AS is_zero, %4 AS z FROM (%5) taken) looked"_s.arg(
            or0(measures.dimensions), unit, zero, or0(measures.nonZero), sampled(sql, table, column)));
    ColumnSample sample{.column = column, .type = type, .rows = result.integer(0, 0)};
    const double values = double(result.integer(0, 1));
    if (sample.rows > 0)
        sample.nullShare = 1 - values / double(sample.rows);
    if (values > 0 && !measures.norm.isEmpty()) {
        sample.unitShare = double(result.integer(0, 2)) / values;
        sample.zeroShare = double(result.integer(0, 3)) / values;
    }
    sample.leastDimensions = measures.dimensions.isEmpty() ? std::max(0, type.dimensions) : int(result.integer(0, 4));
    sample.mostDimensions = measures.dimensions.isEmpty() ? std::max(0, type.dimensions) : int(result.integer(0, 5));
    sample.meanNonZero = result.real(0, 6);
    sample.mostNonZero = int(result.integer(0, 7));
    const pg::Result nulls = connection.exec({nullsSql, {pg::Param::text(table.facts.schema), pg::Param::text(table.facts.name), pg::Param::text(column)}});
    if (nulls.rowCount() > 0 && double(sample.rows) < table.rows) // ANALYZE has seen more
        sample.nullShare = nulls.real(0, 0);
    return sample;
}

std::vector<KnownUse> knownUses(pg::Connection &connection, const catalog::TableFacts &table)
{
    std::vector<KnownUse> uses;
    const pg::Result place = connection.exec(statementsSql);
    if (place.rowCount() == 0)
        return uses;
    const pg::Result found = connection.exec(
        {(u"SELECT query, calls FROM "_s + sql::Quoter(connection).qualified(place.text(0, 0), u"pg_stat_statements"_s)
          + u" WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AND query ~* '^[[:space:]]*(select|with)' "
            "AND query ~ '<(->|#>|=>|[+]>|~>|%>)' AND pg_catalog.strpos(query, $1) > 0 ORDER BY calls DESC LIMIT 200"_s).toUtf8(),
         {pg::Param::text(table.name)}});
    for (qint64 row = 0; row < found.rowCount(); ++row) {
        const QString query = found.text(row, 0);
        for (const catalog::Column &column : table.columns) {
            for (const Operator &each : operators) {
                if (!column.isVector() || !query.contains(column.name) || !query.contains(QStringView(each.text)))
                    continue;
                const auto known = std::ranges::find_if(uses, [&](const KnownUse &use) { return use.column == column.name && use.metric == each.metric; });
                if (known != uses.end())
                    known->calls += found.integer(row, 1);
                else
                    uses.push_back({column.name, each.metric, found.integer(row, 1)});
            }
        }
    }
    std::ranges::stable_sort(uses, std::greater(), &KnownUse::calls);
    return uses;
}

double plannedRows(pg::Connection &connection, const QString &select)
{
    const QString json = connection.exec(u"EXPLAIN (FORMAT JSON) "_s + select).text(0, 0);
    return QJsonDocument::fromJson(json.toUtf8()).array().at(0).toObject()[u"Plan"_s].toObject()[u"Plan Rows"_s].toDouble(-1);
}

} // namespace quiver::index
