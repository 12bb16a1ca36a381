// SPDX-License-Identifier: GPL-3.0-or-later
// The table in which a database remembers its migrations: version, checksum, times, who, and how far one that is under way came.
//
// For code on a session's thread. Every statement names the table with its schema, and functions with theirs: a migration may
// have set any search_path.
#pragma once

#include "migrations/migrationfile.h"
#include "pg/query.h"

#include <QDateTime>
#include <QStringList>

namespace quiver::pg {
class Connection;
}

namespace quiver::migrations {

/// Which table it is.
struct HistoryTable {
    QString schema = QStringLiteral("quiver");
    QString name = QStringLiteral("migrations");
    /// As in SQL: "quiver.migrations", with quotes where needed.
    QString text() const;
    bool operator==(const HistoryTable &) const = default;
};

/// "name", "schema.name", each part in double quotes where it must be. Without a schema it is quiver's. No value: not such a name.
std::optional<HistoryTable> historyTable(const QString &text);

/// One row.
struct AppliedMigration {
    enum class State {
        Started,   ///< outside of a transaction, and it did not come to its end: dirty, unless somebody is at it
        Applied,
        Reverting, ///< the same on the way down
    };
    enum class How { Run, Baseline, Repair };
    qint64 version = 0;
    QString name;
    State state = State::Applied;
    How how = How::Run;
    QByteArray checksum;    ///< of the .up.sql as it was then
    QDateTime startedAt;    ///< by the server's clock, UTC
    QDateTime appliedAt;    ///< invalid: not yet
    double durationMs = -1; ///< negative: not known, as of a baseline
    QString by;             ///< the session's user
    QString from;           ///< "anna@laptop": who ran the program, and where
    int statementsDone = 0; ///< of the script that is under way outside of a transaction
    QString message;        ///< of its failure
    bool hasDown = false;   ///< the text that takes it back was kept
    bool isDirty() const { return state != State::Applied; }
    bool operator==(const AppliedMigration &) const = default;
};

struct MigrationHistory {
    bool exists = false; ///< the table
    bool hasSchema = false;
    std::vector<AppliedMigration> rows; ///< by version

    const AppliedMigration *find(qint64 version) const;
    qint64 newest() const; ///< version of the last row; 0: there is none
    bool operator==(const MigrationHistory &) const = default;
};

/// \throws pg::Error; core::Error where the table is there and is none of ours
MigrationHistory readHistory(pg::Connection &connection, const HistoryTable &table);

/// What was kept of a migration's files when it ran. Empty texts: nothing was.
struct KeptTexts {
    QString up, down;
};
KeptTexts readKeptTexts(pg::Connection &connection, const HistoryTable &table, qint64 version);

/// Who runs this program, and where: "anna@laptop".
QString whoRunsThis();

/// The statements that make the table and, where it is missing, its schema; with titles. Empty where the table is there.
struct HistoryStatement {
    QString title;
    QString sql;
};
std::vector<HistoryStatement> createHistory(pg::Connection &connection, const HistoryTable &table, const MigrationHistory &history);

/// Writes rows; each call is one statement in whatever transaction there is.
class HistoryWriter
{
public:
    HistoryWriter(pg::Connection &connection, const HistoryTable &table);

    pg::Query insert(const Migration &migration, AppliedMigration::State state) const;
    /// Its files as they are now.
    pg::Query rewrite(const Migration &migration) const;
    pg::Query remove(qint64 version) const;
    /// The last thing that a migration does.
    pg::Query applied(qint64 version, double durationMs) const;
    pg::Query progress(qint64 version, int statementsDone) const;
    /// Begins to take back outside of a transaction.
    pg::Query reverting(qint64 version) const;
    pg::Query failed(qint64 version, const QString &message) const;
    /// What reverting() did, undone.
    pg::Query stillApplied(qint64 version) const;

private:
    const QString m_table;
};

} // namespace quiver::migrations
