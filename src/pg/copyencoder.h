// SPDX-License-Identifier: GPL-3.0-or-later
// Rows in the binary format of COPY, appended to a buffer that is sent and emptied in between.
// https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"; all numbers are big-endian.
//
// One call for each field of a row, in the order of COPY's columns. Nothing is checked here: what the server would refuse
// (NaN in a vector, NUL in a text) it will refuse.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <span>
#include <string_view>

namespace quiver::pg {

class CopyEncoder
{
public:
    /// \p buffer stays the caller's and may be emptied between rows.
    explicit CopyEncoder(QByteArray &buffer)
        : m_buffer(buffer)
    {
    }

    void header();
    void trailer();
    void beginRow(int fields);

    void null();
    void bytes(std::string_view value); ///< text in the client's encoding, bytea, json, and any value in its wire format
    void text(const QString &value);
    void jsonb(std::string_view json); ///< UTF-8
    void boolean(bool value);
    void int2(std::int16_t value);
    void int4(std::int32_t value);
    void int8(std::int64_t value);
    void float4(float value);
    void float8(double value);
    void vector(std::span<const float> values);            ///< at most 16,000 values
    void halfvec(std::span<const std::uint16_t> halves);   ///< at most 16,000 values, IEEE 754 binary16
    /// \p indices from 0 on in ascending order, as many as \p values, none of which is 0.
    void sparsevec(std::int32_t dimensions, std::span<const std::int32_t> indices, std::span<const float> values);
    void bits(std::int32_t count, std::string_view bytes); ///< the first bit is the highest of the first byte
    void float4Array(std::span<const float> values);
    void int4Array(std::span<const std::int32_t> values);
    /// Begins a value that is appended piece by piece with the functions above; endValue() fills in its length.
    qsizetype beginValue();
    void endValue(qsizetype begun);
    void append(std::string_view bytes) { m_buffer.append(bytes.data(), qsizetype(bytes.size())); } ///< as they are
    /// Of a one-dimensional array: the elements follow, each as a field of its own.
    void arrayHead(std::uint32_t element, std::int32_t count, bool hasNulls);

private:
    template<typename Number>
    void number(Number value);
    template<typename Number>
    void field(Number value);
    template<typename Number>
    void numbers(std::span<const Number> values);

    QByteArray &m_buffer;
};

} // namespace quiver::pg
