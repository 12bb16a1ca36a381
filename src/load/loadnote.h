// SPDX-License-Identifier: GPL-3.0-or-later
// How far a load is, kept in the database itself (quiver.load_progress) and written in the transaction of each batch: so it is
// true after any crash, of this program or of the server.
#pragma once

#include "load/loader.h"

namespace quiver::load {

struct LoadNote {
    QString id;
    pg::Oid table = 0;
    QString tableName;     ///< quoted, with its schema
    QString source;        ///< the file
    QByteArray fingerprint; ///< of the file as far as the place, see doneFingerprint(); empty: not known
    QByteArray plan;       ///< JSON
    RowPlace place;        ///< the next row
    qint64 rows = 0;       ///< sent and committed
    qint64 rejected = 0;
    QString rejectFile;    ///< where they are
    qint64 rejectBytes = 0; ///< of it
    QStringList pending;   ///< statements that end the load; each may run twice
    QStringList moves;     ///< and those that move sequences, which a run that goes on makes anew
    bool stored = false;   ///< it stands in the database
};

/// The same for the same rows on their way into the same table.
QString loadId(const QByteArray &fingerprint, const TableName &table, const LoadPlan &plan);
/// Of the part of \p source that is done at \p place; the same as long as that part is. Empty where it cannot be read any more.
QByteArray doneFingerprint(const SourceInfo &source, const LoadPlan &plan, const RowPlace &place);

// On a session's thread; within the transaction that is open, if one is.

/// No value where nobody has noted such a load. \throws pg::Error
std::optional<LoadNote> findNote(pg::Connection &connection, const QString &id);
/// Of other loads of the file \p source into \p table, the latest first. \throws pg::Error
std::vector<LoadNote> findOtherNotes(pg::Connection &connection, const QString &id, pg::Oid table, const QString &source);
/// Writes down that \p note's load is now at \p note.place, and no longer at \p before. Creates schema and table where they
/// are missing. False: the note is not what it was, somebody else goes on with the load.
bool writeNote(pg::Connection &connection, LoadNote &note, const RowPlace &before);
void deleteNote(pg::Connection &connection, const QString &id);

/// Makes the schema quiver where there is none.
void createNoteSchema(pg::Connection &connection);

/// A lock for as long as the connection lives: a load runs once at a time. Waits some seconds for the connection of a killed
/// program to end. False: another session has it.
bool lockLoad(pg::Connection &connection, const QString &id);
void unlockLoad(pg::Connection &connection, const QString &id);

} // namespace quiver::load
