// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/pg: measures one statement and puts it into the statement log, however it ends.
#pragma once

#include "pg/connection.h"

#include <QElapsedTimer>

#include <exception>

namespace quiver::pg {

class Connection::LogEntry
{
public:
    LogEntry(Connection &connection, const QByteArray &sql, std::size_t parameters, bool isPolled = false)
        : m_connection(connection), m_sql(sql), m_parameters(int(parameters)), m_isPolled(isPolled), m_exceptions(std::uncaught_exceptions())
    {
        m_timer.start();
    }
    ~LogEntry()
    {
        if (!m_connection.m_log)
            return;
        StatementRecord record;
        record.durationMs = elapsedMs();
        record.startedAt = QDateTime::currentDateTimeUtc().addMSecs(-qint64(record.durationMs));
        record.origin = m_connection.m_origin;
        record.backendPid = m_connection.backendPid();
        record.sql = StatementLog::recordable(m_sql);
        record.parameters = m_parameters;
        record.rows = std::uncaught_exceptions() > m_exceptions ? -1 : m_rows;
        record.sqlState = m_sqlState;
        record.error = m_error;
        record.cancelled = m_cancelled;
        record.isPolled = m_isPolled;
        m_connection.m_log->add(std::move(record));
    }
    LogEntry(const LogEntry &) = delete;
    LogEntry &operator=(const LogEntry &) = delete;

    double elapsedMs() const { return double(m_timer.nsecsElapsed()) / 1e6; }
    void setRows(qint64 rows) { m_rows = rows; }
    /// Runs \p work; what it throws is noted and thrown on.
    template<typename Work>
    auto watch(Work work)
    {
        try {
            return work();
        } catch (const Error &e) {
            m_sqlState = e.sqlState();
            m_error = e.message();
            throw;
        } catch (const core::Cancelled &e) {
            m_error = e.message();
            m_cancelled = true;
            throw;
        } catch (const core::Error &e) {
            m_error = e.message();
            throw;
        }
    }

private:
    Connection &m_connection;
    const QByteArray m_sql;
    int m_parameters;
    const bool m_isPolled;
    int m_exceptions;
    QElapsedTimer m_timer;
    qint64 m_rows = 0;
    QString m_sqlState;
    QString m_error;
    bool m_cancelled = false;
};

} // namespace quiver::pg
