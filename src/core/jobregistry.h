// SPDX-License-Identifier: GPL-3.0-or-later
// Every job of the program in one place, so that one panel can show and cancel any of them.
#pragma once

#include "core/job.h"

#include <QObject>

#include <vector>

namespace quiver::core {

class JobRegistry final : public QObject
{
    Q_OBJECT

public:
    explicit JobRegistry(QObject *parent = nullptr);

    /// Callable from any thread; jobAdded() follows on the registry's own thread.
    void add(const std::shared_ptr<Job> &job);
    /// Registry's thread only. Running jobs and those finished that forget() has not dropped yet.
    const std::vector<std::shared_ptr<Job>> &jobs() const { return m_jobs; }
    void forget(const std::shared_ptr<Job> &job);
    /// Asks every unfinished job to stop: on shutdown.
    void cancelAll();

Q_SIGNALS:
    void jobAdded(const std::shared_ptr<quiver::core::Job> &job);

private:
    std::vector<std::shared_ptr<Job>> m_jobs;
};

} // namespace quiver::core
