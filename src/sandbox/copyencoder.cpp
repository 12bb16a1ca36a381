// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/copyencoder.h"

#include <QtEndian>

#include <bit>

namespace quiver::sandbox {

template<typename Number>
void CopyEncoder::number(Number value)
{
    const Number big = qToBigEndian(value);
    m_buffer.append(reinterpret_cast<const char *>(&big), sizeof big);
}

void CopyEncoder::header()
{
    m_buffer.append("PGCOPY\n\377\r\n\0", 11);
    number(std::int32_t(0)); // flags
    number(std::int32_t(0)); // length of the header's extension
}

void CopyEncoder::beginRow(int fields)
{
    number(std::int16_t(fields));
}

void CopyEncoder::text(const QString &value)
{
    bytes(value.toUtf8());
}

void CopyEncoder::jsonb(const QByteArray &json)
{
    number(std::int32_t(json.size() + 1));
    m_buffer.append('\1'); // the version of jsonb's wire format
    m_buffer.append(json);
}

void CopyEncoder::bytes(const QByteArray &value)
{
    number(std::int32_t(value.size()));
    m_buffer.append(value);
}

void CopyEncoder::int4(std::int32_t value)
{
    number(std::int32_t(4));
    number(value);
}

void CopyEncoder::int8(std::int64_t value)
{
    number(std::int32_t(8));
    number(value);
}

void CopyEncoder::vector(std::span<const float> values)
{
    number(std::int32_t(4 + 4 * values.size()));
    number(std::int16_t(values.size()));
    number(std::int16_t(0));
    const qsizetype start = m_buffer.size();
    m_buffer.resize(start + qsizetype(4 * values.size()));
    qToBigEndian<std::uint32_t>(values.data(), qsizetype(values.size()), m_buffer.data() + start);
}

void CopyEncoder::trailer()
{
    number(std::int16_t(-1));
}

} // namespace quiver::sandbox
