// SPDX-License-Identifier: GPL-3.0-or-later
// numeric: base-10000 digits around an implied point, and a display scale that says how many decimals are shown.
#include "pg/codecwriters.h"

namespace quiver::pg::codec {

namespace {

constexpr std::uint16_t negative = 0x4000, notANumber = 0xC000, positiveInfinity = 0xD000,
                        negativeInfinity = 0xF000;
constexpr int maxScale = 0x3FFF;
constexpr int maxWeight = 0x7FFF;

/// The base-10000 digits; beyond those that were sent there are zeros on both sides.
class Digits
{
public:
    explicit Digits(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    unsigned at(int index) const
    {
        return index >= 0 && std::size_t(index) < m_bytes.size() / 2
                   ? bigEndian<std::uint16_t>(m_bytes.data() + std::size_t(index) * 2)
                   : 0;
    }
    bool valid() const
    {
        for (std::size_t i = 0; i < m_bytes.size() / 2; ++i) {
            if (at(int(i)) > 9999)
                return false;
        }
        return true;
    }

private:
    std::string_view m_bytes;
};

void appendFour(std::string &out, unsigned digit)
{
    char text[4];
    putTwo(putTwo(text, digit / 100), digit % 100);
    out.append(text, 4);
}

} // namespace

bool writeNumeric(TextSink &sink, std::string_view cell)
{
    WireReader reader(cell);
    std::uint16_t count = 0, sign = 0, scale = 0;
    std::int16_t weight = 0;
    if (!reader.take(count) || !reader.take(weight) || !reader.take(sign) || !reader.take(scale))
        return false;
    if (reader.rest().size() != std::size_t(count) * 2)
        return false;
    std::string &out = sink.out;
    switch (sign) {
    case notANumber: out += "NaN"; return true;
    case positiveInfinity: out += "Infinity"; return true;
    case negativeInfinity: out += "-Infinity"; return true;
    case negative: out += '-'; break;
    case 0: break;
    default: return false;
    }
    const Digits digits(reader.rest());
    if (scale > maxScale || weight > maxWeight || !digits.valid())
        return false;

    int next = 0;
    if (weight < 0) {
        out += '0';
        next = weight + 1;
    } else {
        appendInteger(out, digits.at(0));
        for (next = 1; next <= weight && !sink.full(); ++next)
            appendFour(out, digits.at(next));
    }
    if (scale == 0 || sink.full())
        return true;
    out += '.';
    const std::size_t end = out.size() + scale;
    for (; out.size() < end && !sink.full(); ++next)
        appendFour(out, digits.at(next));
    if (out.size() > end)
        out.resize(end);
    return true;
}

} // namespace quiver::pg::codec
