// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/plan.h"

#include <algorithm>

namespace quiver::plan {

using namespace Qt::StringLiterals;

QString RunFigures::property(QStringView name) const
{
    const auto it = std::ranges::find(properties, name, &PlanProperty::name);
    return it == properties.end() ? QString() : it->value;
}

QString PlanNode::objectName() const
{
    for (const QString *name : {&alias, &relation, &cte, &function, &tableFunction, &tuplestore, &index}) {
        if (!name->isEmpty())
            return *name;
    }
    return {};
}

bool Plan::isTimed() const
{
    return std::ranges::any_of(nodes, [](const PlanNode &node) { return node.totalMs.has_value(); });
}

int Plan::nextSibling(int node) const
{
    const PlanNode &it = nodes[std::size_t(node)];
    return it.parent >= 0 && it.end < nodes[std::size_t(it.parent)].end ? it.end : -1;
}

std::vector<int> Plan::children(int node) const
{
    std::vector<int> list;
    for (int child = firstChild(node); child >= 0; child = nextSibling(child))
        list.push_back(child);
    return list;
}

namespace {

/// "Hash" and "Left": "Hash Left Join"; an inner join is not said.
QString joinTitle(const QString &base, const PlanNode &node)
{
    if (!node.joinType.isEmpty() && node.joinType != "Inner"_L1)
        return base + u' ' + node.joinType + u" Join"_s;
    return node.type == "Nested Loop"_L1 ? base : base + u" Join"_s;
}

QString aggregateTitle(const PlanNode &node)
{
    QString title = node.strategy == "Sorted"_L1 ? u"GroupAggregate"_s
                    : node.strategy == "Hashed"_L1 ? u"HashAggregate"_s
                    : node.strategy == "Mixed"_L1 ? u"MixedAggregate"_s
                                                  : u"Aggregate"_s;
    return node.partialMode == "Partial"_L1 || node.partialMode == "Finalize"_L1 ? node.partialMode + u' ' + title : title;
}

QString baseTitle(const PlanNode &node)
{
    if (node.type == "Aggregate"_L1)
        return aggregateTitle(node);
    if (node.type == "Hash Join"_L1)
        return joinTitle(u"Hash"_s, node);
    if (node.type == "Merge Join"_L1)
        return joinTitle(u"Merge"_s, node);
    if (node.type == "Nested Loop"_L1)
        return joinTitle(node.type, node);
    if (node.type == "ModifyTable"_L1 && !node.operation.isEmpty())
        return node.operation;
    if (node.type == "Foreign Scan"_L1 && !node.operation.isEmpty() && node.operation != "Select"_L1)
        return u"Foreign "_s + node.operation;
    if (node.type == "SetOp"_L1)
        return (node.strategy == "Hashed"_L1 ? u"HashSetOp"_s : u"SetOp"_s) + (node.setCommand.isEmpty() ? QString() : u' ' + node.setCommand);
    if (node.type == "Custom Scan"_L1 && !node.customProvider.isEmpty())
        return u"Custom Scan (%1)"_s.arg(node.customProvider);
    if (node.scanDirection == "Backward"_L1 && node.type.startsWith("Index"_L1))
        return node.type + u" Backward"_s;
    return node.type;
}

} // namespace

QString nodeTitle(const PlanNode &node)
{
    return (node.parallelAware ? u"Parallel "_s : QString()) + (node.asyncCapable ? u"Async "_s : QString()) + baseTitle(node);
}

} // namespace quiver::plan
