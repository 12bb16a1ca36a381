// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a server for the plan of a statement. Whatever the statement does, nothing of it stays: it is explained in a transaction that
// is rolled back.
//
// Blocks on the connection: run it on a session's thread. Throws what it throws.
#pragma once

#include "plan/plan.h"
#include "sql/bindvalues.h"
#include "sql/classify.h"

#include <QByteArray>

#include <optional>
#include <utility>
#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::doctor {

struct ExplainOptions {
    bool analyze = false; ///< the statement runs; so do its triggers, and what its functions do beside the transaction stays done
    bool buffers = false; ///< before PostgreSQL 13 with ANALYZE only
    bool verbose = false;
    bool settings = false;
    bool wal = false;     ///< with ANALYZE, PostgreSQL 13
    bool timing = true;   ///< of every node, with ANALYZE
    bool generic = false; ///< the plan for any values of $1, $2, ..., also where there are some; not with ANALYZE
    bool asText = false;  ///< as psql shows it; else JSON
    bool operator==(const ExplainOptions &) const = default;

    /// All that tells of a plan and costs next to nothing: what the doctor likes to see.
    static ExplainOptions telling(bool analyze) { return {.analyze = analyze, .buffers = true, .verbose = true, .settings = true}; }
};

struct ExplainRequest {
    QString sql;           ///< with $1, $2, ... or with :names
    ExplainOptions options;
    /// Of $1, $2, ..., as text whose types the server infers; no value: NULL. None at all: the plan for any values (a generic plan).
    std::vector<std::optional<QString>> parameters;
    /// Of its :names, sent as a run sends them: as parameters of their types, not as literals in the text. So the plan is that of the
    /// statement run. None at all: as of parameters.
    sql::BindValues named;
    /// For this transaction alone, as SET LOCAL.
    std::vector<std::pair<QString, QString>> settings;
};

/// What stands for $1, $2, ..., in whichever way it was given; empty: nothing was.
std::vector<std::optional<QString>> valuesOf(const ExplainRequest &request);

struct Explained {
    QByteArray text;               ///< as the server sent it, lines joined
    std::optional<plan::Plan> plan; ///< not of asText
    bool isGeneric = false;        ///< for any values of its parameters: none were given, or that is what was asked for
    int parameters = 0;
};

/// Why \p sql cannot be explained, in a sentence; empty: it can. \p runs: whether it would change something, with ANALYZE.
QString explainProblem(const QString &sql, bool *changes = nullptr);

/// The number of parameters that \p sql has: the highest n of its $n; or its :names.
int parametersOf(const QString &sql);
/// The types that the server infers for them: "vector", "integer". \throws pg::Error where it refuses the statement
QStringList parameterTypes(pg::Connection &connection, const QString &sql);

/// The column that :\p name is compared with by a distance of \p sql, where that tells its table: schema (empty where it is not written),
/// table, column. Empty: it does not. Pure.
QStringList comparedColumn(const QString &sql, const QString &name);

/// \throws core::Error where it is no statement that has a plan, its values do not match, or a transaction is open on the connection
Explained explain(pg::Connection &connection, const ExplainRequest &request);

} // namespace quiver::doctor
