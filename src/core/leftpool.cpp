// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/leftpool.h"

#include <system_error>
#include <thread>

namespace quiver::core {

void LeaveThreads::operator()(QThreadPool *pool) const noexcept
{
    pool->clear();
    if (pool->waitForDone(0)) {
        delete pool;
        return;
    }
    pool->moveToThread(nullptr);
    try {
        std::thread([pool] { delete pool; }).detach(); // which waits
    } catch (const std::system_error &) {
        // No thread to be had: it stays as long as the program.
    }
}

} // namespace quiver::core
