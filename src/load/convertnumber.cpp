// SPDX-License-Identifier: GPL-3.0-or-later
// Integers, floats, numeric and boolean. Text is read as the server reads it; a number with a fraction is no integer.
#include "load/converter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::TypeKind;

namespace {

/// from_chars knows no plus sign.
std::string_view withoutPlus(std::string_view text)
{
    return text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+' ? text.substr(1) : text;
}

bool equalsIgnoringCase(std::string_view text, std::string_view lower)
{
    return text.size() == lower.size()
           && std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? char(a + 32) : a) == b; });
}

class IntegerConverter final : public Converter
{
public:
    explicit IntegerConverter(TypeKind kind) : m_kind(kind)
    {
        if (kind == TypeKind::Int2)
            limit<std::int16_t>(u"smallint"_s);
        else if (kind == TypeKind::Int4)
            limit<std::int32_t>(u"integer"_s);
        else if (kind == TypeKind::ObjectId)
            limit<std::uint32_t>(u"oid"_s);
    }

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        std::int64_t value = 0;
        if (!read(cell, value, why))
            return false;
        if (value < m_least || value > m_most) {
            why = u"%1 is out of range for %2"_s.arg(value).arg(m_name);
            return false;
        }
        if (m_kind == TypeKind::Int2)
            out.int2(std::int16_t(value));
        else if (m_kind == TypeKind::Int8)
            out.int8(value);
        else
            out.int4(std::int32_t(std::uint32_t(value)));
        return true;
    }

private:
    template<typename Number>
    void limit(const QString &name)
    {
        m_least = std::numeric_limits<Number>::min();
        m_most = std::numeric_limits<Number>::max();
        m_name = name;
    }

    bool read(const Cell &cell, std::int64_t &value, QString &why) const
    {
        switch (cell.kind) {
        case Value::Kind::Integer:
            value = cell.integer;
            return true;
        case Value::Kind::Real:
            if (std::nearbyint(cell.real) == cell.real && std::fabs(cell.real) < 0x1p63) {
                value = std::int64_t(cell.real);
                return true;
            }
            why = u"%1 is no whole number"_s.arg(cell.real, 0, 'g', 17);
            return false;
        case Value::Kind::Text: break;
        default: why = u"is no whole number"_s; return false;
        }
        const std::string_view text = withoutPlus(trimmed(cell.text));
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc::result_out_of_range)
            why = u"%1 is out of range for %2"_s.arg(quoted(cell.text), m_name);
        else if (error != std::errc() || end != text.data() + text.size())
            why = u"%1 is no whole number"_s.arg(quoted(cell.text));
        return why.isEmpty();
    }

    const TypeKind m_kind;
    std::int64_t m_least = std::numeric_limits<std::int64_t>::min();
    std::int64_t m_most = std::numeric_limits<std::int64_t>::max();
    QString m_name = u"bigint"_s;
};

class FloatConverter final : public Converter
{
public:
    explicit FloatConverter(TypeKind kind) : m_single(kind == TypeKind::Float4) {}

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        double value = 0;
        if (!read(cell, value, why))
            return false;
        if (!m_single) {
            out.float8(value);
            return true;
        }
        const auto single = float(value);
        if ((std::isinf(single) && std::isfinite(value)) || (single == 0 && value != 0)) {
            why = u"%1 is out of range for real"_s.arg(value, 0, 'g', 17);
            return false;
        }
        out.float4(single);
        return true;
    }

private:
    bool read(const Cell &cell, double &value, QString &why) const
    {
        switch (cell.kind) {
        case Value::Kind::Integer: value = double(cell.integer); return true;
        case Value::Kind::Real: value = cell.real; return true;
        case Value::Kind::Text: break;
        default: why = u"is no number"_s; return false;
        }
        const std::string_view text = withoutPlus(trimmed(cell.text));
        if (m_single) { // rounded once, not by way of double
            float single = 0;
            return parse(cell, text, single, why) && (value = double(single), true);
        }
        return parse(cell, text, value, why);
    }

    template<typename Number>
    static bool parse(const Cell &cell, std::string_view text, Number &value, QString &why)
    {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc::result_out_of_range)
            why = u"%1 is out of range"_s.arg(quoted(cell.text));
        else if (error != std::errc() || end != text.data() + text.size())
            why = u"%1 is no number"_s.arg(quoted(cell.text));
        return why.isEmpty();
    }

    const bool m_single;
};

/// Base-10000 digits around an implied point; see pg/codecnumeric.cpp for the way back.
class NumericConverter final : public Converter
{
public:
    explicit NumericConverter(int modifier)
    {
        constexpr int head = 4;
        if (modifier < head)
            return;
        const int packed = modifier - head;
        m_precision = (packed >> 16) & 0xFFFF;
        m_scale = ((packed & 0x7FF) ^ 1024) - 1024;
    }

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        std::string_view text;
        switch (cell.kind) {
        case Value::Kind::Text: text = trimmed(cell.text); break;
        case Value::Kind::Integer:
        case Value::Kind::Real: text = textOf(cell, m_buffer); break;
        default: why = u"is no number"_s; return false;
        }
        if (special(text, out))
            return true;
        if (!readDigits(text)) {
            why = u"%1 is no number"_s.arg(quoted(cell.isText() ? cell.text : text));
            return false;
        }
        if (m_pointAt > maxIntegerDigits || m_decimals > maxDecimals) {
            why = u"%1 has more digits than a numeric holds"_s.arg(quoted(text));
            return false;
        }
        if (m_precision > 0 && !m_digits.empty() && m_pointAt > m_precision - m_scale) {
            why = u"%1 is out of range for numeric(%2,%3)"_s.arg(quoted(text)).arg(m_precision).arg(m_scale);
            return false;
        }
        write(out);
        return true;
    }

private:
    static constexpr int maxIntegerDigits = 131072, maxDecimals = 16383;

    static bool special(std::string_view text, pg::CopyEncoder &out)
    {
        std::uint16_t sign = 0;
        if (equalsIgnoringCase(text, "nan"))
            sign = 0xC000;
        else if (equalsIgnoringCase(text, "infinity") || equalsIgnoringCase(text, "inf"))
            sign = 0xD000;
        else if (equalsIgnoringCase(text, "-infinity") || equalsIgnoringCase(text, "-inf"))
            sign = 0xF000;
        else
            return false;
        const char bytes[8] = {0, 0, 0, 0, char(sign >> 8), 0, 0, 0};
        out.bytes({bytes, sizeof bytes});
        return true;
    }

    /// The significant digits, where the point stands among them, and how many decimals are shown.
    bool readDigits(std::string_view text)
    {
        m_digits.clear();
        m_pointAt = m_decimals = 0;
        m_negative = !text.empty() && text[0] == '-';
        if (!text.empty() && (text[0] == '-' || text[0] == '+'))
            text.remove_prefix(1);
        bool point = false, any = false;
        std::size_t at = 0;
        for (; at < text.size(); ++at) {
            const char c = text[at];
            if (c == '.' && !point) {
                point = true;
                continue;
            }
            if (c < '0' || c > '9')
                break;
            any = true;
            m_decimals += point;
            if (c == '0' && m_digits.empty()) { // no significant one yet
                m_pointAt -= point;
                continue;
            }
            m_digits += c;
            m_pointAt += !point;
        }
        if (!any)
            return false;
        if (at < text.size()) {
            if (text[at] != 'e' && text[at] != 'E')
                return false;
            int exponent = 0;
            const std::string_view rest = withoutPlus(text.substr(at + 1));
            const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
            if (error != std::errc() || end != rest.data() + rest.size() || std::abs(exponent) > 2 * maxIntegerDigits)
                return false;
            m_pointAt += exponent;
            m_decimals = std::max(0, m_decimals - exponent);
        }
        while (!m_digits.empty() && m_digits.back() == '0')
            m_digits.pop_back();
        return true;
    }

    void write(pg::CopyEncoder &out)
    {
        // Groups of four digits, aligned at the point.
        const int lead = ((m_pointAt % 4) + 4) % 4;
        std::string padded(std::size_t(lead ? 4 - lead : 0), '0');
        padded += m_digits;
        padded.append((4 - padded.size() % 4) % 4, '0');
        const int weight = (m_pointAt + int(lead ? 4 - lead : 0)) / 4 - 1;
        std::vector<std::int16_t> groups;
        if (!m_digits.empty()) {
            for (std::size_t i = 0; i < padded.size(); i += 4)
                groups.push_back(std::int16_t((padded[i] - '0') * 1000 + (padded[i + 1] - '0') * 100 + (padded[i + 2] - '0') * 10 + (padded[i + 3] - '0')));
        }
        std::string bytes;
        const auto put = [&bytes](int value) {
            bytes += char(std::uint8_t(std::uint16_t(value) >> 8));
            bytes += char(std::uint8_t(value & 0xFF));
        };
        put(int(groups.size()));
        put(groups.empty() ? 0 : weight);
        put(m_negative && !groups.empty() ? 0x4000 : 0);
        put(m_decimals);
        for (const std::int16_t group : groups)
            put(group);
        out.bytes(bytes);
    }

    int m_precision = 0, m_scale = 0;
    std::string m_buffer, m_digits;
    int m_pointAt = 0, m_decimals = 0;
    bool m_negative = false;
};

class BooleanConverter final : public Converter
{
public:
    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        if (cell.kind == Value::Kind::Boolean || (cell.kind == Value::Kind::Integer && (cell.integer == 0 || cell.integer == 1))) {
            out.boolean(cell.integer != 0);
            return true;
        }
        if (cell.kind == Value::Kind::Text) {
            const std::string_view text = trimmed(cell.text);
            for (const std::string_view word : {"true", "t", "yes", "y", "on", "1", "tru", "tr", "ye"}) {
                if (equalsIgnoringCase(text, word)) {
                    out.boolean(true);
                    return true;
                }
            }
            for (const std::string_view word : {"false", "f", "no", "n", "off", "0", "fals", "fal", "fa", "of"}) {
                if (equalsIgnoringCase(text, word)) {
                    out.boolean(false);
                    return true;
                }
            }
            why = u"%1 is neither true nor false"_s.arg(quoted(cell.text));
            return false;
        }
        why = u"is neither true nor false"_s;
        return false;
    }
};

} // namespace

std::unique_ptr<Converter> integerConverter(TypeKind kind)
{
    return std::make_unique<IntegerConverter>(kind);
}

std::unique_ptr<Converter> floatConverter(TypeKind kind)
{
    return std::make_unique<FloatConverter>(kind);
}

std::unique_ptr<Converter> numericConverter(int modifier)
{
    return std::make_unique<NumericConverter>(modifier);
}

std::unique_ptr<Converter> booleanConverter()
{
    return std::make_unique<BooleanConverter>();
}

} // namespace quiver::load
