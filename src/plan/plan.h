// SPDX-License-Identifier: GPL-3.0-or-later
// A plan of PostgreSQL as a value: what EXPLAIN says, whichever format, version and options it was written with.
//
// The nodes are one vector in preorder: a node's first child is the next one, its subtree ends before `end`. So a loop walks any
// tree, also one that is 5,000 levels deep; nothing here recurses. Pure: no connection is needed.
#pragma once

#include "plan/runfigures.h"

namespace quiver::plan {

struct PlanNode : RunFigures {
    // Its place in Plan::nodes.
    int parent = -1; ///< -1: it is the root
    int end = 0;     ///< one past the last node of its subtree
    int depth = 0;   ///< the root's is 0

    // What it is; the names are those of EXPLAIN (FORMAT JSON).
    QString type;         ///< "Seq Scan", "Aggregate", "ModifyTable"
    QString relationship; ///< to its parent: "Outer", "Inner", "Member", "Subquery", "InitPlan", "SubPlan"; empty: it is the root
    QString subplan;      ///< "CTE docs", "InitPlan 1 (returns $0)", "SubPlan 2"; empty: none
    QString operation;    ///< of ModifyTable and Foreign Scan: "Select", "Insert", "Update", "Delete", "Merge"
    QString strategy;     ///< of Aggregate: "Plain", "Sorted", "Hashed", "Mixed"; of SetOp: "Sorted", "Hashed"
    QString partialMode;  ///< of Aggregate: "Simple", "Partial", "Finalize"
    QString setCommand;   ///< of SetOp: "Intersect", "Intersect All", "Except", "Except All"
    QString joinType;     ///< "Inner", "Left", "Full", "Right", "Semi", "Anti", "Right Semi", "Right Anti"
    QString scanDirection; ///< "Forward", "Backward", "NoMovement"
    QString customProvider; ///< of Custom Scan
    bool parallelAware = false; ///< its processes share the work
    bool asyncCapable = false;

    // What it reads or writes; without the quotes of identifiers.
    QString schema;   ///< with VERBOSE only
    QString relation; ///< a table, index-organised or foreign one included
    QString alias;    ///< the same as relation where the statement gives none
    QString index;
    QString cte;      ///< of CTE Scan and WorkTable Scan
    QString function; ///< of Function Scan
    QString tableFunction, tuplestore;
    QStringList targets; ///< tables that a ModifyTable with several of them writes: "schema.table alias"

    // The planner's estimates; absent with COSTS OFF. Costs are in the unit of seq_page_cost, rows and width for one loop.
    std::optional<double> startupCost, totalCost, planRows;
    std::optional<int> planWidth; ///< bytes of a row, on average

    /// ANALYZE: it was not needed. Its loops are 0; rows and times are absent.
    bool neverExecuted() const { return loops && *loops == 0; }

    // Conditions, in the server's words. Vectors among them can be long: see shownCondition().
    QString filter, joinFilter, indexCond, recheckCond, hashCond, mergeCond, tidCond, oneTimeFilter, runCondition;
    QString orderBy;           ///< of an index scan: what an approximate index sorts by
    QStringList sortKey, presortedKey, groupKey, output;
    QString cacheKey, cacheMode; ///< of Memoize

    // Rows thrown away, each loop on average.
    std::optional<double> removedByFilter, removedByJoinFilter, removedByRecheck, removedByConflictFilter;
    std::optional<qint64> heapFetches; ///< of an Index Only Scan: rows for which the table had to be asked after all
    std::optional<qint64> indexSearches; ///< from PostgreSQL 18 on
    std::optional<int> workersPlanned, workersLaunched; ///< of Gather and Gather Merge
    std::vector<WorkerFigures> workers;
    std::optional<int> subplansRemoved;
    bool disabled = false; ///< PostgreSQL 18: only chosen because everything else was impossible (enable_* is off)

    /// What the statement calls its rows: alias, else table, function, CTE or index; empty: it has none.
    QString objectName() const;
    bool operator==(const PlanNode &) const = default;
};

struct TriggerFigures {
    QString name;       ///< empty: made by a constraint, and not VERBOSE
    QString constraint; ///< empty: none
    QString schema, relation;
    std::optional<double> ms;
    double calls = 0;
    bool operator==(const TriggerFigures &) const = default;
};

struct JitFigures {
    int functions = 0;
    std::optional<bool> inlining, optimization, expressions, deforming;
    std::optional<double> generationMs, deformMs, inliningMs, optimizationMs, emissionMs, totalMs;
    bool operator==(const JitFigures &) const = default;
};

/// EXPLAIN (SERIALIZE), from PostgreSQL 17 on: the rows made ready for the client.
struct SerializationFigures {
    std::optional<double> ms;
    qint64 outputKb = 0;
    QString format; ///< "text" or "binary"
    std::optional<BufferUse> buffers;
    std::optional<IoTimes> io;
    bool operator==(const SerializationFigures &) const = default;
};

struct Plan {
    std::vector<PlanNode> nodes; ///< preorder, at least one; the first is the root

    QString queryText;        ///< of auto_explain; empty: not said
    QString queryParameters;  ///< likewise
    QString queryIdentifier;
    std::vector<PlanProperty> settings; ///< that differ from their defaults (SETTINGS)
    std::vector<TriggerFigures> triggers;
    std::optional<JitFigures> jit;
    std::optional<SerializationFigures> serialization;
    std::optional<BufferUse> planningBuffers;
    std::optional<IoTimes> planningIo;
    std::optional<qint64> planningMemoryUsedKb, planningMemoryAllocatedKb;
    std::optional<double> planningMs;
    std::optional<double> executionMs; ///< of a log's plan: the duration of its statement
    std::vector<PlanProperty> properties; ///< everything else that is said of the whole plan

    bool isAnalyzed() const { return !nodes.empty() && nodes.front().loops.has_value(); }
    bool isTimed() const;    ///< ANALYZE without TIMING OFF
    bool hasBuffers() const { return !nodes.empty() && nodes.front().buffers.has_value(); }

    int firstChild(int node) const { return node + 1 < nodes[std::size_t(node)].end ? node + 1 : -1; }
    /// The next child of the same parent; -1: it is the last one.
    int nextSibling(int node) const;
    std::vector<int> children(int node) const;
    bool operator==(const Plan &) const = default;
};

/// What the text format calls the node: "Parallel Index Scan Backward", "Partial HashAggregate", "Hash Left Join", "Insert".
QString nodeTitle(const PlanNode &node);

} // namespace quiver::plan
