// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/exactneighbours.h"

#include "pg/connection.h"
#include "search/blockmath.h"
#include "search/conditions.h"
#include "search/nearest.h"

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
constexpr std::size_t queriesAtOnce = 128; // of a worker, so that their scores stay in the cache

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
        const std::size_t count = std::min(lists.size(), std::size_t(threads));
        m_queues.resize(count);
        for (std::size_t i = 0; i < count; ++i)
            m_threads.emplace_back([this, i, count] { work(i, listCount() * i / count, listCount() * (i + 1) / count); });
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
    std::size_t listCount() const { return m_lists.size(); }
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

    void work(std::size_t worker, std::size_t begin, std::size_t end)
    {
        std::vector<float> scores;
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
                for (std::size_t from = begin; from < end; from += queriesAtOnce)
                    compute(*block, from, std::min(end, from + queriesAtOnce), scores);
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

    void compute(const RowBlock &block, std::size_t begin, std::size_t end, std::vector<float> &scores)
    {
        const std::size_t width = end - begin;
        m_math.scores(block, begin, end, scores);
        std::vector<float> bounds(width);
        for (std::size_t q = 0; q < width; ++q)
            bounds[q] = m_math.bound(block, begin + q, m_lists[begin + q].worst());
        for (std::size_t row = 0; row < block.rows; ++row) {
            const float *const score = scores.data() + row * width;
            int near = 0; // NaN may be anything
            for (std::size_t q = 0; q < width; ++q)
                near += !(score[q] < bounds[q]);
            for (std::size_t q = 0; near > 0 && q < width; ++q) {
                if (score[q] < bounds[q])
                    continue;
                --near;
                Nearest &list = m_lists[begin + q];
                list.offer(m_math.distance(block, row, begin + q), block.keys[row]);
                bounds[q] = m_math.bound(block, begin + q, list.worst());
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
    BlockSink(const BlockMath &math, Crew &crew, core::JobContext &job, double expectedRows)
        : m_math(math), m_crew(crew), m_job(job), m_expected(qint64(expectedRows)), m_blockRows(std::clamp<std::size_t>(blockBytes / math.rowBytes(), 16, 4096))
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
        QElapsedTimer timer;
        timer.start();
        m_crew.give(std::exchange(m_block, std::make_shared<RowBlock>()));
        m_waitedNs += timer.nsecsElapsed();
        m_job.report({.phase = u"computing exact neighbours"_s, .done = m_rows, .total = std::max(m_expected, m_rows), .unit = u"rows"_s});
    }

    qint64 rows() const { return m_rows; }
    qint64 waitedNs() const { return m_waitedNs; }

private:
    const BlockMath &m_math;
    Crew &m_crew;
    core::JobContext &m_job;
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
    for (const QString &key : table.keyColumns())
        columns << names.name(key) + u"::pg_catalog.text"_s;
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
                                int k, int threads)
{
    QElapsedTimer timer;
    timer.start();
    const std::unique_ptr<BlockMath> math = blockMath(table.typeOf(query.column).kind, query.metric, queries);
    std::vector<Nearest> lists(queries.size(), Nearest(k, isNumeric(table)));
    ExactNeighbours made;
    {
        Crew crew(*math, lists, threads > 0 ? threads : std::max(1, int(std::thread::hardware_concurrency())));
        BlockSink sink(*math, crew, job, table.facts.rows());
        connection.stream(streamOf(connection, table, query), sink);
        sink.hand();
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
