// SPDX-License-Identifier: GPL-3.0-or-later
// Decides what a read-only connection has to tell the server around a statement, so that the server itself refuses every write,
// whatever the statements before have set.
//
// default_transaction_read_only alone is a default that any SET, RESET or BEGIN READ WRITE lifts. So:
// - A statement outside of a transaction gets one: BEGIN READ ONLY, the statement, COMMIT. In there neither DO nor CALL can end
//   the transaction and begin another one, and once the statement has its snapshot the server does not let the transaction
//   become read-write again, whatever a function sets.
// - In the user's own transaction SET TRANSACTION READ ONLY goes before the first statement, and again whenever a statement that
//   controls transactions or settings may have lifted it: SET, ROLLBACK TO SAVEPOINT, COMMIT AND CHAIN. So also before a
//   SAVEPOINT: a level that ends leaves the transaction as it was before that.
// - Statements of that sort go as they are: alone in their message, as all statements here, they write nothing.
// What the server's read-only transactions do not cover: COPY to files and programs, REINDEX, CLUSTER, and writing large objects by
// name, are refused here; the same from within a DO block or a function, where the role may do it at all, connections that a function opens itself (dblink), and large objects that a function of the user's writes on a
// server before PostgreSQL 16, are not held by anybody's guard.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <string_view>

namespace quiver::pg {

/// What a statement is to the guard.
struct StatementFacts {
    enum class Kind {
        Control,    ///< of transactions and settings, or empty: writes nothing by itself
        NeedsBlock, ///< the server refuses it outside of a transaction, and is to say so itself: LOCK, DECLARE without HOLD
        Ordinary,
        Refused,    ///< see refusal
    };
    Kind kind = Kind::Ordinary;
    QByteArray keyword;         ///< the first, in capitals; empty where it begins with none
    bool asksReadWrite = false; ///< BEGIN READ WRITE and its like
    QString refusal;
};
StatementFacts readStatement(std::string_view sql, bool backslashes = false);

class ReadOnlyGuard
{
public:
    enum class Before {
        Nothing,
        Begin,   ///< BEGIN READ ONLY; and COMMIT or ROLLBACK after it
        Hold,    ///< SET TRANSACTION READ ONLY
    };

    explicit ReadOnlyGuard(bool forGood) : m_forGood(forGood) { }
    bool isOn() const { return m_forGood || m_forNow; }
    /// Whether the connection is read-only as such: set(false) does not lift that.
    bool isForGood() const { return m_forGood; }
    void set(bool on);

    /// \p inTransaction: one is open and has not failed.
    Before before(const StatementFacts &facts, bool idle, bool inTransaction);
    /// The open transaction was told.
    void held() { m_held = true; }

    /// A prepared statement goes by the text that it was prepared from.
    void prepared(const QByteArray &name, const QByteArray &sql) { m_prepared.insert(name, sql); }
    /// Empty where that is not known.
    QByteArray textOf(const QByteArray &name) const { return m_prepared.value(name); }

private:
    void forgetNames();

    bool m_forGood;
    bool m_forNow = false;
    bool m_held = false; // since then nothing went that could have lifted it
    QHash<QByteArray, QByteArray> m_prepared;
};

} // namespace quiver::pg
