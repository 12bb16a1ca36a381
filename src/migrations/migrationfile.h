// SPDX-License-Identifier: GPL-3.0-or-later
// Migrations on disk: a folder of 0001_name.up.sql and 0001_name.down.sql, read with everything that is wrong with them.
//
// The files are plain SQL that psql runs as they are. A first line `-- quiver: no-transaction` says that a file cannot run inside
// of a transaction (CREATE INDEX CONCURRENTLY); of all others the runner makes one transaction, and a BEGIN and COMMIT around
// the whole file, which psql needs, are the same to it. Pure but for reading; any thread.
#pragma once

#include "sql/splitter.h"

#include <QString>

#include <optional>
#include <vector>

namespace quiver::migrations {

/// What is wrong with a file, as a value: the user gets all of it at once.
struct MigrationProblem {
    enum class Severity {
        Error, ///< nothing of the folder runs until it is mended
        Advice,
    };
    Severity severity = Severity::Error;
    QString file;  ///< its name in the folder
    int line = 0;  ///< from 1; 0: the file as a whole
    QString reason;
    /// "0001_name.up.sql:3: reason".
    QString text() const;
    bool operator==(const MigrationProblem &) const = default;
};

/// The text of one file, ready to be run.
struct MigrationScript {
    QString fileName;
    QString text; ///< line ends are LF
    bool inTransaction = true;
    /// In order; without the BEGIN and COMMIT around the whole of a file that runs in a transaction anyway.
    std::vector<sql::Statement> statements;
    QByteArray checksum; ///< SHA-256 in hexadecimal, over the text in UTF-8: CRLF counts as LF, every other byte counts

    QString sqlOf(std::size_t index) const;
    bool operator==(const MigrationScript &) const = default;
};

struct Migration {
    qint64 version = 0; ///< from 1
    QString name;
    MigrationScript up;
    /// No value: it cannot be taken back.
    std::optional<MigrationScript> down;
    bool operator==(const Migration &) const = default;
};

struct MigrationFolder {
    QString path;
    std::vector<Migration> migrations; ///< by version; of those with problems, what could be read
    std::vector<MigrationProblem> problems;

    bool hasErrors() const;
    const Migration *find(qint64 version) const;
    qint64 newest() const; ///< version; 0: there is none
};

/// \throws core::Error where the folder cannot be read; what is wrong with its files is a value
MigrationFolder readMigrationFolder(const QString &path);

/// One file's text, as it was read or as the history keeps it. \p problems gets what is wrong with it.
MigrationScript readMigrationScript(const QString &fileName, const QByteArray &bytes, std::vector<MigrationProblem> &problems);

/// A title as a part of a file's name: a-z, 0-9 and _, at most 60 of them. Marks are dropped, Greek and Cyrillic are spelled in Latin
/// letters, what else there is becomes one _ each. Never empty: "migration" where nothing is left.
QString migrationFileName(const QString &title);

/// "0001_name.up.sql".
struct MigrationFileParts {
    qint64 version = 0;
    int digits = 0; ///< that the version was written with
    QString name;
    bool isUp = true;
};
std::optional<MigrationFileParts> migrationFileParts(const QString &fileName);

inline const QString noTransactionLine = QStringLiteral("-- quiver: no-transaction");

} // namespace quiver::migrations
