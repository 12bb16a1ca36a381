// SPDX-License-Identifier: GPL-3.0-or-later
// A statement with its values as libpq sends them, and what the server takes its parameters for.
#pragma once

#include "pg/error.h"
#include "pg/query.h"
#include "sql/bindvalues.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::sql {

/// The types that the values name are looked up on \p connection. A name without a value stays NULL.
/// \throws pg::Error where there is no such type
pg::Query boundQuery(pg::Connection &connection, const NumberedStatement &statement, const BindValues &values);

/// Prepared on the server until the end of its scope. What is made within a transaction has to outlive it: a rollback does not undo it,
/// and while the transaction has failed it cannot be forgotten.
class PreparedStatement
{
public:
    /// The types of the query's parameters count, its values do not. \throws pg::Error at the statement's first mistake
    PreparedStatement(pg::Connection &connection, QByteArray name, const pg::Query &query);
    ~PreparedStatement();
    PreparedStatement(const PreparedStatement &) = delete;
    PreparedStatement &operator=(const PreparedStatement &) = delete;

    /// The types of its parameters, named or inferred: "vector", "integer".
    QStringList parameterTypes() const;

private:
    pg::Connection &m_connection;
    const QByteArray m_name;
};

/// The name whose value \p error is about, where that can be told: a vector of other dimensions, a text that its type does not take.
/// Empty: it cannot, or it is about something else.
QString blamedName(const pg::Error &error, const NumberedStatement &statement, const BindValues &values);

/// \p error of such a statement, told of the statement as it was written.
pg::Error asWritten(const pg::Error &error, const NumberedStatement &statement);

} // namespace quiver::sql
