// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/displaywidth.h"

#include <QChar>

#include <algorithm>
#include <iterator>

namespace quiver::sql {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// East Asian Width W and F of Unicode 15, neighbouring blocks joined. https://www.unicode.org/reports/tr11/
constexpr Range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},   {0x23F3, 0x23F3},
    {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},
    {0x26F2, 0x26F3},   {0x26F5, 0x26F5},   {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18D08}, {0x1AFF0, 0x1B2FB}, {0x1F004, 0x1F004},
    {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E},
    {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A},
    {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2},
    {0x1F6D5, 0x1F6D7}, {0x1F6DC, 0x1F6DF}, {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7EB}, {0x1F7F0, 0x1F7F0},
    {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

int widthOf(char32_t c)
{
    if (c < 0x300)
        return 1;
    const auto found = std::lower_bound(std::begin(wide), std::end(wide), c,
                                        [](const Range &range, char32_t value) { return range.last < value; });
    if (found != std::end(wide) && found->first <= c)
        return 2;
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format: // joiners, direction marks
        return 0;
    default:
        return 1;
    }
}

// The code point at the beginning of \p text and its length in bytes; a byte that starts none stands for itself.
std::pair<char32_t, std::size_t> firstOf(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return char32_t(static_cast<unsigned char>(text[i])); };
    const char32_t lead = byte(0);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length == 1 || length > text.size())
        return {lead < 0x80 ? lead : U'?', 1};
    char32_t c = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U)
            return {U'?', 1};
        c = (c << 6) | (byte(i) & 0x3FU);
    }
    return {c, length};
}

} // namespace

int displayWidth(std::string_view utf8)
{
    int width = 0;
    while (!utf8.empty()) {
        const auto [c, length] = firstOf(utf8);
        width += widthOf(c);
        utf8.remove_prefix(length);
    }
    return width;
}

std::string_view cutToWidth(std::string_view utf8, int width)
{
    std::size_t used = 0;
    int columns = 0;
    while (used < utf8.size()) {
        const auto [c, length] = firstOf(utf8.substr(used));
        columns += widthOf(c);
        if (columns > width)
            break;
        used += length;
    }
    return utf8.substr(0, used);
}

std::string printable(std::string_view utf8)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        // U+0080 to U+009F, two bytes in UTF-8, steer terminals too.
        const bool isC1 = c == 0xC2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xA0;
        if (c >= 0x20 && c != 0x7F && !isC1) {
            out += utf8[i];
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else {
            const unsigned char code = isC1 ? static_cast<unsigned char>(utf8[++i]) : c;
            out += "\\x";
            out += digits[code >> 4];
            out += digits[code & 0xF];
        }
    }
    return out;
}

} // namespace quiver::sql
