// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/repeatedstatement.h"

#include "pg/connection.h"
#include "pg/paramarrays.h"

#include <libpq-fe.h>

#include <QScopeGuard>

#include <utility>

namespace quiver::pg {

namespace {

constexpr const char *statementName = "quiver_repeated";

} // namespace

RepeatedStatement::RepeatedStatement(Connection &connection, const QByteArray &sql, ParamSets sets)
    : m_connection(connection), m_sql(sql), m_sets(std::move(sets)), m_inTransaction(connection.isReadOnly())
{
    for (const std::vector<Param> &set : *m_sets)
        m_arrays.emplace_back(set);
    if (m_sets->empty())
        throw Error::client(QStringLiteral("there are no parameters to execute the statement with"));
    m_connection.prepare(statementName, m_sql, m_arrays.front().types);
    begin();
    m_timer.start();
}

RepeatedStatement::~RepeatedStatement()
{
    if (m_connection.m_log && m_executed > 0) {
        StatementRecord record;
        record.totalMs = double(m_timer.nsecsElapsed()) / 1e6;
        record.durationMs = record.totalMs / m_executed;
        record.startedAt = QDateTime::currentDateTimeUtc().addMSecs(-qint64(record.totalMs));
        record.origin = m_connection.m_origin;
        record.backendPid = m_connection.backendPid();
        record.sql = StatementLog::recordable(m_sql);
        record.parameters = m_arrays.front().count();
        record.rows = m_rows;
        record.isPolled = true;
        record.times = m_executed;
        m_connection.m_log->add(std::move(record));
    }
    if (m_connection.isBroken())
        return;
    // Also when the job was cancelled: the name has to be free again.
    const auto restored = qScopeGuard([this, stop = std::exchange(m_connection.m_stop, {})] { m_connection.m_stop = stop; });
    try {
        if (m_inTransaction)
            m_connection.rollback();
        m_connection.exec(QByteArray("DEALLOCATE ") + statementName);
    } catch (const core::Error &) {
        // The connection is broken, and with it transaction and statement are gone.
    }
}

/// Where the guard holds the connection: one transaction, which has its snapshot before the statement, and so cannot become
/// read-write any more.
void RepeatedStatement::begin()
{
    if (!m_inTransaction)
        return;
    m_connection.begin("READ ONLY");
    m_connection.exec(QByteArray("SELECT 1"));
}

int RepeatedStatement::execute(std::size_t set)
{
    const ParamArrays &arrays = m_arrays[set];
    m_connection.readyToSend();
    ++m_executed;
    try {
        m_connection.sent(PQsendQueryPrepared(m_connection.m_conn, statementName, arrays.count(), arrays.values.data(), arrays.lengths.data(), arrays.formats.data(), 1), m_sql);
        m_connection.flushOut();
        int rows = 0;
        while (const Connection::ResultPtr result = m_connection.nextResult()) {
            m_connection.check(result.get(), m_sql);
            rows += PQntuples(result.get());
        }
        return m_rows = rows;
    } catch (const Error &e) {
        if (m_inTransaction && e.connectionUsable()) {
            m_connection.rollback();
            begin();
        }
        throw;
    }
}

} // namespace quiver::pg
