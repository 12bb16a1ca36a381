// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/connectreport.h"

#include <algorithm>

namespace quiver::pg {

namespace {

/// The latest of those that got furthest: the one that the walk along the list ended with, where it ended with an answer.
const Diagnostics &furthest(const ConnectReport &report)
{
    auto best = report.attempts.begin();
    for (auto it = best; it != report.attempts.end(); ++it) {
        if (it->failedAt >= best->failedAt)
            best = it;
    }
    return best->error;
}

QString words(const ConnectReport &report)
{
    if (report.attempts.size() == 1)
        return report.attempts.first().error.message;
    QString text = QStringLiteral("none of the hosts can be connected to");
    for (const HostAttempt &attempt : report.attempts) {
        QString reason = attempt.error.message;
        // libpq's own reasons begin with host and port, which the line has already.
        const qsizetype end = reason.indexOf(QLatin1String(" failed: "));
        if (reason.startsWith(QLatin1String("connection to server")) && end > 0)
            reason.remove(0, end + 9);
        text += QStringLiteral("\n%1:%2: %3").arg(attempt.host, QString::number(attempt.port), reason.simplified());
    }
    return text;
}

} // namespace

ConnectError::ConnectError(ConnectReport report)
    : Error(Kind::Connection, furthest(report), words(report)), m_report(std::move(report))
{
}

} // namespace quiver::pg
