// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/demolock.h"

#include "pg/connection.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

void holdDocuments(pg::Connection &connection, core::JobContext &job)
{
    pg::Transaction transaction(connection);
    connection.exec("LOCK TABLE public.documents IN SHARE MODE");
    job.report({.phase = u"held"_s});
    std::mutex mutex;
    std::condition_variable_any cancelled;
    std::unique_lock lock(mutex);
    cancelled.wait(lock, job.stopToken(), [] { return false; });
    job.throwIfCancelled();
}

} // namespace quiver::sandbox
