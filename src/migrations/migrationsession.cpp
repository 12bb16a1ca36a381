// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationsession.h"

#include "pg/connection.h"

namespace quiver::migrations {

MigrationSession::MigrationSession(pg::Connection &connection) : m_connection(connection)
{
    const pg::Result result = connection.exec("SELECT name, setting FROM pg_catalog.pg_settings "
                                              "WHERE source = 'session' AND name NOT LIKE 'transaction\\_%'");
    for (qint64 row = 0; row < result.rowCount(); ++row)
        m_settings.emplace_back(result.text(row, 0), result.text(row, 1));
    m_role = connection.exec("SELECT pg_catalog.current_setting('role')").text(0, 0); // which pg_settings does not tell
}

void MigrationSession::beOurselves() const
{
    m_connection.exec("SET LOCAL SESSION AUTHORIZATION DEFAULT");
    m_connection.exec({QByteArray("SELECT pg_catalog.set_config('role', $1, true)"), {pg::Param::text(m_role, pg::oid::Text)}});
}

void MigrationSession::restore() const
{
    // Not DISCARD ALL: it gives the advisory lock away.
    for (const char *statement : {"RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL", "DISCARD TEMP", "UNLISTEN *", "CLOSE ALL"})
        m_connection.exec(statement);
    const auto set = [this](const QString &name, const QString &value) {
        m_connection.exec({QByteArray("SELECT pg_catalog.set_config($1, $2, false)"),
                           {pg::Param::text(name, pg::oid::Text), pg::Param::text(value, pg::oid::Text)}});
    };
    for (const auto &[name, value] : m_settings)
        set(name, value);
    set(QStringLiteral("role"), m_role);
}

} // namespace quiver::migrations
