// SPDX-License-Identifier: GPL-3.0-or-later
// A prepared statement that is executed again and again with ready parameters, for measuring: nothing is decoded, copied or logged in
// between. On the session's thread.
#pragma once

#include "pg/query.h"

#include <QElapsedTimer>

#include <memory>

namespace quiver::pg {

class Connection;
class ParamArrays;

class RepeatedStatement
{
public:
    /// Each of the sets holds the values of all parameters; they are shared, not copied.
    using ParamSets = std::shared_ptr<const std::vector<std::vector<Param>>>;

    /// Prepares \p sql. Where the connection is held read-only, all executions are in one read-only transaction of their own. Lives no
    /// longer than the connection, one at a time. \throws pg::Error at the statement's first mistake
    RepeatedStatement(Connection &connection, const QByteArray &sql, ParamSets sets);
    /// Lets the server forget it. Writes one line into the statement log, with the count.
    ~RepeatedStatement();
    RepeatedStatement(const RepeatedStatement &) = delete;
    RepeatedStatement &operator=(const RepeatedStatement &) = delete;

    /// Executes it with set number \p set, waits for all rows, in binary, and drops them. \returns how many there were.
    /// \throws pg::Error; the next execution may go on where its connectionUsable(). core::Cancelled
    int execute(std::size_t set);

private:
    void begin();

    Connection &m_connection;
    const QByteArray m_sql;
    const ParamSets m_sets;
    std::vector<ParamArrays> m_arrays; // one for each set
    const bool m_inTransaction;
    QElapsedTimer m_timer;
    int m_executed = 0;
    int m_rows = 0; // of the latest
};

} // namespace quiver::pg
