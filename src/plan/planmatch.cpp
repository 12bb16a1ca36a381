// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planmatch.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

bool isScan(const PlanNode &node)
{
    return node.type.endsWith("Scan"_L1) && node.type != "Subquery Scan"_L1;
}

/// What a node is for, whichever way it does it.
QString kindOf(const PlanNode &node)
{
    if (node.type == "Bitmap Index Scan"_L1)
        return u"bitmap "_s + node.index;
    if (isScan(node))
        return u"scan "_s + (node.relation.isEmpty() ? node.objectName() : node.relation);
    if (node.type == "Nested Loop"_L1 || node.type.endsWith("Join"_L1))
        return u"join"_s;
    if (node.type.endsWith("Sort"_L1))
        return u"sort"_s;
    if (node.type == "Aggregate"_L1 || node.type == "Group"_L1 || node.type == "Unique"_L1)
        return u"group "_s + (node.partialMode == "Partial"_L1 ? node.partialMode : QString());
    if (node.type.startsWith("Gather"_L1))
        return u"gather"_s;
    if (node.type.endsWith("Append"_L1))
        return u"append"_s;
    return node.type == "ModifyTable"_L1 ? node.operation + u' ' + node.relation : node.type;
}

class Matcher
{
public:
    Matcher(const Plan &left, const Plan &right) : m_left(left), m_right(right)
    {
        for (const PlanNode &node : left.nodes)
            m_leftKinds.push_back(kindOf(node));
        for (const PlanNode &node : right.nodes)
            m_rightKinds.push_back(kindOf(node));
        m_match.ofLeft.assign(left.nodes.size(), -1);
        m_match.ofRight.assign(right.nodes.size(), -1);
    }

    PlanMatch find()
    {
        matchScans(true);
        matchScans(false);
        matchUpwards();
        if (!m_left.nodes.empty() && !m_right.nodes.empty() && free(0, 0) && m_leftKinds[0] == m_rightKinds[0])
            join(0, 0);
        matchDownwards();
        return std::move(m_match);
    }

private:
    bool free(int left, int right) const { return m_match.ofLeft[std::size_t(left)] < 0 && m_match.ofRight[std::size_t(right)] < 0; }
    void join(int left, int right)
    {
        m_match.ofLeft[std::size_t(left)] = right;
        m_match.ofRight[std::size_t(right)] = left;
    }

    /// Scans of the same thing, in the plans' order; first those that the statement calls the same.
    void matchScans(bool sameAlias)
    {
        const auto key = [&](const PlanNode &node, const QString &kind) { return sameAlias ? kind + u'\n' + node.alias : kind; };
        QHash<QString, std::vector<int>> waiting;
        for (int i = int(m_right.nodes.size()); i-- > 0;) {
            const PlanNode &node = m_right.nodes[std::size_t(i)];
            if (isScan(node) && m_match.ofRight[std::size_t(i)] < 0)
                waiting[key(node, m_rightKinds[std::size_t(i)])].push_back(i);
        }
        for (int i = 0; i < int(m_left.nodes.size()); ++i) {
            const PlanNode &node = m_left.nodes[std::size_t(i)];
            if (!isScan(node) || m_match.ofLeft[std::size_t(i)] >= 0)
                continue;
            const auto found = waiting.find(key(node, m_leftKinds[std::size_t(i)]));
            if (found == waiting.end() || found->empty())
                continue;
            join(i, found->back());
            found->pop_back();
        }
    }

    /// From what was matched to the nearest node above it that is for the same.
    void matchUpwards()
    {
        constexpr int mostSteps = 8;
        std::vector<int> anchor(m_left.nodes.size(), -1); // the match of a node, else of the first one below it that has one
        for (int i = int(m_left.nodes.size()); i-- > 0;) {
            int &mine = anchor[std::size_t(i)];
            if (m_match.ofLeft[std::size_t(i)] >= 0) {
                mine = m_match.ofLeft[std::size_t(i)];
            } else if (mine >= 0) {
                int above = m_right.nodes[std::size_t(mine)].parent;
                for (int step = 0; step < mostSteps && above >= 0; ++step, above = m_right.nodes[std::size_t(above)].parent) {
                    if (m_match.ofRight[std::size_t(above)] >= 0)
                        break;
                    if (m_rightKinds[std::size_t(above)] == m_leftKinds[std::size_t(i)]) {
                        join(i, above);
                        mine = above;
                        break;
                    }
                }
            }
            const int parent = m_left.nodes[std::size_t(i)].parent;
            if (parent >= 0 && mine >= 0)
                anchor[std::size_t(parent)] = mine; // children come last to first
        }
    }

    /// What is left below a pair: children of the same kind, in their order.
    void matchDownwards()
    {
        for (int i = 0; i < int(m_left.nodes.size()); ++i) {
            const int partner = m_match.ofLeft[std::size_t(i)];
            if (partner < 0)
                continue;
            QHash<QString, std::vector<int>> waiting;
            for (const int child : m_right.children(partner)) {
                if (m_match.ofRight[std::size_t(child)] < 0)
                    waiting[m_rightKinds[std::size_t(child)]].push_back(child);
            }
            if (waiting.isEmpty())
                continue;
            for (auto &list : waiting)
                std::ranges::reverse(list);
            for (int child = m_left.firstChild(i); child >= 0; child = m_left.nextSibling(child)) {
                const auto found = waiting.find(m_leftKinds[std::size_t(child)]);
                if (m_match.ofLeft[std::size_t(child)] >= 0 || found == waiting.end() || found->empty())
                    continue;
                join(child, found->back());
                found->pop_back();
            }
        }
    }

    const Plan &m_left, &m_right;
    std::vector<QString> m_leftKinds, m_rightKinds;
    PlanMatch m_match;
};

bool differsTwice(const std::optional<double> &a, const std::optional<double> &b)
{
    return a && b && timesOff(std::max(*a, 1.0) / std::max(*b, 1.0)) > 2;
}

bool differsByHalf(double a, double b, double atLeast)
{
    return std::abs(a - b) > atLeast && std::abs(a - b) > 0.5 * std::min(a, b);
}

NodeDifference differenceOf(const PlanNode &a, const NodeFigures &ofA, const PlanNode &b, const NodeFigures &ofB)
{
    NodeDifference difference;
    difference.kind = nodeTitle(a) != nodeTitle(b);
    difference.index = a.index != b.index;
    for (const auto field : {&PlanNode::filter, &PlanNode::joinFilter, &PlanNode::indexCond, &PlanNode::recheckCond, &PlanNode::hashCond, &PlanNode::mergeCond, &PlanNode::tidCond,
                             &PlanNode::oneTimeFilter, &PlanNode::orderBy})
        difference.conditions = difference.conditions || a.*field != b.*field;
    for (const auto field : {&PlanNode::sortKey, &PlanNode::presortedKey, &PlanNode::groupKey})
        difference.conditions = difference.conditions || a.*field != b.*field;
    difference.estimate = differsTwice(a.planRows, b.planRows);
    difference.rows = differsTwice(ofA.rows, ofB.rows);
    difference.time = ofA.ownMs && ofB.ownMs && differsByHalf(*ofA.ownMs, *ofB.ownMs, 0.1);
    difference.buffers = ofA.ownBuffers && ofB.ownBuffers && differsByHalf(double(pagesTouched(*ofA.ownBuffers)), double(pagesTouched(*ofB.ownBuffers)), 10);
    return difference;
}

} // namespace

std::vector<PlanPair> pairsOf(const PlanMatch &match)
{
    // behind[i]: nodes of the right plan alone that follow the partner of the left node i - 1.
    std::vector<std::vector<int>> behind(match.ofLeft.size() + 1);
    std::size_t anchor = 0;
    for (std::size_t at = 0; at < match.ofRight.size(); ++at) {
        if (match.ofRight[at] >= 0)
            anchor = std::size_t(match.ofRight[at]) + 1;
        else
            behind[anchor].push_back(int(at));
    }
    std::vector<PlanPair> pairs;
    pairs.reserve(match.ofLeft.size() + match.ofRight.size());
    for (std::size_t at = 0; at <= match.ofLeft.size(); ++at) {
        if (at > 0)
            pairs.push_back({int(at) - 1, match.ofLeft[at - 1]});
        for (const int alone : behind[at])
            pairs.push_back({-1, alone});
    }
    return pairs;
}

PlanMatch matchPlans(const Plan &left, const PlanFigures &leftFigures, const Plan &right, const PlanFigures &rightFigures)
{
    PlanMatch match = Matcher(left, right).find();
    match.differences.resize(left.nodes.size());
    for (std::size_t i = 0; i < left.nodes.size(); ++i) {
        if (match.ofLeft[i] >= 0) {
            const std::size_t partner = std::size_t(match.ofLeft[i]);
            match.differences[i] = differenceOf(left.nodes[i], leftFigures.nodes[i], right.nodes[partner], rightFigures.nodes[partner]);
        }
    }
    return match;
}

} // namespace quiver::plan
