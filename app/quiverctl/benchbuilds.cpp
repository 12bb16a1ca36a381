// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchbuilds.h"

#include "buildrunner.h"
#include "changecommand.h"
#include "commandline.h"
#include "core/durationtext.h"
#include "index/pastbuilds.h"
#include "terminal.h"

#include <QJsonArray>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace bench;
using Form = index::IndexKey::Form;

namespace {

/// The methods that are to be built. \throws UsageError where an option is of none of them
QStringList methodsOption(const QCommandLineParser &parser)
{
    const bool hasHnsw = parser.isSet(u"m"_s) || parser.isSet(u"ef-construction"_s), hasLists = parser.isSet(u"lists"_s);
    if (!parser.isSet(u"method"_s))
        return hasLists ? (hasHnsw ? QStringList{u"hnsw"_s, u"ivfflat"_s} : QStringList{u"ivfflat"_s}) : QStringList{u"hnsw"_s};
    const QStringList methods = listOption(parser, u"method"_s);
    if (hasHnsw && !methods.contains(u"hnsw"_s))
        throw UsageError(u"--m and --ef-construction are of hnsw, which --method leaves out"_s);
    if (hasLists && !methods.contains(u"ivfflat"_s))
        throw UsageError(u"--lists is of ivfflat, which --method leaves out"_s);
    return methods;
}

} // namespace

QStringList listOption(const QCommandLineParser &parser, const QString &name)
{
    QStringList values;
    for (const QString &text : parser.values(name)) {
        for (const QString &value : text.split(u',', Qt::SkipEmptyParts))
            values << value.trimmed();
    }
    return values;
}

std::vector<int> numbersOption(const QCommandLineParser &parser, const QString &name, int least, int most)
{
    std::vector<int> numbers;
    for (const QString &text : listOption(parser, name)) {
        bool ok = false;
        const int number = text.toInt(&ok);
        if (!ok || number < least || number > most)
            throw UsageError(u"--%1 takes whole numbers from %2 to %3, separated by commas; not “%4”"_s.arg(name).arg(least).arg(most).arg(text));
        numbers.push_back(number);
    }
    return numbers;
}

void addBuildGridOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"method"_s, u"hnsw, ivfflat or both, separated by commas; otherwise the one whose options are given, or hnsw."_s, u"list"_s},
        {u"m"_s, u"Of hnsw."_s, u"list"_s},
        {u"ef-construction"_s, u"Of hnsw."_s, u"list"_s},
        {u"lists"_s, u"Of ivfflat; otherwise as advised for the rows."_s, u"list"_s},
        {u"type"_s, u"vector, halfvec, binary, subvector:DIMENSIONS, separated by commas; the last three are searched in two stages."_s, u"list"_s, u"vector"_s},
        {u"maintenance-work-mem"_s, u"Of builds, in MB; otherwise the server's own."_s, u"MB"_s},
    });
}

std::vector<SweepBuild> buildsOption(const QCommandLineParser &parser, const std::vector<int> &usualMs, const std::vector<int> &usualEfs)
{
    const auto orDefault = [](std::vector<int> numbers, const std::vector<int> &usual) { return numbers.empty() ? usual : numbers; };
    const std::vector<int> ms = orDefault(numbersOption(parser, u"m"_s, 2, 100), usualMs), efs = orDefault(numbersOption(parser, u"ef-construction"_s, 4, 1000), usualEfs),
                           lists = orDefault(numbersOption(parser, u"lists"_s, 1, 32'768), {0});
    const QStringList methods = methodsOption(parser);
    std::vector<SweepBuild> builds;
    for (const QString &type : listOption(parser, u"type"_s)) {
        SweepBuild build;
        const QString kind = type.section(u':', 0, 0);
        if (kind == "halfvec"_L1)
            build.form = Form::Halfvec;
        else if (kind == "binary"_L1)
            build.form = Form::BinaryQuantize;
        else if (kind == "subvector"_L1 && type.section(u':', 1).toInt() > 0)
            build.form = Form::Subvector;
        else if (kind != "vector"_L1)
            throw UsageError(u"--type takes vector, halfvec, binary or subvector:DIMENSIONS, not “%1”"_s.arg(type));
        if (build.form == Form::Subvector)
            build.subvector = type.section(u':', 1).toInt();
        for (const QString &method : methods) {
            build.method = method;
            if (method == "ivfflat"_L1) {
                for (build.lists = 0; const int each : lists) {
                    build.lists = each;
                    builds.push_back(build);
                }
                build.lists = 0;
                continue;
            }
            if (method != "hnsw"_L1)
                throw UsageError(u"--method takes hnsw or ivfflat, not “%1”"_s.arg(method));
            for (const int m : ms) {
                for (const int ef : efs) {
                    build.m = m;
                    build.efConstruction = ef;
                    if (ef >= 2 * m) // the server refuses less
                        builds.push_back(build);
                }
            }
        }
    }
    if (builds.empty())
        throw UsageError(u"no build is left: ef_construction has to be at least twice m"_s);
    return builds;
}

bool namesBuilds(const QCommandLineParser &parser)
{
    return parser.isSet(u"build"_s) || parser.isSet(u"m"_s) || parser.isSet(u"ef-construction"_s) || parser.isSet(u"lists"_s) || parser.isSet(u"type"_s) || parser.isSet(u"method"_s);
}

qint64 memoryOption(const QCommandLineParser &parser)
{
    return parser.isSet(u"maintenance-work-mem"_s) ? numberOption(parser, u"maintenance-work-mem"_s, 1, 1 << 30) * 1024 * 1024 : 0;
}

QJsonValue knownOrNull(double value)
{
    return value >= 0 ? QJsonValue(value) : QJsonValue();
}

QJsonObject forecastJson(const SweepForecast &forecast)
{
    QJsonArray runs, builds;
    for (const RunSpec &run : forecast.runs)
        runs.append(runName(run));
    for (const SweepBuildForecast &build : forecast.builds)
        builds.append(QJsonObject{{u"build"_s, buildText(build.build)}, {u"size_bytes"_s, knownOrNull(build.sizeBytes.value)}, {u"build_seconds"_s, knownOrNull(build.seconds.value)},
                                  {u"possible"_s, build.isPossible}, {u"runs"_s, qint64(build.runs.size())}, {u"warnings"_s, QJsonArray::fromStringList(build.warnings)}});
    return {{u"runs"_s, runs}, {u"builds"_s, builds}, {u"copy_rows"_s, knownOrNull(double(forecast.copyRows))}, {u"copy_bytes"_s, forecast.copyBytes}, {u"disk_bytes"_s, forecast.mostBytes},
            {u"measure_seconds"_s, forecast.measureSeconds}, {u"build_seconds"_s, knownOrNull(forecast.buildSeconds)},
            {u"obstacle"_s, forecast.obstacle.isEmpty() ? QJsonValue() : QJsonValue(forecast.obstacle)}};
}

QString copyLine(const SweepForecast &forecast)
{
    return u"Copies %1 (%2) into a scratch schema, which is dropped at the end; at most %3 of disk at a time."_s.arg(
        forecast.copyRows < 0 ? u"rows that nobody has counted yet (ANALYZE does)"_s : catalog::countText(double(forecast.copyRows)) + u" rows"_s, catalog::bytesText(forecast.copyBytes),
        catalog::bytesText(forecast.mostBytes));
}

QString buildLine(const SweepBuildForecast &build)
{
    if (!build.isPossible)
        return u"  leaves out %1, which cannot be built:"_s.arg(buildText(build.build));
    return u"  builds %1: %2, %3"_s.arg(buildText(build.build), build.sizeBytes.isKnown() ? catalog::bytesText(qint64(build.sizeBytes.value)) : u"size not known"_s,
                                       build.seconds.isKnown() ? core::spanText(build.seconds.value) : u"time not known (quiverctl index forecast --calibrate tells it)"_s);
}

QString obstacleText(const QString &obstacle)
{
    return u"It cannot be done: "_s + obstacle;
}

bool mayCopy(const QCommandLineParser &parser, const BenchDesk &desk, const Workload &wanted, double share)
{
    const sql::Change change = desk.run(u"Plan"_s, [&](BenchRunner &runner, core::JobContext &job) {
        const BoundWorkload &workload = runner.bind(job, wanted, false);
        return runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) { return makeScratchChange(connection, workload, u"quiver_bench"_s, share); });
    });
    const bool may = mayApply(parser, change, desk.choice());
    if (!may)
        printErrorLine(u"Nothing was done."_s);
    return may;
}

SweepForecast foretold(const BenchDesk &desk, const SweepPlan &plan)
{
    const auto past = index::pastBuilds(buildsOn(desk.choice()));
    return desk.run(u"Forecast"_s, [&](BenchRunner &runner, core::JobContext &job) { return forecastSweep(runner, job, plan, past); });
}

} // namespace quiver::ctl
