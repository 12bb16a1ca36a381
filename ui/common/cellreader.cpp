// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/cellreader.h"

namespace quiver::ui {

StoreReader::StoreReader(ResultStorePtr store, const pg::DecodeContext &context,
                         std::vector<sql::OutColumn> columns)
    : m_store(std::move(store)),
      m_codec(context),
      m_columns(std::move(columns))
{
}

pg::Cell StoreReader::cell(int row, int column)
{
    if (m_batch.batch == nullptr || row < m_batch.firstRow
        || row >= m_batch.firstRow + m_batch.batch->rowCount())
        m_batch = m_store->load(row);
    return m_batch.batch->cell(int(row - m_batch.firstRow), column);
}

bool StoreReader::read(int row, int column, std::string &out)
{
    const pg::Cell value = cell(row, column);
    if (!value)
        return false;
    m_codec.appendText(out, (*m_batch.batch->columns())[std::size_t(column)], *value);
    return true;
}

} // namespace quiver::ui
