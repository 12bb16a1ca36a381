// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planlayout.h"

#include <algorithm>
#include <utility>

namespace quiver::plan {

namespace {

class TidyTree
{
public:
    TidyTree(const Plan &plan, const std::vector<QSizeF> &sizes, const std::vector<bool> &folded, const LayoutOptions &options)
        : m_plan(plan), m_options(options), m_items(plan.nodes.size())
    {
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            const QSizeF size = sizes.empty() ? QSizeF() : sizes.size() == 1 ? sizes.front() : sizes[std::min(i, sizes.size() - 1)];
            m_items[i].breadth = std::max(0.0, options.leftToRight ? size.height() : size.width());
            m_items[i].length = std::max(0.0, options.leftToRight ? size.width() : size.height());
        }
        for (std::size_t i = 0; i < m_items.size();) {
            m_items[i].shown = true;
            m_items[i].folded = i < folded.size() && folded[i];
            i = m_items[i].folded ? std::size_t(plan.nodes[i].end) : i + 1;
        }
    }

    PlanLayout layout()
    {
        PlanLayout result;
        result.boxes.resize(m_items.size());
        result.shown.resize(m_items.size());
        if (m_items.empty())
            return result;
        // In reverse preorder all that is below a node comes before it.
        for (std::size_t i = m_items.size(); i-- > 0;) {
            if (m_items[i].shown)
                place(int(i));
        }
        settle();
        setBoxes(result);
        return result;
    }

private:
    /// Offsets are of the box's middle, across the direction in which the tree grows.
    struct Item {
        double breadth = 0, length = 0; ///< of its box: across, and along
        bool shown = false, folded = false;
        double offset = 0; ///< to its parent, then to the root
        // The outline of its subtree: the next box below on each side, or one of a subtree beside that reaches deeper.
        int nextLeft = -1, nextRight = -1;
        double nextLeftBy = 0, nextRightBy = 0; ///< how far that one is beside this one
        // The lowest box of each outline, and how far it is beside this one.
        int lowestLeft = -1, lowestRight = -1;
        double lowestLeftBy = 0, lowestRightBy = 0;
    };

    Item &item(int i) { return m_items[std::size_t(i)]; }

    /// Puts the subtrees below \p node beside each other and it above their middle.
    void place(int node)
    {
        Item &it = item(node);
        it.lowestLeft = it.lowestRight = node;
        const int first = it.folded ? -1 : m_plan.firstChild(node);
        if (first < 0)
            return;
        // The subtrees so far, relative to the first child.
        int last = first, lowestLeft = item(first).lowestLeft, lowestRight = item(first).lowestRight;
        double lastAt = 0, lowestLeftAt = item(first).lowestLeftBy, lowestRightAt = item(first).lowestRightBy;
        for (int child = m_plan.nextSibling(first); child >= 0; child = m_plan.nextSibling(child)) {
            const Meeting met = meet(last, lastAt, child);
            item(child).offset = met.at;
            if (met.right >= 0) { // what stands already reaches deeper: its right outline goes on below the new one's
                Item &end = item(item(child).lowestRight);
                end.nextRight = met.right;
                end.nextRightBy = met.rightAt - (met.at + item(child).lowestRightBy);
            } else {
                lowestRight = item(child).lowestRight;
                lowestRightAt = met.at + item(child).lowestRightBy;
            }
            if (met.left >= 0) { // the new one reaches deeper
                Item &end = item(lowestLeft);
                end.nextLeft = met.left;
                end.nextLeftBy = met.leftAt - lowestLeftAt;
                lowestLeft = item(child).lowestLeft;
                lowestLeftAt = met.at + item(child).lowestLeftBy;
            }
            last = child;
            lastAt = met.at;
        }
        const double middle = lastAt / 2;
        for (int child = first; child >= 0; child = m_plan.nextSibling(child))
            item(child).offset -= middle;
        it.nextLeft = first;
        it.nextLeftBy = item(first).offset;
        it.nextRight = last;
        it.nextRightBy = item(last).offset;
        it.lowestLeft = lowestLeft;
        it.lowestLeftBy = lowestLeftAt - middle;
        it.lowestRight = lowestRight;
        it.lowestRightBy = lowestRightAt - middle;
    }

    struct Meeting {
        double at = 0;                  ///< of the new subtree, beside the first child
        int right = -1, left = -1;      ///< where the deeper outline goes on: of what stood there, or of the new subtree
        double rightAt = 0, leftAt = 0; ///< beside the first child
    };

    /// How near \p child can come to the subtrees whose right outline starts at \p last.
    Meeting meet(int last, double lastAt, int child)
    {
        Meeting met;
        int right = last, left = child;
        double rightAt = lastAt, leftBy = 0;
        met.at = lastAt;
        while (right >= 0 && left >= 0) {
            met.at = std::max(met.at, rightAt + (item(right).breadth + item(left).breadth) / 2 + m_options.siblingGap - leftBy);
            rightAt += item(right).nextRightBy;
            leftBy += item(left).nextLeftBy;
            right = item(right).nextRight;
            left = item(left).nextLeft;
        }
        met.right = right;
        met.rightAt = rightAt;
        met.left = left;
        met.leftAt = met.at + leftBy;
        return met;
    }

    /// Offsets to parents become places.
    void settle()
    {
        for (std::size_t i = 1; i < m_items.size(); ++i) {
            if (m_items[i].shown)
                m_items[i].offset += item(m_plan.nodes[i].parent).offset;
        }
    }

    void setBoxes(PlanLayout &result)
    {
        std::vector<double> levels; // length of each, then where it begins
        double leftmost = 0, rightmost = 0;
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            const Item &it = m_items[i];
            if (!it.shown)
                continue;
            const std::size_t depth = std::size_t(m_plan.nodes[i].depth);
            levels.resize(std::max(levels.size(), depth + 1));
            levels[depth] = std::max(levels[depth], it.length);
            leftmost = std::min(leftmost, it.offset - it.breadth / 2);
            rightmost = std::max(rightmost, it.offset + it.breadth / 2);
        }
        result.rows.resize(levels.size());
        double begin = 0, end = 0;
        for (double &level : levels) {
            end = begin + level;
            level = std::exchange(begin, end + m_options.levelGap);
        }
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            const Item &it = m_items[i];
            result.shown[i] = it.shown;
            if (!it.shown)
                continue;
            const double across = it.offset - it.breadth / 2 - leftmost, along = levels[std::size_t(m_plan.nodes[i].depth)];
            result.rows[std::size_t(m_plan.nodes[i].depth)].push_back(int(i)); // preorder goes along each level
            result.boxes[i] = m_options.leftToRight ? QRectF(along, across, it.length, it.breadth) : QRectF(across, along, it.breadth, it.length);
        }
        result.bounds = m_options.leftToRight ? QRectF(0, 0, end, rightmost - leftmost) : QRectF(0, 0, rightmost - leftmost, end);
    }

    const Plan &m_plan;
    const LayoutOptions &m_options;
    std::vector<Item> m_items;
};

} // namespace

PlanLayout layoutOf(const Plan &plan, const std::vector<QSizeF> &sizes, const std::vector<bool> &folded, const LayoutOptions &options)
{
    return TidyTree(plan, sizes, folded, options).layout();
}

} // namespace quiver::plan
