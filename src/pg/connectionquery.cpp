// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Connection that sends statements and receives rows.
#include "pg/connection.h"

#include "pg/connectionguard.h"
#include "pg/connectionlog.h"
#include "pg/paramarrays.h"
#include "pg/typeregistry.h"

#include <libpq-fe.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include <QScopeGuard>

namespace quiver::pg {

namespace {

constexpr int maxPingMs = 5000;
constexpr qsizetype copySlice = 256 * 1024; // libpq keeps what it is given until it is sent

/// A reader that sleeps until data come is woken at every 8 kB, and the waking costs the server more than the sending does. While
/// nobody waits at the socket, data gather in its buffer, which holds far more than a server sends meanwhile.
constexpr std::chrono::microseconds copyGathering(100);

/// libpq takes texts up to their first NUL: what follows would be cut off and the rest be run.
void refuseNul(const Query &query)
{
    if (query.sql.contains('\0'))
        throw Error::client(QStringLiteral("the statement has a NUL character, which PostgreSQL cannot take; nothing was sent"));
    for (const Param &param : query.params) {
        if (param.format == Format::Text && param.value && param.value->contains('\0'))
            throw Error::client(QStringLiteral("a parameter has a NUL character, which PostgreSQL cannot store in a text; nothing was sent"));
    }
}

Columns columnsOf(const PGresult *result)
{
    auto columns = std::make_shared<std::vector<Column>>();
    for (int i = 0; i < PQnfields(result); ++i) {
        columns->push_back({PQfname(result, i), PQftype(result, i), PQfmod(result, i), PQftable(result, i),
                            PQftablecol(result, i), Format(PQfformat(result, i))});
    }
    return columns;
}

class CollectingSink final : public RowSink
{
public:
    void begin(const Columns &columns) override { result.columns = columns; }
    void append(RowBatchPtr batch, const std::stop_token &) override { result.add(std::move(batch)); }
    Result result;
};

} // namespace

/// Turns libpq's one-row results into batches, and knows when to hand one on.
class Connection::Receiver
{
public:
    Receiver(RowSink &sink, const StreamOptions &options, const std::stop_token &stop, const LogEntry &entry)
        : m_sink(sink), m_options(options), m_stop(stop), m_entry(entry)
    {
    }

    void take(const PGresult *result)
    {
        const int rows = PQntuples(result);
        if (!m_builder) {
            m_columns = columnsOf(result);
            m_columnCount = int(m_columns->size());
            m_builder.emplace(m_columns);
            outcome.returnedRows = true;
            m_sink.begin(m_columns);
        }
        for (int row = 0; row < rows; ++row) {
            if (outcome.rows == 0)
                outcome.firstRowMs = elapsedMs();
            qint64 bytes = 0;
            for (int column = 0; column < m_columnCount; ++column) {
                const int length = PQgetlength(result, row, column);
                if (length == 0 && PQgetisnull(result, row, column)) {
                    m_builder->addNull();
                } else {
                    m_builder->add(PQgetvalue(result, row, column), std::size_t(length));
                    bytes += length;
                }
            }
            outcome.bytes += bytes;
            m_builder->endRow();
            ++outcome.rows;
        }
        if (m_builder->isFull())
            flush();
    }

    bool hasRows() const { return m_builder && m_builder->rowCount() > 0; }
    /// Milliseconds until the rows so far should be shown: the first ones at once, later ones after a while.
    int patienceMs() const
    {
        return m_flushed ? std::max(0, m_options.flushAfterMs - int(m_sinceFlush.elapsed())) : 0;
    }
    void flush()
    {
        if (!hasRows())
            return;
        m_flushed = true;
        m_sink.append(m_builder->take(), m_stop);
        m_stopped = m_stop.stop_requested();
        m_sinceFlush.start();
    }
    /// A stop was requested before the sink had the latest rows: it may not have taken them.
    bool stopped() const { return m_stopped; }
    /// Since the statement was handed to us: parsing and planning count, as the user waits for them too.
    double elapsedMs() const { return m_entry.elapsedMs(); }

    Outcome outcome;

private:
    RowSink &m_sink;
    const StreamOptions m_options;
    const std::stop_token m_stop;
    const LogEntry &m_entry;
    Columns m_columns;
    int m_columnCount = 0;
    std::optional<RowBatchBuilder> m_builder;
    bool m_flushed = false;
    bool m_stopped = false;
    QElapsedTimer m_sinceFlush;
};

Result Connection::exec(const Query &query)
{
    return guarded(query.sql, [&] { return execUnguarded(query); });
}

Result Connection::execUnguarded(const Query &query)
{
    CollectingSink sink;
    LogEntry entry(*this, query.sql, query.params.size(), query.isPolled);
    return entry.watch([&] {
        readyToSend();
        refuseNul(query);
        const ParamArrays params(query.params);
        sent(PQsendQueryParams(m_conn, query.sql.constData(), params.count(), params.types.data(), params.values.data(),
                               params.lengths.data(), params.formats.data(), 0),
             query.sql);
        sink.result.outcome = receive(query.sql, sink, {}, entry);
        entry.setRows(sink.result.outcome.rows);
        return std::move(sink.result);
    });
}

Outcome Connection::stream(const Query &query, RowSink &sink, const StreamOptions &options)
{
    return guarded(query.sql, [&] {
        LogEntry entry(*this, query.sql, query.params.size());
        return entry.watch([&] {
            readyToSend();
            refuseNul(query);
            const bool binary = options.format == ResultFormat::Auto && prepareForBinary(query);
            if (options.format == ResultFormat::Text) {
                const ParamArrays params(query.params);
                sent(PQsendQueryParams(m_conn, query.sql.constData(), params.count(), params.types.data(), params.values.data(),
                                       params.lengths.data(), params.formats.data(), 0),
                     query.sql);
            } else {
                sendPrepared({}, query.params, binary, query.sql);
            }
            const Outcome outcome = receive(query.sql, sink, options, entry);
            entry.setRows(outcome.rows);
            return outcome;
        });
    });
}

/// Leaves \p query prepared as the unnamed statement; true when each of its columns has a binary codec.
bool Connection::prepareForBinary(const Query &query)
{
    std::vector<Oid> types;
    for (const Param &param : query.params)
        types.push_back(param.type);
    sendPrepare({}, query.sql, types);
    const Columns columns = describeUnlogged({}, query.sql);
    if (columns->empty())
        return false;
    std::vector<Oid> unknown;
    for (const Column &column : *columns) {
        if (m_types->type(column.type).name.isEmpty())
            unknown.push_back(column.type);
    }
    if (!unknown.empty()) {
        m_types->resolve(*this, unknown);
        sendPrepare({}, query.sql, types); // the look-up took the unnamed statement's place
    }
    // Our codecs write what the server would have written under these settings only.
    if (!parameterStatus("DateStyle").startsWith("ISO") || parameterStatus("IntervalStyle") != "postgres")
        return false;
    const QByteArray timeZone = parameterStatus("TimeZone");
    return std::all_of(columns->begin(), columns->end(),
                       [&](const Column &column) { return m_types->hasBinaryCodec(column.type, timeZone); });
}

void Connection::prepare(const QByteArray &name, const QByteArray &sql, const std::vector<Oid> &types)
{
    LogEntry entry(*this, "PREPARE " + name + " AS " + sql, 0);
    entry.watch([&] {
        readyToSend();
        refuseNul({sql});
        sendPrepare(name, sql, types);
        m_guard.prepared(name, sql);
        if (name.isEmpty())
            m_unnamedTypes = types;
    });
}

void Connection::sendPrepare(const QByteArray &name, const QByteArray &sql, const std::vector<Oid> &types)
{
    const std::vector<::Oid> oids(types.begin(), types.end());
    sent(PQsendPrepare(m_conn, name.constData(), sql.constData(), int(oids.size()), oids.data()), sql);
    flushOut();
    const ResultPtr result = nextResult();
    if (result)
        check(result.get(), sql);
    finishStatement();
}

Columns Connection::describe(const QByteArray &name)
{
    readyToSend();
    return describeUnlogged(name, {});
}

Columns Connection::describeUnlogged(const QByteArray &name, const QByteArray &sql)
{
    sent(PQsendDescribePrepared(m_conn, name.constData()), sql);
    flushOut();
    const ResultPtr result = nextResult();
    if (!result)
        throwLost(sql);
    check(result.get(), sql);
    Columns columns = columnsOf(result.get());
    finishStatement();
    return columns;
}

void Connection::sendPrepared(const QByteArray &name, const std::vector<Param> &params, bool binary, const QByteArray &sql)
{
    const ParamArrays arrays(params);
    sent(PQsendQueryPrepared(m_conn, name.constData(), arrays.count(), arrays.values.data(), arrays.lengths.data(),
                             arrays.formats.data(), binary ? 1 : 0),
         sql);
}

Outcome Connection::streamPrepared(const QByteArray &name, const std::vector<Param> &params, bool binary, RowSink &sink,
                                   const StreamOptions &options)
{
    const QByteArray sql = "EXECUTE " + name;
    const auto work = [&] {
        LogEntry entry(*this, sql, params.size());
        return entry.watch([&] {
            readyToSend();
            refuseNul({sql, params});
            sendPrepared(name, params, binary, sql);
            const Outcome outcome = receive(sql, sink, options, entry);
            entry.setRows(outcome.rows);
            return outcome;
        });
    };
    if (!m_guard.isOn())
        return work();
    const QByteArray text = m_guard.textOf(name);
    return guarded(text.isEmpty() ? sql : text, [&] {
        if (name.isEmpty() && !text.isEmpty()) // the guard's own statement took its place
            sendPrepare({}, text, m_unnamedTypes);
        return work();
    });
}

Outcome Connection::receive(const QByteArray &sql, RowSink &sink, const StreamOptions &options,
                            const LogEntry &entry)
{
    PQsetSingleRowMode(m_conn);
    flushOut();
    Receiver receiver(sink, options, m_stop, entry);
    try {
        for (;;) {
            while (PQisBusy(m_conn)) {
                if (receiver.hasRows() && !waitFor(Wait::Read, receiver.patienceMs()))
                    receiver.flush();
                else if (!receiver.hasRows())
                    awaitAnswer();
                if (!PQconsumeInput(m_conn))
                    throwLost(sql);
            }
            const ResultPtr result(PQgetResult(m_conn));
            if (!result)
                break;
            switch (PQresultStatus(result.get())) {
            case PGRES_SINGLE_TUPLE:
                receiver.take(result.get());
                break;
            case PGRES_TUPLES_OK:
                receiver.take(result.get());
                receiver.outcome.commandTag = PQcmdStatus(result.get());
                break;
            case PGRES_COMMAND_OK:
                receiver.outcome.commandTag = PQcmdStatus(result.get());
                receiver.outcome.rows = QByteArray(PQcmdTuples(result.get())).toLongLong();
                break;
            case PGRES_COPY_IN:
            case PGRES_COPY_BOTH:
                PQputCopyEnd(m_conn, "no data for COPY FROM STDIN");
                flushOut();
                break;
            case PGRES_COPY_OUT:
                throw Error::client(QStringLiteral("COPY TO STDOUT returns no rows; use copyOut()"));
            default:
                check(result.get(), sql);
            }
        }
        receiver.flush();
    } catch (...) { // also when memory runs out: the connection must not stay in the middle of a statement
        keepWhatArrived(receiver);
        throw;
    }
    // The statement was quicker than the request, but what the sink refused is lost: not the whole result.
    if (receiver.stopped())
        throw core::Cancelled();
    takeNotifications();
    reportParameters();
    receiver.outcome.totalMs = receiver.elapsedMs();
    return receiver.outcome;
}

/// After a failure in mid-result: rows that did arrive are the user's, the connection is made ready for the next statement.
void Connection::keepWhatArrived(Receiver &receiver)
{
    try {
        receiver.flush();
    } catch (const std::exception &) {
        // The sink is what failed; its first complaint is on its way already.
    }
    endStatement();
}

void Connection::startCopy(const Query &query, int expected)
{
    refuseNul(query);
    const ParamArrays params(query.params);
    sent(PQsendQueryParams(m_conn, query.sql.constData(), params.count(), params.types.data(), params.values.data(),
                           params.lengths.data(), params.formats.data(), 0),
         query.sql);
    flushOut();
    const ResultPtr result = nextResult();
    if (!result)
        throwLost(query.sql);
    check(result.get(), query.sql);
    if (PQresultStatus(result.get()) != ExecStatusType(expected)) {
        finishStatement();
        throw Error::client(QStringLiteral("the statement is no COPY in this direction"));
    }
}

qint64 Connection::finishCopy(const QByteArray &sql)
{
    const ResultPtr result = nextResult();
    if (!result)
        throwLost(sql);
    check(result.get(), sql);
    const qint64 rows = QByteArray(PQcmdTuples(result.get())).toLongLong();
    finishStatement();
    return rows;
}

qint64 Connection::copyOut(const Query &query, const std::function<void(std::string_view)> &consume)
{
    return guarded(query.sql, [&] {
        LogEntry entry(*this, query.sql, query.params.size());
        return entry.watch([&] {
            readyToSend();
            startCopy(query, PGRES_COPY_OUT);
            for (;;) {
                char *data = nullptr;
                const int length = PQgetCopyData(m_conn, &data, 1);
                const std::unique_ptr<char, decltype(&PQfreemem)> owned(data, PQfreemem);
                if (length > 0) {
                    try {
                        consume({data, std::size_t(length)});
                    } catch (...) {
                        endStatement();
                        throw;
                    }
                } else if (length == 0) {
                    if (!waitFor(Wait::Read, 0)) {
                        std::this_thread::sleep_for(copyGathering);
                        awaitAnswer();
                    }
                    if (!PQconsumeInput(m_conn))
                        throwLost(query.sql);
                } else {
                    break; // -1: end, -2: failed; finishCopy() tells which
                }
            }
            const qint64 rows = finishCopy(query.sql);
            entry.setRows(rows);
            return rows;
        });
    });
}

qint64 Connection::copyIn(const Query &query, const std::function<bool(QByteArray &)> &produce)
{
    return guarded(query.sql, [&] {
        LogEntry entry(*this, query.sql, query.params.size());
        return entry.watch([&] {
            readyToSend();
            startCopy(query, PGRES_COPY_IN);
            std::exception_ptr failure;
            try {
                QByteArray piece;
                while (produce(piece)) {
                    if (m_stop.stop_requested())
                        throw core::Cancelled();
                    for (qsizetype at = 0; at < piece.size(); at += copySlice) {
                        sent(PQputCopyData(m_conn, piece.constData() + at, int(std::min(copySlice, piece.size() - at))) == 1, query.sql);
                        flushOut(); // or libpq would grow its buffer without end
                    }
                    piece.clear();
                }
            } catch (...) {
                failure = std::current_exception();
            }
            if (isBroken())
                throwLost(query.sql);
            PQputCopyEnd(m_conn, failure ? "the sender gave up" : nullptr);
            flushOut();
            if (failure) {
                const ResultPtr refused = nextResult();
                finishStatement();
                std::rethrow_exception(failure);
            }
            const qint64 rows = finishCopy(query.sql);
            entry.setRows(rows);
            return rows;
        });
    });
}

void Connection::begin(const QByteArray &modes)
{
    exec(modes.isEmpty() ? QByteArray("BEGIN") : "BEGIN " + modes);
}

void Connection::commit()
{
    const Result result = exec("COMMIT");
    // A failed transaction answers COMMIT with ROLLBACK and no error: the caller must not believe it is saved.
    if (result.outcome.commandTag == "ROLLBACK")
        throw Error::client(QStringLiteral("the transaction had failed; the server rolled it back instead of committing"));
}

void Connection::rollback()
{
    // Also when the job was cancelled: leaving the transaction open would be worse.
    const std::stop_token stop = std::exchange(m_stop, {});
    try {
        exec("ROLLBACK");
    } catch (...) {
        m_stop = stop;
        throw;
    }
    m_stop = stop;
}

void Connection::ping()
{
    const int limit = m_answerMs;
    m_answerMs = limit < 0 ? maxPingMs : std::min(limit, maxPingMs);
    const auto restored = qScopeGuard([this, limit] { m_answerMs = limit; });
    exec("-- ping"); // an empty statement that explains itself in the logs
}

} // namespace quiver::pg
