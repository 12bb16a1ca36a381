// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/indexplan.h"

#include "catalog/indexestimate.h"
#include "index/caresteps.h"
#include "index/columnsample.h"
#include "index/localrows.h"
#include "index/lonebuild.h"
#include "index/partbuilds.h"
#include "index/rowfacts.h"
#include "index/samewords.h"
#include "pg/connection.h"
#include "pg/typeregistry.h"
#include "sql/changesteps.h"
#include "sql/names.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using Form = IndexKey::Form;
using sql::ChangeStep;

namespace {

class Planner
{
public:
    Planner(pg::Connection &connection, const IndexSpec &spec, const BuildSettings &settings, const QStringList &given)
        : m_connection(connection), m_sql(connection), m_settings(settings), m_given(given)
    {
        m_plan.spec = spec;
        m_plan.settings = settings;
    }

    IndexPlan run()
    {
        if (spec().table.isEmpty() || spec().schema.isEmpty()) {
            m_plan.problems = problemsOf(spec());
            if (!hasErrors(m_plan.problems))
                error(IndexField::Table, u"The table's schema is missing."_s);
            return std::move(m_plan);
        }
        catalog::readPatiently(m_connection, m_sql.table(spec()), [this] { look(); });
        return std::move(m_plan);
    }

private:
    IndexSpec &spec() { return m_plan.spec; }
    void error(IndexField field, const QString &text) { m_plan.problems.push_back({field, text, true, {}, {}}); }
    void look();
    void readExpressions();
    void fillIn();
    void judge();
    double rowsThatMeet();
    QString refusalOf(const QString &select, pg::Columns *columns = nullptr);
    void makeSteps();
    ChangeStep plainly();
    ChangeStep concurrently();
    std::optional<ChangeStep> analyze() const;

    pg::Connection &m_connection;
    const IndexSql m_sql;
    const BuildSettings &m_settings;
    const QStringList &m_given; // names that indexes planned before will have
    IndexPlan m_plan;
};

void Planner::look()
{
    QStringList columns;
    for (const IndexKey &key : spec().keys)
        columns << key.column;
    m_plan.table = indexTable(m_connection, spec().schema, spec().table, columns);
    if (!m_plan.table) {
        error(IndexField::Table, u"There is no table “%1.%2”."_s.arg(spec().schema, spec().table));
        return;
    }
    readExpressions();
    fillIn();
    judge();
    if (hasErrors(m_plan.problems))
        return;
    m_plan.rows = indexedRows(*m_plan.table, spec(), rowsThatMeet());
    m_plan.createSql = m_sql.create(spec());
    if (!hasErrors(m_plan.problems) && !m_plan.isThere)
        makeSteps();
}

/// Whether the server understands the expressions and the predicate, and what type the expressions give.
void Planner::readExpressions()
{
    const QString from = u" FROM "_s + m_sql.table(spec());
    for (IndexKey &key : spec().keys) {
        if (key.form != Form::Expression || key.expression.isEmpty())
            continue;
        key.columnType = {catalog::VectorKind::None, -1};
        pg::Columns columns;
        if (const QString refusal = refusalOf(u"SELECT ("_s + key.expression + u"\n)"_s + from, &columns); !refusal.isEmpty()) {
            error(IndexField::Column, u"The server does not understand the expression “%1”: %2"_s.arg(key.expression, refusal));
            continue;
        }
        key.columnType = vectorTypeOf(m_connection, columns->front());
        if (key.columnType.kind == catalog::VectorKind::None && !optionsOf(spec().method).empty())
            error(IndexField::Column, u"“%1” gives %2, and %3 indexes nothing but vectors."_s.arg(
                                          key.expression, m_connection.types()->type(columns->front().type).name, catalog::annMethodName(spec().method)));
    }
    if (spec().predicate.isEmpty())
        return;
    if (const QString refusal = refusalOf(u"SELECT"_s + from + u" WHERE ("_s + spec().predicate + u"\n)"_s); !refusal.isEmpty())
        error(IndexField::Predicate, u"The server does not understand the predicate “%1”: %2"_s.arg(spec().predicate, refusal));
}

/// What the catalogue knows better than who asks.
void Planner::fillIn()
{
    IndexTable &table = *m_plan.table;
    for (IndexKey &key : spec().keys) {
        if (key.form != Form::Expression)
            key.columnType = table.typeOf(key.column);
    }
    if (spec().isAnn() && spec().metric == catalog::AnnMetric::Unknown)
        spec().metric = catalog::annMetric(spec().opclass);
    if (!spec().opclass.isEmpty() && spec().opclass == annOpclass(spec()))
        spec().opclass.clear(); // the key and the metric give it
    if (!hasErrors(m_plan.problems)) {
        if (const QString untold = takeWordsOf(m_connection, m_sql, spec(), table); !untold.isEmpty())
            m_plan.problems.push_back({IndexField::Column, u"Whether an index that is there has the same expression or predicate in other words, the server did not say: %1"_s.arg(untold),
                                       false, {}, {}});
    }
    table.takenNames << m_given;
    spec().name = nameOn(table, spec());
}

void Planner::judge()
{
    for (const std::vector<IndexProblem> &more : {problemsOf(spec()), problemsOn(*m_plan.table, spec(), m_settings)})
        m_plan.problems.insert(m_plan.problems.end(), more.begin(), more.end());
    if (m_given.contains(spec().name))
        error(IndexField::Name, u"Another index of this list is to have the name “%1”."_s.arg(spec().name));
    const bool isOfOthers = spec().isAnn() && optionsOf(spec().method).empty() && m_plan.table->methods.contains(spec().method);
    const QString opclass = spec().opclass.isEmpty() ? annOpclass(spec()) : spec().opclass;
    if (const QStringList has = m_sql.opclassesOf(spec().method); isOfOthers && !opclass.isEmpty() && !has.contains(opclass))
        error(IndexField::Metric, u"%1 has no operator class “%2” on this server. It has %3."_s.arg(catalog::annMethodName(spec().method), opclass, has.join(u", "_s)));
    const IndexFound *found = m_plan.table->index(spec().name);
    m_plan.isThere = found && found->isValid && isSameIndex(found->spec, spec());
}

/// Why the server does not take a statement; empty: it does, and \p columns are what it would return. It is not run.
QString Planner::refusalOf(const QString &select, pg::Columns *columns)
{
    m_connection.exec("SAVEPOINT quiver_look");
    QString refusal;
    try {
        m_connection.prepare({}, select.toUtf8());
        if (columns)
            *columns = m_connection.describe({});
    } catch (const pg::Error &e) {
        if (e.kind() != pg::Error::Kind::Server)
            throw;
        refusal = e.message();
        m_connection.exec("ROLLBACK TO SAVEPOINT quiver_look");
    }
    m_connection.exec("RELEASE SAVEPOINT quiver_look");
    return refusal;
}

/// By the server's estimate; -1: there is no predicate.
double Planner::rowsThatMeet()
{
    return spec().predicate.isEmpty() ? -1 : plannedRows(m_connection, u"SELECT FROM "_s + localRows(m_sql.quote(), m_plan.table->facts) + u" WHERE ("_s + spec().predicate + u"\n)"_s);
}

ChangeStep Planner::plainly()
{
    const QString exists = u"SELECT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indisvalid AND indexrelid = pg_catalog.to_regclass("_s
                           + m_sql.quote().literal(m_sql.index(spec())) + u") AND indrelid = pg_catalog.to_regclass("_s
                           + m_sql.quote().literal(m_sql.table(spec())) + u"))"_s;
    ChangeStep step;
    step.title = u"Create the index %1"_s.arg(m_sql.index(spec()));
    step.sql = m_sql.create(spec());
    step.undo = m_sql.drop(spec());
    step.inTransaction = false; // so that it stands when the next one fails, and has the memory that it is given
    step.lock = sql::LockLevel::Share;
    step.lockedObject = m_sql.table(spec());
    step.risk = m_plan.table->facts.isEmpty ? sql::Risk::Safe : sql::Risk::Careful;
    if (!m_plan.table->facts.isEmpty)
        step.riskNote = u"Nobody can write to the table until it is done; reads go on."_s;
    step.isDone = exists;
    step.verify = exists;
    step.estimate = catalog::indexBuildEstimate(spec().method, m_plan.rows);
    return step;
}

ChangeStep Planner::concurrently()
{
    ChangeStep step = sql::concurrentIndexStep(m_sql.quote(), m_sql.create(spec()), spec().schema, spec().table, spec().name);
    step.estimate = catalog::indexBuildEstimate(spec().method, m_plan.rows);
    return step;
}

/// Of an expression the server knows no statistics before: the planner would guess.
std::optional<ChangeStep> Planner::analyze() const
{
    const bool ofExpression = std::ranges::any_of(m_plan.spec.keys, [](const IndexKey &key) { return key.form == Form::Expression; });
    if (m_plan.spec.isAnn() || !ofExpression)
        return std::nullopt;
    ChangeStep step;
    step.title = u"Gather statistics of what %1 is on"_s.arg(m_sql.index(m_plan.spec));
    step.sql = u"ANALYZE "_s + m_sql.table(m_plan.spec);
    step.undoNote = u"statistics only"_s;
    step.lock = sql::LockLevel::ShareUpdateExclusive;
    step.lockedObject = m_sql.table(m_plan.spec);
    step.estimate = {0, 0.5 + double(std::min<qint64>(m_plan.table->facts.heapBytes, 256 << 20)) / 50e6, u"a sample of the rows"_s};
    return step;
}

void Planner::makeSteps()
{
    if (!m_settings.parallelWorkers && wouldGetUnsafeWorkers(m_connection, spec().method, m_plan.table->facts.oid))
        m_plan.settings.parallelWorkers = 0;
    m_plan.change.title = u"Create the index %1 on %2"_s.arg(m_sql.quote().name(spec().name), m_sql.table(spec()));
    m_plan.change.object = m_sql.table(spec());
    std::vector<ChangeStep> &steps = m_plan.change.steps;
    if (m_plan.table->facts.isPartitioned() && spec().concurrently) {
        const std::vector<sql::IndexBuild> builds = partBuilds(m_connection, m_sql, *m_plan.table, spec(), m_plan.rows);
        steps = sql::indexBuildSteps(m_sql.quote(), builds);
        for (const sql::IndexBuild &build : builds) {
            if (!build.isPartitioned)
                m_plan.parts.push_back({build.schema, build.table, build.name, build.rows, build.isThere});
        }
    } else {
        const IndexFound *left = m_plan.table->index(spec().name);
        if (left && !spec().concurrently) // the step that builds concurrently sees to it itself
            steps.push_back(dropInvalidStep(m_sql.quote(), left->oid, spec().schema, spec().name, m_sql.table(spec())));
        steps.push_back(spec().concurrently ? concurrently() : plainly());
    }
    if (const auto step = analyze())
        steps.push_back(*step);
}

using Settings = std::vector<std::pair<QString, QString>>;

/// Around the steps that build, and not longer: what a transaction does in between has no need of them.
std::vector<ChangeStep> within(const sql::Quoter &quote, const Settings &settings, const std::vector<ChangeStep> &steps)
{
    std::vector<ChangeStep> all;
    bool isSet = false;
    const auto turn = [&](bool on) {
        if (on != isSet) {
            for (const auto &[name, value] : settings)
                all.push_back(on ? sql::setSettingStep(quote, name, value) : sql::resetSettingStep(quote, name));
        }
        isSet = on;
    };
    for (const ChangeStep &step : steps) {
        turn(!step.inTransaction);
        all.push_back(step);
    }
    turn(false);
    return all;
}

/// Each with its own settings around it, which those in a row that have the same share.
std::vector<ChangeStep> stepsOf(const std::vector<IndexPlan> &plans, const sql::Quoter &quote)
{
    std::vector<ChangeStep> all;
    for (auto first = plans.begin(); first != plans.end();) {
        std::vector<ChangeStep> steps;
        auto each = first;
        for (; each != plans.end() && each->settings == first->settings; ++each)
            steps.insert(steps.end(), each->change.steps.begin(), each->change.steps.end());
        const std::vector<ChangeStep> set = within(quote, settingsOf(first->settings), steps);
        all.insert(all.end(), set.begin(), set.end());
        first = each;
    }
    return all;
}

} // namespace

std::vector<std::pair<QString, QString>> settingsOf(const BuildSettings &settings)
{
    Settings list;
    if (settings.maintenanceWorkMem)
        list.emplace_back(u"maintenance_work_mem"_s, memoryText(*settings.maintenanceWorkMem));
    if (settings.parallelWorkers)
        list.emplace_back(u"max_parallel_maintenance_workers"_s, QString::number(*settings.parallelWorkers));
    return list;
}

QString memoryText(qint64 bytes)
{
    constexpr qint64 kB = 1024, MB = 1024 * kB, GB = 1024 * MB;
    return bytes >= GB && bytes % GB == 0 ? u"%1GB"_s.arg(bytes / GB) : bytes >= MB && bytes % MB == 0 ? u"%1MB"_s.arg(bytes / MB) : u"%1kB"_s.arg(bytes / kB);
}

IndexPlan planIndex(pg::Connection &connection, const IndexSpec &spec, const BuildSettings &settings)
{
    IndexPlan plan = Planner(connection, spec, settings, {}).run();
    plan.change.steps = within(sql::Quoter(connection), settingsOf(plan.settings), plan.change.steps);
    return plan;
}

sql::StepEstimate buildEstimate(const BuildForecast &forecast)
{
    if (!forecast.seconds.isKnown())
        return {};
    return {forecast.seconds.low, forecast.seconds.high, forecast.seconds.source};
}

void estimateBy(IndexPlan &plan, const BuildForecast &forecast)
{
    const sql::StepEstimate whole = buildEstimate(forecast);
    const auto builds = [](const ChangeStep &step) { return step.sql.startsWith("CREATE"_L1) && !step.inTransaction; };
    double all = 0;
    for (const ChangeStep &step : plan.change.steps)
        all += builds(step) ? std::max(step.estimate.high, 0.0) : 0;
    for (ChangeStep &step : plan.change.steps) {
        if (builds(step) && all > 0) {
            const double share = std::max(step.estimate.high, 0.0) / all; // of a partition, by its rows
            step.estimate = whole.isKnown() ? sql::StepEstimate{whole.low * share, whole.high * share, whole.basis} : whole;
        }
    }
}

IndexQueue planIndexes(pg::Connection &connection, const std::vector<WantedIndex> &wanted)
{
    IndexQueue queue;
    QStringList given;
    bool isPossible = true;
    for (const WantedIndex &each : wanted) {
        IndexPlan plan = Planner(connection, each.spec, each.settings, given).run();
        if (!optionsOf(plan.spec.method).empty())
            estimateBy(plan, {});
        given << plan.spec.name;
        isPossible = isPossible && !hasErrors(plan.problems);
        queue.change.object = plan.change.object;
        queue.change.title = plan.change.title;
        queue.plans.push_back(std::move(plan));
    }
    if (wanted.size() > 1)
        queue.change.title = u"Create %1 indexes"_s.arg(wanted.size());
    if (isPossible)
        queue.change.steps = stepsOf(queue.plans, sql::Quoter(connection));
    return queue;
}

} // namespace quiver::index
