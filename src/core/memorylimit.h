// SPDX-License-Identifier: GPL-3.0-or-later
// What a control group of Linux lets its processes have of the host's memory: in a container, or a service that is held back, the host has
// more than they may take.
//
// Pure but for memoryLimitHere(): the files of a server on another host are read by that one.
#pragma once

#include <QStringList>

#include <optional>

namespace quiver::core {

struct MemoryLimit {
    qint64 bytes = 0;
    QString file; ///< that says so: "/sys/fs/cgroup/system.slice/postgresql.service/memory.max"
    bool operator==(const MemoryLimit &) const = default;
};

/// The files that may hold a limit of a process, of its own group and of those around it: memory.max of version 2, memory.limit_in_bytes of
/// version 1. Not each of them is there: a container sees its own group as the outermost one. \p membership: text of its /proc/PID/cgroup.
QStringList memoryLimitFiles(const QString &membership);

/// The least that \p texts of \p files say, in the same order; nothing: no limit. The text of a file that is not there is empty.
std::optional<MemoryLimit> memoryLimit(const QStringList &files, const QStringList &texts);

/// Of a process of this host. \p membershipFile: its "/proc/PID/cgroup".
std::optional<MemoryLimit> memoryLimitHere(const QString &membershipFile);

} // namespace quiver::core
