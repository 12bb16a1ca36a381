// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the text of vectors fast enough for a bulk load: some 10 ns for a number, no allocation where the buffer is used again.
//
// Takes what pgvector takes, and what files of other programs hold: Python's "[1, 2]", NumPy's "[1. 2.]" over several lines,
// PostgreSQL's arrays "{1,2}", numbers without any brackets. Refuses what the server would refuse: no number at all, NaN, infinity,
// what is beyond a 4 byte float, too many values. Numbers are rounded to the nearest float, ties to even; what is too small is 0.
#pragma once

#include "vector/values.h"

#include <QString>

#include <cstddef>
#include <string_view>
#include <vector>

namespace quiver::vector {

inline constexpr int maxSparseDimensions = 1'000'000'000; ///< of pgvector's sparsevec
inline constexpr int maxSparseValues = 16'000;            ///< of them that are not zero
inline constexpr int maxBits = 83'886'080;                ///< of PostgreSQL's bit

/// Where and why a text is no vector.
struct TextFault {
    std::size_t position = 0; ///< bytes from 0, at most the text's size
    QString reason;           ///< empty: there is no fault
    bool ok() const { return reason.isEmpty(); }
};

/// Replaces \p values by those in \p text; \p values is empty where there is a fault.
TextFault parseVectorText(std::string_view text, std::vector<float> &values);

/// Reads "{1:0.5,7:-2}/768" in any order of the indices; zeros are left out, an index twice is a fault. The indices in
/// \p vector count from 0 and ascend.
TextFault parseSparseText(std::string_view text, SparseVector &vector);

/// Reads "0110", or as PostgreSQL does "b0110" and, four bits a digit, "x6".
TextFault parseBitText(std::string_view text, BitVector &vector);

/// Reads one number off the front of \p text as a float. Says how many bytes it took; 0: there is none. \p value may be
/// infinite (out of range, "inf") or NaN. For readers of other formats.
std::size_t readFloat(std::string_view text, float &value);

} // namespace quiver::vector
