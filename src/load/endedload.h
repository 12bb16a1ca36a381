// SPDX-License-Identifier: GPL-3.0-or-later
// That a load has come to its end, kept in the database itself (quiver.load_ended) and written in the transaction of its last rows: a
// program that is killed behind it, and started again, does not take them for rows that are still to be loaded.
#pragma once

#include "load/loader.h"

namespace quiver::load {

struct EndedLoad {
    QString id;        ///< see loadId()
    pg::Oid table = 0;
    QString tableName; ///< quoted, with its schema
    QString source;    ///< the file
    qint64 rows = 0;
    qint64 rejected = 0;
    QString rejectFile;
    // As it was read; the server fills them in.
    QString user;
    QDateTime endedAt;
};

// On a session's thread. The last two within a transaction, which stands whatever comes of them: where they return false \p why says
// the reason.

/// No value where no such load has ended, or the user may not know of it. \throws pg::Error
std::optional<EndedLoad> findEnded(pg::Connection &connection, const QString &id);
/// In the place of what was written of the same load. Creates schema and table where they are missing.
bool writeEnded(pg::Connection &connection, const EndedLoad &ended, QString &why);
/// Of a table that was emptied: what was loaded into it before is there no more.
bool forgetEnded(pg::Connection &connection, pg::Oid table, QString &why);

} // namespace quiver::load
