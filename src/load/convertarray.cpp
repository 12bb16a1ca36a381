// SPDX-License-Identifier: GPL-3.0-or-later
// One-dimensional arrays, from the values of a vector, a JSON array, or PostgreSQL's own "{a,"b c",NULL}".
#include "load/converter.h"

#include "vector/vectortext.h"

#include <charconv>
#include <cmath>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::TypeKind;

namespace {

/// Takes the elements off a text, one after the other.
class Elements
{
public:
    explicit Elements(std::string_view text)
    {
        const std::string_view whole = trimmed(text);
        if (whole.size() < 2 || !((whole.front() == '[' && whole.back() == ']') || (whole.front() == '{' && whole.back() == '}')))
            return;
        m_json = whole.front() == '[';
        m_rest = trimmed(whole.substr(1, whole.size() - 2));
        m_isList = true;
        m_atEnd = m_rest.empty();
    }
    bool isList() const { return m_isList; }
    bool atEnd() const { return m_atEnd; }

    /// The next one: its text, or NULL. False where there is none.
    bool take(std::string &text, bool &isNull, QString &why)
    {
        text.clear();
        isNull = false;
        const bool read = !m_rest.empty() && m_rest.front() == '"' ? takeQuoted(text) : takeBare(text, isNull);
        if (!read) {
            why = m_nested ? u"is an array of arrays; let the server convert it"_s : u"is no list: an element is missing or not closed"_s;
            return false;
        }
        m_rest = trimmed(m_rest);
        if (m_rest.empty()) {
            m_atEnd = true;
        } else if (m_rest.front() == ',') {
            m_rest = trimmed(m_rest.substr(1));
        } else {
            why = u"is no list: a comma is missing"_s;
            return false;
        }
        return true;
    }

private:
    bool takeBare(std::string &text, bool &isNull)
    {
        const std::size_t end = std::min(m_rest.find(','), m_rest.size());
        const std::string_view bare = trimmed(m_rest.substr(0, end));
        m_rest.remove_prefix(end);
        m_nested = bare.find_first_of("[]{}") != std::string_view::npos;
        if (bare.empty() || m_nested || bare.find('"') != std::string_view::npos)
            return false;
        isNull = m_json ? bare == "null" : (bare == "NULL" || bare == "null");
        text = bare;
        return true;
    }

    bool takeQuoted(std::string &text)
    {
        for (std::size_t i = 1; i < m_rest.size(); ++i) {
            const char c = m_rest[i];
            if (c == '"') {
                m_rest.remove_prefix(i + 1);
                return true;
            }
            if (c != '\\') {
                text += c;
            } else if (++i >= m_rest.size()) {
                return false;
            } else if (!m_json) {
                text += m_rest[i];
            } else if (!takeEscape(i, text)) {
                return false;
            }
        }
        return false;
    }

    bool takeEscape(std::size_t &at, std::string &text)
    {
        constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        const char c = m_rest[at];
        if (const std::size_t known = letters.find(c); known != std::string_view::npos) {
            text += meanings[known];
            return true;
        }
        char16_t units[2] = {};
        if (c != 'u' || !takeUnit(at, units[0]))
            return false;
        const bool pair = QChar::isHighSurrogate(units[0]) && m_rest.substr(at + 1, 2) == "\\u";
        if (pair) {
            at += 2;
            if (!takeUnit(at, units[1]))
                return false;
        }
        const QByteArray utf8 = QString::fromUtf16(units, pair ? 2 : 1).toUtf8();
        text.append(utf8.constData(), std::size_t(utf8.size()));
        return true;
    }

    /// \p at stands on the u, and then on its last digit.
    bool takeUnit(std::size_t &at, char16_t &unit)
    {
        const std::string_view digits = m_rest.substr(at + 1, 4);
        std::uint16_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (error != std::errc() || digits.size() != 4 || end != digits.data() + 4)
            return false;
        unit = char16_t(value);
        at += 4;
        return true;
    }

    std::string_view m_rest;
    bool m_isList = false, m_json = false, m_atEnd = false, m_nested = false;
};

class ArrayConverter final : public Converter
{
public:
    ArrayConverter(const TargetColumn &column, std::unique_ptr<Converter> element, const ConverterOptions &options)
        : m_element(column.element),
          m_kind(column.elementKind),
          m_options(options),
          m_converter(std::move(element))
    {
    }

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        if (m_options.normalise)
            return convertNormalised(cell, out, why);
        switch (cell.kind) {
        case Value::Kind::Floats: return convertFloats(cell.floats, out, why);
        case Value::Kind::Integers: return convertIntegers(cell.integers, out, why);
        case Value::Kind::Text:
        case Value::Kind::Json: return convertText(cell.text, out, why);
        default: why = u"a single value is no array"_s; return false;
        }
    }

private:
    bool convertFloats(std::span<const float> values, pg::CopyEncoder &out, QString &why)
    {
        if (m_kind == TypeKind::Float4) {
            out.float4Array(values);
            return true;
        }
        return convertEach(values.size(), out, why, [&](std::size_t i) {
            Cell cell;
            cell.kind = Value::Kind::Real;
            cell.real = double(values[i]);
            return cell;
        });
    }

    bool convertIntegers(std::span<const std::int32_t> values, pg::CopyEncoder &out, QString &why)
    {
        if (m_kind == TypeKind::Int4) {
            out.int4Array(values);
            return true;
        }
        return convertEach(values.size(), out, why, [&](std::size_t i) { return Cell::ofInteger(values[i]); });
    }

    template<typename CellAt>
    bool convertEach(std::size_t count, pg::CopyEncoder &out, QString &why, CellAt cellAt)
    {
        const qsizetype begun = out.beginValue();
        out.arrayHead(m_element, std::int32_t(count), false);
        for (std::size_t i = 0; i < count; ++i) {
            if (!m_converter->convert(cellAt(i), out, why)) {
                why = u"element %1: %2"_s.arg(i + 1).arg(why);
                return false;
            }
        }
        out.endValue(begun);
        return true;
    }

    bool convertText(std::string_view text, pg::CopyEncoder &out, QString &why)
    {
        why = textFault(text);
        if (!why.isEmpty())
            return false;
        Elements elements(text);
        if (!elements.isList()) {
            why = u"%1 is no list in [] or {}"_s.arg(quoted(text));
            return false;
        }
        // The head tells the number and whether there are NULLs, so the elements are gathered first.
        m_buffer.clear();
        pg::CopyEncoder encoder(m_buffer);
        std::int32_t count = 0;
        bool hasNulls = false;
        for (std::string element; !elements.atEnd(); ++count) {
            bool isNull = false;
            if (!elements.take(element, isNull, why))
                return false;
            hasNulls |= isNull;
            if (isNull) {
                encoder.null();
            } else if (!m_converter->convert(Cell::ofText(element), encoder, why)) {
                why = u"element %1: %2"_s.arg(count + 1).arg(why);
                return false;
            }
        }
        const qsizetype begun = out.beginValue();
        out.arrayHead(m_element, count, hasNulls);
        out.append({m_buffer.constData(), std::size_t(m_buffer.size())});
        out.endValue(begun);
        return true;
    }

    bool convertNormalised(const Cell &cell, pg::CopyEncoder &out, QString &why)
    {
        if (cell.kind == Value::Kind::Floats) {
            m_values.assign(cell.floats.begin(), cell.floats.end());
        } else if (!cell.isText()) {
            why = u"a single value is no array"_s;
            return false;
        } else if (const vector::TextFault fault = vector::parseVectorText(cell.text, m_values); !fault.ok()) {
            why = u"%1 at byte %2"_s.arg(fault.reason).arg(fault.position + 1);
            return false;
        }
        double sum = 0;
        for (const float value : m_values)
            sum += double(value) * double(value);
        if (!std::isfinite(sum)) {
            why = u"holds a value that is not finite"_s;
            return false;
        }
        if (sum == 0 && m_options.zeroVectors == ZeroVectors::Bad) {
            why = u"is zero, and has no direction to be normalised"_s;
            return false;
        }
        for (float &value : m_values)
            value = sum == 0 ? value : float(double(value) / std::sqrt(sum));
        return convertFloats(m_values, out, why);
    }

    const pg::Oid m_element;
    const TypeKind m_kind;
    const ConverterOptions m_options;
    const std::unique_ptr<Converter> m_converter;
    QByteArray m_buffer;
    std::vector<float> m_values;
};

std::unique_ptr<Converter> scalarConverter(const TargetColumn &column, const ConverterOptions &options)
{
    switch (column.kind) {
    case TypeKind::Bool: return booleanConverter();
    case TypeKind::Int2:
    case TypeKind::Int4:
    case TypeKind::Int8:
    case TypeKind::ObjectId: return integerConverter(column.kind);
    case TypeKind::Float4:
    case TypeKind::Float8: return floatConverter(column.kind);
    case TypeKind::Numeric: return numericConverter(column.modifier);
    case TypeKind::Text: return stringConverter(column);
    case TypeKind::Json:
    case TypeKind::Jsonb: return jsonConverter(column.kind == TypeKind::Jsonb);
    case TypeKind::Bytea: return byteaConverter();
    case TypeKind::Uuid: return uuidConverter();
    case TypeKind::Date:
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::Timestamptz: return timeConverter(column.kind, options.timeZone);
    case TypeKind::Vector:
    case TypeKind::Halfvec:
    case TypeKind::Sparsevec:
    case TypeKind::Bit: return vectorConverter(column, options);
    default: return nullptr;
    }
}

} // namespace

std::unique_ptr<Converter> arrayConverter(const TargetColumn &column, const ConverterOptions &options)
{
    TargetColumn element;
    element.kind = column.elementKind;
    element.typeOid = element.baseOid = column.element;
    element.type = u"its type"_s;
    ConverterOptions plain = options;
    plain.normalise = false;
    // The array's modifier is its elements'.
    element.modifier = column.modifier;
    auto converter = scalarConverter(element, plain);
    return converter ? std::make_unique<ArrayConverter>(column, std::move(converter), options) : nullptr;
}

std::unique_ptr<Converter> converterFor(const TargetColumn &column, const ConverterOptions &options)
{
    return column.kind == TypeKind::Array ? arrayConverter(column, options) : scalarConverter(column, options);
}

bool hasConverter(const TargetColumn &column)
{
    return converterFor(column, {}) != nullptr;
}

} // namespace quiver::load
