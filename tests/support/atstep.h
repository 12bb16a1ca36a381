// SPDX-License-Identifier: GPL-3.0-or-later
// Does something in the middle of a Change: when a step runs and so many of its rows stand.
#pragma once

#include "sql/changerunner.h"

#include <functional>
#include <utility>

namespace quiver::test {

/// Once, on the session's thread. What \p act throws fails the step.
class AtStep final : public sql::ChangeListener
{
public:
    static constexpr std::size_t any = std::size_t(-1);

    AtStep(std::size_t step, qint64 rows, std::function<void()> act) : m_step(step), m_rows(rows), m_act(std::move(act)) {}
    void stepChanged(std::size_t index, const sql::StepReport &report) override
    {
        const bool isIt = m_step == any || index == m_step;
        if (isIt && report.state == sql::StepState::Running && report.rows >= m_rows && std::exchange(m_armed, false))
            m_act();
    }

private:
    const std::size_t m_step;
    const qint64 m_rows;
    const std::function<void()> m_act;
    bool m_armed = true;
};

} // namespace quiver::test
