// SPDX-License-Identifier: GPL-3.0-or-later
// The session's end of a load: one batch into the table, straight or by way of a staging table.
//
// Duplicates that are skipped or updated, columns that the server converts, and tables under row-level security need INSERT:
// the batch then goes into a temporary table first. All within the caller's transaction.
#pragma once

#include "load/rowencoder.h"
#include "pg/connection.h"

#include <functional>

namespace quiver::sql {
class Quoter;
}

namespace quiver::load {

/// Columns, types or the table itself are no longer what they were when the load began.
class TargetChanged final : public core::Error
{
public:
    using core::Error::Error;
};

struct BatchResult {
    qint64 sent = 0;
    qint64 inserted = 0;
    qint64 updated = 0;
    qint64 skipped = 0;
};

class BatchSender
{
public:
    BatchSender(const LoadPlan &plan, const TargetTable &target);
    /// For rows that come encoded: \p columns says how.
    BatchSender(const LoadPlan &plan, const TargetTable &target, std::vector<EncodedColumn> columns);

    bool isStaged() const { return m_staged; }
    const TargetTable &target() const { return m_target; }
    /// The name by which the server calls the COPY in the context of an error.
    QString copyName() const;

    /// \p produce as Connection::copyIn() takes it.
    BatchResult send(pg::Connection &connection, const std::function<bool(QByteArray &)> &produce);
    /// Within the transaction of a batch, after send(): nobody can change the table until it ends. \throws TargetChanged
    void check(pg::Connection &connection) const;
    /// The staging table goes with a transaction that is rolled back.
    void transactionEnded(bool committed);
    void connectionLost();
    /// What send() runs, for people.
    QStringList statements(const pg::Connection &connection) const;

private:
    QByteArray copySql(const pg::Connection &connection) const;
    QByteArray stagingSql() const;
    QByteArray insertSql(const pg::Connection &connection) const;
    QString conflictClause(const sql::Quoter &quoter) const;
    QString columnList(const sql::Quoter &quoter) const;
    bool nullsAreEqual() const;
    QString orderedSelect() const;
    bool updates() const;
    bool isSet(const EncodedColumn &column) const;
    void stage(pg::Connection &connection);

    const LoadPlan m_plan;
    const TargetTable m_target;
    const std::vector<EncodedColumn> m_columns;
    const QStringList m_key;
    const bool m_staged;
    enum class Staging { Absent, Made, Standing } m_staging = Staging::Absent;
};

} // namespace quiver::load
