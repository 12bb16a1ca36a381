// SPDX-License-Identifier: GPL-3.0-or-later
// What building an index will come to, before it is built: size, memory, time, workers, locks; each with where it comes from.
//
// readForecastInput() asks the server, forecastBuild() is pure: what was read once tells of other options and settings, too, as fast as
// they are chosen.
#pragma once

#include "index/buildtime.h"
#include "index/hostfacts.h"
#include "index/rowfacts.h"
#include "index/sizeforecast.h"
#include "index/workerforecast.h"

#include <QJsonObject>
#include <QStringList>

namespace quiver::index {

struct ForecastInput {
    RowFacts rows;
    HostFacts host;
    std::vector<MeasuredBuild> calibration; ///< of the table's own rows; empty: none was made
    std::vector<MeasuredBuild> past;        ///< of other indexes on this server, from the journal
    bool operator==(const ForecastInput &) const = default;
};

struct BuildForecast {
    Figure sizeBytes;
    /// Of an HNSW graph while it is built, of IVFFlat's k-means; of the largest partition.
    Figure memoryBytes;
    qint64 workMem = 0;         ///< maintenance_work_mem that the build gets, bytes
    std::optional<bool> fitsMemory;
    std::optional<qint64> spillAtRow; ///< as the server's NOTICE counts
    double neededWorkMem = 0;   ///< maintenance_work_mem that holds it all, bytes; 0: not known
    Figure seconds;
    std::optional<IvfflatPace> pace; ///< of an IVFFlat build that was calibrated
    WorkerForecast workers;
    int lists = 0;              ///< advised for the rows, of IVFFlat
    int probes = 0;             ///< to begin with, for the lists of the index
    RowFacts rows;
    HostFacts host;
    QStringList locks;          ///< in sentences
    QStringList warnings;       ///< what to see to before, in sentences with what to do
    bool operator==(const BuildForecast &) const = default;
};

ForecastInput readForecastInput(pg::Connection &connection, const IndexSpec &spec);

BuildForecast forecastBuild(const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input);

/// The work of each build that \p spec comes to: one, or one for each partition that has rows.
std::vector<BuildWork> buildWork(const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input);

/// size_bytes, graph_memory_bytes, fits_memory, spill_at_tuple, build_seconds, build_seconds_low, build_seconds_high and what they come
/// from; null where it is not known.
QJsonObject forecastJson(const BuildForecast &forecast);
/// For a terminal: a line for each figure, its source behind it.
QString forecastText(const BuildForecast &forecast);

} // namespace quiver::index
