// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to one SQLite file through Qt Sql, with exceptions where Qt answers false.
//
// Belongs to the thread that created it.
#pragma once

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <utility>

namespace quiver::store {

class SqliteConnection final
{
public:
    /// Opens \p file for reading and writing. Waits up to \p busyTimeoutMs for other processes' locks.
    /// \throws Error
    explicit SqliteConnection(const QString &file, int busyTimeoutMs = 5000);
    ~SqliteConnection();
    Q_DISABLE_COPY_MOVE(SqliteConnection)

    /// Runs one statement with \p values bound to its question marks.
    /// \throws Error with the kind that SQLite's code stands for
    QSqlQuery run(const QString &sql, const QVariantList &values = {});
    /// The next row of \p query. \throws Error where QSqlQuery::next() would only say that there is none
    bool next(QSqlQuery &query) const;
    /// The first column of the first row, invalid if there is none. \throws Error
    QVariant single(const QString &sql, const QVariantList &values = {});

    /// Runs \p work between BEGIN IMMEDIATE and COMMIT; rolls back when it throws.
    template<typename Work>
    void transaction(Work &&work)
    {
        run(QStringLiteral("BEGIN IMMEDIATE"));
        try {
            std::forward<Work>(work)();
            run(QStringLiteral("COMMIT"));
        } catch (...) {
            QSqlQuery(m_database)
                .exec(QStringLiteral("ROLLBACK")); // fails harmlessly where SQLite already did it
            throw;
        }
    }

private:
    [[noreturn]] void fail(const QSqlError &error) const;

    QString m_file;
    QSqlDatabase m_database;
};

} // namespace quiver::store
