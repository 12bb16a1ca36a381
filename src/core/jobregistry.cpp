// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobregistry.h"

#include <algorithm>

namespace quiver::core {

namespace {

constexpr std::size_t maxKept = 500; // finished jobs beyond this are let go, oldest first

} // namespace

JobRegistry::JobRegistry(QObject *parent)
    : QObject(parent)
{
}

void JobRegistry::add(const std::shared_ptr<Job> &job)
{
    QMetaObject::invokeMethod(
        this,
        [this, job] {
            if (m_jobs.size() >= maxKept) {
                const auto finished = std::find_if(m_jobs.begin(), m_jobs.end(), [](const auto &j) { return j->isFinished(); });
                if (finished != m_jobs.end())
                    m_jobs.erase(finished);
            }
            m_jobs.push_back(job);
            Q_EMIT jobAdded(job);
        },
        Qt::AutoConnection);
}

void JobRegistry::forget(const std::shared_ptr<Job> &job)
{
    std::erase(m_jobs, job);
}

void JobRegistry::cancelAll()
{
    for (const auto &job : m_jobs)
        job->cancel();
}

} // namespace quiver::core
