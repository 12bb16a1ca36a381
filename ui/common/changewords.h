// SPDX-License-Identifier: GPL-3.0-or-later
// What a Change locks, costs and came to, in words for the user.
#pragma once

#include "sql/changerunner.h"
#include "sql/lockholders.h"

#include <QString>

namespace quiver::ui {

/// "Nobody can read or write public.documents meanwhile"; empty where nobody is kept waiting for anything.
QString lockWords(const sql::ChangeStep &step);
/// "2 s to 5 s (25,000 rows, 98 MB)"; empty where it is not known.
QString estimateWords(const sql::StepEstimate &estimate);
QString stateWords(sql::StepState state);
QString stateIconName(sql::StepState state);

/// A line below a step's title.
struct StepFact {
    enum class Tone { Plain, Warning, Danger };
    QString text;
    Tone tone = Tone::Plain;
    bool operator==(const StepFact &) const = default;
};
QList<StepFact> stepFacts(const sql::ChangeStep &step);

/// "Waits for session 4711 (app, idle in transaction for 2 min)"; empty where nobody is waited for.
QString waitWords(const std::vector<sql::LockHolder> &blockers);
/// What happened, what stands and what to do next.
QString outcomeWords(const sql::ChangeReport &report);

} // namespace quiver::ui
