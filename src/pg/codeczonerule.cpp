// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/codeczonerule.h"

#include <algorithm>
#include <charconv>

namespace quiver::pg::codec {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Takes the parts of a rule off its front.
class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_rest(text)
    {
    }

    bool atEnd() const { return m_rest.empty(); }
    bool skip(char c)
    {
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    bool number(int &value, int from, int to)
    {
        if (m_rest.empty() || !isDigit(m_rest.front()))
            return false;
        const auto [end, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        m_rest.remove_prefix(std::size_t(end - m_rest.data()));
        return error == std::errc{} && value >= from && value <= to;
    }
    bool abbreviation()
    {
        std::size_t size = 0;
        if (skip('<')) {
            size = m_rest.find('>');
            if (size == std::string_view::npos)
                return false;
            m_rest.remove_prefix(size + 1);
        } else {
            while (size < m_rest.size() && isLetter(m_rest[size]))
                ++size;
            m_rest.remove_prefix(size);
        }
        return size >= 3;
    }
    /// [+-]hh[:mm[:ss]] in seconds.
    bool time(int &seconds)
    {
        const int sign = skip('-') ? -1 : 1;
        if (sign == 1)
            skip('+');
        int hours = 0, minutes = 0, rest = 0;
        if (!number(hours, 0, 167)
            || (skip(':') && (!number(minutes, 0, 59) || (skip(':') && !number(rest, 0, 59)))))
            return false;
        seconds = sign * (hours * 3600 + minutes * 60 + rest);
        return true;
    }
    bool change(ZoneChange &change)
    {
        using Form = ZoneChange::Form;
        if (!skip(','))
            return false;
        bool good = false;
        if (skip('M')) {
            change.form = Form::MonthWeekDay;
            good = number(change.month, 1, 12) && skip('.') && number(change.week, 1, 5) && skip('.')
                   && number(change.day, 0, 6);
        } else if (skip('J')) {
            change.form = Form::JulianWithoutLeapDay;
            good = number(change.day, 1, 365);
        } else {
            change.form = Form::DayOfYear;
            good = number(change.day, 0, 365);
        }
        return good && (!skip('/') || time(change.time));
    }

private:
    std::string_view m_rest;
};

bool isLeapYear(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

} // namespace

std::int64_t daysFromCivil(std::int64_t year, int month, int day)
{
    year -= month <= 2; // years begin in March, so that the leap day is the last one
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

std::int64_t ZoneChange::inYear(int year) const
{
    std::int64_t date = daysFromCivil(year, 1, 1);
    switch (form) {
    case Form::DayOfYear: date += day; break;
    case Form::JulianWithoutLeapDay: date += day - 1 + (isLeapYear(year) && day >= 60); break;
    case Form::MonthWeekDay: {
        const std::int64_t first = daysFromCivil(year, month, 1);
        const std::int64_t end =
            month == 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
        const auto weekday = int(((first + 4) % 7 + 7) % 7); // 1970-01-01 was a Thursday
        date = first + (day - weekday + 7) % 7 + 7 * (week - 1);
        if (date >= end)
            date -= 7;
        break;
    }
    }
    return date * 86400 + time;
}

std::optional<ZoneRule> ZoneRule::parse(std::string_view text)
{
    Parser parser(text);
    ZoneRule rule;
    int west = 0;
    if (!parser.abbreviation() || !parser.time(west))
        return {};
    rule.standard = -west;
    if (parser.atEnd())
        return rule;
    Summer summer;
    summer.offset = rule.standard + 3600;
    if (!parser.abbreviation())
        return {};
    if (parser.time(west))
        summer.offset = -west;
    if (!parser.change(summer.begin) || !parser.change(summer.end) || !parser.atEnd())
        return {};
    rule.summer = summer;
    return rule;
}

} // namespace quiver::pg::codec
