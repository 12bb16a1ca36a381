// SPDX-License-Identifier: GPL-3.0-or-later
// A result of any size within a fixed budget of memory: filled by a session's thread, read by the screen.
//
// The latest-read and first batches are in memory; past the budget either reading pauses (the socket is not drained, so
// the server waits) until fetchAll(), or batches go to an unlinked temporary file and come back on demand. A row that is
// not in memory is loaded on a thread of the store's own: the caller never waits for the disk, it is told when it is there.
#pragma once

#include "pg/result.h"

#include <QObject>

#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace quiver::pg {

struct ResultStoreOptions {
    std::size_t memoryBudget = 64U << 20; ///< bytes of batches held in memory
    bool pauseAtBudget = true;            ///< false: spill at once (as after fetchAll())
};

/// The RowSink side is called on a session's thread; everything else on the thread that owns the store.
class ResultStore final : public QObject, public RowSink
{
    Q_OBJECT

public:
    explicit ResultStore(ResultStoreOptions options = {}, QObject *parent = nullptr);
    ~ResultStore() override;

    // RowSink
    void begin(const Columns &columns) override;
    void append(RowBatchPtr batch, const std::stop_token &stop) override;

    Columns columns() const;      ///< null before begin()
    qint64 rowCount() const;      ///< rows that have arrived
    qint64 bytes() const;         ///< of all rows, in memory or not
    qint64 bytesInMemory() const;
    qint64 bytesOnDisk() const;
    bool isPaused() const;        ///< reading waits for fetchAll()
    void fetchAll();

    /// The batch that holds \p row and the number of its first row. Null when it is not in memory: it is being loaded, and
    /// loaded() will follow. \p row in [0, rowCount).
    struct Located {
        RowBatchPtr batch;
        qint64 firstRow = 0;
    };
    Located locate(qint64 row);
    /// The same, waiting for the disk: for exports on a worker thread. Thread-safe. \throws core::Error when the file fails
    Located load(qint64 row);

Q_SIGNALS:
    void columnsKnown();
    /// More rows have arrived; coalesced, at most about 60 times a second.
    void rowsArrived();
    void pausedChanged(bool paused);
    /// A batch asked for with locate() is there.
    void loaded(qint64 firstRow, qint64 rows);
    /// The temporary file cannot be written or read; rows so far in memory stay.
    void failed(const QString &reason);
};

} // namespace quiver::pg
