// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/embedders.h"

#include "pg/connection.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

bool isReadable(pg::Connection &connection)
{
    return connection.exec("SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                           " WHERE n.nspname = 'quiver' AND c.relname = 'embedders' AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')"
                           " AND pg_catalog.has_table_privilege(c.oid, 'SELECT'))").boolean(0, 0);
}

pg::Param text(const QString &value)
{
    return pg::Param::text(value, pg::oid::Text);
}

} // namespace

std::optional<EmbedderState> embedderState(pg::Connection &connection, const QString &schema, const QString &table, const QString &column)
{
    if (!isReadable(connection))
        return {};
    const pg::Result found = connection.exec(
        {QByteArray("SELECT kind, pg_catalog.encode(state, 'hex') FROM quiver.embedders WHERE schema_name = $1 AND table_name = $2"
                    " AND column_name = $3"),
         {text(schema), text(table), text(column)}});
    if (found.rowCount() == 0)
        return {};
    return EmbedderState{found.text(0, 0), QByteArray::fromHex(found.text(0, 1).toLatin1())};
}

QString embeddedTextColumn(pg::Connection &connection, const QString &schema, const QString &table, const QString &column)
{
    if (!isReadable(connection) || !connection.exec(hasTextColumnSql).boolean(0, 0)) // the latter needs the schema's USAGE
        return {};
    const pg::Result found = connection.exec(
        {QByteArray("SELECT text_column FROM quiver.embedders WHERE schema_name = $1 AND table_name = $2 AND column_name = $3"),
         {text(schema), text(table), text(column)}});
    return found.rowCount() > 0 ? found.text(0, 0) : QString();
}

EmbedderTable embedderTable(pg::Connection &connection)
{
    const pg::Result found = connection.exec(
        "SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')"
        " AND pg_catalog.has_table_privilege(c.oid, 'INSERT') AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')"
        " AND pg_catalog.has_table_privilege(c.oid, 'DELETE')"
        " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'quiver' AND c.relname = 'embedders'");
    return {found.rowCount() > 0, found.rowCount() > 0 && found.boolean(0, 0)};
}

QStringList embeddedColumns(pg::Connection &connection, const QString &schema, const QString &table)
{
    QStringList columns;
    if (!isReadable(connection))
        return columns;
    const pg::Result found = connection.exec(
        {QByteArray("SELECT column_name FROM quiver.embedders WHERE schema_name = $1 AND table_name = $2 AND kind IN ('lexical', 'http') ORDER BY 1"),
         {text(schema), text(table)}});
    for (qint64 row = 0; row < found.rowCount(); ++row)
        columns << found.text(row, 0);
    return columns;
}

} // namespace quiver::catalog
