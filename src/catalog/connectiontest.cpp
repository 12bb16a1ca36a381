// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/connectiontest.h"

#include "catalog/connectiondiagnosis.h"
#include "catalog/fragments.h"
#include "catalog/statements.h"

#include <algorithm>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

constexpr int latencyRounds = 20;

constexpr auto pgvectorSql = R"(
    SELECT e.extversion, n.nspname,
        (SELECT a.default_version FROM pg_catalog.pg_available_extensions a WHERE a.name = 'vector')
    FROM (VALUES (1)) one (row)
    LEFT JOIN pg_catalog.pg_extension e ON e.extname = 'vector'
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace)";

constexpr auto annIndexesSql = R"(
    SELECT n.nspname, c.relname, a.amname, c.relpersistence = 'u', pg_catalog.count(*) OVER ()
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_am a ON a.oid = c.relam
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'i' AND a.amname IN )" QUIVER_SQL_ANN_METHODS R"(
    ORDER BY n.nspname, c.relname
    LIMIT $1)";

constexpr auto rightsSql = R"(
    SELECT current_user, pg_catalog.current_database(), r.rolsuper,
        pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
        pg_catalog.current_schema(),
        COALESCE(pg_catalog.has_schema_privilege(pg_catalog.current_schema(), 'CREATE'), false),
        pg_catalog.pg_has_role('pg_monitor', 'USAGE'), pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')
    FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)";

constexpr auto roleSql = R"(
    SELECT pg_catalog.pg_is_in_recovery(),
        pg_catalog.current_setting('default_transaction_read_only')::pg_catalog.bool)";

// A standby that has nothing to replay is not behind, however long ago the primary's latest transaction was.
constexpr auto lagSql = R"(
    SELECT CASE WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() THEN 0
            ELSE pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())
        END,
        pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())::pg_catalog.int8)";

// Without pg_monitor the rows are there, with nothing in them.
constexpr auto standbysSql = R"(
    SELECT pg_catalog.count(*), pg_catalog.count(r.sync_state),
        pg_catalog.count(*) FILTER (WHERE r.sync_state IN ('sync', 'quorum'))
    FROM pg_catalog.pg_stat_replication r)";

double elapsedMs(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

// Runs a step and measures it.
template<typename Work>
void take(core::JobContext &job, ConnectionStep step, double &ms, Work work)
{
    job.throwIfCancelled();
    core::JobProgress progress;
    progress.done = int(step);
    progress.total = connectionSteps;
    job.report(progress);
    QElapsedTimer timer;
    timer.start();
    work();
    ms = elapsedMs(timer);
}

void readVersion(pg::Connection &connection, ConnectionReport &report)
{
    // A round trip of its own: the time of this step is the time of the first answer.
    report.serverVersionText =
        connection.exec("SELECT pg_catalog.current_setting('server_version')").text(0, 0);
    report.serverVersion = connection.serverVersion();
    report.tooOld = report.serverVersion < oldestServerVersion;
    report.endOfLife = endOfLife(report.serverVersion / 10000);
}

void measureLatency(pg::Connection &connection, core::JobContext &job, ConnectionReport &report)
{
    QList<double> samples;
    for (int round = 0; round < latencyRounds; ++round) {
        job.throwIfCancelled();
        QElapsedTimer timer;
        timer.start();
        connection.ping();
        samples << elapsedMs(timer);
    }
    report.latency = roundTripsOf(samples);
}

// A library that is missing or of another server's version is found out when something of it is called.
void tryLibrary(pg::Connection &connection, PgvectorState &pgvector)
{
    try {
        connection.exec("SELECT '[1]'::" + connection.quoteIdentifier(pgvector.schema) + ".vector");
        if (connection.serverVersion() >= 180000) {
            const pg::Result loaded =
                connection.exec("SELECT m.version FROM pg_catalog.pg_get_loaded_modules() m"
                                " WHERE m.module_name = 'vector' OR m.file_name ~ '^vector\\.'");
            if (loaded.rowCount() > 0)
                pgvector.loaded = loaded.text(0, 0);
        }
    } catch (const pg::Error &error) {
        if (!error.connectionUsable())
            throw;
        pgvector.libraryError = error.message();
    }
}

void readPgvector(pg::Connection &connection, PgvectorState &pgvector)
{
    const pg::Result result = connection.exec(pgvectorSql);
    pgvector.installed = result.text(0, 0);
    pgvector.schema = result.text(0, 1);
    pgvector.available = result.text(0, 2);
    if (pgvector.installed.isEmpty())
        return;
    tryLibrary(connection, pgvector);
    const pg::Result indexes = connection.exec({annIndexesSql, {pg::Param::integer(mostIndexNames)}});
    for (qint64 row = 0; row < indexes.rowCount(); ++row) {
        pgvector.annIndexes << AnnIndexName{indexes.text(row, 0), indexes.text(row, 1), indexes.text(row, 2),
                                            indexes.boolean(row, 3)};
        pgvector.annIndexCount = int(indexes.integer(row, 4));
    }
}

void readRights(pg::Connection &connection, Rights &rights)
{
    const pg::Result result = connection.exec(rightsSql);
    if (result.rowCount() == 0)
        return;
    rights.user = result.text(0, 0);
    rights.database = result.text(0, 1);
    rights.superuser = result.boolean(0, 2);
    rights.canCreateSchema = result.boolean(0, 3);
    rights.firstSchema = result.text(0, 4);
    rights.canCreateTable = result.boolean(0, 5);
    rights.monitor = result.boolean(0, 6);
    rights.signalBackend = result.boolean(0, 7);
}

// Managed services take some functions of replication away: then their figures are not known.
template<typename Work>
void whereAllowed(Work work)
{
    try {
        work();
    } catch (const pg::Error &error) {
        if (!error.connectionUsable())
            throw;
    }
}

void readRole(pg::Connection &connection, ServerRole &role)
{
    const pg::Result state = connection.exec(roleSql);
    role.inRecovery = state.boolean(0, 0);
    role.defaultReadOnly = state.boolean(0, 1);
    if (role.inRecovery) {
        whereAllowed([&] {
            const pg::Result lag = connection.exec(lagSql);
            if (!lag.isNull(0, 0))
                role.replayLagSeconds = std::max(0.0, lag.real(0, 0));
            if (!lag.isNull(0, 1))
                role.replayLagBytes = lag.integer(0, 1);
        });
        return;
    }
    whereAllowed([&] {
        const pg::Result standbys = connection.exec(standbysSql);
        role.standbys = int(standbys.integer(0, 0));
        if (standbys.integer(0, 1) == role.standbys)
            role.synchronousStandbys = int(standbys.integer(0, 2));
    });
}

} // namespace

PgvectorState pgvectorState(pg::Connection &connection)
{
    PgvectorState state;
    readPgvector(connection, state);
    return state;
}

Rights rightsOf(pg::Connection &connection)
{
    Rights rights;
    readRights(connection, rights);
    return rights;
}

ConnectionReport testConnection(pg::Connection &connection, core::JobContext &job,
                                const pg::ConnectOptions &options, double connectMs)
{
    ConnectionReport report;
    report.connectMs = connectMs;
    report.connect = connection.connectReport();
    report.role.wantedRole = options.parameters.value(u"target_session_attrs"_s, u"any"_s);
    take(job, ConnectionStep::Version, report.versionMs, [&] { readVersion(connection, report); });
    if (report.tooOld) // what follows may use views that it does not have
        return report;
    take(job, ConnectionStep::Latency, report.latencyMs, [&] { measureLatency(connection, job, report); });
    take(job, ConnectionStep::Pgvector, report.pgvectorMs,
         [&] { readPgvector(connection, report.pgvector); });
    take(job, ConnectionStep::Rights, report.rightsMs, [&] { readRights(connection, report.rights); });
    take(job, ConnectionStep::Role, report.roleMs, [&] { readRole(connection, report.role); });
    take(job, ConnectionStep::Companions, report.companionsMs,
         [&] { report.surroundings = surroundings(connection); });
    report.audit = auditPgvector({report.pgvector.installed, report.pgvector.available,
                                  report.pgvector.loaded, report.serverVersion, report.surroundings.bits});
    return report;
}

QStringList repairStatements(const VersionAudit &audit, const PgvectorState &pgvector)
{
    QStringList statements;
    if (pgvector.installed.isEmpty())
        return statements;
    if (audit.updateExtension || audit.upgradePackage)
        statements << updateExtension(u"vector"_s);
    const QStringList methods = audit.methodsToReindex();
    const bool unlogged = std::ranges::any_of(audit.findings, [](const AuditFinding &finding) {
        return finding.needsReindex() && !*finding.defect.method;
    });
    for (const AnnIndexName &index : pgvector.annIndexes) {
        if (methods.contains(index.method) || (unlogged && index.unlogged))
            statements << reindexConcurrently(index.schema, index.name);
    }
    return statements;
}

bool fitsRole(const QString &wanted, const ServerRole &role)
{
    if (wanted == "read-write"_L1)
        return role.acceptsWrites();
    if (wanted == "read-only"_L1)
        return !role.acceptsWrites();
    if (wanted == "primary"_L1)
        return !role.inRecovery;
    if (wanted == "standby"_L1)
        return role.inRecovery;
    return true;
}

RoundTrips roundTripsOf(QList<double> samples)
{
    if (samples.isEmpty())
        return {};
    std::ranges::sort(samples);
    const qsizetype middle = samples.size() / 2;
    const double median =
        samples.size() % 2 ? samples.at(middle) : (samples.at(middle - 1) + samples.at(middle)) / 2;
    return {median, samples.first(), samples.last(), int(samples.size())};
}

} // namespace quiver::catalog
