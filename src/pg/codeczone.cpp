// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/codeczone.h"

#include "pg/codecwire.h"
#include "pg/codeczonerule.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cctype>

namespace quiver::pg::codec {

namespace {

// The Gregorian calendar with its weekdays repeats every 400 years, and so does every rule for summer time.
constexpr int cycleYears = 400;
constexpr std::int64_t secondsPerDay = 86400, cycleSeconds = 146097 * secondsPerDay;
constexpr int maxOffset = 7 * 24 * 3600;

/// The counts in a block's head, in the file's order.
struct Head {
    char version = 0;
    std::uint32_t utcFlags = 0, standardFlags = 0, leapSeconds = 0, times = 0, types = 0, characters = 0;

    bool read(WireReader &reader)
    {
        std::string_view start;
        if (!reader.take(20, start) || start.substr(0, 4) != "TZif")
            return false;
        version = start[4];
        for (std::uint32_t *count : {&utcFlags, &standardFlags, &leapSeconds, &times, &types, &characters}) {
            if (!reader.take(*count) || *count > 100'000)
                return false;
        }
        return true;
    }
    /// Bytes of the block behind the head when a point of time takes \p timeSize.
    std::size_t size(std::size_t timeSize) const
    {
        return times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardFlags
               + utcFlags;
    }
};

/// Whether a name can only mean an entry of the tz database, and stays in its folder. "localtime" is the server's own, which
/// may be another than ours.
bool namesAnEntry(const QByteArray &name)
{
    const auto isPlain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '+' || c == '/';
    };
    return !name.isEmpty() && !name.startsWith('/') && std::all_of(name.begin(), name.end(), isPlain)
           && name != "localtime" && name != "posixrules";
}

QByteArray readEntry(const QByteArray &name)
{
    constexpr qint64 tooLarge = 1 << 20;
    const std::array folders{qgetenv("TZDIR"), QByteArray("/usr/share/zoneinfo"),
                             QByteArray("/usr/lib/zoneinfo"), QByteArray("/usr/share/lib/zoneinfo"),
                             QByteArray("/etc/zoneinfo")};
    for (const QByteArray &folder : folders) {
        QFile file(QFile::decodeName(folder + '/' + name));
        if (!folder.isEmpty() && file.size() < tooLarge && file.open(QIODevice::ReadOnly))
            return file.readAll();
    }
    return {};
}

bool isUtc(const QByteArray &name)
{
    static constexpr std::array names{"UTC", "Etc/UTC", "GMT",  "Etc/GMT",
                                      "UCT", "Etc/UCT", "Zulu", "Universal"};
    return std::any_of(names.begin(), names.end(), [&](const char *known) { return name == known; });
}

int yearOf(std::int64_t utc)
{
    return int(1970
               + utc / (cycleSeconds / cycleYears)); // good to a day or two; that is all it is needed for
}

} // namespace

std::shared_ptr<const ZoneTable> ZoneTable::find(const QByteArray &name)
{
    if (isUtc(name))
        return std::make_shared<ZoneTable>();
    if (namesAnEntry(name)) {
        if (const QByteArray file = readEntry(name); !file.isEmpty())
            return parse({file.data(), std::size_t(file.size())});
    }
    const auto rule = ZoneRule::parse({name.data(), std::size_t(name.size())});
    if (!rule || rule->summer)
        return nullptr;
    auto table = std::make_shared<ZoneTable>();
    table->m_first = rule->standard;
    return table;
}

std::shared_ptr<const ZoneTable> ZoneTable::parse(std::string_view file)
{
    // A block for readers with 32-bit times, then the same again with 64 bits, then the rule between two line ends.
    WireReader reader(file);
    Head head;
    std::string_view skipped, times, places, types, rest;
    if (!head.read(reader) || head.version < '2' || !reader.take(head.size(4), skipped) || !head.read(reader))
        return nullptr;
    // The server takes no zones with leap seconds.
    if (head.leapSeconds != 0 || head.types == 0 || reader.rest().size() < head.size(8))
        return nullptr;
    if (!reader.take(head.times * std::size_t(8), times) || !reader.take(head.times, places)
        || !reader.take(head.types * std::size_t(6), types)
        || !reader.take(head.characters + head.standardFlags + head.utcFlags, skipped))
        return nullptr;
    rest = reader.rest();
    const std::size_t end = rest.size() < 2 ? std::string_view::npos : rest.find('\n', 1);
    if (end == std::string_view::npos || rest.front() != '\n')
        return nullptr;

    auto table = std::make_shared<ZoneTable>();
    const auto offsetOf = [types](std::size_t type) {
        return bigEndian<std::int32_t>(types.data() + type * 6);
    };
    for (std::size_t type = 0; type < head.types; ++type) {
        if (offsetOf(type) < -maxOffset || offsetOf(type) > maxOffset)
            return nullptr;
    }
    table->m_first = offsetOf(0);
    for (std::size_t i = 0; i < head.times; ++i) {
        const auto type = std::uint8_t(places[i]);
        const auto start = bigEndian<std::int64_t>(times.data() + i * 8);
        if (type >= head.types || (!table->m_starts.empty() && start <= table->m_starts.back()))
            return nullptr;
        table->m_starts.push_back(start);
        table->m_offsets.push_back(offsetOf(type));
    }
    if (!table->addRule(rest.substr(1, end - 1)))
        return nullptr;
    return table;
}

void ZoneTable::add(std::int64_t start, int offset)
{
    if (!m_starts.empty() && start < m_starts.back())
        return;
    if (!m_starts.empty()
        && start == m_starts.back()) { // summer time all the year round: it ends when it begins
        m_offsets.back() = offset;
        return;
    }
    m_starts.push_back(start);
    m_offsets.push_back(offset);
}

bool ZoneTable::addRule(std::string_view text)
{
    if (text.empty())
        return true; // what was last stays for good
    const auto rule = ZoneRule::parse(text);
    if (!rule)
        return false;
    if (!rule->summer)
        return true; // the last entry leads to it
    const int from = m_starts.empty() ? 1970 : yearOf(m_starts.back()) - 1;
    const int to = from + cycleYears + 3;
    if (from < 1900 || from > 3000)
        return false;
    const std::int64_t known = m_starts.empty() ? std::numeric_limits<std::int64_t>::min() : m_starts.back();
    for (int year = from; year < to; ++year) {
        const std::int64_t begin = rule->summer->begin.inYear(year) - rule->standard;
        const std::int64_t end = rule->summer->end.inYear(year) - rule->summer->offset;
        const auto addNew = [&](std::int64_t start, int offset) {
            if (start > known)
                add(start, offset);
        };
        if (begin < end) {
            addNew(begin, rule->summer->offset);
            addNew(end, rule->standard);
        } else {
            addNew(end, rule->standard);
            addNew(begin, rule->summer->offset);
        }
    }
    m_cycleEnd = daysFromCivil(to, 1, 1) * secondsPerDay - maxOffset;
    return true;
}

int ZoneTable::lookUp(std::int64_t utc) const
{
    if (m_cycleEnd != 0 && utc >= m_cycleEnd)
        utc -= ((utc - m_cycleEnd) / cycleSeconds + 1) * cycleSeconds;
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), utc);
    return after == m_starts.begin() ? m_first : m_offsets[std::size_t(after - m_starts.begin()) - 1];
}

} // namespace quiver::pg::codec
