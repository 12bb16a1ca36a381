// SPDX-License-Identifier: GPL-3.0-or-later
// Judges from some values' texts what kind of values they are.
#pragma once

#include "load/source.h"

#include <map>
#include <string_view>
#include <vector>

namespace quiver::load {

class LooksJudge
{
public:
    void seeNull() { m_hasNulls = true; }
    void see(std::string_view text);
    /// A value that a reader knows already: \p dimensions of a vector, else -1.
    void see(SourceField::Looks looks, int dimensions = -1);

    /// What all values so far agree on; Text where they agree on nothing, or there are none.
    SourceField::Looks looks() const;
    /// Writes looks, dimensions and hasNulls; the name stays.
    void apply(SourceField &field) const;

private:
    void agreeOn(unsigned mask);

    bool m_hasNulls = false;
    unsigned m_possible = ~0U; ///< a bit for each of SourceField::Looks
    std::int64_t m_count = 0;
    std::map<int, std::int64_t> m_dimensions; ///< how often
    std::vector<float> m_floats;
};

/// Whether all of \p text is a number without leading zeros: what "integer" and "double precision" columns give back as they are.
bool looksLikeNumber(std::string_view text);

} // namespace quiver::load
