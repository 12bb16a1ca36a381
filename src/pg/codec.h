// SPDX-License-Identifier: GPL-3.0-or-later
// Values between PostgreSQL's wire formats and what people and programs read.
//
// The text written for a binary value is, character for character, what the server itself would have sent as text with
// DateStyle ISO, IntervalStyle postgres, bytea_output hex and extra_float_digits 1: so it does not matter to anybody in
// which format a result came. Damaged binary (too short, impossible lengths) is never read past its end.
#pragma once

#include "pg/rowbatch.h"
#include "pg/typeregistry.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quiver::pg {

namespace codec {
class ZoneTable;
struct TextSink;
}

/// What the decoding of a result needs to know beside its bytes.
struct DecodeContext {
    const TypeRegistry *types = nullptr; ///< outlives the Codec; null: PostgreSQL's own types only
    QByteArray timeZone; ///< the session's TimeZone; timestamptz of one that is unknown here is written in UTC
};

/// Functions may be called from several threads at once. For many cells keep one Codec: making one may read a time zone.
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
    /// The first \p maxBytes of the text at most, and whether that was all: for cells of 200 MB,
    /// of which only the beginning is read. (So damage further on does not show.)
    std::pair<QString, bool> shortText(const Column &column, std::string_view cell, std::size_t maxBytes) const;

    /// The values of a vector or halfvec cell, or of a dense view of a sparsevec up to 16,000 dimensions; empty where the
    /// cell is none of these or damaged.
    std::vector<float> vectorValues(const Column &column, std::string_view cell) const;

    TypeKind kind(const Column &column) const;

private:
    TypeShape shape(Oid type) const;
    void write(codec::TextSink &sink, const Column &column, std::string_view cell) const;
    bool writeBinary(codec::TextSink &sink, const TypeShape &type, std::string_view cell, int depth) const;

    const TypeRegistry *m_types;
    std::shared_ptr<const codec::ZoneTable> m_zone;
};

/// Binary wire formats for parameters and COPY.
QByteArray encodeVector(std::span<const float> values);  ///< at most 16,000 values. \throws Error beyond
QByteArray encodeHalfvec(std::span<const float> values); ///< \throws Error where a value overflows half precision
QByteArray encodeInt4(std::int32_t value);
QByteArray encodeInt8(std::int64_t value);
QByteArray encodeFloat8(double value);

} // namespace quiver::pg
