// SPDX-License-Identifier: GPL-3.0-or-later
// pgvector's wire formats: vector and halfvec are int16 dimensions, int16 0, values; sparsevec is int32 dimensions, int32
// count, int32 0, the indices from 0 on in ascending order, the values.
#include "pg/codecwriters.h"

#include <QtEndian>

#include <bit>

namespace quiver::pg::codec {

namespace {

constexpr std::size_t headSize = 4, sparseHeadSize = 12;
constexpr std::int32_t maxDense = 16'000;

/// The values' bytes of a vector or halfvec; their number is the return value, -1 for damaged bytes.
int denseValues(std::string_view cell, std::size_t valueSize, const char *&values)
{
    if (cell.size() < headSize)
        return -1;
    const int dimensions = bigEndian<std::int16_t>(cell.data());
    if (dimensions < 0 || cell.size() != headSize + std::size_t(dimensions) * valueSize)
        return -1;
    values = cell.data() + headSize;
    return dimensions;
}

float fromHalf(std::uint16_t half)
{
    const std::uint32_t sign = std::uint32_t(half & 0x8000U) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1FU, mantissa = half & 0x3FFU;
    if (exponent == 0) // subnormal: mantissa * 2^-24, exact in a float
        return std::bit_cast<float>(std::bit_cast<std::uint32_t>(float(mantissa) * 0x1p-24F) | sign);
    if (exponent == 0x1F)
        return std::bit_cast<float>(sign | 0x7F800000U | (mantissa << 13));
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
}

float floatAt(const char *values, std::size_t index)
{
    return std::bit_cast<float>(bigEndian<std::uint32_t>(values + 4 * index));
}

void append(std::string &out, float value)
{
    char buffer[floatTextSize];
    const char *end = formatFloat(buffer, value);
    out.append(buffer, std::size_t(end - buffer));
}

template<typename At>
void writeDense(TextSink &sink, int dimensions, At at)
{
    sink.out += '[';
    for (int i = 0; i < dimensions && !sink.full(); ++i) {
        if (i)
            sink.out += ',';
        append(sink.out, at(std::size_t(i)));
    }
    sink.out += ']';
}

struct Sparse {
    std::int32_t dimensions = 0, count = 0;
    const char *indices = nullptr, *values = nullptr;

    std::int32_t index(std::int32_t i) const { return bigEndian<std::int32_t>(indices + 4 * std::size_t(i)); }
    float value(std::int32_t i) const { return floatAt(values, std::size_t(i)); }
};

bool readSparse(std::string_view cell, Sparse &sparse)
{
    WireReader reader(cell);
    std::int32_t unused = 0;
    if (!reader.take(sparse.dimensions) || !reader.take(sparse.count) || !reader.take(unused))
        return false;
    if (sparse.count < 0 || sparse.dimensions < sparse.count
        || cell.size() != sparseHeadSize + std::size_t(sparse.count) * 8)
        return false;
    sparse.indices = cell.data() + sparseHeadSize;
    sparse.values = sparse.indices + std::size_t(sparse.count) * 4;
    std::int32_t last = -1;
    for (std::int32_t i = 0; i < sparse.count; ++i) {
        const std::int32_t index = sparse.index(i);
        if (index <= last || index >= sparse.dimensions)
            return false;
        last = index;
    }
    return true;
}

std::vector<float> readBinaryVector(TypeKind kind, std::string_view cell)
{
    const char *values = nullptr;
    if (kind == TypeKind::Vector) {
        const int dimensions = denseValues(cell, 4, values);
        std::vector<float> result(std::size_t(std::max(dimensions, 0)));
        if (!result.empty())
            qFromBigEndian<float>(values, dimensions, result.data());
        return result;
    }
    if (kind == TypeKind::Halfvec) {
        const int dimensions = denseValues(cell, 2, values);
        std::vector<float> result(std::size_t(std::max(dimensions, 0)));
        for (std::size_t i = 0; i < result.size(); ++i)
            result[i] = fromHalf(bigEndian<std::uint16_t>(values + 2 * i));
        return result;
    }
    Sparse sparse;
    if (!readSparse(cell, sparse) || sparse.dimensions > maxDense)
        return {};
    std::vector<float> result(std::size_t(sparse.dimensions));
    for (std::int32_t i = 0; i < sparse.count; ++i)
        result[std::size_t(sparse.index(i))] = sparse.value(i);
    return result;
}

/// Reads a number off the front of \p text.
template<typename T>
bool takeNumber(std::string_view &text, T &number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(std::size_t(end - text.data()));
    return error == std::errc{};
}

bool takeChar(std::string_view &text, char c)
{
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

std::vector<float> readDenseText(std::string_view text)
{
    std::vector<float> result;
    float value = 0;
    if (!takeChar(text, '['))
        return {};
    do {
        if (!takeNumber(text, value))
            return {};
        result.push_back(value);
    } while (takeChar(text, ','));
    return text == "]" ? result : std::vector<float>();
}

std::vector<float> readSparseText(std::string_view text)
{
    const std::size_t slash = text.rfind('/');
    std::int32_t dimensions = 0;
    if (slash == std::string_view::npos)
        return {};
    std::string_view tail = text.substr(slash + 1);
    if (!takeNumber(tail, dimensions) || !tail.empty() || dimensions < 0 || dimensions > maxDense)
        return {};
    std::vector<float> result(std::size_t(dimensions), 0.0F);
    text = text.substr(0, slash);
    if (text == "{}")
        return result;
    if (!takeChar(text, '{'))
        return {};
    do {
        std::int32_t index = 0;
        float value = 0;
        if (!takeNumber(text, index) || !takeChar(text, ':') || !takeNumber(text, value) || index < 1
            || index > dimensions)
            return {};
        result[std::size_t(index) - 1] = value;
    } while (takeChar(text, ','));
    return text == "}" ? result : std::vector<float>();
}

} // namespace

bool writeVector(TextSink &sink, std::string_view cell)
{
    const char *values = nullptr;
    const int dimensions = denseValues(cell, 4, values);
    if (dimensions < 0)
        return false;
    writeDense(sink, dimensions, [values](std::size_t i) { return floatAt(values, i); });
    return true;
}

bool writeHalfvec(TextSink &sink, std::string_view cell)
{
    const char *values = nullptr;
    const int dimensions = denseValues(cell, 2, values);
    if (dimensions < 0)
        return false;
    writeDense(sink, dimensions,
               [values](std::size_t i) { return fromHalf(bigEndian<std::uint16_t>(values + 2 * i)); });
    return true;
}

bool writeSparsevec(TextSink &sink, std::string_view cell)
{
    Sparse sparse;
    if (!readSparse(cell, sparse))
        return false;
    std::string &out = sink.out;
    out += '{';
    for (std::int32_t i = 0; i < sparse.count && !sink.full(); ++i) {
        if (i)
            out += ',';
        appendInteger(out, std::int64_t(sparse.index(i)) + 1);
        out += ':';
        append(out, sparse.value(i));
    }
    out += "}/";
    appendInteger(out, sparse.dimensions);
    return true;
}

std::vector<float> readVector(TypeKind kind, std::string_view cell, bool binary)
{
    if (kind != TypeKind::Vector && kind != TypeKind::Halfvec && kind != TypeKind::Sparsevec)
        return {};
    if (binary)
        return readBinaryVector(kind, cell);
    return kind == TypeKind::Sparsevec ? readSparseText(cell) : readDenseText(cell);
}

} // namespace quiver::pg::codec
