// SPDX-License-Identifier: GPL-3.0-or-later
#include "script/scriptpiece.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

bool isBefore(const Piece &one, const Piece &other)
{
    return std::tie(one.rank, one.schema, one.relation, one.part, one.name)
           < std::tie(other.rank, other.schema, other.relation, other.part, other.name);
}

class Order
{
public:
    Order(const std::vector<Piece> &pieces, const std::vector<Dependency> &dependencies)
        : m_needs(pieces.size()), m_neededBy(pieces.size())
    {
        std::map<CatalogId, std::size_t> makers;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            for (const CatalogId &id : pieces[i].objects)
                makers.emplace(id, i);
        }
        const auto link = [&](std::size_t piece, const CatalogId &needed) {
            const auto maker = makers.find(needed);
            if (maker != makers.end() && maker->second != piece && m_needs[piece].insert(maker->second).second)
                m_neededBy[maker->second].push_back(piece);
        };
        for (const Dependency &dependency : dependencies) {
            if (const auto maker = makers.find(dependency.object); maker != makers.end())
                link(maker->second, dependency.needed);
        }
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            for (const CatalogId &id : pieces[i].needs)
                link(i, id);
        }
    }

    // Kahn's algorithm; of those that are ready the first by \p rank (a piece's place among all) goes next. Returns the order,
    // in \p tooEarly those that had to come before something they need, in \p circular those that stand in circles.
    std::vector<std::size_t> sorted(std::set<std::size_t> &tooEarly, std::set<std::size_t> &circular)
    {
        std::set<std::size_t> ready, waiting;
        for (std::size_t i = 0; i < m_needs.size(); ++i)
            (m_needs[i].empty() ? ready : waiting).insert(i);
        std::vector<std::size_t> order;
        while (!ready.empty() || !waiting.empty()) {
            if (ready.empty()) {
                const std::set<std::size_t> found = circles(waiting);
                circular.insert(found.begin(), found.end());
                tooEarly.insert(*waiting.begin());
                ready.insert(*waiting.begin());
                waiting.erase(waiting.begin());
            }
            const std::size_t next = *ready.begin();
            ready.erase(ready.begin());
            order.push_back(next);
            for (const std::size_t dependent : m_neededBy[next]) {
                m_needs[dependent].erase(next);
                if (m_needs[dependent].empty() && waiting.erase(dependent) > 0)
                    ready.insert(dependent);
            }
        }
        return order;
    }

private:
    // Of those that wait for one another, what is left when all are gone that nothing of the rest needs.
    std::set<std::size_t> circles(std::set<std::size_t> waiting) const
    {
        for (bool some = true; some;) {
            some = std::erase_if(waiting, [&](std::size_t piece) {
                return std::ranges::none_of(m_neededBy[piece], [&](std::size_t dependent) { return waiting.contains(dependent); });
            }) > 0;
        }
        return waiting;
    }

    std::vector<std::set<std::size_t>> m_needs;
    std::vector<std::vector<std::size_t>> m_neededBy;
};

} // namespace

std::set<CatalogId> sortPieces(std::vector<Piece> &pieces, const std::vector<Dependency> &dependencies)
{
    std::stable_sort(pieces.begin(), pieces.end(), isBefore);
    std::set<std::size_t> tooEarly, circular;
    const std::vector<std::size_t> order = Order(pieces, dependencies).sorted(tooEarly, circular);
    std::set<CatalogId> inCircles;
    for (const std::size_t i : circular)
        inCircles.insert(pieces[i].objects.begin(), pieces[i].objects.end());
    std::vector<Piece> sorted;
    for (const std::size_t i : order) {
        if (tooEarly.contains(i))
            pieces[i].create.prepend(u"-- This needs something that comes further down and needs this.\n"_s);
        sorted.push_back(std::move(pieces[i]));
    }
    pieces = std::move(sorted);
    return inCircles;
}

} // namespace quiver::script
