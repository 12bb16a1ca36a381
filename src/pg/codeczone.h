// SPDX-License-Identifier: GPL-3.0-or-later
// All offsets of one time zone in a table, so that writing a million timestamps asks Qt's zone data once only.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <memory>
#include <vector>

class QTimeZone;

namespace quiver::pg::codec {

class ZoneTable
{
public:
    /// \p name as the server reports its TimeZone: a name of the tz database, or an abbreviation with a fixed offset in
    /// POSIX's sense ("<+03>-03", "UTC+3": west is positive). Null where neither is known here.
    static std::shared_ptr<const ZoneTable> find(const QByteArray &name);

    /// Seconds east of Greenwich at a point of time in seconds since 1970 UTC, of any year.
    int offsetAt(std::int64_t utc) const
    {
        if (m_starts.empty())
            return m_first;
        return lookUp(utc);
    }

private:
    int lookUp(std::int64_t utc) const;
    void readTransitions(const QTimeZone &zone);

    int m_first = 0; ///< before the first start
    std::vector<std::int64_t> m_starts;
    std::vector<int> m_offsets; ///< from the start of the same index on
    bool m_cyclic = false;      ///< after the table's end the last 400 years repeat
};

} // namespace quiver::pg::codec
