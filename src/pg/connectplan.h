// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/pg: which hosts are tried in which order, and what libpq is told for each of them. Asks libpq itself for what
// environment and service file add; does not touch the network.
#pragma once

#include "pg/connectoptions.h"
#include "pg/hostlist.h"

namespace quiver::pg {

using Keywords = QList<std::pair<QByteArray, QByteArray>>;

struct PlannedHost {
    ListedHost listed;
    QByteArray lookUp; ///< the name that libpq will ask the system about; empty: none
    Keywords keywords; ///< what differs from host to host
};

struct ConnectPlan {
    QList<PlannedHost> hosts; ///< in the order in which they are tried; never empty
    Keywords keywords;        ///< the same for all
    bool preferStandby = false; ///< first ask each whether it is a standby, then take any
    int seconds = 0;          ///< for each host
};

/// \throws pg::Error (Kind::Client) for options that libpq refuses before it connects
ConnectPlan planConnect(const ConnectOptions &options);

} // namespace quiver::pg
