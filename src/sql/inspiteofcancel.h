// SPDX-License-Identifier: GPL-3.0-or-later
// Statements that tidy up after a job, also when the job was cancelled: what would be left otherwise is worse.
#pragma once

#include "core/job.h"
#include "pg/connection.h"

namespace quiver::sql {

/// For as long as it lives the connection does not listen to the job's first cancel. A second one still ends it.
class InSpiteOfCancel
{
public:
    InSpiteOfCancel(pg::Connection &connection, const core::JobContext &job) : m_connection(connection), m_job(job)
    {
        m_connection.setStopToken({});
    }
    ~InSpiteOfCancel() { m_connection.setStopToken(m_job.stopToken()); }
    Q_DISABLE_COPY_MOVE(InSpiteOfCancel)

    /// A cancel request that comes late may hit it, perhaps more than once: it is sent again then.
    pg::Result exec(const pg::Query &query)
    {
        for (int attempt = 1;; ++attempt) {
            try {
                return m_connection.exec(query);
            } catch (const pg::Error &e) {
                const bool late = e.sqlState() == QLatin1String("57014") && m_job.cancelRequested();
                if (!late || attempt == attempts)
                    throw;
            }
        }
    }

    static constexpr int attempts = 3;

private:
    pg::Connection &m_connection;
    const core::JobContext &m_job;
};

} // namespace quiver::sql
