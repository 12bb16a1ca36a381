// SPDX-License-Identifier: GPL-3.0-or-later
// What `explain` and `doctor` share: the statement with its parameters and settings, or a plan that somebody else made.
#pragma once

#include "doctor/explain.h"
#include "plan/plan.h"

#include <QCommandLineParser>

namespace quiver::ctl {

/// --file, --from-file, --analyze, --param, --set, --yes, --json and the server's.
void addStatementOptions(QCommandLineParser &parser);
/// Whether a plan is to be read from a file: then no server is asked.
bool readsPlan(const QCommandLineParser &parser);
/// Those of --from-file. \throws core::Error with the place of what is no plan; UsageError
std::vector<plan::Plan> plansFrom(const QCommandLineParser &parser);
/// The first one in the file \p name; - is standard input. \throws core::Error with the place of what is no plan
plan::Plan planFrom(const QString &name);
/// The one statement with what goes with it. \throws UsageError
doctor::ExplainRequest statementRequest(const QCommandLineParser &parser);
/// Asks before a statement that writes is run, which --yes answers. False: it is not to be. \throws UsageError where nobody can be asked
bool mayRun(const QCommandLineParser &parser, const doctor::ExplainRequest &request);

} // namespace quiver::ctl
