// SPDX-License-Identifier: GPL-3.0-or-later
// Says whom a Change waits for while it runs: a statement that waits for somebody's lock is silent itself.
#pragma once

#include "core/job.h"
#include "pg/session.h"

#include <QTimer>

#include <memory>

namespace quiver::ctl {

/// Looks by a session of its own, and only while the job is under way; into the job's log goes what is new.
class WaitWatch
{
public:
    WaitWatch(const pg::ConnectOptions &options, std::shared_ptr<core::Job> job, int backendPid);
    Q_DISABLE_COPY_MOVE(WaitWatch)

private:
    void look();
    void seen(const QString &words);

    const std::shared_ptr<core::Job> m_job;
    const int m_backendPid;
    pg::Canceller m_canceller;
    pg::Session m_session;
    QTimer m_timer;
    QString m_words; ///< as of the latest look; empty: it does not wait
    bool m_isLooking = false;
};

} // namespace quiver::ctl
