// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps two programs from making, starting, stopping or destroying the same sandbox at the same time.
#pragma once

#include "core/job.h"

#include <QString>

#include <functional>

namespace quiver::sandbox {

/// Held from construction to destruction; the kernel lets go when the program dies.
class DirectoryLock
{
public:
    /// Waits for the lock file in \p directory; \p prepare sees to it that the directory exists, again after somebody
    /// destroyed it while we waited. \throws core::Error, core::Cancelled
    DirectoryLock(const QString &directory, core::JobContext &job, const std::function<void()> &prepare);
    ~DirectoryLock();
    DirectoryLock(const DirectoryLock &) = delete;
    DirectoryLock &operator=(const DirectoryLock &) = delete;

    /// Deletes the file while it is held: whoever waits for it notices and looks for a new one.
    void remove();

private:
    [[noreturn]] void fail();

    QByteArray m_path;
    int m_fd = -1;
};

} // namespace quiver::sandbox
