// SPDX-License-Identifier: GPL-3.0-or-later
// Dates and times in ISO 8601's way of writing: the only one that means the same to everybody. Others are for the server to
// read by its DateStyle (Conversion::ByServer).
#include "load/converter.h"

#include "pg/codeczone.h"

#include <charconv>
#include <limits>
#include <optional>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::TypeKind;

namespace {

constexpr std::int64_t micro = 1'000'000, secondsOfDay = 86'400;
constexpr std::int64_t epochDays = 10'957; // 2000-01-01 in days since 1970
constexpr std::int64_t firstDay = -2'451'545, endOfDates = 2'147'483'494 - 2'451'545; // days since 2000 that the server takes
constexpr std::int64_t firstSecond = firstDay * secondsOfDay, endOfSeconds = 9'223'371'331'200;

/// Days since 2000-01-01. Years that begin on 1 March have their leap day at the end; see pg/codecdatetime.cpp for the way back.
std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto yearOfEra = unsigned(year - era * 400);
    const unsigned dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146'097 + std::int64_t(dayOfEra) - 719'468 - epochDays;
}

unsigned daysOfMonth(std::int64_t year, unsigned month)
{
    constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

class Scanner
{
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}
    bool atEnd() const { return m_rest.empty(); }
    bool next(char c)
    {
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    bool nextOf(std::string_view characters)
    {
        if (m_rest.empty() || characters.find(m_rest.front()) == std::string_view::npos)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    /// From \p least to \p most digits.
    bool number(std::size_t least, std::size_t most, std::int64_t &value)
    {
        std::size_t length = 0;
        value = 0;
        while (length < most && length < m_rest.size() && m_rest[length] >= '0' && m_rest[length] <= '9')
            value = value * 10 + (m_rest[length++] - '0');
        m_rest.remove_prefix(length);
        return length >= least;
    }
    /// Digits behind a point, in millionths, rounded.
    std::int64_t fraction()
    {
        std::int64_t value = 0;
        int length = 0, round = 0;
        for (; !m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9'; m_rest.remove_prefix(1), ++length) {
            if (length < 6)
                value = value * 10 + (m_rest.front() - '0');
            else if (length == 6)
                round = m_rest.front() >= '5';
        }
        for (; length < 6; ++length)
            value *= 10;
        return value + round;
    }
    void blanks()
    {
        while (next(' ')) { }
    }

private:
    std::string_view m_rest;
};

struct Moment {
    std::int64_t days = 0;    ///< since 2000-01-01
    std::int64_t micros = 0;  ///< of the day
    bool hasDate = false, hasTime = false;
    std::optional<int> east;  ///< seconds; no value: no zone is named
};

bool readDate(Scanner &scanner, Moment &moment)
{
    std::int64_t year = 0, month = 0, day = 0;
    if (!scanner.number(4, 7, year) || !scanner.next('-') || !scanner.number(1, 2, month) || !scanner.next('-')
        || !scanner.number(1, 2, day))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, unsigned(month)))
        return false;
    moment.days = daysFromCivil(year, unsigned(month), unsigned(day));
    return moment.hasDate = true;
}

bool readTime(Scanner &scanner, Moment &moment)
{
    std::int64_t hour = 0, minute = 0, second = 0, fraction = 0;
    if (!scanner.number(1, 2, hour) || !scanner.next(':') || !scanner.number(2, 2, minute))
        return false;
    if (scanner.next(':')) {
        if (!scanner.number(2, 2, second))
            return false;
        if (scanner.nextOf(".,"))
            fraction = scanner.fraction();
    }
    const bool midnight = hour == 24 && minute == 0 && second == 0 && fraction == 0;
    if ((hour > 23 && !midnight) || minute > 59 || second > 60)
        return false;
    moment.micros = ((hour * 60 + minute) * 60 + second) * micro + fraction;
    return moment.hasTime = true;
}

bool readZone(Scanner &scanner, Moment &moment)
{
    scanner.blanks();
    if (scanner.atEnd())
        return true;
    if (scanner.nextOf("Zz")) {
        moment.east = 0;
        return scanner.atEnd();
    }
    const bool west = scanner.next('-');
    if (!west && !scanner.next('+'))
        return false;
    std::int64_t hours = 0, minutes = 0, seconds = 0;
    if (!scanner.number(1, 2, hours))
        return false;
    const bool colon = scanner.next(':');
    if (!scanner.atEnd() && !scanner.number(2, 2, minutes))
        return false;
    if (colon && scanner.next(':') && !scanner.number(2, 2, seconds))
        return false;
    if (!scanner.atEnd() || hours > 15 || minutes > 59 || seconds > 59)
        return false;
    const int offset = int(hours * 3600 + minutes * 60 + seconds);
    moment.east = west ? -offset : offset;
    return true;
}

/// A date, a date with a time, or a time alone where \p kind is Time.
bool readMoment(std::string_view text, TypeKind kind, Moment &moment)
{
    Scanner scanner(text);
    if (kind == TypeKind::Time)
        return readTime(scanner, moment) && scanner.atEnd();
    if (!readDate(scanner, moment))
        return false;
    if (scanner.atEnd())
        return true;
    if (!scanner.nextOf("Tt "))
        return false;
    scanner.blanks();
    return readTime(scanner, moment) && readZone(scanner, moment);
}

/// What is to be subtracted from the clock on the wall. As the server decides where the clock was put forward (the offset
/// before) or back (the offset after): src/backend/utils/adt/datetime.c, DetermineTimeZoneOffset().
int offsetOfLocal(const pg::codec::ZoneTable &zone, std::int64_t localUnix)
{
    const int before = zone.offsetAt(localUnix - secondsOfDay), after = zone.offsetAt(localUnix + secondsOfDay);
    if (before == after)
        return before;
    const bool fitsBefore = zone.offsetAt(localUnix - before) == before, fitsAfter = zone.offsetAt(localUnix - after) == after;
    return fitsAfter || !fitsBefore ? (fitsAfter ? after : before) : before;
}

class TimeConverter final : public Converter
{
public:
    TimeConverter(TypeKind kind, const QByteArray &timeZone) : m_kind(kind)
    {
        if (kind == TypeKind::Timestamptz)
            m_zone = pg::codec::ZoneTable::find(timeZone);
    }

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        if (cell.kind != Value::Kind::Text) {
            why = u"is no date or time; a number could count seconds, milliseconds or days"_s;
            return false;
        }
        const std::string_view text = trimmed(cell.text);
        if (m_kind != TypeKind::Time && (text == "infinity" || text == "-infinity")) {
            infinite(text.front() == '-', out);
            return true;
        }
        Moment moment;
        if (!readMoment(text, m_kind, moment)) {
            why = u"%1 is no %2 in the form of ISO 8601"_s.arg(quoted(cell.text), wanted());
            return false;
        }
        if (write(moment, out, why))
            return true;
        if (why.isEmpty())
            why = u"%1 is out of range"_s.arg(quoted(cell.text));
        return false;
    }

private:
    QString wanted() const
    {
        return m_kind == TypeKind::Date ? u"date (2024-01-31)"_s : m_kind == TypeKind::Time ? u"time (10:20:30)"_s : u"date and time (2024-01-31 10:20:30)"_s;
    }

    void infinite(bool negative, pg::CopyEncoder &out) const
    {
        using Small = std::numeric_limits<std::int32_t>;
        using Large = std::numeric_limits<std::int64_t>;
        if (m_kind == TypeKind::Date)
            out.int4(negative ? Small::min() : Small::max());
        else
            out.int8(negative ? Large::min() : Large::max());
    }

    bool write(const Moment &moment, pg::CopyEncoder &out, QString &why) const
    {
        if (m_kind == TypeKind::Time) {
            out.int8(moment.micros);
            return true;
        }
        if (moment.days < firstDay || moment.days >= endOfDates)
            return false;
        if (m_kind == TypeKind::Date) {
            out.int4(std::int32_t(moment.days));
            return true;
        }
        std::int64_t seconds = moment.days * secondsOfDay + moment.micros / micro;
        if (m_kind == TypeKind::Timestamptz) {
            if (!moment.east && !m_zone) {
                why = u"names no time zone, and the session's is unknown on this machine"_s;
                return false;
            }
            seconds -= moment.east ? *moment.east : offsetOfLocal(*m_zone, seconds + epochDays * secondsOfDay);
        }
        if (seconds < firstSecond || seconds >= endOfSeconds)
            return false;
        out.int8(seconds * micro + moment.micros % micro);
        return true;
    }

    const TypeKind m_kind;
    std::shared_ptr<const pg::codec::ZoneTable> m_zone;
};

} // namespace

std::unique_ptr<Converter> timeConverter(TypeKind kind, const QByteArray &timeZone)
{
    return std::make_unique<TimeConverter>(kind, timeZone);
}

} // namespace quiver::load
