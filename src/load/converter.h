// SPDX-License-Identifier: GPL-3.0-or-later
// One value of a source on its way into one column: checked as the server would check it, then appended in binary.
//
// A converter belongs to one thread: it keeps its buffers.
#pragma once

#include "load/loadplan.h"
#include "pg/copyencoder.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace quiver::load {

/// A value with its bytes at hand, wherever they are kept.
struct Cell {
    Value::Kind kind = Value::Kind::Null;
    std::int64_t integer = 0; ///< Boolean too
    double real = 0;
    std::string_view text;    ///< Text and Json
    std::span<const float> floats;
    std::span<const std::int32_t> integers;

    static Cell of(const RowBlock &block, const Value &value);
    static Cell ofText(std::string_view text) { return {Value::Kind::Text, 0, 0, text, {}, {}}; }
    static Cell ofInteger(std::int64_t value) { return {Value::Kind::Integer, value, 0, {}, {}, {}}; }
    bool isText() const { return kind == Value::Kind::Text || kind == Value::Kind::Json; }
};

class Converter
{
public:
    virtual ~Converter() = default;
    /// Appends the field with its length to \p out. False where \p cell, which is not NULL, is no value of the type: \p why
    /// says the reason, and what was appended by then is to be thrown away.
    virtual bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) = 0;
    /// Values that became zero because they are too small for half precision, so far.
    virtual qint64 flushedToZero() const { return 0; }
};

struct ConverterOptions {
    bool normalise = false;
    ZeroVectors zeroVectors = ZeroVectors::Bad;
    QByteArray timeZone; ///< of the session: for times that name no zone
};

/// Null where there is none for the type: the server has to convert a text then.
std::unique_ptr<Converter> converterFor(const TargetColumn &column, const ConverterOptions &options);
/// Whether converterFor() has one.
bool hasConverter(const TargetColumn &column);
/// Of the text that the server is to convert. \p array: vectors are written in braces.
std::unique_ptr<Converter> textConverter(bool array);

// --- what the parts share; each in a file of its own ---
// convertnumber.cpp
std::unique_ptr<Converter> integerConverter(pg::TypeKind kind);
std::unique_ptr<Converter> floatConverter(pg::TypeKind kind);
std::unique_ptr<Converter> numericConverter(int modifier);
std::unique_ptr<Converter> booleanConverter();
// converttext.cpp
std::unique_ptr<Converter> stringConverter(const TargetColumn &column);
std::unique_ptr<Converter> jsonConverter(bool binary);
std::unique_ptr<Converter> byteaConverter();
std::unique_ptr<Converter> uuidConverter();
/// What is wrong with \p text for any column of text; empty: nothing.
QString textFault(std::string_view text);
/// \p cell written out into \p buffer where it is no text itself.
std::string_view textOf(const Cell &cell, std::string &buffer, bool braces = false);
// converttime.cpp
std::unique_ptr<Converter> timeConverter(pg::TypeKind kind, const QByteArray &timeZone);
// convertvector.cpp
std::unique_ptr<Converter> vectorConverter(const TargetColumn &column, const ConverterOptions &options);
// convertarray.cpp
std::unique_ptr<Converter> arrayConverter(const TargetColumn &column, const ConverterOptions &options);

/// \p text in quotes, shortened for a message.
QString quoted(std::string_view text);
/// Without the blanks around it.
std::string_view trimmed(std::string_view text);

} // namespace quiver::load
