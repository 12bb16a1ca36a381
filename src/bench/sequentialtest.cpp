// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/sequentialtest.h"

#include <algorithm>
#include <cmath>

namespace quiver::bench {

namespace {

// The sequence is tightest at about so many queries, and hardly wider around them.
constexpr double tightestAt = 100;

} // namespace

void SequentialTest::add(double recall)
{
    ++m_n;
    m_sum += recall;
    m_squares += recall * recall;
}

double SequentialTest::reach() const
{
    const double n = m_n, counted = n + 1; // with the supposed miss
    const double mean = m_sum / counted;
    const double variance = std::max(m_squares / counted - mean * mean, 0.0);
    // rho for an interval that is tightest at a number of queries (equation 9 there).
    const double l = -2 * std::log(m_error), rho2 = (l + std::log(l + 1)) / tightestAt;
    const double width = 2 * (n * rho2 + 1) / (n * n * rho2) * std::log(std::sqrt(n * rho2 + 1) / m_error);
    return std::sqrt(variance * width);
}

double SequentialTest::low() const
{
    return m_n == 0 ? 0 : std::clamp(mean() - reach(), 0.0, 1.0);
}

double SequentialTest::high() const
{
    return m_n == 0 ? 1 : std::clamp(mean() + reach(), 0.0, 1.0);
}

SequentialTest::Decision SequentialTest::decision() const
{
    if (m_n < leastQueries)
        return Decision::Open;
    if (low() >= m_target)
        return Decision::Reached;
    return high() < m_target ? Decision::Missed : Decision::Open;
}

SequentialTest::Decision SequentialTest::decisionAtEnd() const
{
    return mean() >= m_target ? Decision::Reached : Decision::Missed;
}

} // namespace quiver::bench
