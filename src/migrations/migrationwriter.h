// SPDX-License-Identifier: GPL-3.0-or-later
// A Change as migration files: one pair for each group of steps that is a transaction, one for each step that is none.
//
// What is written is plain SQL that psql runs as it is. A step that is repeated until it affects no row becomes a DO block that
// commits after each time. Reads and writes files only; any thread.
#pragma once

#include "migrations/migrationfile.h"
#include "sql/change.h"

#include <QStringList>

namespace quiver::migrations {

struct MigrationDraft {
    QString fileName; ///< "0003_add_embedding.up.sql"
    QString text;
    bool operator==(const MigrationDraft &) const = default;
};

/// The number that comes next, as it is written: as many digits as the others have, at least four. Where the others are moments
/// (20260801123000), it is the present one.
struct NextVersion {
    qint64 version = 1;
    int digits = 4;
};
NextVersion nextVersion(const MigrationFolder &folder);

/// The files that \p change becomes, each .up.sql followed by its .down.sql where it can be taken back. \p name goes through
/// migrationFileName(); empty: made from the change's title. Of several pairs each is named "<name>_1_of_3".
std::vector<MigrationDraft> migrationDrafts(const sql::Change &change, const QString &name, NextVersion first = {});

/// \p statements with a semicolon behind the last one, which a comment at its end does not swallow, and a line feed.
QString ended(const QString &statements);

/// A pair to be filled in by hand.
std::vector<MigrationDraft> emptyMigration(const QString &name, bool inTransaction, NextVersion version = {});

/// Writes all of \p drafts or none of them, each in one go; a file that is there is never touched. The folder is made where there
/// is none. Returns their paths. \throws core::Error
QStringList writeMigrationFiles(const QString &folder, const std::vector<MigrationDraft> &drafts);

/// Puts another text into a file that is there, in one go. \p before: the checksum of the text that was edited.
/// \throws core::Error where the file is another by now, or cannot be written: it is left as it was
void replaceMigrationFile(const QString &path, const QByteArray &before, const QString &text);

/// Both in one: reads the folder for the next number, writes. Returns the paths of what was written, in order.
/// \throws core::Error, also where a file of the folder has no readable number, or the change is empty
QStringList writeMigration(const QString &folder, const sql::Change &change, const QString &name);

} // namespace quiver::migrations
