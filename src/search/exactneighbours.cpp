// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/exactneighbours.h"

#include "pg/connection.h"
#include "search/blockmath.h"
#include "search/conditions.h"
#include "search/nearest.h"
#include "vector/blockkernel.h"

#include <QElapsedTimer>

#include <time.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace quiver::search {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t blockBytes = 2 * 1024 * 1024;
constexpr std::size_t mostWaiting = 4;     // blocks that are read but not yet computed by all
// Of a worker, so that they and the scores of some rows stay in the cache.
constexpr std::size_t queriesAtOnce = 256, rowsAtOnce = 48;

using BlockPtr = std::shared_ptr<const RowBlock>;

/// Of this thread alone, in nanoseconds.
qint64 processorNs()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// Workers that each own a share of the queries and see every block.
class Crew
{
public:
    Crew(const BlockMath &math, std::vector<Nearest> &lists, int threads) : m_math(math), m_lists(lists)
    {
        // Whole panels for each.
        const std::size_t panels = vector::panelled(lists.size()) / vector::panelWidth, count = std::min(panels, std::size_t(threads));
        m_queues.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            m_threads.emplace_back([this, i, begin = panels * i / count * vector::panelWidth, end = std::min(m_lists.size(), panels * (i + 1) / count * vector::panelWidth)] {
                work(i, {begin, end - begin});
            });
        }
    }
    ~Crew()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_quit = true;
        }
        m_changed.notify_all();
        for (std::thread &thread : m_threads)
            thread.join();
    }
    Crew(const Crew &) = delete;
    Crew &operator=(const Crew &) = delete;

    /// Waits while too many blocks are under way. \throws what a worker threw
    void give(BlockPtr block)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_error || longest() < mostWaiting; });
        rethrow();
        for (std::deque<BlockPtr> &queue : m_queues)
            queue.push_back(block);
        m_changed.notify_all();
    }

    /// Until all blocks are computed. \returns nanoseconds of the workers together
    qint64 finish()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_error || longest() == 0; });
        rethrow();
        return m_processorNs;
    }

private:
    std::size_t longest() const
    {
        std::size_t most = 0;
        for (const std::deque<BlockPtr> &queue : m_queues)
            most = std::max(most, queue.size());
        return most;
    }
    void rethrow() const
    {
        if (m_error)
            std::rethrow_exception(m_error);
    }

    /// What a worker computes with, kept from block to block.
    struct Scratch {
        std::vector<float> scores, bounds;
        std::vector<std::uint32_t> near; // queries of a row
    };

    void work(std::size_t worker, Span queries)
    {
        Scratch scratch;
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [&] { return m_quit || !m_queues[worker].empty(); });
            if (m_quit)
                return;
            const BlockPtr block = m_queues[worker].front(); // stays there until it is done
            lock.unlock();
            std::exception_ptr error;
            const qint64 begun = processorNs();
            try {
                for (std::size_t from = 0; from < queries.count; from += queriesAtOnce)
                    compute(*block, {queries.begin + from, std::min(queriesAtOnce, queries.count - from)}, scratch);
            } catch (...) {
                error = std::current_exception();
            }
            const qint64 spent = processorNs() - begun;
            lock.lock();
            m_processorNs += spent;
            m_queues[worker].pop_front();
            if (error && !m_error)
                m_error = error;
            m_changed.notify_all();
        }
    }

    // A row whose score is below a query's bound is none of its nearest; of the few that are left the distance is computed exactly, which moves the
    // bound.
    void compute(const RowBlock &block, Span queries, Scratch &scratch) const
    {
        scratch.bounds.resize(queries.count);
        scratch.near.resize(queries.count);
        for (std::size_t q = 0; q < queries.count; ++q)
            scratch.bounds[q] = m_math.bound(block, queries.begin + q, m_lists[queries.begin + q].worst());
        for (std::size_t begin = 0; begin < block.rows; begin += rowsAtOnce) {
            const Span rows{begin, std::min(rowsAtOnce, block.rows - begin)};
            m_math.scores(block, rows, queries, scratch.scores);
            for (std::size_t r = 0; r < rows.count; ++r) {
                const float *const scores = scratch.scores.data() + r * vector::panelled(queries.count);
                const std::size_t near = vector::notBelow(scores, scratch.bounds.data(), queries.count, scratch.near.data());
                for (std::size_t i = 0; i < near; ++i) {
                    const std::size_t q = scratch.near[i], row = rows.begin + r;
                    Nearest &list = m_lists[queries.begin + q];
                    list.offer(m_math.distance(block, row, queries.begin + q), block.keys[row]);
                    scratch.bounds[q] = m_math.bound(block, queries.begin + q, list.worst());
                }
            }
        }
    }

    const BlockMath &m_math;
    std::vector<Nearest> &m_lists;
    std::mutex m_mutex; // guards those up to the empty line
    std::condition_variable m_changed;
    std::vector<std::deque<BlockPtr>> m_queues; // one for each worker
    std::exception_ptr m_error;
    bool m_quit = false;
    qint64 m_processorNs = 0;

    std::vector<std::thread> m_threads; // last: they use all of the above
};

/// Collects rows into blocks; on the session's thread.
class BlockSink final : public pg::RowSink
{
public:
    BlockSink(const BlockMath &math, Crew &crew, core::JobContext &job, double expectedRows, bool holdsColumn)
        : m_math(math), m_crew(crew), m_job(job), m_holdsColumn(holdsColumn), m_expected(qint64(expectedRows)), m_blockRows(std::clamp<std::size_t>(blockBytes / math.rowBytes() / rowsAtOnce * rowsAtOnce, rowsAtOnce, 4096))
    {
    }

    void begin(const pg::Columns &columns) override
    {
        for (const pg::Column &column : *columns) {
            if (column.format != pg::Format::Binary)
                throw core::Error(u"the server's vectors cannot be read in binary: their type is not known here"_s);
        }
    }

    void append(pg::RowBatchPtr batch, const std::stop_token &stop) override
    {
        for (int row = 0; row < batch->rowCount() && !stop.stop_requested(); ++row) {
            const pg::Cell cell = batch->cell(row, 0);
            if (!cell)
                continue;
            m_math.add(*m_block, *cell);
            std::string key;
            for (int column = 1; column < batch->columnCount(); ++column) {
                if (column > 1)
                    key += keySeparator;
                key += batch->cell(row, column).value_or(std::string_view());
            }
            m_block->keys.push_back(std::move(key));
            if (m_block->rows == m_blockRows)
                hand();
        }
    }

    void hand()
    {
        if (m_block->rows == 0)
            return;
        m_rows += qint64(m_block->rows);
        BlockPtr block = std::exchange(m_block, std::make_shared<RowBlock>());
        if (m_holdsColumn)
            m_held.push_back(std::move(block));
        else
            give(std::move(block));
        m_job.report({.phase = u"computing exact neighbours"_s, .done = m_rows, .total = std::max(m_expected, m_rows), .unit = u"rows"_s});
    }

    /// The last block, and those that are held.
    void handRest()
    {
        hand();
        for (BlockPtr &block : m_held)
            give(std::exchange(block, nullptr));
    }

    qint64 rows() const { return m_rows; }
    qint64 waitedNs() const { return m_waitedNs; }

private:
    void give(BlockPtr block)
    {
        QElapsedTimer timer;
        timer.start();
        m_crew.give(std::move(block));
        m_waitedNs += timer.nsecsElapsed();
    }

    const BlockMath &m_math;
    Crew &m_crew;
    core::JobContext &m_job;
    const bool m_holdsColumn;
    std::vector<BlockPtr> m_held;
    const qint64 m_expected;
    const std::size_t m_blockRows;
    std::shared_ptr<RowBlock> m_block = std::make_shared<RowBlock>();
    qint64 m_rows = 0;
    qint64 m_waitedNs = 0;
};

pg::Query streamOf(pg::Connection &connection, const SearchTable &table, const VectorQuery &query)
{
    const SqlNames names = namesFor(connection, table.vectorSchema);
    pg::Query sql(QByteArray{});
    QStringList columns{names.name(query.column)};
    // As a result shows it, which a cast to text does not: it pads no character(5), and gives an inet the length of its mask.
    for (const QString &key : table.keyColumns())
        columns << u"pg_catalog.concat(%1)"_s.arg(names.name(key));
    const QStringList conditions = conditionsOf(names, table, query, [&](const QString &, const QString &type, const QString &value) {
        sql.params.push_back(pg::Param::text(value));
        return u"$%1::%2"_s.arg(QString::number(sql.params.size()), type);
    });
    sql.sql = (u"SELECT "_s + columns.join(u", "_s) + u" FROM "_s + names.qualified(table.facts.schema, table.facts.name)
               + (conditions.isEmpty() ? QString() : u" WHERE "_s + conditions.join(u" AND "_s))).toUtf8();
    return sql;
}

bool isNumeric(const SearchTable &table)
{
    const QStringList key = table.keyColumns();
    const QString type = key.size() == 1 ? table.columnType(key.first()) : QString();
    return type == "bigint"_L1 || type == "integer"_L1 || type == "smallint"_L1;
}

} // namespace

ExactNeighbours exactNeighbours(pg::Connection &connection, core::JobContext &job, const SearchTable &table, const VectorQuery &query, const std::vector<QueryVector> &queries,
                                int k, int threads, bool holdsColumn)
{
    QElapsedTimer timer;
    timer.start();
    const std::unique_ptr<BlockMath> math = blockMath(table.typeOf(query.column).kind, query.metric, queries);
    std::vector<Nearest> lists(queries.size(), Nearest(k, isNumeric(table)));
    ExactNeighbours made;
    {
        Crew crew(*math, lists, threads > 0 ? threads : std::max(1, int(std::thread::hardware_concurrency())));
        BlockSink sink(*math, crew, job, table.facts.rows(), holdsColumn);
        connection.stream(streamOf(connection, table, query), sink);
        sink.handRest();
        job.throwIfCancelled();
        QElapsedTimer last;
        last.start();
        made.processorSeconds = double(crew.finish()) / 1e9;
        made.rows = sink.rows();
        made.waitedSeconds = double(sink.waitedNs() + last.nsecsElapsed()) / 1e9;
    }
    for (Nearest &list : lists) {
        std::vector<Neighbour> &neighbours = made.lists.emplace_back();
        for (const Nearby &each : list.take())
            neighbours.push_back({QString::fromStdString(each.key).split(QLatin1Char(keySeparator)), each.distance});
    }
    made.seconds = double(timer.nsecsElapsed()) / 1e9;
    return made;
}

} // namespace quiver::search
