// SPDX-License-Identifier: GPL-3.0-or-later
// The statement that is examined, as text and as parse tree, and how it would read otherwise. Pure: no connection needed.
//
// Rewriting keeps the user's text and replaces the part that matters. Where that part cannot be told for sure there is no
// rewritten statement: nothing is guessed.
#pragma once

#include "catalog/annmetric.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace quiver::doctor {

/// A distance as the statement writes it; places are in UTF-16 units of its text.
struct WrittenDistance {
    qsizetype begin = 0, end = 0;           ///< of all of it
    qsizetype leftBegin = 0, leftEnd = 0;
    qsizetype rightBegin = 0, rightEnd = 0;
    qsizetype operatorBegin = 0, operatorEnd = 0; ///< empty: a function
    catalog::AnnMetric metric = catalog::AnnMetric::Unknown;
    QJsonObject left, right;
};

class Statement
{
public:
    /// \p values of its parameters, as far as they are known.
    explicit Statement(const QString &sql = {}, const std::vector<std::optional<QString>> &values = {});

    const QString &text() const { return m_text; }
    bool isParsed() const { return !m_tree.isEmpty(); }
    bool isSelect() const { return m_tree.contains(QStringLiteral("SelectStmt")); }
    /// The highest n of its $n; 0: it has none.
    int parameters() const { return m_parameters; }
    /// The statement's own LIMIT and OFFSET, not a subquery's; no value: there is none, or it is neither a constant nor a value given.
    std::optional<qint64> limit() const { return m_limit; }
    std::optional<qint64> offset() const { return m_offset; }
    bool hasLimit() const { return m_hasLimit; }
    const std::vector<WrittenDistance> &distances() const { return m_distances; }

    /// The column that a distance compares parameter \p number with, where the statement alone tells its table. The schema is empty where it
    /// is not written.
    struct Column {
        QString schema, table, column;
        bool operator==(const Column &) const = default;
    };
    std::optional<Column> comparedWith(int number) const;

    // Each gives the whole statement, or an empty text.
    /// Where it orders by a distance itself.
    QString withLimit(int rows) const;
    /// The constant LIMIT \p from of a subquery becomes \p to, where there is one such.
    QString withInnerLimit(qint64 from, qint64 to) const;
    /// The one ORDER BY whose key holds a distance sorts by that distance alone, ascending.
    QString orderedByDistance() const;
    /// Ordered by its only distance, nearest first, where it has no ORDER BY.
    QString withOrder(int limit) const;
    /// Only rows for which \p condition holds, where there is one FROM.
    QString withCondition(const QString &condition) const;
    /// The one ORDER BY whose key is a distance of \p from, and nothing around it, is written with another operator. What the statement
    /// compares and gives out stays: a threshold means another thing by another distance.
    QString withOperator(catalog::AnnMetric from, catalog::AnnMetric to) const;
    /// Whether a distance of \p metric stands outside of that ORDER BY, too.
    bool hasOther(catalog::AnnMetric metric) const;
    /// In distances that read \p column, the operand that reads it is written as \p expression.
    QString withKey(const QString &column, const QString &expression) const;
    /// In distances, the operand without that column becomes \p before operand \p after.
    QString withQuery(const QString &column, const QString &before, const QString &after) const;
    /// The operand that reads a column of the CTE \p name, where that stands in FROM by its own name, becomes a scalar subquery.
    QString withSubquery(const QString &column, const QString &name) const;
    /// The casts around the operand that does not read \p column become a cast to \p type.
    QString withQueryCast(const QString &column, const QString &type) const;
    /// Parameters and literals without a type that are compared, or given to pgvector's functions, are cast to vector.
    QString withVectorCasts() const;

private:
    struct Edit {
        qsizetype begin = 0, end = 0;
        QString text;
    };
    struct Order; // an ORDER BY's item in the text

    QString edited(std::vector<Edit> edits) const;
    QString slice(qsizetype begin, qsizetype end) const { return m_text.mid(begin, end - begin); }
    std::optional<WrittenDistance> written(const QJsonObject &node, qsizetype place) const;
    std::vector<Order> orders() const;
    std::vector<Order> ordersBy(catalog::AnnMetric metric) const;
    qsizetype endOfText() const; ///< before a semicolon and what follows it

    QString m_text;
    QJsonObject m_tree;
    int m_parameters = 0;
    std::optional<qint64> m_limit, m_offset;
    bool m_hasLimit = false;
    std::vector<WrittenDistance> m_distances;
};

} // namespace quiver::doctor
