// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/copyencoder.h"

#include "pg/types.h"

#include <QtEndian>

#include <bit>
#include <cstring>

namespace quiver::pg {

template<typename Number>
void CopyEncoder::number(Number value)
{
    const Number big = qToBigEndian(value);
    m_buffer.append(reinterpret_cast<const char *>(&big), sizeof big);
}

template<typename Number>
void CopyEncoder::field(Number value)
{
    char bytes[sizeof(std::int32_t) + sizeof(Number)];
    qToBigEndian(std::int32_t(sizeof value), bytes);
    qToBigEndian(value, bytes + sizeof(std::int32_t));
    m_buffer.append(bytes, sizeof bytes);
}

template<typename Number>
void CopyEncoder::numbers(std::span<const Number> values)
{
    if (values.empty())
        return;
    const qsizetype start = m_buffer.size();
    m_buffer.resize(start + qsizetype(values.size_bytes()));
    qToBigEndian<Number>(values.data(), qsizetype(values.size()), m_buffer.data() + start);
}

void CopyEncoder::header()
{
    m_buffer.append("PGCOPY\n\377\r\n\0", 11);
    number(std::int32_t(0)); // flags
    number(std::int32_t(0)); // length of the header's extension
}

void CopyEncoder::trailer()
{
    number(std::int16_t(-1));
}

void CopyEncoder::beginRow(int fields)
{
    number(std::int16_t(fields));
}

void CopyEncoder::null()
{
    number(std::int32_t(-1));
}

void CopyEncoder::bytes(std::string_view value)
{
    number(std::int32_t(value.size()));
    m_buffer.append(value.data(), qsizetype(value.size()));
}

void CopyEncoder::text(const QString &value)
{
    const QByteArray utf8 = value.toUtf8();
    bytes({utf8.constData(), std::size_t(utf8.size())});
}

void CopyEncoder::jsonb(std::string_view json)
{
    number(std::int32_t(json.size() + 1));
    m_buffer.append('\1'); // the version of jsonb's wire format
    m_buffer.append(json.data(), qsizetype(json.size()));
}

void CopyEncoder::boolean(bool value)
{
    field(std::int8_t(value ? 1 : 0));
}

void CopyEncoder::int2(std::int16_t value)
{
    field(value);
}

void CopyEncoder::int4(std::int32_t value)
{
    field(value);
}

void CopyEncoder::int8(std::int64_t value)
{
    field(value);
}

void CopyEncoder::float4(float value)
{
    field(std::bit_cast<std::uint32_t>(value));
}

void CopyEncoder::float8(double value)
{
    field(std::bit_cast<std::uint64_t>(value));
}

void CopyEncoder::vector(std::span<const float> values)
{
    number(std::int32_t(4 + values.size_bytes()));
    number(std::int16_t(values.size()));
    number(std::int16_t(0));
    numbers(values);
}

void CopyEncoder::halfvec(std::span<const std::uint16_t> halves)
{
    number(std::int32_t(4 + halves.size_bytes()));
    number(std::int16_t(halves.size()));
    number(std::int16_t(0));
    numbers(halves);
}

void CopyEncoder::sparsevec(std::int32_t dimensions, std::span<const std::int32_t> indices, std::span<const float> values)
{
    number(std::int32_t(12 + indices.size_bytes() + values.size_bytes()));
    number(dimensions);
    number(std::int32_t(indices.size()));
    number(std::int32_t(0));
    numbers(indices);
    numbers(values);
}

void CopyEncoder::bits(std::int32_t count, std::string_view bytes)
{
    number(std::int32_t(4 + bytes.size()));
    number(count);
    m_buffer.append(bytes.data(), qsizetype(bytes.size()));
}

qsizetype CopyEncoder::beginValue()
{
    number(std::int32_t(0));
    return m_buffer.size();
}

void CopyEncoder::endValue(qsizetype begun)
{
    qToBigEndian(std::int32_t(m_buffer.size() - begun), m_buffer.data() + begun - qsizetype(sizeof(std::int32_t)));
}

void CopyEncoder::arrayHead(std::uint32_t element, std::int32_t count, bool hasNulls)
{
    number(std::int32_t(count > 0 ? 1 : 0)); // dimensions; an empty array has none
    number(std::int32_t(hasNulls ? 1 : 0));
    number(element);
    if (count == 0)
        return;
    number(count);
    number(std::int32_t(1)); // its lower bound
}

void CopyEncoder::float4Array(std::span<const float> values)
{
    const qsizetype begun = beginValue();
    arrayHead(oid::Float4, std::int32_t(values.size()), false);
    for (const float value : values)
        float4(value);
    endValue(begun);
}

void CopyEncoder::int4Array(std::span<const std::int32_t> values)
{
    const qsizetype begun = beginValue();
    arrayHead(oid::Int4, std::int32_t(values.size()), false);
    for (const std::int32_t value : values)
        int4(value);
    endValue(begun);
}

} // namespace quiver::pg
