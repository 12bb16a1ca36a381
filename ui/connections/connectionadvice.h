// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what a connection attempt found out: what happened, to which object, and what to do next.
#pragma once

#include "catalog/connectiondiagnosis.h"
#include "catalog/connectiontest.h"

#include <QCoreApplication>
#include <QList>

#include <optional>

namespace quiver::ui {

/// One line of the result of a test, or the one line of a failed attempt.
struct ConnectionCheck {
    enum class State { Pending, Running, Passed, Warning, Failed, NotReached };
    State state = State::Pending;
    QString title;     ///< which step
    QString text;      ///< what was found
    QString nextStep;  ///< what to do about it; empty where there is nothing to do
    QString detail;    ///< the server's or the library's own words
    QString sql;       ///< statements that do it, one a line; empty: none
    double ms = -1;    ///< -1: not measured
    QStringList facts; ///< particulars, one a line: shortened where there is no room, whole in asText()
    std::optional<catalog::ConnectionStep> step; ///< nothing: a line about something else
    bool operator==(const ConnectionCheck &) const = default;
};

/// Needs no window: every answer is a function of its arguments.
class ConnectionAdvice
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::ConnectionAdvice)

public:
    /// The title of a step, before anything is known.
    static QString stepTitle(catalog::ConnectionStep step);
    /// What a failed attempt to connect means, in one line.
    static ConnectionCheck forError(const pg::Error &error, const pg::ConnectOptions &options);
    /// A line for every step: those that passed with their times, the one that failed, the rest as not reached. Before them a
    /// line for each other host of the list. \p tunnelMs: until the tunnel stood; -1: there is none.
    static QList<ConnectionCheck> forFailure(const pg::Error &error, const pg::ConnectOptions &options,
                                             double tunnelMs = -1);
    /// A line for every step that was taken, and for each host that failed before.
    static QList<ConnectionCheck> forReport(const catalog::ConnectionReport &report,
                                            const pg::ConnectOptions &options);
    /// One line for the way to the server and one for each step after it, all pending but the one under way.
    static QList<ConnectionCheck> whileRunning(int step);
    /// All lines as plain text, for copying.
    static QString asText(const QList<ConnectionCheck> &checks);
    /// "12.3 ms", "0.41 ms", "1.24 s"; empty for a negative figure.
    static QString milliseconds(double ms);
};

/// The lines of the way to the server, from pg::ConnectReport.
class ConnectionWay
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::ConnectionWay)

public:
    static ConnectionCheck tunnel(double ms);
    /// A host of the list that was passed over.
    static ConnectionCheck otherHost(const pg::HostAttempt &attempt, const pg::TlsFacts &tls,
                                     const pg::ConnectOptions &options);
    /// Up to the stage at which \p attempt failed, without that stage.
    static QList<ConnectionCheck> passed(const pg::HostAttempt &attempt, const pg::ConnectReport &report,
                                         const pg::ConnectOptions &options);
    static catalog::ConnectionStep stepOf(pg::ConnectStage stage);
    /// Milliseconds that \p attempt spent in the step; -1: not known.
    static double spentIn(const pg::HostAttempt &attempt, catalog::ConnectionStep step);

private:
    static ConnectionCheck lookup(const pg::HostAttempt &attempt);
    static ConnectionCheck reach(const pg::HostAttempt &attempt);
    static ConnectionCheck tls(const pg::HostAttempt &attempt, const pg::TlsFacts &facts,
                               const pg::ConnectOptions &options);
    static ConnectionCheck login(const pg::HostAttempt &attempt, const pg::ConnectReport &report,
                                 const pg::ConnectOptions &options);
    static void certificate(ConnectionCheck &check, const pg::TlsFacts &facts);
};

/// The lines of what was asked of the server.
class ConnectionFindings
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::ConnectionFindings)

public:
    static ConnectionCheck version(const catalog::ConnectionReport &report);
    static ConnectionCheck latency(const catalog::ConnectionReport &report);
    static ConnectionCheck pgvector(const catalog::ConnectionReport &report);
    static ConnectionCheck audit(const catalog::ConnectionReport &report);
    static ConnectionCheck rights(const catalog::ConnectionReport &report);
    static ConnectionCheck role(const catalog::ConnectionReport &report);
    static ConnectionCheck companions(const catalog::ConnectionReport &report);

private:
    static QString serviceName(catalog::ManagedService service);
    static QString companionText(const catalog::Companion &companion);
    static QString standbysText(const catalog::ServerRole &role);
};

} // namespace quiver::ui
