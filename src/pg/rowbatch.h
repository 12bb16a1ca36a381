// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as they came from the server: immutable, compact, shared between threads without a copy or a lock.
//
// Layout of the one block a batch owns: the cells' bytes without gaps from its beginning, and from its end backwards a
// 32-bit end for each cell, row by row (bit 31 set: NULL). A cell starts where the one before it ends. So a builder fills
// the block from both sides and hands it on without copying it; it is what is written to a spill file, as it is.
#pragma once

#include "pg/types.h"

#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace quiver::pg {

struct Column {
    QByteArray name; ///< UTF-8 as the server sent it
    Oid type = 0;
    int modifier = -1; ///< typmod: dimensions of a vector, length + 4 of a varchar
    Oid table = 0;     ///< where the column is read straight from a table
    int tableColumn = 0;
    Format format = Format::Text;
    bool operator==(const Column &) const = default;
};

using Columns = std::shared_ptr<const std::vector<Column>>;

/// The bytes of one cell in the column's format; no value: NULL.
using Cell = std::optional<std::string_view>;

class RowBatch
{
public:
    static constexpr std::size_t targetBytes = 256 * 1024;
    static constexpr int maxRows = 65536; ///< rows without columns take no bytes: a batch of them would never be full
    static constexpr std::uint32_t nullBit = 0x80000000U;

    /// \p block is laid out as above; \p blockBytes, its size, is a multiple of 4.
    RowBatch(Columns columns, int rows, std::unique_ptr<std::byte[]> block, std::size_t blockBytes);

    const Columns &columns() const { return m_columns; }
    int columnCount() const { return int(m_columns->size()); }
    int rowCount() const { return m_rows; }
    std::size_t bytes() const { return m_blockBytes; } ///< memory held, without the columns
    std::span<const std::byte> block() const { return {m_block.get(), m_blockBytes}; }

    /// \p row in [0, rowCount), \p column in [0, columnCount). Valid as long as the batch.
    Cell cell(int row, int column) const;

private:
    Columns m_columns;
    int m_rows;
    std::unique_ptr<std::byte[]> m_block;
    std::size_t m_blockBytes;
};

using RowBatchPtr = std::shared_ptr<const RowBatch>;

/// Collects rows into batches of about RowBatch::targetBytes. One thread.
class RowBatchBuilder
{
public:
    explicit RowBatchBuilder(Columns columns);

    /// Adds one cell after the other, column by column, row after row.
    void addNull()
    {
        makeRoom(0);
        setEnd(std::uint32_t(m_used) | RowBatch::nullBit);
    }
    void add(const char *data, std::size_t size)
    {
        makeRoom(size);
        std::memcpy(m_block.get() + m_used, data, size);
        m_used += size;
        setEnd(std::uint32_t(m_used));
    }
    void endRow() { ++m_rows; }

    int rowCount() const { return m_rows; }
    bool isFull() const { return m_used + m_cells * sizeof(std::uint32_t) >= RowBatch::targetBytes || m_rows >= RowBatch::maxRows; }
    /// The rows so far as a batch, without the cells of a row that was not ended; starts an empty one.
    RowBatchPtr take();

private:
    void makeRoom(std::size_t size)
    {
        if (m_used + size + (m_cells + 1) * sizeof(std::uint32_t) > m_capacity)
            grow(size);
    }
    /// The end of cell \p index, which is counted from the end of the block.
    std::uint32_t *endOf(std::size_t index) const
    {
        // Storage from operator new is aligned for uint32_t, and so is its end.
        return reinterpret_cast<std::uint32_t *>(m_block.get() + m_capacity) - 1 - index;
    }
    void setEnd(std::uint32_t end) { *endOf(m_cells++) = end; }
    void grow(std::size_t size);
    void moveTo(std::size_t capacity);

    Columns m_columns;
    int m_rows = 0;
    std::unique_ptr<std::byte[]> m_block;
    std::size_t m_capacity = 0; // of the block, a multiple of 4
    std::size_t m_used = 0;     // bytes of cells
    std::size_t m_cells = 0;
};

} // namespace quiver::pg
