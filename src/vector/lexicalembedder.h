// SPDX-License-Identifier: GPL-3.0-or-later
// Embeds texts offline by the words and character n-grams they share: lexical similarity, not meaning.
//
// features -> (1 + log tf) * idf, idf = 1 + log((1 + N) / (1 + df)) -> signed random projection -> unit length.
// The projection keeps inner products up to an error of about 1 / sqrt(dimensions) (Achlioptas 2003, "Database-friendly
// random projections"); its matrix of signs is a hash and never stored.
// The same texts, options and order give the same bits on every machine: weights are rounded to integers, the sums are
// integer sums, and the rest uses only operations that IEEE 754 fixes (see deterministic.h).
// A const embedder may be used from several threads at once.
#pragma once

#include "vector/lexicaltokens.h"

#include <QByteArray>

#include <span>

namespace quiver::vector {

struct LexicalOptions {
    int dimensions = 768; ///< 1 to 16000
    int featureBits = 18; ///< 10 to 24: texts are hashed into 2^featureBits features
    std::uint64_t seed = 0x517569766572ULL;
    bool operator==(const LexicalOptions &) const = default;
};

class LexicalEmbedder
{
public:
    explicit LexicalEmbedder(const LexicalOptions &options = {});

    const LexicalOptions &options() const { return m_options; }

    /// Counts the features of one text of the corpus: rare ones then weigh more. Without any fitting all weigh the same.
    void fit(const QString &text);
    std::int64_t fittedTexts() const { return m_texts; }

    /// Unit length; all zero for a text without any feature (empty, only punctuation).
    std::vector<float> embed(const QString &text) const;

    /// Options and document frequencies, compressed. What deserialise() makes of it embeds the same.
    QByteArray serialise() const;
    /// \throws core::Error for anything that serialise() did not write
    static LexicalEmbedder deserialise(const QByteArray &state);
    bool operator==(const LexicalEmbedder &) const = default;

private:
    struct Weighted {
        std::uint32_t feature;
        double weight;
    };
    double weight(std::uint32_t feature, std::size_t count) const;
    std::vector<Weighted> weigh(const LexicalTokens &tokens) const;
    void appendWeighted(std::vector<Weighted> &out, const std::vector<std::uint32_t> &sorted, double share) const;

    LexicalOptions m_options;
    std::int64_t m_texts = 0;
    std::vector<std::uint32_t> m_documentFrequency; // by feature
};

} // namespace quiver::vector
