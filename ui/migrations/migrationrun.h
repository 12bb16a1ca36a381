// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of migrations and the page share; the run keeps it alive when the page is gone.
#pragma once

#include "core/job.h"
#include "migrations/migrationrepair.h"
#include "ui/common/server.h"

#include <QPointer>

#include <mutex>

namespace quiver::ui {

/// Filled on the session's thread, read on the GUI's.
class MigrationRun final : public migrations::MigrationListener
{
public:
    void planned(const std::vector<migrations::MigrationStep> &steps) override
    {
        const std::lock_guard lock(m_mutex);
        m_outcomes.clear();
        for (const migrations::MigrationStep &step : steps)
            m_outcomes.push_back({.step = step});
    }
    void migrationChanged(std::size_t index, const migrations::MigrationOutcome &outcome) override
    {
        const std::lock_guard lock(m_mutex);
        m_outcomes[index] = outcome;
    }
    std::vector<migrations::MigrationOutcome> snapshot()
    {
        const std::lock_guard lock(m_mutex);
        return m_outcomes;
    }

    // Written before the future is settled.
    std::optional<migrations::MigrationReport> finished;
    std::optional<sql::ChangeReport> changed; ///< of the history: a baseline, a repair
    bool isKept = false; ///< \p changed, in the journal

    // Set before it begins: where its Changes are kept.
    store::Workspace *journal = nullptr;
    sql::ChangePlace place;

    // GUI thread only.
    QString title;
    std::shared_ptr<core::Job> job;
    QPointer<Server> server;

private:
    std::mutex m_mutex;
    std::vector<migrations::MigrationOutcome> m_outcomes; // guarded by m_mutex
};

} // namespace quiver::ui
