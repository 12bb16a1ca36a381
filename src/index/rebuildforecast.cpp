// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/rebuildforecast.h"

#include "index/buildforecast.h"
#include "index/caresteps.h"
#include "index/indexplan.h"
#include "index/indextable.h"
#include "pg/connection.h"

#include <QElapsedTimer>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 patienceMs = 4000; // a plan of many is not to keep the user waiting

std::optional<IndexSpec> specOf(pg::Connection &connection, const CarePlan::Rebuild &rebuild)
{
    const auto table = catalog::tableFacts(connection, rebuild.tableSchema, rebuild.table);
    if (!table)
        return std::nullopt;
    const std::vector<IndexFound> all = foundIndexes(connection, IndexSql(connection), *table);
    const auto found = std::ranges::find(all, rebuild.index, &IndexFound::oid);
    if (found == all.end() || optionsOf(found->spec.method).empty())
        return std::nullopt;
    IndexSpec spec = found->spec;
    if (spec.tablespace.isEmpty()) // a rebuild stays in the database's own, whatever default_tablespace says
        spec.tablespace = connection.exec("SELECT t.spcname FROM pg_catalog.pg_database d JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace "
                                          "WHERE d.datname = pg_catalog.current_database()").text(0, 0);
    for (const auto &[name, value] : rebuild.options)
        spec.setOption(name, value ? std::optional(value->toInt()) : std::nullopt);
    return spec;
}

void foretell(pg::Connection &connection, const CarePlan::Rebuild &rebuild, const BuildSettings &settings, const std::vector<MeasuredBuild> &past,
              sql::ChangeStep &step)
{
    const auto spec = specOf(connection, rebuild);
    if (!spec)
        return;
    ForecastInput input = readForecastInput(connection, *spec);
    input.past = past;
    const BuildForecast forecast = forecastBuild(*spec, settings, input);
    step.estimate = buildEstimate(forecast);
    if (!rebuild.isLocking && forecast.sizeBytes.isKnown())
        step.riskNote = besideNote(u"about "_s + catalog::bytesText(qint64(forecast.sizeBytes.value)));
}

} // namespace

void foretellRebuilds(pg::Connection &connection, CarePlan &plan, const BuildSettings &settings, const std::vector<MeasuredBuild> &past)
{
    QElapsedTimer time;
    time.start();
    for (const CarePlan::Rebuild &rebuild : plan.rebuilds) {
        if (time.hasExpired(patienceMs))
            return;
        const auto step = std::ranges::find(plan.change.steps, rebuild.sql, &sql::ChangeStep::sql);
        if (step == plan.change.steps.end())
            continue;
        try {
            catalog::readPatiently(connection, rebuild.tableSchema, rebuild.table,
                                   [&] { foretell(connection, rebuild, settings, past, *step); });
        } catch (const pg::Error &e) {
            if (!e.connectionUsable())
                throw; // anything else leaves the step with the estimate that it has
        }
    }
}

} // namespace quiver::index
