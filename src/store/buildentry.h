// SPDX-License-Identifier: GPL-3.0-or-later
// One build of an index: what was asked for, on which server, how it went.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QUuid>

#include <optional>

namespace quiver::store {

struct BuildEntry {
    enum class Outcome {
        Running,     ///< as far as is known; one that is found so when the program starts is looked for again
        Valid,
        Failed,
        Cancelled,
        LeftRunning, ///< the program ended, the server goes on
        Lost,        ///< how it ended is not known
    };

    qint64 id = 0;       ///< given by the workspace, ascending; 0 before that
    QDateTime startedAt; ///< UTC, to the millisecond
    QUuid profileId;     ///< null: not run through a profile
    QString server;      ///< summary to show: user@host:port/database
    QString database;
    QString schema, table, index, method; ///< names as they are
    QByteArray spec;     ///< the index as JSON (see index/buildrecord.h)
    QString ddl;
    QByteArray settings; ///< of the server and of the build, as JSON
    int backendPid = 0;
    qint64 statementStartedUs = 0; ///< by the server's clock, microseconds since 1970; 0: not seen
    double rows = -1;    ///< indexed; negative: not known
    int dimensions = 0;
    qint64 durationMs = -1; ///< of building, without what it waited for other sessions
    double rate = -1;    ///< rows/s over the phase that puts them in
    qint64 indexBytes = -1;
    qint64 walBytes = -1;
    int workers = 0;     ///< parallel workers beside the leader
    qint64 spilledAtRow = -1;
    Outcome outcome = Outcome::Running;
    QString message;     ///< what happened and what stands, in sentences
    QByteArray samples;  ///< of its rate, at most 200, as JSON
    bool operator==(const BuildEntry &) const = default;
};

/// What to show of the journal; every given part must hold.
struct BuildFilter {
    std::optional<QUuid> profileId;
    QString server;  ///< empty: any
    bool onlyOpen = false; ///< Running and LeftRunning
    bool operator==(const BuildFilter &) const = default;
};

} // namespace quiver::store
