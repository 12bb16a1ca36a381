// SPDX-License-Identifier: GPL-3.0-or-later
// What a benchmark asks, as data: a search of one table, and the query vectors that it is asked with.
#pragma once

#include "search/vectorquery.h"

#include <QStringList>

#include <optional>

namespace quiver::bench {

/// Where the query vectors of a workload come from.
struct QuerySet {
    enum class Kind {
        /// Rows of the table at random; a row is no neighbour of itself. Of a column whose rows differ in dimensions those that meet the conditions.
        Sample,
        File,   ///< rows of an .npy, .fvecs, CSV or JSON file that were kept aside
        Texts,  ///< words, embedded as the column was
    };
    Kind kind = Kind::Sample;
    int count = 100;       ///< at most so many: 1 to maxQueries
    quint32 seed = 1;      ///< of Sample: the same rows for the same seed and table
    QString file;          ///< of File
    QString fileField;     ///< of File: of a CSV or JSON file, empty: the first that holds vectors
    QStringList texts;     ///< of Texts
    bool operator==(const QuerySet &) const = default;
};

inline constexpr int maxQueries = 10'000;
/// k times the queries: exact neighbours that are kept in memory, some 80 bytes each.
inline constexpr qint64 maxNeighbours = 2'500'000;

struct Workload {
    /// Table, column, operator, k, filters, condition, first stage. Its source, settings, output and text leg do not count: see
    /// workloadProblem().
    search::VectorQuery query;
    QuerySet queries;
    /// A filter that lets so large a share of the rows through, told by a hash of their keys: above 0 to 1. No value: none.
    std::optional<double> selectivity;
    /// A statement of the user's own in which :vec stands for the query vector; empty: the one that query becomes. Recall is measured
    /// where its columns have the names of the table's key.
    QString sql;
    bool operator==(const Workload &) const = default;

    /// Not all rows of the table count.
    bool hasConditions() const { return selectivity || !query.filters.empty() || !query.condition.trimmed().isEmpty(); }
};

/// Why it cannot be measured, in a sentence with what to do; empty: it can, as far as is known without the server.
QString workloadProblem(const Workload &workload);

/// What is asked for, part by part in words and always as many: table and column, operator, k, distance, conditions, share of the rows, statement,
/// queries (the name of their file, or how many texts: what is in them is not told by it). A part that a workload does not have is empty. How it is found (stages,
/// settings) is none of them.
QStringList taskParts(const Workload &workload);
/// The stage before, "binary", "subvector:256"; empty: none.
QString stageText(const Workload &workload);
/// "public.documents.embedding <=>, k = 10, lang = en": for a title.
QString workloadText(const Workload &workload);

} // namespace quiver::bench
