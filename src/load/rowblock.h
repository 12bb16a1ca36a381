// SPDX-License-Identifier: GPL-3.0-or-later
// Some rows of a source in memory, between the reader that made them and the encoder that sends them.
//
// Values are small records; their texts and numbers stand one after the other in the block's own buffers, so a block that is
// used again allocates nothing. A block belongs to one thread at a time.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quiver::load {

/// What stands in one field of one row, before it becomes a value of the target's type.
struct Value {
    enum class Kind : std::uint8_t {
        Null,
        Text,    ///< UTF-8 as it stands in the file: CSV's fields, JSON's strings
        Boolean,
        Integer,
        Real,
        Json,    ///< a JSON object or array as text
        Floats,  ///< a dense vector
        Integers, ///< .ivecs: neighbours' row numbers
    };
    Kind kind = Kind::Null;
    std::uint32_t size = 0;  ///< bytes of a text, values of a vector
    std::size_t offset = 0;  ///< in the block's buffer of that kind
    union {
        std::int64_t integer = 0; ///< Boolean too: 0 or 1
        double real;
    };
};

/// Where a row begins in its source.
struct RowPlace {
    std::int64_t row = 0;    ///< from 0, header and skipped rows not counted; bad rows are counted
    std::int64_t line = 0;   ///< of a text file, from 1; 0: the source has no lines
    std::int64_t offset = 0; ///< what Source::seek() takes: bytes of a file, or as the source defines it
};

class RowBlock
{
public:
    explicit RowBlock(int fields = 0) : m_fields(fields) {}
    void reset(int fields); ///< empties it and keeps its memory

    int fieldCount() const { return m_fields; }
    std::size_t rowCount() const { return m_places.size(); }
    std::size_t bytes() const { return m_text.size() + m_floats.size() * sizeof(float) + m_integers.size() * sizeof(std::int32_t)
                                       + m_values.size() * sizeof(Value); }

    // A reader: beginRow(), one add for every field, then the next row. dropRow() takes back the row that was begun.
    void beginRow(const RowPlace &place);
    void dropRow();
    void addNull() { m_values.push_back({}); }
    void addText(std::string_view text) { addBytes(Value::Kind::Text, text); }
    void addJson(std::string_view text) { addBytes(Value::Kind::Json, text); }
    void addBoolean(bool value) { m_values.push_back({Value::Kind::Boolean, 0, 0, {value ? 1 : 0}}); }
    void addInteger(std::int64_t value) { m_values.push_back({Value::Kind::Integer, 0, 0, {value}}); }
    void addReal(double value);
    /// Room for \p count floats of the next field, to be filled before the next add.
    std::span<float> addFloats(std::size_t count);
    std::span<std::int32_t> addIntegers(std::size_t count);
    /// A field as \p value of \p from has it.
    void addCopy(const RowBlock &from, const Value &value);
    bool rowIsComplete() const { return m_values.size() == m_places.size() * std::size_t(m_fields); }

    const RowPlace &place(std::size_t row) const { return m_places[row]; }
    const Value &value(std::size_t row, int field) const { return m_values[row * std::size_t(m_fields) + std::size_t(field)]; }
    std::string_view text(const Value &value) const { return {m_text.data() + value.offset, value.size}; }
    std::span<const float> floats(const Value &value) const { return {m_floats.data() + value.offset, value.size}; }
    std::span<const std::int32_t> integers(const Value &value) const { return {m_integers.data() + value.offset, value.size}; }

private:
    void addBytes(Value::Kind kind, std::string_view text);

    int m_fields;
    std::vector<RowPlace> m_places;
    std::vector<Value> m_values;
    std::string m_text;
    std::vector<float> m_floats;
    std::vector<std::int32_t> m_integers;
};

} // namespace quiver::load
