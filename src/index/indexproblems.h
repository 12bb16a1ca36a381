// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with, or worth knowing of, an index before the server is asked to build it: the field, a sentence, and where there is
// one a remedy as a changed spec.
//
// Pure: no connection needed. Limits as in pgvector 0.5 to 0.8.
#pragma once

#include "index/indextable.h"

namespace quiver::index {

enum class IndexField {
    Server, Table, Column, Form, Method, Metric, M, EfConstruction, Lists, Name, Tablespace, Predicate, Unique, Concurrently, Memory, Workers, Order, Include,
};

struct IndexProblem {
    IndexField field = IndexField::Table;
    QString text;
    bool isError = true; ///< else it is only to be known
    std::optional<IndexSpec> remedy; ///< the same index without the problem
    QString remedyText;  ///< what the remedy does: "Index half precision"; empty: there is none
    bool operator==(const IndexProblem &) const = default;
};

bool hasErrors(const std::vector<IndexProblem> &problems);

/// Of the spec's options alone: a range, what goes together (ef_construction is at least 2 * m), those that the method does not have.
std::vector<IndexProblem> optionProblems(const IndexSpec &spec);
/// What can be said without a server.
std::vector<IndexProblem> problemsOf(const IndexSpec &spec);
/// What the table as it is adds to that.
std::vector<IndexProblem> problemsOn(const IndexTable &table, const IndexSpec &spec, const BuildSettings &settings);

/// Rows of the table that the index will have: not NULL, not of length zero for cosine distance. \p matchingRows: that meet the
/// predicate, negative: there is none.
double indexedRows(const IndexTable &table, const IndexSpec &spec, double matchingRows = -1);
/// Of those, the rows of the largest partition, as far as they were ever counted: each has an index of its own.
double largestPartRows(const IndexTable &table, double indexedRows);

/// Whether two specs make the same index but for name and tablespace; expressions and predicates by their text: see takeWordsOf() in samewords.h.
bool isSameIndex(const IndexSpec &a, const IndexSpec &b);
/// That \p spec will have: its own, or suggestedName(), with a number behind it where something else has that name.
QString nameOn(const IndexTable &table, const IndexSpec &spec);

} // namespace quiver::index
