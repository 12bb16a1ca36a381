// SPDX-License-Identifier: GPL-3.0-or-later
// How large pgvector's indexes become on disk and how much memory their building takes, computed as the server lays them out.
//
// Formulas after pgvector's CreateGraphPages (hnswbuild.c), structs (hnsw.h) and ivfbuild.c; 8 kB pages; versions
// 0.5 to 0.8. Pure. Checked against real indexes by tests/server and tests/bench.
#pragma once

#include <QtGlobal>

#include <optional>
#include <vector>

namespace quiver::index {

/// What the size of an index depends on.
struct SizeInput {
    double rows = 0;       ///< that are indexed: not NULL, meeting the predicate
    double valueBytes = 0; ///< of one indexed value with its header, see catalog::valueBytes(); of sparsevec the mean
    /// Rows whose value is the same as another's may share one element of an HNSW graph on disk, up to ten: elements per row, 0 to 1.
    double distinct = 1;
};

/// The pages of HNSW indexes that differ in their rows alone, as the partitions of a table do: filled once, some milliseconds, for all of them.
class HnswPages
{
public:
    /// \p m 2 to 100; \p mostElements of the largest of the indexes.
    HnswPages(double valueBytes, int m, double mostElements);
    /// Of an index with all its pages. \p elements: rows * distinct, as in SizeInput.
    double indexBytes(double elements) const;

private:
    std::vector<quint32> m_pages; ///< of the graph, after each element; of more elements they go on in proportion
};

/// Of one index alone, in bytes. \p m 2 to 100.
double hnswIndexBytes(const SizeInput &input, int m);

/// Bytes of an IVFFlat index; the rows of a list fill pages of their own.
double ivfflatIndexBytes(const SizeInput &input, int lists);

/// Memory that the graph of an HNSW build takes for one element, in bytes. Exact but for the mean over the levels.
double hnswGraphBytesPerRow(double valueBytes, int m);

/// Whether a graph fits into maintenance_work_mem while it is built.
struct GraphMemory {
    double bytesPerRow = 0;
    double bytes = 0;         ///< of the whole graph
    double capacityRows = 0;  ///< elements that fit
    bool fits = true;
    /// The element after which the build goes on on disk, many times slower; as the server's NOTICE counts. Nothing: it fits.
    std::optional<qint64> spillAtRow;
    double neededWorkMem = 0; ///< maintenance_work_mem that would hold all of it, in bytes
};
/// \p workMem: maintenance_work_mem in bytes; \p parallel: with workers the graph lies in a shared segment that is packed tighter;
/// \p serverVersion as 150018: allocators of 16 and later have smaller headers.
GraphMemory hnswGraphMemory(const SizeInput &input, int m, qint64 workMem, bool parallel, int serverVersion);

/// Memory that k-means takes, all at once, or the build is refused: \p heapPages bounds the sample.
double ivfflatBuildBytes(double valueBytes, int dimensions, int lists, double heapPages);

/// lists for the rows of one index, of a partitioned table those of its largest partition, as each has lists of its own: rows/1000 up to a million rows, their square root above; at least 1, at most 32,768. https://github.com/pgvector/pgvector
int advisedLists(double rows);
/// probes: the square root of lists to begin with, never more than there are lists.
int advisedProbes(int lists);

} // namespace quiver::index
