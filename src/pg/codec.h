// SPDX-License-Identifier: GPL-3.0-or-later
// Values between PostgreSQL's wire formats and what people and programs read.
//
// The text written for a binary value is, character for character, what the server itself would have sent as text with
// DateStyle ISO, IntervalStyle postgres, bytea_output hex and extra_float_digits 1: so it does not matter to anybody in
// which format a result came. Damaged binary (too short, impossible lengths) is never read past its end.
#pragma once

#include "pg/rowbatch.h"
#include "pg/typeregistry.h"

#include <string>
#include <vector>

namespace quiver::pg {

/// What the decoding of a result needs to know beside its bytes.
struct DecodeContext {
    const TypeRegistry *types = nullptr;
    QByteArray timeZone; ///< the session's TimeZone
};

class Codec
{
public:
    explicit Codec(const DecodeContext &context);
    ~Codec();
    Codec(Codec &&) noexcept;
    Codec &operator=(Codec &&) noexcept;

    /// Appends the server's text of a cell (not NULL) to \p out, UTF-8. Bytes that are no UTF-8 (SQL_ASCII databases) are
    /// written as \xNN. Damaged binary is written as hex with a leading "\x".
    void appendText(std::string &out, const Column &column, std::string_view cell) const;
    QString text(const Column &column, std::string_view cell) const;
    /// The first \p maxBytes of the text at most, and whether that was all: for cells of 200 MB.
    std::pair<QString, bool> shortText(const Column &column, std::string_view cell, std::size_t maxBytes) const;

    /// The values of a vector or halfvec cell, or of a dense view of a sparsevec up to 16,000 dimensions; empty where the
    /// cell is none of these or damaged.
    std::vector<float> vectorValues(const Column &column, std::string_view cell) const;

    TypeKind kind(const Column &column) const;

private:
    struct Zone;
    DecodeContext m_context;
    std::unique_ptr<Zone> m_zone;
};

/// Binary wire formats for parameters and COPY.
QByteArray encodeVector(std::span<const float> values);  ///< at most 16,000 values. \throws Error beyond
QByteArray encodeHalfvec(std::span<const float> values); ///< \throws Error where a value overflows half precision
QByteArray encodeInt4(std::int32_t value);
QByteArray encodeInt8(std::int64_t value);
QByteArray encodeFloat8(double value);

} // namespace quiver::pg
