// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/endedload.h"

#include "load/loadnote.h"
#include "load/sequences.h"
#include "pg/connection.h"

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::Param;

namespace {

constexpr char tableSql[] = R"(
CREATE TABLE quiver.load_ended (
    id text PRIMARY KEY,
    table_oid oid NOT NULL,
    table_name text NOT NULL,
    source text NOT NULL,
    loaded bigint NOT NULL,
    rejected bigint NOT NULL,
    reject_file text,
    user_name text NOT NULL DEFAULT current_user,
    ended_at timestamptz NOT NULL DEFAULT clock_timestamp())
)";

/// Whether there is the table, and the user may do \p privilege with it; empty: whether there is the table.
bool tableExists(pg::Connection &connection, const QString &privilege = {})
{
    return connection.exec({"SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                            " WHERE n.nspname = 'quiver' AND c.relname = 'load_ended' AND CASE WHEN $1 = '' THEN true ELSE"
                            " pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, $1) END)",
                            {Param::text(privilege)}}).boolean(0, 0);
}

void createTable(pg::Connection &connection)
{
    if (tableExists(connection))
        return;
    createNoteSchema(connection);
    connection.exec(QByteArray(tableSql).trimmed());
    connection.exec("COMMENT ON TABLE quiver.load_ended IS 'Loads that have come to their end, so that none is run twice unasked'");
}

void write(pg::Connection &connection, const EndedLoad &ended)
{
    createTable(connection);
    connection.exec({"INSERT INTO quiver.load_ended (id, table_oid, table_name, source, loaded, rejected, reject_file)"
                     " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET table_oid = excluded.table_oid,"
                     " table_name = excluded.table_name, source = excluded.source, loaded = excluded.loaded, rejected = excluded.rejected,"
                     " reject_file = excluded.reject_file, user_name = excluded.user_name, ended_at = excluded.ended_at",
                     {Param::text(ended.id), Param::text(QString::number(ended.table)), Param::text(ended.tableName), Param::text(ended.source),
                      Param::integer(ended.rows), Param::integer(ended.rejected),
                      ended.rejectFile.isEmpty() ? Param::null() : Param::text(ended.rejectFile)}});
    // What is known of tables that are gone is of no use to anybody.
    connection.exec("DELETE FROM quiver.load_ended e WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = e.table_oid)");
}

} // namespace

std::optional<EndedLoad> findEnded(pg::Connection &connection, const QString &id)
{
    if (!tableExists(connection, u"SELECT"_s))
        return std::nullopt;
    const pg::Result rows = connection.exec({"SELECT table_oid, table_name, source, loaded, rejected, reject_file, user_name,"
                                             " 1000 * extract(epoch FROM ended_at) FROM quiver.load_ended WHERE id = $1", {Param::text(id)}});
    if (rows.rowCount() == 0)
        return std::nullopt;
    return EndedLoad{id, pg::Oid(rows.integer(0, 0)), rows.text(0, 1), rows.text(0, 2), rows.integer(0, 3), rows.integer(0, 4), rows.text(0, 5),
                     rows.text(0, 6), QDateTime::fromMSecsSinceEpoch(qint64(rows.real(0, 7)), Qt::UTC)};
}

bool writeEnded(pg::Connection &connection, const EndedLoad &ended, QString &why)
{
    // Once more, should another load have made the table at the same time.
    const auto work = [&] { write(connection, ended); };
    return attempt(connection, work, why) || attempt(connection, work, why);
}

bool forgetEnded(pg::Connection &connection, pg::Oid table, QString &why)
{
    if (!tableExists(connection))
        return true;
    return attempt(connection, [&] {
        connection.exec({"DELETE FROM quiver.load_ended WHERE table_oid = $1", {Param::text(QString::number(table))}});
    }, why);
}

} // namespace quiver::load
