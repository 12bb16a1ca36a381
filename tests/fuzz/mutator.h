// SPDX-License-Identifier: GPL-3.0-or-later
// Damages bytes as broken disks, cut transfers, wrong tools and malice do: a function of the seed alone, so that what fails once fails
// again.
#pragma once

#include "vector/deterministic.h"

#include <QByteArray>

#include <algorithm>
#include <array>

namespace quiver::fuzz {

class Mutator
{
public:
    explicit Mutator(std::uint64_t seed) : m_random(seed, 1) {}

    /// \p bytes with one to six pieces of damage.
    QByteArray damaged(QByteArray bytes)
    {
        const std::uint64_t times = 1 + m_random.bits() % 6;
        for (std::uint64_t i = 0; i < times && !bytes.isEmpty(); ++i)
            damage(bytes);
        return bytes;
    }

private:
    qsizetype below(qsizetype limit) { return limit <= 0 ? 0 : qsizetype(m_random.bits() % std::uint64_t(limit)); }

    /// A place; most formats keep what matters at their begin.
    qsizetype place(const QByteArray &bytes) { return m_random.bits() % 2 ? below(bytes.size()) : below(std::min<qsizetype>(bytes.size(), 256)); }

    void damage(QByteArray &bytes)
    {
        static constexpr std::array<char, 20> telling{'\0', '\xFF', '\x7F', '\x80', '\n', '\r', '"', '\'', ',', '\t', '{', '}', '[', ']', ':', '\\', '-', 'e', '9', '\xED'};
        const qsizetype at = place(bytes), length = 1 + below(std::min<qsizetype>(64, bytes.size() - at));
        switch (m_random.bits() % 9) {
        case 0:
            bytes[at] = char(bytes[at] ^ char(1U << (m_random.bits() % 8)));
            break;
        case 1:
            bytes[at] = telling[m_random.bits() % telling.size()];
            break;
        case 2:
            bytes.insert(at, telling[m_random.bits() % telling.size()]);
            break;
        case 3:
            bytes.remove(at, length);
            break;
        case 4:
            bytes.insert(below(bytes.size()), bytes.mid(at, length));
            break;
        case 5:
            bytes.truncate(at);
            break;
        case 6: // a number that is at a limit
            for (qsizetype i = at; i < std::min(at + (m_random.bits() % 2 ? 4 : 8), bytes.size()); ++i)
                bytes[i] = telling[m_random.bits() % 4];
            break;
        case 7:
            bytes.insert(at, QByteArray(length * qsizetype(1 + m_random.bits() % 64), telling[m_random.bits() % telling.size()]));
            break;
        default:
            bytes[at] = char(m_random.bits());
        }
    }

    vector::RandomStream m_random;
};

} // namespace quiver::fuzz
