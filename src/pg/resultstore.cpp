// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/resultstore.h"

#include "core/error.h"
#include "pg/spillfile.h"

#include <QTimer>

#include <algorithm>

namespace quiver::pg {

namespace {

constexpr int announceEveryMs = 16;
constexpr std::size_t maxRecent = 24;  // batches loaded from disk that are kept: some pages of scrolling
constexpr std::size_t maxWanted = 8;   // older wishes are where the user no longer looks
constexpr std::size_t recentBytes = 32U << 20;

} // namespace

ResultStore::ResultStore(ResultStoreOptions options, QObject *parent)
    : QObject(parent), m_options(options), m_fetchAll(!options.pauseAtBudget)
{
}

ResultStore::~ResultStore()
{
    {
        std::lock_guard lock(m_mutex);
        m_quit = true;
        m_wantedChanged.notify_all();
        m_room.notify_all();
    }
    if (m_loader.joinable())
        m_loader.join();
}

void ResultStore::begin(const Columns &columns)
{
    {
        std::lock_guard lock(m_mutex);
        m_columns = columns;
    }
    QMetaObject::invokeMethod(this, &ResultStore::columnsKnown, Qt::QueuedConnection);
}

bool ResultStore::waitForRoom(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (m_fetchAll || m_memory < qint64(m_options.memoryBudget))
        return !m_quit;
    m_paused = true;
    QMetaObject::invokeMethod(this, [this] { Q_EMIT pausedChanged(true); }, Qt::QueuedConnection);
    const bool going = m_room.wait(lock, stop, [this] { return m_fetchAll || m_quit; });
    m_paused = false;
    QMetaObject::invokeMethod(this, [this] { Q_EMIT pausedChanged(false); }, Qt::QueuedConnection);
    return going && !m_quit;
}

void ResultStore::append(RowBatchPtr batch, const std::stop_token &stop)
{
    if (stop.stop_requested() || !waitForRoom(stop))
        return;
    Segment segment;
    segment.rows = batch->rowCount();
    segment.bytes = batch->bytes();
    bool spill = false;
    {
        std::lock_guard lock(m_mutex);
        spill = m_memory >= qint64(m_options.memoryBudget);
    }
    if (spill) {
        try {
            if (!m_file) {
                auto file = std::make_unique<SpillFile>();
                std::lock_guard lock(m_mutex);
                m_file = std::move(file);
            }
            segment.offset = m_file->append(batch->block());
        } catch (const core::Error &e) {
            QMetaObject::invokeMethod(this, [this, why = e.message()] { Q_EMIT failed(why); }, Qt::QueuedConnection);
            throw;
        }
    } else {
        segment.batch = std::move(batch);
    }
    {
        std::lock_guard lock(m_mutex);
        segment.firstRow = m_rows;
        m_rows += segment.rows;
        m_bytes += qint64(segment.bytes);
        (spill ? m_disk : m_memory) += qint64(segment.bytes);
        m_segments.push_back(std::move(segment));
    }
    announceRows();
}

void ResultStore::announceRows()
{
    if (!m_rowsPending.exchange(true))
        QMetaObject::invokeMethod(this, &ResultStore::deliverRows, Qt::QueuedConnection);
}

void ResultStore::deliverRows()
{
    const qint64 waited = m_sinceAnnounced.isValid() ? m_sinceAnnounced.elapsed() : announceEveryMs;
    if (waited < announceEveryMs) {
        QTimer::singleShot(int(announceEveryMs - waited), this, &ResultStore::deliverRows);
        return;
    }
    m_sinceAnnounced.start();
    m_rowsPending = false;
    Q_EMIT rowsArrived();
}

Columns ResultStore::columns() const
{
    std::lock_guard lock(m_mutex);
    return m_columns;
}

qint64 ResultStore::rowCount() const
{
    std::lock_guard lock(m_mutex);
    return m_rows;
}

qint64 ResultStore::bytes() const
{
    std::lock_guard lock(m_mutex);
    return m_bytes;
}

qint64 ResultStore::bytesInMemory() const
{
    std::lock_guard lock(m_mutex);
    return m_memory;
}

qint64 ResultStore::bytesOnDisk() const
{
    std::lock_guard lock(m_mutex);
    return m_disk;
}

bool ResultStore::isPaused() const
{
    std::lock_guard lock(m_mutex);
    return m_paused;
}

void ResultStore::fetchAll()
{
    std::lock_guard lock(m_mutex);
    m_fetchAll = true;
    m_room.notify_all();
}

std::size_t ResultStore::segmentOf(qint64 row) const
{
    const auto after = std::upper_bound(m_segments.begin(), m_segments.end(), row,
                                        [](qint64 r, const Segment &segment) { return r < segment.firstRow; });
    return std::size_t(after - m_segments.begin()) - 1;
}

RowBatchPtr ResultStore::recentLocked(std::size_t segment)
{
    const auto it = std::find_if(m_recent.begin(), m_recent.end(), [segment](const Recent &r) { return r.segment == segment; });
    if (it == m_recent.end())
        return nullptr;
    std::rotate(m_recent.begin(), it, it + 1);
    return m_recent.front().batch;
}

void ResultStore::rememberLocked(std::size_t segment, RowBatchPtr batch)
{
    m_recent.push_front({segment, std::move(batch)});
    std::size_t held = 0;
    for (std::size_t i = 0; i < m_recent.size(); ++i) {
        held += m_recent[i].batch->bytes();
        if (i > 0 && (i >= maxRecent || held > recentBytes)) {
            m_recent.resize(i);
            return;
        }
    }
}

ResultStore::Located ResultStore::locate(qint64 row)
{
    std::lock_guard lock(m_mutex);
    const std::size_t index = segmentOf(row);
    const Segment &segment = m_segments[index];
    if (segment.batch)
        return {segment.batch, segment.firstRow};
    if (RowBatchPtr recent = recentLocked(index))
        return {std::move(recent), segment.firstRow};
    if (std::find(m_wanted.begin(), m_wanted.end(), index) == m_wanted.end()) {
        m_wanted.push_front(index);
        if (m_wanted.size() > maxWanted)
            m_wanted.pop_back();
    }
    if (!m_loader.joinable())
        m_loader = std::thread([this] { loadLoop(); });
    m_wantedChanged.notify_all();
    return {nullptr, segment.firstRow};
}

ResultStore::Located ResultStore::load(qint64 row)
{
    Segment segment;
    Columns columns;
    {
        std::lock_guard lock(m_mutex);
        const std::size_t index = segmentOf(row);
        segment = m_segments[index];
        columns = m_columns;
        if (!segment.batch)
            segment.batch = recentLocked(index);
    }
    if (!segment.batch)
        segment.batch = read(segment, columns);
    return {segment.batch, segment.firstRow};
}

RowBatchPtr ResultStore::read(const Segment &segment, const Columns &columns) const
{
    std::unique_ptr<std::byte[]> block(new std::byte[segment.bytes]);
    m_file->read(segment.offset, {block.get(), segment.bytes});
    return std::make_shared<const RowBatch>(columns, segment.rows, std::move(block), segment.bytes);
}

void ResultStore::loadLoop()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wantedChanged.wait(lock, [this] { return m_quit || !m_wanted.empty(); });
        if (m_quit)
            return;
        const std::size_t index = m_wanted.front();
        const Segment segment = m_segments[index];
        const Columns columns = m_columns;
        lock.unlock();
        RowBatchPtr batch;
        try {
            batch = read(segment, columns);
        } catch (...) { // the file, or no memory for a huge cell
            QMetaObject::invokeMethod(
                this, [this, why = core::describe(std::current_exception())] { Q_EMIT failed(why); }, Qt::QueuedConnection);
        }
        lock.lock();
        std::erase(m_wanted, index);
        if (!batch)
            continue;
        rememberLocked(index, std::move(batch));
        QMetaObject::invokeMethod(
            this, [this, first = segment.firstRow, rows = segment.rows] { Q_EMIT loaded(first, rows); }, Qt::QueuedConnection);
    }
}

} // namespace quiver::pg
