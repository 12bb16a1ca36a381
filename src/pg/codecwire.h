// SPDX-License-Identifier: GPL-3.0-or-later
// What the codecs of this folder share: reading big-endian bytes without ever passing their end, and writing text up to a limit.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

namespace quiver::pg::codec {

/// Big-endian at \p bytes, which must hold sizeof(T).
template<std::integral T>
inline T bigEndian(const char *bytes)
{
    std::make_unsigned_t<T> value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = std::make_unsigned_t<T>((std::uint64_t(value) << 8) | std::uint8_t(bytes[i]));
    return T(value);
}

/// Takes values off the front of a cell. What does not fit any more is refused; the reader then stays where it is.
class WireReader
{
public:
    explicit WireReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    template<std::integral T>
    [[nodiscard]] bool take(T &value)
    {
        if (m_rest.size() < sizeof(T))
            return false;
        value = bigEndian<T>(m_rest.data());
        m_rest.remove_prefix(sizeof(T));
        return true;
    }
    [[nodiscard]] bool take(std::size_t size, std::string_view &bytes)
    {
        if (m_rest.size() < size)
            return false;
        bytes = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return true;
    }
    std::string_view rest() const { return m_rest; }
    bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

/// Where the text goes. Writers of long values stop soon after the limit; what is written is then still a true beginning.
struct TextSink {
    std::string &out;
    std::size_t limit = std::numeric_limits<std::size_t>::max(); ///< of out.size()

    bool full() const { return out.size() >= limit; }
    /// How many more bytes are wanted.
    std::size_t room() const { return full() ? 0 : limit - out.size(); }
};

/// Two decimal digits of a number in [0, 99] at \p to; returns the end.
inline char *putTwo(char *to, unsigned value)
{
    to[0] = char('0' + value / 10);
    to[1] = char('0' + value % 10);
    return to + 2;
}

template<std::integral T>
inline void appendInteger(std::string &out, T value)
{
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, std::size_t(end - buffer));
}

inline constexpr char hexDigits[] = "0123456789abcdef";

inline void appendHexByte(std::string &out, char byte)
{
    const auto value = std::uint8_t(byte);
    const char text[2] = {hexDigits[value >> 4], hexDigits[value & 15]};
    out.append(text, 2);
}

} // namespace quiver::pg::codec
