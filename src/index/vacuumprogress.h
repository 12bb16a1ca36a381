// SPDX-License-Identifier: GPL-3.0-or-later
// How far the server's running VACUUMs are. An HNSW index is most of it, and that counts nothing: the phase and its age tell.
#pragma once

#include <QString>

#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

struct VacuumProgress {
    int pid = 0;
    QString database;
    quint32 tableOid = 0;
    QString schema, table;  ///< empty where it is of another database
    QString user, application;
    bool isAutomatic = false;
    QString phase;          ///< the server's: "scanning heap", "vacuuming indexes", ...; empty: not allowed to see
    qint64 blocksTotal = 0, blocksScanned = 0, blocksVacuumed = 0;
    qint64 indexPasses = 0; ///< times that all indexes were gone through
    qint64 indexesTotal = 0, indexesDone = 0; ///< of this pass; 0: PostgreSQL before 17, or not in that phase
    double runningSeconds = 0;
    /// Of the phase, 0 to 1; negative: it is not counted.
    double fraction() const;
    bool operator==(const VacuumProgress &) const = default;
};

/// All of the server, the oldest first; one statement. \throws pg::Error
std::vector<VacuumProgress> readVacuums(pg::Connection &connection);

} // namespace quiver::index
