// SPDX-License-Identifier: GPL-3.0-or-later
// The doctor: what is wrong with a query, in words, with evidence from its plan and the catalogue, and with what to do about it.
#pragma once

#include "doctor/explain.h"
#include "doctor/finding.h"

namespace quiver::doctor {

struct Diagnosis {
    std::vector<Finding> findings;   ///< those that could save most first
    std::optional<plan::Plan> plan;  ///< not where the server refuses the statement
    QByteArray text;                 ///< the plan as the server sent it, JSON
    QString ended;                   ///< why the run of ANALYZE came to no end, in a sentence: the plan is without its figures; empty: it did
    QStringList assumptions;         ///< what was taken for granted, or could not be looked at, a sentence each
};

/// Explains \p request (with VERBOSE, whether its options say so or not: that tells the tables' schemas), reads what the catalogue knows of the tables in the plan and
/// looks at a sample of their vectors. Nothing is changed; with analyze the statement runs and is rolled back. Blocks on the connection,
/// which must not be within a transaction: run it on a session's thread.
/// \throws pg::Error where the server refuses the statement for a reason that is no finding; core::Error as explain()
Diagnosis diagnose(pg::Connection &connection, const ExplainRequest &request);

/// The same of a plan that was made before, on the server that made it: nothing is planned or run for its figures, the catalogue is read
/// as it is now. \p statement: that it is of, where the plan does not say so; empty: not known. Blocks on the connection likewise.
Diagnosis diagnoseKept(pg::Connection &connection, const plan::Plan &plan, const QString &statement);

/// What a plan alone shows, without a server. \p statement: that it is of, where that is known from elsewhere than the plan. Pure.
std::vector<Finding> findingsIn(const plan::Plan &plan, const QString &statement = {});

} // namespace quiver::doctor
