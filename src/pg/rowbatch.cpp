// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/rowbatch.h"

#include "pg/error.h"

#include <algorithm>
#include <cstring>

namespace quiver::pg {

namespace {

constexpr std::size_t spareBytes = 16 * 1024; // room for the row that makes a batch full

} // namespace

RowBatch::RowBatch(Columns columns, int rows, std::unique_ptr<std::byte[]> block, std::size_t blockBytes)
    : m_columns(std::move(columns)), m_rows(rows), m_block(std::move(block)), m_blockBytes(blockBytes)
{
}

Cell RowBatch::cell(int row, int column) const
{
    const std::size_t index = std::size_t(row) * m_columns->size() + std::size_t(column);
    const auto *last = reinterpret_cast<const std::uint32_t *>(m_block.get() + m_blockBytes) - 1;
    const std::uint32_t end = *(last - index);
    if (end & nullBit)
        return std::nullopt;
    const std::uint32_t begin = index == 0 ? 0 : *(last - index + 1) & ~nullBit;
    return std::string_view(reinterpret_cast<const char *>(m_block.get()) + begin, end - begin);
}

RowBatchBuilder::RowBatchBuilder(Columns columns)
    : m_columns(std::move(columns))
{
}

void RowBatchBuilder::grow(std::size_t size)
{
    // PostgreSQL's protocol limits a row to 2 GiB; ends have 31 bits.
    if (m_used + size >= RowBatch::nullBit)
        throw Error::client(QStringLiteral("a row of more than 2 GiB cannot be read"));
    const std::size_t needed = m_used + size + (m_cells + 1) * sizeof(std::uint32_t);
    moveTo(std::max({needed, RowBatch::targetBytes + spareBytes, 2 * m_capacity}));
}

void RowBatchBuilder::moveTo(std::size_t capacity)
{
    capacity = (std::max<std::size_t>(capacity, 1) + 3) / 4 * 4;
    std::unique_ptr<std::byte[]> block(new std::byte[capacity]); // not value-initialised: it is overwritten anyway
    const std::size_t endsBytes = m_cells * sizeof(std::uint32_t);
    if (m_used > 0)
        std::memcpy(block.get(), m_block.get(), m_used);
    if (endsBytes > 0)
        std::memcpy(block.get() + capacity - endsBytes, m_block.get() + m_capacity - endsBytes, endsBytes);
    m_block = std::move(block);
    m_capacity = capacity;
}

RowBatchPtr RowBatchBuilder::take()
{
    // A row that was too long to be read ends in its middle.
    m_cells = std::size_t(m_rows) * m_columns->size();
    m_used = m_cells == 0 ? 0 : *endOf(m_cells - 1) & ~RowBatch::nullBit;
    const std::size_t needed = m_used + m_cells * sizeof(std::uint32_t);
    if (!m_block || m_capacity - needed > spareBytes) // few rows, or one huge cell: keep no room that nobody uses
        moveTo(needed);
    auto batch = std::make_shared<const RowBatch>(m_columns, m_rows, std::move(m_block), m_capacity);
    m_rows = 0;
    m_used = 0;
    m_cells = 0;
    m_capacity = 0;
    return batch;
}

} // namespace quiver::pg
