// SPDX-License-Identifier: GPL-3.0-or-later
// What else a server has that matters beside pgvector: other vector indexes, statistics, sharding; and whose service it is.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace quiver::pg {
class Connection;
}

namespace quiver::catalog {

struct Companion {
    enum class Kind {
        Pgvectorscale,  ///< extension vectorscale, index method diskann
        VectorChord,    ///< extension vchord, index methods vchordrq and vchordg
        YugabyteVector, ///< YugabyteDB's own index method ybhnsw
        Citus,
        PgStatStatements,
        PgBuffercache,
        PgPrewarm,
        TimescaleDb,
    };
    Kind kind = Kind::Pgvectorscale;
    QString extension;         ///< its name: "vectorscale"
    QString installed;         ///< version in this database; empty: not created here
    QString available;         ///< version on the host; empty: no files
    QStringList methods;       ///< the index methods that it brings and that exist here
    bool needsPreload = false; ///< works only with its library in shared_preload_libraries
    bool preloaded = false;    ///< it is; only told where the server lets one see the setting
    bool preloadKnown = false;
    bool operator==(const Companion &) const = default;
};

/// Whose server it is, told by what it says of itself. Best effort: a service that hides itself is SelfManaged.
enum class ManagedService {
    SelfManaged,
    AmazonRds,
    AmazonAurora,
    GoogleCloudSql,
    GoogleAlloyDb,
    Azure,
    Neon,
    Supabase,
    TigerCloud,
    YugabyteDb,
    CockroachDb,
};

struct Surroundings {
    QList<Companion> companions; ///< those that are created here or available on the host
    ManagedService service = ManagedService::SelfManaged;
    int bits = 0; ///< of the server's program: 32 or 64; 0: it does not say
    bool operator==(const Surroundings &) const = default;
};

/// Blocks: one statement. Needs no privilege. \throws pg::Error, core::Cancelled
Surroundings surroundings(pg::Connection &connection);

/// \p version is version()'s text, \p marks the names of settings, roles and schemas that services leave behind.
ManagedService managedService(const QString &version, const QStringList &marks);
/// 32 or 64, as version()'s text ends ("…, 64-bit"); 0: it does not.
int serverBits(const QString &version);

} // namespace quiver::catalog
