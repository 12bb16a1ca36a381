// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/sessionwork.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace quiver::load {

void runOnSession(pg::Session &session, const QString &title, core::JobContext &job, SessionWork work)
{
    static constexpr std::chrono::seconds answersWithin{2};
    auto [task, item] = pg::makeWork(title, nullptr, pg::Work::Repeat::Never, std::move(work));
    session.submit(std::move(item));
    std::jthread patience;
    const auto passedOn = job.onCancel([inner = task.job](int) { inner->cancel(); });
    const std::stop_callback cancel(job.stopToken(), [&patience, inner = task.job] {
        patience = std::jthread([inner](const std::stop_token &answered) {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any().wait_for(lock, answered, answersWithin, [] { return false; });
            for (int request = inner->cancelRequests(); request < 2 && !answered.stop_requested(); ++request)
                inner->cancel();
        });
    });
    task.future.waitForFinished(); // throws what the work threw
}

void runOnSessionAnyway(pg::Session &session, const QString &title, core::JobContext &job, SessionWork work)
{
    auto [task, item] = pg::makeWork(title, nullptr, pg::Work::Repeat::Never, std::move(work));
    session.submit(std::move(item));
    const auto ended = job.onCancel([inner = task.job](int request) {
        while (request >= 2 && inner->cancelRequests() < 2 && !inner->isFinished())
            inner->cancel();
    });
    task.future.waitForFinished();
}

} // namespace quiver::load
