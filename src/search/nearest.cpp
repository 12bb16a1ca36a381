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

bool Nearest::isNearer(double distance, std::string_view key, const Nearby &other) const
{
    if (std::isnan(distance) != std::isnan(other.distance))
        return std::isnan(other.distance);
    if (distance != other.distance && !std::isnan(distance))
        return distance < other.distance;
    return m_numericKeys ? numberOf(key) < numberOf(other.key) : key < std::string_view(other.key);
}

void Nearest::offer(double distance, std::string_view key)
{
    const auto less = [this](const Nearby &a, const Nearby &b) { return isNearer(a.distance, a.key, b); };
    if (m_heap.size() == m_k) {
        if (!isNearer(distance, key, m_heap.front()))
            return;
        std::ranges::pop_heap(m_heap, less);
        m_heap.back() = {distance, std::string(key)};
    } else {
        m_heap.push_back({distance, std::string(key)});
    }
    std::ranges::push_heap(m_heap, less);
}

std::vector<Nearby> Nearest::take()
{
    std::ranges::sort_heap(m_heap, [this](const Nearby &a, const Nearby &b) { return isNearer(a.distance, a.key, b); });
    return std::move(m_heap);
}

} // namespace quiver::search
