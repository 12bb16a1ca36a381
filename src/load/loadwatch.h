// SPDX-License-Identifier: GPL-3.0-or-later
// What can be seen of a load while it runs: its figures, and the first rows that were refused. Written by the loader's threads,
// read by any other.
#pragma once

#include "load/source.h"

#include <mutex>
#include <set>
#include <vector>

namespace quiver::load {

struct LoadFigures {
    qint64 rows = 0;      ///< read and converted by this run; once it has failed, those that stand
    qint64 rejected = 0;  ///< by this run, also where what was around them was rolled back
    qint64 sentBytes = 0; ///< to the server
    bool operator==(const LoadFigures &) const = default;
};

class LoadWatch
{
public:
    static constexpr std::size_t mostBadRows = 1000;

    void setFigures(const LoadFigures &figures);
    /// Kept as long as there are fewer than mostBadRows, each row once.
    void addBadRow(const BadRow &row);

    LoadFigures figures() const;
    /// Those from the \p first on, in the order they were found.
    std::vector<BadRow> badRows(std::size_t first) const;

private:
    mutable std::mutex m_mutex;
    LoadFigures m_figures;
    std::vector<BadRow> m_badRows;
    std::set<qint64> m_badRowNumbers; ///< of them: a batch that is sent again meets them again
};

} // namespace quiver::load
