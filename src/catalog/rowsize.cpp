// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/rowsize.h"

#include <algorithm>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 pageBytes = 8192;
constexpr qint64 pageRoom = pageBytes - 24; // without its header
constexpr qint64 linePointer = 4;
constexpr qint64 tupleHeader = 24; // 23, aligned; a row with NULLs among more than 8 columns has 8 more
constexpr qint64 toastPointer = 18;
constexpr qint64 leastMovable = 24; // what is not larger than a pointer, aligned, is not moved out
constexpr qint64 chunkBytes = 1996; // TOAST_MAX_CHUNK_SIZE
constexpr qint64 chunkHeader = tupleHeader + 4 + 4 + 4; // chunk_id, chunk_seq, the data's own header
constexpr int simulatedRows = 300;

qint64 aligned(qint64 bytes, int alignment)
{
    return (bytes + alignment - 1) / alignment * alignment;
}

class Row
{
public:
    explicit Row(const std::vector<RowPart> &parts)
        : m_parts(parts),
          m_movedOut(parts.size(), false)
    {
        shrinkTo(toastThreshold, false);
        shrinkTo(maxTupleBytes, true);
    }

    qint64 bytes() const
    {
        qint64 at = 0;
        for (std::size_t i = 0; i < m_parts.size(); ++i)
            at = aligned(at, m_movedOut[i] || isShort(m_parts[i]) ? 1 : m_parts[i].alignment) + bytesOf(i);
        return tupleHeader + at;
    }
    const std::vector<bool> &movedOut() const { return m_movedOut; }

private:
    static bool isShort(const RowPart &part)
    {
        return part.varies && part.storage != ColumnStorage::Plain && part.bytes - 3 <= 127;
    }
    qint64 bytesOf(std::size_t i) const
    {
        return m_movedOut[i] ? toastPointer : m_parts[i].bytes - (isShort(m_parts[i]) ? 3 : 0);
    }
    bool mayMove(std::size_t i, bool main) const
    {
        const RowPart &part = m_parts[i];
        return part.varies && !m_movedOut[i] && bytesOf(i) > leastMovable && part.storage != ColumnStorage::Plain
               && (part.storage == ColumnStorage::Main) == main;
    }
    // Moves values out, the largest first, until the row fits. Those of MAIN have their turn only when a page is too small.
    void shrinkTo(qint64 target, bool main)
    {
        while (bytes() > target) {
            std::size_t largest = m_parts.size();
            for (std::size_t i = 0; i < m_parts.size(); ++i) {
                if (mayMove(i, main) && (largest == m_parts.size() || bytesOf(i) > bytesOf(largest)))
                    largest = i;
            }
            if (largest == m_parts.size())
                return;
            m_movedOut[largest] = true;
        }
    }

    const std::vector<RowPart> &m_parts;
    std::vector<bool> m_movedOut;
};

// A TOAST table that is filled: a chunk goes to the page that was written last, or else to one that the free space map knows
// of, or else to a new one. So the last, short chunks of some sizes fill gaps and those of others leave them.
class ToastPages
{
public:
    void add(qint64 value)
    {
        for (qint64 left = value; left > 0; left -= chunkBytes)
            put(aligned(chunkHeader + std::min(left, chunkBytes), 8) + linePointer);
    }
    /// The page that is being filled counts by what is in it.
    double bytes() const { return double(pageBytes) * (m_pages - double(m_room) / pageRoom); }

private:
    void put(qint64 bytes)
    {
        if (m_room < bytes) {
            const auto gap = std::ranges::find_if(m_gaps, [&](qint64 room) { return room >= bytes; });
            const qint64 left = m_room;
            if (gap == m_gaps.end()) {
                ++m_pages;
                m_room = pageRoom;
            } else {
                m_room = *gap;
                m_gaps.erase(gap);
            }
            if (left > leastChunk)
                m_gaps.push_back(left);
        }
        m_room -= bytes;
    }

    static constexpr qint64 leastChunk = chunkHeader + linePointer;
    std::vector<qint64> m_gaps;
    qint64 m_room = 0;
    qint64 m_pages = 0;
};

double toastBytes(const std::vector<RowPart> &parts, const std::vector<bool> &movedOut)
{
    if (std::ranges::none_of(movedOut, [](bool moved) { return moved; }))
        return 0;
    ToastPages pages;
    for (int row = 0; row < simulatedRows; ++row) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (movedOut[i])
                pages.add(parts[i].bytes - 4);
        }
    }
    return pages.bytes() / simulatedRows;
}

} // namespace

QString storageName(ColumnStorage storage)
{
    switch (storage) {
    case ColumnStorage::Default: return {};
    case ColumnStorage::Plain: return u"PLAIN"_s;
    case ColumnStorage::External: return u"EXTERNAL"_s;
    case ColumnStorage::Extended: return u"EXTENDED"_s;
    case ColumnStorage::Main: return u"MAIN"_s;
    }
    return {};
}

std::optional<ColumnStorage> storageOf(const QString &name)
{
    const QString word = name.trimmed().toUpper();
    if (word == "DEFAULT"_L1)
        return ColumnStorage::Default;
    for (const ColumnStorage storage :
         {ColumnStorage::Plain, ColumnStorage::External, ColumnStorage::Extended, ColumnStorage::Main}) {
        if (word == storageName(storage))
            return storage;
    }
    return std::nullopt;
}

RowForecast forecastRow(const std::vector<RowPart> &parts)
{
    const Row row(parts);
    RowForecast forecast;
    forecast.tupleBytes = row.bytes();
    forecast.movedOut = row.movedOut();
    const qint64 stored = aligned(forecast.tupleBytes, 8);
    forecast.isRefused = stored > maxTupleBytes;
    const qint64 rowsPerPage = std::max<qint64>(1, pageRoom / (stored + linePointer));
    forecast.heapBytes = double(pageBytes) / double(rowsPerPage);
    forecast.toastBytes = toastBytes(parts, forecast.movedOut);
    return forecast;
}

} // namespace quiver::catalog
