// SPDX-License-Identifier: GPL-3.0-or-later
// Threads whose owner cannot wait for them, because it is the GUI's: what is queued is dropped with the owner, and a thread that is
// held, by a file share that does not answer perhaps, is left to end by itself. Its work must use nothing of the owner's.
#pragma once

#include <QThreadPool>

#include <memory>

namespace quiver::core {

/// Lets go of a pool without waiting for its threads.
struct LeaveThreads {
    void operator()(QThreadPool *pool) const noexcept;
};
using LeftPool = std::unique_ptr<QThreadPool, LeaveThreads>;

} // namespace quiver::core
