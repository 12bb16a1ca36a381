// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the data of COPY ... TO STDOUT (FORMAT binary) apart into rows, in whichever pieces it comes.
// https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
#pragma once

#include "core/error.h"
#include "pg/rowbatch.h"

#include <QtEndian>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quiver::load {

class CopyTuples
{
public:
    using Use = std::function<void(std::span<const pg::Cell>)>;

    /// \p use is called for each row, with cells that are valid during the call.
    explicit CopyTuples(Use use) : m_use(std::move(use)) {}

    /// \throws core::Error where the data is no binary COPY; what \p use throws
    void feed(std::string_view piece)
    {
        if (!m_rest.empty()) {
            m_rest += piece;
            m_rest.erase(0, take(m_rest));
            return;
        }
        m_rest = piece.substr(take(piece)); // the server sends whole rows: nothing, mostly
    }
    bool isFinished() const { return m_finished; }

private:
    static constexpr std::string_view signature{"PGCOPY\n\xFF\r\n\0", 11};
    static constexpr std::size_t headerBytes = 11 + 4 + 4;

    template<typename T>
    static T number(const char *from)
    {
        return qFromBigEndian<T>(from);
    }

    /// Uses the whole rows at the begin of \p bytes; says how many bytes they are.
    std::size_t take(std::string_view bytes)
    {
        std::size_t at = 0;
        if (!m_started) {
            if (bytes.size() < headerBytes)
                return 0;
            const std::size_t extension = number<quint32>(bytes.data() + 15);
            if (!bytes.starts_with(signature))
                throw core::Error(QStringLiteral("the server sent no binary COPY"));
            if (bytes.size() - headerBytes < extension)
                return 0;
            at = headerBytes + extension;
            m_started = true;
        }
        while (const std::size_t length = m_finished ? 0 : takeRow(bytes.substr(at)))
            at += length;
        return m_finished ? bytes.size() : at;
    }

    std::size_t takeRow(std::string_view bytes)
    {
        if (bytes.size() < 2)
            return 0;
        const auto count = number<qint16>(bytes.data());
        if (count < 0) {
            m_finished = true;
            return 0;
        }
        m_cells.clear();
        std::size_t at = 2;
        for (int i = 0; i < count; ++i) {
            if (bytes.size() - at < 4)
                return 0;
            const auto size = number<qint32>(bytes.data() + at);
            at += 4;
            if (size < 0) {
                m_cells.push_back(std::nullopt);
                continue;
            }
            if (bytes.size() - at < std::size_t(size))
                return 0;
            m_cells.push_back(bytes.substr(at, std::size_t(size)));
            at += std::size_t(size);
        }
        m_use(m_cells);
        return at;
    }

    Use m_use;
    std::vector<pg::Cell> m_cells;
    std::string m_rest;
    bool m_started = false, m_finished = false;
};

} // namespace quiver::load
