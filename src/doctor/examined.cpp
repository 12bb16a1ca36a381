// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/examined.h"

#include "sql/identifier.h"

#include <algorithm>
#include <cmath>

namespace quiver::doctor {

using namespace Qt::StringLiterals;
using plan::PlanNode;

namespace {

/// Nodes that hand on rows as they come, so that a LIMIT above them reaches what is below.
bool handsOn(const PlanNode &node)
{
    static const QStringList types{u"Gather Merge"_s, u"Gather"_s, u"Result"_s, u"Subquery Scan"_s, u"Merge Append"_s, u"Append"_s, u"LockRows"_s,
                                   u"ProjectSet"_s, u"Nested Loop"_s, u"CTE Scan"_s, u"WindowAgg"_s};
    return types.contains(node.type);
}

int limitAbove(const plan::Plan &plan, int node, bool alsoJoins)
{
    for (int at = plan.nodes[std::size_t(node)].parent; at >= 0; at = plan.nodes[std::size_t(at)].parent) {
        const PlanNode &each = plan.nodes[std::size_t(at)];
        if (each.type == "Limit"_L1)
            return at;
        if (!handsOn(each) || (!alsoJoins && each.type == "Nested Loop"_L1))
            return -1;
    }
    return -1;
}

class Finder
{
public:
    explicit Finder(Examined &examined) : m_examined(examined), m_plan(examined.plan) {}

    void run()
    {
        for (int at = 0; at < int(m_plan.nodes.size()); ++at) {
            const PlanNode &node = m_plan.nodes[std::size_t(at)];
            if (!node.orderBy.isEmpty())
                indexScan(at, node);
            else if (node.type.endsWith("Sort"_L1) && !node.sortKey.isEmpty())
                sort(at, node);
            for (const QString &condition : {node.filter, node.joinFilter})
                thresholds(at, condition);
        }
    }

private:
    void indexScan(int at, const PlanNode &node)
    {
        const auto key = parseExpression(node.orderBy);
        auto distance = key ? distanceOf(*key) : std::nullopt;
        if (!distance)
            return;
        Search search{.node = at, .scan = at, .limitNode = limitAbove(m_plan, at, true), .distance = std::move(*distance), .usesIndex = true};
        search.table = m_examined.tableOf(node);
        if (isOfVectors(search))
            finish(search);
    }

    void sort(int at, const PlanNode &node)
    {
        const auto key = parseSortKey(node.sortKey.front());
        const std::vector<Distance> distances = key ? distancesIn(key->node) : std::vector<Distance>();
        if (distances.empty())
            return;
        Search search{.node = at, .limitNode = limitAbove(m_plan, at, false), .distance = distances.front(), .isDescending = key->isDescending};
        search.isWrapped = distances.front().node != key->node;
        search.course = courseOf(key->node);
        search.keys = int(node.sortKey.size());
        placeScan(search);
        if (isOfVectors(search))
            finish(search);
    }

    /// Whether the column is one that pgvector has distances of, where that is known: points and words have a <->, too.
    static bool isOfVectors(const Search &search)
    {
        const Operand &key = search.distance.key;
        return !search.table || !key.isColumn() || !search.table->table.facts.column(key.column())
            || search.table->table.typeOf(key.column()).kind != catalog::VectorKind::None;
    }

    /// The scan below whose table has the column; where both sides are columns, that of an indexed one.
    void placeScan(Search &search) const
    {
        const auto scanOf = [&](const Operand &operand) {
            int found = -1;
            for (int at = search.node; at < m_plan.nodes[std::size_t(search.node)].end; ++at) {
                const PlanNode &node = m_plan.nodes[std::size_t(at)];
                const ReadTable *table = node.relation.isEmpty() ? nullptr : m_examined.tableOf(node);
                if (!table || !table->table.facts.column(operand.column()))
                    continue;
                if (operand.alias().isEmpty() || node.alias == operand.alias())
                    return at;
                if (found < 0 && node.alias.startsWith(operand.alias() + u'_')) // a partition
                    found = at;
            }
            return found;
        };
        Distance &distance = search.distance;
        search.scan = scanOf(distance.key);
        const int other = scanOf(distance.query);
        const auto isIndexed = [&](int scan, const QString &column) {
            const catalog::Column *found = scan < 0 ? nullptr : m_examined.tableOf(m_plan.nodes[std::size_t(scan)])->table.facts.column(column);
            return found && found->isIndexedForSearch();
        };
        if (other >= 0 && (search.scan < 0 || (!isIndexed(search.scan, distance.key.column()) && isIndexed(other, distance.query.column())))) {
            std::swap(distance.key, distance.query);
            search.scan = other;
        }
        if (search.scan < 0)
            lookBehindSubquery(search);
        if (search.scan < 0)
            return;
        search.table = m_examined.tableOf(m_plan.nodes[std::size_t(search.scan)]);
        for (int at = m_plan.nodes[std::size_t(search.scan)].parent; at > search.node; at = m_plan.nodes[std::size_t(at)].parent)
            search.isRerank = search.isRerank || m_plan.nodes[std::size_t(at)].type == "Limit"_L1;
    }

    /// s.embedding, where s is a Subquery Scan or a CTE Scan: the table is read below, or by the CTE's own plan.
    void lookBehindSubquery(Search &search) const
    {
        const Operand &key = search.distance.key;
        int from = -1;
        for (int at = search.node; at < m_plan.nodes[std::size_t(search.node)].end && from < 0; ++at) {
            const PlanNode &node = m_plan.nodes[std::size_t(at)];
            if (node.alias != key.alias())
                continue;
            if (node.type == "Subquery Scan"_L1)
                from = at;
            else if (node.type == "CTE Scan"_L1)
                from = int(std::ranges::find(m_plan.nodes, u"CTE "_s + node.cte, &PlanNode::subplan) - m_plan.nodes.begin());
        }
        if (from < 0 || from >= int(m_plan.nodes.size()))
            return;
        for (int at = from; at < m_plan.nodes[std::size_t(from)].end; ++at) {
            const PlanNode &node = m_plan.nodes[std::size_t(at)];
            search.isRerank = search.isRerank || node.type == "Limit"_L1;
            const ReadTable *table = m_examined.tableOf(node);
            if (!table || !table->table.facts.column(key.column()))
                continue;
            search.scan = at;
            search.isBehindSubquery = true;
            return;
        }
    }

    void finish(Search &search)
    {
        if (search.limitNode >= 0) {
            search.limit = m_plan.nodes[std::size_t(search.limitNode)].planRows.value_or(-1);
            const bool isOutermost = std::ranges::find(m_plan.nodes, u"Limit"_s, &PlanNode::type) - m_plan.nodes.begin() == search.limitNode;
            const bool isParameter = isOutermost && m_examined.statement.hasLimit() && !m_examined.statement.limit();
            if (isParameter && m_examined.isGeneric)
                search.limit = -1; // planned for a tenth of the rows, whatever will be asked for
            if (isOutermost && m_examined.statement.limit()) {
                search.offset = double(m_examined.statement.offset().value_or(0));
                search.limit = double(*m_examined.statement.limit()) + search.offset;
            }
        }
        m_examined.searches.push_back(std::move(search));
    }

    void thresholds(int at, const QString &condition)
    {
        if (condition.isEmpty())
            return;
        const auto parsed = parseExpression(condition);
        if (!parsed)
            return;
        const ReadTable *table = m_examined.tableOf(m_plan.nodes[std::size_t(at)]);
        for (const Distance &distance : distancesIn(*parsed)) {
            if (isOfVectors({.distance = distance, .table = table}))
                m_examined.thresholds.push_back({at, distance, table});
        }
    }

    Examined &m_examined;
    const plan::Plan &m_plan;
};

} // namespace

namespace {

QString shortName(const QString &schema, const QString &table)
{
    return sql::quoteQualified(schema == "public"_L1 ? QString() : schema, table);
}

} // namespace

QString ReadTable::name() const
{
    return shortName(table.facts.schema, table.facts.name);
}

QString ReadTable::rootName() const
{
    return shortName(rootSchema, rootTable);
}

const ReadTable *Examined::tableOf(const PlanNode &node) const
{
    const auto found = std::ranges::find_if(tables, [&](const ReadTable &each) {
        return each.table.facts.name == node.relation && (node.schema.isEmpty() || each.table.facts.schema == node.schema);
    });
    return found == tables.end() || node.relation.isEmpty() ? nullptr : &*found;
}

double Examined::rowsRead(const PlanNode &node) const
{
    if (node.loops && node.rows)
        return *node.loops * (*node.rows + node.removedByFilter.value_or(0) + node.removedByRecheck.value_or(0));
    const ReadTable *table = tableOf(node);
    return table && node.type.endsWith("Seq Scan"_L1) ? table->table.rows : node.planRows.value_or(-1);
}

double Examined::selectivity(const PlanNode &node, const ReadTable &table) const
{
    if (node.filter.isEmpty())
        return 1;
    // A handful of rows that happened to be kept tells less than the statistics.
    if (node.loops && node.rows && *node.rows >= 5)
        return *node.rows / (*node.rows + node.removedByFilter.value_or(0));
    if (!node.planRows || table.table.rows <= 0)
        return -1;
    return std::min(1.0, *node.planRows / table.table.rows);
}

double Examined::msOf(int index) const
{
    return figuresOf(index).wholeMs.value_or(-1);
}

double Examined::shareOf(int index) const
{
    if (const double ms = msOf(index), all = msOf(0); ms >= 0 && all > 0)
        return std::min(1.0, ms / all);
    const double all = node(0).totalCost.value_or(0);
    return all > 0 ? std::min(1.0, node(index).totalCost.value_or(0) / all) : 0;
}

std::optional<double> Examined::rowsAtLimit(const Search &search) const
{
    if (search.limitNode < 0 || node(search.limitNode).loops.value_or(0) < 1 || !node(search.limitNode).rows)
        return std::nullopt;
    if (const double rows = *node(search.limitNode).rows; rows > 0)
        return rows + search.offset;
    const std::vector<int> children = plan.children(search.limitNode);
    const auto input = std::ranges::find_if(children, [&](int each) { return node(each).subplan.isEmpty(); });
    return input == children.end() ? 0 : node(*input).rows.value_or(0); // OFFSET passed over all that there were
}

std::vector<const Search *> Examined::siblingsOf(const Search &search) const
{
    std::vector<const Search *> siblings;
    for (const Search &each : searches) {
        const bool isSame = &each == &search;
        const bool isBeside = each.usesIndex && search.usesIndex && each.limitNode >= 0 && each.limitNode == search.limitNode;
        const bool isOneTable = !each.table || !search.table || (each.table->rootSchema == search.table->rootSchema && each.table->rootTable == search.table->rootTable);
        if (isSame || (isBeside && isOneTable))
            siblings.push_back(&each);
    }
    return siblings;
}

void findSearches(Examined &examined)
{
    examined.searches.clear();
    examined.thresholds.clear();
    Finder(examined).run();
}

QStringList queryFunctions(const Examined &examined)
{
    QStringList names;
    for (const Search &search : examined.searches)
        names << search.distance.query.functions;
    names.removeDuplicates();
    return names;
}

} // namespace quiver::doctor
