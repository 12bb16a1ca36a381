// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/rowbatch.h"

#include "pg/error.h"

#include <algorithm>
#include <cstring>

namespace quiver::pg {

RowBatch::RowBatch(Columns columns, int rows, std::unique_ptr<std::byte[]> block, std::size_t blockBytes)
    : m_columns(std::move(columns)), m_rows(rows), m_block(std::move(block)), m_blockBytes(blockBytes)
{
}

Cell RowBatch::cell(int row, int column) const
{
    const std::size_t count = std::size_t(m_rows) * m_columns->size();
    const std::size_t index = std::size_t(row) * m_columns->size() + std::size_t(column);
    // std::byte storage from operator new is aligned for uint32_t.
    const auto *ends = reinterpret_cast<const std::uint32_t *>(m_block.get());
    if (ends[index] & nullBit)
        return std::nullopt;
    const std::uint32_t begin = index == 0 ? 0 : ends[index - 1] & ~nullBit;
    const auto *bytes = reinterpret_cast<const char *>(m_block.get() + count * sizeof(std::uint32_t));
    return std::string_view(bytes + begin, ends[index] - begin);
}

RowBatchBuilder::RowBatchBuilder(Columns columns)
    : m_columns(std::move(columns))
{
}

void RowBatchBuilder::addNull()
{
    m_ends.push_back(std::uint32_t(m_used) | RowBatch::nullBit);
}

void RowBatchBuilder::add(const char *data, std::size_t size)
{
    if (m_used + size > m_capacity)
        grow(m_used + size);
    if (size > 0) // there may be no room at all yet
        std::memcpy(m_bytes.get() + m_used, data, size);
    m_used += size;
    m_ends.push_back(std::uint32_t(m_used));
}

void RowBatchBuilder::grow(std::size_t needed)
{
    // PostgreSQL's protocol limits a row to 2 GiB; ends have 31 bits.
    if (needed >= RowBatch::nullBit)
        throw Error::client(QStringLiteral("a row of more than 2 GiB cannot be read"));
    std::size_t capacity = std::max(needed, RowBatch::targetBytes);
    if (m_capacity > 0)
        capacity = std::max(capacity, std::min(m_capacity * 2, std::size_t(RowBatch::nullBit) - 1));
    std::unique_ptr<char[]> bytes(new char[capacity]); // not value-initialised: it is overwritten anyway
    if (m_used > 0)
        std::memcpy(bytes.get(), m_bytes.get(), m_used);
    m_bytes = std::move(bytes);
    m_capacity = capacity;
}

RowBatchPtr RowBatchBuilder::take()
{
    // A row that was too long to be read ends in its middle.
    m_ends.resize(std::size_t(m_rows) * m_columns->size());
    m_used = m_ends.empty() ? 0 : m_ends.back() & ~RowBatch::nullBit;
    const std::size_t endsBytes = m_ends.size() * sizeof(std::uint32_t);
    const std::size_t blockBytes = endsBytes + m_used;
    std::unique_ptr<std::byte[]> block(new std::byte[std::max<std::size_t>(blockBytes, 1)]);
    if (endsBytes > 0)
        std::memcpy(block.get(), m_ends.data(), endsBytes);
    if (m_used > 0)
        std::memcpy(block.get() + endsBytes, m_bytes.get(), m_used);
    auto batch = std::make_shared<const RowBatch>(m_columns, m_rows, std::move(block), blockBytes);
    m_rows = 0;
    m_used = 0;
    m_ends.clear();
    if (m_capacity > 4 * RowBatch::targetBytes) { // one huge cell must not keep its room for ever
        m_bytes.reset();
        m_capacity = 0;
    }
    return batch;
}

} // namespace quiver::pg
