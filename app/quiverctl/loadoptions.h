// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of a load as options of the command line.
#pragma once

#include "load/copyfrom.h"
#include "sqlnames.h"

#include <QCommandLineParser>

namespace quiver::ctl {

void addLoadOptions(QCommandLineParser &parser);

/// "[SCHEMA.]TABLE" as in SQL, the value of \p option. \throws UsageError
QualifiedName tableOption(const QCommandLineParser &parser, const QString &option);

/// Everything but the columns, which depend on what the table is. Reads the beginning of the file where its format is not given.
/// \throws UsageError, load::BadSource
load::LoadPlan loadPlan(const QCommandLineParser &parser, const QString &file);

/// The columns: guessed, then as --column, --id-column, --map, --constant and --normalise say. \throws UsageError
void fillColumns(const QCommandLineParser &parser, const load::SourceInfo &source, const load::TargetTable &target, load::LoadPlan &plan);

/// --from-table, --from-query, --from-profile and --from-url.
void addCopyOptions(QCommandLineParser &parser);
bool isCopy(const QCommandLineParser &parser);
/// \throws UsageError
load::CopyPlan copyPlan(const QCommandLineParser &parser);

} // namespace quiver::ctl
