// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that the sandbox's server gets, derived from the machine it runs on.
#pragma once

#include <QByteArray>
#include <QString>

namespace quiver::sandbox {

struct HostResources {
    qint64 memoryBytes = 0;       ///< that this process may use: the machine's, or its container's if that is less
    int processors = 1;
    qint64 sharedMemoryBytes = 0; ///< free in /dev/shm; 0 where there is none

    static HostResources detect();
};

struct ServerSettingsInput {
    HostResources host;
    QString socketDirectory;
    int port = 5432;
    bool statementStatistics = true; ///< pg_stat_statements is installed
};

/// The text of a configuration file for PostgreSQL 13 and newer.
QByteArray serverSettings(const ServerSettingsInput &input);

} // namespace quiver::sandbox
