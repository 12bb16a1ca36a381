// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/codeczone.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <optional>

namespace quiver::pg::codec {

namespace {

// The Gregorian calendar with its weekdays repeats every 400 years, and so does every rule for summer time. The years up to
// cycleFrom are read as they are: explicit entries (Morocco's, which follow the moon) end in 2087.
constexpr int cycleFrom = 2088, cycleTo = cycleFrom + 400;
constexpr std::int64_t cycleSeconds = 146097LL * 86400;

std::int64_t startOfYear(int year)
{
    return QDateTime(QDate(year, 1, 1), QTime(0, 0), Qt::UTC).toSecsSinceEpoch();
}

/// The offset of "ABC+hh[:mm[:ss]]" or "<...>-hh[:mm[:ss]]", in seconds east.
std::optional<int> fixedOffset(const QByteArray &name)
{
    qsizetype at = 0;
    if (name.startsWith('<')) {
        at = name.indexOf('>') + 1;
        if (at < 1)
            return {};
    } else {
        while (at < name.size() && std::isalpha(static_cast<unsigned char>(name[at])))
            ++at;
        if (at < 3)
            return {};
    }
    int sign = -1; // POSIX counts to the west
    if (at < name.size() && (name[at] == '-' || name[at] == '+'))
        sign = name[at++] == '-' ? 1 : -1;
    const QList<QByteArray> parts = name.mid(at).split(':');
    if (parts.size() > 3)
        return {};
    int seconds = 0, unit = 3600;
    for (const QByteArray &part : parts) {
        const bool digits = !part.isEmpty() && part.size() <= 3
                            && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits || part.toInt() > (unit == 3600 ? 167 : 59))
            return {};
        seconds += part.toInt() * unit;
        unit /= 60;
    }
    return sign * seconds;
}

/// Whether a name can only mean an entry of the tz database. Qt would read others as POSIX rules, or as offsets to the
/// east where the server means the west; "localtime" is the server's own, which may be another than ours.
bool namesAnEntry(const QByteArray &name)
{
    static constexpr const char *withDigits[] = {"EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT"};
    if (std::any_of(std::begin(withDigits), std::end(withDigits), [&](const char *known) { return name == known; }))
        return true;
    const auto isPlain = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '-'; };
    if (name.contains('/'))
        return std::all_of(name.begin(), name.end(), [&](char c) {
            return isPlain(c) || c == '/' || c == '+' || (c >= '0' && c <= '9');
        });
    return name != "localtime" && name != "posixrules" && std::all_of(name.begin(), name.end(), isPlain);
}

bool isUtc(const QByteArray &name)
{
    static constexpr const char *names[] = {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "UCT", "Etc/UCT", "Zulu", "Universal"};
    return std::any_of(std::begin(names), std::end(names), [&](const char *known) { return name == known; });
}

} // namespace

std::shared_ptr<const ZoneTable> ZoneTable::find(const QByteArray &name)
{
    auto table = std::make_shared<ZoneTable>();
    if (isUtc(name))
        return table;
    if (const auto fixed = fixedOffset(name); fixed && !namesAnEntry(name)) {
        table->m_first = *fixed;
        return table;
    }
    if (name.isEmpty() || !namesAnEntry(name))
        return nullptr;
    const QTimeZone zone(name);
    if (!zone.isValid())
        return nullptr;
    table->readTransitions(zone);
    return table;
}

void ZoneTable::readTransitions(const QTimeZone &zone)
{
    const auto utc = [](std::int64_t seconds) { return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC); };
    const auto add = [this](const QTimeZone::OffsetDataList &transitions) {
        for (const QTimeZone::OffsetData &data : transitions) {
            const std::int64_t start = data.atUtc.toSecsSinceEpoch();
            const int before = m_offsets.empty() ? m_first : m_offsets.back();
            if (data.offsetFromUtc == before || (!m_starts.empty() && start <= m_starts.back()))
                continue;
            m_starts.push_back(start);
            m_offsets.push_back(data.offsetFromUtc);
        }
    };
    const QDateTime longAgo = QDateTime(QDate(1000, 1, 1), QTime(0, 0), Qt::UTC);
    m_first = zone.offsetFromUtc(longAgo);
    add(zone.transitions(longAgo, utc(startOfYear(2037))));
    // A year at a time: in one sweep Qt 6.4 stops at the end of the file's own entries and does not go on with its rule.
    const auto addYear = [&](int year) { add(zone.transitions(utc(startOfYear(year)), utc(startOfYear(year + 1) - 1))); };
    for (int year = 2037; year < cycleFrom; ++year)
        addYear(year);
    if (zone.transitions(utc(startOfYear(cycleFrom)), utc(startOfYear(cycleFrom + 1))).isEmpty())
        return;
    for (int year = cycleFrom; year < cycleTo; ++year)
        addYear(year);
    m_cyclic = true;
}

int ZoneTable::lookUp(std::int64_t utc) const
{
    static const std::int64_t cycleEnd = startOfYear(cycleTo);
    if (m_cyclic && utc >= cycleEnd)
        utc -= ((utc - cycleEnd) / cycleSeconds + 1) * cycleSeconds;
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), utc);
    return after == m_starts.begin() ? m_first : m_offsets[std::size_t(after - m_starts.begin()) - 1];
}

} // namespace quiver::pg::codec
