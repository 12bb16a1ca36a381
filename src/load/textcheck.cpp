// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/textcheck.h"

#include <QByteArray>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

std::uint8_t byteAt(std::string_view text, std::size_t at)
{
    return static_cast<std::uint8_t>(text[at]);
}

/// The length of the UTF-8 sequence at \p at; 0: it is none. Unicode 15, table 3-7.
std::size_t sequenceLength(std::string_view text, std::size_t at)
{
    const std::uint8_t lead = byteAt(text, at);
    std::size_t length = 0;
    std::uint8_t low = 0x80, high = 0xBF; // of the second byte
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        low = lead == 0xE0 ? 0xA0 : low;   // else too long a form
        high = lead == 0xED ? 0x9F : high; // else half of a surrogate pair
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        low = lead == 0xF0 ? 0x90 : low;
        high = lead == 0xF4 ? 0x8F : high; // else beyond U+10FFFF
    }
    if (length == 0 || at + length > text.size() || byteAt(text, at + 1) < low || byteAt(text, at + 1) > high)
        return 0;
    for (std::size_t i = at + 2; i < at + length; ++i) {
        if ((byteAt(text, i) & 0xC0U) != 0x80)
            return 0;
    }
    return length;
}

TextProblem problemAt(std::string_view text, std::size_t at)
{
    if (text[at] == '\0')
        return {at, u"a NUL byte, which PostgreSQL cannot store in text"_s};
    const std::string_view bytes = text.substr(at, 4);
    return {at, u"not UTF-8 (bytes %1)"_s.arg(QString::fromLatin1(QByteArray(bytes.data(), qsizetype(bytes.size())).toHex(' ')))};
}

} // namespace

std::optional<TextProblem> findTextProblem(std::string_view text)
{
    constexpr std::uint64_t ones = 0x0101010101010101ULL, highs = 0x8080808080808080ULL;
    std::size_t at = 0;
    while (at < text.size()) {
        for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
            std::memcpy(&word, text.data() + at, sizeof word);
            if (((word - ones) | word) & highs) // a byte beyond ASCII; or a zero, from which the subtraction borrows
                break;
        }
        // The word in which something is, or the rest; then by words again.
        for (const std::size_t stop = std::min(at + sizeof(std::uint64_t), text.size()); at < stop;) {
            const std::size_t length = text[at] == '\0' ? 0 : sequenceLength(text, at);
            if (length == 0)
                return problemAt(text, at);
            at += length;
        }
    }
    return std::nullopt;
}

} // namespace quiver::load
