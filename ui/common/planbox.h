// SPDX-License-Identifier: GPL-3.0-or-later
// Carries a plan from the session's thread, where a preview's maker makes it, to the page that asked for it.
#pragma once

#include "ui/common/changepreview.h"

#include <memory>
#include <mutex>
#include <optional>

namespace quiver::ui {

/// \p Plan has a member `change`, and `parameters` where the Change takes some. For the page's thread.
template<typename Plan>
class PlanBox
{
public:
    /// A maker that does \p work, which takes a pg::Connection and returns a Plan, and keeps what it returns.
    template<typename Work>
    ChangePreview::Maker maker(Work work)
    {
        return [shared = m_shared, number = ++m_latest, work = std::move(work)](pg::Connection &connection) {
            Plan plan = work(connection);
            sql::PlannedChange change(plan.change);
            if constexpr (requires { plan.parameters; })
                change.parameters = plan.parameters;
            const std::lock_guard lock(shared->mutex);
            shared->number = number;
            shared->plan = std::move(plan);
            return change;
        };
    }
    /// What the latest maker made; no value: it has not yet, or it failed.
    std::optional<Plan> plan() const
    {
        const std::lock_guard lock(m_shared->mutex);
        return m_shared->number == m_latest ? m_shared->plan : std::nullopt;
    }
    /// What is made from now on by makers of before is not wanted.
    void forget() { ++m_latest; }

private:
    struct Shared {
        std::mutex mutex;
        quint64 number = 0;
        std::optional<Plan> plan;
    };
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
    quint64 m_latest = 0;
};

} // namespace quiver::ui
