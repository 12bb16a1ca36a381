// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobrunner.h"

#include "await.h"
#include "interrupt.h"
#include "terminal.h"

namespace quiver::ctl {

void waitFor(const std::shared_ptr<core::Job> &job, bool showProgress)
{
    ProgressLine line;
    qsizetype logged = 0;
    const auto showLog = [&] {
        const QStringList log = job->log();
        for (; logged < log.size(); ++logged)
            line.log(log[logged]);
    };
    const Interrupt interrupt([&job] { job->cancel(); });
    Waiting waiting;
    if (showProgress) {
        QObject::connect(job.get(), &core::Job::progressChanged, &waiting, [&] { line.show(job->progress()); });
        QObject::connect(job.get(), &core::Job::logAppended, &waiting, showLog);
    }
    QObject::connect(job.get(), &core::Job::stateChanged, &waiting, [&] {
        if (job->isFinished())
            waiting.end();
    });
    if (!job->isFinished())
        waiting.untilEnd();
    line.clear();
    if (showProgress)
        showLog();
}

} // namespace quiver::ctl
