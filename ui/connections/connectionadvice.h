// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what a connection attempt found out: what happened, to which object, and what to do next.
#pragma once

#include "catalog/connectiondiagnosis.h"
#include "catalog/connectiontest.h"

#include <QCoreApplication>
#include <QList>

namespace quiver::ui {

/// One line of the result of a test, or the one line of a failed attempt.
struct ConnectionCheck {
    enum class State { Pending, Running, Passed, Warning, Failed };
    State state = State::Pending;
    QString title;    ///< which step
    QString text;     ///< what was found
    QString nextStep; ///< what to do about it; empty where there is nothing to do
    QString detail;   ///< the server's or the library's own words
    QString sql;      ///< a statement that does it; empty: none
    double ms = -1;   ///< -1: not measured
    bool operator==(const ConnectionCheck &) const = default;
};

/// Needs no window: every answer is a function of its arguments.
class ConnectionAdvice
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::ConnectionAdvice)

public:
    /// The title of a step, before anything is known.
    static QString stepTitle(catalog::ConnectionStep step);
    /// What a failed attempt to connect means.
    static ConnectionCheck forError(const pg::Error &error, const pg::ConnectOptions &options);
    /// A line for every step that was taken.
    static QList<ConnectionCheck> forReport(const catalog::ConnectionReport &report);
    /// One line for each of the steps, all pending but the one under way.
    static QList<ConnectionCheck> whileRunning(int step);
    /// All lines as plain text, for copying.
    static QString asText(const QList<ConnectionCheck> &checks);
    /// "12.3 ms", "0.41 ms"; empty for a negative figure.
    static QString milliseconds(double ms);

private:
    static std::pair<QString, QString> words(catalog::ConnectionTrouble trouble,
                                             const pg::ConnectOptions &options);
    static std::pair<QString, QString> networkWords(catalog::ConnectionTrouble trouble,
                                                    const pg::ConnectOptions &options);
    static std::pair<QString, QString> tlsWords(catalog::ConnectionTrouble trouble,
                                                const pg::ConnectOptions &options);
    static ConnectionCheck versionCheck(const catalog::ConnectionReport &report);
    static ConnectionCheck pgvectorCheck(const catalog::ConnectionReport &report);
    static ConnectionCheck rightsCheck(const catalog::ConnectionReport &report);
};

} // namespace quiver::ui
