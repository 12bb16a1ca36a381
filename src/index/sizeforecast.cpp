// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/sizeforecast.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace quiver::index {

namespace {

constexpr int blockBytes = 8192;
constexpr int freshPageBytes = 8192 - 24 - 8; ///< without the page's header and pgvector's opaque data
constexpr int itemIdBytes = 4;
constexpr int largestItem = freshPageBytes - itemIdBytes;

double aligned(double bytes)
{
    return std::ceil(bytes / 8) * 8;
}

/// Mean number of levels above the lowest: an element reaches level l with probability m^-l.
double meanUpperLevels(int m)
{
    return 1.0 / (m - 1);
}

/// Fills pages as CreateGraphPages does: an element and its neighbours on one page where both fit.
class GraphPages
{
public:
    void add(double element, double neighbours)
    {
        const double both = element + neighbours + itemIdBytes;
        if (room() < element || (both <= largestItem && room() < both))
            next();
        take(element);
        if (room() < neighbours)
            next();
        take(neighbours);
    }

    double pages() const { return m_pages; }

private:
    double room() const { return m_free - itemIdBytes; }
    void take(double bytes) { m_free -= aligned(bytes) + itemIdBytes; }
    void next()
    {
        ++m_pages;
        m_free = freshPageBytes;
    }

    double m_pages = 1;
    double m_free = freshPageBytes;
};

} // namespace

HnswPages::HnswPages(double valueBytes, int m, double mostElements)
{
    const int simulated = int(std::clamp(std::ceil(mostElements), 1.0, 40'000.0));
    // The same levels every time: a forecast that changes with each look would not be believed.
    std::mt19937 random(1);
    std::uniform_real_distribution<double> uniform(1e-12, 1.0);
    const double levelFactor = 1 / std::log(m);
    const int maxLevel = std::min(int((blockBytes - 24 - 8 - 4 - 4) / 6.0 / m) - 2, 255);
    const double element = aligned(72 + valueBytes);
    GraphPages pages;
    m_pages.reserve(std::size_t(simulated));
    for (int i = 0; i < simulated; ++i) {
        const int level = std::min(int(-std::log(uniform(random)) * levelFactor), maxLevel);
        pages.add(element, aligned(4 + 6.0 * m * (2 + level)));
        m_pages.push_back(quint32(pages.pages()));
    }
}

double HnswPages::indexBytes(double elements) const
{
    if (elements < 1)
        return 2 * blockBytes; // the meta page and a first one
    const std::size_t simulated = std::min(std::size_t(elements), m_pages.size());
    return (1 + std::ceil(m_pages[simulated - 1] * elements / double(simulated))) * blockBytes;
}

double hnswIndexBytes(const SizeInput &input, int m)
{
    const double elements = input.rows * input.distinct;
    return HnswPages(input.valueBytes, m, elements).indexBytes(elements);
}

double ivfflatIndexBytes(const SizeInput &input, int lists)
{
    // A short value loses three bytes of its header, as within any index tuple.
    const double value = input.valueBytes <= 127 ? input.valueBytes - 3 : input.valueBytes;
    const double perPage = std::max(1.0, std::floor(freshPageBytes / (aligned(8 + value) + itemIdBytes)));
    const double listsPerPage = std::max(1.0, std::floor(freshPageBytes / (aligned(8 + input.valueBytes) + itemIdBytes)));
    // Lists are of all sizes, so that their last pages are half full on average; an empty one has a page, too.
    const double rowsPerList = input.rows / lists;
    const double pagesPerList = std::max(1.0, rowsPerList / perPage + (perPage - 1) / (2 * perPage));
    return (1 + std::ceil(lists / listsPerPage) + std::ceil(lists * pagesPerList)) * blockBytes;
}

double hnswGraphBytesPerRow(double valueBytes, int m)
{
    const double upper = meanUpperLevels(m);
    return 128 + 8 * (1 + upper) + (8 + 32.0 * m) + upper * (8 + 16.0 * m) + aligned(valueBytes);
}

GraphMemory hnswGraphMemory(const SizeInput &input, int m, qint64 workMem, bool parallel, int serverVersion)
{
    constexpr double sharedOverhead = 4.0 * 1024 * 1024; // what a parallel build keeps of the segment for itself
    // Five chunks an element, with 16 bytes of header each before PostgreSQL 16 and 8 since.
    const double headers = parallel ? 0 : serverVersion >= 160000 ? 40 : 80;
    GraphMemory memory;
    memory.bytesPerRow = hnswGraphBytesPerRow(input.valueBytes, m) + headers;
    // A row whose value is there already has its element made all the same, and its memory is not given back.
    memory.bytes = input.rows * memory.bytesPerRow;
    const double overhead = parallel ? sharedOverhead : 0;
    memory.capacityRows = std::max(0.0, std::floor((double(workMem) - overhead) / memory.bytesPerRow));
    memory.neededWorkMem = memory.bytes + overhead;
    memory.fits = input.rows <= memory.capacityRows;
    if (!memory.fits)
        memory.spillAtRow = qint64(memory.capacityRows);
    return memory;
}

double ivfflatBuildBytes(double valueBytes, int dimensions, int lists, double heapPages)
{
    constexpr double tuplesOnPage = 291; // MaxHeapTuplesPerPage of 8 kB
    const double item = aligned(valueBytes);
    const double samples = std::min(std::max(50.0 * lists, 10'000.0), heapPages * tuplesOnPage);
    return 2.0 * lists * item + samples * item + 4 * samples * lists + 4.0 * lists * dimensions + 4.0 * lists * lists;
}

int advisedLists(double rows)
{
    return int(std::clamp(rows <= 1e6 ? std::ceil(rows / 1000) : std::round(std::sqrt(rows)), 1.0, 32'768.0));
}

int advisedProbes(int lists)
{
    return std::clamp(int(std::lround(std::sqrt(std::max(0, lists)))), 1, std::max(1, lists));
}

} // namespace quiver::index
