// SPDX-License-Identifier: GPL-3.0-or-later
// Rows in the binary format of COPY, appended to a buffer that is sent and emptied in between.
// https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"; all numbers are big-endian.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <span>

namespace quiver::sandbox {

class CopyEncoder
{
public:
    /// \p buffer stays the caller's and may be emptied between rows.
    explicit CopyEncoder(QByteArray &buffer)
        : m_buffer(buffer)
    {
    }

    void header();
    void beginRow(int fields);
    void text(const QString &value);
    void jsonb(const QByteArray &json); ///< UTF-8
    void bytes(const QByteArray &value);
    void int4(std::int32_t value);
    void int8(std::int64_t value);
    void vector(std::span<const float> values); ///< at most 16000 values
    void trailer();

private:
    template<typename Number>
    void number(Number value);

    QByteArray &m_buffer;
};

} // namespace quiver::sandbox
