// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/codec.h"

#include "pg/codecbuiltin.h"
#include "pg/codecwriters.h"
#include "pg/codeczone.h"
#include "pg/utf8.h"

#include <algorithm>
#include <functional>

namespace quiver::pg {

using codec::TextSink;

namespace {

bool writeBool(TextSink &sink, std::string_view cell)
{
    if (cell.size() != 1)
        return false;
    sink.out += cell[0] ? 't' : 'f';
    return true;
}

template<typename T>
bool writeInteger(TextSink &sink, std::string_view cell)
{
    if (cell.size() != sizeof(T))
        return false;
    codec::appendInteger(sink.out, codec::bigEndian<T>(cell.data()));
    return true;
}

bool writeText(TextSink &sink, std::string_view cell)
{
    // A character cut in two by the limit lies behind it, where nobody looks.
    constexpr std::size_t longestCharacter = 4;
    const std::size_t room = sink.room();
    if (cell.size() == 1 && cell[0] == '\0') // the zero of "char", which is written as nothing
        return true;
    sink.out.append(cell.size() <= room ? cell : cell.substr(0, room + longestCharacter));
    return true;
}

bool writeJsonb(TextSink &sink, std::string_view cell)
{
    constexpr char version = 1;
    return !cell.empty() && cell.front() == version && writeText(sink, cell.substr(1));
}

bool writeBytea(TextSink &sink, std::string_view cell)
{
    codec::writeHex(sink, cell);
    return true;
}

/// Whether bytes that are no UTF-8 may have been written.
bool copiesText(TypeKind kind)
{
    return kind == TypeKind::Text || kind == TypeKind::Json || kind == TypeKind::Jsonb
           || kind == TypeKind::Array;
}

/// Arrays within arrays exist only as arrays of domains over arrays. Damaged bytes could pretend to nest without an end.
constexpr int maxDepth = 8;

/// The elements of one array, written by the codec that met it.
class Elements final : public codec::ElementWriter
{
public:
    using Write = std::function<bool(TextSink &, const TypeShape &, std::string_view)>;
    Elements(std::function<TypeShape(Oid)> shape, Write write, Oid declared)
        : m_shape(std::move(shape)),
          m_write(std::move(write)),
          m_declared(declared)
    {
    }
    codec::ArrayElement begin(Oid elementType) override
    {
        m_element = m_shape(elementType);
        if (m_element.kind == TypeKind::Unknown) // the bytes may name a type that nobody asked for yet
            m_element = m_shape(m_declared);
        return {m_element.kind, m_element.delimiter};
    }
    bool write(TextSink &sink, std::string_view cell) override { return m_write(sink, m_element, cell); }

private:
    std::function<TypeShape(Oid)> m_shape;
    Write m_write;
    Oid m_declared;
    TypeShape m_element;
};

} // namespace

Codec::Codec(const DecodeContext &context)
    : m_types(context.types),
      m_zone(context.types ? context.types->zone(context.timeZone) : codec::ZoneTable::find(context.timeZone))
{
    if (!m_zone)
        m_zone = codec::ZoneTable::find("UTC");
}

Codec::~Codec() = default;
Codec::Codec(Codec &&) noexcept = default;
Codec &Codec::operator=(Codec &&) noexcept = default;

TypeShape Codec::shape(Oid type) const
{
    return m_types ? m_types->shape(type) : codec::builtinShape(type);
}

TypeKind Codec::kind(const Column &column) const
{
    return shape(column.type).kind;
}

bool Codec::writeBinary(TextSink &sink, const TypeShape &type, std::string_view cell, int depth) const
{
    switch (type.kind) {
    case TypeKind::Unknown: return false;
    case TypeKind::Bool: return writeBool(sink, cell);
    case TypeKind::Int2: return writeInteger<std::int16_t>(sink, cell);
    case TypeKind::Int4: return writeInteger<std::int32_t>(sink, cell);
    case TypeKind::Int8: return writeInteger<std::int64_t>(sink, cell);
    case TypeKind::ObjectId: return writeInteger<std::uint32_t>(sink, cell);
    case TypeKind::Float4: return codec::writeFloat4(sink, cell);
    case TypeKind::Float8: return codec::writeFloat8(sink, cell);
    case TypeKind::Numeric: return codec::writeNumeric(sink, cell);
    case TypeKind::Text:
    case TypeKind::Json: return writeText(sink, cell);
    case TypeKind::Jsonb: return writeJsonb(sink, cell);
    case TypeKind::Bytea: return writeBytea(sink, cell);
    case TypeKind::Uuid: return codec::writeUuid(sink, cell);
    case TypeKind::Date: return codec::writeDate(sink, cell);
    case TypeKind::Time: return codec::writeTime(sink, cell);
    case TypeKind::Timetz: return codec::writeTimetz(sink, cell);
    case TypeKind::Timestamp: return codec::writeTimestamp(sink, cell);
    case TypeKind::Timestamptz: return codec::writeTimestamptz(sink, cell, *m_zone);
    case TypeKind::Interval: return codec::writeInterval(sink, cell);
    case TypeKind::Inet: return codec::writeInet(sink, cell);
    case TypeKind::Bit: return codec::writeBits(sink, cell);
    case TypeKind::Macaddr: return codec::writeMacaddr(sink, cell);
    case TypeKind::Vector: return codec::writeVector(sink, cell);
    case TypeKind::Halfvec: return codec::writeHalfvec(sink, cell);
    case TypeKind::Sparsevec: return codec::writeSparsevec(sink, cell);
    case TypeKind::Array: {
        if (depth > maxDepth)
            return false;
        Elements elements([this](Oid oid) { return shape(oid); },
                          [this, depth](TextSink &to, const TypeShape &element, std::string_view bytes) {
                              return writeBinary(to, element, bytes, depth + 1);
                          },
                          type.element);
        return codec::writeArray(sink, cell, elements);
    }
    }
    return false;
}

void Codec::write(TextSink &sink, const Column &column, std::string_view cell) const
{
    const std::size_t start = sink.out.size();
    if (column.format == Format::Text) {
        writeText(sink, cell);
        codec::sanitizeUtf8(sink.out, start);
        return;
    }
    const TypeShape type = shape(column.type);
    if (!writeBinary(sink, type, cell, 0)) {
        sink.out.resize(start);
        codec::writeHex(sink, cell);
    } else if (copiesText(type.kind)) {
        codec::sanitizeUtf8(sink.out, start);
    }
}

void Codec::appendText(std::string &out, const Column &column, std::string_view cell) const
{
    TextSink sink{out};
    write(sink, column, cell);
}

QString Codec::text(const Column &column, std::string_view cell) const
{
    std::string out;
    appendText(out, column, cell);
    return fromUtf8(out);
}

std::pair<QString, bool> Codec::shortText(const Column &column, std::string_view cell,
                                          std::size_t maxBytes) const
{
    std::string out;
    TextSink sink{out, maxBytes + 1};
    write(sink, column, cell);
    const bool complete = out.size() <= maxBytes;
    std::size_t end = std::min(out.size(), maxBytes);
    while (!complete && end > 0
           && (std::uint8_t(out[end]) & 0xC0) == 0x80) // not in the middle of a character
        --end;
    return {fromUtf8(std::string_view(out).substr(0, end)), complete};
}

std::vector<float> Codec::vectorValues(const Column &column, std::string_view cell) const
{
    return codec::readVector(kind(column), cell, column.format == Format::Binary);
}

} // namespace quiver::pg
