// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/nearest.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace quiver::search {

namespace {

std::int64_t numberOf(std::string_view key)
{
    std::int64_t number = 0;
    std::from_chars(key.data(), key.data() + key.size(), number);
    return number;
}

} // namespace

Nearest::Nearest(int k, bool numericKeys) : m_k(std::size_t(k)), m_numericKeys(numericKeys) {}

double Nearest::worst() const
{
    return m_heap.size() < m_k ? INFINITY : m_heap.front().distance;
}

bool Nearest::isNearer(double distance, std::string_view key, double otherDistance, std::string_view otherKey) const
{
    if (distance < otherDistance || distance > otherDistance)
        return distance < otherDistance;
    if (std::isnan(distance) != std::isnan(otherDistance))
        return std::isnan(otherDistance);
    return m_numericKeys ? numberOf(key) < numberOf(otherKey) : key < otherKey;
}

void Nearest::offer(double distance, std::string_view key)
{
    if (m_heap.size() == m_k) {
        if (isNearer(distance, key, m_heap.front().distance, m_keys[m_heap.front().key]))
            replaceFarthest(distance, key);
        return;
    }
    m_heap.push_back({distance, std::uint32_t(m_keys.size())});
    m_keys.emplace_back(key);
    std::ranges::push_heap(m_heap, [this](const Entry &a, const Entry &b) { return isNearer(a, b); });
}

// In one pass from the top, where pop_heap() and push_heap() take two.
void Nearest::replaceFarthest(double distance, std::string_view key)
{
    const Entry entry{distance, m_heap.front().key};
    m_keys[entry.key] = key;
    std::size_t hole = 0;
    for (std::size_t child = 1; child < m_heap.size(); child = 2 * hole + 1) {
        if (child + 1 < m_heap.size() && isNearer(m_heap[child], m_heap[child + 1]))
            ++child;
        if (!isNearer(entry, m_heap[child]))
            break;
        m_heap[hole] = m_heap[child];
        hole = child;
    }
    m_heap[hole] = entry;
}

std::vector<Nearby> Nearest::take()
{
    std::ranges::sort(m_heap, [this](const Entry &a, const Entry &b) { return isNearer(a, b); });
    std::vector<Nearby> taken;
    taken.reserve(m_heap.size());
    for (const Entry &entry : m_heap)
        taken.push_back({entry.distance, std::move(m_keys[entry.key])});
    m_heap.clear();
    m_keys.clear();
    return taken;
}

} // namespace quiver::search
