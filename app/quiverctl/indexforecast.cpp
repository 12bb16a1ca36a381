// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index forecast: what a build will come to, before it is made; with --calibrate measured on a sample of the table.
#include "buildrunner.h"
#include "changecommand.h"
#include "changewords.h"
#include "commandline.h"
#include "commands.h"
#include "index/calibration.h"
#include "index/indexplan.h"
#include "index/pastbuilds.h"
#include "indexactions.h"
#include "indexoptions.h"
#include "jobrunner.h"
#include "terminal.h"

#include <QJsonDocument>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

double sampleOption(const QCommandLineParser &parser)
{
    if (!parser.isSet(u"sample"_s))
        return index::defaultSample;
    bool isNumber = false;
    const double percent = parser.value(u"sample"_s).toDouble(&isNumber);
    if (!isNumber || percent <= 0 || percent > 100)
        throw UsageError(u"--sample takes a share of the rows in percent, above 0 to 100, not “%1”"_s.arg(parser.value(u"sample"_s)));
    return percent / 100;
}

/// The builds that were measured; nothing where the user does not want them. What is shown goes to standard error: the forecast alone is output.
std::optional<std::vector<index::MeasuredBuild>> calibrated(const QCommandLineParser &parser, pg::Session &session, const ServerChoice &server,
                                                            const index::CalibrationPlan &plan)
{
    if (!plan.obstacle.isEmpty())
        throw core::Error(plan.obstacle);
    if (parser.isSet(u"dry-run"_s)) {
        printOut(sql::changeScript(plan.change));
        return std::nullopt;
    }
    printErrorLine(describeChange(plan.change));
    if (!mayApply(parser, plan.change, server)) {
        printErrorLine(u"Nothing was changed."_s);
        return std::vector<index::MeasuredBuild>{};
    }
    const sql::ChangeReport report = runChange(session, plan.change, server);
    if (report.cancelled)
        throw core::Cancelled(u"the calibration was cancelled; nothing of it is left"_s);
    if (!report.succeeded())
        throw core::Error(report.summary());
    return index::measuredBuilds(plan, report);
}

} // namespace

int forecastIndexAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Tells before a build how large the index will be, how much memory it takes, how long it will run and what it locks; each with where the figure "
        "comes from. The time is told from builds on this server that Quiver watched, or from a calibration: builds on a sample of the table in a scratch "
        "schema, within one transaction that leaves nothing behind.\n"
        "  quiverctl index forecast --table documents --column embedding --method hnsw --m 16 --calibrate"_s);
    addServerOptions(parser);
    addIndexOptions(parser);
    addBuildOptions(parser);
    parser.addOption({u"calibrate"_s, u"Builds on a sample first, to learn how long it takes. Shown and asked about before, like every write."_s});
    parser.addOption({u"sample"_s, u"Of the rows, in percent; otherwise 5, at least 1,000 rows (5,000 for IVFFlat or with parallel workers) and at most 50,000."_s, u"percent"_s});
    parser.addOption({u"json"_s, u"Writes it as JSON; what is not known is null."_s});
    parser.addOption({u"dry-run"_s, u"With --calibrate: prints the SQL of the calibration and changes nothing."_s});
    parser.addOption({{u"y"_s, u"yes"_s}, u"With --calibrate: builds without asking."_s});
    parser.addOption({u"confirm"_s, u"On a production connection: the name that would have to be typed."_s, u"name"_s});
    if (!parse(parser, u"index forecast --table [SCHEMA.]TABLE --column NAME --method METHOD [options]"_s, arguments))
        return Succeeded;
    const double share = sampleOption(parser);
    index::IndexSpec spec = indexArgument(parser);
    const index::BuildSettings settings = buildArgument(parser);
    const auto server = serverOption(parser);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);

    struct Read {
        index::ForecastInput input;
        index::CalibrationPlan plan;
    };
    const bool calibrates = parser.isSet(u"calibrate"_s);
    const auto task = session.read(u"Forecast"_s, [&](pg::Connection &connection, core::JobContext &) {
        spec.schema = resolved(connection, {spec.schema, spec.table}).schema;
        const index::IndexPlan plan = index::planIndex(connection, spec, settings);
        tell(plan.problems);
        spec = plan.spec;
        Read read;
        read.input = index::readForecastInput(connection, spec);
        if (calibrates)
            read.plan = index::planCalibration(connection, spec, settings, read.input, share, parser.isSet(u"sample"_s));
        return read;
    });
    waitFor(task.job, false);
    Read read = task.future.result();
    read.input.past = index::pastBuilds(buildsOn(*server));
    if (calibrates) {
        auto builds = calibrated(parser, session, *server, read.plan);
        if (!builds)
            return Succeeded;
        read.input.calibration = std::move(*builds);
    }
    const index::BuildForecast forecast = index::forecastBuild(spec, settings, read.input);
    if (parser.isSet(u"json"_s))
        printOut(QString::fromUtf8(QJsonDocument(index::forecastJson(forecast)).toJson()));
    else
        printOut(index::forecastText(forecast));
    return Succeeded;
}

} // namespace quiver::ctl
