// SPDX-License-Identifier: GPL-3.0-or-later
// One PGconn with a blocking interface for linear code on a Session's thread. Nothing else touches the PGconn.
//
// Blocking here means: waiting in poll() on the socket and on the session's wake-up pipe, never inside libpq. So a second
// cancel ends any wait at once, also when the server is stopped or the network is gone.
// Every function throws pg::Error when the server refuses or the connection breaks, and core::Cancelled when the job was
// cancelled. After an error with connectionUsable() == false the Session reconnects on its next work.
#pragma once

#include "pg/connectoptions.h"
#include "pg/connectreport.h"
#include "pg/notice.h"
#include "pg/query.h"
#include "pg/readonlyguard.h"
#include "pg/result.h"
#include "pg/statementlog.h"

#include <QMap>

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>

struct pg_conn;
struct pg_result;

namespace quiver::pg {

class TypeRegistry;
struct ConnectPlan;
struct ListedHost;
struct PlannedHost;

enum class ResultFormat {
    Text,   ///< everything as the server's text
    Auto,   ///< binary when every column has a codec, text otherwise
};

struct StreamOptions {
    ResultFormat format = ResultFormat::Auto;
    /// A batch that is not full is handed on after this long, so that slow rows show up too.
    int flushAfterMs = 40;
};

class Connection
{
public:
    /// Connects to the first host of the list that is there and of the role asked for; it goes on to the next one where a host
    /// cannot be reached, does not answer in time, starts up, or has another role, but not where a server refuses.
    /// \p wakeFd is readable when a wait must end at once; \p stop ends the attempt to connect.
    /// \throws ConnectError; pg::Error (Kind::Client) for options that are wrong in themselves; core::Cancelled
    Connection(const ConnectOptions &options, std::shared_ptr<TypeRegistry> types, ConnectionEvents events, StatementLog *log,
               const QString &origin, int wakeFd, const std::stop_token &stop);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Runs one statement and returns its whole result as text. For statements that return little.
    Result exec(const Query &query);
    /// Runs one statement and hands its rows to \p sink while they arrive. Empty statements are fine.
    Outcome stream(const Query &query, RowSink &sink, const StreamOptions &options = {});

    /// A server-side prepared statement. \throws pg::Error at the statement's first mistake
    void prepare(const QByteArray &name, const QByteArray &sql, const std::vector<Oid> &types = {});
    /// The columns that a prepared statement ("" is the unnamed one) will return, in text format.
    Columns describe(const QByteArray &name);
    /// Runs a prepared statement; \p binary asks for all columns in binary.
    Outcome streamPrepared(const QByteArray &name, const std::vector<Param> &params, bool binary, RowSink &sink,
                           const StreamOptions &options = {});

    /// COPY ... TO STDOUT: hands every CopyData message to \p consume. Returns the number of rows.
    qint64 copyOut(const Query &query, const std::function<void(std::string_view)> &consume);
    /// COPY ... FROM STDIN: \p produce fills the buffer with the next piece and returns false when there is no more; what it
    /// throws ends the COPY and is thrown on. Returns the number of rows.
    qint64 copyIn(const Query &query, const std::function<bool(QByteArray &)> &produce);

    // Transactions by hand; see Transaction for the guard.
    void begin(const QByteArray &modes = {}); ///< modes: "READ ONLY", "ISOLATION LEVEL SERIALIZABLE", ...
    void commit();
    void rollback();

    /// While on, the server refuses every write, whatever the statements do; see ReadOnlyGuard. A transaction that is open
    /// becomes read-only with its next statement and stays so. Without effect where ConnectOptions::readOnly holds for good.
    void setReadOnly(bool on);
    bool isReadOnly() const { return m_guard.isOn(); }

    TransactionStatus transactionStatus() const;
    QByteArray parameterStatus(const char *name) const; ///< as the server last reported it: "TimeZone", "server_version"
    int serverVersion() const;                          ///< 150018 for 15.18
    int backendPid() const;
    const QString &host() const { return m_host; } ///< that of the list which it goes to: "db2:5432"
    /// How it was made: all hosts tried, the last one with success.
    const ConnectReport &connectReport() const { return m_report; }
    /// Whether a transaction was open after the latest statement that ended; still known when the connection is lost.
    bool wasInTransaction() const { return m_inTransaction; }
    bool isBroken() const; ///< lost, or given up by a second cancel
    const std::shared_ptr<TypeRegistry> &types() const { return m_types; }

    /// An identifier or literal quoted by libpq for this connection. \throws pg::Error for text it cannot quote (NUL bytes)
    QByteArray quoteIdentifier(const QString &name) const;
    QByteArray quoteLiteral(const QString &text) const;

    // --- for Session ---
    void setStopToken(std::stop_token stop) { m_stop = std::move(stop); }
    /// Sends a request to cancel what runs now; may be kept and called on any thread, also after the connection is gone.
    std::function<void()> cancelRequest() const;
    int socket() const;
    /// Reads what the server sent unasked (notices, notifications, its farewell). \throws pg::Error when it is gone
    void drainIdle();
    /// An empty round trip; a line that is silent for answerTimeout, at most 5 s, counts as dead.
    void ping();
    /// From now on every wait ends at once and the connection counts as broken.
    void abandon();
    /// The same, and the server is not asked to stop: what waits ends with pg::Error as when the connection is lost.
    void leave();

private:
    friend class RepeatedStatement;
    class LogEntry;
    struct ResultDeleter {
        void operator()(pg_result *result) const;
    };
    using ResultPtr = std::unique_ptr<pg_result, ResultDeleter>;

    class Receiver;
    void connect(const ConnectOptions &options, const std::stop_token &stop);
    bool tryHost(const PlannedHost &host, const ConnectPlan &plan, const QByteArray &role, const std::stop_token &stop);
    void startConnecting(const PlannedHost &host, const ConnectPlan &plan, const QByteArray &role);
    void connectionStands(const ListedHost &host);
    void applyOptions(const ConnectOptions &options);
    void applySettings(const QList<std::pair<QString, QString>> &settings);
    enum class Wait { Read, Write };
    bool waitFor(Wait direction, int timeoutMs); ///< false after \p timeoutMs; -1 waits for ever
    void awaitAnswer(); ///< until the server said something; throws when it is silent for too long
    void readyToSend();                          ///< throws where nothing may be sent now
    void flushOut();
    ResultPtr nextResult(); ///< null at the end of the statement
    void finishStatement(); ///< reads up to the end, tells what changed
    void check(const pg_result *result, const QByteArray &sql);
    void sent(int ok, const QByteArray &sql);
    void sendPrepare(const QByteArray &name, const QByteArray &sql, const std::vector<Oid> &types);
    Columns describeUnlogged(const QByteArray &name, const QByteArray &sql);
    bool prepareForBinary(const Query &query);
    void sendPrepared(const QByteArray &name, const std::vector<Param> &params, bool binary, const QByteArray &sql);
    Outcome receive(const QByteArray &sql, RowSink &sink, const StreamOptions &options, const LogEntry &entry);
    void keepWhatArrived(Receiver &receiver);
    void endStatement(); ///< after a failure on this side in mid-statement: ready for the next one
    template<typename Work>
    auto guarded(const QByteArray &sql, Work work);
    StatementFacts guardBefore(const QByteArray &sql);
    void unwrap(bool succeeded);
    Error explained(const Error &error, const StatementFacts &facts) const;
    void tellReadOnly();
    Result execUnguarded(const Query &query);
    void startCopy(const Query &query, int expected);
    qint64 finishCopy(const QByteArray &sql);
    [[noreturn]] void throwLost(const QByteArray &sql);
    [[noreturn]] void throwSilent();
    [[noreturn]] void throwError(const pg_result *result, const QByteArray &sql);
    void reportParameters();
    static void onNotice(void *self, const pg_result *result);
    void takeNotifications();

    pg_conn *m_conn = nullptr;
    std::shared_ptr<TypeRegistry> m_types;
    ConnectionEvents m_events;
    StatementLog *m_log;
    QString m_origin;
    int m_wakeFd;
    std::stop_token m_stop;
    std::atomic<bool> m_abandoned{false};
    std::atomic<bool> m_left{false};
    static constexpr int maxAnswerTimeout = 7 * 24 * 60 * 60; // seconds; poll() counts milliseconds in an int
    ConnectReport m_report;
    QString m_host;
    int m_answerMs = -1; // for which the server may be silent while it owes an answer; -1: as long as it likes
    ReadOnlyGuard m_guard{false};
    bool m_wrapped = false; // the guard's own transaction is open around a statement
    std::vector<Oid> m_unnamedTypes; // of the unnamed prepared statement
    bool m_broken = false;
    bool m_inTransaction = false;
    bool m_connecting = true; // until its settings are applied
    std::optional<Diagnostics> m_farewell; // what a server said that shut us out between two statements
    QMap<QByteArray, QByteArray> m_reported;
};

/// Rolls back at the end of its scope unless commit() was called.
class Transaction
{
public:
    explicit Transaction(Connection &connection, const QByteArray &modes = {});
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    void commit();

private:
    Connection &m_connection;
    bool m_open = true;
};

/// Holds a connection read-only to the end of its scope.
class ReadOnlyScope
{
public:
    explicit ReadOnlyScope(Connection &connection) : m_connection(connection), m_before(connection.isReadOnly())
    {
        m_connection.setReadOnly(true);
    }
    ~ReadOnlyScope() { m_connection.setReadOnly(m_before); }
    ReadOnlyScope(const ReadOnlyScope &) = delete;
    ReadOnlyScope &operator=(const ReadOnlyScope &) = delete;

private:
    Connection &m_connection;
    const bool m_before;
};

} // namespace quiver::pg
