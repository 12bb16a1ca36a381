// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that the rules go by, as values: the plan with the searches in it, the statement, and what the catalogue knows of the
// tables. Internal to this room. Pure: no connection needed.
#pragma once

#include "doctor/expression.h"
#include "doctor/statement.h"
#include "index/indextable.h"
#include "plan/planfigures.h"

#include <map>

namespace quiver::doctor {

/// A table that the plan reads.
struct ReadTable {
    index::IndexTable table;
    std::map<pg::Oid, QString> keyTexts; ///< what its approximate indexes index, as queries have to write it
    QString rootSchema, rootTable; ///< of a partition, the table at the top; else its own
    QString name() const;    ///< as SQL writes it
    QString rootName() const;
};

/// Nearest neighbours wanted: rows ordered by a distance, by an index or by a sort.
struct Search {
    int node = -1;       ///< the Sort, or the Index Scan
    int scan = -1;       ///< that reads the column's table; -1: none was found
    int limitNode = -1;  ///< above it with nothing between that needs more rows; -1: none
    double limit = -1;   ///< rows of LIMIT and OFFSET together; -1: no limit, or not known
    double offset = 0;   ///< of these, rows that OFFSET passes over
    Distance distance;
    bool usesIndex = false;
    bool isDescending = false; ///< of the key as it is
    bool isWrapped = false;    ///< the key is more than the distance: 1 - (...)
    Course course = Course::Rising; ///< of the key, as the distance rises
    int keys = 1;              ///< of the sort
    bool isRerank = false;     ///< of candidates that something below has limited
    bool isBehindSubquery = false; ///< the column comes out of a subquery or CTE that stands by itself
    const ReadTable *table = nullptr;
    /// Whether the farthest come first.
    bool isFarthest() const { return course == (isDescending ? Course::Rising : Course::Falling); }
    /// Whether they are in an order of their own, of which the distance is a part.
    bool isCombined() const { return course == Course::Unknown; }
};

/// A distance in a condition.
struct Threshold {
    int node = -1;
    Distance distance;
    const ReadTable *table = nullptr;
};

struct Examined {
    plan::Plan plan;
    plan::PlanFigures figures;
    Statement statement;
    bool isGeneric = false;
    std::vector<ReadTable> tables;
    std::vector<Search> searches;
    std::vector<Threshold> thresholds;
    std::map<QString, QString> settings;   ///< as SHOW writes them
    std::map<QString, double> numbers;     ///< of those that are numbers; bytes where they are sizes
    std::map<QString, QChar> volatility;   ///< of functions that query vectors come from: 'i', 's', 'v'
    /// The same statement planned with sorts and sequential scans made dear: whether an index can serve at all, and at which cost.
    std::optional<plan::Plan> forced;
    QString forcedIndex;                   ///< the approximate index that it uses; empty: none

    bool isOn(const QString &setting) const { return settings.contains(setting) && settings.at(setting) != QLatin1String("off"); }
    double number(const QString &setting, double otherwise) const { return numbers.contains(setting) ? numbers.at(setting) : otherwise; }
    const plan::NodeFigures &figuresOf(int index) const { return figures.nodes[std::size_t(index)]; }
    const plan::PlanNode &node(int index) const { return plan.nodes[std::size_t(index)]; }
    /// Whether \p node is \p of or below it.
    bool isWithin(int node, int of) const { return node >= of && node < plan.nodes[std::size_t(of)].end; }
    const ReadTable *tableOf(const plan::PlanNode &node) const;
    /// Rows that a scan read, over all its loops; estimated where it was not run. -1: not known.
    double rowsRead(const plan::PlanNode &node) const;
    /// The share of the rows read that its filter lets through; -1: not known.
    double selectivity(const plan::PlanNode &node, const ReadTable &table) const;
    /// Milliseconds of \p node with what is below it; -1: not timed.
    double msOf(int node) const;
    /// The share of the whole that \p node with what is below it takes: of the time, else of the cost.
    double shareOf(int node) const;
    /// Rows that reached the LIMIT of \p search, those that OFFSET passed over included; no value: it was not run, or there is none.
    std::optional<double> rowsAtLimit(const Search &search) const;
    /// Whether the LIMIT got all that it asked for: then nothing below it gave too few.
    bool isFilled(const Search &search) const { return rowsAtLimit(search).value_or(-1) >= search.limit; }
    /// The searches by an index whose rows the LIMIT of \p search takes together: itself, and those of its table's other partitions.
    std::vector<const Search *> siblingsOf(const Search &search) const;
};

/// Tables, searches and thresholds of examined.plan, after examined.tables are read.
void findSearches(Examined &examined);

/// Names of the functions whose results are query vectors.
QStringList queryFunctions(const Examined &examined);

} // namespace quiver::doctor
