// SPDX-License-Identifier: GPL-3.0-or-later
// Why answers of a run had fewer rows than they should, and what to do. Pure.
#pragma once

#include "bench/runresult.h"

namespace quiver::bench {

/// Rows that each search wants: k, and one more where the queries are rows of the table, as each finds itself.
int rowsWanted(const Workload &workload);

/// A sentence or two, told from settings, index and rows of the result's facts; empty: no answer was short.
QString shortAnswersNote(const RunResult &result);

} // namespace quiver::bench
