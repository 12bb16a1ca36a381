// SPDX-License-Identifier: GPL-3.0-or-later
// Whether two runs asked the same, so that a figure of one says anything of the other's. Pure.
#pragma once

#include "bench/runresult.h"

#include <QStringList>

namespace quiver::bench {

/// In which \p run asked something else than \p baseline, a sentence each: table, share of its rows, k, queries, conditions, statement, rate,
/// workers. Empty: they can be compared. How the answers are found is none of it, as that is what one compares: settings, first stage, index, server.
QStringList taskDifferences(const RunResult &run, const RunResult &baseline);

} // namespace quiver::bench
