// SPDX-License-Identifier: GPL-3.0-or-later
// Runs blocking work that needs no database session (starting a server, reading files) as a Job on a worker thread.
#pragma once

#include "core/job.h"
#include "core/jobregistry.h"

#include <QThreadPool>

#include <memory>
#include <type_traits>

namespace quiver::core {

/// Queues \p work, a callable taking (core::JobContext &), on \p pool; from any thread. \p registry may be null: then the
/// job is not listed. Who owns the pool cancels the jobs before it deletes the pool, which waits for them.
template<typename Work>
auto runInThread(QThreadPool &pool, const QString &title, JobRegistry *registry, Work work)
    -> Task<std::invoke_result_t<Work, JobContext &>>
{
    using T = std::invoke_result_t<Work, JobContext &>;
    auto promise = std::make_shared<QPromise<T>>();
    auto job = Job::create(title);
    Task<T> task{job, promise->future()};
    promise->start();
    if (registry)
        registry->add(job);
    pool.start([promise, job, work = std::move(work)]() mutable {
        job->markRunning();
        settle(*job, *promise, [&]() -> T {
            JobContext context(job);
            context.throwIfCancelled(); // while it was queued
            return work(context);
        });
    });
    return task;
}

} // namespace quiver::core
