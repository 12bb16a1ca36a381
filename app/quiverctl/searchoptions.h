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

} // namespace quiver::ctl
