// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/stopping.h"

namespace quiver::ui {

void stopJob(const std::shared_ptr<core::Job> &job, QObject *receiver, const std::function<void()> &then)
{
    const auto running = std::make_shared<std::shared_ptr<core::Job>>(job); // let go of when it has ended: it holds who holds this
    const auto tell = [running, then] {
        if (!*running || !(*running)->isFinished())
            return;
        running->reset();
        then();
    };
    QObject::connect(job.get(), &core::Job::stateChanged, receiver, tell);
    if (job->cancelRequests() == 0)
        job->cancel();
    tell(); // it may have ended before anybody listened
}

} // namespace quiver::ui
