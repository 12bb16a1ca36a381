// SPDX-License-Identifier: GPL-3.0-or-later
// A search as options of the command line.
#pragma once

#include "search/vectorquery.h"

#include <QCommandLineParser>

namespace quiver::ctl {

void addSearchOptions(QCommandLineParser &parser);
/// Without its schema, and with the operator Unknown where none was given: both depend on the database. Whether the search is a good one is
/// found by search::problemsOf(). \throws UsageError for what cannot be read
search::VectorQuery searchOption(const QCommandLineParser &parser);

// Parts of it, for other commands that search. \throws UsageError
/// --operator; Unknown where it was not given.
catalog::AnnMetric metricOption(const QCommandLineParser &parser);
/// --set.
search::SettingValues settingsOption(const QCommandLineParser &parser);
/// --filter: all of them together.
QString conditionOption(const QCommandLineParser &parser);
/// --two-stage and --over-fetch; \p otherVector: of column:NAME, in that column's space.
search::FirstStage stageOption(const QCommandLineParser &parser, const QString &otherVector);

} // namespace quiver::ctl
