// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationhistory.h"

#include "core/error.h"
#include "pg/connection.h"
#include "sql/identifier.h"
#include "sql/quoter.h"
#include "sql/scanner.h"

#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using State = AppliedMigration::State;
using How = AppliedMigration::How;

constexpr qsizetype mostKept = 1024 * 1024; // units of a text; more is rows, which nobody wants to read again
constexpr qsizetype longestIdentifier = 63; // bytes; the server cuts what is longer

const QStringList &columnNames()
{
    static const QStringList names{u"version"_s,    u"name"_s,        u"state"_s,   u"how"_s,      u"checksum"_s,
                                   u"started_at"_s, u"applied_at"_s,  u"duration_ms"_s, u"run_by"_s, u"run_from"_s,
                                   u"statements_done"_s, u"message"_s, u"up_text"_s, u"down_text"_s};
    return names;
}

QString stateName(State state)
{
    switch (state) {
    case State::Started: return u"started"_s;
    case State::Applied: return u"applied"_s;
    case State::Reverting: return u"reverting"_s;
    }
    return {};
}

State stateNamed(const QString &name)
{
    return name == "started"_L1 ? State::Started : name == "reverting"_L1 ? State::Reverting : State::Applied;
}

How howNamed(const QString &name)
{
    return name == "baseline"_L1 ? How::Baseline : name == "repair"_L1 ? How::Repair : How::Run;
}

QDateTime momentOf(const pg::Result &result, qint64 row, int column)
{
    if (result.isNull(row, column))
        return {};
    return QDateTime::fromMSecsSinceEpoch(qint64(result.real(row, column) * 1000), Qt::UTC);
}

pg::Param keptText(const std::optional<MigrationScript> &script)
{
    if (!script || script->text.size() > mostKept)
        return pg::Param::null(pg::oid::Text);
    return pg::Param::text(script->text, pg::oid::Text);
}

/// Refuses a table of that name that somebody else made.
void requireOurs(const HistoryTable &table, const QStringList &columns)
{
    for (const QString &name : columnNames()) {
        if (!columns.contains(name))
            throw core::Error(u"%1 is no history of migrations made by Quiver: it has no column “%2”. Choose another table"_s.arg(table.text(), name));
    }
}

} // namespace

QString HistoryTable::text() const
{
    return sql::quoteQualified(schema, name);
}

std::optional<HistoryTable> historyTable(const QString &text)
{
    QStringList parts;
    sql::Scanner scanner(text);
    bool wantsPart = true;
    for (sql::Token token = scanner.next(); token.kind != sql::Token::Kind::End; token = scanner.next()) {
        if (!wantsPart && token.isSymbol(u'.')) {
            wantsPart = true;
            continue;
        }
        const bool isQuoted = token.kind == sql::Token::Kind::QuotedIdentifier && token.closed;
        if (!wantsPart || (!isQuoted && token.kind != sql::Token::Kind::Word))
            return std::nullopt;
        QString part = scanner.text(token).toString();
        part = isQuoted ? part.sliced(1, part.size() - 2).replace(u"\"\""_s, u"\""_s) : part.toLower();
        if (part.isEmpty() || part.toUtf8().size() > longestIdentifier)
            return std::nullopt;
        parts << part;
        wantsPart = false;
    }
    if (wantsPart || parts.isEmpty() || parts.size() > 2)
        return std::nullopt;
    return parts.size() == 2 ? HistoryTable{parts[0], parts[1]} : HistoryTable{HistoryTable().schema, parts[0]};
}

const AppliedMigration *MigrationHistory::find(qint64 version) const
{
    const auto found = std::ranges::lower_bound(rows, version, {}, &AppliedMigration::version);
    return found != rows.end() && found->version == version ? &*found : nullptr;
}

qint64 MigrationHistory::newest() const
{
    return rows.empty() ? 0 : rows.back().version;
}

MigrationHistory readHistory(pg::Connection &connection, const HistoryTable &table)
{
    MigrationHistory history;
    const pg::Result there = connection.exec(
        {QByteArray("SELECT a.attname::pg_catalog.text "
                    "FROM pg_catalog.pg_namespace n "
                    "LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = $2 "
                    "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
                    "WHERE n.nspname = $1"),
         {pg::Param::text(table.schema), pg::Param::text(table.name)}});
    history.hasSchema = there.rowCount() > 0;
    history.exists = history.hasSchema && !there.isNull(0, 0);
    if (!history.exists)
        return history;
    QStringList columns;
    for (qint64 row = 0; row < there.rowCount(); ++row)
        columns << there.text(row, 0);
    requireOurs(table, columns);
    const QString name = sql::Quoter(connection).qualified(table.schema, table.name);
    const pg::Result result = connection.exec(
        u"SELECT version, name, state, how, checksum, pg_catalog.date_part('epoch', started_at), "
        "pg_catalog.date_part('epoch', applied_at), duration_ms, run_by, run_from, statements_done, message, down_text IS NOT NULL "
        "FROM %1 ORDER BY version"_s.arg(name));
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        history.rows.push_back({.version = result.integer(row, 0),
                                .name = result.text(row, 1),
                                .state = stateNamed(result.text(row, 2)),
                                .how = howNamed(result.text(row, 3)),
                                .checksum = result.text(row, 4).toLatin1(),
                                .startedAt = momentOf(result, row, 5),
                                .appliedAt = momentOf(result, row, 6),
                                .durationMs = result.isNull(row, 7) ? -1 : result.real(row, 7),
                                .by = result.text(row, 8),
                                .from = result.text(row, 9),
                                .statementsDone = int(result.integer(row, 10)),
                                .message = result.text(row, 11),
                                .hasDown = result.boolean(row, 12)});
    }
    return history;
}

KeptTexts readKeptTexts(pg::Connection &connection, const HistoryTable &table, qint64 version)
{
    const pg::Result result = connection.exec(
        {u"SELECT up_text, down_text FROM %1 WHERE version = $1"_s.arg(sql::Quoter(connection).qualified(table.schema, table.name)),
         {pg::Param::integer(version)}});
    if (result.rowCount() == 0)
        return {};
    return {result.text(0, 0), result.text(0, 1)};
}

QString whoRunsThis()
{
    QString user;
    passwd entry{};
    passwd *found = nullptr;
    std::array<char, 4096> buffer{};
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        user = QString::fromLocal8Bit(found->pw_name);
    else
        user = QString::number(geteuid());
    return user + u'@' + QSysInfo::machineHostName();
}

std::vector<HistoryStatement> createHistory(pg::Connection &connection, const HistoryTable &table, const MigrationHistory &history)
{
    if (history.exists)
        return {};
    const sql::Quoter quoter(connection);
    const QString name = quoter.qualified(table.schema, table.name);
    std::vector<HistoryStatement> statements;
    if (!history.hasSchema) // IF NOT EXISTS asks for the right to create one even where there is nothing to create
        statements.push_back({u"Create the schema %1 for the history of migrations"_s.arg(table.schema),
                              u"CREATE SCHEMA %1"_s.arg(quoter.name(table.schema))});
    statements.push_back({u"Create the table %1"_s.arg(table.text()),
                          u"CREATE TABLE %1 (\n"
                          "    version bigint PRIMARY KEY CHECK (version > 0),\n"
                          "    name text NOT NULL,\n"
                          "    state text NOT NULL CHECK (state IN ('started', 'applied', 'reverting')),\n"
                          "    how text NOT NULL CHECK (how IN ('run', 'baseline', 'repair')),\n"
                          "    checksum text NOT NULL,\n"
                          "    started_at timestamp with time zone NOT NULL DEFAULT pg_catalog.clock_timestamp(),\n"
                          "    applied_at timestamp with time zone,\n"
                          "    duration_ms double precision,\n"
                          "    run_by text NOT NULL DEFAULT session_user,\n"
                          "    run_from text NOT NULL,\n"
                          "    statements_done integer NOT NULL DEFAULT 0,\n"
                          "    message text,\n"
                          "    up_text text,\n"
                          "    down_text text\n)"_s.arg(name)});
    statements.push_back({u"Say what the table is for"_s,
                          u"COMMENT ON TABLE %1 IS 'Migrations of this database, written by Quiver (quiverctl migrate). Format 1.'"_s.arg(name)});
    return statements;
}

HistoryWriter::HistoryWriter(pg::Connection &connection, const HistoryTable &table)
    : m_table(sql::Quoter(connection).qualified(table.schema, table.name))
{
}

pg::Query HistoryWriter::insert(const Migration &migration, AppliedMigration::State state) const
{
    return {u"INSERT INTO %1 (version, name, state, how, checksum, run_from, up_text, down_text) "
            "VALUES ($1, $2, $3, 'run', $4, $5, $6, $7)"_s.arg(m_table),
            {pg::Param::integer(migration.version), pg::Param::text(migration.name), pg::Param::text(stateName(state)),
             pg::Param::text(QString::fromLatin1(migration.up.checksum)), pg::Param::text(whoRunsThis()), keptText(migration.up),
             keptText(migration.down)}};
}

pg::Query HistoryWriter::rewrite(const Migration &migration) const
{
    return {u"UPDATE %1 SET name = $2, checksum = $3, up_text = $4, down_text = $5 WHERE version = $1"_s.arg(m_table),
            {pg::Param::integer(migration.version), pg::Param::text(migration.name), pg::Param::text(QString::fromLatin1(migration.up.checksum)),
             keptText(migration.up), keptText(migration.down)}};
}

pg::Query HistoryWriter::remove(qint64 version) const
{
    return {u"DELETE FROM %1 WHERE version = $1"_s.arg(m_table), {pg::Param::integer(version)}};
}

pg::Query HistoryWriter::applied(qint64 version, double durationMs) const
{
    return {u"UPDATE %1 SET state = 'applied', applied_at = pg_catalog.clock_timestamp(), duration_ms = $2, message = NULL "
            "WHERE version = $1"_s.arg(m_table),
            {pg::Param::integer(version), pg::Param::text(QString::number(durationMs, 'f', 3))}};
}

pg::Query HistoryWriter::progress(qint64 version, int statementsDone) const
{
    return {u"UPDATE %1 SET statements_done = $2, message = NULL WHERE version = $1"_s.arg(m_table),
            {pg::Param::integer(version), pg::Param::text(QString::number(statementsDone))}};
}

pg::Query HistoryWriter::reverting(qint64 version) const
{
    return {u"UPDATE %1 SET state = 'reverting', statements_done = 0, message = NULL WHERE version = $1"_s.arg(m_table),
            {pg::Param::integer(version)}};
}

pg::Query HistoryWriter::failed(qint64 version, const QString &message) const
{
    return {u"UPDATE %1 SET message = $2 WHERE version = $1"_s.arg(m_table), {pg::Param::integer(version), pg::Param::text(message)}};
}

pg::Query HistoryWriter::stillApplied(qint64 version) const
{
    return {u"UPDATE %1 SET state = 'applied', message = NULL WHERE version = $1"_s.arg(m_table), {pg::Param::integer(version)}};
}

} // namespace quiver::migrations
