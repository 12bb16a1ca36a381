// SPDX-License-Identifier: GPL-3.0-or-later
// One run of a benchmark that was kept. Runs of one name are its history. What a run is, is JSON that the room of benchmarks writes and reads.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QUuid>

#include <optional>

namespace quiver::store {

struct BenchmarkEntry {
    qint64 id = 0;       ///< given by the workspace, ascending; 0 before that
    QDateTime startedAt; ///< UTC, to the millisecond
    QUuid profileId;     ///< null: not run through a profile
    QString server;      ///< summary to show: user@host:port/database
    QString database;
    QString table;       ///< with its schema, as SQL writes it: to be found by
    QString name;        ///< of the benchmark; empty: kept without one
    QString comment;     ///< the user's own words on the run
    QByteArray result;   ///< JSON, without the samples
    QByteArray samples;  ///< raw, compressed; empty where they were not asked for
    bool operator==(const BenchmarkEntry &) const = default;
};

/// Which of the kept runs; every given part must hold.
struct BenchmarkFilter {
    std::optional<QString> name;
    QString server;      ///< empty: any
    QString table;       ///< empty: any
    qint64 id = 0;       ///< 0: any
    bool withSamples = false; ///< else they are empty: they may be large
    bool operator==(const BenchmarkFilter &) const = default;
};

} // namespace quiver::store
