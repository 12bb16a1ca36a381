// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/textfile.h"

#include "load/source.h"

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

bool isHighSurrogate(char16_t unit)
{
    return (unit & 0xFC00U) == 0xD800U;
}

bool isLowSurrogate(char16_t unit)
{
    return (unit & 0xFC00U) == 0xDC00U;
}

void append(std::string &out, char32_t character)
{
    const auto put = [&out](char32_t byte) { out += char(static_cast<unsigned char>(byte)); };
    if (character < 0x80) {
        put(character);
        return;
    }
    if (character < 0x800) {
        put(0xC0 | (character >> 6));
    } else {
        if (character < 0x10000) {
            put(0xE0 | (character >> 12));
        } else {
            put(0xF0 | (character >> 18));
            put(0x80 | ((character >> 12) & 0x3F));
        }
        put(0x80 | ((character >> 6) & 0x3F));
    }
    put(0x80 | (character & 0x3F));
}

/// UTF-16 units of what append() wrote: one for each sequence, two for one of four bytes.
std::int64_t unitsOf(std::string_view utf8)
{
    std::int64_t units = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        units += (byte & 0xC0U) != 0x80;
        units += byte >= 0xF0;
    }
    return units;
}

struct Magic {
    std::string_view bytes;
    const char16_t *what;
    std::size_t at = 0;
};

/// What people try to read as text although it is none.
constexpr Magic strangers[] = {
    {"\x1F\x8B", u"it is compressed by gzip: unpack it first (gunzip)"},
    {"\x28\xB5\x2F\xFD", u"it is compressed by Zstandard: unpack it first (unzstd)"},
    {"1AY&SY", u"it is compressed by bzip2: unpack it first (bunzip2)", 4},
    {"\xFD" "7zXZ", u"it is compressed by xz: unpack it first (unxz)"},
    {"PK\x03\x04", u"it is a zip archive (as .xlsx and .npz are): unpack it, or export it as CSV, first"},
    {"PAR1\x15", u"it is a Parquet file: convert it to CSV or JSON lines first"},
    {"\x93NUMPY", u"it is a NumPy file, no text"},
    {"\x89HDF\r\n", u"it is an HDF5 file, no text"},
    {"PGCOPY\n", u"it is PostgreSQL's binary COPY format, no text: psql's \\copy ... (FORMAT binary) reads it"},
};

} // namespace

TextFile::TextFile(const QString &name) : m_file(name)
{
    detectEncoding();
    seek(m_textBegin);
}

void TextFile::detectEncoding()
{
    const std::string front = m_file.front(16).toStdString();
    for (const Magic &magic : strangers) {
        if (front.size() > magic.at && front.compare(magic.at, magic.bytes.size(), magic.bytes) == 0)
            throw BadSource(m_file.name(), QString::fromUtf16(magic.what), 0);
    }
    const auto startsWith = [&](std::string_view mark) { return front.starts_with(mark); };
    if (startsWith({"\xFF\xFE\0\0", 4}) || startsWith({"\0\0\xFE\xFF", 4}))
        throw BadSource(m_file.name(), u"it is UTF-32: convert it to UTF-8 first (iconv -f UTF-32 -t UTF-8)"_s, 0);
    if (startsWith("\xEF\xBB\xBF")) {
        m_textBegin = 3;
    } else if (startsWith("\xFF\xFE")) {
        m_encoding = Encoding::Utf16Little;
        m_textBegin = 2;
    } else if (startsWith("\xFE\xFF")) {
        m_encoding = Encoding::Utf16Big;
        m_textBegin = 2;
    } else if (front.size() >= 4 && (front[0] == '\0') != (front[1] == '\0') && (front[0] == '\0') == (front[2] == '\0')
               && (front[1] == '\0') == (front[3] == '\0')) {
        throw BadSource(m_file.name(), u"it looks like UTF-16 without a byte order mark: convert it to UTF-8 first (iconv -f UTF-16%1 -t UTF-8)"_s
                                           .arg(front[0] == '\0' ? u"BE"_s : u"LE"_s), 0);
    }
    if (m_encoding != Encoding::Utf8 && m_file.size() % 2 != 0)
        throw BadSource(m_file.name(), u"UTF-16 has two bytes for each unit, but the file has an odd number: it is cut off"_s, m_file.size() - 1);
}

bool TextFile::extend()
{
    if (isComplete())
        return false;
    m_buffer.erase(0, m_consumed);
    m_consumed = 0;
    // Twice as much when a reader could do nothing with what there is: so it looks at each byte of a long row few times.
    const std::size_t want = std::min(std::max(step, m_buffer.size()), std::size_t(m_file.size() - m_next));
    if (m_encoding == Encoding::Utf8) {
        const std::size_t had = m_buffer.size();
        m_buffer.resize(had + want);
        const std::size_t got = m_file.read(m_next, {m_buffer.data() + had, want});
        m_buffer.resize(had + got);
        m_next = got == 0 ? m_file.size() : m_next + std::int64_t(got); // it became shorter: this is its end
        return got > 0;
    }
    m_raw.resize(want);
    const std::size_t got = m_file.read(m_next, m_raw) / 2 * 2;
    m_next = got == 0 ? m_file.size() : m_next + std::int64_t(got);
    appendUtf16(std::string_view(m_raw).substr(0, got));
    return got > 0;
}

void TextFile::appendUtf16(std::string_view bytes)
{
    const int high = m_encoding == Encoding::Utf16Big ? 0 : 1;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const auto unit = char16_t((static_cast<unsigned char>(bytes[i + std::size_t(high)]) << 8)
                                   | static_cast<unsigned char>(bytes[i + std::size_t(1 - high)]));
        if (m_pending && isLowSurrogate(unit)) {
            append(m_buffer, 0x10000 + ((char32_t(m_pending) & 0x3FF) << 10) + (unit & 0x3FFU));
            m_pending = 0;
            continue;
        }
        if (m_pending)
            append(m_buffer, m_pending); // half of a pair is no UTF-8 either, which is found later, in its row
        m_pending = isHighSurrogate(unit) ? unit : char16_t(0);
        if (!m_pending)
            append(m_buffer, unit);
    }
    if (m_pending && isComplete()) {
        append(m_buffer, m_pending);
        m_pending = 0;
    }
}

void TextFile::consume(std::size_t bytes)
{
    m_offset += m_encoding == Encoding::Utf8 ? std::int64_t(bytes) : 2 * unitsOf(window().substr(0, bytes));
    m_consumed += bytes;
}

void TextFile::seek(std::int64_t offset)
{
    m_buffer.clear();
    m_consumed = 0;
    m_pending = 0;
    m_offset = m_next = std::max(offset, m_textBegin);
}

} // namespace quiver::load
