// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the queries of a workload one by one, to compare what comes with the truth. On a session's thread.
#pragma once

#include "bench/runresult.h"
#include "bench/truth.h"

namespace quiver::bench {

class RecallProbe
{
public:
    /// The connection has the settings of the run. All of them outlive it.
    RecallProbe(pg::Connection &connection, const BoundWorkload &workload, const Truth &truth);

    std::size_t queries() const { return m_workload.queries.vectors.size(); }
    /// Asks query number \p query. No value: it has no neighbours to be found. \throws pg::Error, core::Cancelled
    std::optional<double> ask(std::size_t query);
    double serverSeconds() const { return m_seconds; } ///< waited for so far

private:
    pg::Connection &m_connection;
    const BoundWorkload &m_workload;
    const Truth &m_truth;
    double m_seconds = 0;
};

/// Recall of all queries in their order, with progress; 0 of one that the server refuses, NaN of one that has no neighbours to be found. \throws where the
/// connection is lost, core::Cancelled
std::vector<double> measureRecall(pg::Connection &connection, core::JobContext &job, const BoundWorkload &workload, const Truth &truth);

/// What the plan of some executions says: pages, and which indexes are used. EXPLAIN ANALYZE of \p count queries.
struct PlanLook {
    BufferFigures buffers;
    QStringList indexes; ///< in the order of their names
};
/// One execution with query number \p query, measured by the server: its JSON.
QString explained(pg::Connection &connection, const BoundWorkload &workload, std::size_t query);
PlanLook lookAtPlans(pg::Connection &connection, const BoundWorkload &workload, int count);
/// The same of the first query, which is not executed: pages are not known.
PlanLook planOnly(pg::Connection &connection, const BoundWorkload &workload);

} // namespace quiver::bench
