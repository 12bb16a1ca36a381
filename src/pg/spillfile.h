// SPDX-License-Identifier: GPL-3.0-or-later
// An unlinked temporary file for what does not fit into memory: it is gone when it is closed, also after a crash.
#pragma once

#include <QString>

#include <cstddef>
#include <span>

namespace quiver::pg {

/// Writing by one thread, reading by any number at the same time.
class SpillFile
{
public:
    /// In TMPDIR if set, else /var/tmp, which is on a disk where /tmp may be memory. \throws core::Error
    SpillFile();
    ~SpillFile();
    SpillFile(const SpillFile &) = delete;
    SpillFile &operator=(const SpillFile &) = delete;

    /// Appends and returns the offset where it stands. \throws core::Error when the disk is full or fails
    qint64 append(std::span<const std::byte> bytes);
    /// Fills \p bytes from \p offset. \throws core::Error
    void read(qint64 offset, std::span<std::byte> bytes) const;

private:
    int m_fd = -1;
    qint64 m_size = 0;
};

} // namespace quiver::pg
