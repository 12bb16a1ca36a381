// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/connectiontest.h"

#include "catalog/connectiondiagnosis.h"

#include <algorithm>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

double elapsedMs(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

void enter(core::JobContext &job, ConnectionStep step)
{
    job.throwIfCancelled();
    core::JobProgress progress;
    progress.done = int(step);
    progress.total = connectionSteps;
    job.report(progress);
}

void readVersion(pg::Connection &connection, ConnectionReport &report)
{
    QElapsedTimer timer;
    timer.start();
    report.serverVersion = connection.serverVersion();
    report.serverVersionText = QString::fromUtf8(connection.parameterStatus("server_version"));
    report.tooOld = report.serverVersion < oldestServerVersion;
    const pg::Result tls = connection.exec(
        "SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid() AND ssl");
    if (tls.rowCount() > 0)
        report.tls = tls.text(0, 0);
    report.versionMs = elapsedMs(timer);
}

void readPgvector(pg::Connection &connection, ConnectionReport &report)
{
    QElapsedTimer timer;
    timer.start();
    const pg::Result result = connection.exec(
        "SELECT (SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = 'vector'),"
        " (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = "
        "e.extnamespace"
        "  WHERE e.extname = 'vector'),"
        " (SELECT a.default_version FROM pg_catalog.pg_available_extensions a WHERE a.name = 'vector')");
    report.pgvectorInstalled = result.text(0, 0);
    report.pgvectorSchema = result.text(0, 1);
    report.pgvectorAvailable = result.text(0, 2);
    report.pgvectorMs = elapsedMs(timer);
}

void readRights(pg::Connection &connection, ConnectionReport &report)
{
    QElapsedTimer timer;
    timer.start();
    const pg::Result result = connection.exec(
        "SELECT current_user, pg_catalog.current_database(), r.rolsuper,"
        " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),"
        " coalesce(pg_catalog.has_schema_privilege(pg_catalog.current_schema(), 'CREATE'), false),"
        " pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('default_transaction_read_only') = "
        "'on'"
        " FROM pg_catalog.pg_roles r WHERE r.rolname = current_user");
    if (result.rowCount() > 0) {
        report.user = result.text(0, 0);
        report.database = result.text(0, 1);
        report.superuser = result.boolean(0, 2);
        report.canCreateSchema = result.boolean(0, 3);
        report.canCreateTable = result.boolean(0, 4);
        report.readOnly = result.boolean(0, 5);
    }
    report.rightsMs = elapsedMs(timer);
}

void measureLatency(pg::Connection &connection, core::JobContext &job, ConnectionReport &report)
{
    for (int round = 0; round < 5; ++round) {
        job.throwIfCancelled();
        QElapsedTimer timer;
        timer.start();
        connection.ping();
        const double ms = elapsedMs(timer);
        report.latencyMs = round == 0 ? ms : std::min(report.latencyMs, ms);
        ++report.latencyRounds;
    }
}

} // namespace

ConnectionReport testConnection(pg::Connection &connection, core::JobContext &job, double connectMs)
{
    ConnectionReport report;
    report.connectMs = connectMs;
    enter(job, ConnectionStep::Version);
    readVersion(connection, report);
    if (report.tooOld) // what follows may use views that it does not have
        return report;
    enter(job, ConnectionStep::Pgvector);
    readPgvector(connection, report);
    enter(job, ConnectionStep::Rights);
    readRights(connection, report);
    enter(job, ConnectionStep::Latency);
    measureLatency(connection, job, report);
    return report;
}

} // namespace quiver::catalog
