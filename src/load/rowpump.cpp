// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/rowpump.h"

#include <QFile>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t blockBytes = 512 * 1024, blockRows = 8192;
constexpr qsizetype pieceBytes = 64 * 1024;
constexpr std::size_t pieceRejects = 256;
constexpr qint64 queueBytes = 8 << 20;
constexpr qint64 mostRaw = 4096;
constexpr int mostRefused = 100; // by the server in one batch: whatever is met behind them, they are not met again

/// What a piece takes in memory, its bad rows included.
qint64 weight(const Piece &piece)
{
    qint64 sum = piece.bytes.size();
    for (const BadRow &bad : piece.rejects)
        sum += qint64(sizeof bad) + bad.raw.size() + 2 * (bad.reason.size() + bad.field.size());
    return sum;
}

bool hasLines(SourceFormat format)
{
    return format == SourceFormat::Csv || format == SourceFormat::Tsv || format == SourceFormat::JsonLines;
}

/// The row as it stands in the file. \p end: of the row, or behind it.
QByteArray readRaw(const SourceInfo &info, qint64 begin, qint64 end)
{
    QFile file(info.file);
    if (!hasLines(info.format) || end <= begin || !file.open(QIODevice::ReadOnly) || !file.seek(begin))
        return {};
    QByteArray raw = file.read(std::min(end - begin, mostRaw));
    while (raw.endsWith('\n') || raw.endsWith('\r'))
        raw.chop(1);
    return raw;
}

} // namespace

RowPump::RowPump(const LoadPlan &plan, const TargetTable &target, bool withOrdinal, std::unique_ptr<Source> source)
    : m_plan(plan), m_source(std::move(source)), m_encoder(plan, m_source->info(), target, withOrdinal)
{
}

RowPump::~RowPump()
{
    stop();
}

void RowPump::start(const RowPlace &from, const PumpLimits &limits, const RefusedRows &refused)
{
    stop();
    m_refused = refused;
    m_source->seek(from);
    m_stopped = false;
    m_thread = std::jthread([this, limits](const std::stop_token &stop) { produce(stop, limits); });
}

void RowPump::stop()
{
    if (m_thread.joinable()) {
        m_thread.request_stop();
        m_thread.join();
    }
    m_queue.clear();
    m_queuedBytes = 0;
    m_error = nullptr;
    m_piece = {};
}

Piece RowPump::take(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return !m_queue.empty() || m_error; });
    if (stop.stop_requested())
        throw core::Cancelled();
    if (m_queue.empty())
        std::rethrow_exception(m_error);
    Piece piece = std::move(m_queue.front());
    m_queue.pop_front();
    m_queuedBytes -= weight(piece);
    m_changed.notify_all();
    return piece;
}

void RowPump::push(const std::stop_token &stop)
{
    m_piece.flushedToZero = m_encoder.flushedToZero();
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_queuedBytes < queueBytes; });
    m_queuedBytes += weight(m_piece);
    m_queue.push_back(std::exchange(m_piece, {}));
    m_piece.bytes.reserve(pieceBytes + pieceBytes / 4);
    m_changed.notify_all();
    if (m_queue.back().bytes.size() > queueBytes) // one of such rows at a time is enough
        m_changed.wait(lock, stop, [this] { return m_queuedBytes < queueBytes; });
}

void RowPump::produce(const std::stop_token &stop, PumpLimits limits)
{
    try {
        RowBlock block;
        std::vector<BadRow> bad;
        beginBatch();
        for (bool more = true; more && !m_stopped && !stop.stop_requested(); bad.clear()) {
            more = m_source->read(block, bad, blockBytes, blockRows);
            pumpBlock(block, bad, m_source->place(), limits, stop);
            if (!more && !m_stopped)
                endBatch(m_source->place(), true, limits, stop);
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_error = std::current_exception();
        m_changed.notify_all();
    }
}

/// \p behind: where the source stands after the block. A batch ends before a row or behind the block, so that the rows which
/// the source itself refused in front of that place are the batch's own.
void RowPump::pumpBlock(const RowBlock &block, std::vector<BadRow> &bad, const RowPlace &behind, PumpLimits &limits, const std::stop_token &stop)
{
    std::size_t nextBad = 0;
    for (std::size_t row = 0; row <= block.rowCount() && !m_stopped && !stop.stop_requested(); ++row) {
        const bool atEnd = row == block.rowCount();
        const RowPlace &here = atEnd ? behind : block.place(row);
        while (nextBad < bad.size() && (atEnd || bad[nextBad].place.row < here.row) && !m_stopped)
            refuse(std::move(bad[nextBad++]));
        const bool atBorder = limits.endBefore >= 0 && here.row >= limits.endBefore;
        const bool isFull = m_batchRows >= limits.rows || m_batchBytes + m_piece.bytes.size() >= limits.bytes;
        if (!m_stopped && ((m_batchRows > 0 && (atBorder || isFull)) || m_batchRefused >= mostRefused))
            endBatch(here, false, limits, stop);
        if (atBorder)
            limits.endBefore = -1;
        if (!atEnd && !m_stopped) {
            const RowPlace &nextGood = row + 1 < block.rowCount() ? block.place(row + 1) : behind;
            encodeRow(block, row, nextBad < bad.size() && bad[nextBad].place.row < nextGood.row ? bad[nextBad].place : nextGood);
        }
        if (m_piece.bytes.size() >= pieceBytes || m_piece.rejects.size() >= pieceRejects || m_stopped) {
            m_batchBytes += m_piece.bytes.size();
            m_piece.offset = here.offset;
            push(stop);
        }
    }
}

void RowPump::encodeRow(const RowBlock &block, std::size_t row, const RowPlace &next)
{
    const RowPlace &place = block.place(row);
    BadRow bad;
    if (const auto refused = m_refused.find(place.row); refused != m_refused.end()) {
        bad.place = place;
        bad.reason = refused->second;
        ++m_batchRefused;
    } else if (m_encoder.encode(block, row, m_piece.bytes, bad)) {
        ++m_piece.rows;
        ++m_batchRows;
        return;
    }
    bad.raw = rawRow(place, next);
    refuse(std::move(bad));
}

QByteArray RowPump::rawRow(const RowPlace &place, const RowPlace &next)
{
    return m_plan.source.besideFile.isEmpty() ? readRaw(m_source->info(), place.offset, next.offset) : QByteArray();
}

void RowPump::refuse(BadRow row)
{
    ++m_piece.bad;
    if (m_plan.onBadRow == OnBadRow::Reject) {
        m_piece.rejects.push_back(std::move(row));
        return;
    }
    m_piece.stop = std::move(row);
    m_stopped = true;
}

void RowPump::beginBatch()
{
    m_batchRows = m_batchBytes = m_batchRefused = 0;
    pg::CopyEncoder(m_piece.bytes).header();
}

void RowPump::endBatch(const RowPlace &next, bool endsSource, PumpLimits &limits, const std::stop_token &stop)
{
    pg::CopyEncoder(m_piece.bytes).trailer();
    m_piece.endsBatch = true;
    m_piece.endsSource = endsSource;
    m_piece.next = next;
    m_piece.offset = next.offset;
    limits.rows = std::min(limits.rows * 2, limits.mostRows);
    push(stop);
    beginBatch();
}

std::optional<BadRow> sentRow(const LoadPlan &plan, const TargetTable &target, const RowPlace &from, const RefusedRows &refused,
                              qint64 number)
{
    const std::unique_ptr<Source> source = openSource(plan.file, sourceFor(plan, target));
    RowEncoder encoder(plan, source->info(), target);
    source->seek(from);
    RowBlock block;
    std::vector<BadRow> bad;
    QByteArray bytes;
    for (bool more = true; more; bad.clear()) {
        more = source->read(block, bad, blockBytes, blockRows);
        for (std::size_t row = 0; row < block.rowCount(); ++row) {
            BadRow found;
            const RowPlace &place = block.place(row);
            bytes.clear();
            if (refused.contains(place.row) || !encoder.encode(block, row, bytes, found) || --number > 0)
                continue;
            found.place = place;
            const RowPlace &next = row + 1 < block.rowCount() ? block.place(row + 1) : source->place();
            if (plan.source.besideFile.isEmpty())
                found.raw = readRaw(source->info(), place.offset, next.offset);
            return found;
        }
    }
    return std::nullopt;
}

} // namespace quiver::load
