// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildforecast.h"

#include "catalog/tablefacts.h"
#include "pg/connection.h"

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::bytesText;
using catalog::countText;

namespace {

constexpr double ownError = 0.03; // of the formulas against real indexes, see tests/bench

class Forecaster
{
public:
    Forecaster(const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input)
        : m_spec(spec), m_settings(settings), m_input(input), m_isHnsw(spec.method == "hnsw"_L1), m_isIvfflat(spec.method == "ivfflat"_L1)
    {
    }

    BuildForecast all()
    {
        m_forecast.rows = m_input.rows;
        m_forecast.host = m_input.host;
        m_forecast.workMem = workMem();
        const RowPartFacts *largest = largestPart();
        m_forecast.workers = workersFor(largest ? *largest : RowPartFacts{});
        setLocks();
        if (m_isHnsw || m_isIvfflat) {
            setSize();
            setMemory(largest);
            setTime();
            setLists();
        } else {
            m_forecast.sizeBytes = m_forecast.memoryBytes = m_forecast.seconds =
                Figure::unknown(u"not known: only HNSW and IVFFlat indexes are computed"_s);
        }
        warn();
        return m_forecast;
    }
    std::vector<BuildWork> work() const;

private:
    qint64 workMem() const { return m_settings.maintenanceWorkMem.value_or(m_input.host.maintenanceWorkMem); }
    bool isConcurrent() const { return m_spec.concurrently; }
    int m() const { return optionOrDefault(m_spec, u"m"_s); }
    int lists() const { return std::max(1, optionOrDefault(m_spec, u"lists"_s)); }
    SizeInput sizeOf(double rows, double distinct = 1) const { return {rows, std::max(0.0, m_input.rows.valueBytes.value), distinct}; }
    double elementsPerRow() const;
    double bytesOf(const RowPartFacts &part, double elementsPerRow) const;
    double bytesWith(double elementsPerRow) const;
    const RowPartFacts *largestPart() const;
    double rowsOfLargest() const { return largestPart() ? largestPart()->indexedRows : m_input.rows.indexedRows.value; }
    WorkerForecast workersFor(const RowPartFacts &part) const;
    GraphMemory graphOf(const RowPartFacts &part, int workers) const
    {
        return hnswGraphMemory(sizeOf(part.indexedRows), m(), workMem(), workers > 0, m_input.host.serverVersion);
    }
    BuildWork workOf(const RowPartFacts &part) const;
    void setSize();
    void setMemory(const RowPartFacts *largest);
    void setTime();
    void addReadingAgain(const std::vector<BuildWork> &builds);
    void setLists();
    void setLocks();
    void warn();
    void warnOfMemory();
    QString memoryRemedy(double bytes, const QString &elseWhat) const;
    void warnOfDisk();
    void warnOfRows();

    const IndexSpec &m_spec;
    const BuildSettings &m_settings;
    const ForecastInput &m_input;
    const bool m_isHnsw;
    const bool m_isIvfflat;
    mutable std::optional<HnswPages> m_pages; ///< of all partitions, made when the first is asked for
    BuildForecast m_forecast;
};

const RowPartFacts *Forecaster::largestPart() const
{
    const auto largest = std::ranges::max_element(m_input.rows.parts, {}, &RowPartFacts::indexedRows);
    return largest == m_input.rows.parts.end() ? nullptr : &*largest;
}

WorkerForecast Forecaster::workersFor(const RowPartFacts &part) const
{
    WorkerInput input;
    input.method = m_spec.method;
    input.pgvector = m_input.host.pgvector;
    input.table = part.name;
    input.heapBytes = part.heapBytes;
    input.toastBytes = part.toastBytes;
    input.workMem = workMem();
    input.maintenanceWorkers = m_settings.parallelWorkers.value_or(m_input.host.maintenanceWorkers);
    input.isNamed = m_settings.parallelWorkers.has_value();
    input.parallelWorkers = m_input.host.parallelWorkers;
    input.workerProcesses = m_input.host.workerProcesses;
    input.leastHeapBytes = m_input.host.leastParallelHeap;
    input.tableWorkers = part.parallelWorkers;
    input.sharedMemoryFree = m_input.host.sharedMemoryFree;
    input.isTemporary = part.isTemporary;
    return forecastWorkers(input);
}

BuildWork Forecaster::workOf(const RowPartFacts &part) const
{
    BuildWork work;
    work.method = m_spec.method;
    work.type = m_input.rows.type;
    work.valueBytes = std::max(0.0, m_input.rows.valueBytes.value);
    work.rows = part.indexedRows;
    work.workers = workersFor(part).workers;
    if (m_isHnsw) {
        work.m = m();
        work.efConstruction = optionOrDefault(m_spec, u"ef_construction"_s);
        work.sharedBytes = work.workers > 0 ? double(workMem()) : 0;
        const GraphMemory graph = graphOf(part, work.workers);
        work.rowsOnDisk = graph.spillAtRow ? std::max(0.0, part.indexedRows - double(*graph.spillAtRow)) : 0;
    } else {
        work.lists = lists();
    }
    work.writtenBytes = bytesOf(part, elementsPerRow());
    if (isConcurrent())
        work.validatedBytes = work.writtenBytes + part.heapBytes;
    return work;
}

std::vector<BuildWork> Forecaster::work() const
{
    std::vector<BuildWork> work;
    for (const RowPartFacts &part : m_input.rows.parts) {
        if (part.indexedRows >= 1)
            work.push_back(workOf(part));
    }
    return work;
}

/// pgvector finds an equal value only where it is the first of the neighbours that it has chosen, and chooses only among more candidates than it
/// has links. Measured on values that came 2 to 1,000 times.
double Forecaster::elementsPerRow() const
{
    if (optionOrDefault(m_spec, u"ef_construction"_s) <= 2 * m())
        return 1;
    return m_input.rows.distinct + 0.25 * (1 - m_input.rows.distinct);
}

double Forecaster::bytesOf(const RowPartFacts &part, double elementsPerRow) const
{
    if (!m_isHnsw)
        return ivfflatIndexBytes(sizeOf(part.indexedRows), lists());
    if (!m_pages)
        m_pages.emplace(sizeOf(0).valueBytes, m(), rowsOfLargest());
    return m_pages->indexBytes(part.indexedRows * elementsPerRow);
}

double Forecaster::bytesWith(double elementsPerRow) const
{
    double bytes = 0;
    for (const RowPartFacts &part : m_input.rows.parts)
        bytes += bytesOf(part, elementsPerRow);
    return bytes;
}

void Forecaster::setSize()
{
    if (!m_input.rows.valueBytes.isKnown()) {
        m_forecast.sizeBytes = Figure::unknown(u"not known: "_s + m_input.rows.valueBytes.source);
        return;
    }
    const double bytes = bytesWith(elementsPerRow());
    const Figure &rows = m_input.rows.indexedRows;
    const double rowError = rows.value > 0 ? (rows.high - rows.low) / 2 / rows.value : 0;
    m_forecast.sizeBytes = Figure::about(bytes, ownError + rowError, u"computed as pgvector fills its pages, %1 rows %2"_s.arg(countText(rows.value), rows.source));
    if (!m_isHnsw || m_input.rows.distinct > 0.99)
        return;
    m_forecast.sizeBytes.low = bytesWith(m_input.rows.distinct) * (1 - ownError - rowError);
    m_forecast.sizeBytes.high = bytesWith(1) * (1 + ownError + rowError);
    m_forecast.sizeBytes.source += u"; how many of the repeated values share an element depends on the order of the rows"_s;
}

void Forecaster::setMemory(const RowPartFacts *largest)
{
    if (!largest || !m_input.rows.valueBytes.isKnown()) {
        m_forecast.memoryBytes = largest ? Figure::unknown(u"not known: "_s + m_input.rows.valueBytes.source) : Figure::exact(0, u"there are no rows"_s);
        return;
    }
    const QString of = m_input.rows.parts.size() > 1 ? u", of the largest partition"_s : QString();
    if (m_isHnsw) {
        const GraphMemory graph = graphOf(*largest, m_forecast.workers.workers);
        m_forecast.memoryBytes = Figure::about(graph.bytes, ownError, u"computed from the graph's structures, %1 bytes a row%2"_s.arg(countText(graph.bytesPerRow), of));
        m_forecast.fitsMemory = graph.fits;
        m_forecast.spillAtRow = graph.spillAtRow;
        m_forecast.neededWorkMem = graph.neededWorkMem;
        return;
    }
    constexpr double pageBytes = 8192;
    const int dimensions = std::max(1, m_input.rows.type.dimensions);
    const double bytes = ivfflatBuildBytes(m_input.rows.valueBytes.value, dimensions, lists(), largest->heapBytes / pageBytes);
    m_forecast.memoryBytes = Figure::about(bytes, ownError, u"computed for the k-means of %1 lists%2"_s.arg(countText(lists()), of));
    m_forecast.fitsMemory = bytes <= double(workMem());
    m_forecast.neededWorkMem = bytes;
}

void Forecaster::setTime()
{
    const std::vector<BuildWork> builds = work();
    if (builds.empty()) {
        m_forecast.seconds = {0, 0, 1, u"there are no rows"_s};
        return;
    }
    if (!m_input.rows.valueBytes.isKnown()) {
        m_forecast.seconds = Figure::unknown(u"not known: "_s + m_input.rows.valueBytes.source);
        return;
    }
    m_forecast.seconds = m_input.calibration.empty() ? timeByPastBuilds(builds, m_input.past) : timeByCalibration(builds, m_input.calibration);
    m_forecast.pace = paceByCalibration(m_input.calibration);
    if (isConcurrent() && m_forecast.seconds.isKnown())
        addReadingAgain(builds);
}

/// How fast this server reads is not measured: a calibration's index is too small to tell. From a disk it may take four times as long.
void Forecaster::addReadingAgain(const std::vector<BuildWork> &builds)
{
    double bytes = 0;
    for (const BuildWork &build : builds)
        bytes += build.validatedBytes;
    const double seconds = bytes / scanBytesPerSecond;
    Figure &figure = m_forecast.seconds;
    if (figure.value > 0) {
        const double built = std::max(0.0, figure.value - seconds) / figure.value;
        figure.low = figure.low * built + seconds / 4;
        figure.high = figure.high * built * 1.1 + seconds * 4;
    }
    figure.source += u"; in it CONCURRENTLY reads %1 of index and table again, assumed at %2 MB/s and not measured; what it waits for open transactions is not"_s.arg(
        bytesText(qint64(bytes))).arg(scanBytesPerSecond / 1e6);
}

void Forecaster::setLists()
{
    if (!m_isIvfflat)
        return;
    m_forecast.lists = advisedLists(rowsOfLargest());
    m_forecast.probes = advisedProbes(lists());
}

void Forecaster::setLocks()
{
    if (isConcurrent())
        m_forecast.locks = {u"SHARE UPDATE EXCLUSIVE on the table: its rows can be read and written all the time."_s,
                            u"It waits for transactions that write to the table, twice, and at the end for those that have an older snapshot."_s};
    else
        m_forecast.locks = {u"SHARE on the table: its rows can be read; whoever writes waits until the build is done."_s};
}

/// For a build that wants \p bytes of maintenance_work_mem. Where the host cannot spare them, \p elseWhat.
QString Forecaster::memoryRemedy(double bytes, const QString &elseWhat) const
{
    const std::optional<qint64> &host = m_input.host.memory;
    if (host && bytes > double(*host) * shareForBuilds)
        return u"That is too much for the host, which has %1 for everything (%2): %3, or build on a host with more memory."_s.arg(
            bytesText(*host), m_input.host.memorySource, elseWhat);
    return u"SET maintenance_work_mem = '%1MB'%2."_s.arg(QString::number(qint64(std::ceil(bytes / (1 << 20)))),
                                                         host ? QString() : u", where the host has that to spare (it cannot be asked)"_s);
}

void Forecaster::warnOfMemory()
{
    if (m_isHnsw && m_forecast.spillAtRow) {
        m_forecast.warnings << u"The graph no longer fits into maintenance_work_mem (%1) after %2 rows; the rest is built on disk, many times slower. %3 would "
                               "hold all of it. %4"_s.arg(bytesText(m_forecast.workMem), countText(double(*m_forecast.spillAtRow)),
                                                          bytesText(qint64(m_forecast.neededWorkMem)),
                                                          memoryRemedy(m_forecast.neededWorkMem * (1 + ownError), u"index half precision (halfvec) or a part of the rows"_s));
    } else if (m_isIvfflat && m_forecast.fitsMemory == false) {
        m_forecast.warnings << u"k-means needs %1 and maintenance_work_mem is %2: the server refuses the build. %3 Fewer lists take less."_s.arg(
            bytesText(qint64(m_forecast.neededWorkMem)), bytesText(m_forecast.workMem), memoryRemedy(m_forecast.neededWorkMem + (1 << 20), u"take fewer lists"_s));
    }
    if (m_forecast.workers.sharedMemoryShort)
        m_forecast.warnings << m_forecast.workers.reason;
    warnOfDisk();
}

/// The WAL of a build stays until a checkpoint, which max_wal_size brings about.
void Forecaster::warnOfDisk()
{
    const HostFacts &host = m_input.host;
    if (!m_forecast.sizeBytes.isKnown())
        return;
    const bool isLogged = std::ranges::none_of(m_input.rows.parts, &RowPartFacts::isUnlogged);
    const double wal = isLogged ? std::min(m_forecast.sizeBytes.high, double(host.maxWalSize)) : 0;
    const double beside = host.isWalBeside ? wal : 0;
    if (host.diskFree && m_forecast.sizeBytes.high + beside > double(*host.diskFree))
        m_forecast.warnings << u"The index needs %1%2, and %3 are %4."_s.arg(
            bytesText(qint64(m_forecast.sizeBytes.value)), beside > 0 ? u" and its WAL up to %1 beside it until a checkpoint"_s.arg(bytesText(qint64(beside))) : QString(),
            bytesText(*host.diskFree), host.diskSource);
    else if (!host.isWalBeside && host.walFree && wal > double(*host.walFree))
        m_forecast.warnings << u"The WAL of the build needs up to %1 until a checkpoint, and %2 are free where the server keeps it (pg_wal): the server stops where it "
                               "cannot write it."_s.arg(bytesText(qint64(wal)), bytesText(*host.walFree));
}

void Forecaster::warnOfRows()
{
    const double rows = rowsOfLargest();
    if (m_isIvfflat && rows < 50.0 * lists()) {
        m_forecast.warnings << (rows < 1 ? u"The table has no rows to be indexed: the centres of the lists would be made of nothing, and rows that come later would "
                                           "be found badly. Build it when the data are there."_s
                                         : u"%1 rows are too few for %2 lists, which want 50 each: recall suffers. For so many rows %3 lists are usual."_s.arg(
                                               countText(rows), countText(lists()), countText(m_forecast.lists)));
    }
    if (m_input.rows.indexedRows.value > 0 && m_input.rows.deadRows.value > 0.2 * m_input.rows.rows.value)
        m_forecast.warnings << u"%1 dead rows are in the table beside %2: VACUUM it first, so that the build does not read them."_s.arg(
            countText(m_input.rows.deadRows.value), countText(m_input.rows.rows.value));
}

void Forecaster::warn()
{
    warnOfMemory();
    warnOfRows();
}

} // namespace

ForecastInput readForecastInput(pg::Connection &connection, const IndexSpec &spec)
{
    ForecastInput input;
    input.rows = rowFacts(connection, spec);
    input.host = hostFacts(connection, spec.tablespace);
    return input;
}

BuildForecast forecastBuild(const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input)
{
    return Forecaster(spec, settings, input).all();
}

std::vector<BuildWork> buildWork(const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input)
{
    return Forecaster(spec, settings, input).work();
}

} // namespace quiver::index
