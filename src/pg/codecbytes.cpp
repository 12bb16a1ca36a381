// SPDX-License-Identifier: GPL-3.0-or-later
// Types that are a handful of bits and bytes: bytea, uuid, bit, inet and cidr, macaddr.
#include "pg/codecwriters.h"

#include <algorithm>
#include <array>

namespace quiver::pg::codec {

namespace {

constexpr std::uint8_t familyV4 = 2, familyV6 = 3;

void writeV4(std::string &out, std::string_view address)
{
    for (std::size_t i = 0; i < 4; ++i) {
        if (i)
            out += '.';
        appendInteger(out, unsigned(std::uint8_t(address[i])));
    }
}

/// The longest run of two or more zero groups, which is written as "::"; the first one of equals.
struct ZeroRun {
    std::size_t begin = 8, length = 0;
};

ZeroRun longestZeroRun(const std::array<std::uint16_t, 8> &groups)
{
    ZeroRun best;
    for (std::size_t i = 0; i < groups.size();) {
        const auto end = std::size_t(
            std::find_if(groups.begin() + std::ptrdiff_t(i), groups.end(), [](auto g) { return g != 0; })
            - groups.begin());
        if (end - i >= 2 && end - i > best.length)
            best = {i, end - i};
        i = end + 1;
    }
    return best;
}

void writeV6(std::string &out, std::string_view address)
{
    std::array<std::uint16_t, 8> groups{};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = bigEndian<std::uint16_t>(address.data() + 2 * i);
    const ZeroRun zeros = longestZeroRun(groups);
    // An IPv4 address in IPv6's clothes keeps its dots.
    const bool dotted = zeros.begin == 0
                        && (zeros.length == 6 || (zeros.length == 7 && groups[7] != 1)
                            || (zeros.length == 5 && groups[5] == 0xFFFF));
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i >= zeros.begin && i < zeros.begin + zeros.length) {
            if (i == zeros.begin)
                out += ':';
            continue;
        }
        if (i)
            out += ':';
        if (i == 6 && dotted) {
            writeV4(out, address.substr(12));
            return;
        }
        char hex[4];
        const auto end = std::to_chars(hex, hex + sizeof hex, groups[i], 16).ptr;
        out.append(hex, std::size_t(end - hex));
    }
    if (zeros.length && zeros.begin + zeros.length == groups.size())
        out += ':';
}

} // namespace

void writeHex(TextSink &sink, std::string_view bytes)
{
    sink.out += "\\x";
    const std::size_t count = std::min(bytes.size(), sink.room() / 2 + 1);
    const std::size_t start = sink.out.size();
    sink.out.resize(start + count * 2);
    char *to = sink.out.data() + start;
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = std::uint8_t(bytes[i]);
        *to++ = hexDigits[value >> 4];
        *to++ = hexDigits[value & 15];
    }
}

bool writeUuid(TextSink &sink, std::string_view cell)
{
    if (cell.size() != 16)
        return false;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            sink.out += '-';
        appendHexByte(sink.out, cell[i]);
    }
    return true;
}

bool writeBits(TextSink &sink, std::string_view cell)
{
    WireReader reader(cell);
    std::int32_t length = 0;
    if (!reader.take(length) || length < 0 || reader.rest().size() != (std::size_t(length) + 7) / 8)
        return false;
    const std::string_view bytes = reader.rest();
    const std::size_t count = std::min(std::size_t(length), sink.room());
    const std::size_t start = sink.out.size();
    sink.out.resize(start + count);
    char *to = sink.out.data() + start;
    for (std::size_t i = 0; i < count; ++i)
        to[i] = char('0' + ((std::uint8_t(bytes[i / 8]) >> (7 - i % 8)) & 1));
    return true;
}

bool writeInet(TextSink &sink, std::string_view cell)
{
    if (cell.size() < 4)
        return false;
    const auto family = std::uint8_t(cell[0]), bits = std::uint8_t(cell[1]), isCidr = std::uint8_t(cell[2]);
    const std::size_t size = family == familyV4 ? 4 : 16;
    if ((family != familyV4 && family != familyV6) || bits > size * 8 || isCidr > 1
        || std::uint8_t(cell[3]) != size || cell.size() != 4 + size)
        return false;
    if (family == familyV4)
        writeV4(sink.out, cell.substr(4));
    else
        writeV6(sink.out, cell.substr(4));
    if (isCidr || bits != size * 8) {
        sink.out += '/';
        appendInteger(sink.out, unsigned(bits));
    }
    return true;
}

bool writeMacaddr(TextSink &sink, std::string_view cell)
{
    if (cell.size() != 6 && cell.size() != 8)
        return false;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (i)
            sink.out += ':';
        appendHexByte(sink.out, cell[i]);
    }
    return true;
}

} // namespace quiver::pg::codec
