// SPDX-License-Identifier: GPL-3.0-or-later
// Where the programs of an installed PostgreSQL server are, and what that installation can do.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace quiver::sandbox {

struct ServerBinaries {
    QString directory;      ///< has initdb, pg_ctl and postgres
    QString version;        ///< "15.20", "18beta1"
    int major = 0;
    QString shareDirectory; ///< has the folder extension; empty where it was not found

    QString program(const QString &name) const { return directory + u'/' + name; }
    bool hasExtension(const QString &name) const;
    bool hasPgvector() const { return hasExtension(QStringLiteral("vector")); }

    /// The installation to make a new cluster with (\p major 0), or the newest of that major version for an existing one.
    /// Of several, those with pgvector come first, then the newest. The environment variable QUIVER_PG_BINDIR names the
    /// only directory to consider.
    /// \throws core::Error naming what to install
    static ServerBinaries find(int major = 0);
    /// All installations found, the one that find() prefers first.
    static std::vector<ServerBinaries> all();
    /// What to install on this kind of system, for messages.
    static QString installationHint();
    static QString pgvectorHint(int major);
};

} // namespace quiver::sandbox
