// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/lexicalembedder.h"

#include "core/error.h"
#include "vector/deterministic.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <array>
#include <cmath>

namespace quiver::vector {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 stateMagic = 0x51564c45; // "QVLE"
constexpr quint32 stateVersion = 1;

// A word has about five times as many grams as it has words; these shares let both kinds count about as much.
constexpr double wordShare = 1.0;
constexpr double gramShare = 0.4;

/// For each byte, eight masks: 0 where the bit is clear, -1 where it is set. (w ^ mask) - mask is then w or -w, without a
/// branch, in as many lanes as the machine has.
using SignMasks = std::array<std::array<std::int32_t, 8>, 256>;

constexpr SignMasks makeSignMasks()
{
    SignMasks masks{};
    for (unsigned byte = 0; byte < 256; ++byte) {
        for (unsigned bit = 0; bit < 8; ++bit)
            masks[byte][bit] = (byte >> bit) & 1U ? -1 : 0;
    }
    return masks;
}

constexpr SignMasks signMasks = makeSignMasks();

/// Adds \p weight with the signs of row \p feature of the projection to \p sums, whose size is a multiple of 64.
void project(std::uint64_t seed, std::uint32_t feature, std::int32_t weight, std::span<std::int32_t> sums)
{
    const std::uint64_t row = mix(seed, feature);
    for (std::size_t block = 0; block < sums.size(); block += 64) {
        std::uint64_t signs = mix(row, block);
        std::int32_t *out = sums.data() + block;
        for (int byte = 0; byte < 8; ++byte, signs >>= 8, out += 8) {
            const auto &mask = signMasks[signs & 0xFF];
            for (int lane = 0; lane < 8; ++lane)
                out[lane] += (weight ^ mask[std::size_t(lane)]) - mask[std::size_t(lane)];
        }
    }
}

template<typename Each>
void forEachRun(const std::vector<std::uint32_t> &sorted, const Each &each)
{
    for (std::size_t at = 0; at < sorted.size();) {
        std::size_t end = at;
        while (end < sorted.size() && sorted[end] == sorted[at])
            ++end;
        each(sorted[at], end - at);
        at = end;
    }
}

[[noreturn]] void refuseState()
{
    throw core::Error(u"this is no saved state of the lexical embedder, or it is damaged"_s);
}

} // namespace

LexicalEmbedder::LexicalEmbedder(const LexicalOptions &options)
    : m_options(options)
{
    if (options.dimensions < 1 || options.dimensions > 16000)
        throw core::Error(u"an embedding has 1 to 16000 dimensions, not %1"_s.arg(options.dimensions));
    if (options.featureBits < 10 || options.featureBits > 24)
        throw core::Error(u"the lexical embedder hashes into 2^10 to 2^24 features, not 2^%1"_s.arg(options.featureBits));
    m_documentFrequency.resize(std::size_t(1) << options.featureBits);
}

void LexicalEmbedder::fit(const QString &text)
{
    LexicalTokens tokens = lexicalTokens(text, m_options.featureBits);
    // A word and a gram may meet in one feature; the text still counts once.
    std::vector<std::uint32_t> all = std::move(tokens.words);
    all.insert(all.end(), tokens.grams.begin(), tokens.grams.end());
    std::sort(all.begin(), all.end());
    forEachRun(all, [this](std::uint32_t feature, std::size_t) { ++m_documentFrequency[feature]; });
    ++m_texts;
}

double LexicalEmbedder::weight(std::uint32_t feature, std::size_t count) const
{
    const double idf = 1 + naturalLog(double(1 + m_texts) / double(1 + m_documentFrequency[feature]));
    return (1 + naturalLog(double(count))) * idf;
}

void LexicalEmbedder::appendWeighted(std::vector<Weighted> &out, const std::vector<std::uint32_t> &sorted, double share) const
{
    forEachRun(sorted, [&](std::uint32_t feature, std::size_t count) {
        out.push_back({feature, share * weight(feature, count)});
    });
}

std::vector<LexicalEmbedder::Weighted> LexicalEmbedder::weigh(const LexicalTokens &tokens) const
{
    std::vector<Weighted> result;
    result.reserve(tokens.words.size() + tokens.grams.size());
    appendWeighted(result, tokens.words, wordShare);
    appendWeighted(result, tokens.grams, gramShare);
    return result;
}

std::vector<float> LexicalEmbedder::embed(const QString &text) const
{
    const std::vector<Weighted> weighted = weigh(lexicalTokens(text, m_options.featureBits));
    const std::size_t dimensions = std::size_t(m_options.dimensions);
    std::vector<float> result(dimensions);
    if (weighted.empty())
        return result;

    // The largest power of two at which no sum can overflow 31 bits.
    double total = 0;
    for (const Weighted &entry : weighted)
        total += entry.weight + 1;
    double scale = 0x1p20;
    while (total * scale >= 0x1p30)
        scale *= 0.5;

    std::vector<std::int32_t> sums((dimensions + 63) / 64 * 64);
    for (const Weighted &entry : weighted)
        project(m_options.seed, entry.feature, std::int32_t(entry.weight * scale + 0.5), sums);

    double squares = 0;
    for (std::size_t i = 0; i < dimensions; ++i)
        squares += double(sums[i]) * double(sums[i]);
    if (squares == 0) // every sum cancelled out: possible with one or two dimensions only
        return result;
    const double length = std::sqrt(squares);
    for (std::size_t i = 0; i < dimensions; ++i)
        result[i] = float(double(sums[i]) / length);
    return result;
}

QByteArray LexicalEmbedder::serialise() const
{
    QByteArray plain;
    QDataStream out(&plain, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << qint32(m_options.dimensions) << qint32(m_options.featureBits) << quint64(m_options.seed) << qint64(m_texts);
    const auto used = std::count_if(m_documentFrequency.begin(), m_documentFrequency.end(), [](auto n) { return n > 0; });
    out << quint32(used);
    for (std::size_t feature = 0; feature < m_documentFrequency.size(); ++feature) {
        if (m_documentFrequency[feature] > 0)
            out << quint32(feature) << quint32(m_documentFrequency[feature]);
    }
    QByteArray state;
    QDataStream header(&state, QIODevice::WriteOnly);
    header << stateMagic << stateVersion;
    return state + qCompress(plain, 9);
}

LexicalEmbedder LexicalEmbedder::deserialise(const QByteArray &state)
{
    quint32 magic = 0;
    quint32 version = 0;
    QDataStream header(state);
    header >> magic >> version;
    if (header.status() != QDataStream::Ok || magic != stateMagic || version != stateVersion || state.size() < 12)
        refuseState();
    // qUncompress trusts the size in its first four bytes: refuse one that no state can have.
    quint32 plainSize = 0;
    header >> plainSize;
    if (plainSize > 28U + (8U << 24))
        refuseState();
    const QByteArray plain = qUncompress(state.sliced(8));
    QDataStream in(plain);
    in.setVersion(QDataStream::Qt_6_0);
    qint32 dimensions = 0;
    qint32 featureBits = 0;
    quint64 seed = 0;
    qint64 texts = 0;
    quint32 used = 0;
    in >> dimensions >> featureBits >> seed >> texts >> used;
    if (in.status() != QDataStream::Ok || texts < 0)
        refuseState();
    LexicalEmbedder result({dimensions, featureBits, seed});
    result.m_texts = texts;
    for (quint32 i = 0; i < used; ++i) {
        quint32 feature = 0;
        quint32 count = 0;
        in >> feature >> count;
        if (in.status() != QDataStream::Ok || feature >= result.m_documentFrequency.size() || count > texts)
            refuseState();
        result.m_documentFrequency[feature] = count;
    }
    if (!in.atEnd())
        refuseState();
    return result;
}

} // namespace quiver::vector
