// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Connection that makes the connection: one host of the list after the other, each with its own time limit.
#include "pg/connection.h"

#include "pg/connectplan.h"
#include "pg/diagnostics.h"
#include "pg/hostlookup.h"
#include "pg/tlsfacts.h"

#include <libpq-fe.h>

#include <QDeadlineTimer>
#include <QElapsedTimer>

#include <algorithm>

namespace quiver::pg {

using namespace Qt::StringLiterals;

namespace {

Diagnostics noAnswer(const QString &message)
{
    Diagnostics d;
    d.severity = u"FATAL"_s;
    d.sqlState = u"08001"_s;
    d.message = message;
    return d;
}

/// Adds the time between two looks to the stage that libpq was in meanwhile.
class StageClock
{
public:
    explicit StageClock(HostAttempt &attempt) : m_attempt(attempt) { m_timer.start(); }

    ConnectStage stage() const { return m_stage; }
    void passed(ConnectStage next)
    {
        double &sum = m_stage == ConnectStage::Reach ? m_attempt.reachMs
                      : m_stage == ConnectStage::Tls ? m_attempt.tlsMs : m_attempt.authenticationMs;
        sum = std::max(sum, 0.0) + double(m_timer.nsecsElapsed()) / 1e6;
        m_timer.start();
        m_stage = next;
    }

private:
    HostAttempt &m_attempt;
    ConnectStage m_stage = ConnectStage::Reach;
    QElapsedTimer m_timer;
};

/// What libpq is about now. States of a newer libpq that this one does not know come after the handshakes.
ConnectStage stageOf(const PGconn *conn, ConnectStage before)
{
    switch (PQstatus(conn)) {
    case CONNECTION_STARTED:
    case CONNECTION_NEEDED:
    case CONNECTION_MADE: // its next step sends the first bytes; what follows them is another state
        return ConnectStage::Reach;
    case CONNECTION_SSL_STARTUP:
    case CONNECTION_GSS_STARTUP:
        return ConnectStage::Tls;
    case CONNECTION_BAD:
        return before;
    default:
        return ConnectStage::Authentication;
    }
}

/// libpq does not say at which stage it failed where one step went through several; its words (in English here) do.
ConnectStage failedStage(const Diagnostics &error, ConnectStage last)
{
    if (!error.sqlState.isEmpty())
        return ConnectStage::Authentication; // the server spoke
    if (error.message.contains("hot standby mode"_L1) || error.message.contains("session is read-only"_L1)
        || error.message.contains("session is not read-only"_L1))
        return ConnectStage::Role;
    // With TLS 1.3 a server refuses the client's certificate after the handshake.
    if (error.message.contains("SSL error"_L1) || error.message.contains("does not support SSL"_L1)
        || error.message.contains("private key file"_L1) || error.message.contains("certificate file"_L1))
        return ConnectStage::Tls;
    return last;
}

/// A list is there for hosts that are down or play another role. A server that is there and refuses is an answer, as libpq sees
/// it too: the next one would only hide it. Starting up and shutting down (57P03) is no answer.
bool mayGoOn(const HostAttempt &attempt)
{
    if (attempt.failedAt == ConnectStage::Lookup || attempt.failedAt == ConnectStage::Reach || attempt.failedAt == ConnectStage::Role)
        return true;
    const Diagnostics &e = attempt.error;
    if (!e.sqlState.isEmpty())
        return e.sqlState == "57P03"_L1 || e.sqlState == "08001"_L1;
    static const QStringList lost{u"closed the connection"_s, u"could not receive data"_s, u"could not send data"_s, u"SSL SYSCALL error"_s,
                                  u"SSL connection has been closed"_s};
    return std::any_of(lost.begin(), lost.end(), [&e](const QString &words) { return e.message.contains(words); });
}

} // namespace

Connection::Connection(const ConnectOptions &options, std::shared_ptr<TypeRegistry> types, ConnectionEvents events,
                       StatementLog *log, const QString &origin, int wakeFd, const std::stop_token &stop)
    : m_types(std::move(types)), m_events(std::move(events)), m_log(log), m_origin(origin), m_wakeFd(wakeFd), m_stop(stop)
{
    try {
        connect(options, stop);
        applyOptions(options);
        m_connecting = false;
    } catch (...) {
        PQfinish(m_conn);
        throw;
    }
}

void Connection::connect(const ConnectOptions &options, const std::stop_token &stop)
{
    neverAskAtTerminal();
    const ConnectPlan plan = planConnect(options);
    // A standby is preferred by asking each for one first; only those that are none are asked again.
    QList<PlannedHost> rest;
    for (const PlannedHost &host : plan.hosts) {
        if (tryHost(host, plan, plan.preferStandby ? "standby" : "", stop))
            return;
        if (!mayGoOn(m_report.attempts.last()))
            throw ConnectError(std::move(m_report));
        if (plan.preferStandby && m_report.attempts.last().failedAt == ConnectStage::Role)
            rest << host;
    }
    for (const PlannedHost &host : rest) {
        if (tryHost(host, plan, "any", stop))
            return;
        if (!mayGoOn(m_report.attempts.last()))
            break;
    }
    throw ConnectError(std::move(m_report));
}

/// True when m_conn stands; else the latest attempt of the report says why not. \p role: for target_session_attrs; empty: as in
/// the plan.
bool Connection::tryHost(const PlannedHost &host, const ConnectPlan &plan, const QByteArray &role, const std::stop_token &stop)
{
    const QDeadlineTimer deadline(qint64(plan.seconds) * 1000);
    m_report.attempts << HostAttempt{host.listed.host.isEmpty() ? host.listed.address : host.listed.host, {}, host.listed.port};
    HostAttempt &attempt = m_report.attempts.last();
    const auto failed = [&attempt](ConnectStage stage, Diagnostics error) {
        attempt.failedAt = stage;
        attempt.error = std::move(error);
        return false;
    };

    if (!host.lookUp.isEmpty()) {
        QElapsedTimer timer;
        timer.start();
        try {
            const HostLookup answer = lookUpHosts({host.lookUp}, std::chrono::milliseconds(deadline.remainingTime()), stop);
            attempt.lookupMs = double(timer.nsecsElapsed()) / 1e6;
            if (answer == HostLookup::Stopped)
                throw core::Cancelled();
            if (answer == HostLookup::TimedOut) {
                return failed(ConnectStage::Lookup, noAnswer(u"no address for the host name \"%1\" within %2 s"_s
                                                                 .arg(host.listed.host).arg(plan.seconds)));
            }
        } catch (const Error &e) {
            attempt.lookupMs = double(timer.nsecsElapsed()) / 1e6;
            return failed(ConnectStage::Lookup, e.diagnostics());
        }
    }

    StageClock clock(attempt);
    TlsWatch tls;
    startConnecting(host, plan, role);
    PostgresPollingStatusType next = PQstatus(m_conn) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    clock.passed(stageOf(m_conn, clock.stage()));
    bool inTime = true;
    while (inTime && (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING)) {
        if (stop.stop_requested())
            throw core::Cancelled();
        inTime = waitFor(next == PGRES_POLLING_READING ? Wait::Read : Wait::Write, int(deadline.remainingTime()));
        if (inTime)
            next = PQconnectPoll(m_conn);
        clock.passed(stageOf(m_conn, clock.stage()));
        tls.look(m_conn);
    }
    m_report.tls = tls.facts(m_conn);
    attempt.address = QString::fromUtf8(PQhostaddr(m_conn));
    if (next == PGRES_POLLING_OK) {
        if (m_report.tls.protocol.isEmpty())
            attempt.tlsMs = -1; // asked, and both sides went on without
        m_report.usedPassword = PQconnectionUsedPassword(m_conn);
        connectionStands(host.listed);
        return true;
    }
    if (inTime) {
        const Diagnostics error = connectDiagnostics(m_conn);
        failed(failedStage(error, clock.stage()), error);
    } else {
        failed(clock.stage(), noAnswer(u"no answer from %1 within %2 s"_s.arg(host.listed.name()).arg(plan.seconds)));
    }
    PQfinish(std::exchange(m_conn, nullptr));
    return false;
}

void Connection::startConnecting(const PlannedHost &host, const ConnectPlan &plan, const QByteArray &role)
{
    Keywords all = plan.keywords + host.keywords;
    if (!role.isEmpty())
        all.emplaceBack("target_session_attrs", role);
    std::vector<const char *> keywords, values;
    for (const auto &[keyword, value] : std::as_const(all)) {
        keywords.push_back(keyword.constData());
        values.push_back(value.constData());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    m_conn = PQconnectStartParams(keywords.data(), values.data(), 0);
    if (!m_conn)
        throw std::bad_alloc();
    PQsetErrorVerbosity(m_conn, PQERRORS_VERBOSE); // for connectDiagnostics()
}

void Connection::connectionStands(const ListedHost &host)
{
    m_host = host.name();
    PQsetErrorVerbosity(m_conn, PQERRORS_DEFAULT);
    PQsetNoticeReceiver(m_conn, &Connection::onNotice, this);
    // Or a long statement would wait inside of libpq for a server that does not read, where no cancel ends the wait.
    PQsetnonblocking(m_conn, 1);
    reportParameters();
}

void Connection::applyOptions(const ConnectOptions &options)
{
    HostAttempt &attempt = m_report.attempts.last();
    QElapsedTimer timer;
    timer.start();
    m_answerMs = options.answerTimeout > 0 ? std::min(options.answerTimeout, maxAnswerTimeout) * 1000 : -1;
    try {
        // A database without an encoding holds any bytes, and the server refuses to call them UTF-8: take them as they are.
        if (parameterStatus("server_encoding") == "SQL_ASCII")
            exec("SET client_encoding TO 'SQL_ASCII'");
        applySettings(options.settings);
        if (options.readOnly) { // not at start-up: a pooler would refuse it, and target_session_attrs would mistake the server
            exec("SET default_transaction_read_only TO on");
            m_guard = ReadOnlyGuard(true);
        }
    } catch (const Error &e) {
        attempt.settingsMs = double(timer.nsecsElapsed()) / 1e6;
        attempt.failedAt = ConnectStage::Settings;
        attempt.error = e.diagnostics();
        throw ConnectError(std::move(m_report));
    }
    attempt.settingsMs = double(timer.nsecsElapsed()) / 1e6;
}

void Connection::applySettings(const QList<std::pair<QString, QString>> &settings)
{
    if (settings.isEmpty())
        return;
    Query query("SELECT ");
    for (const auto &[name, value] : settings) {
        if (!query.params.empty())
            query.sql += ", ";
        query.params.push_back(Param::text(name, oid::Text));
        query.params.push_back(Param::text(value, oid::Text));
        query.sql += "pg_catalog.set_config($" + QByteArray::number(qsizetype(query.params.size()) - 1) + ", $"
                     + QByteArray::number(qsizetype(query.params.size())) + ", false)";
    }
    exec(query);
}

} // namespace quiver::pg
