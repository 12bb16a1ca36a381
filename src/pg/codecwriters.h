// SPDX-License-Identifier: GPL-3.0-or-later
// One function for each wire format that writes it as the server would. They return false for damaged bytes; what they have
// appended by then is to be thrown away.
#pragma once

#include "pg/codecwire.h"
#include "pg/typeregistry.h"

#include <span>
#include <vector>

namespace quiver::pg::codec {

class ZoneTable;

// --- codecfloat.cpp ---
inline constexpr std::size_t floatTextSize = 32; ///< enough for any float or double
/// Writes the shortest text that reads back as the same value, in the server's layout. Returns the end.
char *formatFloat(char *to, float value);
char *formatFloat(char *to, double value);
bool writeFloat4(TextSink &sink, std::string_view cell);
bool writeFloat8(TextSink &sink, std::string_view cell);

// --- codecnumeric.cpp ---
bool writeNumeric(TextSink &sink, std::string_view cell);

// --- codecdatetime.cpp ---
bool writeDate(TextSink &sink, std::string_view cell);
bool writeTime(TextSink &sink, std::string_view cell);
bool writeTimetz(TextSink &sink, std::string_view cell);
bool writeTimestamp(TextSink &sink, std::string_view cell);
bool writeTimestamptz(TextSink &sink, std::string_view cell, const ZoneTable &zone);
bool writeInterval(TextSink &sink, std::string_view cell);

// --- codecbytes.cpp ---
/// Hex of as many bytes as the sink has room for, with a leading "\x".
void writeHex(TextSink &sink, std::string_view bytes);
bool writeUuid(TextSink &sink, std::string_view cell);
bool writeBits(TextSink &sink, std::string_view cell);
bool writeInet(TextSink &sink, std::string_view cell);
bool writeMacaddr(TextSink &sink, std::string_view cell);

// --- codecutf8.cpp ---
/// Length of the longest beginning that is UTF-8.
std::size_t validUtf8(std::string_view bytes);
/// Replaces the bytes from \p from on that are no UTF-8 by \xNN.
void sanitizeUtf8(std::string &text, std::size_t from);

// --- codecvector.cpp ---
bool writeVector(TextSink &sink, std::string_view cell);
bool writeHalfvec(TextSink &sink, std::string_view cell);
bool writeSparsevec(TextSink &sink, std::string_view cell);
/// The values, or nothing for damaged bytes. \p binary: the wire format, else the text.
std::vector<float> readVector(TypeKind kind, std::string_view cell, bool binary);

// --- codecarray.cpp ---
/// \p writeElement is called as bool(TextSink &, std::string_view) for every element that is not NULL.
struct ArrayElement {
    TypeKind kind = TypeKind::Unknown;
    char delimiter = ',';
};
class ElementWriter
{
public:
    virtual ~ElementWriter() = default;
    /// What the elements of this type are; Unknown where they cannot be written.
    virtual ArrayElement begin(Oid elementType) = 0;
    virtual bool write(TextSink &sink, std::string_view cell) = 0;
};
bool writeArray(TextSink &sink, std::string_view cell, ElementWriter &elements);

} // namespace quiver::pg::codec
