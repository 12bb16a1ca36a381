// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/loadnote.h"

#include "load/inputfile.h"
#include "load/loadsteps.h"
#include "load/sequences.h"
#include "pg/connection.h"
#include "sql/keptrun.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::Param;

namespace {

constexpr char tableSql[] = R"(
CREATE TABLE quiver.load_progress (
    id text PRIMARY KEY,
    table_oid oid NOT NULL,
    table_name text NOT NULL,
    source text NOT NULL,
    fingerprint text NOT NULL,
    plan jsonb,
    place_row bigint NOT NULL,
    place_line bigint NOT NULL,
    place_offset bigint NOT NULL,
    loaded bigint NOT NULL,
    rejected bigint NOT NULL,
    reject_file text,
    reject_bytes bigint NOT NULL,
    pending jsonb NOT NULL,
    user_name text NOT NULL DEFAULT current_user,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp())
)";

constexpr char columns[] = "id, table_oid, table_name, source, fingerprint, plan, place_row, place_line, place_offset, loaded, rejected,"
                           " reject_file, reject_bytes, pending";

bool tableExists(pg::Connection &connection)
{
    // Not by to_regclass(), which fails where the schema may not be used.
    return connection.exec("SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                           " WHERE n.nspname = 'quiver' AND c.relname = 'load_progress')").boolean(0, 0);
}

void createTable(pg::Connection &connection)
{
    if (tableExists(connection))
        return;
    createNoteSchema(connection);
    connection.exec(QByteArray(tableSql).trimmed());
    connection.exec("COMMENT ON TABLE quiver.load_progress IS 'How far loads are that have not ended; a row goes with the last batch'");
}

QByteArray toJson(const QStringList &list)
{
    return QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact);
}

QStringList fromJson(const QString &text)
{
    QStringList list;
    for (const QJsonValue &value : QJsonDocument::fromJson(text.toUtf8()).array())
        list += value.toString();
    return list;
}

Param optionalText(const QByteArray &text)
{
    return text.isEmpty() ? Param::null() : Param::text(QString::fromUtf8(text));
}

/// Any number will do as long as nothing else uses it.
qint64 lockKey(const QString &id)
{
    const QByteArray hash = QCryptographicHash::hash("quiver load " + id.toUtf8(), QCryptographicHash::Sha256);
    return qFromBigEndian<qint64>(hash.constData());
}

} // namespace

void createNoteSchema(pg::Connection &connection)
{
    if (!connection.exec("SELECT pg_catalog.to_regnamespace('quiver') IS NOT NULL").boolean(0, 0))
        connection.exec("CREATE SCHEMA quiver");
}

QString loadId(const QByteArray &fingerprint, const TableName &table, const LoadPlan &plan)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArray &part : {fingerprint, table.schema.toUtf8(), table.name.toUtf8(), planHash(plan)}) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    }
    return QString::fromLatin1(hash.result().toHex().left(32));
}

QByteArray doneFingerprint(const SourceInfo &source, const LoadPlan &plan, const RowPlace &place)
{
    // There a place says nothing of which bytes are done.
    if (source.format == SourceFormat::Hdf5 || !plan.source.besideFile.isEmpty())
        return source.fingerprint;
    try {
        return InputFile(source.file).fingerprintBefore(place.offset);
    } catch (const BadSource &) { // it is gone, and what was read of it is good all the same
        return {};
    }
}

namespace {

LoadNote noteOf(const pg::Result &rows, qint64 row)
{
    LoadNote note;
    note.id = rows.text(row, 0);
    note.table = pg::Oid(rows.integer(row, 1));
    note.tableName = rows.text(row, 2);
    note.source = rows.text(row, 3);
    note.fingerprint = QByteArray::fromHex(rows.text(row, 4).toLatin1());
    note.plan = rows.text(row, 5).toUtf8();
    note.place = {rows.integer(row, 6), rows.integer(row, 7), rows.integer(row, 8)};
    note.rows = rows.integer(row, 9);
    note.rejected = rows.integer(row, 10);
    note.rejectFile = rows.text(row, 11);
    note.rejectBytes = rows.integer(row, 12);
    for (const QString &statement : fromJson(rows.text(row, 13)))
        (isSequenceMove(statement) ? note.moves : note.pending) += statement;
    note.stored = true;
    return note;
}

} // namespace

std::optional<LoadNote> findNote(pg::Connection &connection, const QString &id)
{
    if (!tableExists(connection))
        return std::nullopt;
    const pg::Result rows = connection.exec({QByteArray("SELECT ") + columns + " FROM quiver.load_progress WHERE id = $1", {Param::text(id)}});
    return rows.rowCount() > 0 ? std::optional(noteOf(rows, 0)) : std::nullopt;
}

std::vector<LoadNote> findOtherNotes(pg::Connection &connection, const QString &id, pg::Oid table, const QString &source)
{
    std::vector<LoadNote> notes;
    if (table == 0 || !tableExists(connection))
        return notes;
    const pg::Result rows = connection.exec({QByteArray("SELECT ") + columns + " FROM quiver.load_progress"
                                                 " WHERE id <> $1 AND table_oid = $2 AND source = $3 ORDER BY updated_at DESC",
                                             {Param::text(id), Param::text(QString::number(table)), Param::text(source)}});
    for (qint64 row = 0; row < rows.rowCount(); ++row)
        notes.push_back(noteOf(rows, row));
    return notes;
}

bool writeNote(pg::Connection &connection, LoadNote &note, const RowPlace &before)
{
    if (note.stored) {
        const pg::Result updated = connection.exec(
            {"UPDATE quiver.load_progress SET place_row = $2, place_line = $3, place_offset = $4, loaded = $5, rejected = $6,"
             " reject_bytes = $7, reject_file = $10, fingerprint = $11, updated_at = pg_catalog.clock_timestamp()"
             " WHERE id = $1 AND place_row = $8 AND place_offset = $9",
             {Param::text(note.id), Param::integer(note.place.row), Param::integer(note.place.line), Param::integer(note.place.offset),
              Param::integer(note.rows), Param::integer(note.rejected), Param::integer(note.rejectBytes), Param::integer(before.row),
              Param::integer(before.offset), optionalText(note.rejectFile.toUtf8()), Param::text(QString::fromLatin1(note.fingerprint.toHex()))}});
        return updated.outcome.rows == 1;
    }
    createTable(connection);
    const pg::Result inserted = connection.exec(
        {QByteArray("INSERT INTO quiver.load_progress (") + columns
             + ") VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13, $14::jsonb) ON CONFLICT (id) DO NOTHING",
         {Param::text(note.id), Param::text(QString::number(note.table)), Param::text(note.tableName), Param::text(note.source),
          Param::text(QString::fromLatin1(note.fingerprint.toHex())), optionalText(note.plan), Param::integer(note.place.row),
          Param::integer(note.place.line), Param::integer(note.place.offset), Param::integer(note.rows), Param::integer(note.rejected),
          optionalText(note.rejectFile.toUtf8()), Param::integer(note.rejectBytes), Param::text(QString::fromUtf8(toJson(note.pending + note.moves)))}});
    return inserted.outcome.rows == 1;
}

void deleteNote(pg::Connection &connection, const QString &id)
{
    if (tableExists(connection))
        connection.exec({QByteArray("DELETE FROM quiver.load_progress WHERE id = $1"), {Param::text(id)}});
}

bool lockLoad(pg::Connection &connection, const QString &id)
{
    pg::Transaction transaction(connection);
    connection.exec("SET LOCAL lock_timeout = '5s'");
    try {
        connection.exec({QByteArray("SELECT pg_catalog.pg_advisory_lock($1)"), {Param::integer(lockKey(id))}});
    } catch (const pg::Error &e) {
        if (e.sqlState() == "55P03"_L1)
            return false;
        throw;
    }
    transaction.commit(); // the lock is the session's
    return true;
}

void unlockLoad(pg::Connection &connection, const QString &id)
{
    connection.exec({QByteArray("SELECT pg_catalog.pg_advisory_unlock($1)"), {Param::integer(lockKey(id))}});
}

std::vector<UnfinishedLoad> unfinishedLoads(pg::Connection &connection)
{
    std::vector<UnfinishedLoad> loads;
    if (!tableExists(connection))
        return loads;
    // The table by its OID, in case that it was renamed; without a row there it was dropped.
    const pg::Result rows = connection.exec(
        "SELECT p.id, CASE WHEN c.oid IS NULL THEN '' ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) END,"
        " p.source, p.loaded, p.rejected, p.user_name,"
        " 1000 * extract(epoch FROM p.started_at), 1000 * extract(epoch FROM p.updated_at), p.pending, p.plan,"
        " (SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = 'vector')"
        " FROM quiver.load_progress p"
        " LEFT JOIN pg_catalog.pg_class c ON c.oid = p.table_oid"
        " LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " ORDER BY p.updated_at DESC");
    const pg::Result locks = connection.exec("SELECT (classid::bigint << 32) | objid::bigint FROM pg_catalog.pg_locks"
                                             " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
                                             " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())");
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        UnfinishedLoad load;
        load.id = rows.text(row, 0);
        load.table = rows.text(row, 1);
        load.source = rows.text(row, 2);
        load.rows = rows.integer(row, 3);
        load.rejected = rows.integer(row, 4);
        load.user = rows.text(row, 5);
        load.startedAt = QDateTime::fromMSecsSinceEpoch(qint64(rows.real(row, 6)), Qt::UTC);
        load.updatedAt = QDateTime::fromMSecsSinceEpoch(qint64(rows.real(row, 7)), Qt::UTC);
        load.pending = fromJson(rows.text(row, 8));
        load.plan = rows.text(row, 9).toUtf8();
        load.pgvector = rows.text(row, 10);
        for (qint64 lock = 0; lock < locks.rowCount(); ++lock)
            load.isRunning |= locks.integer(lock, 0) == lockKey(load.id);
        loads.push_back(std::move(load));
    }
    return loads;
}

namespace {

/// Holds a load for as long as it lives, so that nobody goes on with it meanwhile.
class HeldLoad
{
public:
    HeldLoad(pg::Connection &connection, const QString &id) : m_connection(connection), m_id(id)
    {
        if (!lockLoad(connection, id))
            throw core::Error(u"the load runs in another session; it was left as it is"_s);
    }
    ~HeldLoad()
    {
        try {
            unlockLoad(m_connection, m_id);
        } catch (const core::Error &) { // the lock went with the connection
        }
    }
    HeldLoad(const HeldLoad &) = delete;
    HeldLoad &operator=(const HeldLoad &) = delete;

private:
    pg::Connection &m_connection;
    const QString m_id;
};

} // namespace

sql::Change owedBy(const UnfinishedLoad &load)
{
    return load.table.isEmpty() ? sql::Change() : stepsAfter(load.pending, load.pgvector, load.table);
}

sql::ChangeReport finishLoad(pg::Connection &connection, core::JobContext &job, const UnfinishedLoad &load, sql::KeptRun &run)
{
    const HeldLoad held(connection, load.id);
    sql::ChangeReport report = run.run(owedBy(load), connection, job);
    if (report.succeeded())
        deleteNote(connection, load.id);
    return report;
}

void forgetLoad(pg::Connection &connection, const QString &id)
{
    const HeldLoad held(connection, id);
    deleteNote(connection, id);
}

} // namespace quiver::load
