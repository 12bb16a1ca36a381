// SPDX-License-Identifier: GPL-3.0-or-later
// A result of any size within a fixed budget of memory: filled by a session's thread, read by the screen.
//
// The latest-read and first batches are in memory; past the budget either reading pauses (the socket is not drained, so
// the server waits) until fetchAll(), or batches go to an unlinked temporary file and come back on demand. A row that is
// not in memory is loaded on a thread of the store's own: the caller never waits for the disk, it is told when it is there.
#pragma once

#include "pg/result.h"

#include <QElapsedTimer>
#include <QObject>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace quiver::pg {

class SpillFile;

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

private:
    struct Segment {
        qint64 firstRow = 0;
        int rows = 0;
        std::size_t bytes = 0;
        qint64 offset = -1; // in the spill file; -1: not written
        RowBatchPtr batch;  // null: on disk only
    };
    struct Recent {
        std::size_t segment = 0;
        RowBatchPtr batch;
    };
    bool waitForRoom(const std::stop_token &stop);
    std::size_t segmentOf(qint64 row) const;
    RowBatchPtr recentLocked(std::size_t segment);
    void rememberLocked(std::size_t segment, RowBatchPtr batch);
    RowBatchPtr read(const Segment &segment, const Columns &columns) const;
    void loadLoop();
    void announceRows();
    void deliverRows();

    const ResultStoreOptions m_options;
    mutable std::mutex m_mutex; // guards all below but the atomics; never held while the disk works
    Columns m_columns;
    std::vector<Segment> m_segments;
    qint64 m_rows = 0;
    qint64 m_bytes = 0;
    qint64 m_memory = 0; // without the recently loaded ones, which are few
    qint64 m_disk = 0;
    bool m_paused = false;
    bool m_fetchAll;
    std::condition_variable_any m_room;
    std::deque<Recent> m_recent;         // loaded from disk, the latest used first
    std::deque<std::size_t> m_wanted;    // segments to load, the latest asked for first
    std::condition_variable m_wantedChanged;
    bool m_quit = false;
    std::unique_ptr<SpillFile> m_file;
    std::thread m_loader; // started when the first batch has to come from disk
    std::atomic<bool> m_rowsPending{false};
    QElapsedTimer m_sinceAnnounced;
};

} // namespace quiver::pg
