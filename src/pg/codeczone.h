// SPDX-License-Identifier: GPL-3.0-or-later
// All offsets of one time zone in a table, read from the tz database once: so that a million timestamps are written fast.
//
// Not QTimeZone: Qt 6.4 goes wrong where a file's own entries end and its rule begins (seen with Australia/Lord_Howe,
// Pacific/Chatham, Antarctica/Troll and America/Nuuk after 2037), and takes "UTC+3" for the east, the server for the west.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace quiver::pg::codec {

class ZoneTable
{
public:
    /// \p name as the server reports its TimeZone: a name of the tz database, or an abbreviation with a fixed offset in
    /// POSIX's sense ("<+03>-03", "UTC+3": west is positive). Null where neither is known on this machine.
    static std::shared_ptr<const ZoneTable> find(const QByteArray &name);
    /// The contents of a file of the tz database (RFC 8536, version 2 or later). Null where they are damaged.
    static std::shared_ptr<const ZoneTable> parse(std::string_view file);

    /// Seconds east of Greenwich at a point of time in seconds since 1970 UTC, of any year.
    int offsetAt(std::int64_t utc) const
    {
        if (m_starts.empty())
            return m_first;
        return lookUp(utc);
    }

private:
    int lookUp(std::int64_t utc) const;
    void add(std::int64_t start, int offset);
    bool addRule(std::string_view rule);

    int m_first = 0; ///< before the first start
    std::vector<std::int64_t> m_starts;
    std::vector<int> m_offsets;  ///< from the start of the same index on
    std::int64_t m_cycleEnd = 0; ///< from here on the 400 years before repeat; 0: they do not
};

} // namespace quiver::pg::codec
