// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationlock.h"

#include "core/logging.h"
#include "pg/connection.h"
#include "sql/inspiteofcancel.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QtEndian>

#include <condition_variable>
#include <mutex>

namespace quiver::migrations {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Advisory locks are of one database; the key says which table in it.
qint64 keyOf(const HistoryTable &table)
{
    const QByteArray name = (u"quiver migrations "_s + table.schema + u'\0' + table.name).toUtf8();
    return qFromBigEndian<qint64>(QCryptographicHash::hash(name, QCryptographicHash::Sha256).constData());
}

/// A pause that a cancel ends.
void pauseFor(std::chrono::milliseconds time, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any condition;
    std::unique_lock lock(mutex);
    condition.wait_for(lock, stop, time, [] { return false; });
}

} // namespace

QString MigrationLockHolder::text() const
{
    QStringList known;
    for (const QString &fact : {user, application, address.isEmpty() ? QString() : u"from "_s + address}) {
        if (!fact.isEmpty())
            known << fact;
    }
    QString result = u"session %1"_s.arg(pid);
    if (!known.isEmpty())
        result += u" (%1)"_s.arg(known.join(u", "_s));
    if (since.isValid())
        result += u" since %1"_s.arg(since.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s));
    return result;
}

// The moment at which the lock was taken is kept nowhere by the server. So its holder has a second one, which nobody waits for:
// its class is the first half of the key, its object the second of the Unix time, both as unsigned 32-bit numbers.
std::optional<MigrationLockHolder> migrationLockHolder(pg::Connection &connection, const HistoryTable &table)
{
    const auto key = quint64(keyOf(table));
    const pg::Result result = connection.exec(
        {QByteArray("SELECT l.pid, a.usename, a.application_name, pg_catalog.host(a.client_addr), "
                    "(SELECT s.objid::pg_catalog.int8 FROM pg_catalog.pg_locks s "
                    "WHERE s.locktype = 'advisory' AND s.pid = l.pid AND s.objsubid = 2 AND s.granted AND s.database = l.database "
                    "AND s.classid::pg_catalog.int8 = $1 LIMIT 1) "
                    "FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
                    "WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.classid::pg_catalog.int8 = $1 "
                    "AND l.objid::pg_catalog.int8 = $2 AND l.pid <> pg_catalog.pg_backend_pid() AND l.database = "
                    "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"),
         {pg::Param::integer(qint64(key >> 32)), pg::Param::integer(qint64(key & 0xFFFFFFFFu))}});
    if (result.rowCount() == 0)
        return std::nullopt;
    MigrationLockHolder holder{int(result.integer(0, 0)), result.text(0, 1), result.text(0, 2), result.text(0, 3), {}};
    if (!result.isNull(0, 4))
        holder.since = QDateTime::fromSecsSinceEpoch(result.integer(0, 4), Qt::UTC);
    return holder;
}

MigrationLock::MigrationLock(pg::Connection &connection, core::JobContext &job, const HistoryTable &table, int waitSeconds)
    : m_connection(connection), m_job(job), m_table(table), m_key(keyOf(table))
{
    if (!tryLock())
        await(waitSeconds);
    // A sign for those who wait; nothing depends on it.
    m_since = sql::InSpiteOfCancel(connection, job).exec({QByteArray("SELECT s.moment, pg_catalog.pg_advisory_lock_shared($1, s.moment) FROM "
                                          "(SELECT pg_catalog.date_part('epoch', pg_catalog.clock_timestamp())::pg_catalog.int4) s(moment)"),
                               {pg::Param{QByteArray::number(qint32(quint64(m_key) >> 32)), pg::oid::Int4}}})
                  .integer(0, 0);
}

MigrationLock::~MigrationLock()
{
    if (m_connection.isBroken())
        return;
    try {
        sql::InSpiteOfCancel(m_connection, m_job)
            .exec({QByteArray("SELECT pg_catalog.pg_advisory_unlock($1), pg_catalog.pg_advisory_unlock_shared($2, $3)"),
                   {pg::Param::integer(m_key), pg::Param{QByteArray::number(qint32(quint64(m_key) >> 32)), pg::oid::Int4},
                    pg::Param{QByteArray::number(m_since), pg::oid::Int4}}});
    } catch (const core::Error &e) { // the connection, which lets go of the lock as it ends
        if (!m_connection.isBroken())
            qCWarning(core::lcPg, "the lock of the migrations was not given back: %s", e.what());
    }
}

bool MigrationLock::tryLock()
{
    m_job.throwIfCancelled();
    // Not to be cancelled: the lock of a session outlives the statement that was.
    return sql::InSpiteOfCancel(m_connection, m_job)
        .exec({QByteArray("SELECT pg_catalog.pg_try_advisory_lock($1)"), {pg::Param::integer(m_key)}})
        .boolean(0, 0);
}

// By asking again and again: who waits for a lock within the server has a snapshot, and CREATE INDEX CONCURRENTLY of the one who
// has it waits for all snapshots to end.
void MigrationLock::await(int waitSeconds)
{
    QElapsedTimer timer;
    timer.start();
    std::optional<MigrationLockHolder> holder;
    for (;;) {
        const auto now = migrationLockHolder(m_connection, m_table);
        const QString who = now ? now->text() : u"somebody"_s;
        if (now && now != holder) {
            holder = now;
            m_job.log(u"Waiting: %1 is at the migrations of %2"_s.arg(who, m_table.text()));
        }
        if (waitSeconds >= 0 && timer.elapsed() >= qint64(waitSeconds) * 1000) {
            throw core::Error(u"the migrations of %1 are locked: %2 is at them%3. Nothing was changed; try again when that is over"_s.arg(
                m_table.text(), who, waitSeconds > 0 ? u", and was not done within %1 s"_s.arg(waitSeconds) : QString()));
        }
        m_job.report({.phase = u"Waiting for %1"_s.arg(who), .done = timer.elapsed() / 1000, .total = waitSeconds < 0 ? -1 : waitSeconds, .unit = u"s"_s});
        pauseFor(200ms, m_job.stopToken());
        m_job.throwIfCancelled();
        if (tryLock())
            return;
    }
}

} // namespace quiver::migrations
