// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that Changes of a table's columns are made of, each knowing whether it is done, and the questions that tell it.
#pragma once

#include "catalog/rowsize.h"
#include "catalog/tablefacts.h"
#include "sql/change.h"
#include "sql/quoter.h"

namespace quiver::schema {

/// Conditions (boolean expressions) about one table, for a step's isDone and verify.
class ColumnSql
{
public:
    ColumnSql(const pg::Connection &connection, const QString &schema, const QString &table);

    const sql::Quoter &quote() const { return m_quote; }
    const QString &table() const { return m_table; } ///< as SQL writes it
    const QString &schema() const { return m_schema; }
    const QString &tableName() const { return m_name; } ///< as it is, not quoted
    QString name(const QString &name) const { return m_quote.name(name); }
    QString literal(const QString &text) const { return m_quote.literal(text); }
    QString regclass() const; ///< the table's OID, NULL where it is gone

    QString columnExists(const QString &column) const;
    /// Whether the column of this number has this name.
    QString columnIs(const QString &column, int number) const;
    QString isNotNull(const QString &column) const;
    QString storageIs(const QString &column, catalog::ColumnStorage storage) const;
    QString commentIs(const QString &column, const QString &comment) const;
    QString constraintExists(const QString &constraint) const;
    QString constraintIsValid(const QString &constraint) const;
    QString triggerExists(const QString &trigger) const;

    /// "SELECT a OR b"; what is empty is left out.
    static QString anyOf(const QStringList &conditions);

    /// ALTER TABLE of the catalogue alone: it locks everybody out, for a moment.
    sql::ChangeStep alter(const QString &title, const QString &action, const QString &undoAction = {}) const;
    sql::ChangeStep setStorage(const QString &column, catalog::ColumnStorage storage, catalog::ColumnStorage before) const;
    /// An empty \p comment removes it.
    sql::ChangeStep comment(const QString &column, const QString &comment, const QString &before) const;
    /// Adds a CHECK that goes for new rows at once, and validates it for the others, reading \p bytes, in a step of its own.
    /// Done where the condition \p unless holds, which may be empty; so with notNull().
    std::vector<sql::ChangeStep> check(qint64 bytes, const QString &constraint, const QString &condition,
                                       const QString &words, const QString &unless) const;
    /// SET NOT NULL without reading the table under the lock: the CHECK that is validated before proves it (PostgreSQL 12).
    std::vector<sql::ChangeStep> notNull(const catalog::TableFacts &facts, const QString &column, const QString &unless) const;
    /// The name of that CHECK, while it is there.
    QString notNullConstraint(const QString &column) const;
    /// Stops the Change with the number of rows for which \p condition still holds; goes on when it is run again and there are
    /// none. \p what: "have no value in embedding_new yet"; \p hint: what to do.
    sql::ChangeStep gate(const QString &title, const QString &condition, const QString &what, const QString &hint) const;

private:
    QString attribute(const QString &column, const QString &condition) const;

    sql::Quoter m_quote;
    QString m_schema, m_name, m_table;
};

/// A text as a dollar-quoted constant, whatever it holds.
QString dollarQuoted(const QString &text);

} // namespace quiver::schema
