// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/calibration.h"

#include "catalog/tablefacts.h"
#include "index/indexddl.h"
#include "pg/connection.h"

#include <QRandomGenerator>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::countText;
using sql::ChangeStep;

namespace {

/// Nobody's name: drawn by lot, and refused by the server where it is there all the same.
QString scratchName()
{
    return u"quiver_calibration_%1"_s.arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'));
}

class Planner
{
public:
    Planner(pg::Connection &connection, const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input)
        : m_connection(connection), m_spec(spec), m_settings(settings), m_input(input), m_quote(connection), m_schema(scratchName())
    {
        m_plan.obstacle = obstacle();
    }

    CalibrationPlan plan(double rows)
    {
        if (!m_plan.obstacle.isEmpty())
            return m_plan;
        m_work = hardest();
        m_plan.sampleRows = rows;
        m_plan.change.title = u"Calibrate the build of %1 on a sample of %2"_s.arg(m_spec.name.isEmpty() ? suggestedName(m_spec) : m_spec.name, table());
        m_plan.change.object = table();
        prepare();
        copyStep(u"sample"_s, rows, sampleQuery(rows));
        copyStep(u"part"_s, std::ceil(rows / 4), partQuery());
        // What is over soon is easily disturbed: it is measured again.
        for (const QString &name : {u"part"_s, u"sample"_s}) {
            const int times = name == "part"_L1 || rows < 2500 ? 3 : rows < 10'000 ? 2 : 1;
            for (int i = 0; i < times; ++i)
                buildStep(name);
        }
        dropStep();
        return m_plan;
    }

private:
    QString obstacle();
    BuildWork hardest() const;
    void prepare();
    QString sampleQuery(double rows) const;
    QString partQuery() const { return u"SELECT value FROM (SELECT value, pg_catalog.row_number() OVER () AS place FROM %1) s WHERE place % 4 = 0"_s.arg(scratch(u"sample"_s)); }
    void copyStep(const QString &name, double rows, const QString &query);
    void buildStep(const QString &name);
    void dropStep();
    ChangeStep &add(const QString &title, const QString &sql);

    QString table() const { return m_quote.qualified(m_spec.schema, m_spec.table); }
    QString scratch(const QString &name) const { return m_quote.qualified(m_schema, name); }

    pg::Connection &m_connection;
    const IndexSpec &m_spec;
    const BuildSettings &m_settings;
    const ForecastInput &m_input;
    const sql::Quoter m_quote;
    const QString m_schema;
    BuildWork m_work;
    CalibrationPlan m_plan;
    std::vector<std::pair<QString, std::size_t>> m_copies; // a table and the step that fills it
};

QString Planner::obstacle()
{
    if (m_spec.method != "hnsw"_L1 && m_spec.method != "ivfflat"_L1)
        return u"Only HNSW and IVFFlat builds can be calibrated."_s;
    if (m_input.rows.indexedRows.value < 1)
        return u"%1 has no rows to build on."_s.arg(table());
    if (opclassOf(m_spec).name.isEmpty() && m_spec.opclass.isEmpty())
        return u"%1 has no operator class for that type and distance."_s.arg(m_spec.method);
    const pg::Result may = m_connection.exec("SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'), pg_catalog.pg_is_in_recovery(), "
                                             "pg_catalog.current_database(), current_user");
    if (may.boolean(0, 1))
        return u"The server is a standby and takes no writes: calibrate on the primary."_s;
    if (!may.boolean(0, 0))
        return u"A calibration copies the sample into a schema of its own, and “%1” may not create schemas in “%2”. Its owner can allow it: GRANT CREATE ON "
               "DATABASE %3 TO %4."_s.arg(may.text(0, 3), may.text(0, 2), m_quote.name(may.text(0, 2)), m_quote.name(may.text(0, 3)));
    return {};
}

BuildWork Planner::hardest() const
{
    std::vector<BuildWork> work = buildWork(m_spec, m_settings, m_input);
    return *std::ranges::max_element(work, {}, &BuildWork::rows);
}

ChangeStep &Planner::add(const QString &title, const QString &sql)
{
    ChangeStep step;
    step.title = title;
    step.sql = sql;
    step.undoNote = u"nothing of it is left at the end"_s;
    step.risk = sql::Risk::Safe;
    m_plan.change.steps.push_back(step);
    return m_plan.change.steps.back();
}

void Planner::prepare()
{
    const qint64 workMem = m_settings.maintenanceWorkMem.value_or(m_input.host.maintenanceWorkMem);
    add(u"Create the scratch schema %1"_s.arg(m_schema), u"CREATE SCHEMA %1"_s.arg(m_quote.name(m_schema)));
    add(u"Give the builds as much memory as the real one"_s, u"SET LOCAL maintenance_work_mem = '%1kB'"_s.arg(workMem / 1024));
    if (m_work.workers > 0)
        add(u"Let them have as many workers"_s, u"SET LOCAL max_parallel_maintenance_workers = %1"_s.arg(m_work.workers));
}

/// Row by row where the rows are together in few pages, else page by page: then not all of the table is read.
QString Planner::sampleQuery(double rows) const
{
    constexpr double large = 512.0 * 1024 * 1024;
    const double share = rows / m_input.rows.indexedRows.value;
    const IndexKey &key = m_spec.keys.front();
    const QString value = key.form == IndexKey::Form::Expression ? u'(' + key.expression + u')' : m_quote.name(key.column);
    QString query = u"SELECT %1 AS value FROM %2"_s.arg(value, table());
    if (share < 1)
        query += u" TABLESAMPLE %1 (%2)"_s.arg(m_input.rows.heapBytes() > large ? u"SYSTEM"_s : u"BERNOULLI"_s, QString::number(100 * share, 'f', 6));
    query += u" WHERE %1 IS NOT NULL"_s.arg(value);
    return m_spec.predicate.isEmpty() ? query : query + u" AND ("_s + m_spec.predicate + u')';
}

void Planner::copyStep(const QString &name, double rows, const QString &query)
{
    // parallel_workers stands above the rule by size; 0 keeps a build in one process.
    ChangeStep &step = add(u"Copy about %1 rows of %2"_s.arg(countText(rows), table()),
                           u"CREATE UNLOGGED TABLE %1 WITH (parallel_workers = %2, autovacuum_enabled = off) AS %3"_s.arg(
                               scratch(name), QString::number(m_work.workers), query));
    step.expectedRows = qint64(rows);
    if (name == "sample"_L1) {
        step.lock = sql::LockLevel::AccessShare;
        step.lockedObject = table();
        step.riskNote = u"Until the end ALTER TABLE and the like have to wait for it; rows can be read and written."_s;
    }
    m_copies.emplace_back(name, m_plan.change.steps.size() - 1);
}

void Planner::buildStep(const QString &name)
{
    IndexSpec spec = m_spec;
    IndexKey &key = spec.keys.front();
    key.column = u"value"_s;
    if (key.form == IndexKey::Form::Expression)
        key.form = IndexKey::Form::Column;
    spec.predicate.clear(); // the sample has only rows that meet it
    spec.tablespace.clear();
    const QString sql = u"CREATE INDEX ON "_s + scratch(name) + u' ' + IndexSql(m_connection).definition(spec);
    const bool isWhole = name == "sample"_L1;
    ChangeStep &step = add(isWhole ? u"Build on the sample"_s : u"Build on a quarter of the sample"_s, sql);
    step.risk = sql::Risk::Careful;
    step.riskNote = u"It takes a processor and the memory of the real build, for a part of its time."_s;
    const auto copy = std::ranges::find(m_copies, name, &std::pair<QString, std::size_t>::first);
    BuildWork work = m_work;
    work.rows = isWhole ? m_plan.sampleRows : std::ceil(m_plan.sampleRows / 4);
    work.rowsOnDisk = 0;
    m_plan.builds.push_back({copy->second, m_plan.change.steps.size() - 1, work});
}

void Planner::dropStep()
{
    add(u"Drop the scratch schema"_s, u"DROP SCHEMA %1 CASCADE"_s.arg(m_quote.name(m_schema)));
}

} // namespace

CalibrationPlan planCalibration(pg::Connection &connection, const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input,
                                double share, bool isExact)
{
    const double all = input.rows.indexedRows.value;
    double rows = std::max(share * all, leastSample);
    if (!isExact)
        rows = std::min(rows, mostSample);
    return Planner(connection, spec, settings, input).plan(std::ceil(std::min(rows, std::max(1.0, all))));
}

std::vector<MeasuredBuild> measuredBuilds(const CalibrationPlan &plan, const sql::ChangeReport &report)
{
    std::vector<MeasuredBuild> measured;
    if (!report.succeeded())
        return measured;
    for (const CalibrationPlan::Build &build : plan.builds) {
        MeasuredBuild each{build.work, report.steps[build.buildStep].durationMs / 1000, report.startedAt};
        each.work.rows = double(report.steps[build.copyStep].rows);
        if (each.work.rows >= 1)
            measured.push_back(each);
    }
    return measured;
}

} // namespace quiver::index
