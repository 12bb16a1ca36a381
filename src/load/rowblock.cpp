// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/rowblock.h"

#include <algorithm>

namespace quiver::load {

void RowBlock::reset(int fields)
{
    m_fields = fields;
    m_places.clear();
    m_values.clear();
    m_text.clear();
    m_floats.clear();
    m_integers.clear();
}

void RowBlock::beginRow(const RowPlace &place)
{
    m_places.push_back(place);
}

void RowBlock::dropRow()
{
    m_places.pop_back();
    m_values.resize(m_places.size() * std::size_t(m_fields));
}

void RowBlock::addReal(double number)
{
    Value value;
    value.kind = Value::Kind::Real;
    value.real = number;
    m_values.push_back(value);
}

std::span<float> RowBlock::addFloats(std::size_t count)
{
    const std::size_t offset = m_floats.size();
    m_values.push_back({Value::Kind::Floats, std::uint32_t(count), offset, {0}});
    m_floats.resize(offset + count);
    return {m_floats.data() + offset, count};
}

std::span<std::int32_t> RowBlock::addIntegers(std::size_t count)
{
    const std::size_t offset = m_integers.size();
    m_values.push_back({Value::Kind::Integers, std::uint32_t(count), offset, {0}});
    m_integers.resize(offset + count);
    return {m_integers.data() + offset, count};
}

void RowBlock::addCopy(const RowBlock &from, const Value &value)
{
    switch (value.kind) {
    case Value::Kind::Text:
    case Value::Kind::Json:
        addBytes(value.kind, from.text(value));
        break;
    case Value::Kind::Floats:
        std::ranges::copy(from.floats(value), addFloats(value.size).begin());
        break;
    case Value::Kind::Integers:
        std::ranges::copy(from.integers(value), addIntegers(value.size).begin());
        break;
    default:
        m_values.push_back(value);
    }
}

void RowBlock::addBytes(Value::Kind kind, std::string_view text)
{
    m_values.push_back({kind, std::uint32_t(text.size()), m_text.size(), {0}});
    m_text.append(text);
}

} // namespace quiver::load
