// SPDX-License-Identifier: GPL-3.0-or-later
// One measurement, as data: a workload, the settings it is run with, by how many workers, for how long.
#pragma once

#include "bench/workload.h"

namespace quiver::bench {

struct RunSpec {
    enum class Loop {
        Closed, ///< a worker sends the next query when it has the answer to the one before
        Open,   ///< queries are due at a fixed rate, whatever the server does; latency counts from when a query was due
    };
    QString name;                  ///< for people: "ef_search 100"; empty: runName()
    QString note;                  ///< what is to be remembered of it, for people; stands among the result's notes
    Workload workload;
    search::SettingValues settings; ///< of each worker's session: "hnsw.ef_search" "100"
    int workers = 1;               ///< connections, each with a thread of its own: 1 to maxWorkers
    Loop loop = Loop::Closed;
    double rate = 0;               ///< of Open: queries/s of all workers together
    double seconds = 10;           ///< to measure for
    qint64 executions = 0;         ///< of all workers together, after which it ends too, at most maxExecutions; 0: by time, and by maxExecutions
    /// Run before, not measured. 0: none, nor is any of its queries executed or the table read for exact neighbours before, so that the caches are as they are
    /// found; but for query vectors that are rows of the table, which is read to choose them.
    double warmupSeconds = 1;
    bool measuresRecall = true;    ///< needs exact neighbours, which are computed here unless the workspace has them
    bool operator==(const RunSpec &) const = default;
};

inline constexpr int maxWorkers = 256;
/// Answers of a run, whose samples of 8 bytes are kept in memory, and in one field of the workspace.
inline constexpr qint64 maxExecutions = 30'000'000;

/// Its name, or else what is special of it: "ef_search = 100, 4 workers".
QString runName(const RunSpec &spec);
/// What it has in common with runs that differ by their workers alone: "ef_search = 100"; empty: the server's settings.
QString ladderName(const RunSpec &spec);
/// 1, 2, 4, ... up to \p most, which is the last one in any case. For a ladder of concurrency.
std::vector<int> workerLadder(int most);
/// Why it cannot be run, in a sentence with what to do; empty: it can. Ranges of the settings included; \p pgvector: of the database,
/// empty: not known.
QString runProblem(const RunSpec &spec, const QString &pgvector = {});

} // namespace quiver::bench
