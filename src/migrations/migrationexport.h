// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of migrations in the forms that other tools run as they are: Alembic revisions, Flyway's names, one plain script.
//
// The same folder gives the same bytes each time, so an export can be repeated and checked in. Pure but for writing; any thread.
#pragma once

#include "migrations/migrationwriter.h"

namespace quiver::migrations {

enum class MigrationFormat { Alembic, Flyway, Sql };
std::optional<MigrationFormat> migrationFormat(const QString &name); ///< "alembic", "flyway", "sql"

struct ExportOptions {
    MigrationFormat format = MigrationFormat::Sql;
    qint64 after = 0; ///< versions above this one
    qint64 upTo = -1; ///< and up to this one; below 0: all
    /// Alembic: the revision that the first one comes after, where the project has some already; empty: that of the migration
    /// before it, if there is one.
    QString downRevision;
};

struct MigrationExport {
    std::vector<MigrationDraft> files;
    std::vector<MigrationProblem> problems; ///< with an error there are no files
    bool hasErrors() const;
};

MigrationExport exportMigrations(const MigrationFolder &folder, const ExportOptions &options);

/// The id of a migration's Alembic revision: made of its number and name, so that it stays what it is.
QString alembicRevision(const Migration &migration);

/// Writes what is not there yet; a file that is there with the same text is left alone. Returns what was written.
/// \throws core::Error where one is there with another text, or cannot be written: nothing is changed then
QStringList writeExport(const QString &folder, const MigrationExport &exported);

/// The text of a script without a BEGIN and COMMIT around the whole, for runners that begin a transaction themselves.
QString withoutTransaction(const MigrationScript &script);

// One for each form; internal to this room.
std::vector<MigrationDraft> alembicFiles(const std::vector<const Migration *> &migrations, const QString &downRevision);
std::vector<MigrationDraft> flywayFiles(const std::vector<const Migration *> &migrations);
std::vector<MigrationDraft> sqlFile(const std::vector<const Migration *> &migrations);

} // namespace quiver::migrations
