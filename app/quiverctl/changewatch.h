// SPDX-License-Identifier: GPL-3.0-or-later
// Says whom a Change waits for while it runs, and how far its builds and vacuums are: the statements themselves are silent.
#pragma once

#include "core/job.h"
#include "index/buildclock.h"
#include "index/buildquery.h"
#include "index/vacuumprogress.h"
#include "pg/session.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace quiver::ctl {

/// Looks by a session of its own, and only while the job is under way; into the job's log goes who is new, into its progress how far it is.
class ChangeWatch
{
public:
    ChangeWatch(const pg::ConnectOptions &options, std::shared_ptr<core::Job> job, int backendPid);
    Q_DISABLE_COPY_MOVE(ChangeWatch)

private:
    struct Seen {
        QString blockers; ///< in words; empty: it does not wait
        std::optional<index::BuildProgress> build;
        std::optional<index::VacuumProgress> vacuum;
    };
    void look();
    void seen(const Seen &seen);

    const std::shared_ptr<core::Job> m_job;
    const int m_backendPid;
    pg::Canceller m_canceller;
    pg::Session m_session;
    QTimer m_timer;
    std::shared_ptr<std::optional<index::BuildSight>> m_sight; ///< of the session's thread
    index::BuildClock m_clock;
    index::BuildKey m_build; ///< that it is of
    QString m_blockers; ///< as of the latest look
    bool m_isLooking = false;
};

} // namespace quiver::ctl
