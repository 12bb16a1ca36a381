// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Connection that keeps it read-only; what is decided, and why, is in ReadOnlyGuard.
#include "pg/connectionguard.h"

#include "core/logging.h"

#include <QScopeGuard>

namespace quiver::pg {

using namespace Qt::StringLiterals;

void Connection::setReadOnly(bool on)
{
    m_guard.set(on);
}

StatementFacts Connection::guardBefore(const QByteArray &sql)
{
    readyToSend();
    StatementFacts facts = readStatement({sql.constData(), std::size_t(sql.size())}, parameterStatus("standard_conforming_strings") == "off");
    if (facts.kind == StatementFacts::Kind::Refused) {
        Error refusal = Error::client(facts.refusal);
        Diagnostics d = refusal.diagnostics();
        d.sqlState = u"25006"_s;
        throw Error(Error::Kind::Client, d, sql);
    }
    const TransactionStatus status = transactionStatus();
    switch (m_guard.before(facts, status == TransactionStatus::Idle, status == TransactionStatus::InTransaction)) {
    case ReadOnlyGuard::Before::Nothing:
        break;
    case ReadOnlyGuard::Before::Begin:
        m_wrapped = true; // before it is sent: a transaction of ours that is lost is no loss of the user's
        try {
            execUnguarded("BEGIN READ ONLY");
        } catch (...) {
            unwrap(false);
            throw;
        }
        break;
    case ReadOnlyGuard::Before::Hold:
        execUnguarded("SET TRANSACTION READ ONLY");
        m_guard.held();
        break;
    }
    return facts;
}

/// Ends the transaction around one statement. After a failure it is silent: the statement's own error is the one to be told.
void Connection::unwrap(bool succeeded)
{
    // Also when the job was cancelled: an open transaction would be worse.
    const std::stop_token stop = std::exchange(m_stop, {});
    const auto restored = qScopeGuard([this, &stop] {
        m_stop = stop;
        m_wrapped = false;
    });
    if (succeeded) {
        try {
            execUnguarded("COMMIT");
            return;
        } catch (const Error &e) { // a cursor WITH HOLD is read now; or our cancel request came late
            if (!isBroken() && transactionStatus() != TransactionStatus::Idle)
                execUnguarded("ROLLBACK");
            if (e.sqlState() == "57014"_L1 && stop.stop_requested())
                throw core::Cancelled();
            throw;
        }
    }
    // A cancel request that is late hits the first ROLLBACK instead of the statement.
    for (int attempt = 0; attempt < 2 && !isBroken() && transactionStatus() != TransactionStatus::Idle; ++attempt) {
        try {
            execUnguarded("ROLLBACK");
        } catch (const core::Error &e) {
            qCDebug(core::lcPg, "rollback around a statement: %s", e.what());
        }
    }
}

/// What the server refuses because of the transaction around it, said so that it does not puzzle who began none.
Error Connection::explained(const Error &error, const StatementFacts &facts) const
{
    static const QList<QByteArray> runOthers{"DO", "CALL", "SELECT", "WITH", "EXECUTE", "EXPLAIN", "VALUES", ""};
    Diagnostics d = error.diagnostics();
    if (error.kind() != Error::Kind::Server)
        return error;
    if (d.sqlState == "25001"_L1 && !runOthers.contains(facts.keyword)) {
        d.detail = d.message;
        d.sqlState = u"25006"_s;
        d.message = u"this connection is read-only: %1 cannot run in a read-only transaction; nothing was changed"_s
                        .arg(QString::fromLatin1(facts.keyword));
        d.position = 0;
        return {Error::Kind::Client, d, error.statement()};
    }
    if (d.sqlState == "2D000"_L1) {
        d.hint = u"This connection is read-only: every statement runs in a read-only transaction, which a procedure cannot end."_s;
        return {error.kind(), d, error.statement()};
    }
    return error;
}

void Connection::tellReadOnly()
{
    if (!m_events.notice)
        return;
    Diagnostics d;
    d.severity = u"WARNING"_s;
    d.sqlState = u"25006"_s;
    d.message = u"this connection is read-only: the transaction stays READ ONLY whatever it asks for"_s;
    m_events.notice(d);
}

} // namespace quiver::pg
