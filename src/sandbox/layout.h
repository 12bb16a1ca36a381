// SPDX-License-Identifier: GPL-3.0-or-later
// Where the sandbox keeps its things on this machine.
#pragma once

#include "sandbox/serveraccount.h"

#include <QList>
#include <QString>

namespace quiver::sandbox {

struct Layout {
    QString base; ///< absolute

    QString data() const { return base + QStringLiteral("/data"); }
    QString incoming() const { return base + QStringLiteral("/data.incoming"); } ///< a cluster while initdb makes it
    QString serverLog() const { return base + QStringLiteral("/server.log"); }

    /// A directory of mode 0700 for the server's socket: inside base, or, where that path is too long for a socket address,
    /// a short one below XDG_RUNTIME_DIR, TMPDIR or /tmp. A server that runs already may have another: see its
    /// postmaster.pid. \throws core::Error when every candidate is too long
    QString socketDirectory(const ServerAccount &account, int port) const;

    /// QUIVER_SANDBOX; or else quiver/sandbox in the user's data directory; or, where the server runs as another user, who cannot
    /// enter root's own directories, a directory below /var/lib/quiver-sandbox that is named by a hash of that data directory:
    /// each home has a sandbox of its own, as it has a workspace of its own.
    static Layout standard(const ServerAccount &account);
};

/// What the first lines of a data directory's postmaster.pid say.
struct PostmasterFile {
    qint64 pid = 0;
    int port = 0;
    QString socketDirectory;
    bool ready = false; ///< accepts connections

    /// No pid when there is no such file, or its process is not a server on \p dataDirectory (any more): after a power
    /// failure the number may belong to somebody else.
    static PostmasterFile read(const QString &dataDirectory);
};

/// Processes of a server that still use \p dataDirectory: after a crash of the postmaster its children take a moment to
/// end, and a second server beside them would destroy the data. Always empty where there is no /proc.
QList<qint64> serverProcesses(const QString &dataDirectory);

/// Whether the postmaster.pid there names a living process that is no server on \p dataDirectory: then the server would
/// refuse to start. Call it when serverProcesses() is empty.
bool pidFileMisleads(const QString &dataDirectory);

} // namespace quiver::sandbox
