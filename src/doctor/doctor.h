// SPDX-License-Identifier: GPL-3.0-or-later
// The doctor: what is wrong with a query, in words, with evidence from its plan and the catalogue, and with what to do about it.
#pragma once

#include "doctor/explain.h"
#include "doctor/finding.h"

namespace quiver::doctor {

struct Diagnosis {
    std::vector<Finding> findings;   ///< those that could save most first
    std::optional<plan::Plan> plan;  ///< not where the server refuses the statement
    QStringList assumptions;         ///< what was taken for granted, or could not be looked at, a sentence each
};

/// Explains \p request (its options but for analyze are the doctor's own), reads what the catalogue knows of the tables in the plan and
/// looks at a sample of their vectors. Nothing is changed; with analyze the statement runs and is rolled back. Blocks on the connection,
/// which must not be within a transaction: run it on a session's thread.
/// \throws pg::Error where the server refuses the statement for a reason that is no finding; core::Error as explain()
Diagnosis diagnose(pg::Connection &connection, const ExplainRequest &request);

/// What a plan alone shows, without a server. Pure.
std::vector<Finding> findingsIn(const plan::Plan &plan);

} // namespace quiver::doctor
