// SPDX-License-Identifier: GPL-3.0-or-later
// What every subcommand that writes shares: the Change is shown, asked about, run, reported and kept in the journal.
#pragma once

#include "serverchoice.h"
#include "sql/stepparameters.h"

#include <functional>

namespace quiver::sql {
class KeptRun;
}

namespace quiver::store {
class Workspace;
}

namespace quiver::ctl {

/// --dry-run, --yes, --confirm, --save-migration and --migration-name.
void addChangeOptions(QCommandLineParser &parser);

/// Makes the Change on a session that is held read-only. What it throws ends the command.
using MakeChange = std::function<sql::PlannedChange(pg::Connection &)>;

/// Says of a failure what the report alone cannot: asked on the session, held read-only, and printed in place of the summary.
/// Not where the connection is lost for good.
using ExplainFailure = std::function<QString(pg::Connection &, const sql::ChangeReport &)>;

/// Where --json is given what is shown goes to standard error: what becomes JSON is the command's own.
/// Asks on the terminal unless --yes was given; where the server is of production and something is destroyed, its name has to
/// be typed, or given by --confirm. Without a terminal and without --yes nothing is done, and WrongUsage returned.
/// \p undoes: the id of the journal's entry that the Change takes back.
/// \returns an exit status; \throws core::Error, UsageError
int applyChange(const QCommandLineParser &parser, const ServerChoice &server, const MakeChange &makeChange, const ExplainFailure &explain = {},
                qint64 undoes = 0);

/// Runs a Change that the user wants. The session is the one that planned it, at rest. \returns an exit status
using CarryOut = std::function<int(pg::Session &, const sql::PlannedChange &)>;
/// As applyChange(), with a run of its own.
int applyChangeBy(const QCommandLineParser &parser, const ServerChoice &server, const MakeChange &makeChange, const CarryOut &carryOut);

/// Whether the user wants \p change. \throws UsageError where nobody can be asked
bool mayApply(const QCommandLineParser &parser, const sql::Change &change, const ServerChoice &server);
/// Runs a Change by a KeptRun, for work that has more to do with it.
using RunChange = std::function<sql::ChangeReport(sql::KeptRun &, pg::Connection &, core::JobContext &)>;
/// Runs it with its progress on standard error, and keeps it in the journal. \p undoes as in sql::KeptRun. \p work: empty: it is simply run.
sql::ChangeReport runChange(pg::Session &session, const sql::PlannedChange &planned, const ServerChoice &server, qint64 undoes = 0, const RunChange &work = {});
/// Prints \p text, which is for people to read: on standard output, or on standard error where that is given up to JSON (--json).
void say(const QCommandLineParser &parser, const QString &text);
/// Null, which is told, where it cannot be opened: a change is run all the same.
std::unique_ptr<store::Workspace> openJournal();
void sayNotKept(const QString &why);
/// Prints how a run ended (on standard error with --json), in \p words where it failed and they are not empty. \returns the exit status
int tellOutcome(const QCommandLineParser &parser, const sql::ChangeReport &report, const QString &words = {});

} // namespace quiver::ctl
