// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that this machine knows already: libpq's service files, its password file, and its environment variables.
#pragma once

#include "profiles/connectiontext.h"

namespace quiver::profiles {

struct KnownConnection {
    QString source; ///< the file's path, or "environment"
    ConnectionText connection;
};

/// PGSERVICEFILE or ~/.pg_service.conf, then pg_service.conf in the system's directory; ~/.pgpass or PGPASSFILE (lines with
/// wildcards only are left out); PG* and DATABASE_URL of the environment. Reads the disk. Passwords are not taken along:
/// libpq finds them again in their own place.
QList<KnownConnection> knownConnections();

} // namespace quiver::profiles
