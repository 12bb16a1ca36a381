// SPDX-License-Identifier: GPL-3.0-or-later
// Judges from some values' texts what kind of values they are.
#pragma once

#include "load/source.h"

#include <array>
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

    /// What all values so far agree on, or a great majority of them where what is unlike them can only be damaged; Text where they
    /// agree on nothing, or there are none.
    SourceField::Looks looks() const;
    /// Writes all but the name.
    void apply(SourceField &field) const;

private:
    void agreeOn(unsigned mask);

    bool m_hasNulls = false;
    std::int64_t countOf(SourceField::Looks looks) const { return m_counts[std::size_t(looks)]; }

    bool m_hasCodes = false; ///< "00123": digits that no number gives back
    std::array<std::int64_t, std::size_t(SourceField::Looks::Bits) + 1> m_counts{}; ///< values that may be that, of each
    std::int64_t m_count = 0;
    std::map<int, std::int64_t> m_dimensions; ///< how often
    std::vector<float> m_floats;
};

/// Whether all of \p text is a number without leading zeros.
bool looksLikeNumber(std::string_view text);
/// Whether a double keeps all digits of \p number, as JSON or CSV writes it.
bool fitsDouble(std::string_view number);

} // namespace quiver::load
