// SPDX-License-Identifier: GPL-3.0-or-later
// Reads EXPLAIN (FORMAT JSON) in one pass from its front: 10,000 nodes, or 5,000 levels of them, cost no recursion.
#pragma once

#include "core/jsoncursor.h"
#include "plan/plan.h"

#include <functional>
#include <optional>

namespace quiver::plan {

/// Under which quiverctl's report on a plan holds the plan as text.
inline constexpr auto reportedPlanKey = "plan_text";
inline constexpr std::size_t mostNodes = 200'000; ///< of one text; more is refused

class JsonPlans
{
public:
    /// \p utf8 starts with [ or { and outlives this.
    explicit JsonPlans(std::string_view utf8) : m_cursor(utf8) {}

    /// Appends what is there: an array as the server sends it, a bare object, the object of a node alone, quiverctl's report on a
    /// plan, several of them one after the other. Stops at the first thing that fits none. False: problem() says where and why; plans before that place are kept.
    bool read(std::vector<Plan> &plans);
    const core::TextProblem &problem() const { return m_cursor.problem(); }
    /// Bytes that were read.
    std::size_t position() const { return m_cursor.position(); }

private:
    using Member = std::function<bool(std::string_view path, std::string_view value)>;

    bool readArray(std::vector<Plan> &plans);
    bool readPlan(std::vector<Plan> &plans);
    bool readPlanMember(Plan &plan, std::vector<Plan> &plans);
    bool readReported();
    bool readTree(Plan &plan);
    bool beginNode(Plan &plan);
    bool endNode(Plan &plan);
    bool endChild(Plan &plan);
    bool readNodeMember(PlanNode &node);
    bool readWorkers(PlanNode &node);
    bool readWorker(PlanNode &node);
    bool readTargets(PlanNode &node);
    bool readTriggers(Plan &plan);
    bool readSettings(Plan &plan);
    bool readList(QStringList &list);
    bool readGroups(std::optional<SortGroups> &groups);
    /// An object whose scalars, also those within its objects and arrays, are given to \p member one by one: "Options.Inlining".
    bool readFlat(const Member &member);
    bool readScalar(std::string_view &value);
    bool readKey();
    bool nextMember(char close, bool &more);
    bool keep(std::vector<PlanProperty> &properties);
    bool atContainer() const;

    struct Open {
        int node = 0;
        std::size_t position = 0; ///< of its {
    };

    core::JsonCursor m_cursor;
    std::string m_key, m_scratch;
    std::vector<Open> m_open; ///< nodes whose object is not closed yet
    std::size_t m_nodes = 0;
    std::optional<Plan> m_reported; ///< the plan that quiverctl's report on it holds
    bool m_inRow = false;     ///< within a "QUERY PLAN" of a row
};

} // namespace quiver::plan
