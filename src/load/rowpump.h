// SPDX-License-Identifier: GPL-3.0-or-later
// The thread of a load that reads and encodes, ahead of the session that sends: batches of binary COPY in small pieces.
//
// At most some 8 MB wait to be sent; then reading pauses. What goes wrong with the source comes out of take(), in its place.
#pragma once

#include "load/rowencoder.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

namespace quiver::load {

/// Some rows of one batch, in the order in which they are sent.
struct Piece {
    QByteArray bytes;         ///< with COPY's header where a batch begins, its trailer where it ends
    qint64 rows = 0;          ///< in it
    qint64 bad = 0;           ///< refused between them
    std::vector<BadRow> rejects; ///< those, for OnBadRow::Reject
    std::optional<BadRow> stop;  ///< for OnBadRow::Stop: nothing follows
    bool endsBatch = false;
    bool endsSource = false;  ///< and the batch
    RowPlace next;            ///< behind the batch: where it can be gone on
    qint64 offset = 0;        ///< of the source, about as far as the piece goes
    qint64 flushedToZero = 0; ///< of all rows so far
};

struct PumpLimits {
    qint64 rows = 50'000;     ///< of the first batch; each has twice as many as the one before, up to mostRows
    qint64 mostRows = 50'000;
    qint64 bytes = 128LL << 20;
    qint64 endBefore = -1; ///< a batch ends just before this row of the source; -1: none
};

/// Rows of the source, by number, that the server has refused, and why.
using RefusedRows = std::map<qint64, QString>;

class RowPump
{
public:
    RowPump(const LoadPlan &plan, const TargetTable &target, bool withOrdinal, std::unique_ptr<Source> source);
    ~RowPump();
    RowPump(const RowPump &) = delete;
    RowPump &operator=(const RowPump &) = delete;

    /// Begins a batch at \p from, which is the beginning or a Piece's next. Stops what was under way.
    void start(const RowPlace &from, const PumpLimits &limits, const RefusedRows &refused);
    void stop();
    /// Waits for the next piece. \throws what reading has thrown; core::Cancelled
    Piece take(const std::stop_token &stop);

    const SourceInfo &info() const { return m_source->info(); }

private:
    void produce(const std::stop_token &stop, PumpLimits limits);
    void pumpBlock(const RowBlock &block, std::vector<BadRow> &bad, const RowPlace &behind, PumpLimits &limits, const std::stop_token &stop);
    void encodeRow(const RowBlock &block, std::size_t row, const RowPlace &next);
    void refuse(BadRow row);
    QByteArray rawRow(const RowPlace &place, const RowPlace &next);
    void beginBatch();
    void endBatch(const RowPlace &next, bool endsSource, PumpLimits &limits, const std::stop_token &stop);
    void push(const std::stop_token &stop);

    const LoadPlan m_plan;
    const std::unique_ptr<Source> m_source;
    RowEncoder m_encoder;
    RefusedRows m_refused;

    // the thread's own
    Piece m_piece;
    qint64 m_batchRows = 0, m_batchBytes = 0;
    int m_batchRefused = 0; ///< of them by the server
    bool m_stopped = false;

    std::mutex m_mutex; // guards those up to the empty line
    std::condition_variable_any m_changed;
    std::deque<Piece> m_queue;
    qint64 m_queuedBytes = 0;
    std::exception_ptr m_error;

    std::jthread m_thread; // last: it uses all of the above
};

/// Row number \p number (from 1) of those that a batch beginning at \p from sends: where it stands in the source, and itself.
/// Reads the source anew. No value where there is none.
std::optional<BadRow> sentRow(const LoadPlan &plan, const TargetTable &target, const RowPlace &from, const RefusedRows &refused,
                              qint64 number);

} // namespace quiver::load
