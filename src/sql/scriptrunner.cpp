// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/scriptrunner.h"

#include "sql/bindquery.h"
#include "sql/scanner.h"

#include <QElapsedTimer>

#include <algorithm>

namespace quiver::sql {

namespace {

constexpr qsizetype copyPiece = 64 * 1024;
constexpr qint64 copyFlushMs = 40; // as statements do: slow lines show up too

double elapsed(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

/// The lines of COPY ... TO STDOUT as a result of one column.
class CopyLines
{
public:
    CopyLines(pg::RowSink &sink, const std::stop_token &stop)
        : m_sink(sink), m_stop(stop),
          m_columns(std::make_shared<std::vector<pg::Column>>(
              std::vector<pg::Column>{{.name = QByteArrayLiteral("COPY"), .type = pg::oid::Text}})),
          m_builder(m_columns)
    {
        m_timer.start();
        m_sink.begin(m_columns);
    }

    void add(std::string_view line)
    {
        if (outcome.rows == 0)
            outcome.firstRowMs = elapsed(m_timer);
        if (!line.empty() && line.back() == '\n')
            line.remove_suffix(1);
        m_builder.add(line.data(), line.size());
        m_builder.endRow();
        ++outcome.rows;
        outcome.bytes += qint64(line.size());
        if (m_builder.isFull() || outcome.rows == 1 || m_sinceFlush.elapsed() >= copyFlushMs)
            flush();
    }

    void flush()
    {
        if (m_builder.rowCount() > 0)
            m_sink.append(m_builder.take(), m_stop);
        m_sinceFlush.start();
    }

    pg::Outcome outcome{.commandTag = {}, .returnedRows = true};

private:
    pg::RowSink &m_sink;
    const std::stop_token m_stop;
    pg::Columns m_columns;
    pg::RowBatchBuilder m_builder;
    QElapsedTimer m_timer;
    QElapsedTimer m_sinceFlush;
};

} // namespace

ScriptRunner::ScriptRunner(QString script, std::vector<Statement> statements, ScriptOptions options, ScriptListener &listener)
    : m_script(std::move(script)), m_statements(std::move(statements)), m_options(options), m_listener(listener)
{
}

void ScriptRunner::run(pg::Connection &connection, core::JobContext &job)
{
    m_stop = job.stopToken();
    std::exception_ptr failure;
    for (std::size_t i = 0; i < m_statements.size(); ++i) {
        job.throwIfCancelled();
        if (m_statements.size() > 1 || !m_options.phase.isEmpty())
            job.report({m_options.phase, qint64(i), qint64(m_statements.size()), QStringLiteral("statements"), {}});
        m_listener.statementStarted(i);
        const StatementReport report = runOne(connection, i);
        m_listener.statementFinished(report);
        if (report.cancelled)
            throw core::Cancelled();
        if (report.succeeded())
            continue;
        if (report.error) {
            failure = std::make_exception_ptr(*report.error);
        } else {
            failure = std::make_exception_ptr(core::Error(QStringLiteral("a statement cannot be sent to the server")));
        }
        // What comes next was written for a session that is gone, with its settings and temporary tables.
        if (m_options.stopOnError || connection.isBroken())
            break;
    }
    if (failure)
        std::rethrow_exception(failure);
}

StatementReport ScriptRunner::runOne(pg::Connection &connection, std::size_t index)
{
    const Statement &statement = m_statements[index];
    StatementReport report;
    report.index = index;
    report.startedAt = QDateTime::currentDateTimeUtc();
    const NumberedStatement sent = sentOf(statement);
    const Classification kind = classify(sent.sql);
    report.changesNames = kind.kind == Classification::Kind::Ddl;
    report.refusal = refusalOf(statement, kind);
    if (report.refusal != Refusal::None)
        return report;
    QElapsedTimer timer;
    timer.start();
    try {
        if (m_options.manualCommit && connection.transactionStatus() == pg::TransactionStatus::Idle
            && !kind.refusesTransaction && kind.kind != Classification::Kind::Transaction) {
            connection.begin();
            m_listener.transactionBegun();
            timer.restart();
        }
        report.outcome = send(connection, sent, kind, index);
    } catch (const core::Cancelled &) {
        report.cancelled = true;
    } catch (const pg::Error &error) {
        report.error = sent.names.isEmpty() ? error : asWritten(error, sent);
    } catch (const core::Error &error) { // a disk that is full: the rows so far stand, and their result must be closed
        report.error = pg::Error::client(error.message());
    }
    report.durationMs = elapsed(timer);
    return report;
}

Refusal ScriptRunner::refusalOf(const Statement &statement, const Classification &kind) const
{
    if (statement.kind == Statement::Kind::MetaCommand)
        return Refusal::MetaCommand;
    if (statement.problem == Statement::Problem::NulCharacter)
        return Refusal::NulCharacter; // libpq would send the text up to there and run it
    if (kind.kind == Classification::Kind::CopyIn && !statement.hasData())
        return Refusal::CopyWithoutData;
    return Refusal::None;
}

QByteArray ScriptRunner::sqlOf(const Statement &statement) const
{
    return QStringView(m_script).sliced(statement.begin, statement.end - statement.begin).toUtf8();
}

NumberedStatement ScriptRunner::sentOf(const Statement &statement) const
{
    const QStringView written = QStringView(m_script).sliced(statement.begin, statement.end - statement.begin);
    if (m_options.parameters && statement.kind == Statement::Kind::Sql)
        return numbered(written);
    return {.sql = written.toString(), .names = {}, .places = {}};
}

pg::Outcome ScriptRunner::send(pg::Connection &connection, const NumberedStatement &sent, const Classification &kind,
                               std::size_t index)
{
    const Statement &statement = m_statements[index];
    switch (kind.kind) {
    case Classification::Kind::CopyIn: return copyIn(connection, statement);
    case Classification::Kind::CopyOut: return copyOut(connection, statement, m_listener.sinkFor(index));
    default:
        return connection.stream(sent.names.isEmpty() ? pg::Query(sent.sql) : boundQuery(connection, sent, *m_options.parameters),
                                 m_listener.sinkFor(index));
    }
}

pg::Outcome ScriptRunner::copyIn(pg::Connection &connection, const Statement &statement)
{
    QElapsedTimer timer;
    timer.start();
    const QByteArray data =
        QStringView(m_script).sliced(statement.dataBegin, statement.dataEnd - statement.dataBegin).toUtf8();
    qsizetype done = 0;
    pg::Outcome outcome;
    outcome.rows = connection.copyIn(sqlOf(statement), [&](QByteArray &piece) {
        if (done >= data.size())
            return false;
        piece = data.mid(done, copyPiece);
        done += piece.size();
        if (done >= data.size() && !data.endsWith('\n'))
            piece += '\n';
        return true;
    });
    outcome.bytes = data.size();
    outcome.commandTag = "COPY " + QByteArray::number(outcome.rows);
    outcome.totalMs = elapsed(timer);
    return outcome;
}

pg::Outcome ScriptRunner::copyOut(pg::Connection &connection, const Statement &statement, pg::RowSink &sink)
{
    QElapsedTimer timer;
    timer.start();
    CopyLines lines(sink, m_stop);
    try {
        const qint64 rows = connection.copyOut(sqlOf(statement), [&](std::string_view line) { lines.add(line); });
        lines.outcome.commandTag = "COPY " + QByteArray::number(rows);
    } catch (...) {
        lines.flush(); // what arrived stays to be seen
        throw;
    }
    lines.flush();
    lines.outcome.totalMs = elapsed(timer);
    return lines.outcome;
}

TextRange errorRange(QStringView statement, int position)
{
    qsizetype at = 0;
    for (int point = 1; point < position && at < statement.size(); ++point)
        at += statement[at].isHighSurrogate() && at + 1 < statement.size() ? 2 : 1;
    if (at >= statement.size())
        return {std::max<qsizetype>(0, statement.size() - 1), statement.size()};
    const Token token = Scanner(statement, at).next();
    if (token.kind == Token::Kind::End)
        return {at, at + 1};
    // A string over many lines is not underlined as a whole.
    const qsizetype lineEnd = statement.indexOf(u'\n', token.begin);
    return {token.begin, lineEnd < 0 ? token.end : std::min(token.end, std::max(lineEnd, token.begin + 1))};
}

} // namespace quiver::sql
