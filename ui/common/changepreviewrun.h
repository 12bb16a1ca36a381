// SPDX-License-Identifier: GPL-3.0-or-later
// Private to ChangePreview: what a run of a Change and the widget share.
#pragma once

#include "ui/common/changepreview.h"

#include <QElapsedTimer>

#include <atomic>
#include <mutex>

namespace quiver::ui {

/// Filled on the session's thread, read on the GUI's. The run keeps it alive when the widget is gone.
struct ChangePreview::Run final : sql::ChangeListener {
    explicit Run(std::size_t steps) : reports(steps) {}

    void stepChanged(std::size_t index, const sql::StepReport &report) override
    {
        const std::lock_guard lock(mutex);
        reports[index] = report;
        sinceNews.start();
    }
    /// Milliseconds in which nothing was heard of it.
    qint64 silentMs()
    {
        const std::lock_guard lock(mutex);
        return sinceNews.isValid() ? sinceNews.elapsed() : 0;
    }
    std::vector<sql::StepReport> snapshot()
    {
        const std::lock_guard lock(mutex);
        return reports;
    }

    std::mutex mutex;
    std::vector<sql::StepReport> reports;      ///< guarded by mutex
    QElapsedTimer sinceNews;                   ///< guarded by mutex
    std::atomic<int> backendPid{0};            ///< of the session it runs on
    bool looking = false;                      ///< a question about who stands in its way is under way; GUI thread only
    std::optional<sql::ChangeReport> finished; ///< written before the future is settled
    qint64 undoes = 0;                         ///< the journal's entry that it takes back
    qint64 entry = 0;                          ///< its own; written before the future is settled
    std::shared_ptr<core::Job> job;            ///< GUI thread only
    QPointer<Server> server;                   ///< GUI thread only
};

} // namespace quiver::ui
