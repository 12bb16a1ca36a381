// SPDX-License-Identifier: GPL-3.0-or-later
// Names and literals for SQL that Quiver executes: quoted by libpq, and left bare where the bare word means the same, so that
// a preview reads well.
#pragma once

#include <QString>

namespace quiver::pg {
class Connection;
}

namespace quiver::sql {

/// For code on a session's thread; lives no longer than the connection. \throws pg::Error for text that libpq cannot quote
/// (NUL, not in the connection's encoding)
class Quoter
{
public:
    explicit Quoter(const pg::Connection &connection) : m_connection(connection) {}

    QString name(const QString &name) const;
    /// "schema.name"; an empty \p schema is left out.
    QString qualified(const QString &schema, const QString &name) const;
    QString literal(const QString &text) const;

private:
    const pg::Connection &m_connection;
};

} // namespace quiver::sql
