// SPDX-License-Identifier: GPL-3.0-or-later
// Which index a vector column wants, and why: method, form, operator class and options, from its rows, its vectors, the statements
// that the server remembers, and its memory.
#pragma once

#include "index/buildforecast.h"
#include "index/indextable.h"

namespace quiver::index {

struct IndexAdvice {
    IndexSpec spec;
    BuildSettings settings;   ///< what the build should have, where that differs from the session's
    bool isNeeded = true;     ///< false: the table is so small that reading all of it is quick
    std::optional<IndexFound> existing; ///< that already does this
    QStringList reasons;      ///< a sentence each, the most important first
    QString search;           ///< how to search then: "SET ivfflat.probes = 32"; empty: nothing in particular
    QString obstacle;         ///< why no index is possible, in a sentence; empty: one is
};

/// Pure. \p table has to have the column's sample. Without what the build's memory comes to.
IndexAdvice adviseIndex(const IndexTable &table, const QString &column);
/// Completes \p advice with what its build takes of memory, as forecastBuild() tells it, and the setting that gives it as much. Pure.
void adviseMemory(IndexAdvice &advice, const IndexTable &table, const ForecastInput &input);

struct IndexAdvised {
    IndexAdvice advice;
    double rows = -1; ///< of the table, as in IndexTable
};
/// All of it, asked of the server on a session's thread; no value where there is no such table. \throws what the connection throws
std::optional<IndexAdvised> advise(pg::Connection &connection, const QString &schema, const QString &table, const QString &column);

} // namespace quiver::index
