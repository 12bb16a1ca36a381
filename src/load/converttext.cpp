// SPDX-License-Identifier: GPL-3.0-or-later
// Texts, JSON, bytea and uuid. What is no text in the source is written out as the server would write it.
#include "load/converter.h"

#include "pg/codecwriters.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::TypeKind;

namespace {

constexpr std::size_t quotedBytes = 60;

template<typename Number>
void append(std::string &to, Number value)
{
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    to.append(buffer, std::size_t(end - buffer));
}

template<typename Number>
void appendList(std::string &to, std::span<const Number> values, bool braces)
{
    to += braces ? '{' : '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0)
            to += ',';
        append(to, values[i]);
    }
    to += braces ? '}' : ']';
}

std::size_t characters(std::string_view text)
{
    return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (std::uint8_t(c) & 0xC0U) != 0x80U; }));
}

class PlainText final : public Converter
{
public:
    explicit PlainText(bool braces) : m_braces(braces) {}
    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        const std::string_view text = textOf(cell, m_buffer, m_braces);
        why = textFault(text);
        if (why.isEmpty())
            out.bytes(text);
        return why.isEmpty();
    }

private:
    const bool m_braces;
    std::string m_buffer;
};

/// text, varchar, bpchar, name, enums, citext, xml: all take their text in binary too.
class StringConverter final : public Converter
{
public:
    explicit StringConverter(const TargetColumn &column) : m_type(column.type)
    {
        constexpr int head = 4;
        if ((column.baseOid == pg::oid::Varchar || column.baseOid == pg::oid::Bpchar) && column.modifier >= head)
            m_most = std::size_t(column.modifier - head);
        if (column.baseOid == pg::oid::Name)
            m_mostBytes = 63;
    }

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        std::string_view text = textOf(cell, m_buffer);
        why = textFault(text);
        if (!why.isEmpty())
            return false;
        // As the server does: blanks at the end are cut off where they are too many, nothing else is.
        if (text.size() > m_most) {
            std::size_t length = characters(text);
            while (length > m_most && text.back() == ' ') {
                text.remove_suffix(1);
                --length;
            }
            if (length > m_most) {
                why = u"has %1 characters, too long for %2"_s.arg(length).arg(m_type);
                return false;
            }
        }
        if (text.size() > m_mostBytes) {
            why = u"has %1 bytes, too long for %2"_s.arg(text.size()).arg(m_type);
            return false;
        }
        out.bytes(text);
        return true;
    }

private:
    const QString m_type;
    std::size_t m_most = std::numeric_limits<std::size_t>::max(), m_mostBytes = std::numeric_limits<std::size_t>::max();
    std::string m_buffer;
};

class JsonConverter final : public Converter
{
public:
    explicit JsonConverter(bool binary) : m_binary(binary) {}

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        const std::string_view text = textOf(cell, m_buffer); // a number or true is JSON as it is written out
        why = textFault(text);
        if (why.isEmpty() && cell.kind == Value::Kind::Text)
            why = jsonFault(text);
        // jsonb keeps texts, which have no NUL; json keeps the letters as they are.
        if (why.isEmpty() && m_binary && text.find("\\u0000") != std::string_view::npos && hasNul(text))
            why = u"has the escape \\u0000, which jsonb cannot keep"_s;
        if (!why.isEmpty())
            return false;
        if (m_binary)
            out.jsonb(text);
        else
            out.bytes(text);
        return true;
    }

private:
    static QString jsonFault(std::string_view text)
    {
        if (trimmed(text).empty())
            return u"an empty text is no JSON"_s;
        // In brackets: Qt reads no bare number or text.
        QByteArray whole;
        whole.reserve(qsizetype(text.size()) + 2);
        whole.append('[').append(text.data(), qsizetype(text.size())).append(']');
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(whole, &error);
        if (error.error != QJsonParseError::NoError)
            return u"is no JSON: %1 at byte %2"_s.arg(error.errorString()).arg(error.offset);
        return document.array().size() == 1 ? QString() : u"holds more than one JSON value"_s;
    }

    /// The escape itself, and no backslash before a backslash.
    static bool hasNul(std::string_view text)
    {
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            if (text[i] != '\\')
                continue;
            if (text.substr(i, 6) == "\\u0000")
                return true;
            ++i;
        }
        return false;
    }

    const bool m_binary;
    std::string m_buffer;
};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// "\x0102", or the server's older form with backslashes; a text without any is its bytes.
class ByteaConverter final : public Converter
{
public:
    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        const std::string_view text = textOf(cell, m_buffer);
        m_bytes.clear();
        if (!(text.starts_with("\\x") ? readHex(text.substr(2)) : readEscaped(text))) {
            why = u"%1 is no bytea"_s.arg(quoted(text));
            return false;
        }
        out.bytes(m_bytes);
        return true;
    }

private:
    bool readHex(std::string_view text)
    {
        int high = -1;
        for (const char c : text) {
            const int digit = hexDigit(c);
            if (digit < 0 && (c == ' ' || c == '\n' || c == '\t' || c == '\r') && high < 0)
                continue;
            if (digit < 0)
                return false;
            if (high >= 0)
                m_bytes += char(std::uint8_t(high << 4 | digit));
            high = high < 0 ? digit : -1;
        }
        return high < 0;
    }

    bool readEscaped(std::string_view text)
    {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '\\') {
                m_bytes += text[i];
            } else if (i + 1 < text.size() && text[i + 1] == '\\') {
                m_bytes += '\\';
                ++i;
            } else {
                const std::string_view octal = text.substr(i + 1, 3);
                unsigned value = 0;
                const auto [end, error] = std::from_chars(octal.data(), octal.data() + octal.size(), value, 8);
                if (error != std::errc() || end != octal.data() + 3 || value > 255)
                    return false;
                m_bytes += char(std::uint8_t(value));
                i += 3;
            }
        }
        return true;
    }

    std::string m_buffer, m_bytes;
};

class UuidConverter final : public Converter
{
public:
    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        if (cell.kind == Value::Kind::Text && read(cell.text)) {
            out.bytes({m_bytes, sizeof m_bytes});
            return true;
        }
        why = u"%1 is no uuid"_s.arg(quoted(textOf(cell, m_buffer)));
        return false;
    }

private:
    /// As the server: braces around, and a hyphen after any group of four digits, are optional.
    bool read(std::string_view text)
    {
        if (text.starts_with('{') != text.ends_with('}'))
            return false;
        if (text.starts_with('{'))
            text = text.substr(1, text.size() - 2);
        int digits = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '-') {
                if (digits == 0 || digits == 32 || digits % 4 != 0 || text[i - 1] == '-')
                    return false;
                continue;
            }
            const int digit = hexDigit(text[i]);
            if (digit < 0 || digits == 32)
                return false;
            char &byte = m_bytes[digits / 2];
            byte = char(std::uint8_t(digits % 2 ? std::uint8_t(byte) | unsigned(digit) : unsigned(digit) << 4));
            ++digits;
        }
        return digits == 32;
    }

    char m_bytes[16] = {};
    std::string m_buffer;
};

} // namespace

Cell Cell::of(const RowBlock &block, const Value &value)
{
    Cell cell;
    cell.kind = value.kind;
    switch (value.kind) {
    case Value::Kind::Null: break;
    case Value::Kind::Text:
    case Value::Kind::Json: cell.text = block.text(value); break;
    case Value::Kind::Boolean:
    case Value::Kind::Integer: cell.integer = value.integer; break;
    case Value::Kind::Real: cell.real = value.real; break;
    case Value::Kind::Floats: cell.floats = block.floats(value); break;
    case Value::Kind::Integers: cell.integers = block.integers(value); break;
    }
    return cell;
}

std::string_view textOf(const Cell &cell, std::string &buffer, bool braces)
{
    if (cell.isText())
        return cell.text;
    buffer.clear();
    switch (cell.kind) {
    case Value::Kind::Boolean: buffer = cell.integer ? "true" : "false"; break;
    case Value::Kind::Integer: append(buffer, cell.integer); break;
    case Value::Kind::Real: append(buffer, cell.real); break;
    case Value::Kind::Floats: appendList(buffer, cell.floats, braces); break;
    case Value::Kind::Integers: appendList(buffer, cell.integers, braces); break;
    default: break;
    }
    return buffer;
}

QString textFault(std::string_view text)
{
    if (const void *nul = text.empty() ? nullptr : std::memchr(text.data(), 0, text.size()))
        return u"has a NUL character at byte %1, which no text of PostgreSQL can hold"_s
            .arg(static_cast<const char *>(nul) - text.data() + 1);
    const std::size_t valid = pg::codec::validUtf8(text);
    if (valid < text.size())
        return u"is no UTF-8: byte %1 is 0x%2"_s.arg(valid + 1).arg(uint(std::uint8_t(text[valid])), 2, 16, QChar(u'0'));
    return {};
}

QString quoted(std::string_view text)
{
    std::size_t end = std::min(text.size(), quotedBytes);
    while (end < text.size() && end > 0 && (std::uint8_t(text[end]) & 0xC0U) == 0x80U)
        --end;
    return u"“%1%2”"_s.arg(QString::fromUtf8(text.data(), qsizetype(end)), end < text.size() ? u"…"_s : QString());
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\r\f\v";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::unique_ptr<Converter> textConverter(bool array)
{
    return std::make_unique<PlainText>(array);
}

std::unique_ptr<Converter> stringConverter(const TargetColumn &column)
{
    if (column.baseOid == pg::oid::Char) // one byte, written in ways of its own
        return nullptr;
    return std::make_unique<StringConverter>(column);
}

std::unique_ptr<Converter> jsonConverter(bool binary)
{
    return std::make_unique<JsonConverter>(binary);
}

std::unique_ptr<Converter> byteaConverter()
{
    return std::make_unique<ByteaConverter>();
}

std::unique_ptr<Converter> uuidConverter()
{
    return std::make_unique<UuidConverter>();
}

} // namespace quiver::load
