// SPDX-License-Identifier: GPL-3.0-or-later
// An index as options of the command line, for every action that is about one that does not exist yet.
#pragma once

#include "columnoptions.h"
#include "index/indexproblems.h"

namespace quiver::ctl {

/// --table, --column, --method, --opclass, --metric, --m, --ef-construction, --lists, the forms, --where, --name, --tablespace,
/// --unique, --no-concurrently.
void addIndexOptions(QCommandLineParser &parser);
/// --memory and --workers.
void addBuildOptions(QCommandLineParser &parser);

/// Without its schema where the search path is to find it, and without the types of its columns. \throws UsageError
index::IndexSpec indexArgument(const QCommandLineParser &parser);
/// \throws UsageError
index::BuildSettings buildArgument(const QCommandLineParser &parser);

/// Prints what is to be known; \throws core::Error with all errors
void tell(const std::vector<index::IndexProblem> &problems);

} // namespace quiver::ctl
