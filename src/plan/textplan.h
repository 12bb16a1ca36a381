// SPDX-License-Identifier: GPL-3.0-or-later
// Reads EXPLAIN's text format line by line: the indentation of its arrows is the tree.
#pragma once

#include "core/textproblem.h"
#include "plan/plan.h"
#include "plan/textdetails.h"

#include <string>
#include <string_view>

namespace quiver::plan {

class TextPlans
{
public:
    /// \p utf8 outlives this.
    explicit TextPlans(std::string_view utf8, std::size_t position = 0) : m_text(utf8), m_at(position) {}

    /// Appends the plans from the position on, and stops before a line at which JSON begins; lines around plans are passed over.
    /// False: problem() says where and why; plans before that place are kept.
    bool read(std::vector<Plan> &plans);
    const core::TextProblem &problem() const { return m_problem; }
    std::size_t position() const { return m_at; }
    /// Of the log's line "duration: 1.5 ms  plan:" that was passed last, in milliseconds.
    std::optional<double> duration() const { return m_duration; }

private:
    enum class Part { Before, Tree, Summary };
    enum class Section { None, Planning, Jit, Serialization };
    struct Line {
        std::string_view whole, body; ///< body: without the blanks around it
        std::size_t begin = 0, indent = 0;
    };
    struct OpenNode {
        int node = 0;
        qsizetype column = -1; ///< of its arrow; the root's is left of all
        int children = 0;      ///< that are no subplans
    };
    /// A detail that may go on in the next line.
    struct Detail {
        std::string name, value;
        OpenQuotes quotes;
        int worker = -1;
        bool there = false;
    };

    bool nextLine(Line &line);
    bool readLine(const Line &line, std::vector<Plan> &plans);
    void readBefore(const Line &line);
    bool startRoot(const Line &line, PlanNode node);
    /// Reads the title of \p line, with the lines behind it where it is wrapped. False: \p found says what is wrong, if anything.
    bool takeTitle(const Line &line, std::string_view title, bool behindArrow, PlanNode &node, bool &found);
    bool addNode(const Line &line);
    bool readTreeLine(const Line &line);
    void beginDetail(const Line &line, std::string_view name, std::string_view value);
    void endDetail();
    void readSummary(const Line &line);
    void readSection(const Line &line);
    void finish(std::vector<Plan> &plans);
    bool fail(const Line &line, const QString &reason);

    std::string_view m_text;
    std::size_t m_at = 0;
    core::TextProblem m_problem;
    Part m_part = Part::Before;
    Section m_section = Section::None;
    Plan m_plan;
    std::size_t m_rootIndent = 0, m_nodes = 0;
    std::vector<OpenNode> m_open;
    QString m_subplan; ///< of the next node
    Detail m_detail;
    int m_worker = -1; ///< to which deeper lines belong
    bool m_inQueryText = false;
    QString m_queryText;
    std::optional<double> m_duration;
};

} // namespace quiver::plan
