// SPDX-License-Identifier: GPL-3.0-or-later
// The k nearest of many rows; equal distances are decided by the key.
#pragma once

#include <cstdint>
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
    /// What the heap moves: small, so the keys stay where they are.
    struct Entry {
        double distance = 0;
        std::uint32_t key = 0; // its place
    };
    bool isNearer(double distance, std::string_view key, double otherDistance, std::string_view otherKey) const;
    bool isNearer(const Entry &a, const Entry &b) const { return isNearer(a.distance, m_keys[a.key], b.distance, m_keys[b.key]); }
    void replaceFarthest(double distance, std::string_view key);

    std::size_t m_k;
    bool m_numericKeys;
    std::vector<Entry> m_heap; // the farthest in front
    std::vector<std::string> m_keys;
};

} // namespace quiver::search
