// SPDX-License-Identifier: GPL-3.0-or-later
// Waits for a job on the main thread: shows its progress and log, cancels it on Ctrl+C.
#pragma once

#include "core/job.h"
#include "core/threadjob.h"

#include <memory>

namespace quiver::ctl {

/// Returns when \p job is finished. \p showProgress: progress and log go to standard error.
void waitFor(const std::shared_ptr<core::Job> &job, bool showProgress = true);

/// Runs \p work, which takes a core::JobContext, on a worker thread and returns or throws what it did.
template<typename Work>
auto runJob(const QString &title, Work work) -> std::invoke_result_t<Work, core::JobContext &>
{
    QThreadPool pool;
    auto task = core::runInThread(pool, title, nullptr, std::move(work));
    waitFor(task.job);
    if constexpr (std::is_void_v<std::invoke_result_t<Work, core::JobContext &>>)
        task.future.waitForFinished();
    else
        return task.future.result();
}

} // namespace quiver::ctl
