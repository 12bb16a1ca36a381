// SPDX-License-Identifier: GPL-3.0-or-later
// What the lexical embedder takes a text apart into: words, characters of unspaced scripts, and character n-grams, hashed.
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace quiver::vector {

/// The features of a text by kind, each a hash in [0, 2^featureBits), as often as it occurs. Sorted.
struct LexicalTokens {
    std::vector<std::uint32_t> words;
    std::vector<std::uint32_t> grams;
};

/// The text is normalised (NFKC) and case-folded first. Then
/// - a word is a run of letters, marks and digits; parts joined by _ count on their own and as a whole (work_mem);
/// - in scripts without spaces (Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar) each character and each pair of
///   neighbours is a word;
/// - a run of operator characters (<=>, ||) is a word;
/// - grams are the runs of 3, 4 and 5 characters of each spaced word with a mark at its start and end.
/// Qt's Unicode tables decide what a letter is: the same on every machine for characters that Unicode 14 has.
LexicalTokens lexicalTokens(const QString &text, int featureBits);

} // namespace quiver::vector
