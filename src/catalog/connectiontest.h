// SPDX-License-Identifier: GPL-3.0-or-later
// Tries a connection out, step by step and each with its time: the way there, the server, pgvector and what is known to be
// wrong with its version, what the user may do, primary or standby, what else the server has.
#pragma once

#include "catalog/companions.h"
#include "catalog/versionaudit.h"
#include "core/job.h"
#include "pg/connection.h"
#include "pg/connectreport.h"

#include <QString>

namespace quiver::catalog {

/// In the order in which they are taken. Those up to Authentication are pg::Connection's: see pg::ConnectReport.
enum class ConnectionStep {
    Lookup,
    Reach, ///< TCP's handshake, or opening the unix socket
    Tls,
    Authentication,
    Version,
    Latency,
    Pgvector,
    Audit, ///< of pgvector's version
    Rights,
    Role, ///< primary or standby, read-only or not
    Companions,
};
inline constexpr int connectionSteps = 11;

/// Of an index for approximate search in the database.
struct AnnIndexName {
    QString schema, name, method;
    bool unlogged = false;
    bool operator==(const AnnIndexName &) const = default;
};

struct RoundTrips {
    double p50 = -1, min = -1, max = -1; ///< milliseconds
    int count = 0;
    bool operator==(const RoundTrips &) const = default;
};

struct PgvectorState {
    QString installed; ///< version in this database; empty: not created here
    QString available; ///< version on the server's host; empty: its files are not installed there
    QString schema;    ///< where the extension lives in this database
    QString
        loaded; ///< version of the library in the server's memory; empty: the server does not tell (before 18)
    QString libraryError; ///< why the library cannot be used although the extension is there; empty: it can
    QList<AnnIndexName> annIndexes; ///< the first mostIndexNames ones
    int annIndexCount = 0;
};
inline constexpr int mostIndexNames = 100;

struct Rights {
    QString user, database;
    bool superuser = false;
    bool canCreateSchema = false; ///< CREATE on the database, which CREATE EXTENSION needs too
    QString firstSchema;          ///< of the search path; empty: none that exists
    bool canCreateTable = false;  ///< CREATE on it
    bool monitor = false;         ///< pg_monitor: sees other users' statements and all settings
    bool signalBackend = false;   ///< pg_signal_backend: may end other users' statements and sessions
    bool operator==(const Rights &) const = default;
};

struct ServerRole {
    bool inRecovery = false;      ///< a standby, or a server that restores a backup
    bool defaultReadOnly = false; ///< default_transaction_read_only of this session
    double replayLagSeconds =
        -1; ///< of a standby: age of the latest transaction replayed; 0: has replayed all; -1: not known
    qint64 replayLagBytes = -1;   ///< of a standby: received and not replayed yet; -1: not known
    int standbys = -1;            ///< of a primary: that stream from it; -1: not known
    int synchronousStandbys = -1; ///< those of them for which a commit waits; -1: not allowed to know
    QString wantedRole;           ///< target_session_attrs of the connection: "any", "primary", ...
    bool acceptsWrites() const { return !inRecovery && !defaultReadOnly; }
    bool operator==(const ServerRole &) const = default;
};

/// Times are in milliseconds; -1 where the step was not reached.
struct ConnectionReport {
    double tunnelMs = -1;  ///< until the SSH tunnel stood; -1: there is none
    double connectMs = -1; ///< everything before the version
    pg::ConnectReport connect;

    double versionMs = -1;
    int serverVersion = 0;     ///< 150018 for 15.18
    QString serverVersionText; ///< "15.18 (Debian 15.18-0+deb12u1)"
    bool tooOld = false;       ///< older than oldestServerVersion: the later steps are not tried
    QDate endOfLife;           ///< of its major version; invalid: not known

    double latencyMs = -1; ///< of all round trips together
    RoundTrips latency;

    double pgvectorMs = -1;
    PgvectorState pgvector;
    VersionAudit audit;

    double rightsMs = -1;
    Rights rights;

    double roleMs = -1;
    ServerRole role;

    double companionsMs = -1;
    Surroundings surroundings;
};

/// Runs on a session's thread. Reports progress with done = the step under way, total = connectionSteps.
/// \p connectMs: how long it took to get \p connection; \p options: those that it was made with.
/// \throws pg::Error, core::Cancelled
ConnectionReport testConnection(pg::Connection &connection, core::JobContext &job,
                                const pg::ConnectOptions &options, double connectMs);

/// pgvector in this database and on its host; tries the library out, which loads it into the session.
PgvectorState pgvectorState(pg::Connection &connection);
Rights rightsOf(pg::Connection &connection);

/// What mends pgvector in this database once the host has a sound version: ALTER EXTENSION ... UPDATE, and REINDEX for each
/// of the indexes that may be damaged (of the first mostIndexNames). One statement an entry; not within a transaction.
QStringList repairStatements(const VersionAudit &audit, const PgvectorState &pgvector);

/// Whether a server in this state is what \p wanted, a target_session_attrs, asks for. "prefer-standby" takes any server.
bool fitsRole(const QString &wanted, const ServerRole &role);
/// Median, least and largest of \p samples in milliseconds; an even number's median is the mean of the two in the middle.
RoundTrips roundTripsOf(QList<double> samples);

} // namespace quiver::catalog
