// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/copyfrom.h"

#include "core/sentence.h"
#include "load/batchsender.h"
#include "load/exportquery.h"
#include "load/loadsteps.h"
#include "load/sequences.h"
#include "load/sessionwork.h"
#include "sql/quoter.h"

#include <QElapsedTimer>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::TypeKind;

namespace {

constexpr qsizetype pieceBytes = 256 * 1024;
constexpr qint64 queueBytes = 8 << 20;
constexpr pg::Oid firstOwnOid = 16'384; // below, the types are PostgreSQL's own and the same everywhere

/// What waits between the two sessions. Whichever side fails ends the other.
class CopyQueue
{
public:
    void push(QByteArray piece)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_bytes < queueBytes || m_readerGone; });
        if (m_readerGone)
            throw core::Cancelled();
        m_bytes += piece.size();
        m_pieces.push_back(std::move(piece));
        m_changed.notify_all();
    }
    /// False at the end. \throws what the writer has thrown; core::Cancelled
    bool take(QByteArray &piece, const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return !m_pieces.empty() || m_ended; });
        if (stop.stop_requested())
            throw core::Cancelled();
        if (m_pieces.empty() && m_error)
            std::rethrow_exception(m_error);
        if (m_pieces.empty())
            return false;
        piece = std::move(m_pieces.front());
        m_pieces.pop_front();
        m_bytes -= piece.size();
        m_changed.notify_all();
        return true;
    }
    void end(std::exception_ptr error = {})
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_error = std::move(error);
        m_changed.notify_all();
    }
    void abandon()
    {
        const std::lock_guard lock(m_mutex);
        m_readerGone = true;
        m_changed.notify_all();
    }
    bool failed() const
    {
        const std::lock_guard lock(m_mutex);
        return m_error != nullptr;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<QByteArray> m_pieces;
    qint64 m_bytes = 0;
    bool m_ended = false, m_readerGone = false;
    std::exception_ptr m_error;
};

struct FromColumn {
    QString name;
    QString type;       ///< "vector(768)"
    pg::Oid oid = 0;
    TypeKind kind = TypeKind::Unknown;
    bool notNull = false;
};

bool isVectorKind(TypeKind kind)
{
    return kind == TypeKind::Vector || kind == TypeKind::Halfvec || kind == TypeKind::Sparsevec;
}

class CopyRun
{
public:
    CopyRun(pg::Session &from, pg::Session &to, const CopyPlan &plan, core::JobContext &job)
        : m_fromSession(from), m_toSession(to), m_plan(plan), m_job(job)
    {
    }

    LoadReport execute()
    {
        QElapsedTimer timer;
        timer.start();
        m_job.report({u"Preparing"_s, 0, -1, {}, {}});
        runOnSession(m_fromSession, u"Look at what is copied"_s, m_job, [this](pg::Connection &c, core::JobContext &) { readFrom(c); });
        runOnSession(m_toSession, u"Look at the target"_s, m_job, [this](pg::Connection &c, core::JobContext &) { readTo(c); });
        m_timer.start();
        m_told.start();
        copy();
        m_report.loadSeconds = double(m_timer.nsecsElapsed()) / 1e9;
        m_report.seconds = double(timer.nsecsElapsed()) / 1e9;
        m_report.complete = true;
        return m_report;
    }

private:
    // --- from's thread ---

    void readFrom(pg::Connection &connection)
    {
        ExportPlan wanted;
        wanted.schema = m_plan.fromSchema;
        wanted.table = m_plan.fromTable;
        wanted.query = m_plan.fromQuery;
        wanted.format = TargetFormat::BinaryCopy;
        const ExportQuery query = exportQuery(connection, wanted);
        m_fromSql = query.sql;
        for (const pg::Column &column : *query.columns) {
            const pg::Result type = connection.exec({QByteArray("SELECT pg_catalog.format_type($1::text::oid, $2::int4)"),
                                                     {pg::Param::text(QString::number(column.type)), pg::Param::integer(column.modifier)}});
            m_from.push_back({QString::fromUtf8(column.name), type.text(0, 0), column.type, connection.types()->shape(column.type).kind, false});
        }
        const auto vectors = connection.exec("SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace"
                                             " WHERE e.extname = 'vector'");
        if (vectors.rowCount() > 0)
            m_fromVectorSchema = sql::Quoter(connection).name(vectors.text(0, 0));
        if (!m_plan.fromQuery.isEmpty())
            return;
        const TargetTable table = readTarget(connection, m_plan.fromSchema, m_plan.fromTable);
        for (FromColumn &column : m_from) {
            if (const TargetColumn *facts = table.column(column.name))
                column.notNull = facts->notNull;
        }
        if (!table.keys.empty() && table.keys.front().isPrimary)
            m_fromKey = table.keys.front().columns;
    }

    void sendFrom(pg::Connection &connection)
    {
        QByteArray piece;
        connection.copyOut(u"COPY (%1\n) TO STDOUT (FORMAT binary)"_s.arg(selectSql(connection)).toUtf8(), [&](std::string_view data) {
            piece.append(data.data(), qsizetype(data.size()));
            if (piece.size() >= pieceBytes)
                m_queue.push(std::exchange(piece, {}));
        });
        if (!piece.isEmpty())
            m_queue.push(std::move(piece));
        m_queue.end();
    }

    /// The columns in the target's types.
    QString selectSql(const pg::Connection &connection) const
    {
        const sql::Quoter quoter(connection);
        QStringList columns;
        if (m_sender->isStaged())
            columns += u"pg_catalog.row_number() OVER ()"_s;
        for (const CopyColumn &column : m_columns) {
            const QString name = u"q."_s + quoter.name(column.from);
            const QString cast = castOf(column);
            columns += cast.isEmpty() ? name : name + u"::"_s + cast;
        }
        return u"SELECT %1 FROM (%2\n) AS q"_s.arg(columns.join(u", "_s), QString::fromUtf8(m_fromSql));
    }

    // --- to's thread ---

    void readTo(pg::Connection &connection)
    {
        m_target = readTarget(connection, m_plan.schema, m_plan.table);
        m_report.table = m_target.sqlName;
        if (m_target.exists() == m_plan.create)
            refuse(m_plan.create ? u"%1 exists already; rows can be copied into it, but it cannot be created."_s.arg(m_target.sqlName)
                                 : u"There is no table %1."_s.arg(m_target.sqlName));
        m_columns = m_plan.columns;
        if (m_columns.empty()) {
            for (const FromColumn &column : m_from) {
                if (m_plan.create || (m_target.column(column.name) && !m_target.column(column.name)->isGenerated))
                    m_columns.push_back({column.name, column.name});
            }
        }
        makeLoadPlan();
        SourceInfo source;
        for (const FromColumn &column : m_from)
            source.fields.push_back({column.name, SourceField::Looks::Text, -1, false});
        QStringList errors;
        for (const PlanProblem &problem : problemsOf(m_load, source, m_target)) {
            const QString text = problem.column.isEmpty() ? problem.message : problem.column + u": "_s + problem.message;
            if (problem.isError)
                errors += text;
            else
                m_job.log(text);
        }
        if (!errors.isEmpty())
            refuse(errors.join(u"; "_s) + u'.');
        if (m_plan.columns.empty())
            remarkLeftOut();
        // Of a table that is still to be made the types are known by their names alone.
        makeSender(m_plan.create ? targetOf(m_load, m_target) : m_target);
    }

    /// Nobody said that these should stay behind: their names are not the target's.
    void remarkLeftOut()
    {
        QStringList names;
        for (const FromColumn &column : m_from) {
            if (!m_plan.create && !m_target.column(column.name))
                names += column.name;
        }
        if (!names.isEmpty())
            m_report.remarks += u"Not copied, as %1 has no column of that name: %2. Say which column goes where to copy it, too."_s.arg(m_target.sqlName, names.join(u", "_s));
    }

    void makeSender(const TargetTable &target)
    {
        std::vector<EncodedColumn> columns;
        for (const CopyColumn &column : m_columns) {
            const TargetColumn *to = target.column(column.to);
            columns.push_back({*to, goesAsText(*to)});
        }
        m_sender = std::make_unique<BatchSender>(m_load, target, std::move(columns));
    }

    /// A type of an extension or the user's own: what its bytes are only the target knows. In a table that is made for the rows
    /// they are what they were.
    bool goesAsText(const TargetColumn &to) const { return !m_plan.create && to.kind == TypeKind::Unknown; }

    void makeLoadPlan()
    {
        m_load.schema = m_target.schema;
        m_load.table = m_target.name;
        m_load.create = m_plan.create;
        m_load.onDuplicate = m_plan.onDuplicate;
        m_load.keyColumns = m_plan.keyColumns;
        m_load.oneTransaction = true;
        m_load.indexAfterwards = m_plan.indexAfterwards;
        m_load.analyze = m_plan.analyze;
        m_load.moveSequences = m_plan.moveSequences;
        QStringList key;
        for (const CopyColumn &column : m_columns) {
            ColumnMapping mapping;
            mapping.column = column.to;
            mapping.source = column.from;
            m_load.columns.push_back(std::move(mapping));
            const FromColumn *from = fromColumn(column.from);
            if (!m_plan.create || !from)
                continue;
            QString type = from->type;
            if (isVectorKind(from->kind)) // its schema is the target's own
                type = type.mid(type.indexOf(u'.') + 1);
            m_load.newColumns.push_back({column.to, type, from->notNull, false, false});
            if (m_fromKey.contains(column.from))
                key += column.to;
        }
        for (NewColumn &column : m_load.newColumns)
            column.isKey = key.size() == m_fromKey.size() && key.contains(column.name);
    }

    void receive(pg::Connection &connection, core::JobContext &job)
    {
        pg::Transaction transaction(connection);
        const sql::Change before = stepsBefore(connection, m_load, m_target);
        const QStringList pending = withoutWorkers(pendingAfter(m_load, m_target), m_target.pgvector);
        // Whoever waits for a lock makes all others wait behind it: not for long.
        connection.exec(u"SET LOCAL lock_timeout = '%1s'"_s.arg(before.lockTimeout));
        for (const sql::ChangeStep &step : before.steps)
            connection.exec(step.sql);
        connection.exec("SET LOCAL lock_timeout TO DEFAULT");
        if (m_plan.create) {
            m_target = readTarget(connection, m_target.schema, m_target.name);
            makeSender(m_target);
        }
        const BatchResult result = m_sender->send(connection, [&](QByteArray &bytes) {
            if (!m_queue.take(bytes, job.stopToken()))
                return false;
            m_report.sentBytes += bytes.size();
            tell();
            return true;
        });
        for (const QString &statement : pending) {
            m_job.report({u"Ending"_s, 0, -1, {}, statement});
            connection.exec(statement);
        }
        if (m_plan.analyze) {
            m_job.report({u"Analyzing"_s, 0, -1, {}, {}});
            connection.exec(u"ANALYZE "_s + m_target.sqlName);
        }
        moveSequences(connection, m_load, m_target, m_report.remarks);
        transaction.commit();
        m_report.rows = result.sent;
        m_report.inserted = result.inserted;
        m_report.updated = result.updated;
        m_report.skipped = result.skipped;
        m_report.batches = 1;
        m_report.created = m_plan.create;
    }

    void tell()
    {
        if (m_told.elapsed() < 100)
            return;
        m_told.start();
        const double seconds = double(m_timer.nsecsElapsed()) / 1e9;
        m_job.report({u"Copying"_s, m_report.sentBytes, -1, u"bytes"_s, u"%1 MB/s"_s.arg(double(m_report.sentBytes) / 1e6 / seconds, 0, 'f', 1)});
    }

    // --- this object's thread ---

    void copy()
    {
        std::exception_ptr fromError;
        std::jthread reader([&] {
            try {
                runOnSession(m_fromSession, u"Copy rows out"_s, m_job, [this](pg::Connection &c, core::JobContext &) { sendFrom(c); });
            } catch (...) {
                fromError = std::current_exception();
                m_queue.end(fromError);
            }
        });
        std::exception_ptr toError;
        try {
            runOnSession(m_toSession, u"Copy rows in"_s, m_job, [this](pg::Connection &c, core::JobContext &job) { receive(c, job); });
        } catch (...) {
            toError = std::current_exception();
        }
        const bool fromFailed = m_queue.failed();
        m_queue.abandon();
        reader.join();
        if (toError)
            explain(toError, fromFailed);
    }

    /// Words for what ended the copy. Nothing of it stands.
    [[noreturn]] void explain(const std::exception_ptr &error, bool fromFailed) const
    {
        const QString stands = m_plan.create ? u"Nothing was loaded, and %1 was not created."_s.arg(m_target.sqlName)
                                             : u"Nothing was loaded; %1 is as it was."_s.arg(m_target.sqlName);
        try {
            std::rethrow_exception(error);
        } catch (const core::Cancelled &) {
            throw core::Cancelled(u"Cancelled. "_s + stands);
        } catch (const pg::Error &e) {
            QString happened = fromFailed ? u"Reading failed: "_s : QString();
            happened += e.message();
            if (!e.diagnostics().detail.isEmpty())
                happened += u" (%1)"_s.arg(e.diagnostics().detail);
            using Cause = LoadError::Cause;
            const Cause cause = !e.connectionUsable() ? Cause::ConnectionLost
                : e.sqlState() == "53100"_L1          ? Cause::NoSpace
                : e.sqlState() == "23505"_L1          ? Cause::Duplicate
                                                      : Cause::Refused;
            const QString next = cause == Cause::Duplicate ? u"Choose to skip or update duplicates, or remove them."_s : QString();
            throw LoadError(cause, core::sentence(happened), stands, next, m_report);
        }
    }

    [[noreturn]] void refuse(const QString &why) const { throw LoadError(LoadError::Cause::Plan, why, u"Nothing was loaded."_s, {}, m_report); }

    const FromColumn *fromColumn(const QString &name) const
    {
        const auto found = std::find_if(m_from.begin(), m_from.end(), [&](const FromColumn &column) { return column.name == name; });
        return found == m_from.end() ? nullptr : &*found;
    }

    /// What the reading server casts to; empty: the bytes are the same on both sides.
    QString castOf(const CopyColumn &column) const
    {
        const FromColumn *from = fromColumn(column.from);
        const TargetColumn *to = m_sender->target().column(column.to);
        if (!from || !to || m_plan.create)
            return {};
        if (goesAsText(*to))
            return u"text"_s;
        const bool isText = from->kind == TypeKind::Text && to->kind == TypeKind::Text && to->baseOid != pg::oid::Char && from->oid != pg::oid::Char;
        if (isText || (isVectorKind(to->kind) && from->kind == to->kind) || (from->oid == to->baseOid && to->baseOid < firstOwnOid))
            return {};
        if (to->kind == TypeKind::Text) // an enum, citext: its name may mean nothing here
            return u"text"_s;
        if (!isVectorKind(to->kind))
            return to->bareType;
        const QString bare = to->bareType.mid(to->bareType.lastIndexOf(u'.') + 1);
        return m_fromVectorSchema.isEmpty() ? bare : m_fromVectorSchema + u'.' + bare;
    }

    pg::Session &m_fromSession;
    pg::Session &m_toSession;
    const CopyPlan m_plan;
    core::JobContext &m_job;
    CopyQueue m_queue;

    QByteArray m_fromSql;
    std::vector<FromColumn> m_from;
    QStringList m_fromKey;
    QString m_fromVectorSchema;
    std::vector<CopyColumn> m_columns;
    LoadPlan m_load;
    TargetTable m_target;
    std::unique_ptr<BatchSender> m_sender;
    LoadReport m_report;
    QElapsedTimer m_timer, m_told;
};

} // namespace

LoadReport copyRows(pg::Session &from, pg::Session &to, const CopyPlan &plan, core::JobContext &job)
{
    return CopyRun(from, to, plan, job).execute();
}

} // namespace quiver::load
