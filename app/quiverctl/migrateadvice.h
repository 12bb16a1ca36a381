// SPDX-License-Identifier: GPL-3.0-or-later
// What to do next, as commands that can be run as they are printed; and what is about to run, for the question before it.
#pragma once

#include "migrations/migrationstatus.h"

#include <QCommandLineParser>

namespace quiver::ctl {

/// "quiverctl migrate WORDS" with the folder, the table and the server that \p parser was given, quoted for a shell. A password in
/// --url is left out: it is asked for.
QString migrateLine(const QCommandLineParser &parser, const QStringList &words);

/// The files of \p steps with their statements. \p where: the server in words.
QString planText(const std::vector<migrations::MigrationStep> &steps, const QString &where);

/// Why nothing was to be done on the way to \p target.
QString nothingToDo(const migrations::MigrationStatus &status, const migrations::MigrationTarget &target, const QCommandLineParser &parser);

/// What can be done about what is wrong with \p status, a line each; empty: nothing is wrong, or only its files.
QStringList nextSteps(const migrations::MigrationStatus &status, const QCommandLineParser &parser);

} // namespace quiver::ctl
