// SPDX-License-Identifier: GPL-3.0-or-later
// Tries a connection out: what the server is, whether pgvector is there, what the user may do, how far away it is.
#pragma once

#include "core/job.h"
#include "pg/connection.h"

#include <QString>

namespace quiver::catalog {

enum class ConnectionStep { Connect, Version, Pgvector, Rights, Latency };
inline constexpr int connectionSteps = 5;

/// Times are in milliseconds; -1 where the step was not reached.
struct ConnectionReport {
    double connectMs = -1;

    double versionMs = -1;
    int serverVersion = 0;     ///< 150018 for 15.18
    QString serverVersionText; ///< "15.18 (Debian 15.18-0+deb12u1)"
    bool tooOld = false;       ///< older than oldestServerVersion: the later steps are not tried
    QString tls;               ///< "TLSv1.3"; empty where the connection is not encrypted

    double pgvectorMs = -1;
    QString pgvectorInstalled; ///< version in this database; empty: not created here
    QString pgvectorAvailable; ///< version on the server's host; empty: its files are not installed there
    QString pgvectorSchema;    ///< where the extension lives in this database

    double rightsMs = -1;
    QString user, database;
    bool superuser = false;
    bool canCreateSchema = false; ///< CREATE on the database, which CREATE EXTENSION needs too
    bool canCreateTable = false;  ///< CREATE on the first schema of the search path
    bool readOnly = false;        ///< a standby, or default_transaction_read_only

    double latencyMs = -1; ///< the quickest of latencyRounds empty round trips
    int latencyRounds = 0;
    bool operator==(const ConnectionReport &) const = default;
};

/// Runs on a session's thread. Reports progress with done = the step under way, total = connectionSteps.
/// \p connectMs: how long it took to get \p connection. \throws pg::Error, core::Cancelled
ConnectionReport testConnection(pg::Connection &connection, core::JobContext &job, double connectMs);

} // namespace quiver::catalog
