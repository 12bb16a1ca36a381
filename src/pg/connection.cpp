// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/connection.h"

#include "core/logging.h"
#include "pg/diagnostics.h"
#include "pg/typeregistry.h"

#include <libpq-fe.h>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <thread>

#include <QDeadlineTimer>

namespace quiver::pg {

namespace {

// Reported by the server on its own (GUC_REPORT), as far as anybody here wants to know.
constexpr const char *watchedParameters[] = {"TimeZone", "DateStyle", "IntervalStyle", "client_encoding", "application_name",
                                             "session_authorization", "is_superuser", "default_transaction_read_only",
                                             "in_hot_standby", "search_path"};

} // namespace

void Connection::ResultDeleter::operator()(pg_result *result) const
{
    PQclear(result);
}

Connection::~Connection()
{
    // A farewell to a server that does not read would wait: cut the line first when it is known to be dead.
    if (isBroken() && PQsocket(m_conn) >= 0)
        ::shutdown(PQsocket(m_conn), SHUT_RDWR);
    PQfinish(m_conn);
}

bool Connection::waitFor(Wait direction, int timeoutMs)
{
    const QDeadlineTimer deadline = timeoutMs < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(timeoutMs);
    for (;;) {
        if (m_abandoned.load() || m_left.load())
            throwLost({});
        // While writing, what the server says meanwhile must be read too, or both sides wait for each other.
        pollfd fds[2] = {{PQsocket(m_conn), short(direction == Wait::Write ? POLLOUT | (PQstatus(m_conn) == CONNECTION_OK ? POLLIN : 0) : POLLIN), 0},
                         {m_wakeFd, POLLIN, 0}};
        const int ready = ::poll(fds, 2, timeoutMs < 0 ? -1 : int(deadline.remainingTime()));
        if (ready < 0 && errno != EINTR)
            throwLost({});
        if (ready == 0 && deadline.hasExpired())
            return false;
        if (ready > 0 && fds[1].revents) {
            char bytes[64];
            while (::read(m_wakeFd, bytes, sizeof bytes) == sizeof bytes) { }
            if (m_connecting && m_stop.stop_requested()) // nothing runs that the server could be asked to cancel
                throw core::Cancelled();
        }
        if (ready > 0 && fds[0].revents)
            return true;
    }
}

void Connection::awaitAnswer()
{
    if (!waitFor(Wait::Read, m_answerMs))
        throwSilent();
}

void Connection::sent(int ok, const QByteArray &sql)
{
    if (ok)
        return;
    if (PQstatus(m_conn) == CONNECTION_BAD)
        throwLost(sql);
    throw Error::client(QString::fromUtf8(PQerrorMessage(m_conn)).trimmed());
}

void Connection::flushOut()
{
    for (;;) {
        const int left = PQflush(m_conn);
        if (left == 0)
            return;
        if (left < 0)
            throwLost({});
        if (!waitFor(Wait::Write, m_answerMs))
            throwSilent();
        if (!PQconsumeInput(m_conn))
            throwLost({});
    }
}

Connection::ResultPtr Connection::nextResult()
{
    while (PQisBusy(m_conn)) {
        awaitAnswer();
        if (!PQconsumeInput(m_conn))
            throwLost({});
    }
    return ResultPtr(PQgetResult(m_conn));
}

void Connection::finishStatement()
{
    while (const ResultPtr result = nextResult()) {
        // A COPY that nobody asked to read is read to its end, or the connection would stay in it.
        while (PQresultStatus(result.get()) == PGRES_COPY_OUT) {
            char *data = nullptr;
            const int length = PQgetCopyData(m_conn, &data, 1);
            PQfreemem(data);
            if (length < 0)
                break;
            if (length == 0) {
                awaitAnswer();
                if (!PQconsumeInput(m_conn))
                    throwLost({});
            }
        }
    }
    takeNotifications();
    reportParameters();
}

void Connection::check(const pg_result *result, const QByteArray &sql)
{
    switch (PQresultStatus(result)) {
    case PGRES_FATAL_ERROR:
    case PGRES_BAD_RESPONSE:
    case PGRES_NONFATAL_ERROR:
        throwError(result, sql);
    default:
        return;
    }
}

void Connection::throwError(const pg_result *result, const QByteArray &sql)
{
    Diagnostics d = diagnosticsOf(result);
    const bool fatal = d.severity == QLatin1String("FATAL") || d.severity == QLatin1String("PANIC") || d.sqlState.isEmpty();
    if (!fatal) {
        finishStatement();
    } else {
        m_broken = true;
    }
    if (d.position > 0 && parameterStatus("server_encoding") == "SQL_ASCII") // counted in bytes there
        d.position = int(QString::fromUtf8(sql.left(d.position - 1)).toUcs4().size()) + 1;
    if (d.sqlState == QLatin1String("57014") && m_stop.stop_requested())
        throw core::Cancelled();
    throw Error(m_broken ? Error::Kind::Connection : Error::Kind::Server, std::move(d), sql);
}

void Connection::throwLost(const QByteArray &sql)
{
    m_broken = true;
    if (m_abandoned.load())
        throw core::Cancelled(QStringLiteral("the connection was given up"));
    if (m_left.load()) { // what libpq still waits for may take hours
        Diagnostics left;
        left.severity = QStringLiteral("FATAL");
        left.sqlState = QStringLiteral("08006");
        left.message = QStringLiteral("the connection was left; what the server runs for it goes on");
        throw Error(Error::Kind::Connection, left, sql);
    }
    // The server's farewell (FATAL: terminating connection ...) says more than "lost". It may still wait in libpq; between
    // two statements libpq hands it out as a notice.
    if (const ResultPtr last{PQgetResult(m_conn)}; last && PQresultErrorField(last.get(), PG_DIAG_SQLSTATE))
        throw Error(Error::Kind::Connection, diagnosticsOf(last.get()), sql);
    if (m_farewell)
        throw Error(Error::Kind::Connection, *m_farewell, sql);
    Diagnostics d;
    d.severity = QStringLiteral("FATAL");
    d.sqlState = QStringLiteral("08006");
    d.message = QString::fromUtf8(PQerrorMessage(m_conn)).trimmed();
    if (d.message.isEmpty())
        d.message = QStringLiteral("the connection to the server was lost");
    throw Error(Error::Kind::Connection, d, sql);
}

void Connection::throwSilent()
{
    m_broken = true;
    Diagnostics d;
    d.severity = QStringLiteral("FATAL");
    d.sqlState = QStringLiteral("08006");
    d.message = QStringLiteral("no byte from the server for %1 s, and it owes an answer: the connection is given up")
                    .arg(double(m_answerMs) / 1000);
    try { // perhaps the server is only behind a line that is dead in one direction; nobody waits for it
        std::thread(cancelRequest()).detach();
    } catch (const std::system_error &) {
        d.detail = QStringLiteral("No thread for a cancel request: the statement may still run on the server.");
    }
    throw Error(Error::Kind::Connection, d);
}

void Connection::readyToSend()
{
    if (isBroken())
        throwLost({});
    if (m_stop.stop_requested())
        throw core::Cancelled();
}

void Connection::reportParameters()
{
    const PGTransactionStatusType status = PQtransactionStatus(m_conn);
    m_inTransaction = !m_wrapped && (status == PQTRANS_INTRANS || status == PQTRANS_INERROR);
    for (const char *name : watchedParameters) {
        const char *value = PQparameterStatus(m_conn, name);
        if (!value)
            continue;
        QByteArray &known = m_reported[QByteArray(name)];
        if (known == value)
            continue;
        known = value;
        if (m_events.parameterChanged)
            m_events.parameterChanged(name, known);
    }
}

void Connection::onNotice(void *self, const pg_result *result)
{
    auto *const connection = static_cast<Connection *>(self);
    Diagnostics d = diagnosticsOf(result);
    if (d.severity == QLatin1String("FATAL") || d.severity == QLatin1String("PANIC"))
        connection->m_farewell = std::move(d);
    else if (connection->m_events.notice)
        connection->m_events.notice(d);
}

void Connection::takeNotifications()
{
    while (const std::unique_ptr<PGnotify, decltype(&PQfreemem)> n{PQnotifies(m_conn), PQfreemem}) {
        if (m_events.notification)
            m_events.notification({QString::fromUtf8(n->relname), QString::fromUtf8(n->extra), n->be_pid});
    }
}

TransactionStatus Connection::transactionStatus() const
{
    switch (PQtransactionStatus(m_conn)) {
    case PQTRANS_IDLE:
        return TransactionStatus::Idle;
    case PQTRANS_ACTIVE:
        return TransactionStatus::Active;
    case PQTRANS_INTRANS:
        return TransactionStatus::InTransaction;
    case PQTRANS_INERROR:
        return TransactionStatus::InError;
    case PQTRANS_UNKNOWN:
        break;
    }
    return TransactionStatus::Unknown;
}

QByteArray Connection::parameterStatus(const char *name) const
{
    return PQparameterStatus(m_conn, name);
}

int Connection::serverVersion() const
{
    return PQserverVersion(m_conn);
}

int Connection::backendPid() const
{
    return PQbackendPID(m_conn);
}

bool Connection::isBroken() const
{
    return m_broken || m_abandoned.load() || m_left.load() || PQstatus(m_conn) != CONNECTION_OK;
}

namespace {

QByteArray quoted(PGconn *conn, const QString &text, char *(*quote)(PGconn *, const char *, size_t))
{
    const QByteArray utf8 = text.toUtf8();
    if (utf8.contains('\0'))
        throw Error::client(QStringLiteral("a text with a NUL character cannot be sent to PostgreSQL"));
    const std::unique_ptr<char, decltype(&PQfreemem)> out(quote(conn, utf8.constData(), size_t(utf8.size())), PQfreemem);
    if (!out)
        throw Error::client(QString::fromUtf8(PQerrorMessage(conn)).trimmed());
    return out.get();
}

} // namespace

QByteArray Connection::quoteIdentifier(const QString &name) const
{
    return quoted(m_conn, name, PQescapeIdentifier);
}

QByteArray Connection::quoteLiteral(const QString &text) const
{
    return quoted(m_conn, text, PQescapeLiteral);
}

std::function<void()> Connection::cancelRequest() const
{
    const std::shared_ptr<PGcancel> cancel(PQgetCancel(m_conn), PQfreeCancel);
    return [cancel, origin = m_origin] {
        char complaint[256] = "";
        if (!PQcancel(cancel.get(), complaint, sizeof complaint))
            qCWarning(core::lcPg, "cancel request of %s failed: %s", qUtf8Printable(origin), complaint);
    };
}

void Connection::endStatement()
{
    if (isBroken() || PQtransactionStatus(m_conn) != PQTRANS_ACTIVE)
        return;
    // The request may hang as long as the server does: on a thread of its own, so that a second cancel still ends this.
    const auto sent = std::make_shared<std::atomic<bool>>(false);
    std::thread([request = cancelRequest(), sent] {
        request();
        sent->store(true);
    }).detach();
    const QDeadlineTimer deadline(m_answerMs);
    while (!sent->load()) {
        if (m_abandoned.load())
            throwLost({});
        if (deadline.hasExpired())
            throwSilent();
        ::poll(nullptr, 0, 1);
    }
    finishStatement();
}

int Connection::socket() const
{
    return PQsocket(m_conn);
}

void Connection::drainIdle()
{
    const bool alive = PQconsumeInput(m_conn);
    while (!PQisBusy(m_conn)) { // parses what came
        const ResultPtr result(PQgetResult(m_conn));
        if (!result)
            break;
        check(result.get(), {});
    }
    if (!alive || m_farewell || PQstatus(m_conn) != CONNECTION_OK)
        throwLost({});
    takeNotifications();
    reportParameters();
}

void Connection::abandon()
{
    m_abandoned.store(true);
}

void Connection::leave()
{
    m_left.store(true);
}

Transaction::Transaction(Connection &connection, const QByteArray &modes)
    : m_connection(connection)
{
    m_connection.begin(modes);
}

Transaction::~Transaction()
{
    if (!m_open || m_connection.isBroken())
        return;
    try {
        m_connection.rollback();
    } catch (const std::exception &e) {
        // Nothing to add: the connection is broken, and with it the transaction is gone.
        qCDebug(core::lcPg, "rollback: %s", e.what());
    }
}

void Transaction::commit()
{
    m_open = false;
    m_connection.commit();
}

} // namespace quiver::pg
