// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/calibration.h"

#include "catalog/tablefacts.h"
#include "index/indexddl.h"
#include "pg/connection.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

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

/// The index on the copy: its one column has what the key is made of, or of an expression its values.
IndexSpec sampled(const IndexSpec &spec, const ForecastInput &input)
{
    IndexSpec on = spec;
    on.predicate.clear();
    on.tablespace.clear();
    on.keys.resize(1);
    IndexKey &key = on.keys.front();
    key.column = u"value"_s;
    if (key.form == IndexKey::Form::Expression)
        key = {.column = u"value"_s, .columnType = input.rows.type};
    return on;
}

class Planner
{
public:
    Planner(pg::Connection &connection, const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input)
        : m_connection(connection), m_spec(spec), m_settings(settings), m_input(input), m_sql(connection), m_schema(scratchName()), m_sampled(sampled(spec, input))
    {
        m_plan.obstacle = obstacle();
    }

    CalibrationPlan plan(double rows)
    {
        if (!m_plan.obstacle.isEmpty())
            return m_plan;
        m_work = hardest();
        m_plan.sampleRows = rows;
        m_workMem = enoughFor(rows);
        m_plan.change.title = u"Calibrate the build of %1 on a sample of %2"_s.arg(m_spec.name.isEmpty() ? suggestedName(m_spec) : m_spec.name, table());
        m_plan.change.object = table();
        prepare();
        copyStep(u"sample"_s, rows, sampleQuery(rows));
        copyStep(u"part"_s, std::ceil(rows / 4), partQuery());
        // What is over soon is easily disturbed: it is measured again.
        const bool hasLists = m_spec.method == "ivfflat"_L1;
        const int times = rows < 2500 ? 5 : rows < 10'000 ? hasLists ? 3 : 2 : 1;
        m_lists = hasLists ? 1 : 0;
        for (int i = 0; i < std::max(3, times); ++i)
            buildStep(u"part"_s);
        for (int i = 0; i < times; ++i)
            buildStep(u"sample"_s);
        if (hasLists && m_work.lists > 1) {
            m_lists = listsOfSample(rows);
            for (int i = 0; i < times; ++i)
                buildStep(u"sample"_s);
        }
        if (m_work.rowsOnDisk > 0)
            buildOnDisk();
        if (m_workMem < realWorkMem()) {
            m_workMem = realWorkMem();
            setMemory(u"Give a build the memory of the real one, which fills it before it begins"_s, m_workMem);
            buildStep(u"part"_s);
        }
        dropStep();
        return m_plan;
    }

private:
    QString obstacle();
    BuildWork hardest() const;
    qint64 realWorkMem() const { return m_settings.maintenanceWorkMem.value_or(m_input.host.maintenanceWorkMem); }
    qint64 enoughFor(double rows) const;
    int listsOfSample(double rows) const;
    void prepare();
    QString sampleQuery(double rows) const;
    QString partQuery() const { return u"SELECT value FROM (SELECT value, pg_catalog.row_number() OVER () AS place FROM %1) s WHERE place % 4 = 0"_s.arg(scratch(u"sample"_s)); }
    void copyStep(const QString &name, double rows, const QString &query);
    void buildStep(const QString &name);
    void buildOnDisk();
    void setMemory(const QString &title, qint64 bytes);
    void dropStep();
    ChangeStep &add(const QString &title, const QString &sql);

    QString table() const { return m_sql.table(m_spec); }
    QString scratch(const QString &name) const { return m_sql.quote().qualified(m_schema, name); }

    pg::Connection &m_connection;
    const IndexSpec &m_spec;
    const BuildSettings &m_settings;
    const ForecastInput &m_input;
    const IndexSql m_sql;
    const QString m_schema;
    const IndexSpec m_sampled;
    BuildWork m_work;
    qint64 m_workMem = 0; // of the builds that follow
    int m_lists = 0;      // of them; 0: as wanted
    CalibrationPlan m_plan;
    std::vector<std::pair<QString, std::size_t>> m_copies; // a table and the step that fills it
};

QString Planner::obstacle()
{
    if (m_spec.method != "hnsw"_L1 && m_spec.method != "ivfflat"_L1)
        return u"Only HNSW and IVFFlat builds can be calibrated."_s;
    if (m_input.rows.indexedRows.value < 1)
        return u"%1 has no rows to build on."_s.arg(table());
    if (m_sql.opclass(m_sampled).isEmpty())
        return u"%1 has no operator class for that type and distance."_s.arg(m_spec.method);
    const pg::Result may = m_connection.exec("SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'), pg_catalog.pg_is_in_recovery(), "
                                             "pg_catalog.current_database(), current_user");
    if (may.boolean(0, 1))
        return u"The server is a standby and takes no writes: calibrate on the primary."_s;
    if (!may.boolean(0, 0))
        return u"A calibration copies the sample into a schema of its own, and “%1” may not create schemas in “%2”. Its owner can allow it: GRANT CREATE ON "
               "DATABASE %3 TO %4."_s.arg(may.text(0, 3), may.text(0, 2), m_sql.quote().name(may.text(0, 2)), m_sql.quote().name(may.text(0, 3)));
    return {};
}

BuildWork Planner::hardest() const
{
    std::vector<BuildWork> work = buildWork(m_spec, m_settings, m_input);
    return *std::ranges::max_element(work, {}, &BuildWork::rows);
}

/// Workers of an HNSW build share all of maintenance_work_mem, and fill it with zeros first, however small the table is: that would take
/// longer than building on the sample, and is measured by itself.
qint64 Planner::enoughFor(double rows) const
{
    if (m_work.sharedBytes <= 0)
        return realWorkMem();
    const double needed = hnswGraphMemory({2 * rows, m_work.valueBytes}, m_work.m, realWorkMem(), true, m_input.host.serverVersion).neededWorkMem;
    return std::min(realWorkMem(), qint64(needed) + (8 << 20));
}

/// As many rows for each list as k-means of the real build has: it needs about as many rounds then.
int Planner::listsOfSample(double rows) const
{
    const double share = std::min(1.0, rows / ivfflatSampleRows(m_work.rows, m_work.lists));
    return std::clamp(int(std::lround(share * m_work.lists)), 2, m_work.lists);
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
    add(u"Create the scratch schema %1"_s.arg(m_schema), u"CREATE SCHEMA %1"_s.arg(m_sql.quote().name(m_schema)));
    setMemory(u"Give the builds memory that holds the sample"_s, m_workMem);
    if (m_work.workers > 0)
        add(u"Let them have as many workers"_s, u"SET LOCAL max_parallel_maintenance_workers = %1"_s.arg(m_work.workers));
}

void Planner::setMemory(const QString &title, qint64 bytes)
{
    add(title, u"SET LOCAL maintenance_work_mem = '%1kB'"_s.arg(bytes / 1024));
}

/// The graph of a sample fits where that of the table does not.
void Planner::buildOnDisk()
{
    constexpr qint64 leastWorkMem = 1 << 20;
    const double rows = std::ceil(m_plan.sampleRows / 4);
    const GraphMemory graph = hnswGraphMemory({rows, m_work.valueBytes}, m_work.m, leastWorkMem, m_work.workers > 0, m_input.host.serverVersion);
    if (graph.fits || double(*graph.spillAtRow) > rows / 2)
        return; // it would say little
    const qint64 before = m_workMem;
    m_workMem = leastWorkMem;
    setMemory(u"Give a build so little memory that it goes on on disk, as the real one will"_s, m_workMem);
    buildStep(u"part"_s);
    m_plan.builds.back().work.rowsOnDisk = rows - double(*graph.spillAtRow);
    m_workMem = before;
}

/// Row by row where the rows are together in few pages, else page by page: then not all of the table is read.
QString Planner::sampleQuery(double rows) const
{
    constexpr double large = 512.0 * 1024 * 1024;
    const double share = rows / m_input.rows.indexedRows.value;
    const IndexKey &key = m_spec.keys.front();
    const QString value = key.form == IndexKey::Form::Expression ? u'(' + key.expression + u')' : m_sql.quote().name(key.column);
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
    IndexSpec spec = m_sampled;
    if (m_lists > 0)
        spec.setOption(u"lists"_s, m_lists);
    const QString sql = u"CREATE INDEX ON %1 %2"_s.arg(scratch(name), m_sql.definition(spec));
    const bool isWhole = name == "sample"_L1;
    ChangeStep &step = add(isWhole ? u"Build on the sample"_s : u"Build on a quarter of the sample"_s, sql);
    step.risk = sql::Risk::Careful;
    step.riskNote = u"It takes a processor and the memory of the real build, for a part of its time."_s;
    const auto copy = std::ranges::find(m_copies, name, &std::pair<QString, std::size_t>::first);
    BuildWork work = m_work;
    work.rows = isWhole ? m_plan.sampleRows : std::ceil(m_plan.sampleRows / 4);
    work.rowsOnDisk = 0;
    work.writtenBytes = 0;
    work.lists = m_lists > 0 ? m_lists : m_work.lists;
    work.sharedBytes = m_work.sharedBytes > 0 ? double(m_workMem) : 0;
    m_plan.builds.push_back({copy->second, m_plan.change.steps.size() - 1, work});
}

void Planner::dropStep()
{
    add(u"Drop the scratch schema"_s, u"DROP SCHEMA %1 CASCADE"_s.arg(m_sql.quote().name(m_schema)));
}

} // namespace

CalibrationPlan planCalibration(pg::Connection &connection, const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input,
                                double share, bool isExact)
{
    const double all = input.rows.indexedRows.value;
    const std::vector<BuildWork> work = buildWork(spec, settings, input);
    const bool isParallel = std::ranges::any_of(work, [](const BuildWork &each) { return each.workers > 0; });
    double rows = share * all;
    if (!isExact)
        rows = std::clamp(rows, isParallel || spec.method == "ivfflat"_L1 ? leastOfMany : leastSample, mostSample);
    return Planner(connection, spec, settings, input).plan(std::ceil(std::clamp(rows, 1.0, std::max(1.0, all))));
}

std::vector<MeasuredBuild> measuredBuilds(const CalibrationPlan &plan, const sql::ChangeReport &report)
{
    std::vector<MeasuredBuild> measured;
    if (!report.succeeded())
        return measured;
    for (const CalibrationPlan::Build &build : plan.builds) {
        MeasuredBuild each{build.work, report.steps[build.buildStep].durationMs / 1000, report.startedAt};
        each.work.rows = double(report.steps[build.copyStep].rows);
        each.work.rowsOnDisk *= build.work.rows > 0 ? each.work.rows / build.work.rows : 0;
        if (each.work.rows >= 1)
            measured.push_back(each);
    }
    return measured;
}

} // namespace quiver::index
