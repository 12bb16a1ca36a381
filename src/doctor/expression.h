// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions as PostgreSQL's own parser reads them: those of a plan, of an index's definition and of a statement, so that they can
// be compared and searched for distances. Internal to this room. Pure: no connection needed.
#pragma once

#include "catalog/annmetric.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace quiver::doctor {

/// One side of a distance, or anything else that stands in a sort key.
struct Operand {
    QJsonObject node;
    QString form;           ///< two operands of the same form mean the same: without places, tables' names and schemas
    QStringList columns;    ///< that it reads, as "alias.column" or "column", each once
    QStringList functions;  ///< that it calls, without schema
    bool hasParameter = false; ///< $1, or what an InitPlan gives
    QString constantType;   ///< of a literal '...'::type; empty: it is none
    QString constant;       ///< its text
    bool isColumn() const;  ///< a bare one
    /// The name of the only column that it reads; empty: it reads none or several.
    QString column() const;
    QString alias() const;  ///< of that column's table, where it is written
    int dimensions() const; ///< of a literal vector; -1: it is none
    bool operator==(const Operand &other) const { return form == other.form; }
};

/// embedding <=> '[1,2]', or cosine_distance(embedding, '[1,2]').
struct Distance {
    catalog::AnnMetric metric = catalog::AnnMetric::Unknown;
    QString operatorText;  ///< "<=>"
    QString function;      ///< empty: written with the operator
    Operand key;           ///< the side that reads a column; of two, the first
    Operand query;
    QJsonObject node;      ///< the whole
};

/// Of the parameter that stands for a SubPlan, which gives another value for every row.
inline constexpr int rowParameter = 65'535;

struct SortItem {
    QJsonObject node;
    bool isDescending = false;
};

/// The parse tree of a text that is one expression; no value: it is none, as far as the parser knows.
std::optional<QJsonObject> parseExpression(const QString &text);
/// A key of a Sort node, "((embedding <=> '[1,2]'::vector)) DESC NULLS LAST".
std::optional<SortItem> parseSortKey(const QString &text);
/// The parse tree of a statement that is one statement; empty: it is none.
QJsonObject parseStatement(const QString &sql);

Operand operandOf(const QJsonObject &node);
/// \p node as a distance of pgvector; no value: it is something else, as far as casts and names tell. Of which type a column is they do not.
std::optional<Distance> distanceOf(const QJsonObject &node);
/// All distances within \p node, itself included.
std::vector<Distance> distancesIn(const QJsonObject &node);
/// Conditions that are joined by AND; the node itself where there is none.
std::vector<QJsonObject> conjuncts(const QJsonObject &node);

/// "<=>"; empty for Unknown.
QString operatorOf(catalog::AnnMetric metric);

/// How an expression goes as the distance in it rises.
enum class Course {
    Rising,  ///< 2 * d + 1: in the order of the distance
    Falling, ///< 1 - d, 1 / (1 + d): in the opposite order
    Unknown, ///< more varies than the distance (a text score, another distance), or what is done with it is not followed
};
/// Of \p node, by +, -, *, /, casts to a type with fractions, and constants; what other functions do is Unknown.
Course courseOf(const QJsonObject &node);

} // namespace quiver::doctor
