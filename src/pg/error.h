// SPDX-License-Identifier: GPL-3.0-or-later
// A failure reported by PostgreSQL or by the connection to it, with everything a caller needs to decide what to do next.
#pragma once

#include "core/error.h"

namespace quiver::pg {

/// The fields of a server's error or notice report. https://www.postgresql.org/docs/current/protocol-error-fields.html
struct Diagnostics {
    QString severity; ///< never localised where the server is 9.6 or newer: ERROR, FATAL, NOTICE, ...
    QString sqlState; ///< five characters; empty where the failure did not come from the server
    QString message;
    QString detail;
    QString hint;
    QString context;
    QString schema, table, column, dataType, constraint;
    int position = 0; ///< in characters (code points) from 1 within the statement; 0 where there is none
    QString routine;  ///< the server's function that said it: "ClientAuthentication"; the same in every language
    bool operator==(const Diagnostics &) const = default;
};

class Error : public core::Error
{
public:
    enum class Kind {
        Server,        ///< the server said no; the connection is as good as before
        Connection,    ///< the connection could not be made, or broke
        Client,        ///< refused on this side before anything was sent
    };
    Error(Kind kind, Diagnostics diagnostics, QByteArray statement = {});
    /// A failure of this side, in words.
    static Error client(const QString &message);

    Kind kind() const { return m_kind; }
    const Diagnostics &diagnostics() const { return m_diagnostics; }
    const QString &sqlState() const { return m_diagnostics.sqlState; }
    const QByteArray &statement() const { return m_statement; }
    /// Whether the connection can be used for the next statement.
    bool connectionUsable() const { return m_kind != Kind::Connection; }
    /// Whether the same statement, sent again (on a new connection if need be), may well succeed: serialization failure,
    /// deadlock, lock not available, server starting up or shutting down, connection lost. Says nothing of whether
    /// repeating is safe: that depends on the statement.
    bool retryable() const;
    /// Everything the server said, one line a field, for copying.
    QString report() const;

protected:
    /// With a \p message of its own, which says more than the diagnostics of one failure.
    Error(Kind kind, Diagnostics diagnostics, const QString &message);

private:
    Kind m_kind;
    Diagnostics m_diagnostics;
    QByteArray m_statement;
};

} // namespace quiver::pg
