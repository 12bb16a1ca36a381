// SPDX-License-Identifier: GPL-3.0-or-later
// Whole values of a result, read one after the other on a worker thread: for copies, exports and the inspector.
#pragma once

#include "pg/resultstore.h"
#include "sql/rowfield.h"

#include <memory>
#include <string>
#include <vector>

namespace quiver::ui {

/// Used by one thread at a time, which need not be the thread that made it.
class CellReader
{
public:
    virtual ~CellReader() = default;
    virtual const std::vector<sql::OutColumn> &columns() const = 0;
    /// Appends the whole text of a cell to \p out. False for NULL, which appends nothing.
    /// May wait for the disk. \throws core::Error when it fails
    virtual bool read(int row, int column, std::string &out) = 0;
};

using ResultStorePtr = std::shared_ptr<pg::ResultStore>;

/// Reads from a store, whose life it shares; the registry in \p context must outlive it.
class StoreReader final : public CellReader
{
public:
    StoreReader(ResultStorePtr store, const pg::DecodeContext &context, std::vector<sql::OutColumn> columns);

    const std::vector<sql::OutColumn> &columns() const override { return m_columns; }
    bool read(int row, int column, std::string &out) override;
    /// The raw cell; valid until the next read.
    pg::Cell cell(int row, int column);

private:
    ResultStorePtr m_store;
    pg::Codec m_codec;
    std::vector<sql::OutColumn> m_columns;
    pg::ResultStore::Located m_batch;
};

} // namespace quiver::ui
