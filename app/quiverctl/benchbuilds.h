// SPDX-License-Identifier: GPL-3.0-or-later
// What quiverctl bench sweep and bench tune share: builds as options, what they come to, and the copy that they need.
#pragma once

#include "benchoptions.h"

#include <QJsonObject>

namespace quiver::ctl {

/// The values of an option that takes several, separated by commas; it may be given again.
QStringList listOption(const QCommandLineParser &parser, const QString &name);
/// \throws UsageError where one is no whole number from \p least to \p most
std::vector<int> numbersOption(const QCommandLineParser &parser, const QString &name, int least, int most);

void addBuildGridOptions(QCommandLineParser &parser);
/// An option says how an index is to be built.
bool namesBuilds(const QCommandLineParser &parser);
/// \p usualMs, \p usualEfs: where nothing else is said. \throws UsageError
std::vector<bench::SweepBuild> buildsOption(const QCommandLineParser &parser, const std::vector<int> &usualMs, const std::vector<int> &usualEfs);
/// Bytes; 0: the server's own. \throws UsageError
qint64 memoryOption(const QCommandLineParser &parser);

bench::SweepForecast foretold(const BenchDesk &desk, const bench::SweepPlan &plan);
/// Null where it is negative: not known.
QJsonValue knownOrNull(double value);
QJsonObject forecastJson(const bench::SweepForecast &forecast);
QString copyLine(const bench::SweepForecast &forecast);
QString buildLine(const bench::SweepBuildForecast &build);
QString obstacleText(const QString &obstacle);

/// Shows the copy that builds need, of \p share of the rows, and asks about it; says so where it may not be made.
bool mayCopy(const QCommandLineParser &parser, const BenchDesk &desk, const bench::Workload &wanted, double share);

} // namespace quiver::ctl
