// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/diagnostics.h"

#include <QRegularExpression>

#include <libpq-fe.h>

namespace quiver::pg {

namespace {

QString field(const PGresult *result, int code)
{
    return QString::fromUtf8(PQresultErrorField(result, code));
}

} // namespace

Diagnostics diagnosticsOf(const PGresult *result)
{
    Diagnostics d;
    d.severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (d.severity.isEmpty())
        d.severity = field(result, PG_DIAG_SEVERITY);
    d.sqlState = field(result, PG_DIAG_SQLSTATE);
    d.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (d.message.isEmpty()) // made by libpq itself: no fields
        d.message = QString::fromUtf8(PQresultErrorMessage(result)).trimmed();
    d.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    d.hint = field(result, PG_DIAG_MESSAGE_HINT);
    d.context = field(result, PG_DIAG_CONTEXT);
    d.schema = field(result, PG_DIAG_SCHEMA_NAME);
    d.table = field(result, PG_DIAG_TABLE_NAME);
    d.column = field(result, PG_DIAG_COLUMN_NAME);
    d.dataType = field(result, PG_DIAG_DATATYPE_NAME);
    d.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    d.position = field(result, PG_DIAG_STATEMENT_POSITION).toInt();
    d.routine = field(result, PG_DIAG_SOURCE_FUNCTION);
    return d;
}

// libpq keeps the SQLSTATE of a refused connection to itself, but writes it into the verbose message:
// "connection to server ... failed: FATAL:  28P01: password authentication failed ...\nLOCATION:  auth_failed, auth.c:338"
Diagnostics connectDiagnostics(const PGconn *conn)
{
    Diagnostics d;
    d.severity = QStringLiteral("FATAL");
    d.message = QString::fromUtf8(PQerrorMessage(conn)).trimmed();
    // The latest is of the attempt that decided: another host's, or the one without encryption, come before it.
    static const QRegularExpression location(QStringLiteral(R"(\nLOCATION: +(?:(\w+), )?[^\n]*)"));
    for (auto it = location.globalMatch(d.message); it.hasNext();)
        d.routine = it.next().captured(1);
    d.message.remove(location);
    static const QRegularExpression state(QStringLiteral(R"((: +)(?=[A-Z]*[0-9])([0-9A-Z]{5}): )"));
    const QRegularExpressionMatch match = state.match(d.message);
    if (match.hasMatch()) {
        d.sqlState = match.captured(2);
        d.message.replace(match.capturedStart(), match.capturedLength(), match.captured(1));
    }
    return d;
}

} // namespace quiver::pg
