// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/factsreader.h"

#include "catalog/fragments.h"
#include "index/indexddl.h"
#include "pg/connection.h"
#include "sql/quoter.h"

#include <algorithm>

namespace quiver::doctor {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostTables = 20; // that are looked at: a plan over hundreds of partitions repeats itself

constexpr auto settingsSql = R"(
    SELECT s.name, pg_catalog.current_setting(s.name), s.setting,
        CASE s.unit WHEN 'B' THEN 1 WHEN 'kB' THEN 1024 WHEN '8kB' THEN 8192 WHEN 'MB' THEN 1048576 ELSE 1 END
    FROM pg_catalog.pg_settings s
    WHERE s.name LIKE 'hnsw.%' OR s.name LIKE 'ivfflat.%' OR s.name LIKE 'enable\_%'
        OR s.name IN ('work_mem', 'shared_buffers', 'jit', 'random_page_cost', 'plan_cache_mode'))";

constexpr auto volatilitySql = R"(
    SELECT p.proname, pg_catalog.max(p.provolatile::pg_catalog.text) FROM pg_catalog.pg_proc p
    WHERE p.proname = ANY (ARRAY(SELECT pg_catalog.json_array_elements_text($1::pg_catalog.json))) GROUP BY p.proname)";

constexpr auto rootSql = R"(
    SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = pg_catalog.pg_partition_root($1::pg_catalog.oid))";

/// Settings as the statement sees them: those of the request go before the session's.
void readSettings(pg::Connection &connection, const ExplainRequest &request, Examined &examined)
{
    const pg::Transaction transaction(connection);
    for (const auto &[name, value] : request.settings)
        connection.exec({"SELECT pg_catalog.set_config($1, $2, true)", {pg::Param::text(name), pg::Param::text(value)}});
    const pg::Result settings = connection.exec(settingsSql);
    for (qint64 row = 0; row < settings.rowCount(); ++row) {
        examined.settings[settings.text(row, 0)] = settings.text(row, 1);
        bool isNumber = false;
        if (const double number = settings.text(row, 2).toDouble(&isNumber); isNumber)
            examined.numbers[settings.text(row, 0)] = number * settings.real(row, 3);
    }
}

/// Columns that distances in the plan read, by their names alone.
QStringList distanceColumns(const Examined &examined)
{
    QStringList columns;
    for (const Search &search : examined.searches)
        columns << search.distance.key.column() << search.distance.query.column();
    for (const Threshold &threshold : examined.thresholds)
        columns << threshold.distance.key.column();
    columns.removeDuplicates();
    columns.removeAll(QString());
    return columns;
}

void readTables(pg::Connection &connection, Examined &examined, const QStringList &columns, QStringList &notes)
{
    const index::IndexSql indexSql(connection);
    QStringList seen;
    for (const plan::PlanNode &node : examined.plan.nodes) {
        const QString name = sql::Quoter(connection).qualified(node.schema, node.relation);
        if (node.relation.isEmpty() || node.schema.isEmpty() || node.schema == "pg_catalog"_L1 || node.schema == "information_schema"_L1 || seen.contains(name))
            continue;
        seen << name;
        if (examined.tables.size() == mostTables) {
            notes << u"The plan reads more than %1 tables: %2 and those after it were not looked at."_s.arg(mostTables).arg(name);
            return;
        }
        std::optional<index::IndexTable> table;
        catalog::readPatiently(connection, name, [&] { table = index::indexTable(connection, node.schema, node.relation, columns); });
        if (!table)
            continue;
        ReadTable read{.table = std::move(*table), .rootSchema = node.schema, .rootTable = node.relation};
        if (read.table.facts.isPartition) {
            const pg::Result root = connection.exec({rootSql, {pg::Param::text(QString::number(read.table.facts.oid))}});
            read.rootSchema = root.text(0, 0);
            read.rootTable = root.text(0, 1);
        }
        for (const index::IndexFound &index : read.table.indexes) {
            if (index.spec.isAnn() && !index.spec.keys.empty())
                read.keyTexts[index.oid] = indexSql.expression(index.spec.keys.front());
        }
        examined.tables.push_back(std::move(read));
    }
}

void readVolatility(pg::Connection &connection, Examined &examined)
{
    const QStringList functions = queryFunctions(examined);
    if (functions.isEmpty())
        return;
    const QByteArray names = QJsonDocument(QJsonArray::fromStringList(functions)).toJson(QJsonDocument::Compact);
    const pg::Result result = connection.exec({volatilitySql, {pg::Param::text(QString::fromUtf8(names))}});
    for (qint64 row = 0; row < result.rowCount(); ++row)
        examined.volatility[result.text(row, 0)] = result.text(row, 1).at(0);
}

/// The statement once more, with everything but index scans made dear. One of a plan that was kept may be of another time.
void readForced(pg::Connection &connection, const ExplainRequest &request, Examined &examined, QStringList &notes)
{
    const bool isWanted = std::ranges::any_of(examined.searches, [](const Search &search) { return !search.usesIndex && search.table; });
    if (!isWanted || !explainProblem(request.sql).isEmpty())
        return;
    ExplainRequest forced = request;
    forced.options = {.verbose = true, .generic = request.options.generic};
    for (const QString &off : {u"enable_seqscan"_s, u"enable_sort"_s, u"enable_bitmapscan"_s})
        forced.settings.emplace_back(off, u"off"_s);
    forced.settings.emplace_back(u"enable_indexscan"_s, u"on"_s);
    try {
        examined.forced = explain(connection, forced).plan;
    } catch (const pg::Error &error) {
        if (!error.connectionUsable())
            throw;
        notes << u"The statement cannot be planned now, so whether an index can serve it was not tried: %1"_s.arg(error.diagnostics().message);
        return;
    }
    for (const plan::PlanNode &node : examined.forced->nodes) {
        if (!node.orderBy.isEmpty() && examined.forcedIndex.isEmpty())
            examined.forcedIndex = node.index;
    }
}

} // namespace

Examined readFacts(pg::Connection &connection, const ExplainRequest &request, const Explained &explained, QStringList &notes)
{
    Examined examined{.plan = *explained.plan, .figures = plan::figuresOf(*explained.plan), .statement = Statement(sql::numbered(request.sql).sql, valuesOf(request)), .isGeneric = explained.isGeneric};
    findSearches(examined);
    readTables(connection, examined, distanceColumns(examined), notes);
    findSearches(examined); // once more, with their tables
    readSettings(connection, request, examined);
    readVolatility(connection, examined);
    readForced(connection, request, examined, notes);
    return examined;
}

} // namespace quiver::doctor
