// SPDX-License-Identifier: GPL-3.0-or-later
// What a run came to: its raw samples, the figures made of them, and the facts of server and table that they hold for.
#pragma once

#include "bench/latency.h"
#include "bench/recall.h"
#include "bench/runspec.h"

#include <QDateTime>
#include <QMap>

namespace quiver::bench {

/// One execution that was answered.
struct Sample {
    float atSeconds = 0; ///< when it was answered, since the measuring began
    float latencyMs = 0; ///< from sending it (closed loop), or from when it was due (open loop), to its last row
    bool operator==(const Sample &) const = default;
};

struct WorkerResult {
    std::vector<Sample> samples; ///< in the order of time
    qint64 errors = 0;
    QString firstError;          ///< the server's words of the first of them
    qint64 shortResults = 0;     ///< executions that gave fewer rows than were asked for
    bool lostConnection = false;
    bool operator==(const WorkerResult &) const = default;
};

/// Pages of 8 kB for one execution, means of some that were explained; negative: not known.
struct BufferFigures {
    double hit = -1;  ///< found in shared buffers
    double read = -1; ///< asked of the operating system
    bool isKnown() const { return hit >= 0; }
    bool operator==(const BufferFigures &) const = default;
};

/// What the figures hold for.
struct RunFacts {
    QString server;              ///< user@host:port/database
    QString database;
    QString serverVersion;       ///< "15.18"
    QString pgvectorVersion;     ///< "0.8.0"
    QMap<QString, QString> settings; ///< of the workers' sessions: "hnsw.ef_search" "100", "shared_buffers" "128MB"
    double rows = -1;            ///< of the table, or where exact neighbours were computed of those that meet the conditions; -1: not known
    int dimensions = 0;
    QStringList indexesUsed;     ///< by the plan; empty: none
    QString indexMethod;         ///< of the approximate index among them: "hnsw"; empty: none
    QString indexDefinition;     ///< of that one, as CREATE INDEX
    qint64 indexBytes = -1;      ///< of that one
    double buildSeconds = -1;    ///< of that one, where this program built it for the run
    double share = 1;            ///< of the table's rows, which it was built and measured on: below 1 on a copy of a sample
    qint64 tableBytes = -1;      ///< heap and TOAST
    bool operator==(const RunFacts &) const = default;
};

struct RunResult {
    enum class State {
        Complete,
        Cancelled,  ///< by the user; what was measured until then counts
        Incomplete, ///< a connection was lost: see stateReason; what was measured until then is kept
    };
    /// By what a change of the table during the run would have been seen.
    enum class Watch {
        Unknown,  ///< the run did not come to its end, or was kept by an earlier program
        Rows,     ///< the versions of its rows: surely
        Counters, ///< rows inserted, updated and deleted by the server's statistics, which come some seconds late: of large tables, and without a warm-up
        Nothing,  ///< of views and foreign tables, and where the server does not count
    };
    qint64 id = 0;             ///< in the workspace; 0: not kept
    RunSpec spec;
    QDateTime startedAt;       ///< UTC, of the measuring
    State state = State::Complete;
    QString stateReason;       ///< in a sentence; empty where it is complete
    double seconds = 0;        ///< measured, from the common start to the last answer
    qint64 executions = 0;     ///< answered
    qint64 errors = 0;
    qint64 shortResults = 0;   ///< answered with fewer rows than k
    double qps = 0;            ///< executions / seconds
    LatencyFigures latency;
    std::optional<RecallFigure> recall; ///< no value: not measured, notes say why
    int queries = 0;           ///< different ones that were asked
    QString querySet;          ///< a hash of their vectors: two runs with the same asked the same; empty: not known
    std::vector<double> recalls; ///< of each query, in order, NaN of one that has nothing to be found; empty: not measured, or not read from the workspace
    BufferFigures before, after; ///< before it not known without a warm-up: looking would fill the caches
    RunFacts facts;
    QStringList notes;         ///< what is to be known of the figures, in sentences: the table changed, rows were missing
    bool tableChanged = false; ///< during the run, or since the exact neighbours were computed that its recall is against
    Watch watch = Watch::Unknown;
    QString keptAs;            ///< the name that it is kept under; runs of one name are a history
    QString comment;           ///< the user's own words on it, where it is kept
    std::vector<WorkerResult> workers; ///< empty where the samples were not read from the workspace
    bool operator==(const RunResult &) const = default;

    std::vector<float> latencies() const; ///< of all workers, in no order
};

/// Fills executions, errors, shortResults, qps and latency in from the workers. \p seconds 0: to the last answer.
void addUp(RunResult &result, double seconds = 0);

/// What the indexes of a run are called: the one that was built for it by how ("hnsw m=16 ef_construction=64"), others by name. Empty: none was used.
QString indexLabel(const RunResult &result);

/// Answers per second over the time of a run.
struct RatePoint {
    double seconds = 0; ///< the middle of the bin
    double qps = 0;
    bool operator==(const RatePoint &) const = default;
};
/// Bins of \p binSeconds from 0 on; one that the run does not fill is left out, unless it is the only one.
std::vector<RatePoint> ratesOf(const RunResult &result, double binSeconds);

/// In sentences, what looking at the table leaves in doubt: where a change of it may have been missed, where it filled the caches of a run without a warm-up. Empty: nothing.
QString watchText(const RunResult &result);

/// "complete", "cancelled", "incomplete".
QString stateText(RunResult::State state);

} // namespace quiver::bench
