// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/loadwatch.h"

namespace quiver::load {

void LoadWatch::setFigures(const LoadFigures &figures)
{
    const std::lock_guard lock(m_mutex);
    m_figures = figures;
}

void LoadWatch::addBadRow(const BadRow &row)
{
    const std::lock_guard lock(m_mutex);
    if (m_badRows.size() < mostBadRows && m_badRowNumbers.insert(row.place.row).second)
        m_badRows.push_back(row);
}

LoadFigures LoadWatch::figures() const
{
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

std::vector<BadRow> LoadWatch::badRows(std::size_t first) const
{
    const std::lock_guard lock(m_mutex);
    if (first >= m_badRows.size())
        return {};
    return {m_badRows.begin() + std::ptrdiff_t(first), m_badRows.end()};
}

} // namespace quiver::load
