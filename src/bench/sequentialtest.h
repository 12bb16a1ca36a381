// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a mean recall reaches a target, asked query by query and stopped as soon as it is decided. Pure.
#pragma once

namespace quiver::bench {

/// A confidence sequence: its interval holds at every look at once, so looking after each query does not make it err more often. The
/// normal mixture of Robbins with the running variance (Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas 2021, asymptotic confidence
/// sequences, equation 3), with one supposed miss so that queries that all agree do not decide it at once.
class SequentialTest
{
public:
    enum class Decision { Open, Reached, Missed };

    /// \p target 0 to 1; \p error: the chance to decide wrongly.
    explicit SequentialTest(double target, double error = 0.05) : m_target(target), m_error(error) {}

    /// The next query's recall.
    void add(double recall);
    /// Open for fewer than leastQueries.
    Decision decision() const;
    /// When there are no more queries: by the mean.
    Decision decisionAtEnd() const;
    int queries() const { return m_n; }
    double mean() const { return m_n > 0 ? m_sum / m_n : 0; }
    double low() const;  ///< 0 to 1
    double high() const;

    static constexpr int leastQueries = 20;

private:
    double reach() const;

    double m_target, m_error;
    int m_n = 0;
    double m_sum = 0, m_squares = 0;
};

} // namespace quiver::bench
