// SPDX-License-Identifier: GPL-3.0-or-later
// The rules: each looks for one thing, and is silent where it does not hold. Internal to this room. Pure: no connection needed.
#pragma once

#include "doctor/examined.h"
#include "doctor/finding.h"

#include <span>

namespace quiver::doctor {

using Rule = void (*)(const Examined &examined, std::vector<Finding> &findings);

std::span<const Rule> statementRules(); ///< what the statement does that no approximate index can serve
std::span<const Rule> choiceRules();    ///< indexes that do not serve it, or that the planner does not take
std::span<const Rule> rowRules();       ///< an index that gives fewer rows, or poorer ones
std::span<const Rule> costRules();      ///< what makes a search dearer than it need be
std::span<const Rule> planRules();      ///< searches whose tables are not known: the plan came without a server
std::span<const Rule> generalRules();   ///< of any query

/// An approximate index of a search's table, and what of the search it fits.
struct Candidate {
    const index::IndexFound *index = nullptr;
    bool sameKey = false;    ///< the same column or expression
    bool sameMetric = false;
    bool canUse = false;     ///< valid and ready
    bool isPartial() const { return !index->spec.predicate.isEmpty(); }
    bool serves() const { return sameKey && sameMetric && canUse; }
};
/// Those on the search's column or on an expression of it.
std::vector<Candidate> candidatesFor(const Search &search);
/// Whether some index would serve, were the statement written otherwise.
bool hasServing(const Search &search);
/// A search that reads all of its table and sorts it.
bool isUnserved(const Examined &examined, const Search &search);
/// Why no approximate index can serve the search as it is written: what statementRules() tell.
bool isWrittenWrong(const Examined &examined, const Search &search);
/// What an index would save of an unserved search.
Saving savingByIndex(const Examined &examined, const Search &search);
/// Rows of the table that a search by \p index looks at. Of HNSW as pgvector's cost model reckons (0.8, hnswcostestimate).
double rowsVisited(const Examined &examined, const index::IndexSpec &index, double rows);

QString nameOf(const index::IndexFound &index);
/// "documents: 25,000 rows".
QString rowsLine(const ReadTable &table);
QString conditionText(const QString &condition); ///< cut short, without the parentheses around it
inline constexpr double smallTable = 2000; ///< rows that are read faster than they are searched
inline constexpr auto combinedScoreAdvice = "Take some hundred candidates by distance in a subquery (ORDER BY distance LIMIT 200), and order those by the score.";
/// The index that the advisor would build for the search; no value: none can be, for the reason that \p obstacle gets.
std::optional<index::IndexSpec> advisedIndex(const Search &search, QString *obstacle = nullptr);
/// What a search reads, with all partitions that it sorts together.
struct SearchedRows {
    QString name; ///< of the table at the top, as SQL writes it
    double rows = 0;
};
SearchedRows searchedRows(const Examined &examined, const Search &search);
/// A B-tree on the columns that \p filter compares with constants; no value: there are none such.
std::optional<index::IndexSpec> filterIndex(const ReadTable &table, const QString &filter);
/// The same on the column of the table, called \p alias, that \p condition compares with another table's.
std::optional<index::IndexSpec> joinIndex(const ReadTable &table, const QString &alias, const QString &condition);

} // namespace quiver::doctor
