// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with, or worth knowing of, a search before the server says no: the field it belongs to, and a sentence with what to do.
#pragma once

#include "search/statement.h"

namespace quiver::search {

enum class SearchField { Table, Column, Operator, Source, K, Threshold, Filter, Condition, Output, Setting, TextLeg, FirstStage, Grouping, Diversity };

struct SearchProblem {
    SearchField field = SearchField::Table;
    QString text;
    bool isError = true;     ///< else it is only to be known
    int filter = -1;         ///< which one of the filters
    QString setting;         ///< which one of the settings
    qsizetype position = -1; ///< of a condition or a pasted vector, in characters; -1: no place
    bool operator==(const SearchProblem &) const = default;
};

bool hasErrors(const std::vector<SearchProblem> &problems);
/// One line each, for an error that is thrown.
QString wordsOf(const std::vector<SearchProblem> &problems);

/// What can be said without asking the server; a pasted vector is read, the others are not there yet.
std::vector<SearchProblem> problemsOf(const SearchTable &table, const VectorQuery &query);
/// What the vectors add to that once they are there.
std::vector<SearchProblem> problemsOf(const SearchTable &table, const VectorQuery &query, const ResolvedVectors &vectors);
/// What is to be known once \p hits came back: why it may be fewer than k. None is an error.
std::vector<SearchProblem> notesOn(const SearchTable &table, const VectorQuery &query, std::size_t hits);
/// Has the server plan the search, without running it. What it refuses is said at the field that it comes from, where that can be told.
std::vector<SearchProblem> problemsOnServer(pg::Connection &connection, const SearchTable &table, const VectorQuery &query, const ResolvedVectors &vectors);

} // namespace quiver::search
