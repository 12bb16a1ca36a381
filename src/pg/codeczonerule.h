// SPDX-License-Identifier: GPL-3.0-or-later
// The rule at the end of a tz database file, which holds for all years after the file's own entries: "CET-1CEST,M3.5.0,M10.5.0/3".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace quiver::pg::codec {

/// When the clocks change, within a year.
struct ZoneChange {
    enum class Form { MonthWeekDay, JulianWithoutLeapDay, DayOfYear };
    Form form = Form::DayOfYear;
    int month = 1, week = 1,
        day = 0;         ///< week 5 is the last one; day of the week from Sunday, or day of the year
    int time = 2 * 3600; ///< seconds after midnight by the clock before the change; may lie in other days

    /// Seconds since 1970 by the clock before the change.
    std::int64_t inYear(int year) const;
};

struct ZoneRule {
    int standard = 0; ///< seconds east
    struct Summer {
        int offset = 0;
        ZoneChange begin, end;
    };
    std::optional<Summer> summer;

    /// POSIX's TZ, with the signs and ranges of RFC 8536. Nothing where it is none, or names summer time without its dates.
    static std::optional<ZoneRule> parse(std::string_view text);
};

/// Days from 1970-01-01 to the date in the proleptic Gregorian calendar.
std::int64_t daysFromCivil(std::int64_t year, int month, int day);

} // namespace quiver::pg::codec
