// SPDX-License-Identifier: GPL-3.0-or-later
// Kept runs of benchmarks, and exact neighbours that were computed for them, as rows of the workspace.
#pragma once

#include "store/benchmarkentry.h"
#include "store/sqliteconnection.h"

#include <QList>

namespace quiver::store {

/// Newest first, at most \p limit entries with an id below \p beforeId (0: from the newest on). \throws Error
QList<BenchmarkEntry> readBenchmarks(SqliteConnection &connection, const BenchmarkFilter &filter, int limit, qint64 beforeId);
/// Adds \p entry, whose own id is ignored, and returns the id it got. \throws Error
qint64 addBenchmarkEntry(SqliteConnection &connection, const BenchmarkEntry &entry);
void renameBenchmarkEntry(SqliteConnection &connection, qint64 id, const QString &name);
void commentBenchmarkEntry(SqliteConnection &connection, qint64 id, const QString &comment);
void deleteBenchmarkEntry(SqliteConnection &connection, qint64 id);

/// Null if there is none of that fingerprint.
QByteArray readTruth(SqliteConnection &connection, const QString &fingerprint);
/// Adds or replaces, then drops the oldest others until all together are at most mostTruthBytes.
void writeTruth(SqliteConnection &connection, const QString &fingerprint, const QByteArray &bytes, const QDateTime &now);
inline constexpr qint64 mostTruthBytes = 256 * 1024 * 1024;

} // namespace quiver::store
