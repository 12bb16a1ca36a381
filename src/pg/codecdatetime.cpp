// SPDX-License-Identifier: GPL-3.0-or-later
// Dates and times count from 2000-01-01 in the proleptic Gregorian calendar; DateStyle ISO, IntervalStyle postgres.
#include "pg/codecwriters.h"
#include "pg/codeczone.h"

namespace quiver::pg::codec {

namespace {

constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute,
                       day = 24 * hour;     // microseconds
constexpr std::int64_t epochDays = 10957;   // 2000-01-01 in days since 1970
constexpr std::int64_t firstDay = -2451545; // 4714-11-24 BC, Julian day 0
constexpr std::int64_t endOfDates = 2147483494 - 2451545;
constexpr std::int64_t firstMoment = firstDay * day;
constexpr std::int32_t endOfOffsets = 16 * 3600; // of timetz, seconds
constexpr std::int64_t endOfMoments = 9223371331200000000;

struct Civil {
    std::int64_t year = 0; ///< astronomical: 0 is 1 BC
    unsigned month = 1, day = 1;
};

constexpr std::int64_t floorDiv(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0);
}

/// From days since 2000-01-01. Counts in years that begin on 1 March, so that the leap day is the last one.
Civil civilFromDays(std::int64_t days)
{
    const std::int64_t sinceMarch0 = days + epochDays + 719468; // since 0000-03-01
    const std::int64_t era = floorDiv(sinceMarch0, 146097);     // of 400 years
    const auto dayOfEra = unsigned(sinceMarch0 - era * 146097);
    const unsigned yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const unsigned dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const unsigned shifted = (5 * dayOfYear + 2) / 153; // 0 is March
    Civil civil;
    civil.day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    civil.month = shifted < 10 ? shifted + 3 : shifted - 9;
    civil.year = std::int64_t(yearOfEra) + era * 400 + (civil.month <= 2);
    return civil;
}

/// Collects one date or time on the stack; the longest, an interval, has its own way.
class Line
{
public:
    void put(char c) { *m_end++ = c; }
    void putTwo(unsigned value) { m_end = codec::putTwo(m_end, value); }
    void putDate(const Civil &civil)
    {
        const auto year = std::uint64_t(civil.year > 0 ? civil.year : 1 - civil.year);
        if (year < 10000) {
            putTwo(unsigned(year / 100));
            putTwo(unsigned(year % 100));
        } else {
            m_end = std::to_chars(m_end, m_text + sizeof m_text, year).ptr;
        }
        put('-');
        putTwo(civil.month);
        put('-');
        putTwo(civil.day);
    }
    /// \p micros in [0, 24 h].
    void putTime(std::int64_t micros)
    {
        putTwo(unsigned(micros / hour));
        put(':');
        putTwo(unsigned(micros / minute % 60));
        put(':');
        putTwo(unsigned(micros / second % 60));
        putFraction(unsigned(micros % second));
    }
    void putFraction(unsigned micros)
    {
        if (micros == 0)
            return;
        put('.');
        putTwo(micros / 10000);
        putTwo(micros / 100 % 100);
        putTwo(micros % 100);
        while (m_end[-1] == '0')
            --m_end;
    }
    /// \p east in seconds.
    void putOffset(std::int64_t east)
    {
        put(east >= 0 ? '+' : '-');
        const auto seconds = std::uint64_t(east < 0 ? -east : east);
        if (seconds < 360000)
            putTwo(unsigned(seconds / 3600));
        else
            m_end = std::to_chars(m_end, m_text + sizeof m_text, seconds / 3600).ptr;
        if (seconds % 3600 == 0)
            return;
        put(':');
        putTwo(unsigned(seconds / 60 % 60));
        if (seconds % 60 == 0)
            return;
        put(':');
        putTwo(unsigned(seconds % 60));
    }
    void putEra(const Civil &civil)
    {
        if (civil.year > 0)
            return;
        put(' ');
        put('B');
        put('C');
    }
    void appendTo(std::string &out) const { out.append(m_text, std::size_t(m_end - m_text)); }

private:
    char m_text[96];
    char *m_end = m_text;
};

template<typename T>
bool only(std::string_view cell, T &value)
{
    if (cell.size() != sizeof(T))
        return false;
    value = bigEndian<T>(cell.data());
    return true;
}

/// Writes "infinity" where \p value stands for it.
template<typename T>
bool writeInfinite(std::string &out, T value)
{
    if (value == std::numeric_limits<T>::max())
        out += "infinity";
    else if (value == std::numeric_limits<T>::min())
        out += "-infinity";
    else
        return false;
    return true;
}

/// \p local is what the clock on the wall shows, \p offset null where no zone is written.
void writeMoment(std::string &out, std::int64_t local, const int *offset)
{
    const std::int64_t days = floorDiv(local, day);
    const Civil civil = civilFromDays(days);
    Line line;
    line.putDate(civil);
    line.put(' ');
    line.putTime(local - days * day);
    if (offset)
        line.putOffset(*offset);
    line.putEra(civil);
    line.appendTo(out);
}

/// One part of an interval, "-3 days". After a negative part a positive one needs its sign.
void writePart(std::string &out, std::int64_t value, std::string_view unit, bool &first, bool &afterNegative)
{
    if (value == 0)
        return;
    if (!first)
        out += ' ';
    if (afterNegative && value > 0)
        out += '+';
    appendInteger(out, value);
    out += ' ';
    out += unit;
    if (value != 1)
        out += 's';
    afterNegative = value < 0;
    first = false;
}

/// Whether all fields are at their end: infinity, since PostgreSQL 17. Nobody has such an interval in an older one.
int infiniteSign(std::int64_t micros, std::int32_t days, std::int32_t months)
{
    using Small = std::numeric_limits<std::int32_t>;
    using Large = std::numeric_limits<std::int64_t>;
    if (micros == Large::max() && days == Small::max() && months == Small::max())
        return 1;
    return micros == Large::min() && days == Small::min() && months == Small::min() ? -1 : 0;
}

} // namespace

bool writeDate(TextSink &sink, std::string_view cell)
{
    std::int32_t days = 0;
    if (!only(cell, days))
        return false;
    if (writeInfinite(sink.out, days))
        return true;
    if (days < firstDay || days >= endOfDates)
        return false;
    const Civil civil = civilFromDays(days);
    Line line;
    line.putDate(civil);
    line.putEra(civil);
    line.appendTo(sink.out);
    return true;
}

bool writeTime(TextSink &sink, std::string_view cell)
{
    std::int64_t micros = 0;
    if (!only(cell, micros) || micros < 0 || micros > day)
        return false;
    Line line;
    line.putTime(micros);
    line.appendTo(sink.out);
    return true;
}

bool writeTimetz(TextSink &sink, std::string_view cell)
{
    WireReader reader(cell);
    std::int64_t micros = 0;
    std::int32_t west = 0;
    if (!reader.take(micros) || !reader.take(west) || !reader.atEnd() || micros < 0 || micros > day)
        return false;
    if (west <= -endOfOffsets || west >= endOfOffsets)
        return false;
    Line line;
    line.putTime(micros);
    line.putOffset(-std::int64_t(west));
    line.appendTo(sink.out);
    return true;
}

bool writeTimestamp(TextSink &sink, std::string_view cell)
{
    std::int64_t micros = 0;
    if (!only(cell, micros))
        return false;
    if (writeInfinite(sink.out, micros))
        return true;
    if (micros < firstMoment || micros >= endOfMoments)
        return false;
    writeMoment(sink.out, micros, nullptr);
    return true;
}

bool writeTimestamptz(TextSink &sink, std::string_view cell, const ZoneTable &zone)
{
    std::int64_t micros = 0;
    if (!only(cell, micros))
        return false;
    if (writeInfinite(sink.out, micros))
        return true;
    if (micros < firstMoment || micros >= endOfMoments)
        return false;
    const int offset = zone.offsetAt(floorDiv(micros, second) + epochDays * 86400);
    writeMoment(sink.out, micros + offset * second, &offset);
    return true;
}

bool writeInterval(TextSink &sink, std::string_view cell)
{
    WireReader reader(cell);
    std::int64_t micros = 0;
    std::int32_t days = 0, months = 0;
    if (!reader.take(micros) || !reader.take(days) || !reader.take(months) || !reader.atEnd())
        return false;
    if (const int sign = infiniteSign(micros, days, months)) {
        sink.out += sign > 0 ? "infinity" : "-infinity";
        return true;
    }
    std::string &out = sink.out;
    bool first = true, afterNegative = false;
    writePart(out, months / 12, "year", first, afterNegative);
    writePart(out, months % 12, "mon", first, afterNegative);
    writePart(out, days, "day", first, afterNegative);
    if (micros == 0 && !first)
        return true;
    if (!first)
        out += ' ';
    if (micros < 0)
        out += '-';
    else if (afterNegative)
        out += '+';
    const std::uint64_t size = micros < 0 ? 0 - std::uint64_t(micros) : std::uint64_t(micros);
    const std::uint64_t hours = size / std::uint64_t(hour);
    Line line;
    if (hours >= 100)
        appendInteger(out, hours);
    else
        line.putTwo(unsigned(hours));
    line.put(':');
    line.putTwo(unsigned(size / std::uint64_t(minute) % 60));
    line.put(':');
    line.putTwo(unsigned(size / std::uint64_t(second) % 60));
    line.putFraction(unsigned(size % std::uint64_t(second)));
    line.appendTo(out);
    return true;
}

} // namespace quiver::pg::codec
