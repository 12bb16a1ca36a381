// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/codecwriters.h"

namespace quiver::pg::codec {

namespace {

/// Length of the character at the front of \p bytes; 0 where it is none (overlong, a surrogate, past U+10FFFF, cut off).
std::size_t characterLength(std::string_view bytes)
{
    const auto at = [&](std::size_t i) { return i < bytes.size() ? std::uint8_t(bytes[i]) : 0U; };
    const auto follows = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
    const unsigned lead = at(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool second = lead == 0xE0 ? at(1) >= 0xA0 : lead == 0xED ? at(1) <= 0x9F : true;
        return second && follows(1) && follows(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool second = lead == 0xF0 ? at(1) >= 0x90 : lead == 0xF4 ? at(1) <= 0x8F : true;
        return second && follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

} // namespace

std::size_t validUtf8(std::string_view bytes)
{
    std::size_t at = 0;
    while (at < bytes.size()) {
        std::uint64_t eight = 0;
        while (at + sizeof eight <= bytes.size()) {
            std::memcpy(&eight, bytes.data() + at, sizeof eight);
            if (eight & 0x8080808080808080U)
                break;
            at += sizeof eight;
        }
        if (at == bytes.size())
            break;
        const std::size_t length = characterLength(bytes.substr(at));
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

void sanitizeUtf8(std::string &text, std::size_t from)
{
    const std::size_t valid = from + validUtf8(std::string_view(text).substr(from));
    if (valid == text.size())
        return;
    const std::string tail = text.substr(valid);
    text.resize(valid);
    std::string_view rest = tail;
    while (!rest.empty()) {
        const std::size_t good = validUtf8(rest);
        text.append(rest.substr(0, good));
        rest.remove_prefix(good);
        if (rest.empty())
            break;
        text += "\\x";
        appendHexByte(text, rest.front());
        rest.remove_prefix(1);
    }
}

} // namespace quiver::pg::codec
