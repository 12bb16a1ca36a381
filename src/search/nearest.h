// SPDX-License-Identifier: GPL-3.0-or-later
// The k nearest of many rows; equal distances are decided by the key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quiver::search {

struct Nearby {
    double distance = 0; ///< NaN is farther away than anything, as the server has it
    std::string key;     ///< texts of the key's columns, separated by keySeparator
};

inline constexpr char keySeparator = '\x1f';

/// One thread at a time.
class Nearest
{
public:
    /// \p numericKeys: the key is one whole number, compared as such; else as bytes.
    Nearest(int k, bool numericKeys);

    /// The distance from which on a row is surely too far away; infinite while there is room.
    double worst() const;
    void offer(double distance, std::string_view key);
    /// In ascending order; empties it.
    std::vector<Nearby> take();

private:
    bool isNearer(double distance, std::string_view key, const Nearby &other) const;

    std::size_t m_k;
    bool m_numericKeys;
    std::vector<Nearby> m_heap; // the farthest in front
};

} // namespace quiver::search
