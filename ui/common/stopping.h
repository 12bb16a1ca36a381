// SPDX-License-Identifier: GPL-3.0-or-later
// Stopping what runs before its window or its server goes: each part is asked, and the last one that has ended calls back. Nothing waits.
#pragma once

#include "core/job.h"

#include <functional>
#include <memory>

namespace quiver::ui {

/// Calls \p then once: when it is gone itself, and each callback that it gave out was called.
class WhenAll
{
public:
    explicit WhenAll(std::function<void()> then) : m_count(std::make_shared<Count>(1, std::move(then))) {}
    ~WhenAll() { m_count->down(); }
    Q_DISABLE_COPY_MOVE(WhenAll)

    /// To be called once; it may be kept for as long as need be.
    std::function<void()> another()
    {
        ++m_count->waiting;
        return [count = m_count] { count->down(); };
    }

private:
    struct Count {
        Count(int first, std::function<void()> whenAll) : waiting(first), then(std::move(whenAll)) {}
        void down()
        {
            if (--waiting == 0)
                then();
        }
        int waiting;
        std::function<void()> then;
    };
    std::shared_ptr<Count> m_count;
};

/// Cancels \p job, where nobody has yet, and calls \p then on \p receiver's thread when it has ended. A second cancel would give the
/// connection up, and with it what the job still cleans up.
void stopJob(const std::shared_ptr<core::Job> &job, QObject *receiver, const std::function<void()> &then);

} // namespace quiver::ui
