// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobrunner.h"

#include "interrupt.h"
#include "terminal.h"

#include <QEventLoop>

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
    QEventLoop loop;
    if (showProgress) {
        QObject::connect(job.get(), &core::Job::progressChanged, &loop, [&] { line.show(job->progress()); });
        QObject::connect(job.get(), &core::Job::logAppended, &loop, showLog);
    }
    QObject::connect(job.get(), &core::Job::stateChanged, &loop, [&] {
        if (job->isFinished())
            loop.quit();
    });
    if (!job->isFinished())
        loop.exec();
    line.clear();
    if (showProgress)
        showLog();
}

} // namespace quiver::ctl
