// SPDX-License-Identifier: GPL-3.0-or-later
// Arrays of any dimensions: braces, quotes where a reader would stumble, and bounds in front when one does not begin at 1.
#include "pg/codecwriters.h"

#include <algorithm>
#include <array>

namespace quiver::pg::codec {

namespace {

constexpr int maxDimensions = 6;

struct Dimension {
    std::int32_t size = 0, lower = 1;
};

struct Array {
    std::array<Dimension, maxDimensions> dimensions{};
    int count = 0;
    ArrayElement element;
};

bool needsNoQuotes(TypeKind kind)
{
    switch (kind) {
    case TypeKind::Bool:
    case TypeKind::Int2:
    case TypeKind::Int4:
    case TypeKind::Int8:
    case TypeKind::ObjectId:
    case TypeKind::Float4:
    case TypeKind::Float8:
    case TypeKind::Numeric:
    case TypeKind::Uuid: return true;
    default: return false;
    }
}

bool isNullWord(std::string_view text)
{
    constexpr std::string_view word = "null";
    return text.size() == word.size()
           && std::equal(text.begin(), text.end(), word.begin(),
                         [](char a, char b) { return char(a | 0x20) == b; });
}

bool needsQuotes(std::string_view text, char delimiter)
{
    if (text.empty() || isNullWord(text))
        return true;
    return std::any_of(text.begin(), text.end(), [delimiter](char c) {
        return c == delimiter || c == '"' || c == '\\' || c == '{' || c == '}' || c == ' '
               || (c >= '\t' && c <= '\r');
    });
}

/// Puts the text from \p start on in quotes where it needs them.
void quote(std::string &out, std::size_t start, char delimiter)
{
    const std::string_view written = std::string_view(out).substr(start);
    if (!needsQuotes(written, delimiter))
        return;
    const auto escapes = std::size_t(
        std::count_if(written.begin(), written.end(), [](char c) { return c == '"' || c == '\\'; }));
    if (escapes == 0) {
        out.insert(start, 1, '"');
    } else {
        const std::string plain(written);
        out.resize(start);
        out.reserve(start + plain.size() + escapes + 2);
        out += '"';
        for (const char c : plain) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
    }
    out += '"';
}

bool readHead(WireReader &reader, Array &array, Oid &elementType)
{
    std::int32_t count = 0, flags = 0;
    if (!reader.take(count) || !reader.take(flags) || !reader.take(elementType))
        return false;
    if (count < 0 || count > maxDimensions || (flags != 0 && flags != 1))
        return false;
    array.count = count;
    std::size_t items = 1;
    for (int i = 0; i < count; ++i) {
        Dimension &dimension = array.dimensions[std::size_t(i)];
        if (!reader.take(dimension.size) || !reader.take(dimension.lower) || dimension.size <= 0)
            return false;
        // Every element takes four bytes at least: more than that cannot be there, and the product stays small.
        items *= std::size_t(dimension.size);
        if (items > reader.rest().size() / 4)
            return false;
        if (std::int64_t(dimension.lower) + dimension.size - 1 > std::numeric_limits<std::int32_t>::max())
            return false;
    }
    return true;
}

bool writeElement(TextSink &sink, WireReader &reader, const Array &array, ElementWriter &elements)
{
    std::int32_t size = 0;
    if (!reader.take(size) || size < -1)
        return false;
    if (size == -1) {
        sink.out += "NULL";
        return true;
    }
    std::string_view bytes;
    const std::size_t start = sink.out.size();
    if (!reader.take(std::size_t(size), bytes) || !elements.write(sink, bytes))
        return false;
    if (!needsNoQuotes(array.element.kind))
        quote(sink.out, start, array.element.delimiter);
    return true;
}

bool writeLevel(TextSink &sink, WireReader &reader, const Array &array, int level, ElementWriter &elements)
{
    sink.out += '{';
    for (std::int32_t i = 0; i < array.dimensions[std::size_t(level)].size && !sink.full(); ++i) {
        if (i)
            sink.out += array.element.delimiter;
        const bool innermost = level + 1 == array.count;
        if (!(innermost ? writeElement(sink, reader, array, elements)
                        : writeLevel(sink, reader, array, level + 1, elements)))
            return false;
    }
    sink.out += '}';
    return true;
}

void writeBounds(std::string &out, const Array &array)
{
    const auto end = array.dimensions.begin() + array.count;
    if (std::all_of(array.dimensions.begin(), end, [](const Dimension &d) { return d.lower == 1; }))
        return;
    for (auto dimension = array.dimensions.begin(); dimension != end; ++dimension) {
        out += '[';
        appendInteger(out, dimension->lower);
        out += ':';
        appendInteger(out, std::int64_t(dimension->lower) + dimension->size - 1);
        out += ']';
    }
    out += '=';
}

} // namespace

bool writeArray(TextSink &sink, std::string_view cell, ElementWriter &elements)
{
    WireReader reader(cell);
    Array array;
    Oid elementType = 0;
    if (!readHead(reader, array, elementType))
        return false;
    if (array.count == 0) {
        sink.out += "{}";
        return reader.atEnd();
    }
    array.element = elements.begin(elementType);
    if (array.element.kind == TypeKind::Unknown)
        return false;
    writeBounds(sink.out, array);
    return writeLevel(sink, reader, array, 0, elements) && (sink.full() || reader.atEnd());
}

} // namespace quiver::pg::codec
