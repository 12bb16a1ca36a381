// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/error.h"

#include <QStringList>

namespace quiver::pg {

Error::Error(Kind kind, Diagnostics diagnostics, QByteArray statement)
    : core::Error(diagnostics.message), m_kind(kind), m_diagnostics(std::move(diagnostics)), m_statement(std::move(statement))
{
}

Error::Error(Kind kind, Diagnostics diagnostics, const QString &message)
    : core::Error(message), m_kind(kind), m_diagnostics(std::move(diagnostics))
{
}

Error Error::client(const QString &message)
{
    Diagnostics diagnostics;
    diagnostics.severity = QStringLiteral("ERROR");
    diagnostics.message = message;
    return {Kind::Client, diagnostics};
}

bool Error::retryable() const
{
    if (m_kind == Kind::Client)
        return false;
    const QString &state = sqlState();
    if (state.isEmpty())
        return m_kind == Kind::Connection;
    // Class 40: rolled back by the server; 55P03: lock not available; class 57P: shutting down or starting up; class 08:
    // connection; 53300: too many connections.
    return state.startsWith(QLatin1String("40")) || state.startsWith(QLatin1String("08")) || state == QLatin1String("55P03")
           || state == QLatin1String("57P01") || state == QLatin1String("57P02") || state == QLatin1String("57P03")
           || state == QLatin1String("53300");
}

QString Error::report() const
{
    const Diagnostics &d = m_diagnostics;
    QStringList lines;
    QString first = d.severity.isEmpty() ? QStringLiteral("ERROR") : d.severity;
    if (!d.sqlState.isEmpty())
        first += QLatin1Char(' ') + d.sqlState;
    lines << first + QStringLiteral(": ") + d.message;
    const auto line = [&lines](const char *label, const QString &text) {
        if (!text.isEmpty())
            lines << QLatin1String(label) + QStringLiteral(": ") + text;
    };
    line("DETAIL", d.detail);
    line("HINT", d.hint);
    line("CONTEXT", d.context);
    line("SCHEMA", d.schema);
    line("TABLE", d.table);
    line("COLUMN", d.column);
    line("TYPE", d.dataType);
    line("CONSTRAINT", d.constraint);
    if (d.position > 0)
        line("POSITION", QString::number(d.position));
    return lines.join(QLatin1Char('\n'));
}

} // namespace quiver::pg
